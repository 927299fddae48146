/** One running engine with its edges: what `start` opens, shows and takes down. */

import { join } from 'node:path';
import { setImmediate as turnEventLoop } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { SpscConsumer } from '../../ring/spsc.ts';
import { pollOnEventLoop } from '../../ring/wake.ts';
import { EPOCHS } from '../../workers/model/leg_ref.ts';
import { SOURCE_CLIENT_FIRST } from '../../workers/model/source.ts';
import type { EngineStopped } from '../../workers/pipeline/engine_worker.ts';
import { FixDirectory } from '../../workers/protocols/fix/directory.ts';
import { FileOutboundLog } from '../../workers/protocols/fix/file_outbound_log.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { exchangeOptions } from '../exchange/exchange_settings.ts';
import { ClientLink } from '../fix_gateway/client_link.ts';
import { FixGateway } from '../fix_gateway/fix_gateway.ts';
import type { EngineState, LiveFigures } from '../live_view/figures.ts';
import { Rate } from '../live_view/rates.ts';
import type { ExitCode } from '../supervision/exit_code.ts';
import { StallMonitor } from '../supervision/stall_monitor.ts';
import { ControlSource, tickLotValue } from './control_source.ts';
import {
  denialFigures,
  journalFigures,
  latencyFigures,
  orderFigures,
  positionFigures,
  ringFigures,
} from './engine_figures.ts';
import { EngineHost } from './engine_host.ts';
import { Snapshots } from './snapshots.ts';
import { VenueLinks } from './venue_links.ts';

const DAY_MS = 86_400_000;
/** Main wakes by itself this often at the latest. */
const MOST_SLEEP_MS = 50;
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

export class TradingEngine {
  readonly #options: TradingEngineOptions;
  readonly #host: EngineHost;
  readonly #logs: readonly FileOutboundLog[];
  readonly #stalls = new StallMonitor('main');
  readonly #notices: string[] = [];
  readonly #startedMs = performance.now();
  readonly #rates = { submitted: new Rate(0), fills: new Rate(0), denied: new Rate(0) };
  readonly #polling = new AbortController();
  #state: EngineState = 'recovering';
  #gateway: FixGateway | undefined;
  #links: ClientLink[] = [];
  #venues: VenueLinks | undefined;
  #snapshots: Snapshots | undefined;
  #port = 0;
  #openAtStart = 0;

  private constructor(options: TradingEngineOptions, host: EngineHost, logs: readonly FileOutboundLog[]) {
    this.#options = options;
    this.#host = host;
    this.#logs = logs;
  }

  /** Recovers. Nothing is connected yet. */
  static async open(options: TradingEngineOptions): Promise<TradingEngine> {
    const { configuration } = options;
    const logs: FileOutboundLog[] = [];
    const host = await EngineHost.open({
      ...options,
      // Behind the folder's lock: opening a log cuts off what looks unfinished.
      delivered: () => {
        for (const { targetCompId } of configuration.fix.sessions)
          logs.push(openSessionLog(targetCompId, configuration));
        return logs.map((log) => ({ sequence: log.lastStreamSequence, outputIndex: log.lastOutputIndex }));
      },
    });
    return new TradingEngine(options, host, logs);
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
    const now = Date.now();
    const baseTimeMs = now - (now % DAY_MS);
    this.#openAtStart = recovered.openOrders;
    const control = new ControlSource(host.memory.rings.control[0]!, engineEpoch, () => host.wake());
    if (recovered.baseTimeMs !== baseTimeMs) control.dayRoll(baseTimeMs, tradingDateOf(baseTimeMs));
    // Before anything else may pass: recovery's sweep acts on orders of before this command.
    control.engineStarted(now);
    host.goLive(engineEpoch, baseTimeMs);
    this.#configure(control, configuration);
    const snapshots = new Snapshots({ ...this.#options, host, control, notice: (text) => this.#notice(text) });
    this.#snapshots = snapshots;
    this.#venues = new VenueLinks({
      configuration,
      host,
      control,
      engineEpoch,
      exchange: exchangeOptions(configuration, {
        host: '127.0.0.1',
        port: 0,
        logFolder: null,
        marketDataFile: this.#options.marketDataFile,
        speed: this.#options.speed,
      }),
      guard,
      notice: (text) => this.#notice(text),
      onMark: () => undefined,
    });
    await this.#venues.start();
    this.#openGateway(configuration, baseTimeMs);
    snapshots.start();
    void this.#poll();
    this.#stalls.start();
    this.#port = await this.#gateway!.listen();
    this.#state = 'trading';
    return this.#port;
  }

  /** Clients first: nothing new comes in, and what they were told is in their logs. */
  async closeClients(): Promise<void> {
    this.#state = 'draining';
    await this.#gateway?.close('the engine stops');
  }

  /** Clients have gone: the next start begins here. */
  async snapshot(): Promise<void> {
    await this.#snapshots?.take();
    await this.#snapshots?.close();
  }

  async closeVenues(): Promise<void> {
    await this.#venues?.stop();
  }

  async stop(): Promise<EngineStopped[]> {
    const stopped = await this.#host.stop();
    // The last outputs go into the outbound logs, for the clients to ask for.
    this.#pollOnce();
    this.#polling.abort();
    this.#host.mainWaker.wake();
    this.#stalls.stop();
    for (const log of this.#logs) log.close();
    this.#state = 'stopped';
    return stopped;
  }

  release(): void {
    this.#host.release();
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
      stalls: [this.#stalls.figures()],
      positions: positionFigures(this.#host.portfolio, configuration),
      sessions: this.#links.map((link) => ({
        name: link.session.config.targetCompId,
        connected: link.isConnected,
        received: link.received,
        sent: link.sent,
      })),
      venues: this.#venues?.figures() ?? [],
      journal: journalFigures(this.#host, configuration),
      notices: this.#notices,
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
    control.killSwitch(engine.killSwitch, 0);
  }

  #openGateway(configuration: Configuration, baseTimeMs: number): void {
    const host = this.#host;
    const { fix, instruments, accounts } = configuration;
    const directory = new FixDirectory(
      instruments.map(({ symbol, tickSizeMantissa, tickSizeExponent, lotSize }) => ({
        symbol,
        tickMantissa: tickSizeMantissa,
        tickExponent: tickSizeExponent,
        lotSize,
      })),
      accounts.map(({ name }) => name),
    );
    this.#links = fix.sessions.map((session, number) => {
      const heard = host.recovered.sources[SOURCE_CLIENT_FIRST + number]!;
      return new ClientLink({
        number,
        fix,
        session,
        directory,
        memory: host.memory,
        log: this.#logs[number]!,
        inbound: { sourceEpoch: heard.epoch, sourceSequence: Math.max(0, heard.sequence) },
        baseTimeMs,
        now: () => host.clock.now(),
        wakeEngine: () => host.wake(),
        isDiskLow: () => this.#venues?.isDiskLow() === true || this.#logs.some((log) => log.isLow),
        isLost: () => host.telemetry.lostSessions[number] === 1,
        notice: (text) => this.#notice(text),
        onMark: (session, sequence) => this.#snapshots?.onMark(session, sequence),
      });
    });
    this.#gateway = new FixGateway({
      host: fix.host,
      port: fix.port,
      links: this.#links,
      refusals: new SpscConsumer(host.memory.rings.refusals[0]!),
      notice: (text) => this.#notice(text),
    });
  }

  /** Main spins its event loop where it has a core of its own, and sleeps between outputs where it shares one. */
  #poll(): Promise<void> {
    if (this.#options.idle === 'spin') return this.#spin();
    return pollOnEventLoop(this.#host.mainWaker, {
      poll: () => this.#pollOnce(),
      hasWork: () => this.#gateway?.hasWork() === true || this.#venues?.hasWork() === true,
      maxSleepMs: MOST_SLEEP_MS,
      signal: this.#polling.signal,
    });
  }

  async #spin(): Promise<void> {
    while (!this.#polling.signal.aborted) {
      this.#pollOnce();
      await turnEventLoop();
    }
  }

  #pollOnce(): number {
    const count = (this.#venues?.poll() ?? 0) + (this.#gateway?.poll() ?? 0);
    this.#host.wake();
    return count;
  }

  #notice(text: string): void {
    this.#options.notice(text);
    this.#notices.push(text);
    if (this.#notices.length > MOST_NOTICES) this.#notices.shift();
  }
}

/** A CompID may hold any printable character, a file's name may not. */
function openSessionLog(compId: string, { log }: Configuration): FileOutboundLog {
  return new FileOutboundLog({
    directory: join(log.directory, 'sessions'),
    name: `client-${encodeURIComponent(compId).replaceAll(/[^\w.-]/g, '_')}`,
    tradingDate: tradingDateOf(Date.now()),
    sync: log.durability === 'disk',
  });
}

/** yyyymmdd of a moment, UTC. */
function tradingDateOf(timeMs: number): number {
  const day = new Date(timeMs);
  return day.getUTCFullYear() * 10_000 + (day.getUTCMonth() + 1) * 100 + day.getUTCDate();
}
