import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EventGap, RecordHeader } from '../../../../schemas/generated/engine.ts';
import { CommandWriter } from '../../../../test/simulation/command_writer.ts';
import type { Views } from '../../../ring/memory.ts';
import { SpscConsumer } from '../../../ring/spsc.ts';
import { verifyRecord } from '../../durability/log/checksum.ts';
import { Side } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { Single } from '../single.ts';
import { EventAgent, type EventMode, eventStart } from './agent.ts';

const SLOTS = 64;
const CAPACITY = { orders: 1_024, clOrdIds: 8_192, accounts: 2, strategies: 2, instruments: 2, venues: 16 };

interface Event {
  readonly type: number;
  readonly sequence: number;
  readonly gap?: readonly [first: number, last: number];
}

class Sink {
  readonly events: Event[] = [];
  room = Number.POSITIVE_INFINITY;
  readonly #header = new RecordHeader();
  readonly #gap = new EventGap();

  append(views: Views, byteOffset: number, lengthBytes: number): boolean {
    if (this.room <= 0) return false;
    this.room--;
    assert.ok(verifyRecord(views.i32, byteOffset, lengthBytes), 'records are sealed');
    const { type, sequence } = this.#header.wrap(views, byteOffset);
    const last = this.events.at(-1)?.sequence ?? 0;
    assert.ok(sequence >= last, `sequence ${sequence} of type ${type} behind ${last}`);
    const { firstSequence, lastSequence } = this.#gap.wrap(views, byteOffset + RecordHeader.BYTES);
    this.events.push(
      type === RecordType.EVENT_GAP ? { type, sequence, gap: [firstSequence, lastSequence] } : { type, sequence },
    );
    return true;
  }

  flush(): boolean {
    return true;
  }

  of(type: number): number[] {
    return this.events.filter((event) => event.type === type).map(({ sequence }) => sequence);
  }

  get gaps(): (readonly [number, number])[] {
    return this.events.flatMap(({ gap }) => (gap === undefined ? [] : [gap]));
  }
}

class Rig {
  readonly single: Single;
  readonly sink = new Sink();
  readonly agent: EventAgent;
  readonly #writer: CommandWriter;
  #number = 0;

  constructor(mode: EventMode, firstMissing?: number) {
    let now = 0;
    const clock = { now: () => ++now, rebase: () => undefined };
    this.single = new Single({ engines: CAPACITY, sessions: 1, venues: 1, slots: SLOTS, clock });
    this.#writer = new CommandWriter(this.single.memory);
    const start = eventStart(this.single.memory, 0);
    this.agent = new EventAgent(
      this.single.memory,
      firstMissing === undefined ? start : { ...start, firstMissing },
      mode,
      this.sink,
    );
    this.single.goLive();
  }

  get sequence(): number {
    return this.single.engines.sequencer.sequence;
  }

  /** Denied orders: one command, one section each. */
  orders(count: number): void {
    for (let i = 0; i < count; i++) {
      this.#writer.order(0, { id: `N${++this.#number}`, side: Side.BUY, lots: 1, ticks: 1 });
      this.single.drain();
    }
  }

  marker(): number {
    this.#writer.marker(1);
    this.single.drain();
    return this.sequence;
  }

  take(): void {
    while (this.agent.doWork() > 0);
  }

  finish(): void {
    this.single.assembly.sendHashes();
    this.take();
    assert.ok(this.agent.isDrained);
    assert.is(this.agent.sequence, this.sequence);
  }
}

/** Every command is told of, or named as missing. */
function assertWhole(rig: Rig): void {
  const told = new Set(rig.sink.of(RecordType.FRONT_EVENT));
  for (const [first, last] of rig.sink.gaps) for (let s = first; s <= last; s++) told.add(s);
  const markers = new Set(rig.sink.of(RecordType.STAGE_HASH));
  for (let s = 1; s <= rig.sequence; s++) assert.ok(told.has(s) || markers.has(s), `command ${s}`);
}

test('a reader that keeps up has everything, hashes behind the sections of their command', () => {
  const rig = new Rig('full');
  for (let i = 0; i < 40; i++) {
    rig.orders(i % 7);
    if (i % 9 === 0) rig.marker();
    rig.take();
  }
  rig.finish();
  assert.is(rig.agent.lostCommands, 0);
  assert.equal(rig.sink.gaps, []);
  assert.is(rig.sink.of(RecordType.STAGE_HASH).length, 5 * 6);
  assertWhole(rig);
});

test('a lapped reader names its gap and loses no hash', () => {
  const rig = new Rig('full');
  rig.orders(10);
  rig.take();
  rig.orders(SLOTS);
  const marker = rig.marker();
  rig.orders(SLOTS * 3);
  rig.take();
  rig.orders(5);
  rig.take();
  rig.finish();
  assert.equal(rig.sink.gaps, [[11, SLOTS * 4 + 11]]);
  assert.is(rig.agent.lostCommands, SLOTS * 4 + 1);
  assert.is(rig.sink.of(RecordType.STAGE_HASH).filter((sequence) => sequence === marker).length, 5);
  assertWhole(rig);
});

test('lapped now and then, at the end too: nothing is told that was not', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const rig = new Rig('full');
    let state = seed;
    for (let i = 0; i < 60; i++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      rig.orders((state >> 8) % (SLOTS * 2));
      if (state % 5 === 0) rig.marker();
      if (state % 3 === 0) rig.agent.doWork();
    }
    rig.finish();
    assertWhole(rig);
  }
});

test('a sink without room makes a gap, and hashes wait for it', () => {
  const rig = new Rig('full');
  rig.sink.room = 10;
  for (let i = 0; i < 30; i++) {
    rig.orders(3);
    if (i % 10 === 0) rig.marker();
    rig.take();
  }
  const { length } = rig.sink.events;
  assert.is(length, 10);
  rig.sink.room = Number.POSITIVE_INFINITY;
  rig.finish();
  assertWhole(rig);
  assert.is(rig.sink.of(RecordType.STAGE_HASH).length, 5 * 4);
  assert.ok(rig.sink.gaps.length > 0);
});

test('hashes only: the rest is one gap up to each', () => {
  const rig = new Rig('hashes');
  rig.orders(20);
  const marker = rig.marker();
  rig.orders(7);
  rig.take();
  rig.finish();
  assert.equal(
    new Set(rig.sink.events.map(({ type }) => type)),
    new Set([RecordType.STAGE_HASH, RecordType.EVENT_GAP]),
  );
  assert.is(rig.sink.of(RecordType.STAGE_HASH).length, 10);
  assert.ok(rig.sink.of(RecordType.STAGE_HASH).includes(marker));
  assertWhole(rig);
});

test('what a crash has cost the event log is named first', () => {
  const rig = new Rig('full', -4);
  rig.take();
  rig.orders(3);
  rig.take();
  rig.finish();
  assert.equal(rig.sink.gaps, [[-4, 0]]);
  assertWhole(rig);
});

test('hashes that recovery has sent again are passed over', () => {
  const rig = new Rig('full');
  rig.orders(9);
  rig.marker();
  const sink = new Sink();
  const { memory } = rig.single;
  const agent = new EventAgent(memory, eventStart(memory, rig.sequence), 'full', sink);
  while (agent.doWork() > 0);
  rig.single.assembly.sendHashes();
  while (agent.doWork() > 0);
  assert.equal(sink.events, []);
  assert.ok(agent.isDrained);
});

test('a stage that no command has passed stands where its log ends', () => {
  const rig = new Rig('full');
  rig.orders(4);
  const next = new Single({ engines: CAPACITY, sessions: 1, venues: 1, slots: SLOTS });
  next.engines.load(new Map(rig.single.engines.save().map(({ name, bytes }) => [name, bytes])));
  next.memory.initialiseLog({ bootId: new Int32Array(4), engineEpoch: 0, baseTimeMs: 0 }, rig.sequence);
  next.assembly.sendHashes();
  const header = new RecordHeader();
  for (const region of next.memory.rings.stageHashes.slice(1)) {
    const ring = new SpscConsumer(region);
    assert.is(header.wrap(ring.data, ring.poll()).sequence, rig.sequence);
  }
});

test.run();
