import '../../ring/inlining.ts';
import { Region, type RegionTransfer } from '../../ring/memory.ts';
import { type MemoryEnd, type MemoryLinkTransfer, memoryServer } from '../../ring/memory_socket.ts';
import { pollOnEventLoop, spinOnEventLoop, Waker } from '../../ring/wake.ts';
import type { ExchangeCore } from './core.ts';
import { Exchange, type ExchangeCounters } from './exchange.ts';
import { Arbitrage } from './flow/arbitrage.ts';
import { ReferenceMarket } from './flow/reference_market.ts';
import { ReferencePrices } from './modes/reference_prices.ts';
import { CONTINUOUS_MODE } from './modes/venue_mode.ts';
import type { ExchangeOptions } from './options.ts';

/** How often what is due of flow and recording is done: the grain of the market, far finer than its events. */
const TURN_MS = 2;
/** A thread that waits for its links looks around by itself this often. */
const MOST_SLEEP_MS = 50;
/** Some 10 us: the sockets of an exchange in this process are for quotes and visitors. */
const SPINNING_POLLS = 64;

/** Exchanges of one thread: they share its clock and the reference prices, and nothing else. */
export interface RunningExchanges {
  /** In the order of the options. */
  readonly exchanges: readonly Exchange[];
  /** Ends connections and closes the logs. */
  stop(): Promise<void>;
}

export interface RunningExchange {
  readonly port: number;
  /** 0: OUCH is not spoken. */
  readonly ouchPort: number;
  counters(): ExchangeCounters;
  stop(): Promise<void>;
}

/** How clients in the same process come to exchanges: by shared memory, without sockets. */
export interface ExchangeMemory {
  /** By exchange. */
  readonly links: readonly MemoryLinkTransfer[];
  /** Rung by whoever writes into a link. */
  readonly waker: RegionTransfer;
  /** The thread has a core of its own, and turns without rest. */
  readonly isSpinning: boolean;
}

/** Starts exchanges in this thread; their clock starts with them. */
export async function runExchanges(
  all: readonly ExchangeOptions[],
  memory?: ExchangeMemory,
): Promise<RunningExchanges> {
  const first = all[0];
  if (first === undefined) throw new Error('no exchange to run');
  // Seconds since 1970 rise from start to start, and fit the record's epoch until 2038.
  const epoch = Math.floor(Date.now() / 1000);
  const startTicks = first.instruments.map((instrument) => instrument.startTicks);
  const walk = all.find(({ flow }) => flow !== null)?.flow ?? { walkTicks: 0, reversion: 0 };
  // A recording that is played at one exchange is what the others see.
  const player = first.instruments.map((_, i) => all.findIndex((options) => isPlayed(options, i)));
  const observed = (instrument: number): number => exchanges[player[instrument]!]?.middleOf(instrument) ?? 0;
  const market = new ReferenceMarket(startTicks, first.seed, walk, observed);
  const exchanges: Exchange[] = [];
  for (const options of all) exchanges.push(new Exchange(options, epoch, market));
  const coresOf = (isLit: boolean): ExchangeCore[] =>
    exchanges.filter((_, i) => ((all[i]!.mode ?? CONTINUOUS_MODE).kind === 'lit') === isLit).map(({ core }) => core);
  new ReferencePrices(coresOf(true), coresOf(false));
  const arbitrage = new Arbitrage(all.some(({ flow }) => flow !== null) ? coresOf(true) : []);
  await listenAll(exchanges);
  const startMs = performance.now();
  const turns = setInterval(() => {
    const elapsedMs = performance.now() - startMs;
    arbitrage.look();
    for (const exchange of exchanges) exchange.turn(elapsedMs);
  }, TURN_MS);
  const stopPolling = memory === undefined ? undefined : pollLinks(exchanges, memory);
  return {
    exchanges,
    stop: async () => {
      clearInterval(turns);
      stopPolling?.();
      await Promise.all(exchanges.map((exchange) => exchange.close()));
    },
  };
}

/** All or none: what one of them lacks is told to the caller, and nothing is left open that keeps the process alive. */
async function listenAll(exchanges: readonly Exchange[]): Promise<void> {
  try {
    for (const exchange of exchanges) await exchange.listen();
  } catch (error) {
    await Promise.all(exchanges.map((exchange) => exchange.close()));
    throw error;
  }
}

/** Takes what clients write into their links, until the answer is called. */
function pollLinks(exchanges: readonly Exchange[], { links, waker: region, isSpinning }: ExchangeMemory): () => void {
  const ends: MemoryEnd[] = exchanges.map(({ server }, i) =>
    memoryServer(links[i]!, (socket) => server.accept(socket)),
  );
  const waker = new Waker(Region.from(region));
  const polling = new AbortController();
  const { signal } = polling;
  const poll = (): number => {
    let count = 0;
    for (const end of ends) count += end.poll();
    return count;
  };
  const hasWork = (): boolean => ends.some((end) => end.hasWork());
  if (isSpinning) void spinOnEventLoop({ poll, polls: SPINNING_POLLS, signal });
  else void pollOnEventLoop(waker, { poll, hasWork, maxSleepMs: MOST_SLEEP_MS, signal });
  return () => {
    polling.abort();
    waker.wake();
  };
}

function isPlayed({ instruments, marketDataFile }: ExchangeOptions, instrument: number): boolean {
  return marketDataFile !== null && instruments[instrument]?.hasFlow === false;
}

/** One of them. */
export async function runExchange(options: ExchangeOptions): Promise<RunningExchange> {
  const running = await runExchanges([options]);
  const [exchange] = running.exchanges;
  return {
    port: exchange!.port,
    ouchPort: exchange!.ouchPort,
    counters: () => exchange!.counters(),
    stop: running.stop,
  };
}

/** Exchanges as a process of its own: tells their ports, and ends cleanly when it is asked to. */
export async function serveExchanges(
  all: readonly ExchangeOptions[],
  onListening: (ports: readonly number[]) => void,
): Promise<void> {
  const running = await runExchanges(all);
  onListening(running.exchanges.map(({ port }) => port));
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  await running.stop();
}
