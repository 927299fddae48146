/** A program in C writes, the engine's own parts read: the sequencer's input, the watch, the file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FeedStatus, Quote, RecordHeader } from '../../../../schemas/generated/engine.ts';
import { FeedRejection, FeedRingState } from '../../../../schemas/generated/feed_ring.ts';
import { compileC, HAS_C_COMPILER } from '../../../../test/c_compiler.ts';
import { allocateRegion } from '../../../ring/memory.ts';
import { initialiseSpsc, SpscProducer } from '../../../ring/spsc.ts';
import { BookState } from '../../model/book_state.ts';
import { RecordType } from '../../model/record_type.ts';
import { FeedRingControl } from '../../pipeline/sequencer/feed_ring_control.ts';
import { FeedRingInput } from '../../pipeline/sequencer/feed_ring_input.ts';
import { FeedRingFile } from './feed_ring_file.ts';
import { FeedRingWatch, SILENT_LOOKS } from './feed_ring_watch.ts';

const SYMBOLS = ['AAPL', 'MSFT', 'INTC', 'CSCO', 'QQQ'];
const CAPACITY_BYTES = 1 << 17;
const VENUE = 3;

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'sluice-feed-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const program = join(folder, 'writer');
if (HAS_C_COMPILER) compileC('src/workers/edges/feed_ring/test_writer.c', program);
const inC = HAS_C_COMPILER ? test : test.skip;

/** One file with its reading end, as the engine has it. */
class Reader {
  readonly file: FeedRingFile;
  readonly control = FeedRingControl.allocate();
  readonly notices: string[] = [];
  readonly watch: FeedRingWatch;
  readonly quotes: number[] = [];
  readonly states: number[] = [];
  readonly #input: FeedRingInput;
  readonly #log = allocateRegion(4096);
  #number = -1;

  constructor(name: string, startPosition = 0) {
    this.file = FeedRingFile.create({
      path: join(folder, name),
      venue: VENUE,
      venueName: 'ECN',
      capacityBytes: CAPACITY_BYTES,
      instruments: SYMBOLS.map((symbol) => ({ symbol, tickSizeMantissa: 1, tickSizeExponent: -2, lotSize: 1 })),
    });
    if (startPosition !== 0) initialiseSpsc(this.file.ring, startPosition);
    this.watch = new FeedRingWatch(this.file, this.control, (text) => this.notices.push(text));
    const options = { venue: VENUE, instruments: SYMBOLS.length, ring: this.file.ring, control: this.control };
    this.#input = new FeedRingInput({ ...options, startPosition });
    this.#input.bind(this.#log, 0, -1);
  }

  /** Takes what there is, at most `most`; every field of every quote is compared with what its number makes it. */
  take(most = Number.POSITIVE_INFINITY): number {
    let taken = 0;
    for (let idle = 0; taken < most && idle < 100; ) {
      const length = this.#input.take(128);
      if (length < 0) {
        idle++;
        continue;
      }
      idle = 0;
      taken++;
      if (length > 0) this.#look(length);
    }
    this.#input.release();
    return taken;
  }

  async takeUntil(quotes: number, running: () => boolean): Promise<void> {
    while (this.quotes.length < quotes) {
      if (this.take(1_000) === 0 && !running() && this.take() === 0) return;
      await turn();
    }
  }

  #look(length: number): void {
    const header = new RecordHeader().wrap(this.#log, 128);
    const same = [header.length, header.version, header.flags, header.sourceSequence];
    assert.equal(same, [length, 1, 0, ++this.#number]);
    if (header.type === RecordType.FEED_STATUS) {
      const { venue, instrument, state } = new FeedStatus().wrap(this.#log, 128 + RecordHeader.BYTES);
      assert.equal([venue, instrument, length], [VENUE, -1, RecordHeader.BYTES + FeedStatus.BYTES]);
      this.states.push(state);
      return;
    }
    assert.is(header.type, RecordType.QUOTE);
    const quote = new Quote().wrap(this.#log, 128 + RecordHeader.BYTES);
    const number = quote.bidLots;
    const trades = number % 3;
    const expected = [number % SYMBOLS.length, VENUE, number % 9, trades, number % 1000, (number % 1000) + 2];
    const { instrument, venue, conflated, tradeCount, bidTicks, askTicks } = quote;
    const isRight =
      expected.every((value, i) => value === [instrument, venue, conflated, tradeCount, bidTicks, askTicks][i]) &&
      quote.askLots === number * 4096 &&
      quote.lowTicks === (trades && 10) &&
      quote.lastTicks === (trades && 11) &&
      quote.highTicks === (trades && 12) &&
      quote.volumeLots === (trades && number) &&
      header.ingressTime === number;
    if (!isRight) assert.unreachable(`quote ${number}, the ${this.quotes.length}th, is wrong`);
    this.quotes.push(number);
  }
}

class Writer {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown>;
  output = '';
  hasEnded = false;

  constructor(...args: string[]) {
    this.process = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.process.stdout!, this.process.stderr!]) {
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk;
      });
    }
    this.ended = once(this.process, 'close').then(() => {
      this.hasEnded = true;
    });
  }

  async saying(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.hasEnded) assert.unreachable(`it ended without '${text}': ${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}

function numbers(count: number, first = 0): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

for (const [name, start, batch] of [
  ['a batch of one', 0, 1],
  ['batches', 0, 37],
  ['batches longer than a run', 0, 700],
  ['batches, positions about to wrap', 2 ** 31 - 30_000, 16],
] as const) {
  inC(`quotes arrive whole and in order, many laps: ${name}`, async () => {
    const reader = new Reader(`laps-${batch}-${start}`, start);
    const count = 40_000;
    const writer = new Writer(reader.file.path, 'write', String(count), String(batch));
    await reader.takeUntil(count, () => !writer.hasEnded);
    await writer.ended;
    assert.equal(reader.quotes, numbers(count), writer.output);
    assert.equal(reader.states, [BookState.SILENT, BookState.TRUSTED]);
    assert.is(reader.control.accepted, count);
    assert.is(reader.control.rejected, 0);
  });
}

inC('a full ring is told to the writer, and nothing is lost', async () => {
  const reader = new Reader('full');
  const writer = new Writer(reader.file.path, 'write', '3000', '5');
  await writer.saying('full');
  assert.equal(reader.quotes, []);
  await reader.takeUntil(3000, () => !writer.hasEnded);
  await writer.ended;
  assert.equal(reader.quotes, numbers(3000));
});

inC(
  'of a writer that is killed in the middle of a batch, whole batches arrive; the next one goes on behind them',
  async () => {
    const reader = new Reader('torn');
    for (let life = 0; life < 3; life++) {
      const torn = new Writer(reader.file.path, 'torn', '333');
      await torn.ended;
      assert.is(torn.process.signalCode, 'SIGKILL');
      reader.take();
      assert.equal(reader.quotes.splice(0), numbers(333));
      const next = new Writer(reader.file.path, 'write', '250', '9', '5000');
      await next.ended;
      reader.take();
      assert.equal(reader.quotes.splice(0), numbers(250, 5000), next.output);
    }
    assert.is(reader.file.writerCount, 6);
    assert.is(reader.control.rejected, 0);
  },
);

inC('a second writer is refused while the first one lives', async () => {
  const reader = new Reader('twice');
  const first = new Writer(reader.file.path, 'hold');
  await first.saying('symbol MSFT is 1');
  const second = new Writer(reader.file.path, 'hold');
  await second.ended;
  assert.match(second.output, /another feed handler writes/);
  first.process.kill('SIGKILL');
  await first.ended;
  const third = new Writer(reader.file.path, 'write', '10', '1');
  await third.ended;
  assert.match(third.output, /wrote 10/);
});

inC('a writer that gives no sign of life is told to the stream, and one that is back', async () => {
  const reader = new Reader('silent');
  const first = new Writer(reader.file.path, 'hold');
  await first.saying('symbol');
  while (!reader.watch.isWriting) {
    reader.watch.look();
    await turn();
  }
  first.process.kill('SIGKILL');
  await first.ended;
  for (let i = 0; i <= SILENT_LOOKS; i++) reader.watch.look();
  assert.not.ok(reader.watch.isWriting);
  assert.equal(
    reader.notices.map((text) => text.replace(/\d+/, 'N')),
    ['its feed handler, process N, writes', 'its feed handler, process N, gives no sign of life'],
  );
  reader.take();
  const second = new Writer(reader.file.path, 'write', '10', '1');
  await second.ended;
  reader.watch.look();
  reader.take();
  reader.watch.look();
  reader.take();
  assert.equal(reader.quotes, numbers(10));
  // Two losses without a quote between them are one.
  assert.equal(reader.states, [BookState.SILENT, BookState.TRUSTED]);
});

inC('a writer that takes its leave has ended', async () => {
  const reader = new Reader('leave');
  const writer = new Writer(reader.file.path, 'write', '1500', '1');
  await writer.saying('full');
  reader.watch.look();
  assert.ok(reader.watch.isWriting);
  await reader.takeUntil(1500, () => !writer.hasEnded);
  await writer.ended;
  reader.watch.look();
  reader.take();
  assert.equal(reader.states, [BookState.SILENT, BookState.TRUSTED, BookState.ENDED]);
  assert.is(reader.file.writerState, FeedRingState.GONE);
});

inC('a writer learns that the engine has gone, also of one that was killed and starts again', async () => {
  const reader = new Reader('gone');
  const writer = new Writer(reader.file.path, 'hold');
  await writer.saying('symbol');
  // As the next life of a killed engine does.
  const again = new Reader('gone');
  await writer.ended;
  assert.match(writer.output, /the engine has gone/);
  const next = new Writer(reader.file.path, 'write', '5', '1');
  await next.ended;
  again.take();
  assert.equal(again.quotes, numbers(5));
  again.file.close();
  const late = new Writer(reader.file.path, 'write', '5', '1');
  await late.ended;
  assert.match(late.output, /no such feed ring/);
});

test('a record that is wrong is left out with its reason, and what follows is taken', () => {
  const reader = new Reader('wrong');
  const cases: [number, (record: RecordHeader, quote: Quote) => void][] = [
    [FeedRejection.NO_QUOTE, (header) => Object.assign(header, { type: RecordType.NEW_ORDER })],
    [FeedRejection.NO_QUOTE, (header) => Object.assign(header, { version: 2 })],
    [FeedRejection.NO_QUOTE, (header) => Object.assign(header, { length: 64 })],
    [FeedRejection.UNKNOWN_INSTRUMENT, (_, quote) => Object.assign(quote, { instrument: SYMBOLS.length })],
    [FeedRejection.UNKNOWN_INSTRUMENT, (_, quote) => Object.assign(quote, { instrument: -1 })],
    [FeedRejection.BAD_PRICE, (_, quote) => Object.assign(quote, { bidTicks: Number.NaN })],
    [FeedRejection.BAD_PRICE, (_, quote) => Object.assign(quote, { askTicks: 1.5 })],
    [FeedRejection.BAD_PRICE, (_, quote) => Object.assign(quote, { askTicks: Number.POSITIVE_INFINITY })],
    [FeedRejection.BAD_QUANTITY, (_, quote) => Object.assign(quote, { bidLots: -1 })],
    [FeedRejection.BAD_QUANTITY, (_, quote) => Object.assign(quote, { askLots: 2 ** 54 })],
    [FeedRejection.BAD_COUNT, (_, quote) => Object.assign(quote, { conflated: -1 })],
    [FeedRejection.BAD_COUNT, (_, quote) => Object.assign(quote, { tradeCount: -1 })],
    [FeedRejection.BAD_TRADES, (_, quote) => Object.assign(quote, { lastTicks: 5 })],
    [
      FeedRejection.BAD_TRADES,
      (_, q) => Object.assign(q, { tradeCount: 1, lastTicks: 5, highTicks: 4, lowTicks: 4, volumeLots: 1 }),
    ],
  ];
  const producer = new SpscProducer(reader.file.ring);
  const header = new RecordHeader();
  const quote = new Quote();
  const write = (change: (header: RecordHeader, quote: Quote) => void): void => {
    const at = producer.claim(RecordHeader.BYTES + Quote.BYTES);
    header.wrap(producer.data, at).clear();
    Object.assign(header, { length: 144, type: RecordType.QUOTE, version: 1 });
    quote.wrap(producer.data, at + RecordHeader.BYTES).clear();
    Object.assign(quote, { askTicks: 2 });
    change(header, quote);
    producer.commit();
  };
  cases.forEach(([reason, change], i) => {
    write(change);
    write(() => undefined);
    producer.publish();
    reader.take();
    assert.is(reader.control.rejection, reason, `case ${i}`);
    assert.is(reader.control.rejected, i + 1);
  });
  assert.equal(reader.quotes, Array(cases.length).fill(0));
  for (let i = 0; i < 10; i++) reader.watch.look();
  assert.match(reader.notices.at(-1)!, /14 records of its feed ring were left out, the newest: trades/);
});

test('a ring that is broken is read no further, and its books are failed', () => {
  const reader = new Reader('broken');
  const producer = new SpscProducer(reader.file.ring);
  reader.take();
  producer.claim(24);
  producer.commit();
  producer.publish();
  reader.take();
  assert.equal(reader.states, [BookState.SILENT, BookState.FAILED]);
  assert.is(reader.control.rejection, FeedRejection.BAD_FRAME);
  reader.control.lose(BookState.ENDED);
  assert.is(reader.take(), 0);
});

test.run();
