import { connect } from 'node:net';
import { RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { ByteSocket, MemoryEnd } from '../../../ring/memory_socket.ts';
import type { SpscConsumer, SpscProducer } from '../../../ring/spsc.ts';
import { RecordType } from '../../model/record_type.ts';
import type { Chunk } from '../../protocols/venue_wire/batch_writer.ts';
import { BatchWriter } from '../../protocols/venue_wire/batch_writer.ts';
import { CANCEL_ON_DISCONNECT, SessionMessage } from '../../protocols/venue_wire/session_message.ts';
import { HOLD, MALFORMED, StreamReader } from '../../protocols/venue_wire/stream_reader.ts';
import type { WireMessage, WireView } from '../../protocols/venue_wire/wire_message.ts';
import { makeTemplate } from '../../protocols/venue_wire/wire_message.ts';
import type { OutputPosition, VenueLink, VenueLinkFigures } from '../venue_link.ts';
import { Inbound } from './inbound.ts';
import { Outbound } from './outbound.ts';
import type { OutboundLog } from './outbound_log.ts';

const HELLO = makeTemplate(SessionMessage.HELLO);
const HEARTBEAT = makeTemplate(SessionMessage.HEARTBEAT);
const GAP_FILL = makeTemplate(SessionMessage.GAP_FILL);

const READ_BYTES = 64 * 1024;
/** Above this, records stay in the ring: it is the ring that tells the engine that the venue is slow. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;
/** How long a full report ring is left alone before it is tried again. */
const HOLD_MS = 1;
/** A venue that says nothing for so many heartbeats is gone. */
const SILENT_HEARTBEATS = 10;

export interface VenueSessionOptions {
  readonly host: string;
  readonly port: number;
  /** For a venue in this process, in place of host and port. */
  readonly memory?: MemoryEnd | undefined;
  /** The session's number at the venue: its orders, reports and numbers are kept under it. */
  readonly session: number;
  /** The engine's number of the venue, written into reports and quotes. */
  readonly venue: number;
  readonly instruments: number;
  readonly engineEpoch: number;
  readonly reports: SpscProducer;
  /** undefined: its quotes come from elsewhere. */
  readonly quotes: SpscProducer | undefined;
  readonly orders: SpscConsumer;
  readonly log: OutboundLog;
  /** One past the last report that the engine has logged, and of which epoch of the exchange; 1 and 0 at first. */
  readonly nextReportNumber: number;
  readonly exchangeEpoch: number;
  /** After a restart of the engine: messages that the venue has not got are not sent again, their numbers are skipped. */
  readonly gapFill: boolean;
  readonly cancelOnDisconnect: boolean;
  readonly heartbeatMs: number;
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
  /** The engine's time in nanoseconds, read once a socket read. */
  readonly clock: () => number;
  /** Told when the session is up or down, and whether the exchange has forgotten all it knew. */
  readonly onStatus: (isConnected: boolean, isNewEpoch: boolean) => void;
  /** The ring was full, and goes on here: messages before this were never handed over. */
  readonly onMissing: () => void;
}

export const VENUE_SESSION_DEFAULTS = {
  host: '127.0.0.1',
  nextReportNumber: 1,
  exchangeEpoch: 0,
  gapFill: false,
  cancelOnDisconnect: false,
  heartbeatMs: 1000,
  firstRetryMs: 20,
  maxRetryMs: 2000,
  onStatus: () => undefined,
  onMissing: () => undefined,
} as const;

export interface VenueSessionCounters {
  connects: number;
  sent: number;
  resentBatches: number;
  reports: number;
  duplicateReports: number;
  /** Reports that the exchange no longer had. */
  lostReports: number;
  quotes: number;
  /** Times that the report ring was full and the socket left unread. */
  holds: number;
  malformed: number;
}

/**
 * The client side of the exchange's protocol: one connection at a time, by TCP or memory, for as long as the session lives. It
 * connects again by itself, asks for the reports that it missed, and repeats the messages that the venue did not get.
 */
export class VenueSession implements VenueLink {
  readonly counters: VenueSessionCounters = {
    connects: 0,
    sent: 0,
    resentBatches: 0,
    reports: 0,
    duplicateReports: 0,
    lostReports: 0,
    quotes: 0,
    holds: 0,
    malformed: 0,
  };
  isConnected = false;
  readonly leftBefore: OutputPosition;
  private readonly options: VenueSessionOptions;
  private readonly inbound: Inbound;
  private readonly outbound: Outbound;
  private readonly writer = new BatchWriter();
  private readonly header = new RecordHeader();
  private readonly reader: StreamReader;
  private readonly readBuffer = new Uint8Array(READ_BYTES);
  private socket: ByteSocket | null = null;
  private isStopped = true;
  private isHolding = false;
  private hasMetVenue = false;
  private skipsUnsent: boolean;
  private nextReportNumber: number;
  private exchangeEpoch: number;
  private retryMs: number;
  private retryTimer: NodeJS.Timeout | null = null;
  private heartbeatTimer: NodeJS.Timeout | null = null;
  private holdTimer: NodeJS.Timeout | null = null;
  private silentHeartbeats = 0;
  private ingressTime = 0;

  constructor(options: VenueSessionOptions) {
    this.options = options;
    const { lastStreamSequence, lastOutputIndex } = options.log;
    this.leftBefore = { streamSequence: lastStreamSequence, outputIndex: lastOutputIndex };
    this.inbound = new Inbound(options);
    this.outbound = new Outbound(options.orders, options.log, options.onMissing);
    this.reader = new StreamReader((view, message) => this.onMessage(view, message));
    this.skipsUnsent = options.gapFill;
    this.nextReportNumber = options.nextReportNumber;
    this.exchangeEpoch = options.exchangeEpoch;
    this.retryMs = options.firstRetryMs;
  }

  start(): void {
    this.isStopped = false;
    this.heartbeatTimer = setInterval(() => this.onHeartbeat(), this.options.heartbeatMs);
    this.open();
  }

  /** Sends what the engine has for the venue, and takes in again what had no room. Answers with the records sent. */
  poll(): number {
    const heard = this.options.memory?.poll() ?? 0;
    if (this.isHolding) this.drainReader();
    else this.inbound.publish(this.ingressTime);
    if (!this.takesOrders()) return heard;
    const taken = this.outbound.takeRecords();
    this.flushOrders();
    return heard + taken;
  }

  /** The engine has something that can be sent now, or a venue in this process has answered. */
  hasWork(): boolean {
    return (this.takesOrders() && !this.options.orders.isEmpty()) || this.options.memory?.hasWork() === true;
  }

  get isDiskLow(): boolean {
    return this.options.log.isLow;
  }

  figures(): VenueLinkFigures {
    const { connects, reports, quotes, sent } = this.counters;
    return {
      received: reports + quotes,
      sent,
      pool: {
        connections: this.isConnected ? 1 : 0,
        size: 1,
        utilisation: (this.socket?.writableLength ?? 0) / MAX_UNSENT_BYTES,
        reconnects: Math.max(0, connects - 1),
      },
    };
  }

  /** Numbers go on from the venue's: before it was met once, nothing can be numbered. */
  private takesOrders(): boolean {
    return this.hasMetVenue && (this.socket === null || this.socket.writableLength <= MAX_UNSENT_BYTES);
  }

  /** The venue is asked to cancel everything of this session. */
  massCancel(): void {
    if (!this.hasMetVenue) return;
    this.outbound.massCancel();
    this.flushOrders();
  }

  /** Ends the connection; orders at the venue stay unless cancel-on-disconnect is on. */
  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.heartbeatTimer !== null) clearInterval(this.heartbeatTimer);
    if (this.retryTimer !== null) clearTimeout(this.retryTimer);
    if (this.holdTimer !== null) clearTimeout(this.holdTimer);
    const socket = this.socket;
    if (socket === null || socket.destroyed) return;
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      socket.end(() => socket.destroy());
    });
  }

  private open(): void {
    this.reader.reset();
    this.isHolding = false;
    const socket = this.options.memory === undefined ? this.connectTcp() : this.connectMemory(this.options.memory);
    this.socket = socket;
    socket.on('connect', () => this.hello());
    // An error is followed by close.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.onClose(socket));
  }

  private connectTcp(): ByteSocket {
    const { host, port } = this.options;
    const buffer = this.readBuffer;
    const callback = (length: number): boolean => this.onRead(socket, buffer.subarray(0, length));
    const socket: ByteSocket = connect({ host, port, noDelay: true, onread: { buffer, callback } });
    return socket;
  }

  private connectMemory(memory: MemoryEnd): ByteSocket {
    const socket = memory.connect();
    socket.on('data', (bytes: Uint8Array) => {
      if (!this.onRead(socket, bytes)) socket.pause();
    });
    return socket;
  }

  private hello(): void {
    this.counters.connects++;
    this.silentHeartbeats = 0;
    const at = this.writer.append(HELLO);
    const header = this.header.wrap(this.writer.chunk.view, at + HELLO.headerAt);
    header.source = this.options.session;
    header.sourceEpoch = this.exchangeEpoch;
    header.sourceSequence = this.nextReportNumber;
    header.flags = this.options.cancelOnDisconnect ? CANCEL_ON_DISCONNECT : 0;
    this.write(this.writer.take(), this.writer);
  }

  /** False pauses the socket: what follows stays in the kernel until there is room for it. */
  private onRead(socket: ByteSocket, bytes: Uint8Array): boolean {
    if (socket !== this.socket) return false;
    this.silentHeartbeats = 0;
    this.ingressTime = this.options.clock();
    this.reader.feed(bytes);
    this.drainReader();
    return !this.isHolding;
  }

  private drainReader(): void {
    const wasHolding = this.isHolding;
    this.isHolding = false;
    const handled = this.reader.drain();
    this.inbound.publish(this.ingressTime);
    if (handled === MALFORMED) {
      this.counters.malformed++;
      this.socket?.destroy();
    } else if (this.isHolding) {
      if (!wasHolding) this.counters.holds++;
      this.holdTimer ??= setTimeout(() => this.retryHeld(), HOLD_MS);
    } else if (wasHolding) {
      this.socket?.resume();
    }
  }

  private retryHeld(): void {
    this.holdTimer = null;
    if (this.isHolding && !this.isStopped) this.drainReader();
  }

  private onMessage(view: WireView, message: WireMessage): boolean {
    switch (message.type) {
      case RecordType.VENUE_REPORT:
        return this.onReport(view, message);
      case RecordType.QUOTE:
        this.counters.quotes++;
        this.inbound.takeQuote(view, message, this.ingressTime);
        return true;
      case SessionMessage.WELCOME:
        this.onWelcome(this.header.wrap(view, message.headerAt));
        return true;
      case SessionMessage.HEARTBEAT:
        this.options.log.acknowledged(this.header.wrap(view, message.headerAt).sourceSequence);
        return true;
      default:
        this.counters.malformed++;
        return true;
    }
  }

  private onReport(view: WireView, message: WireMessage): boolean {
    const number = this.header.wrap(view, message.headerAt).sourceSequence;
    if (number < this.nextReportNumber) {
      this.counters.duplicateReports++;
      return true;
    }
    if (!this.inbound.takeReport(view, message, this.exchangeEpoch, number, this.ingressTime)) {
      this.isHolding = true;
      return HOLD;
    }
    this.counters.reports++;
    this.counters.lostReports += number - this.nextReportNumber;
    this.nextReportNumber = number + 1;
    return true;
  }

  private onWelcome(welcome: RecordHeader): void {
    const epoch = welcome.sourceEpoch;
    const lastReceived = welcome.sourceSequence;
    const isNewEpoch = this.exchangeEpoch !== 0 && epoch !== this.exchangeEpoch;
    if (epoch !== this.exchangeEpoch) this.nextReportNumber = 1;
    this.exchangeEpoch = epoch;
    this.outbound.skipTo(lastReceived);
    // An exchange that has forgotten its orders is not given old ones: those who sent them are told and ask.
    if (this.skipsUnsent || isNewEpoch) this.gapFill(lastReceived);
    else this.resend(lastReceived);
    this.skipsUnsent = false;
    this.hasMetVenue = true;
    this.isConnected = true;
    this.retryMs = this.options.firstRetryMs;
    this.options.onStatus(true, isNewEpoch);
  }

  private gapFill(lastReceived: number): void {
    if (this.outbound.lastNumber <= lastReceived) return;
    const at = this.writer.append(GAP_FILL);
    this.header.wrap(this.writer.chunk.view, at + GAP_FILL.headerAt).sourceSequence = this.outbound.lastNumber;
    this.write(this.writer.take(), this.writer);
  }

  private resend(lastReceived: number): void {
    if (this.outbound.lastNumber <= lastReceived) return;
    this.options.log.read(lastReceived + 1, (messages) => {
      this.counters.resentBatches++;
      this.socket?.write(messages);
    });
  }

  private flushOrders(): void {
    const before = this.options.log.lastNumber;
    const chunks = this.outbound.takeBatch();
    if (chunks.length === 0) return;
    this.counters.sent += this.options.log.lastNumber - before;
    // Without a connection they wait in the log, and the next welcome has them sent.
    if (this.isConnected) this.write(chunks, this.outbound.writer);
    else for (const chunk of chunks) this.outbound.writer.giveBack(chunk);
  }

  private write(chunks: readonly Chunk[], owner: BatchWriter): void {
    for (const chunk of chunks) this.socket?.write(chunk.bytes, () => owner.giveBack(chunk));
  }

  private onHeartbeat(): void {
    this.silentHeartbeats++;
    if (this.silentHeartbeats > SILENT_HEARTBEATS && !this.isHolding) this.socket?.destroy();
    if (!this.isConnected) return;
    const at = this.writer.append(HEARTBEAT);
    this.header.wrap(this.writer.chunk.view, at + HEARTBEAT.headerAt).sourceSequence = this.nextReportNumber - 1;
    this.write(this.writer.take(), this.writer);
  }

  private onClose(socket: ByteSocket): void {
    if (socket !== this.socket) return;
    const wasConnected = this.isConnected;
    this.isConnected = false;
    if (wasConnected) this.options.onStatus(false, false);
    if (this.isStopped) return;
    this.retryTimer = setTimeout(() => this.open(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, this.options.maxRetryMs);
  }
}
