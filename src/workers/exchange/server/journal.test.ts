import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ExchangeJournal, JournalDamagedError, type JournalPart } from './journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'exchange-log-'));
const path = join(folder, 'exchange.log');
const BATCHES = 5;
const BATCH_BYTES = 24 + 24 + 16 + 24;

function part(session: number, lastOrderNumber: number, inbound: Uint8Array, reports: Uint8Array[]): JournalPart {
  return { session, lastOrderNumber, inbound, reports };
}

function recovered(): { journal: ExchangeJournal; orders: number[]; cut: number } {
  const journal = new ExchangeJournal(folder, 99);
  const orders: number[] = [];
  const cut = journal.recover((batch) => {
    assert.is(batch.session, 7);
    assert.equal([batch.inbound.length, batch.reports.length], [16, 24]);
    orders.push(batch.lastOrderNumber);
  });
  return { journal, orders, cut };
}

test.before.each(() => {
  rmSync(path, { force: true });
  const journal = new ExchangeJournal(folder, 5);
  for (let order = 1; order <= BATCHES; order++) {
    const fill = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(order);
    journal.append([part(7, order, fill(16), [fill(8), fill(16)])]);
  }
  journal.close();
});

test.after(() => rmSync(folder, { recursive: true }));

test('batches come back in order, under the epoch that the file began with', () => {
  const { journal, orders, cut } = recovered();
  assert.is(journal.epoch, 5);
  assert.equal(orders, [1, 2, 3, 4, 5]);
  assert.is(cut, 0);
  journal.close();
});

test('cut anywhere in the last batch, the others come back and the log goes on after them', () => {
  for (let cut = 1; cut <= BATCH_BYTES; cut++) {
    const whole = readFileSync(path);
    truncateSync(path, whole.length - cut);
    const first = recovered();
    assert.equal(first.orders, [1, 2, 3, 4]);
    assert.is(first.cut, BATCH_BYTES - cut);
    first.journal.append([part(7, 6, new Uint8Array(16), [new Uint8Array(24)])]);
    first.journal.close();
    const second = recovered();
    assert.equal(second.orders, [1, 2, 3, 4, 6]);
    second.journal.close();
    writeFileSync(path, whole);
  }
});

test('a changed byte in a whole batch is damage, and the exchange does not start on it', () => {
  const whole = readFileSync(path);
  for (const at of [64, 64 + 4, 64 + 8, 64 + 12, 64 + 16, 64 + 24, 64 + 47, 64 + BATCH_BYTES + 50, whole.length - 1]) {
    const bytes = Buffer.from(whole);
    bytes[at] = bytes[at]! ^ 0x10;
    writeFileSync(path, bytes);
    assert.throws(recovered, (error: unknown) => error instanceof JournalDamagedError);
  }
});

test('what a turn did for several sessions comes back as one, or not at all', () => {
  rmSync(path);
  const turn = [1, 2, 3].map((session) => part(session, session * 10, new Uint8Array(8), [new Uint8Array(16)]));
  const written = new ExchangeJournal(folder, 5);
  written.append(turn);
  written.close();
  const whole = readFileSync(path);
  for (let bytes = 64; bytes <= whole.length; bytes++) {
    writeFileSync(path, whole.subarray(0, bytes));
    const journal = new ExchangeJournal(folder, 5);
    const sessions: number[] = [];
    journal.recover(({ session, lastOrderNumber }) => sessions.push(session, lastOrderNumber));
    assert.equal(sessions, bytes < whole.length ? [] : [1, 10, 2, 20, 3, 30]);
    journal.close();
  }
});

test.run();
