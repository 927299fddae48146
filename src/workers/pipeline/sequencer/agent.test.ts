/** Admission: what the sequencer takes, in which order, what it drops, and what it refuses. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RecordHeader } from '../../../../schemas/generated/engine.ts';
import { Desk } from '../../../../test/simulation/desk.ts';
import { EMPTY, SpscConsumer } from '../../../ring/spsc.ts';
import { DURABLE_WORDS_INDEX, PUBLISHED_WORDS_INDEX } from '../../durability/log/log_layout.ts';
import { Side } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { SOURCE_CLIENT_FIRST, SOURCE_CONTROL, SOURCE_QUOTE_FIRST, SOURCE_VENUE_FIRST } from '../../model/source.ts';
import { OUTBOX_CAPACITY } from '../execution/outbox.ts';
import { StageIndex } from '../stages.ts';

const TERMS = { side: Side.BUY, ticks: 99, lots: 10 };

/** Headers of commands after `from`. */
function logged(
  desk: Desk,
  from = 0,
): { type: number; source: number; sequence: number; time: number; number: number }[] {
  const source = desk.log.source(from);
  const header = new RecordHeader();
  const headers = [];
  for (let at = source.next(); at !== EMPTY; at = source.next()) {
    header.wrap(source.data, at);
    const { type, sequence, time, sourceSequence: number } = header;
    headers.push({ type, source: header.source, sequence, time, number });
  }
  return headers;
}

test('each source has its quota a round, and none waits for another', () => {
  const desk = new Desk();
  const before = desk.log.count;
  for (let i = 0; i < 40; i++) {
    desk.writer.marker(i);
    desk.writer.quote(0, 0, 100, 102);
    desk.writer.order(0, { ...TERMS, id: `A${i}` });
    desk.writer.order(1, { ...TERMS, id: `B${i}` });
    desk.writer.report(2, (report) => Object.assign(report, { kind: 1, legRef: 1 }));
  }
  desk.drain();
  const sources = logged(desk, before).map(({ source }) => source);
  const runs = (source: number): number => {
    const first = sources.indexOf(source);
    let length = 0;
    while (sources[first + length] === source) length++;
    return length;
  };
  assert.is(runs(SOURCE_CONTROL), 40);
  assert.is(runs(SOURCE_VENUE_FIRST + 2), 32);
  assert.is(runs(SOURCE_CLIENT_FIRST), 8);
  assert.is(runs(SOURCE_CLIENT_FIRST + 1), 8);
  assert.is(runs(SOURCE_QUOTE_FIRST), 4);
  assert.is(sources.length, 200);
});

test('what is not newer is dropped, a new epoch is', () => {
  const desk = new Desk();
  const before = desk.log.count;
  const [client] = desk.writer.clients;
  desk.writer.order(0, { ...TERMS, id: 'A' });
  client!.sequence = 0;
  desk.writer.order(0, { ...TERMS, id: 'A again' });
  client!.sequence = 7;
  desk.writer.order(0, { ...TERMS, id: 'B' });
  client!.sequence = 5;
  desk.writer.order(0, { ...TERMS, id: 'old' });
  client!.epoch = 1;
  client!.sequence = 0;
  desk.writer.order(0, { ...TERMS, id: 'C' });
  client!.epoch = 0;
  client!.sequence = 100;
  desk.writer.order(0, { ...TERMS, id: 'of the old epoch' });
  desk.drain();
  assert.equal(
    logged(desk, before).map(({ number }) => number),
    [1, 8, 1],
  );
  assert.is(desk.rig.sequencer!.duplicates, 3);
});

test('time never goes back, and a tick comes once a second', () => {
  const desk = new Desk();
  const before = desk.log.count;
  for (const now of [5e8, 1.2e9, 1.1e9, 1.3e9, 2.3e9]) {
    desk.now = now;
    desk.writer.marker(now);
    desk.drain();
  }
  const headers = logged(desk, before);
  assert.equal(
    headers.filter(({ type }) => type === RecordType.SNAPSHOT_MARKER).map(({ time }) => time),
    [5e8, 1.2e9, 1.2e9, 1.3e9, 2.3e9],
  );
  assert.is(headers.filter(({ type }) => type === RecordType.TICK).length, 2);
  headers.forEach(({ sequence }, i) => {
    assert.is(sequence, before + 1 + i);
  });
});

test('outside commands wait while the outbox could overrun, follow-ups do not', () => {
  const desk = new Desk();
  const { pipeline } = desk.rig.memory;
  const taken = pipeline.followUpsMade();
  // As if execution had made so many that nobody has met: room for two commands is left.
  pipeline.publishFollowUpsMade(taken + OUTBOX_CAPACITY - 4);
  for (let i = 0; i < 10; i++) desk.writer.order(0, { ...TERMS, id: `A${i}` });
  const { sequencer } = desk.rig;
  assert.is(sequencer!.doWork(), 2);
  assert.is(sequencer!.doWork(), 0, 'what is in flight may yet make follow-ups');
  pipeline.publishFollowUpsMade(taken);
  assert.is(sequencer!.doWork(), 8);
});

test('no more commands are in flight than there are slots', () => {
  const desk = new Desk({ slots: 16 });
  for (let i = 0; i < 40; i++) desk.writer.order(0, { ...TERMS, id: `A${i}` });
  const { sequencer, memory } = desk.rig;
  assert.is(sequencer!.doWork(), 16);
  assert.is(sequencer!.doWork(), 0);
  assert.is((memory.pipeline.cursor(StageIndex.SEQUENCER) - memory.pipeline.cursor(StageIndex.EGRESS)) | 0, 16);
  desk.drain();
  assert.is(desk.rig.engines.front.orders.store.pool.size(), 40);
});

test('cursors wrap', () => {
  for (let back = 0; back < 60; back += 7) {
    const desk = new Desk({ startAt: 2 ** 31 - back, slots: 32 });
    for (let i = 0; i < 50; i++) {
      desk.writer.order(0, { ...TERMS, id: `A${i}` });
      if (i % 5 === 0) desk.drain();
    }
    desk.writer.massCancel(0, 'M');
    desk.drain();
    assert.is(desk.instructed().length, 100, `from ${back} before the wrap`);
  }
});

test('with the log nearly full new orders are refused at once, cancels and reports pass', () => {
  const desk = new Desk({ isLogGated: true, logBytes: 1 << 16 });
  const { i32 } = desk.rig.memory.log;
  const catchUp = (): void => {
    Atomics.store(i32, DURABLE_WORDS_INDEX, Atomics.load(i32, PUBLISHED_WORDS_INDEX));
  };
  const refusals = new SpscConsumer(desk.rig.memory.rings.refusals[0]!);
  catchUp();
  desk.writer.order(0, { ...TERMS, id: 'A' });
  const [leg] = desk.drain().instructed();
  // Nothing becomes durable any more: quotes fill the log.
  while (desk.rig.memory.log !== null && used(desk) < 0.89 * (1 << 16)) {
    desk.writer.quote(0, 0, 100, 102);
    desk.drain();
  }
  // The level is looked at every so many turns.
  for (let i = 0; i < 64; i++) desk.rig.step();
  desk.writer.order(0, { ...TERMS, id: 'refused' });
  desk.writer.cancel(0, 'C', 'A');
  const before = desk.log.count;
  desk.drain();
  assert.equal(
    logged(desk, before).map(({ type }) => type),
    [RecordType.CANCEL_ORDER],
  );
  const at = refusals.poll();
  const header = new RecordHeader().wrap(refusals.data, at);
  assert.equal([header.type, header.source, header.sourceSequence], [RecordType.NEW_ORDER, SOURCE_CLIENT_FIRST, 2]);
  desk.report(leg!.venue, 3, leg!.ref, { orderLots: 10 });
  assert.is(desk.rig.engines.front.orders.store.pool.size(), 0);
  // Wholly full: everything waits, nothing is lost.
  for (let i = 0; i < 100; i++) desk.writer.cancel(1, `C${i}`, 'nothing');
  desk.drain();
  catchUp();
  desk.drain();
  catchUp();
  desk.drain();
  assert.is(desk.rig.engines.sequencer.lastOf(SOURCE_CLIENT_FIRST + 1), 100);
});

function used(desk: Desk): number {
  const { i32 } = desk.rig.memory.log;
  return (Atomics.load(i32, PUBLISHED_WORDS_INDEX) - Atomics.load(i32, DURABLE_WORDS_INDEX)) * 8;
}

test('a record that no command can be is counted and dropped', () => {
  const desk = new Desk();
  const before = desk.log.count;
  const body = { wrap: () => undefined, clear: () => undefined };
  desk.writer.clients[0]!.send(RecordType.NEW_ORDER, body, 1_024, () => undefined);
  desk.drain();
  assert.is(desk.log.count, before);
  assert.is(desk.rig.sequencer!.malformed, 1);
});

test.run();
