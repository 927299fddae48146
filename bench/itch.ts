/**
 * How many ITCH messages of one stock are decoded a second, and how many built into its book?
 *
 *     recorded bytes in memory, looped ─▶ decode: every field of every message into one ItchMessage
 *                                      └▶ book builder
 *
 * The orders that the recording leaves open are deleted at the end of a lap. The floor walks the same bytes from length to
 * length and reads each type. A figure is the median of its laps: what the host takes from some is no answer to the question.
 */
import '../src/ring/inlining.ts';
import { readFileSync } from 'node:fs';
import { makeBookBuilder } from '../src/workers/edges/feeds/books/book_builder.ts';
import { ONE_STOCK } from '../src/workers/edges/feeds/books/memory.ts';
import { ItchMessage } from '../src/workers/protocols/itch/itch_message.ts';
import { ItchType } from '../src/workers/protocols/itch/message_type.ts';
import { marketDataFile } from '../test/market_data.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';

export const names = ['itch.decode', 'itch.book-stock'] as const;
export const topology = 'one thread: bytes in memory, decoder or book builder';
export const notIncluded = 'receiving packets, quote records for the sequencer';

const DECODE_BAR = 80e6;
const STOCK_BAR = 30e6;
const LAPS = 300;
const RECORDING = 'AAPL_20191230.itch50';

interface Tape {
  readonly view: DataView;
  readonly bytes: number;
  readonly messages: number;
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  if (options.wants('itch.decode')) results.push(decode(options, recordedTape()));
  if (options.wants('itch.book-stock')) results.push(bookOfStock(options, recordedTape()));
  return results;
}

// ---------------------------------------------------------------- one stock, recorded

/** With a Delete for each order that the recording leaves open, so that a lap ends as it began. */
function recordedTape(): Tape {
  const path = marketDataFile(RECORDING);
  check(path !== undefined, `${RECORDING} is not there: set SLUICE_DATA to its folder`);
  const recorded = readFileSync(path);
  const message = new ItchMessage();
  const open = new Map<number, number>();
  const view = new DataView(recorded.buffer, recorded.byteOffset, recorded.length);
  let messages = 0;
  for (let at = 0; at < recorded.length; messages++) {
    const length = view.getUint16(at);
    check(message.decode(view, at + 2, length) > 0, 'a recorded message is decoded');
    follow(open, message);
    at += 2 + length;
  }
  const bytes = new Uint8Array(recorded.length + open.size * 21);
  bytes.set(recorded);
  const tape = new DataView(bytes.buffer);
  let at = recorded.length;
  for (const reference of open.keys()) {
    Object.assign(message, { type: ItchType.DELETED, reference });
    tape.setUint16(at, message.encode(tape, at + 2));
    at += 21;
  }
  return { view: tape, bytes: bytes.length, messages: messages + open.size };
}

/** Open shares by reference. */
function follow(open: Map<number, number>, { type, reference, newReference, shares }: ItchMessage): void {
  if (type === ItchType.ADD || type === ItchType.ADD_ATTRIBUTED) open.set(reference, shares);
  const before = open.get(reference);
  if (before === undefined) return;
  if (type === ItchType.DELETED || type === ItchType.REPLACED) open.delete(reference);
  if (type === ItchType.REPLACED) open.set(newReference, shares);
  if (type !== ItchType.EXECUTED && type !== ItchType.EXECUTED_WITH_PRICE && type !== ItchType.REDUCED) return;
  if (before > shares) open.set(reference, before - shares);
  else open.delete(reference);
}

function decode(options: BenchOptions, tape: Tape): BenchResult {
  const { view, bytes, messages } = tape;
  const message = new ItchMessage();
  let decoded = 0;
  const value = medianRate(options, messages, () => {
    for (let at = 0; at < bytes; ) {
      const length = view.getUint16(at);
      if (message.decode(view, at + 2, length) > 0) decoded++;
      at += 2 + length;
    }
  });
  check(decoded % messages === 0 && decoded > 0, 'every message was decoded in every lap');
  return judge({
    name: 'itch.decode',
    value,
    unit: 'messages/s',
    bar: DECODE_BAR,
    floor: walk(options, tape),
    better: 'higher',
  });
}

function bookOfStock(options: BenchOptions, tape: Tape): BenchResult {
  const { view, bytes, messages } = tape;
  const books = makeBookBuilder(ONE_STOCK, false);
  const value = medianRate(options, messages, () => {
    check(books.onBlock(view, 0, bytes) === bytes, 'a lap was taken whole');
    books.clearChanged();
  });
  check(books.orderCount() === 0, 'a lap ends without open orders');
  const faults = books.counters.faults.reduce((sum, count) => sum + count);
  options.print(`book-stock: ${faults} messages named orders from before the recording, or locked its book`);
  return judge({
    name: 'itch.book-stock',
    value,
    unit: 'messages/s',
    bar: STOCK_BAR,
    floor: walk(options, tape),
    better: 'higher',
  });
}

function walk(options: BenchOptions, { view, bytes, messages }: Tape): number {
  const types = new Int32Array(256);
  return medianRate(options, messages, () => {
    for (let at = 0; at < bytes; at += 2 + view.getUint16(at)) types[view.getUint8(at + 2)]! += 1;
  });
}

/** Of many laps, the first quarter of which warms up. */
function medianRate(options: BenchOptions, messages: number, lap: () => void): number {
  const rates: number[] = [];
  const laps = options.quick ? LAPS / 5 : LAPS;
  for (let i = 0; i < laps; i++) {
    const started = performance.now();
    lap();
    if (i >= laps / 4) rates.push((messages / (performance.now() - started)) * 1000);
  }
  rates.sort((a, b) => a - b);
  return rates[rates.length >> 1]!;
}
