import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OutboundLogCorrupted } from '../entry_log.ts';
import { FileOutboundLog } from './file_outbound_log.ts';
import { MemoryOutboundLog, type OutboundLog } from './outbound_log.ts';

const directory = mkdtempSync(join(tmpdir(), 'sluice-fixlog-'));
test.after(() => rmSync(directory, { recursive: true }));
let files = 0;

function open(name: string, tradingDate = 20261122): FileOutboundLog {
  return new FileOutboundLog({ directory, name, tradingDate });
}

function append(log: OutboundLog, text: string, streamSequence = -1, answered = 0): void {
  const bytes = Buffer.from(`..${text}.`);
  log.append(log.nextOutbound, streamSequence, streamSequence < 0 ? -1 : 3, answered, bytes, 2, bytes.length - 1);
}

function read(log: OutboundLog, from: number, to: number): Array<[number, string]> {
  const found: Array<[number, string]> = [];
  log.read(from, to, (number, bytes, start, end) => {
    found.push([number, Buffer.from(bytes.subarray(start, end)).toString()]);
  });
  return found;
}

const nameOf = (): string => `session-${++files}`;
const pathOf = (name: string, date = 20261122): string => join(directory, `${name}.${date}.fixlog`);

for (const [kind, make] of [
  ['memory', () => new MemoryOutboundLog()],
  ['file', () => open(nameOf())],
] as ReadonlyArray<readonly [string, () => OutboundLog]>) {
  test(`${kind}: reads back what was appended, whole or in part`, () => {
    const log = make();
    for (let i = 1; i <= 1000; i++) append(log, `message ${i}`);
    log.flush();
    assert.equal(read(log, 1, 1000).length, 1000);
    assert.equal(read(log, 513, 514), [
      [513, 'message 513'],
      [514, 'message 514'],
    ]);
    assert.equal(read(log, 999, 5000).at(-1), [1000, 'message 1000']);
    assert.is(log.nextOutbound, 1001);
    assert.throws(() => log.append(7, -1, -1, 0, new Uint8Array(1), 0, 1), /7 is not 1001/);
  });

  test(`${kind}: a reset starts again at 1`, () => {
    const log = make();
    append(log, 'old', 5, 9);
    log.reset(2);
    assert.equal([log.nextOutbound, log.answeredInbound, log.epoch, log.lastStreamSequence], [1, 0, 2, 5]);
    append(log, 'new');
    assert.equal(read(log, 1, 10), [[1, 'new']]);
  });
}

test('a file opened again knows its numbers', () => {
  const name = nameOf();
  const log = open(name);
  append(log, 'a', 100, 4);
  append(log, 'b', -1, 2);
  log.close();
  const again = open(name);
  assert.equal(
    [again.nextOutbound, again.answeredInbound, again.epoch, again.lastStreamSequence, again.lastOutputIndex],
    [3, 4, 1, 100, 3],
  );
  append(again, 'c');
  assert.equal(read(again, 1, 3), [
    [1, 'a'],
    [2, 'b'],
    [3, 'c'],
  ]);
  again.reset(2);
  append(again, 'd');
  again.close();
  const third = open(name);
  assert.equal([third.nextOutbound, third.epoch, third.answeredInbound], [2, 2, 0]);
  assert.equal(read(third, 1, 9), [[1, 'd']]);
  third.close();
});

test('what was not flushed is gone, what was flushed is not', () => {
  const name = nameOf();
  const log = open(name);
  append(log, 'flushed');
  log.flush();
  append(log, 'not');
  const again = open(name);
  assert.is(again.nextOutbound, 2);
  again.close();
});

test('a torn tail of any length is cut off', () => {
  const name = nameOf();
  const log = open(name);
  append(log, 'first');
  append(log, 'second message');
  log.close();
  const whole = readFileSync(pathOf(name));
  const secondAt = whole.indexOf('second') - 48;
  // Behind it stands what closing the log wrote: that it was synced.
  for (let bytes = secondAt; bytes < whole.length - 48; bytes++) {
    writeFileSync(pathOf(name), whole);
    truncateSync(pathOf(name), bytes);
    const again = open(name);
    assert.is(again.nextOutbound, 2);
    append(again, 'other');
    assert.equal(read(again, 1, 2), [
      [1, 'first'],
      [2, 'other'],
    ]);
    again.close();
  }
  writeFileSync(pathOf(name), whole);
  appendFileSync(pathOf(name), Buffer.alloc(4096));
  const zeros = open(name);
  assert.is(zeros.nextOutbound, 3);
  zeros.close();
});

test('a flipped byte before good entries is corruption, and said', () => {
  const name = nameOf();
  const log = open(name);
  for (const text of ['first', 'second', 'third']) append(log, text);
  log.close();
  const whole = readFileSync(pathOf(name));
  const flipped = Buffer.from(whole);
  flipped[whole.indexOf('second')]! ^= 1;
  writeFileSync(pathOf(name), flipped);
  assert.throws(
    () => open(name),
    (error: Error) => error instanceof OutboundLogCorrupted && /bad entry at \d+/.test(error.message),
  );
});

test('a new day goes on with the numbers in a new file, and old files go', () => {
  const name = nameOf();
  const log = new FileOutboundLog({ directory, name, tradingDate: 20261120, keepDays: 1 });
  append(log, 'friday', 50, 7);
  log.rotate(20261121);
  append(log, 'saturday');
  assert.equal(read(log, 1, 9), [[2, 'saturday']]);
  log.close();
  const again = new FileOutboundLog({ directory, name, tradingDate: 20261123, keepDays: 1 });
  assert.equal([again.nextOutbound, again.answeredInbound, again.lastStreamSequence], [3, 7, 50]);
  assert.throws(() => readFileSync(pathOf(name, 20261120)));
  assert.ok(readFileSync(pathOf(name, 20261121)).length > 0);
  again.close();
});

test('more than the gathering buffer holds', () => {
  const log = open(nameOf());
  const text = 'x'.repeat(1000);
  for (let i = 0; i < 3000; i++) append(log, text);
  assert.is(read(log, 1, 3000).length, 3000);
  log.close();
});

test.run();
