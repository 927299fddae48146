import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import {
  MassCancel,
  RecordHeader,
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
  VenueReport,
  VenueStatusRequest,
} from '../../../../schemas/generated/engine.ts';
import { RecordType } from '../../model/record_type.ts';
import { CANCEL_ON_DISCONNECT, SessionMessage } from '../../protocols/venue_wire/session_message.ts';
import { MALFORMED, StreamReader } from '../../protocols/venue_wire/stream_reader.ts';
import type { WireMessage, WireView } from '../../protocols/venue_wire/wire_message.ts';
import type { ExchangeCore } from '../core.ts';
import { ClientSession, REPORT_BYTES } from './client_session.ts';
import { Connection } from './connection.ts';
import type { JournalBatch } from './journal.ts';
import { ExchangeJournal } from './journal.ts';
import type { ReportSink, ReportValues } from './order_desk.ts';
import { OrderDesk } from './order_desk.ts';

const NOTHING = new Uint8Array(0);

export interface ServerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Folder of the log; null keeps reports in memory only, and a restart begins a new epoch. */
  readonly logFolder: string | null;
  /** Names this start: greater than that of any start before. */
  readonly epoch: number;
  readonly legCapacity: number;
  readonly storedReports: number;
  readonly heartbeatMs: number;
}

export interface ServerCounters {
  connections: number;
  orders: number;
  duplicates: number;
  malformed: number;
  gaps: number;
  reports: number;
  resent: number;
  quotes: number;
  restoredOrders: number;
}

/**
 * Order entry, reports and quotes over TCP. Per socket read: all messages are executed, what they and their answers
 * are is logged, and the answers leave in one write.
 */
export class ExchangeServer implements ReportSink {
  readonly counters: ServerCounters = {
    connections: 0,
    orders: 0,
    duplicates: 0,
    malformed: 0,
    gaps: 0,
    reports: 0,
    resent: 0,
    quotes: 0,
    restoredOrders: 0,
  };
  readonly desk: OrderDesk;
  /** Of report and order numbers. */
  readonly epoch: number;
  private readonly core: ExchangeCore;
  private readonly options: ServerOptions;
  private readonly journal: ExchangeJournal | null;
  private readonly sessions = new Map<number, ClientSession>();
  private readonly sessionList: ClientSession[] = [];
  private readonly connections = new Set<Connection>();
  private readonly server: Server;
  private heartbeats: NodeJS.Timeout | null = null;
  private quoteNumber = 0;
  private readonly nextQuoteNumber = (): number => {
    this.quoteNumber++;
    this.counters.quotes++;
    return this.quoteNumber;
  };
  /** The connection whose bytes are being executed, and where its logged messages begin. */
  private inboundStart = -1;
  private inboundEnd = 0;
  private readonly header = new RecordHeader();
  private readonly newOrder = new VenueNewOrder();
  private readonly cancel = new VenueCancel();
  private readonly replace = new VenueReplace();
  private readonly status = new VenueStatusRequest();
  private readonly massCancel = new MassCancel();
  private readonly restored = new VenueReport();

  constructor(core: ExchangeCore, options: ServerOptions) {
    this.core = core;
    this.options = options;
    this.desk = new OrderDesk(core, this, options.legCapacity);
    this.journal = options.logFolder === null ? null : new ExchangeJournal(options.logFolder, options.epoch);
    this.epoch = this.journal?.epoch ?? options.epoch;
    this.recover();
    core.listener = (events, index) => this.desk.onEvent(events, index);
    this.server = createServer({ noDelay: true }, (socket) => this.accept(socket));
  }

  /** Answers with the port when clients can connect. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.options.port, this.options.host, resolve);
    });
    this.heartbeats = setInterval(() => this.onHeartbeat(), this.options.heartbeatMs);
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    if (this.heartbeats !== null) clearInterval(this.heartbeats);
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const connection of this.connections) connection.socket.end();
    // A client that does not end its side is not waited for.
    setTimeout(() => {
      for (const connection of this.connections) connection.socket.destroy();
    }, 200).unref();
    await closed;
    this.journal?.close();
  }

  /** For the desk: a report of one of its legs. */
  send(session: number, report: ReportValues): number {
    this.counters.reports++;
    return this.sessionOf(session).report(report);
  }

  /**
   * Ends a turn of commands, whoever gave them: log, then reports, then quotes. `from` is the session whose messages
   * were executed, and `inbound` their bytes.
   */
  endTurn(from: ClientSession | null = null, inbound: Uint8Array = NOTHING): void {
    this.core.endBatch();
    for (const session of this.sessionList) {
      const isSender = session === from && inbound.length > 0;
      if (!isSender && session.writer.isEmpty) continue;
      const chunks = session.writer.take();
      const reports = chunks.map((chunk) => chunk.bytes);
      this.journal?.append(session.number, session.lastOrderNumber, isSender ? inbound : NOTHING, reports);
      for (const bytes of reports) session.store.keep(bytes);
      if (session.connection !== null) session.connection.send(chunks, session.writer);
      else for (const chunk of chunks) session.writer.giveBack(chunk);
    }
    for (const connection of this.connections) {
      if (connection.session !== null) connection.sendQuotes(this.options.epoch, this.nextQuoteNumber);
    }
  }

  private accept(socket: Socket): void {
    this.counters.connections++;
    const connection = new Connection(socket, this.core.instruments, (view, message, at, end) =>
      this.onMessage(connection, view, message, at, end),
    );
    this.connections.add(connection);
    socket.on('data', (bytes) => this.onData(connection, bytes));
    socket.on('drain', () => connection.sendQuotes(this.options.epoch, this.nextQuoteNumber));
    // An error is followed by close.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.onClose(connection));
  }

  private onData(connection: Connection, bytes: Buffer): void {
    connection.lastHeardMs = performance.now();
    for (let at = 0; at < bytes.length && !connection.socket.destroyed; ) {
      const part = bytes.subarray(at, at + connection.reader.room);
      at += part.length;
      connection.reader.feed(part);
      this.inboundStart = -1;
      if (connection.reader.drain() === MALFORMED) {
        this.counters.malformed++;
        connection.socket.destroy();
      }
      const isLogged = this.inboundStart >= 0;
      const view = connection.reader.view.u8 as unknown as Uint8Array<ArrayBuffer>;
      this.endTurn(connection.session, isLogged ? view.subarray(this.inboundStart, this.inboundEnd) : NOTHING);
    }
  }

  private onMessage(connection: Connection, view: WireView, message: WireMessage, at: number, end: number): boolean {
    const header = this.header.wrap(view, message.headerAt);
    const session = connection.session;
    if (message.type === SessionMessage.HELLO) {
      if (session === null) this.onHello(connection, header);
      return true;
    }
    if (session === null) {
      connection.socket.destroy();
      return true;
    }
    if (message.type === SessionMessage.HEARTBEAT) return true;
    const number = header.sourceSequence;
    if (message.type === SessionMessage.GAP_FILL) {
      if (number <= session.lastOrderNumber) return true;
      session.lastOrderNumber = number;
    } else if (!this.takeOrder(connection, session, number)) {
      return true;
    } else {
      this.execute(session, view, message);
    }
    if (this.inboundStart < 0) this.inboundStart = at;
    this.inboundEnd = end;
    return true;
  }

  /** False: the message is a repetition, or one before it is missing, and it must not be executed. */
  private takeOrder(connection: Connection, session: ClientSession, number: number): boolean {
    if (number <= session.lastOrderNumber) {
      this.counters.duplicates++;
      return false;
    }
    if (number !== session.lastOrderNumber + 1) {
      // TCP loses nothing in the middle: a gap is the client's mistake, and a new hello says where to go on.
      this.counters.gaps++;
      connection.socket.destroy();
      return false;
    }
    session.lastOrderNumber = number;
    this.counters.orders++;
    return true;
  }

  private execute(session: ClientSession, view: WireView, message: WireMessage): void {
    const { number } = session;
    const at = message.bodyAt;
    switch (message.type) {
      case RecordType.VENUE_NEW_ORDER:
        this.desk.newOrder(number, this.newOrder.wrap(view, at));
        break;
      case RecordType.VENUE_CANCEL:
        this.desk.cancel(number, this.cancel.wrap(view, at));
        break;
      case RecordType.VENUE_REPLACE:
        this.desk.replace(number, this.replace.wrap(view, at));
        break;
      case RecordType.VENUE_STATUS_REQUEST:
        this.desk.status(number, this.status.wrap(view, at));
        break;
      case RecordType.MASS_CANCEL:
        this.desk.massCancel(number, this.massCancel.wrap(view, at));
        break;
      default:
        this.counters.malformed++;
    }
  }

  private onHello(connection: Connection, hello: RecordHeader): void {
    const session = this.sessionOf(hello.source);
    session.connection?.socket.destroy();
    session.connection = connection;
    session.cancelOnDisconnect = (hello.flags & CANCEL_ON_DISCONNECT) !== 0;
    connection.session = session;
    // What waits was made before this connection: it goes to the store first and is resent from there.
    const next = hello.sourceEpoch === this.epoch ? Math.max(1, hello.sourceSequence) : 1;
    session.connection = null;
    this.endTurn();
    session.connection = connection;
    connection.welcome(this.epoch, session);
    this.resend(connection, session, next);
    this.core.subscribe(connection.quotes);
  }

  private resend(connection: Connection, session: ClientSession, from: number): void {
    let next = from;
    if (next < session.store.firstNumber) next = this.resendFromJournal(connection, session, next);
    while (next <= session.store.lastNumber) {
      const run = session.store.run(next);
      // The store's memory moves on while the socket still sends: it gets a copy.
      connection.socket.write(run.slice());
      next += run.length / REPORT_BYTES;
      this.counters.resent += run.length / REPORT_BYTES;
    }
  }

  /** Sends what the journal has from a number on, as far as memory begins; answers with the number to go on from. */
  private resendFromJournal(connection: Connection, session: ClientSession, from: number): number {
    const end = session.store.firstNumber;
    let number = 0;
    this.journal?.reread((batch) => {
      if (batch.session !== session.number) return;
      const first = number + 1;
      number += batch.reports.length / REPORT_BYTES;
      if (number < from || first >= end) return;
      const start = (Math.max(first, from) - first) * REPORT_BYTES;
      const stop = (Math.min(number, end - 1) - first + 1) * REPORT_BYTES;
      connection.socket.write(batch.reports.slice(start, stop));
      this.counters.resent += (stop - start) / REPORT_BYTES;
    });
    return end;
  }

  private onClose(connection: Connection): void {
    this.connections.delete(connection);
    this.core.unsubscribe(connection.quotes);
    const session = connection.session;
    if (session === null || session.connection !== connection) return;
    session.connection = null;
    if (!session.cancelOnDisconnect) return;
    this.desk.cancelAll(session.number);
    this.endTurn();
  }

  private onHeartbeat(): void {
    const silentSince = performance.now() - this.options.heartbeatMs * 10;
    for (const connection of this.connections) {
      if (connection.lastHeardMs !== 0 && connection.lastHeardMs < silentSince) connection.socket.destroy();
      else if (connection.session !== null) connection.heartbeat(connection.session.lastOrderNumber);
    }
  }

  private sessionOf(number: number): ClientSession {
    let session = this.sessions.get(number);
    if (session === undefined) {
      session = new ClientSession(number, this.epoch, this.options.storedReports);
      this.sessions.set(number, session);
      this.sessionList.push(session);
    }
    return session;
  }

  // -------------------------------------------------------------- recovery

  private recover(): void {
    if (this.journal === null) return;
    this.journal.recover((batch) => this.restoreBatch(batch));
    this.counters.restoredOrders = this.desk.restoreBook();
    // Their owners know of them: the events of putting them back are nobody's news.
    this.core.endBatch();
  }

  private restoreBatch(batch: JournalBatch): void {
    const session = this.sessionOf(batch.session);
    this.eachMessage(batch.inbound, (view, message) => {
      if (message.type !== RecordType.VENUE_NEW_ORDER) return;
      if (this.header.wrap(view, message.headerAt).sourceSequence <= session.lastOrderNumber) return;
      this.desk.restoreOrder(session.number, this.newOrder.wrap(view, message.bodyAt));
    });
    session.lastOrderNumber = batch.lastOrderNumber;
    this.eachMessage(batch.reports, (view, message) => {
      const number = this.header.wrap(view, message.headerAt).sourceSequence;
      const report = this.restored.wrap(view, message.bodyAt);
      this.core.skipOrderIds(report.venueOrderId);
      this.desk.restoreReport(session.number, number, report);
      session.lastReportNumber = number;
    });
    session.store.keep(batch.reports);
  }

  private eachMessage(bytes: Uint8Array<ArrayBuffer>, visit: (view: WireView, message: WireMessage) => void): void {
    const reader = new StreamReader((view, message) => {
      visit(view, message);
      return true;
    });
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + reader.room);
      at += part.length;
      reader.feed(part);
      if (reader.drain() === MALFORMED) throw new Error('exchange log holds a message that is none');
    }
  }
}
