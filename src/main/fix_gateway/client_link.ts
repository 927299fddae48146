/** One configured session of the gateway: its FIX session, its rings, and the connection that it may have. */

import type { Socket } from 'node:net';
import { OutputMark, RecordHeader } from '../../../schemas/generated/engine.ts';
import type { Views } from '../../ring/memory.ts';
import { SpscConsumer, SpscProducer } from '../../ring/spsc.ts';
import { MarkFlag, RecordType } from '../../workers/model/record_type.ts';
import type { DeliveredPosition } from '../../workers/pipeline/egress/agent.ts';
import type { EngineMemory } from '../../workers/pipeline/engine_memory.ts';
import type { FixDirectory } from '../../workers/protocols/fix/directory.ts';
import { OrderApplication } from '../../workers/protocols/fix/order_application.ts';
import { OrderIntake } from '../../workers/protocols/fix/order_intake.ts';
import type { OutboundLog } from '../../workers/protocols/fix/outbound_log.ts';
import { ReportEncoder } from '../../workers/protocols/fix/report_encoder.ts';
import { FixSession } from '../../workers/protocols/fix/session.ts';
import type { FixTransport, InboundPosition } from '../../workers/protocols/fix/session_config.ts';
import type { FixConfiguration, SessionConfiguration } from '../configuration/configuration.ts';
import { DisconnectCancel } from './disconnect_cancel.ts';

const NS_PER_SECOND = 1e9;
const NS_PER_MS = 1e6;
/** Reports taken of one ring before the others have their turn. */
const REPORTS_PER_TURN = 4_096;
/** New orders are refused above this fill of the inbound ring: the rest is for cancels. */
const ADMIT_BELOW = 0.75;
/** What a client may leave unread for so long, before its connection is dropped. */
const MOST_UNREAD_BYTES = 8 * 1024 * 1024;
const UNREAD_LIMIT_NS = 3 * NS_PER_SECOND;
/** Most that one look counts for: while this process itself stood still, nobody could be seen to read. */
const MOST_LOOK_NS = 100 * NS_PER_MS;
/** A resend of a long absence comes at once, and is read bit by bit: more than this it may not leave in any case. */
const MOST_UNSENT_BYTES = 64 * 1024 * 1024;

const mark = new OutputMark();

export interface ClientLinkOptions {
  readonly number: number;
  readonly fix: FixConfiguration;
  readonly session: SessionConfiguration;
  readonly directory: FixDirectory;
  readonly memory: EngineMemory;
  readonly log: OutboundLog;
  /** What `now` counts from, and what the first records of the ring do: ms since 1970. */
  readonly baseTimeMs: number;
  readonly recordBaseTimeMs: number;
  readonly now: () => number;
  readonly wakeEngine: () => void;
  /** What is left of the disk is for cancels and reports. */
  readonly isDiskLow: () => boolean;
  readonly notice: (text: string) => void;
  /** The snapshot marker with this number has passed: everything before it is in the outbound log. */
  readonly onMark: (session: number, number: number, sequence: number) => void;
  /** Cancels the open orders of the session with this number: see DisconnectCancel. */
  readonly cancelOrders: (session: number) => Promise<number | string>;
  /** The ring goes on behind the mark at `sequence`, and what is before it has to be made again: `takeMissed`, `restored`. */
  readonly onMissing: (session: number, sequence: number) => void;
}

export class ClientLink {
  readonly session: FixSession;
  /** Messages that went each way. */
  received = 0;
  sent = 0;
  readonly #options: ClientLinkOptions;
  readonly #application: OrderApplication;
  readonly #inbound: SpscProducer;
  readonly #reports: SpscConsumer;
  readonly #encoder: ReportEncoder;
  readonly #header = new RecordHeader();
  readonly #missedHeader = new RecordHeader();
  /** Undefined: its orders outlive its connections. */
  readonly #disconnectCancel: DisconnectCancel | undefined;
  #isLoggedOn = false;
  /** False: its reports ring was full, and what it lacks is on its way. Until then it stays away. */
  #isWhole = true;
  /** What the ring has comes after what is missing. */
  #isHolding = false;
  #socket: Socket | undefined;
  /** What the kernel has taken of the connection, and when that last rose. */
  #takenBytes = 0;
  /** How long nothing was taken, and when that was looked at last. */
  #unreadNs = 0;
  #lookedNs = 0;

  constructor(options: ClientLinkOptions) {
    this.#options = options;
    const { number, memory, session, fix, directory } = options;
    this.#inbound = new SpscProducer(memory.rings.clients[number]!);
    this.#reports = new SpscConsumer(memory.rings.reports[number]!);
    const intake = new OrderIntake(directory, this.#inbound, {
      account: session.accounts[0] ?? -1,
      strategy: session.strategy,
      accounts: session.accounts,
    });
    this.#application = new OrderApplication(intake);
    this.#disconnectCancel = session.cancelOnDisconnect
      ? new DisconnectCancel({
          name: session.targetCompId,
          graceNs: session.disconnectGraceNs,
          now: options.now,
          isDrained: () => this.#inbound.isDrained(),
          cancel: () => options.cancelOrders(number),
          notice: options.notice,
        })
      : undefined;
    this.#encoder = new ReportEncoder(directory);
    this.session = new FixSession({
      config: {
        role: 'acceptor',
        senderCompId: fix.senderCompId,
        targetCompId: session.targetCompId,
        username: session.user,
        password: session.password,
        minHeartbeatSeconds: fix.minHeartbeatNs / NS_PER_SECOND,
        maxHeartbeatSeconds: fix.maxHeartbeatNs / NS_PER_SECOND,
        logonTimeoutMs: fix.logonTimeoutNs / NS_PER_MS,
      },
      log: options.log,
      application: this.#application,
      encoder: this.#encoder,
      baseTimeMs: options.baseTimeMs,
      listener: {
        onActive: () => this.#onActive(),
        onClosed: (reason) => this.#onClosed(reason),
      },
    });
    this.#encoder.setBaseTime(options.recordBaseTimeMs);
  }

  /** Recovery is over: messages of the client go on behind what the engine has heard. */
  resumeAfter(heard: InboundPosition): void {
    this.session.resumeAfter(heard);
  }

  /** It may have orders of before the start, and is not connected. */
  startAway(): void {
    this.#disconnectCancel?.lost();
  }

  /** While the orders of its last connection are being cancelled. */
  get cancelUnderway(): Promise<void> | undefined {
    return this.#disconnectCancel?.underway;
  }

  get isConnected(): boolean {
    return this.session.isConnected;
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** The last output of the engine that the outbound log has. */
  get delivered(): DeliveredPosition {
    const { log } = this.#options;
    return { sequence: log.lastStreamSequence, outputIndex: log.lastOutputIndex };
  }

  /** Its reports ring was full. */
  lose(): void {
    if (!this.#isWhole) return;
    this.#isWhole = false;
    this.#options.notice(`${this.session.config.targetCompId}: reports found its ring full, and are made again`);
    if (this.isConnected) this.logout('reports were lost on the way to this session: log on again to get them');
  }

  /** Records that the ring had no room for, in their order. */
  takeMissed(records: Views, bytes: number): void {
    const header = this.#missedHeader;
    this.session.setTime(this.#options.now());
    for (let at = 0; at < bytes; at += header.length) {
      header.wrap(records, at);
      if (header.type !== RecordType.OUTPUT_MARK) this.#send(records, at);
      else if (header.flags === MarkFlag.NEW_DAY) this.#encoder.setBaseTime(markNumber(records, at));
    }
    this.session.flush();
  }

  /** The outbound log has what was missing: on with the ring. */
  restored(): void {
    this.#isWhole = true;
    this.#isHolding = false;
  }

  /** False: the session is connected already. `first` is what was read to find it. */
  attach(socket: Socket, first: Buffer): boolean {
    if (this.session.isConnected) return false;
    this.#socket = socket;
    const transport: FixTransport = {
      write: (bytes) => this.#write(socket, bytes),
      close: () => socket.end(),
    };
    if (!this.session.onConnect(transport, this.#options.now())) return false;
    // A connection that was dropped may still speak, and ends after its successor has begun.
    socket.on('data', (chunk) => {
      if (this.#socket === socket) this.#onData(chunk as Buffer);
    });
    socket.on('close', () => {
      if (this.#socket === socket) this.session.onDisconnect(this.#options.now());
    });
    this.#onData(first);
    return true;
  }

  /** Hands reports of the ring to the session; returns how many. */
  poll(): number {
    if (this.#isHolding) return 0;
    const reports = this.#reports;
    let count = 0;
    for (let at = reports.poll(); at >= 0; at = this.#isHolding || count === REPORTS_PER_TURN ? -1 : reports.poll()) {
      if (count === 0) this.session.setTime(this.#options.now());
      count++;
      if (this.#header.wrap(reports.data, at).type === RecordType.OUTPUT_MARK) this.#takeMark(at);
      else this.#send(reports.data, at);
    }
    if (count === 0) return 0;
    // The outbound log has them before the ring forgets them.
    this.session.flush();
    reports.release();
    return count;
  }

  hasWork(): boolean {
    return !this.#isHolding && !this.#reports.isEmpty();
  }

  onTimer(): void {
    this.session.onTimer(this.#options.now());
    this.#disconnectCancel?.look();
    if (this.isConnected && this.#socket?.destroyed === false) this.#checkUnread(this.#socket);
  }

  /** The sequencer had no room for this new order. */
  refuse(inboundNumber: number): void {
    this.session.setTime(this.#options.now());
    this.session.refuseBusy(inboundNumber);
    this.session.flush();
  }

  /** The engine stops. */
  async stop(text: string): Promise<void> {
    const isStopped = this.#disconnectCancel?.stop();
    this.logout(text);
    await isStopped;
  }

  logout(text: string): void {
    this.session.logout(text, this.#options.now());
  }

  drop(): void {
    this.session.drop('engine stopped');
    this.#socket?.destroy();
  }

  #onActive(): void {
    this.#isLoggedOn = true;
    this.#disconnectCancel?.isBack();
    this.#options.notice(`${this.session.config.targetCompId} logged on`);
  }

  /** Also of a connection that never logged on, which changes nothing for the orders. */
  #onClosed(reason: string): void {
    this.#options.notice(`${this.session.config.targetCompId} closed: ${reason}`);
    if (this.#isLoggedOn) this.#disconnectCancel?.lost();
    this.#isLoggedOn = false;
  }

  #send(records: Views, at: number): void {
    this.session.sendReport(records, at);
    this.sent++;
  }

  #takeMark(at: number): void {
    const { number, onMark, onMissing } = this.#options;
    const { flags, sequence } = this.#header;
    const marked = markNumber(this.#reports.data, at);
    this.session.flush();
    if (flags === MarkFlag.NEW_DAY) this.#encoder.setBaseTime(marked);
    else if (flags === MarkFlag.OUTPUTS_MISSING) {
      this.lose();
      this.#isHolding = true;
      onMissing(number, sequence);
    } else onMark(number, marked, sequence);
  }

  #onData(chunk: Buffer): void {
    this.#application.admitNewOrders = this.#inbound.fillFraction() < ADMIT_BELOW && !this.#options.isDiskLow();
    this.session.onBytes(chunk, this.#options.now());
    this.received++;
    this.#options.wakeEngine();
    // A flood keeps the event loop with this socket: its own answers must not fill the ring meanwhile.
    while (this.poll() >= REPORTS_PER_TURN);
  }

  #write(socket: Socket, bytes: Uint8Array): void {
    if (socket.destroyed) return;
    socket.write(Buffer.from(bytes));
    this.#checkUnread(socket);
  }

  #checkUnread(socket: Socket): void {
    const unsentBytes = socket.writableLength;
    const takenBytes = socket.bytesWritten - unsentBytes;
    const now = this.#options.now();
    const isRead = unsentBytes <= MOST_UNREAD_BYTES || takenBytes !== this.#takenBytes;
    this.#unreadNs = isRead ? 0 : this.#unreadNs + Math.min(now - this.#lookedNs, MOST_LOOK_NS);
    this.#takenBytes = takenBytes;
    this.#lookedNs = now;
    if (unsentBytes <= MOST_UNSENT_BYTES && this.#unreadNs < UNREAD_LIMIT_NS) return;
    socket.destroy();
    // Not from within: the session is in the middle of a write, and ends by writing.
    queueMicrotask(() => {
      if (this.#socket === socket) this.session.drop(`it has left ${unsentBytes} bytes unread`);
    });
  }
}

function markNumber(records: Views, at: number): number {
  return mark.wrap(records, at + RecordHeader.BYTES).number;
}
