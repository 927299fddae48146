/**
 * Publisher and receiver over a network that loses, doubles, delays and spoils packets: the messages that come out are those
 * that went in, once, in order, or the owner is told which are lost. SLUICE_LONG=1 runs a million packets and more.
 */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MessageStore } from '../message_store.ts';
import { visitMessages } from './packet.ts';
import { MoldPublisher } from './publisher.ts';
import { MoldReceiver } from './receiver.ts';
import { DEFAULT_LIMITS, FeedState, type ReceiverConfig } from './receiver_config.ts';

const MS = 1e6;
const STEP_NS = 0.1 * MS;
const RUNS = process.env.SLUICE_LONG ? 4_000 : 60;

interface Weather {
  readonly seed: number;
  readonly loss: number;
  readonly doubling: number;
  readonly delay: number;
  readonly spoiling: number;
  readonly lines: number;
  /** Of requests and answers. */
  readonly answerLoss: number;
  readonly maxPacketMessages: number;
  readonly aheadPackets: number;
  readonly storeMessages: number;
}

interface Arrival {
  readonly atNs: number;
  readonly bytes: Uint8Array;
  readonly line: number;
}

/** A small generator of known quality: mulberry32. */
function makeRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

function content(sequence: number): Buffer {
  const bytes = Buffer.alloc(8 + (sequence % 13), sequence & 0xff);
  bytes.writeDoubleBE(sequence);
  return bytes;
}

/** What came out: sequences, and a negative count for those that were lost. */
interface Result {
  readonly delivered: number;
  readonly lost: number;
  readonly receiver: MoldReceiver;
  readonly states: number[];
}

const MESSAGES = 3_000;

function run(weather: Weather, overrides: Partial<ReceiverConfig> = {}): Result {
  const random = makeRandom(weather.seed);
  let nowNs = 0;
  let flying: Arrival[] = [];
  const states: number[] = [];
  let expected = 1;
  let lost = 0;

  function launch(bytes: Uint8Array, line: number, loss: number): void {
    if (random() < loss) return;
    const copies = random() < weather.doubling ? 2 : 1;
    for (let i = 0; i < copies; i++) {
      const copy = Uint8Array.from(bytes);
      const atNs = nowNs + 0.05 * MS + (random() < weather.delay ? random() * 5 * MS : 0);
      // Spoilt packets lose their end or their session, as a checksum would not let anything else through.
      const kind = random() < weather.spoiling ? random() : 1;
      if (kind < 0.5) copy[0]! ^= 0x55;
      flying.push({ atNs, bytes: kind >= 0.5 && kind < 1 ? copy.subarray(0, random() * copy.length) : copy, line });
    }
  }

  const config = { session: 'NETWORK', maxPacketBytes: 600, maxPacketMessages: weather.maxPacketMessages };
  const store = new MessageStore(weather.storeMessages * 24, weather.storeMessages);
  const publisher = new MoldPublisher({ ...config, heartbeatNs: 10 * MS }, store, (packet, length) => {
    for (let line = 0; line < weather.lines; line++) launch(packet.subarray(0, length), line, weather.loss);
  });
  const receiver = new MoldReceiver(
    {
      ...DEFAULT_LIMITS,
      lines: weather.lines,
      servers: 2,
      session: 'NETWORK',
      firstSequence: 1,
      aheadPackets: weather.aheadPackets,
      aheadPacketBytes: 600,
      maxAttempts: 50,
      requestTimeoutNs: 1 * MS,
      silenceNs: 200 * MS,
      ...overrides,
    },
    {
      onMessages: (view, from, to, count) => {
        assert.is(receiver.next, expected);
        visitMessages(view, from, to, (_, at, length) => {
          const bytes = Buffer.from(view.buffer as ArrayBuffer, view.byteOffset + at, length);
          assert.ok(bytes.equals(content(expected)), `message ${expected}`);
          expected++;
        });
        assert.is(receiver.next + count, expected);
      },
      onSession: (session) => assert.is(session, 'NETWORK'),
      onLost: (first, count) => {
        assert.is(first, expected);
        expected += count;
        lost += count;
      },
      onState: (state) => {
        assert.is(receiver.isWhole, state === FeedState.LIVE || state === FeedState.QUIET || state === FeedState.ENDED);
        states.push(state);
      },
    },
    (_server, packet) => {
      if (random() < weather.answerLoss) return;
      const length = publisher.answer(new DataView(packet.buffer), 0, packet.length);
      if (length > 0) launch(publisher.answerBytes.subarray(0, length), weather.lines, weather.answerLoss);
    },
  );

  function step(): void {
    nowNs += STEP_NS;
    publisher.onTimer(nowNs);
    const arrived = flying.filter(({ atNs }) => atNs <= nowNs).sort((a, b) => a.atNs - b.atNs);
    flying = flying.filter(({ atNs }) => atNs > nowNs);
    receiver.setTime(nowNs);
    for (const { bytes, line } of arrived) {
      receiver.onPacket(new DataView(Uint8Array.from(bytes).buffer), 0, bytes.length, line);
    }
    receiver.poll(nowNs);
    if (receiver.counters.sessions > 0) assert.is(receiver.next, expected);
    assert.ok(receiver.behind >= 0);
  }

  for (let sequence = 1; sequence <= MESSAGES; ) {
    for (let burst = Math.floor(random() * 40); burst > 0 && sequence <= MESSAGES; burst--, sequence++) {
      const bytes = content(sequence);
      publisher.add(bytes, 0, bytes.length, nowNs);
    }
    step();
  }
  publisher.end(nowNs);
  for (let i = 0; i < 100_000 && receiver.state !== FeedState.ENDED; i++) step();
  assert.is(receiver.state, FeedState.ENDED, `state ${receiver.state} at ${receiver.next} of ${MESSAGES}`);
  assert.is(expected, MESSAGES + 1);
  assert.is(receiver.counters.messages + receiver.counters.lost, MESSAGES);
  assert.is(receiver.counters.lost, lost);
  return { delivered: receiver.counters.messages, lost, receiver, states };
}

const weathers = fc.record({
  seed: fc.integer(),
  loss: fc.constantFrom(0, 0.01, 0.1, 0.4),
  doubling: fc.constantFrom(0, 0.05),
  delay: fc.constantFrom(0, 0.02, 0.3),
  spoiling: fc.constantFrom(0, 0.05),
  lines: fc.constantFrom(1, 2, 3),
  answerLoss: fc.constantFrom(0, 0.1),
  maxPacketMessages: fc.constantFrom(1, 7, 40),
  aheadPackets: fc.constantFrom(1, 8, 1_000),
  storeMessages: fc.constant(MESSAGES),
});

test('whatever the network does, every message comes once and in order while somebody answers', () => {
  fc.assert(
    fc.property(weathers, (weather) => {
      const { lost, receiver } = run(weather);
      assert.is(lost, 0);
      const isCalm = weather.loss + weather.delay + weather.spoiling === 0;
      if (isCalm) assert.equal([receiver.counters.gaps, receiver.counters.requests], [0, 0]);
    }),
    { numRuns: RUNS, includeErrorInReport: true },
  );
});

test('a server that has forgotten: what is lost is told, what is not comes in order', () => {
  fc.assert(
    fc.property(weathers, (weather) => {
      run({ ...weather, storeMessages: 120 }, { maxAttempts: 2 });
    }),
    { numRuns: RUNS, includeErrorInReport: true },
  );
});

test('nobody answers: everything that the lines brought is delivered, the rest is told as lost', () => {
  fc.assert(
    fc.property(weathers, (weather) => {
      const { receiver } = run({ ...weather, answerLoss: 1 }, { maxAttempts: 2 });
      if (weather.loss + weather.spoiling > 0.1 && weather.lines === 1) assert.ok(receiver.counters.lost > 0);
    }),
    { numRuns: RUNS, includeErrorInReport: true },
  );
});

test('random and mutated packets break nothing, and what is delivered is numbered without a break', () => {
  let expected = 0;
  const receiver: MoldReceiver = new MoldReceiver(
    { ...DEFAULT_LIMITS, lines: 1, servers: 1, aheadPackets: 16, aheadPacketBytes: 100, maxAttempts: 1 },
    {
      onMessages: (view, from, to, count) => {
        assert.is(receiver.next, expected);
        visitMessages(view, from, to, (_, at, length) => {
          if (length > 0) view.getUint8(at + length - 1);
          expected++;
        });
        assert.is(receiver.next + count, expected);
      },
      // A session begins with the sequence of its packet, or the first.
      onSession: () => {
        expected = receiver.next;
      },
      onLost: (first, count) => {
        assert.is(first, expected);
        expected += count;
      },
      onState: () => undefined,
    },
    () => undefined,
  );
  const random = makeRandom(7);
  let nowNs = 0;
  const packets = process.env.SLUICE_LONG ? 1_000_000 : 60_000;
  for (let i = 0; i < packets; i++) {
    const count = Math.floor(random() * 4);
    const bytes = new Uint8Array(20 + count * 6);
    const view = new DataView(bytes.buffer);
    const sequence = Math.max(0, expected + Math.floor((random() - 0.3) * 10));
    view.setUint32(10, Math.floor(sequence / 2 ** 32));
    view.setUint32(14, sequence % 2 ** 32);
    view.setUint16(18, count);
    for (let block = 0; block < count; block++) view.setUint16(20 + block * 6, 4);
    const mutations = random() < 0.3 ? 1 + Math.floor(random() * 3) : 0;
    for (let j = 0; j < mutations; j++) bytes[Math.floor(random() * bytes.length)] = random() * 256;
    const length = random() < 0.05 ? Math.floor(random() * bytes.length) : bytes.length;
    nowNs += random() < 0.001 ? 5_000 * MS : random() * MS;
    receiver.setTime(nowNs);
    receiver.onPacket(new DataView(bytes.slice(0, length).buffer), 0, length, 0);
    receiver.poll(nowNs);
    assert.is(receiver.next, expected);
  }
  assert.ok(receiver.counters.messages > packets / 20, String(receiver.counters.messages));
  assert.ok(receiver.counters.malformed > 0 && receiver.counters.lost > 0 && receiver.counters.sessions > 1);
});

test.run();
