/** The feed handler as main holds it: one worker for all feeds on the network, begun anew should it die. */

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { allocateRegion } from '../../ring/memory.ts';
import { RUNNER_REGION_BYTES, RunnerControl } from '../../ring/runner.ts';
import { SpscProducer } from '../../ring/spsc.ts';
import { allocateBoards } from '../../workers/edges/feeds/boards/feed_boards.ts';
import {
  allocateFeedCounters,
  type FeedFigures,
  readFeedFaults,
  readFeedFigures,
  showFeedState,
} from '../../workers/edges/feeds/handler/feed_figures.ts';
import {
  type FeedNotice,
  type FeedTask,
  type FeedWorkerData,
  feedWorkerUrl,
} from '../../workers/edges/feeds/handler/worker.ts';
import { QuoteWriter } from '../../workers/edges/feeds/quotes/quote_writer.ts';
import { isFeedAddress } from '../../workers/feed_sockets/feed_address.ts';
import { BookState } from '../../workers/model/book_state.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { EngineHost } from '../engine/engine_host.ts';
import { exchangeInstruments } from '../exchange/exchange_settings.ts';
import type { FeedViewFigures, MarketFigures } from '../live_view/figures.ts';
import { Rate } from '../live_view/rates.ts';
import { describe } from '../supervision/fault.ts';
import { CHECK_INTERVAL_MS, ProgressWatch } from '../supervision/progress_watch.ts';

import { BoardView } from './board_view.ts';
import { feedFigures } from './feed_figures.ts';

/**
 * For the instruments of one engine, not for a market: 262,143 open orders a feed, and 524,288 ticks of books. 40 MB if all of it
 * were used, and 49 MB for packets that wait behind a gap; the system gives pages as they are touched.
 */
const BOOKS = { orders: 2 ** 18 - 1, windowTicks: 2 ** 19, indexBits: 18 };
const RESTART_MS = 1_000;
const LOOK_MS = 10;
/** Numbers of quote records that each worker of one life of the engine has to itself. */
const NUMBERS_A_WORKER = 2 ** 40;

export interface FeedHostOptions {
  readonly configuration: Configuration;
  readonly host: EngineHost;
  readonly engineEpoch: number;
  readonly baseTimeMs: number;
  /** yyyymmdd. */
  readonly date: number;
  readonly idle: 'spin' | 'yield' | 'park';
  readonly notice: (text: string) => void;
}

/** Where a venue's feed is, for those that have one on the network. */
export interface VenueFeedAddress {
  readonly venue: number;
  readonly address: string;
}

export class FeedHost {
  readonly #options: FeedHostOptions;
  readonly #tasks: readonly FeedTask[];
  readonly #counters: ReturnType<typeof allocateFeedCounters>;
  /** Of the worker of now. */
  #control = allocateRegion(RUNNER_REGION_BYTES);
  readonly #markets: readonly BoardView[];
  readonly #rates: readonly Rate[];
  #worker: Worker | undefined;
  #restart: NodeJS.Timeout | undefined;
  #workers = 0;
  #isStopped = false;

  constructor(options: FeedHostOptions, addresses: readonly VenueFeedAddress[]) {
    const { configuration, host } = options;
    this.#options = options;
    const boards = addresses.map(() => allocateBoards(configuration.instruments.length));
    this.#markets = addresses.map(({ venue }, feed) => new BoardView(boards[feed]!, venue, configuration));
    this.#tasks = addresses.map(({ venue, address }, feed) => ({
      name: configuration.venues[venue]!.name,
      venue,
      address,
      silenceNs: configuration.venues[venue]!.feedSilenceNs,
      boards: boards[feed]!.transfer(),
      quotes: host.memory.rings.quotes[venue]!.transfer(),
    }));
    this.#rates = addresses.map(() => new Rate(performance.now()));
    this.#counters = allocateFeedCounters(addresses.length);
  }

  start(): void {
    if (this.#tasks.length > 0) this.#begin();
  }

  /**
   * Resolves when every feed has books that can be believed, of all instruments that it shows, or when `limitMs` is over: with
   * the names of the feeds that have none yet.
   */
  async untilTrusted(limitMs: number): Promise<string[]> {
    const end = performance.now() + limitMs;
    for (;;) {
      const missing = this.#tasks.filter((_, feed) => !isWhole(readFeedFigures(this.#counters, feed)));
      if (missing.length === 0 || this.#isStopped || performance.now() >= end) return missing.map(({ name }) => name);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  figures(nowMs: number): FeedViewFigures[] {
    const { configuration } = this.#options;
    return this.#tasks.map(({ name }, feed) => {
      const shown = feedFigures(
        name,
        readFeedFigures(this.#counters, feed),
        readFeedFaults(this.#counters, feed),
        configuration,
      );
      return { ...shown, messagesPerSecond: Math.round(this.#rates[feed]!.sample(shown.messages, nowMs)) };
    });
  }

  /** What the first feed shows of the first instruments. */
  market(): MarketFigures[] {
    return this.#markets[0]?.rows() ?? [];
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#restart);
    const worker = this.#worker;
    if (worker === undefined) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    new RunnerControl(this.#control).stop();
    await ended;
  }

  #begin(): void {
    this.#control = allocateRegion(RUNNER_REGION_BYTES);
    const worker = new Worker(feedWorkerUrl, { workerData: this.#workerData(), name: 'feeds' });
    this.#workers++;
    this.#worker = worker;
    let why = 'it ended';
    this.#watch(worker);
    worker.on('message', (message: FeedNotice) => this.#options.notice(message.text));
    worker.on('error', (error) => {
      why = describe(error);
    });
    worker.on('exit', () => {
      this.#worker = undefined;
      if (!this.#isStopped) this.#onDeath(why);
    });
  }

  /** A worker that hangs is ended, which its death's handler takes from there. */
  #watch(worker: Worker): void {
    const control = new RunnerControl(this.#control);
    const watched = { name: 'feeds', progress: () => control.turns, stopped: () => control.isStopping };
    const watch = new ProgressWatch([watched], performance.now());
    const timer = setInterval(() => {
      if (control.turns !== 0 && watch.check(performance.now()) !== undefined) void worker.terminate();
    }, CHECK_INTERVAL_MS);
    timer.unref();
    worker.once('exit', () => clearInterval(timer));
  }

  /** Feeds that nobody reads are not trusted, venues and orders go on, and another worker takes over. */
  #onDeath(why: string): void {
    this.#options.notice(`feed handler: ${why}; begun again in a second`);
    this.#tasks.forEach((task, feed) => {
      this.#tellFailed(task);
      showFeedState(this.#counters, feed, BookState.FAILED);
    });
    this.#options.host.wake();
    this.#restart = setTimeout(() => this.#begin(), RESTART_MS);
  }

  /** The worker was the ring's only writer, and is gone: main writes this one record in its place. */
  #tellFailed({ venue }: FeedTask): void {
    const { host, engineEpoch } = this.#options;
    const writer = new QuoteWriter({
      venue,
      engineEpoch,
      lotShares: [],
      quotes: new SpscProducer(host.memory.rings.quotes[venue]!),
      lastNumber: this.#workers * NUMBERS_A_WORKER - 2,
    });
    writer.setFeedState(BookState.FAILED);
    writer.publish(host.clock.now());
  }

  #workerData(): FeedWorkerData {
    const { configuration, host, engineEpoch, baseTimeMs, date, idle } = this.#options;
    return {
      kind: 'feeds',
      feeds: this.#tasks,
      instruments: exchangeInstruments(configuration),
      limits: BOOKS,
      bars: { folder: join(configuration.log.directory, 'bars'), date },
      engineEpoch,
      lastNumber: this.#workers * NUMBERS_A_WORKER,
      clock: { ...host.anchor, baseTimeMs },
      counters: this.#counters.transfer(),
      engine: host.memory.runners[0]!.transfer(),
      control: this.#control.transfer(),
      spins: idle === 'spin',
      core: undefined,
    };
  }
}

/** Quotes went to the engine, and none of its books is in doubt. */
function isWhole({ quotes, staleBooks, state }: FeedFigures): boolean {
  return state === BookState.TRUSTED && staleBooks === 0 && quotes > 0;
}

/** The venues whose configuration names a feed on the network. */
export function configuredFeeds({ venues }: Configuration): VenueFeedAddress[] {
  return venues.flatMap(({ enabled, feed }, venue) =>
    enabled && isFeedAddress(feed) ? [{ venue, address: feed }] : [],
  );
}
