/** One running engine with its edges: what `start` opens, shows and takes down. */

import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { pollOnEventLoop, spinOnEventLoop } from '../../ring/wake.ts';
import { EPOCHS } from '../../workers/model/leg_ref.ts';
import type { EngineStopped } from '../../workers/pipeline/engine_worker.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { exchangesSpin } from '../configuration/topology.ts';
import { exchangeOptions } from '../exchange/exchange_settings.ts';
import { configuredFeeds, FeedHost } from '../feeds/feed_host.ts';
import { UsualVolumes } from '../feeds/usual_volumes.ts';
import type { EngineState, LiveFigures } from '../live_view/figures.ts';
import { Rate } from '../live_view/rates.ts';
import { ControlSocket } from '../operator/control_socket.ts';
import { OperatorDesk } from '../operator/desk.ts';
import { FillQueries } from '../operator/fill_queries.ts';
import { Halts } from '../operator/halts.ts';
import { OrderQueries } from '../operator/order_queries.ts';
import { SequenceWatch } from '../operator/sequence_watch.ts';
import { TradingStates } from '../operator/trading_states.ts';
import type { ExitCode } from '../supervision/exit_code.ts';
import { StallMonitor } from '../supervision/stall_monitor.ts';
import { SessionClock } from '../trading_calendar/session_clock.ts';
import { ClientSessions } from './client_sessions.ts';
import { ControlSource, tickLotValue } from './control_source.ts';
import { DayEnd, dayEnds } from './day_end.ts';
import {
  denialFigures,
  journalFigures,
  latencyFigures,
  linkFigures,
  orderFigures,
  positionFigures,
  ringFigures,
  storeFigures,
} from './engine_figures.ts';
import { EngineHost } from './engine_host.ts';
import { KeptApartWatch } from './kept_apart_watch.ts';
import { sessionCancels } from './session_cancels.ts';
import { Snapshots } from './snapshots.ts';
import { type TradingDay, tradingDayAt } from './trading_day.ts';
import { VenueLinks } from './venue_links.ts';

/** Main wakes by itself this often at the latest. */
const MOST_SLEEP_MS = 50;
/** Some 2 us, so that clients' sockets are seen to as often as venues' answers. */
const SPINNING_POLLS = 8;
const MOST_NOTICES = 8;

export interface TradingEngineOptions {
  readonly configuration: Configuration;
  readonly topology: 'shared' | 'dedicated';
  readonly idle: 'spin' | 'yield' | 'park';
  readonly behaviourVersion: string;
  readonly marketDataFile: string | null;
  readonly speed: number;
  readonly guard: (name: string, worker: Worker) => void;
  readonly notice: (text: string) => void;
  readonly stop: (reason: string, exitCode: ExitCode) => void;
}

/** Before FIX sessions are taken without the prices of a feed that says nothing. */
const MOST_WAIT_FOR_FEEDS_MS = 5_000;

export class TradingEngine {
  readonly #options: TradingEngineOptions;
  readonly #host: EngineHost;
  readonly #sessions: ClientSessions;
  readonly #day: TradingDay;
  readonly #stalls = new StallMonitor('main');
  readonly #notices: Notices;
  readonly #halts: Halts;
  readonly #trading: TradingStates;
  readonly #startedMs = performance.now();
  readonly #rates = { submitted: new Rate(0), fills: new Rate(0), denied: new Rate(0) };
  readonly #polling = new AbortController();
  #state: EngineState = 'recovering';
  #venues: VenueLinks | undefined;
  #feeds: FeedHost | undefined;
  #usualVolumes: UsualVolumes | undefined;
  #snapshots: Snapshots | undefined;
  #dayEnd: DayEnd | undefined;
  #sessionClock: SessionClock | undefined;
  #keptApart: KeptApartWatch | undefined;
  #operators: ControlSocket | undefined;
  #port = 0;
  #openAtStart = 0;

  private constructor(
    options: TradingEngineOptions,
    host: EngineHost,
    sessions: ClientSessions,
    day: TradingDay,
    notices: Notices,
  ) {
    this.#options = options;
    this.#notices = notices;
    this.#halts = new Halts(host.recovered.halted);
    this.#trading = new TradingStates(host.recovered.trading, options.configuration.venues.length);
    this.#host = host;
    this.#sessions = sessions;
    this.#day = day;
  }

  /** Recovers. Nothing is connected yet. */
  static async open(options: TradingEngineOptions): Promise<TradingEngine> {
    const day = tradingDayAt(Date.now());
    const notices = new Notices(options.notice);
    let sessions: ClientSessions | undefined;
    const host = await EngineHost.open({
      ...options,
      openSessions: (start) => {
        sessions = new ClientSessions({ configuration: options.configuration, day, notice: notices.add }, start);
        return sessions.delivered;
      },
    });
    return new TradingEngine(options, host, sessions!, day, notices);
  }

  get controls(): EngineHost['controls'] {
    return this.#host.controls;
  }

  /** Trading begins; answers with the FIX port. */
  async goLive(): Promise<number> {
    const { configuration, guard } = this.#options;
    const host = this.#host;
    const { recovered } = host;
    const engineEpoch = (recovered.engineEpoch + 1) % EPOCHS;
    const { baseTimeMs, date } = this.#day;
    this.#openAtStart = recovered.openOrders;
    const control = new ControlSource(host.memory.rings.control[0]!, engineEpoch, () => host.wake());
    if (recovered.baseTimeMs !== baseTimeMs) control.dayRoll(baseTimeMs, date);
    // Before anything else may pass: recovery's sweep acts on orders of before this command.
    control.engineStarted(Date.now());
    host.goLive(engineEpoch, baseTimeMs);
    this.#configure(control, configuration);
    const clock = { configuration, control, trading: this.#trading, notice: this.#notices.add };
    this.#sessionClock = new SessionClock(clock);
    this.#sessionClock.start();
    this.#dayEnd = new DayEnd({ next: dayEnds(configuration), control, notice: this.#notices.add });
    this.#dayEnd.start(recovered.sequence === 0 ? Date.now() : recovered.baseTimeMs + recovered.time / 1e6);
    const snapshots = new Snapshots({ ...this.#options, host, control, notice: this.#notices.add });
    this.#snapshots = snapshots;
    this.#venues = new VenueLinks({
      configuration,
      isSpinning: exchangesSpin(this.#options.idle, this.#options.topology, availableParallelism()),
      host,
      control,
      engineEpoch,
      exchanges: exchangeOptions(
        configuration,
        configuration.venues.filter(({ address, enabled }) => enabled && address === undefined),
        {
          host: '127.0.0.1',
          port: 0,
          logFolder: null,
          marketData: this.#options.marketDataFile,
          speed: this.#options.speed,
          isOwnProcess: false,
        },
      ),
      guard,
      notice: this.#notices.add,
      mark: () => snapshots.mark(),
    });
    await this.#venues.start();
    const feedOptions = { ...this.#options, host, engineEpoch, baseTimeMs, date, notice: this.#notices.add };
    this.#feeds = new FeedHost(feedOptions, [...configuredFeeds(configuration), ...this.#venues.feeds]);
    this.#feeds.start();
    this.#usualVolumes = new UsualVolumes({
      ...this.#options,
      control,
      date,
      nowMs: Date.now(),
      notice: this.#notices.add,
    });
    this.#usualVolumes.start();
    host.feedRings.start(host.clock, this.#notices.add);
    await this.#untilPriced();
    const isVenueDiskLow = (): boolean => this.#venues?.isDiskLow() === true;
    const watch = new SequenceWatch(host.memory, host.telemetry);
    const cancelOrders = sessionCancels(control, watch, host.telemetry);
    this.#port = await this.#sessions.listen({ host, snapshots, cancelOrders, isVenueDiskLow });
    const { orders, work } = host;
    const desk = new OperatorDesk({
      configuration,
      control,
      halts: this.#halts,
      trading: this.#trading,
      watch,
      queries: new OrderQueries({ configuration, pipeline: host.memory.pipeline, orders, work }),
      fills: new FillQueries({ configuration, pipeline: host.memory.pipeline, suspense: orders.suspense }),
      telemetry: host.telemetry,
      notice: this.#notices.add,
    });
    this.#operators = await ControlSocket.open(configuration.log.directory, desk);
    snapshots.start();
    this.#keptApart = KeptApartWatch.start(orders.suspense.figures, this.#notices.add);
    void this.#poll();
    this.#stalls.start();
    this.#state = 'trading';
    return this.#port;
  }

  /** Clients first: nothing new comes in, and what they were told is in their logs. */
  async closeClients(): Promise<void> {
    this.#state = 'draining';
    this.#dayEnd?.stop();
    this.#sessionClock?.stop();
    this.#keptApart?.stop();
    await this.#operators?.close();
    await this.#sessions.close('the engine stops');
  }

  /** Clients have gone: the next start begins here. */
  async snapshot(): Promise<void> {
    await this.#snapshots?.take();
    await this.#snapshots?.close();
  }

  async closeVenues(): Promise<void> {
    this.#usualVolumes?.stop();
    await this.#feeds?.stop();
    await this.#venues?.stop();
  }

  async stop(): Promise<EngineStopped[]> {
    const stopped = await this.#host.stop();
    // The last outputs go into the outbound logs, for the clients to ask for.
    this.#pollOnce();
    this.#polling.abort();
    this.#host.mainWaker.wake();
    this.#stalls.stop();
    this.#sessions.closeLogs();
    this.#state = 'stopped';
    return stopped;
  }

  release(): void {
    this.#host.release();
  }

  /** Orders are denied where nobody can say what the market is: clients are let in when the feeds can, or after a while. */
  async #untilPriced(): Promise<void> {
    const missing = (await this.#feeds?.untilTrusted(MOST_WAIT_FOR_FEEDS_MS)) ?? [];
    for (const name of missing)
      this.#notices.add(`venue ${name}: its feed has no books yet, orders that need its prices are denied`);
  }

  figures(): LiveFigures {
    const { configuration, topology } = this.#options;
    const { telemetry } = this.#host;
    const nowMs = performance.now();
    const orders = orderFigures(telemetry, this.#openAtStart);
    return {
      state: this.#state,
      elapsedMs: nowMs - this.#startedMs,
      topology,
      durability: configuration.log.durability,
      dataDirectory: configuration.log.directory,
      fixAddress: `${configuration.fix.host}:${this.#port}`,
      orders,
      rates: {
        submitted: this.#rates.submitted.sample(orders.submitted, nowMs),
        fills: this.#rates.fills.sample(orders.fills, nowMs),
        denied: this.#rates.denied.sample(orders.denied, nowMs),
      },
      denials: denialFigures(telemetry),
      latencies: latencyFigures(telemetry),
      rings: ringFigures(this.#host.memory),
      stores: storeFigures(this.#host.orders, this.#host.work),
      links: linkFigures(this.#host.orders, Date.now()),
      stalls: [this.#stalls.figures()],
      positions: positionFigures(this.#host.portfolio, configuration),
      sessions: this.#sessions.figures(),
      venues: this.#trading.shown(this.#venues?.figures() ?? [], configuration),
      feeds: this.#feeds?.figures(nowMs) ?? [],
      market: this.#feeds?.market() ?? [],
      journal: journalFigures(this.#host, configuration),
      halted: this.#halts.names(configuration),
      notices: this.#notices.newest,
    };
  }

  #configure(control: ControlSource, configuration: Configuration): void {
    const { venues, instruments, accounts, engine } = configuration;
    venues.forEach((venue, number) => {
      control.setVenue(number, venue);
    });
    instruments.forEach((instrument, number) => {
      control.setInstrument(number, instrument);
    });
    const value = tickLotValue(instruments[0]!);
    accounts.forEach((account, number) => {
      control.setAccount(number, account, value);
    });
    // Not released by a start: who engaged it at run time has not said that trading may go on.
    if (!engine.killSwitch) return;
    control.killSwitch(true, 0);
    this.#halts.set({ account: undefined, instrument: undefined }, true);
  }

  /** Main spins its event loop where it has a core of its own, and sleeps between outputs where it shares one. */
  #poll(): Promise<void> {
    const poll = (): number => this.#pollOnce();
    const { signal } = this.#polling;
    if (this.#options.idle === 'spin') return spinOnEventLoop({ poll, polls: SPINNING_POLLS, signal });
    return pollOnEventLoop(this.#host.mainWaker, {
      poll,
      hasWork: () => this.#sessions.hasWork() || this.#venues?.hasWork() === true,
      maxSleepMs: MOST_SLEEP_MS,
      signal,
    });
  }

  #pollOnce(): number {
    const count = (this.#venues?.poll() ?? 0) + this.#sessions.poll();
    this.#host.wake();
    return count;
  }
}

/** What an operator should know: told at once, and the newest shown. */
class Notices {
  readonly newest: string[] = [];
  readonly #tell: (text: string) => void;

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  readonly add = (text: string): void => {
    this.#tell(text);
    this.newest.push(text);
    if (this.newest.length > MOST_NOTICES) this.newest.shift();
  };
}
