/**
 * From a packet to a sequenced quote: how long, how many, and with how much garbage?
 *
 *     one packet ─▶ UDP on loopback ─▶ VenueFeed: receiver, books, quote ─▶ rings.quotes ─▶ engine worker: sequenced
 *     (this thread)                       (this thread, in turn)                              └─▶ seen here
 *
 * feed.quote.p99: from the moment that this thread turns to a packet that the kernel has, until it sees the quote's command published by
 * the sequencer; 20,000 changes of a top a second, one a packet, windows of half a second. The floor is the same with the record
 * written by hand, no network, no receiver, no book, in a window beside each; windows count where it has a p99 under half the bar.
 * feed.quote.decode: messages of a day of 1,000 instruments, 24 of which the engine trades, from memory into books and records.
 * feed.quote.garbage: collections of this thread over so many packets, sending them included; what the heap grew by is printed.
 */
import '../src/ring/inlining.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { allocateRegion } from '../src/ring/memory.ts';
import { EMPTY, SpscConsumer, SpscProducer, spscRegionBytes } from '../src/ring/spsc.ts';
import { allocateBoards } from '../src/workers/edges/feeds/boards/feed_boards.ts';
import { makeBookBuilder } from '../src/workers/edges/feeds/books/book_builder.ts';
import { FeedClock } from '../src/workers/edges/feeds/handler/feed_clock.ts';
import { allocateFeedCounters, faultGroup, feedGroup } from '../src/workers/edges/feeds/handler/feed_figures.ts';
import { VenueFeed } from '../src/workers/edges/feeds/handler/venue_feed.ts';
import { FeedBooks } from '../src/workers/edges/feeds/quotes/feed_books.ts';
import { QuoteWriter } from '../src/workers/edges/feeds/quotes/quote_writer.ts';
import { monotonicNs } from '../src/workers/feed_sockets/monotonic_clock.ts';
import { UdpBatch } from '../src/workers/feed_sockets/udp_batch.ts';
import { SessionId, writeHeader } from '../src/workers/protocols/moldudp64/layout.ts';
import { makeFlow } from './feed_flow.ts';
import { packetsOf } from './feed_quote_packets.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { collect, HeapMeter } from './heap_meter.ts';
import { PipelineRig } from './pipeline_rig.ts';

export const names = ['feed.quote.p99', 'feed.quote.decode', 'feed.quote.garbage'] as const;
export const topology = '`shared`: engine worker on the last core; sender and feed take turns on the other';
export const notIncluded = 'feed.quote.p99: the way through the kernel';

const P99_BAR_US = 20;
const DECODE_BAR = 5e6;
const RATE = 20_000;
const WINDOW_MS = 500;
const WINDOWS = 40;
const QUICK_WINDOWS = 6;
/** Windows whose own floor is under half the bar: fewer, and nothing can be said on this machine. */
const LEAST_CALM = 10;
const GARBAGE_PACKETS = 400_000;
const LIMITS = { orders: 2 ** 18 - 1, windowTicks: 2 ** 20, indexBits: 20 };
const INSTRUMENTS = Array.from({ length: 20 }, (_, i) => ({ symbol: `S${i + 1}`, tickPrice4: 100, lotShares: 1 }));
/** Ahead of what the rig's own load has written into the ring. */
const ENGINE_EPOCH = 2;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  if (options.wants('feed.quote.decode')) results.push(decode(options));
  if (options.wants('feed.quote.p99') || options.wants('feed.quote.garbage')) results.push(...(await network(options)));
  return results;
}

// ---------------------------------------------------------------- from packets to the sequencer

class Line {
  readonly feed: VenueFeed;
  readonly rig: PipelineRig;
  sent = 0;
  readonly #socket: UdpBatch;
  readonly #clock: FeedClock;
  readonly #packets = packetsOf(INSTRUMENTS.length);
  readonly #session = SessionId.of('BENCH');

  constructor(rig: PipelineRig, folder: string) {
    const listener = UdpBatch.listen({ host: '127.0.0.1', port: 0 }, undefined);
    const { port } = listener;
    listener.close();
    const counters = allocateFeedCounters(1);
    this.rig = rig;
    this.#clock = new FeedClock({ ...rig.anchor, baseTimeMs: 0 });
    this.feed = new VenueFeed({
      name: 'BENCH',
      venue: 0,
      address: `mold://127.0.0.1:${port}?from=1`,
      silenceNs: 1e12,
      instruments: INSTRUMENTS,
      lotShares: INSTRUMENTS.map(() => 1),
      limits: LIMITS,
      engineEpoch: ENGINE_EPOCH,
      quotes: new SpscProducer(rig.memory.rings.quotes[0]!),
      counters: feedGroup(counters, 0),
      faults: faultGroup(counters, 0),
      boards: allocateBoards(INSTRUMENTS.length),
      bars: { folder, date: 20_261_123 },
      clock: this.#clock,
      wake: () => undefined,
      notice: (text) => check(false, text),
    });
    this.#socket = UdpBatch.connect({ host: '127.0.0.1', port });
  }

  /** The kernel has the packet when this returns. */
  send(): void {
    const packets = this.#packets;
    const packet = packets[this.sent % packets.length]!;
    writeHeader(packet.view, 0, this.#session, this.sent + 1, 1);
    check(this.#socket.send(packet.bytes, packet.bytes.length), 'a packet leaves');
    this.sent++;
  }

  /** Reads what was sent, and waits until as many commands more are sequenced. */
  take(): void {
    const { feed, rig } = this;
    const before = rig.sequence;
    do this.#clock.read();
    while (feed.doWork() === 0);
    while (rig.sequence === before);
  }

  close(): void {
    this.feed.close();
    this.#socket.close();
  }
}

async function network(options: BenchOptions): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-feed-'));
  const rig = await PipelineRig.start({ seed: options.seed, orders: 1 << 12, clOrdIds: 1 << 16, retainBytes: 0 });
  const line = new Line(rig, folder);
  while (!line.feed.isOpen) {
    line.feed.doWork();
    await sleep(1);
  }
  const results: BenchResult[] = [];
  burst(line, 50_000);
  if (options.wants('feed.quote.p99')) results.push(latency(options, line));
  if (options.wants('feed.quote.garbage')) results.push(garbage(options, line));
  const { counters } = line.feed.writer;
  check(counters.conflated === 0, `each change has its record: ${counters.conflated} conflated`);
  line.close();
  await rig.stop();
  rig.removeFiles();
  rmSync(folder, { recursive: true });
  return results;
}

function burst(line: Line, packets: number): void {
  for (let i = 0; i < packets; i++) {
    line.send();
    line.take();
    if (i % 1_000 === 0) line.rig.freeLog();
  }
}

function latency(options: BenchOptions, line: Line): BenchResult {
  const windows = options.quick ? QUICK_WINDOWS : WINDOWS;
  const values: number[] = [];
  const floors: number[] = [];
  const medians: number[] = [];
  const { writer } = line.feed;
  let lots = 1_000;
  for (let window = 0; window < windows; window++) {
    const packets = paced(
      line,
      () => line.send(),
      () => line.take(),
    );
    const byHand = paced(
      line,
      () => undefined,
      () => {
        const before = line.rig.sequence;
        writer.top(0, 50, lots++, 60, 1);
        writer.publish(0);
        while (line.rig.sequence === before);
      },
    );
    values.push(percentile(packets, 0.99) / 1_000);
    medians.push(percentile(packets, 0.5) / 1_000);
    floors.push(percentile(byHand, 0.99) / 1_000);
  }
  options.print(`p99 of each window, us: ${values.map((value) => value.toFixed(1)).join(' ')}`);
  options.print(`by hand:                ${floors.map((value) => value.toFixed(1)).join(' ')}`);
  options.print(`p50, median of the windows: ${median(medians).toFixed(2)} us`);
  const calm = values.flatMap((_, window) => (floors[window]! < P99_BAR_US / 2 ? [window] : []));
  const counted = calm.length >= LEAST_CALM ? calm : [...values.keys()];
  const [value, floor] = [values, floors].map((all) => median(counted.map((window) => all[window]!)));
  const figure = { name: 'feed.quote.p99', unit: 'us', bar: P99_BAR_US, better: 'lower' } as const;
  const result = judge({ ...figure, value: value!, floor: floor! });
  const note = `${calm.length} of ${windows} windows calm`;
  return calm.length >= LEAST_CALM
    ? { ...result, note }
    : { ...result, met: false, note: `not measurable here: ${note}` };
}

/** Nanoseconds that `measured` took, each time at its intended moment or as soon after it as the one before let. */
function paced(line: Line, before: () => void, measured: () => void): Float64Array {
  const count = (RATE * WINDOW_MS) / 1_000;
  const taken = new Float64Array(count);
  const stepMs = 1_000 / RATE;
  line.rig.freeLog();
  let dueMs = performance.now();
  for (let i = 0; i < count; i++) {
    dueMs += stepMs;
    while (performance.now() < dueMs);
    before();
    const startMs = performance.now();
    measured();
    taken[i] = (performance.now() - startMs) * 1e6;
  }
  return taken.sort();
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

function median(values: readonly number[]): number {
  return percentile(Float64Array.from(values).sort(), 0.5);
}

function garbage(options: BenchOptions, line: Line): BenchResult {
  const packets = options.quick ? GARBAGE_PACKETS / 10 : GARBAGE_PACKETS;
  burst(line, packets / 2);
  const meter = new HeapMeter();
  collect();
  meter.start();
  burst(line, packets);
  const { collections, newBytes, codeBytes, otherBytes } = meter.stop();
  options.print(
    `${packets} packets: ${collections} collections, new objects ${newBytes} (${(newBytes / packets).toFixed(2)} a packet), code ${codeBytes}, other ${otherBytes} bytes`,
  );
  return judge({ name: 'feed.quote.garbage', value: collections, unit: 'collections', bar: 0, better: 'lower' });
}

// ---------------------------------------------------------------- from memory

/** Messages a second into books and quotes, and out of the ring again. */
function decode(options: BenchOptions): BenchResult {
  const flow = makeFlow({ messages: 1_000_000, instruments: 1_000, openOrders: 100_000, seed: options.seed });
  const bytes = Uint8Array.from(flow.bytes);
  const view = new DataView(bytes.buffer);
  const [few, all] = [24, 1_000].map((traded) => fastest(view, flow.messages, traded, options.quick ? 2 : 7));
  options.print(`all 1,000 instruments traded: ${(all! / 1e6).toFixed(2)} M messages/s`);
  const figure = { name: 'feed.quote.decode', unit: 'messages/s', bar: DECODE_BAR, better: 'higher' } as const;
  return judge({ ...figure, value: few!, floor: booksAlone(view, flow.messages) });
}

function fastest(view: DataView, messages: number, traded: number, laps: number): number {
  const instruments = Array.from({ length: traded }, (_, i) => ({
    symbol: `S${i + 1}`,
    tickPrice4: 100,
    lotShares: 1,
  }));
  const region = allocateRegion(spscRegionBytes(1 << 21));
  const consumer = new SpscConsumer(region);
  const lotShares = instruments.map(() => 1);
  const writer = new QuoteWriter({ venue: 0, engineEpoch: 1, lotShares, quotes: new SpscProducer(region) });
  const feed = new FeedBooks(instruments, makeBookBuilder(LIMITS, false), writer);
  let best = 0;
  for (let lap = 0; lap < laps; lap++) {
    const startNs = monotonicNs();
    for (let at = 0; at < view.byteLength; ) {
      const end = packetEnd(view, at);
      feed.onBlock(view, at, end);
      writer.publish(0);
      while (consumer.poll() !== EMPTY);
      consumer.release();
      at = end;
    }
    best = Math.max(best, (messages * 1e9) / (monotonicNs() - startNs));
  }
  check(writer.counters.quotes > messages / 100 && feed.counters.foreign > 0 === traded < 1_000, 'quotes are told');
  return best;
}

/** All books of the market, from the same blocks, and nothing told. */
function booksAlone(view: DataView, messages: number): number {
  const books = makeBookBuilder(LIMITS, false);
  let best = 0;
  for (let lap = 0; lap < 3; lap++) {
    const startNs = monotonicNs();
    books.onBlock(view, 0, view.byteLength);
    best = Math.max(best, (messages * 1e9) / (monotonicNs() - startNs));
  }
  return best;
}

/** Forty messages on. */
function packetEnd(view: DataView, from: number): number {
  let at = from;
  for (let message = 0; message < 40 && at < view.byteLength; message++) at += 2 + view.getUint16(at);
  return at;
}
