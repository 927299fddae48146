/**
 * How many ITCH messages a second become the books of a whole market, and does that make garbage?
 *
 *     generated day in memory (itch_day.ts) ─▶ book builder, 40 messages at a time ─▶ which instruments changed
 *
 * 8,000 symbols, 10 million references, a million open orders: timed in parts from where as many are open as ever. The floor
 * walks the same bytes from length to length and reads each type. The figure is the median of the parts: what the host takes
 * from some is no answer to the question. Then everything is forgotten and the day comes again, for the garbage.
 *
 * A process of its own: the second builder of a thread runs slower code (decision 8).
 */
import '../src/ring/inlining.ts';
import { type BookBuilder, makeBookBuilder } from '../src/workers/edges/feeds/books/book_builder.ts';
import { Fault } from '../src/workers/edges/feeds/books/counters.ts';
import { WHOLE_MARKET } from '../src/workers/edges/feeds/books/memory.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { collect, HeapMeter } from './heap_meter.ts';
import { type ItchDay, makeItchDay, PACKET_MESSAGES } from './itch_day.ts';

export const names = ['itch.book-day', 'itch.collections', 'itch.heap'] as const;
export const topology = 'one thread: bytes in memory, book builder, changed instruments asked';
export const notIncluded = 'receiving packets, quote records for the sequencer';

const DAY_BAR = 10e6;
const HEAP_BAR_BYTES = 65_536;
/** Packets of a part of the day that gets a figure of its own. */
const PART_PACKETS = 5_000;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const scale = options.quick ? 5 : 1;
  const shape = { symbols: 8_000, references: 10e6 / scale, openOrders: 1e6 / scale };
  const day = makeItchDay(shape, options.seed);
  const { messages, openOrders, filledPackets, packets } = day;
  const view = new DataView(day.bytes.buffer, day.bytes.byteOffset, day.bytes.length);
  options.print(`book-day: ${messages} messages, ${openOrders} orders open at the end, ${day.bytes.length >> 20} MiB`);
  const books = makeBookBuilder(WHOLE_MARKET, true);
  const end = packets.length - 1;
  feed(books, view, packets, 0, filledPackets);
  const rates = feedParts(books, view, packets, filledPackets, end).sort((a, b) => a - b);
  checkDay(books, day, shape.symbols);
  const mega = (rate: number): string => (rate / 1e6).toFixed(1);
  options.print(
    `book-day: parts from ${mega(rates[0]!)} to ${mega(rates.at(-1)!)} M/s, ${books.elderCount()} elders of ${openOrders} open orders`,
  );
  books.clear();
  collect();
  const meter = new HeapMeter();
  meter.start();
  feed(books, view, packets, 0, end);
  const { collections, newBytes, codeBytes, otherBytes } = meter.stop();
  options.print(`book-day again: new objects ${newBytes}, code ${codeBytes}, other ${otherBytes} bytes`);
  const value = rates[rates.length >> 1]!;
  const heap = newBytes + codeBytes + otherBytes;
  const floor = walkRate(options, view, day);
  return [
    judge({ name: 'itch.book-day', value, unit: 'messages/s', bar: DAY_BAR, floor, better: 'higher' }),
    judge({ name: 'itch.collections', value: collections, unit: 'collections', bar: 0, better: 'lower' }),
    judge({ name: 'itch.heap', value: heap, unit: 'bytes', bar: HEAP_BAR_BYTES, better: 'lower' }),
  ];
}

function feedParts(books: BookBuilder, view: DataView, packets: Int32Array, from: number, to: number): number[] {
  const rates: number[] = [];
  for (let part = from; part < to; part += PART_PACKETS) {
    const end = Math.min(to, part + PART_PACKETS);
    const started = performance.now();
    feed(books, view, packets, part, end);
    if (end < to) rates.push((((end - part) * PACKET_MESSAGES) / (performance.now() - started)) * 1000);
  }
  return rates;
}

function feed(books: BookBuilder, view: DataView, packets: Int32Array, from: number, to: number): void {
  for (let packet = from; packet < to; packet++) {
    books.onBlock(view, packets[packet]!, packets[packet + 1]!);
    books.clearChanged();
  }
}

function checkDay(books: BookBuilder, day: ItchDay, symbols: number): void {
  const { messages, faults } = books.counters;
  check(messages.reduce((sum, count) => sum + count) === day.messages, 'every message was taken');
  check(
    faults.reduce((sum, count) => sum + count) === faults[Fault.BOOK_LOCKED]! + faults[Fault.BOOK_CROSSED]!,
    'no message was refused',
  );
  check(books.orderCount() === day.openOrders, 'as many orders are open as were left');
  let shares = 0;
  for (let instrument = 1; instrument <= symbols; instrument++) {
    for (const isAsk of [true, false]) {
      books.visitLevels(instrument, isAsk, Number.POSITIVE_INFINITY, (_price4, level) => {
        shares += level;
      });
    }
  }
  check(shares === day.openShares, 'the levels hold the shares that were left');
}

function walkRate(options: BenchOptions, view: DataView, day: ItchDay): number {
  const tape = { view, bytes: day.bytes.length, messages: day.messages };
  const types = new Int32Array(256);
  const rates = Array.from({ length: options.quick ? 2 : 5 }, () => {
    const started = performance.now();
    for (let at = 0; at < tape.bytes; at += 2 + view.getUint16(at)) types[view.getUint8(at + 2)]! += 1;
    return (tape.messages / (performance.now() - started)) * 1000;
  });
  return rates.sort((a, b) => a - b)[rates.length >> 1]!;
}
