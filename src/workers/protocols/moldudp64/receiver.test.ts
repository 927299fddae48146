import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MessageStore } from '../message_store.ts';
import { SessionId, writeHeader } from './layout.ts';
import { visitMessages } from './packet.ts';
import { MoldPublisher } from './publisher.ts';
import { MoldReceiver } from './receiver.ts';
import { DEFAULT_LIMITS, FeedState, type ReceiverConfig } from './receiver_config.ts';

const MS = 1e6;

interface Rig {
  readonly receiver: MoldReceiver;
  readonly events: string[];
  readonly requests: string[];
  /** Messages are named by their sequences. */
  take(...packets: readonly Uint8Array[]): void;
  poll(atMs: number): void;
}

function rig(config: Partial<ReceiverConfig> = {}): Rig {
  const events: string[] = [];
  const requests: string[] = [];
  const states = Object.keys(FeedState);
  const receiver = new MoldReceiver(
    { ...DEFAULT_LIMITS, lines: 1, servers: 1, ...config },
    {
      onMessages: (view, from, to, count) => {
        let sequence = receiver.next;
        visitMessages(view, from, to, (_, at, length) => {
          assert.is(length, 4);
          assert.is(view.getUint32(at), sequence++);
          events.push(String(view.getUint32(at)));
        });
        assert.is(sequence, receiver.next + count);
      },
      onSession: (session) => events.push(`session ${session}`),
      onLost: (first, count) => events.push(`lost ${first} to ${first + count - 1}`),
      onState: (state) => events.push(states[state]!),
    },
    (server, packet) => {
      const view = new DataView(packet.buffer);
      requests.push(`${server}: ${view.getUint32(14)} x ${view.getUint16(18)}`);
    },
  );
  return {
    receiver,
    events,
    requests,
    take: (...packets) => {
      for (const bytes of packets) receiver.onPacket(new DataView(bytes.buffer), 0, bytes.length, 0);
    },
    poll: (atMs) => receiver.poll(atMs * MS),
  };
}

/** A packet of messages whose content is their sequence. */
function packet(first: number, count: number, session = 'DAY1'): Uint8Array {
  const bytes = new Uint8Array(20 + count * 6);
  const view = new DataView(bytes.buffer);
  writeHeader(view, 0, SessionId.of(session), first, count);
  for (let i = 0; i < count; i++) {
    view.setUint16(20 + i * 6, 4);
    view.setUint32(22 + i * 6, first + i);
  }
  return bytes;
}

function empty(next: number, count: 0 | 0xffff, session = 'DAY1'): Uint8Array {
  const bytes = new Uint8Array(20);
  writeHeader(new DataView(bytes.buffer), 0, SessionId.of(session), next, count);
  return bytes;
}

test('packets in order are delivered as they come', () => {
  const { take, events, receiver } = rig();
  take(packet(7, 2), packet(9, 1), empty(10, 0));
  assert.equal(events, ['session DAY1', 'LIVE', '7', '8', '9']);
  assert.ok(receiver.isWhole);
  assert.is(receiver.counters.heartbeats, 1);
});

test('a gap is asked for after its patience, and the rest of an answer at once', () => {
  const { take, events, requests, poll, receiver } = rig();
  take(packet(1, 1), packet(5, 2));
  assert.equal(events.splice(0), ['session DAY1', 'LIVE', '1', 'STALE']);
  poll(0.4);
  assert.equal(requests, []);
  poll(0.6);
  poll(1);
  assert.equal(requests.splice(0), ['0: 2 x 3']);
  take(packet(2, 2));
  assert.equal(events.splice(0), ['2', '3']);
  poll(1.1);
  assert.equal(requests.splice(0), ['0: 4 x 1']);
  take(packet(4, 1));
  assert.equal(events, ['4', '5', '6', 'LIVE']);
  assert.equal([receiver.counters.gaps, receiver.counters.recovered, receiver.counters.requests], [1, 3, 2]);
});

test('what overtook heals by itself: nobody is asked', () => {
  const { take, events, requests, poll } = rig();
  take(packet(1, 1), packet(3, 1), packet(2, 1));
  poll(100);
  assert.equal(events, ['session DAY1', 'LIVE', '1', 'STALE', '2', '3', 'LIVE']);
  assert.equal(requests, []);
});

test('the other line fills a gap, and its copies are counted', () => {
  const { receiver, take, events } = rig({ lines: 2 });
  const onB = (bytes: Uint8Array): void => receiver.onPacket(new DataView(bytes.buffer), 0, bytes.length, 1);
  take(packet(1, 1));
  onB(packet(1, 1));
  take(packet(3, 1));
  onB(packet(2, 1));
  onB(packet(3, 1));
  assert.equal(events, ['session DAY1', 'LIVE', '1', 'STALE', '2', '3', 'LIVE']);
  assert.is(receiver.counters.duplicates, 2);
  assert.equal([...receiver.firstByLine], [2, 1, 0]);
});

test('packets cut differently on two lines are put together', () => {
  const { take, events } = rig();
  take(packet(1, 4), packet(3, 4), packet(9, 1), packet(6, 4));
  assert.equal(events, ['session DAY1', 'LIVE', '1', '2', '3', '4', '5', '6', 'STALE', '7', '8', '9', 'LIVE']);
});

test('a heartbeat shows that the last packet is missing', () => {
  const { take, events, requests, poll } = rig();
  take(packet(1, 1), empty(4, 0));
  poll(1);
  assert.equal(events.splice(0), ['session DAY1', 'LIVE', '1', 'STALE']);
  assert.equal(requests, ['0: 2 x 2']);
  take(packet(2, 2));
  assert.equal(events, ['2', '3', 'LIVE']);
});

test('servers that do not answer are asked in turn, then the gap is lost and the owner told', () => {
  const { take, events, requests, poll, receiver } = rig({ servers: 2, maxAttempts: 3 });
  take(packet(1, 1), packet(4, 1), packet(6, 1));
  for (let ms = 1; ms < 200; ms++) poll(ms);
  assert.equal(requests, ['0: 2 x 2', '0: 5 x 1', '1: 2 x 2', '1: 5 x 1', '0: 2 x 2', '0: 5 x 1']);
  assert.equal(events, ['session DAY1', 'LIVE', '1', 'STALE', 'lost 2 to 3', '4', 'lost 5 to 5', '6', 'LIVE']);
  assert.is(receiver.counters.lost, 3);
});

test('without a server a gap is lost when its patience ends', () => {
  const { take, events, poll } = rig({ servers: 0 });
  take(packet(1, 1), packet(3, 1));
  poll(1);
  assert.equal(events.slice(3), ['STALE', 'lost 2 to 2', '3', 'LIVE']);
});

test('no more requests a second than allowed', () => {
  const { take, requests, poll } = rig({ requestsPerSecond: 100, maxAttempts: 1_000 });
  take(packet(1, 1));
  for (let first = 3; first < 83; first += 2) take(packet(first, 1));
  for (let ms = 1; ms <= 1_000; ms++) poll(ms);
  assert.ok(requests.length >= 90 && requests.length <= 102, String(requests.length));
});

test('a request names no more messages than allowed, and a long gap is asked for in pieces side by side', () => {
  const { take, requests, poll, events, receiver } = rig({ maxRequestMessages: 10, aheadPackets: 8 });
  take(packet(1, 1), packet(37, 1));
  poll(1);
  assert.equal(requests.splice(0), ['0: 2 x 9', '0: 11 x 9', '0: 20 x 9', '0: 29 x 8']);
  take(packet(11, 4), packet(20, 9), packet(2, 9));
  poll(1.1);
  assert.equal(requests.splice(0), ['0: 15 x 5']);
  take(packet(29, 8), packet(15, 5));
  assert.is(events.at(-1), 'LIVE');
  assert.equal([receiver.next, receiver.counters.gaps], [38, 1]);
  // Far too long for so many pieces: they are longer, what is asked for is not.
  take(packet(38 + 6_400, 1));
  poll(2);
  assert.equal([requests.length, requests[0], requests[1]], [64, '0: 38 x 10', '0: 138 x 10']);
});

test('what does not fit ahead of a gap is asked for once the gap is closed', () => {
  const { take, events, requests, poll, receiver } = rig({ aheadPackets: 2 });
  take(packet(1, 1), packet(3, 1), packet(4, 1), packet(5, 1), packet(6, 1));
  assert.is(receiver.counters.notKept, 2);
  take(packet(2, 1));
  assert.equal(events.slice(2), ['1', 'STALE', '2', '3', '4', 'LIVE']);
  take(packet(7, 1));
  poll(1);
  assert.equal(requests, ['0: 5 x 2']);
});

test('end of session: ended when all of it has been delivered', () => {
  const { take, events } = rig();
  take(packet(1, 1), empty(3, 0xffff));
  assert.equal(events.splice(0), ['session DAY1', 'LIVE', '1', 'STALE']);
  take(packet(2, 1));
  assert.equal(events.splice(0), ['2', 'ENDED']);
  take(empty(3, 0xffff), packet(2, 1));
  assert.equal(events, []);
});

test('a new session begins when the last has ended, from its first message', () => {
  const { take, events, requests, poll } = rig();
  take(packet(9, 1), empty(10, 0xffff), packet(3, 1, 'DAY2'));
  poll(1);
  assert.equal(events, ['session DAY1', 'LIVE', '9', 'ENDED', 'session DAY2', 'STALE']);
  assert.equal(requests, ['0: 1 x 2']);
});

test('two sessions interleaved: the first is followed, the other counted', () => {
  const { take, events, receiver } = rig();
  take(packet(1, 1), packet(1, 1, 'DAY2'), packet(2, 1), packet(2, 1, 'DAY2'));
  assert.equal(events, ['session DAY1', 'LIVE', '1', '2']);
  assert.is(receiver.counters.otherSession, 2);
});

test('another session takes over from one that is silent; what was missing is lost', () => {
  const { take, events, poll } = rig({ servers: 0, patienceNs: 1e12 });
  take(packet(1, 1), packet(3, 1));
  poll(3_600);
  take(packet(1, 1, 'DAY2'));
  assert.equal(events.slice(3), ['STALE', 'lost 2 to 3', 'session DAY2', 'LIVE', '1']);
});

test('a chosen session is the only one, and may be taken from its first message', () => {
  const { take, events, requests, poll } = rig({ session: 'DAY2', firstSequence: 1 });
  take(packet(1, 1), packet(2, 1, 'DAY2'));
  poll(1);
  assert.equal(events, ['session DAY2', 'STALE']);
  assert.equal(requests, ['0: 1 x 1']);
});

test('silent, quiet and back', () => {
  const { take, events, poll, receiver } = rig();
  take(packet(1, 1));
  poll(3_400);
  assert.ok(receiver.isWhole);
  poll(3_600);
  assert.not(receiver.isWhole);
  take(empty(2, 0));
  for (let ms = 4_000; ms < 32_000; ms += 1_000) {
    poll(ms);
    take(empty(2, 0));
  }
  assert.ok(receiver.isWhole);
  take(packet(2, 1));
  assert.equal(events.slice(2), ['1', 'SILENT', 'LIVE', 'QUIET', '2', 'LIVE']);
});

test('a sequence out of all proportion is believed when a second packet confirms it', () => {
  const { take, events, receiver } = rig();
  take(packet(1, 1), packet(2e9, 1), packet(2, 1));
  assert.equal(events.slice(2), ['1', '2']);
  take(packet(3e9, 1), packet(3e9 + 5, 1));
  assert.is(receiver.state, FeedState.STALE);
  assert.is(receiver.counters.malformed, 2);
});

test('a clock that steps back or far ahead delays or hastens, and breaks nothing', () => {
  const { take, events, requests, poll } = rig({ maxAttempts: 2 });
  poll(1_000_000);
  take(packet(1, 1), packet(3, 1));
  poll(5);
  assert.equal(requests, []);
  poll(2_000_000);
  assert.equal(requests, ['0: 2 x 1']);
  take(packet(2, 1));
  assert.equal(events.slice(2), ['1', 'STALE', '2', '3', 'LIVE']);
});

test('a publisher refuses a store that could let go of what has not been sent', () => {
  const config = { session: 'S', maxPacketBytes: 1_400, maxPacketMessages: 40 };
  assert.throws(() => new MoldPublisher(config, new MessageStore(5_000, 100), () => undefined), /store/);
  assert.throws(() => new MoldPublisher(config, new MessageStore(50_000, 39), () => undefined), /store/);
  const publisher = new MoldPublisher(config, new MessageStore(50_000, 40), () => undefined);
  assert.throws(() => publisher.add(new Uint8Array(1_400), 0, 1_379, 0), /does not fit/);
});

test.run();
