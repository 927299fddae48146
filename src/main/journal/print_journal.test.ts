import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { recordRun } from '../../../test/golden/recording.ts';
import { flipBit, rewriteEvents } from '../../../test/golden/rewriting.ts';
import { JournalCorruptedError } from '../../workers/durability/journal/corruption.ts';
import { RecordType } from '../../workers/model/record_type.ts';
import { runProgram } from '../command_line/program.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { exitCodeOf } from '../supervision/fault.ts';

let directory: string;

interface Line {
  readonly sequence: number;
  readonly type: string;
  readonly source: string;
  readonly body: { readonly [name: string]: unknown };
  readonly sections?: readonly { readonly type: string; readonly [name: string]: unknown }[];
}

async function run(...args: string[]): Promise<{ exitCode: number; lines: string[]; errors: string[] }> {
  const lines: string[] = [];
  const errors: string[] = [];
  const exitCode = await runProgram(args, { print: (line) => lines.push(line), error: (line) => errors.push(line) });
  return { exitCode, lines, errors };
}

async function journal(...args: string[]): Promise<Line[]> {
  const { lines, exitCode } = await run('journal', directory, '--json', ...args);
  assert.is(exitCode, 0);
  return lines.map((line) => JSON.parse(line) as Line);
}

test.before.each(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sluice-journal-'));
  await recordRun({ directory, seed: 3, rounds: 60, markerRounds: 20 });
});

test.after.each(() => {
  rmSync(directory, { recursive: true });
});

test('every command has a line, with names for codes', async () => {
  const all = await journal();
  assert.equal(
    all.map(({ sequence }) => sequence),
    all.map((_, index) => index + 1),
  );
  const order = all.find(({ type }) => type === 'NEW_ORDER')!;
  assert.ok(['BUY', 'SELL'].includes(order.body.side as string));
  assert.ok(['ALPHA', 'BRAVO', 'CHARLIE', 'DELTA'].includes(order.body.instrument as string));
  assert.match(order.source, /^session [01]$/);
  const { lines } = await run('journal', directory, '--from', String(order.sequence), '--to', String(order.sequence));
  assert.is(lines.length, 1);
  assert.match(
    lines[0]!,
    new RegExp(`${order.sequence} 2026-11-02T00:00:00\\.\\d{9}Z NEW_ORDER +session \\d +clOrdId=`),
  );
});

test('an order is followed through its reports and follow-ups, by id or ClOrdID', async () => {
  const verbose = await journal('--verbose');
  const filled = verbose.find(({ sections }) => sections?.some(({ event }) => event === 'ORDER_FILLED'))!;
  const front = filled.sections!.find(({ type }) => type === 'FRONT_EVENT')!;
  const byId = await journal('--order', String(front.orderId));
  const byClOrdId = await journal('--order', String(byId[0]!.body.clOrdId));
  assert.is(byId[0]!.sequence, front.orderId);
  assert.is(byId[0]!.type, 'NEW_ORDER');
  assert.ok(byId.some(({ sequence, type }) => type === 'VENUE_REPORT' && sequence === filled.sequence));
  assert.equal(byClOrdId, byId);
  const found = new Set(byId.map(({ sequence }) => sequence));
  const about = verbose.filter(({ sections }) => sections?.some(({ orderId }) => orderId === front.orderId));
  assert.ok(about.every(({ sequence }) => found.has(sequence)));
  // Besides, only what the client said of it by its ClOrdID.
  const rest = byId.filter(({ sequence }) => !about.some((line) => line.sequence === sequence));
  assert.ok(rest.every(({ type, source }) => type !== 'VENUE_REPORT' && source === byId[0]!.source));
});

test('filters by type, range and instrument hold together', async () => {
  const quotes = await journal('--type', 'quote', '--instrument', 'BRAVO', '--from', '50', '--to', '300');
  assert.ok(quotes.length > 0);
  assert.ok(
    quotes.every(
      ({ type, sequence, body }) =>
        type === 'QUOTE' && body.instrument === 'BRAVO' && sequence >= 50 && sequence <= 300,
    ),
  );
  const reports = await journal('--type', 'venue-report', '--instrument', 'ALPHA', '--verbose');
  assert.ok(reports.length > 0);
  assert.ok(reports.every(({ sections }) => sections?.some(({ instrument }) => instrument === 'ALPHA')));
  const hashes = await journal('--type', 'stage-hash');
  assert.is(hashes.length, 3);
  assert.equal(
    hashes[0]!.sections!.map(({ stage }) => stage),
    ['front', 'routing', 'execution', 'portfolio', 'egress'],
  );
});

test('an event log that lacks sections is made up for by a replay', async () => {
  const before = await journal('--verbose');
  await rewriteEvents(directory, (_data, { type }) => type === RecordType.STAGE_HASH);
  const withoutHashes = (lines: Line[]): unknown =>
    lines.map((line) => ({ ...line, sections: line.sections?.filter(({ type }) => type !== 'STAGE_HASH') ?? [] }));
  const after = await journal('--verbose');
  assert.equal(withoutHashes(after), withoutHashes(before));
  const { errors } = await run('journal', directory, '--verbose', '--to', '1');
  assert.equal(errors, ['the event log has no sections: verdicts come from a replay']);
});

test('what cannot be done is said', async () => {
  try {
    await run('journal', directory, '--type', 'nonsense');
    assert.unreachable();
  } catch (error) {
    assert.is(exitCodeOf(error), ExitCode.USAGE);
    assert.match((error as Error).message, 'expected one of ENGINE_STARTED');
  }
  const path = join(directory, readdirSync(directory).find((name) => name.startsWith('input-0'))!);
  flipBit(path, 30_000);
  assert.ok(statSync(path).size > 30_000);
  for (const command of ['journal', 'replay']) {
    try {
      await run(command, directory);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, JournalCorruptedError);
      assert.is(exitCodeOf(error), ExitCode.CORRUPT);
      assert.match((error as Error).message, path);
    }
  }
});

test('replay says what it compared, and what it could not', async () => {
  const equal = await run('replay', directory);
  assert.is(equal.exitCode, ExitCode.OK);
  assert.is(equal.lines.at(-1), 'equal: the replay gives what the live run gave');
  assert.match(equal.lines.join('\n'), /egress +4 hashes compared, all equal/);
  await rewriteEvents(directory, (_data, { type }) => type !== RecordType.STAGE_HASH);
  const nothing = await run('replay', directory);
  assert.is(nothing.exitCode, ExitCode.REPLAY_DIFFERS);
  assert.match(nothing.errors.join('\n'), 'not compared');
  assert.not.match(nothing.lines.join('\n'), 'equal: ');
  await rewriteEvents(directory, () => false);
  assert.is((await run('replay', directory, '--sections')).exitCode, ExitCode.REPLAY_DIFFERS);
});

test.run();
