/** Entry of the feed handler's worker: `new Worker(feedWorkerUrl, { workerData: FeedWorkerData })`. */

import { setTimeout as sleep, setImmediate as turnEventLoop } from 'node:timers/promises';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { Counters, type CountersTransfer } from '../../../../ring/counters.ts';
import { Region, type RegionTransfer } from '../../../../ring/memory.ts';
import { RunnerControl } from '../../../../ring/runner.ts';
import { SpscProducer } from '../../../../ring/spsc.ts';
import { nameThread, pinThread } from '../../../../ring/thread.ts';
import type { BookLimits } from '../books/memory.ts';
import type { EngineInstrument } from '../quotes/instrument_map.ts';
import { FeedClock, type FeedClockAnchor, MONOTONIC_NS } from './feed_clock.ts';
import { faultGroup, feedGroup } from './feed_figures.ts';
import { Readable } from './readable.ts';
import { type BarsOptions, VenueFeed } from './venue_feed.ts';

export interface FeedTask {
  readonly name: string;
  readonly venue: number;
  readonly address: string;
  readonly silenceNs: number;
  /** Its instruments' boards (boards/board_layout.ts). */
  readonly boards: RegionTransfer;
  /** The ring that this feed and nobody else writes. */
  readonly quotes: RegionTransfer;
}

export interface FeedWorkerData {
  readonly kind: 'feeds';
  readonly feeds: readonly FeedTask[];
  readonly instruments: readonly EngineInstrument[];
  readonly limits: BookLimits;
  readonly bars: BarsOptions;
  readonly engineEpoch: number;
  /** Numbers of records go on above this: a worker that follows another one's death. */
  readonly lastNumber: number;
  readonly clock: FeedClockAnchor;
  readonly counters: CountersTransfer;
  /** The engine's worker that sequences, to be woken. */
  readonly engine: RegionTransfer;
  /** Of this worker: its turns and its stop flag. */
  readonly control: RegionTransfer;
  /** It has a core of its own. */
  readonly spins: boolean;
  readonly core: number | undefined;
}

export interface FeedNotice {
  readonly kind: 'notice';
  readonly text: string;
}

export const feedWorkerUrl = new URL(import.meta.url);

/** Patience and time-outs are looked at this often while nothing comes. */
const MOST_SLEEP_MS = 5;
/** While gaps are asked for, or records wait for room. */
const SHORT_SLEEP_MS = 1;
const FIGURES_INTERVAL_NS = 1e8;
/** Of a thread that spins: between looks at its event loop, where a feed needs it. */
const SPINS_A_TURN = 64;

/** Turns all feeds in a duty cycle; sleeps on their sockets where the core is shared. */
class FeedHandler {
  readonly #data: FeedWorkerData;
  readonly #feeds: readonly VenueFeed[];
  readonly #control: RunnerControl;
  readonly #clock: FeedClock;
  #readable: Readable | undefined;
  #openFeeds = 0;
  #figuresAtNs = 0;
  readonly #turns: Int32Array<SharedArrayBuffer>;

  constructor(data: FeedWorkerData, notice: (text: string) => void) {
    this.#data = data;
    const region = Region.from(data.control);
    this.#control = new RunnerControl(region);
    this.#turns = region.i32;
    const counters = Counters.from(data.counters);
    const engine = new RunnerControl(Region.from(data.engine));
    const clock = new FeedClock(data.clock);
    this.#clock = clock;
    this.#feeds = data.feeds.map(
      (task, index) =>
        new VenueFeed({
          ...data,
          ...task,
          boards: Region.from(task.boards),
          quotes: new SpscProducer(Region.from(task.quotes)),
          lotShares: data.instruments.map(({ lotShares }) => lotShares),
          counters: feedGroup(counters, index),
          faults: faultGroup(counters, index),
          clock,
          wake: () => engine.waker.wake(),
          notice,
        }),
    );
    engine.waker.wake();
  }

  async run(): Promise<void> {
    for (let turn = 0; !this.#control.isStopping; turn++) {
      this.#clock.read();
      let work = 0;
      for (const feed of this.#feeds) work += feed.doWork();
      if (this.#clock.reading[MONOTONIC_NS]! >= this.#figuresAtNs) this.#showFigures();
      this.#turns[TURNS] = (this.#turns[TURNS]! + 1) | 0;
      if (this.#feeds.some(needsEventLoop)) await this.#turnEventLoop(work, turn);
      else if (work === 0 && !this.#data.spins) this.#sleep();
    }
    for (const feed of this.#feeds) feed.close();
    this.#showFigures();
  }

  #showFigures(): void {
    this.#figuresAtNs = this.#clock.reading[MONOTONIC_NS]! + FIGURES_INTERVAL_NS;
    for (const feed of this.#feeds) feed.showFigures();
  }

  async #turnEventLoop(work: number, turn: number): Promise<void> {
    if (this.#data.spins && turn % SPINS_A_TURN !== 0) return;
    if (work > 0 || this.#data.spins) await turnEventLoop();
    else await sleep(SHORT_SLEEP_MS);
  }

  #sleep(): void {
    let open = 0;
    for (const feed of this.#feeds) if (feed.isOpen) open++;
    if (this.#readable === undefined || open !== this.#openFeeds) {
      this.#openFeeds = open;
      this.#readable = new Readable(this.#feeds.flatMap(({ source }) => source?.descriptors ?? []));
    }
    this.#readable.wait(this.#feeds.some(isBusy) ? SHORT_SLEEP_MS : MOST_SLEEP_MS);
  }
}

/** Of a RunnerControl's region. */
const TURNS = 1;

function needsEventLoop(feed: VenueFeed): boolean {
  return feed.needsEventLoop;
}

function isBusy(feed: VenueFeed): boolean {
  return feed.writer.hasNews || feed.trust.isBehind;
}

if (!isMainThread && (workerData as Partial<FeedWorkerData> | null)?.kind === 'feeds') {
  const data = workerData as FeedWorkerData;
  const notice = (text: string): void => parentPort!.postMessage({ kind: 'notice', text } satisfies FeedNotice);
  for (const outcome of [nameThread('sluice-feeds'), ...(data.core === undefined ? [] : [pinThread(data.core)])]) {
    if (!outcome.ok) notice(`feeds: ${outcome.why}`);
  }
  await new FeedHandler(data, notice).run();
}
