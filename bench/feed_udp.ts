/**
 * From packets on the network to books, with and without losses?
 *
 *     packets, paced ─▶ UDP on loopback ─▶ MoldLines ─▶ MoldReceiver ─▶ BookBuilder ─▶ every book compared
 *     (another thread)        1 % left out    │ ▲                                      with one built in memory
 *           ▲────────────── requests ─────────┘ └─ answers
 *
 * Forty ITCH messages a packet. A rate holds when every message came and every book ended right: feed.udp without a single gap,
 * feed.udp.losses with one packet in a hundred left out and asked for. The figure is the highest of a few rates that held; a rate
 * that did not may have met a stall of the host that was longer than the kernel's buffer, and gets a second try.
 * The floor is the same messages built into books from memory.
 */
import '../src/ring/inlining.ts';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type BookBuilder, makeBookBuilder } from '../src/workers/edges/feeds/books/book_builder.ts';
import { MoldLines } from '../src/workers/edges/feeds/mold_lines.ts';
import type { MoldAddress } from '../src/workers/feed_sockets/feed_address.ts';
import { monotonicNs } from '../src/workers/feed_sockets/monotonic_clock.ts';
import { FeedState } from '../src/workers/protocols/moldudp64/receiver_config.ts';
import { type FeedFlow, makeFlow } from './feed_flow.ts';
import { MESSAGES_A_PACKET, type SendRequest, type Sent } from './feed_udp_sender.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';

export const names = ['feed.udp', 'feed.udp.losses'] as const;
export const topology = 'sender and receiver, a thread each; both spin';
export const notIncluded = 'quote records for the sequencer';

const BAR = 5e6;
const INSTRUMENTS = 1_000;
const SHAPE = { messages: 1_000_000, instruments: INSTRUMENTS, openOrders: 100_000 };
const LIMITS = { orders: 2 ** 18 - 1, windowTicks: 2 ** 20, indexBits: 20 };
const RATES = [1e6, 2e6, 3e6, 4e6, 5e6, 6e6, 8e6];
const TRIES = 2;
/** Every so manieth book is compared order by order, too. */
const QUEUES_ASKED = 50;
const SECONDS = 2;
const QUICK_SECONDS = 0.3;
/** Past the last packet: for answers, and a stall. */
const GRACE_SECONDS = 5;

interface Rig {
  readonly options: BenchOptions;
  readonly flow: FeedFlow;
  readonly books: BookBuilder;
  readonly worker: Worker;
  readonly requestPort: number;
  session: number;
}

interface Attempt {
  readonly isWhole: boolean;
  readonly messagesPerSecond: number;
  readonly text: string;
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const made = makeFlow({ ...SHAPE, seed: options.seed });
  check(made.messages % MESSAGES_A_PACKET === 0, `${made.messages} messages are no whole packets`);
  const worker = new Worker(new URL('./feed_udp_sender.ts', import.meta.url), { workerData: { flow: made } });
  const [requestPort] = (await once(worker, 'message')) as [number];
  const books = makeBookBuilder(LIMITS, true);
  const rig: Rig = { options, flow: made, books, worker, requestPort, session: 0 };
  const floor = fromMemory(rig);
  const results: BenchResult[] = [];
  for (const [name, lossShare] of [
    ['feed.udp', 0],
    ['feed.udp.losses', 0.01],
  ] as const) {
    if (!options.wants(name)) continue;
    results.push(
      judge({ name, value: await highest(rig, lossShare), unit: 'messages/s', bar: BAR, floor, better: 'higher' }),
    );
  }
  await worker.terminate();
  return results;
}

/** Messages a second when nothing has to be received. */
function fromMemory({ flow, books }: Rig): number {
  // A view of ordinary memory, as packets lie in.
  const bytes = Uint8Array.from(flow.bytes);
  const view = new DataView(bytes.buffer);
  let best = 0;
  for (let lap = 0; lap < 5; lap++) {
    const startNs = monotonicNs();
    books.onBlock(view, 0, bytes.length);
    best = Math.max(best, (flow.messages * 1e9) / (monotonicNs() - startNs));
    check(books.orderCount() === 0, 'the flow leaves orders behind');
  }
  books.clear();
  return best;
}

async function highest(rig: Rig, lossShare: number): Promise<number> {
  let best = 0;
  for (const rate of RATES) {
    let attempt = await play(rig, rate, lossShare);
    for (let left = TRIES - 1; left > 0 && !attempt.isWhole; left--) {
      rig.options.print(`  ${attempt.text}: again`);
      attempt = await play(rig, rate, lossShare);
    }
    rig.options.print(`  ${attempt.text}`);
    if (!attempt.isWhole) break;
    best = attempt.messagesPerSecond;
  }
  return best;
}

async function play(rig: Rig, messagesPerSecond: number, lossShare: number): Promise<Attempt> {
  const { options, books, flow, worker } = rig;
  const seconds = options.quick ? QUICK_SECONDS : SECONDS;
  // It ends within a lap, where books are full.
  const lapPackets = flow.messages / MESSAGES_A_PACKET;
  const wanted = Math.round((seconds * messagesPerSecond) / MESSAGES_A_PACKET);
  const packets = Math.floor(wanted / lapPackets) * lapPackets + Math.floor(lapPackets / 2);
  const session = `RUN${rig.session++}`;
  books.clear();
  const feed = MoldLines.open(addressOf(session, rig.requestPort), {
    onMessages: (view, from, to) => void books.onBlock(view, from, to),
    onSession: () => undefined,
    onLost: () => undefined,
    onState: () => undefined,
  });
  const isDone = new Int32Array(new SharedArrayBuffer(4));
  const request: SendRequest = { session, port: feed.ports[0]!, packets, messagesPerSecond, lossShare, isDone };
  const answered = once(worker, 'message');
  worker.postMessage(request);
  const limitNs = monotonicNs() + ((packets * MESSAGES_A_PACKET) / messagesPerSecond + GRACE_SECONDS) * 1e9;
  while (feed.receiver.state !== FeedState.ENDED && monotonicNs() < limitNs) feed.doWork(monotonicNs());
  const { counters, state } = feed.receiver;
  Atomics.store(isDone, 0, 1);
  feed.close();
  const [sent] = (await answered) as [Sent];
  const messages = packets * MESSAGES_A_PACKET;
  const isWhole =
    state === FeedState.ENDED &&
    counters.lost === 0 &&
    (lossShare > 0 || counters.gaps === 0) &&
    areRight(rig, packets);
  const reached = messages / sent.seconds;
  const text =
    `${(messagesPerSecond / 1e6).toFixed(0)} M/s wanted, ${(reached / 1e6).toFixed(2)} sent, ${sent.leftOut} packets left out: ` +
    `${counters.gaps} gaps, ${counters.recovered} messages recovered, ${counters.lost} lost${isWhole ? '' : ', NOT WHOLE'}`;
  return { isWhole, messagesPerSecond: reached, text };
}

function addressOf(session: string, requestPort: number): MoldAddress {
  return {
    protocol: 'mold',
    lines: [{ host: '127.0.0.1', port: 0 }],
    servers: [{ host: '127.0.0.1', port: requestPort }],
    session,
    firstSequence: 1,
    snapshot: undefined,
    networkInterface: undefined,
  };
}

/** Every level of every book, and some books order by order, against one built from the last lap's messages: every lap before it left nothing. */
function areRight({ flow, books }: Rig, packets: number): boolean {
  const expected = makeBookBuilder(LIMITS, false);
  const view = new DataView(flow.bytes.buffer);
  const laps = Math.floor((packets * MESSAGES_A_PACKET) / flow.messages);
  let at = 0;
  for (let left = packets * MESSAGES_A_PACKET - laps * flow.messages; left > 0; left--) {
    const length = view.getUint16(at);
    expected.onMessage(view, at + 2, length);
    at += 2 + length;
  }
  for (let instrument = 1; instrument <= INSTRUMENTS; instrument++) {
    for (const isAsk of [false, true]) {
      if (levelsOf(books, instrument, isAsk) !== levelsOf(expected, instrument, isAsk)) return false;
      // Goes through the orders of all books each time.
      const isAsked = instrument % QUEUES_ASKED === 0;
      if (isAsked && rowsOf(books, instrument, isAsk) !== rowsOf(expected, instrument, isAsk)) return false;
    }
  }
  return expected.orderCount() > 1_000 && books.orderCount() === expected.orderCount();
}

function levelsOf(books: BookBuilder, instrument: number, isAsk: boolean): string {
  const rows: string[] = [];
  books.visitLevels(instrument, isAsk, Number.POSITIVE_INFINITY, (...level) => rows.push(level.join(' ')));
  return rows.join(', ');
}

function rowsOf(books: BookBuilder, instrument: number, isAsk: boolean): string {
  const rows: string[] = [];
  books.visitOrders(instrument, isAsk, (price4, shares) => rows.push(`${shares}@${price4}`));
  return rows.join(' ');
}
