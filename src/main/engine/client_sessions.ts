/**
 * Client sessions as main holds them, from before recovery to the end: their outbound logs, their links, the acceptor.
 * What recovery hands out is read from the first moment, so that it never finds a ring full.
 */

import { join } from 'node:path';
import { SpscConsumer } from '../../ring/spsc.ts';
import { SOURCE_CLIENT_FIRST } from '../../workers/model/source.ts';
import type { DeliveredPosition } from '../../workers/pipeline/egress/agent.ts';
import { EngineClock } from '../../workers/pipeline/engine_clock.ts';
import { FixDirectory } from '../../workers/protocols/fix/directory.ts';
import { FileOutboundLog } from '../../workers/protocols/fix/file_outbound_log.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { ClientLink } from '../fix_gateway/client_link.ts';
import { FixGateway } from '../fix_gateway/fix_gateway.ts';
import type { ConnectionFigures } from '../live_view/figures.ts';
import type { EngineHost, RecoveryStart } from './engine_host.ts';
import { LostSessions } from './lost_sessions.ts';
import type { Snapshots } from './snapshots.ts';
import type { TradingDay } from './trading_day.ts';
import { fixInstruments } from './venue_protocols.ts';

/** A ring takes long to fill in a replay; this is how long it may stay full. */
const RECOVERY_POLL_MS = 1;

export interface ClientSessionsOptions {
  readonly configuration: Configuration;
  readonly day: TradingDay;
  readonly notice: (text: string) => void;
}

/** What there is once the engine has recovered. */
export interface TradingParts {
  readonly host: EngineHost;
  readonly snapshots: Snapshots;
  /** Cancels the open orders of a session. */
  readonly cancelOrders: (session: number) => Promise<number | string>;
  /** Venues' logs have only what is reserved left. */
  readonly isVenueDiskLow: () => boolean;
}

export class ClientSessions {
  readonly links: readonly ClientLink[];
  readonly #options: ClientSessionsOptions;
  readonly #logs: readonly FileOutboundLog[];
  #recoveryTimer: NodeJS.Timeout | undefined;
  #parts: TradingParts | undefined;
  #lost: LostSessions | undefined;
  #gateway: FixGateway | undefined;

  /** Behind the folder's lock: opening a log cuts off what looks unfinished. */
  constructor(options: ClientSessionsOptions, start: RecoveryStart) {
    const { configuration, day } = options;
    this.#options = options;
    this.#logs = configuration.fix.sessions.map(({ targetCompId }) => openLog(targetCompId, configuration, day));
    // Never rebased, since a session's timers must not jump: what it counts from stays the day of the start.
    const clock = new EngineClock(start.anchor, day.baseTimeMs);
    const directory = directoryOf(configuration);
    this.links = this.#logs.map((log, number) => this.#link(number, log, start, directory, clock));
    this.#recoveryTimer = setInterval(() => this.poll(), RECOVERY_POLL_MS);
    // A recovery that fails ends the process.
    this.#recoveryTimer.unref();
  }

  /** By session: the last output that its log has. */
  get delivered(): DeliveredPosition[] {
    return this.links.map((link) => link.delivered);
  }

  get isDiskLow(): boolean {
    return this.#logs.some((log) => log.isLow);
  }

  /** Recovery is over: answers with the port on which clients are taken, and served once somebody polls. */
  async listen(parts: TradingParts): Promise<number> {
    const { configuration, notice } = this.#options;
    const { fix } = configuration;
    const { host, snapshots } = parts;
    clearInterval(this.#recoveryTimer);
    this.#parts = parts;
    this.links.forEach((link, number) => {
      const { epoch, sequence } = host.recovered.sources[SOURCE_CLIENT_FIRST + number]!;
      link.resumeAfter({ sourceEpoch: epoch, sourceSequence: Math.max(0, sequence) });
      if (host.recovered.openOrders > 0) link.startAway();
    });
    this.#lost = new LostSessions({ configuration, host, links: this.links, mark: () => snapshots.mark(), notice });
    this.#gateway = new FixGateway({
      host: fix.host,
      port: fix.port,
      links: this.links,
      refusals: new SpscConsumer(host.memory.rings.refusals[0]!),
      notice,
    });
    return this.#gateway.listen();
  }

  /** Reports to their sessions; returns how many. */
  poll(): number {
    if (this.#gateway !== undefined) return this.#gateway.poll();
    let count = 0;
    for (const link of this.links) count += link.poll();
    return count;
  }

  hasWork(): boolean {
    return this.#gateway?.hasWork() === true;
  }

  figures(): ConnectionFigures[] {
    return this.links.map((link) => ({
      name: link.session.config.targetCompId,
      connected: link.isConnected,
      received: link.received,
      sent: link.sent,
    }));
  }

  /** No new connections, and every session logs out. */
  async close(text: string): Promise<void> {
    await this.#gateway?.close(text);
    await this.#lost?.close();
  }

  closeLogs(): void {
    for (const log of this.#logs) log.close();
  }

  #link(
    number: number,
    log: FileOutboundLog,
    { memory, baseTimeMs }: RecoveryStart,
    directory: FixDirectory,
    clock: EngineClock,
  ): ClientLink {
    const { configuration, day, notice } = this.#options;
    const { fix } = configuration;
    return new ClientLink({
      number,
      fix,
      session: fix.sessions[number]!,
      directory,
      memory,
      log,
      baseTimeMs: day.baseTimeMs,
      recordBaseTimeMs: baseTimeMs,
      now: () => clock.now(),
      wakeEngine: () => this.#parts?.host.wake(),
      isDiskLow: () => this.isDiskLow || this.#parts?.isVenueDiskLow() === true,
      notice,
      onMark: (session, marker, sequence) => this.#parts?.snapshots.onMark(session, marker, sequence),
      cancelOrders: async (session) => (await this.#parts?.cancelOrders(session)) ?? 'the engine has not recovered yet',
      onMissing: (session, sequence) => this.#lost?.onMissing(session, sequence),
    });
  }
}

function directoryOf(configuration: Configuration): FixDirectory {
  return new FixDirectory(
    fixInstruments(configuration),
    configuration.accounts.map(({ name }) => name),
  );
}

/** A CompID may hold any printable character, a file's name may not. */
function openLog(compId: string, { log }: Configuration, day: TradingDay): FileOutboundLog {
  return new FileOutboundLog({
    directory: join(log.directory, 'sessions'),
    name: `client-${encodeURIComponent(compId).replaceAll(/[^\w.-]/g, '_')}`,
    tradingDate: day.date,
    sync: log.durability === 'disk',
  });
}
