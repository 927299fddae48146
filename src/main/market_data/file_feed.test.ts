/** `sluice feed FILE`: what it prints of files good and bad. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { marketDataFile } from '../../../test/market_data.ts';
import { ItchMessage } from '../../workers/protocols/itch/itch_message.ts';
import { ItchType } from '../../workers/protocols/itch/message_type.ts';
import { addFeedOptions, feedRequest } from '../command_line/feed_options.ts';
import type { Output } from '../live_view/screen.ts';
import { runFeedCommand } from './run_feed_command.ts';

const SECOND_NS = 1e9;
const OPEN_NS = 34_200 * SECOND_NS;

interface Shown {
  readonly exitCode: number;
  readonly printed: string[];
  readonly screen: string[];
}

async function feed(args: readonly string[], isTTY = false): Promise<Shown> {
  const command = addFeedOptions(new Command('feed'))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  command.parse(args, { from: 'user' });
  const printed: string[] = [];
  const screen: string[] = [];
  const output: Output = { isTTY, columns: 80, rows: 20, write: (text) => screen.push(text) };
  const console = { print: (line: string) => printed.push(line), error: (line: string) => printed.push(line) };
  const exitCode = await runFeedCommand(feedRequest(args[0]!, command.opts()), console, output);
  return { exitCode, printed, screen };
}

function message(fields: Partial<ItchMessage> & { type: number }, stock: string): Buffer {
  const made = new ItchMessage();
  Object.assign(made, { locate: stock === 'ABC' ? 1 : 2, ...fields });
  made.setStock(stock);
  const bytes = Buffer.alloc(64);
  const length = made.encode(new DataView(bytes.buffer, bytes.byteOffset), 2);
  bytes.writeUInt16BE(length);
  return bytes.subarray(0, 2 + length);
}

function add(
  reference: number,
  isBuy: boolean,
  shares: number,
  price4: number,
  stock = 'ABC',
  timeNs = OPEN_NS,
): Buffer {
  return message({ type: ItchType.ADD, reference, isBuy, shares, price4, timeNs }, stock);
}

const DAY = [
  message({ type: ItchType.SYSTEM_EVENT, locate: 0, eventCode: 0x51, timeNs: OPEN_NS }, ''),
  add(1, true, 100, 100_000),
  add(2, true, 300, 99_900),
  add(3, true, 50, 99_800),
  add(4, false, 1200, 100_100),
  message({ type: ItchType.EXECUTED, reference: 1, shares: 40, matchNumber: 1, timeNs: OPEN_NS + SECOND_NS }, 'ABC'),
  message(
    { type: ItchType.TRADING_ACTION, tradingState: 0x48, reason: 0x54312020, timeNs: OPEN_NS + SECOND_NS },
    'ABC',
  ),
  add(5, false, 10, 5_001, 'PENNY', OPEN_NS + 61 * SECOND_NS),
];

async function inFolder(work: (write: (name: string, ...bytes: Buffer[]) => string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-feed-'));
  const write = (name: string, ...bytes: Buffer[]): string => {
    const path = join(folder, name);
    writeFileSync(path, Buffer.concat(bytes));
    return path;
  };
  try {
    await work(write);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('books by volume, their levels, counts by type, and what was wrong', () =>
  inFolder(async (write) => {
    const unknown = message({ type: ItchType.DELETED, reference: 99, timeNs: OPEN_NS + 61 * SECOND_NS }, 'ABC');
    const path = write('day.itch50', ...DAY, unknown, DAY[1]!.subarray(0, 7));
    const { exitCode, printed } = await feed([path, '--levels', '2']);
    assert.is(exitCode, 0);
    assert.match(
      printed[0]!,
      /^.*day\.itch50 {2}09:31:01\.000 {2}9 messages {2}[\d,]+\/s {2}5 orders open {2}market hours$/,
    );
    assert.equal(printed.slice(1), [
      '',
      'ABC  halted T1  last 10.00  volume 40 in 1 trades',
      '  orders  shares    bid    ask  shares  orders',
      '       1      60  10.00  10.01   1,200       1',
      '       1     300   9.99',
      '',
      'PENNY  volume 0 in 0 trades',
      '  orders  shares  bid     ask  shares  orders',
      '                       0.5001      10       1',
      '',
      'messages: system event 1, trading action 1, add 5, executed 1, deleted 1',
      'the file ends inside a message: 7 bytes are left',
      'counted: unknown order 1',
    ]);
  }));

test('chosen symbols, a time to stop at, and a symbol that is not there', () =>
  inFolder(async (write) => {
    const path = write('day.itch50', ...DAY);
    const { printed } = await feed([path, '--symbol', 'PENNY,ABC', '--until', '09:30:30', '--levels', '1']);
    assert.match(printed[0]!, /09:30:01\.000 {2}7 messages/);
    assert.equal(printed.slice(1, 5), [
      'PENNY: not in this file',
      '',
      'ABC  halted T1  last 10.00  volume 40 in 1 trades',
      '  orders  shares    bid    ask  shares  orders',
    ]);
    assert.is((await feed([path, '--top', '1'])).printed.filter((line) => line.includes('volume')).length, 1);
  }));

test('a terminal gets its own screen and what is printed afterwards', () =>
  inFolder(async (write) => {
    const { screen, printed } = await feed([write('day.itch50', ...DAY)], true);
    assert.is(screen[0], '\x1b[?1049h\x1b[?25l');
    assert.is(screen.at(-1), '\x1b[?25h\x1b[?1049l');
    assert.match(printed[0]!, '8 messages');
  }));

test('files that are none, or hold something else, are refused in a sentence', () =>
  inFolder(async (write) => {
    const wrong: readonly [path: string, text: string][] = [
      [
        '/nowhere/day.itch50',
        "'/nowhere/day.itch50': expected mold://HOST:PORT or soup://USER:PASSWORD@HOST:PORT, or a file",
      ],
      [tmpdir(), 'or a file'],
      [write('empty'), 'is empty'],
      [write('day.gz', Buffer.from([0x1f, 0x8b, 8, 0])), 'is compressed; gunzip it first'],
      [write('text', Buffer.from('{"name": "something else"}')), 'does not begin with an ITCH 5.0 message'],
      [write('cut', DAY[1]!.subarray(0, 20)), 'does not begin with an ITCH 5.0 message'],
      [write('short', Buffer.from([0])), 'does not begin with an ITCH 5.0 message'],
    ];
    for (const [path, text] of wrong) {
      const error = await feed([path]).then(
        () => undefined,
        (reason: Error & { exitCode: number }) => reason,
      );
      assert.is(error?.exitCode, 2, path);
      assert.ok(error!.message.includes(text), error!.message);
    }
    const network = await feed(['mold://127.0.0.1:0', '--until', '10:00:00']).catch((reason: Error) => reason.message);
    assert.is(network, '--until: only a file stops at its time of day');
  }));

test('wrong values say what was expected', () => {
  for (const args of [
    ['--until', '9:30'],
    ['--until', '24:00:00'],
    ['--levels', '0'],
    ['--levels', 'all'],
  ]) {
    const errors: string[] = [];
    const command = addFeedOptions(new Command('feed'))
      .exitOverride()
      .configureOutput({ writeErr: (text) => errors.push(text) });
    assert.throws(() => command.parse(['x', ...args], { from: 'user' }));
    assert.match(errors.join(''), /Expected (a time of day as HH:MM:SS|a whole number from 1 to 1000)\./);
  }
});

const recording = marketDataFile('AAPL_20191230.itch50');
(recording === undefined ? test.skip : test)('a recorded file is shown as it ends', async () => {
  const { printed } = await feed([recording!, '--levels', '1']);
  assert.match(printed[0]!, /09:39:36\.663 {2}49,947 messages .* 339 orders open$/);
  assert.match(printed[2]!, /^AAPL {2}last 286\.70 {2}volume 159,235 in 1,907 trades$/);
  assert.is(printed.at(-1), 'counted: unknown order 3,970');
});

test.run();
