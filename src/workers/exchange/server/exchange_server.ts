import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import {
  MassCancel,
  RecordHeader,
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
  VenueStatusRequest,
} from '../../../../schemas/generated/engine.ts';
import type { ByteSocket } from '../../../ring/memory_socket.ts';
import { RecordType } from '../../model/record_type.ts';
import { CANCEL_ON_DISCONNECT, SessionMessage } from '../../protocols/venue_wire/session_message.ts';
import { MALFORMED } from '../../protocols/venue_wire/stream_reader.ts';
import type { WireMessage, WireView } from '../../protocols/venue_wire/wire_message.ts';
import type { ExchangeCore } from '../core.ts';
import { FIRST_LEG_OWNER } from '../core.ts';
import { OuchServer } from '../ouch/ouch_server.ts';
import { Clearing, OTHERS } from './clearing.ts';
import type { ClientSession } from './client_session.ts';
import { ClientSessions } from './client_sessions.ts';
import { Conduct } from './conduct.ts';
import { Connection } from './connection.ts';
import { noCounts, type ServerOptions } from './options.ts';
import { OrderDesk } from './order_desk.ts';
import { OrderRecovery } from './order_recovery.ts';

const NOTHING = new Uint8Array(0);

/**
 * Order entry, reports and quotes, over TCP or the memory of this process. Per read: all messages are executed, what they and their answers
 * are is logged, and the answers leave in one write.
 */
export class ExchangeServer {
  readonly counters = noCounts();
  readonly desk: OrderDesk;
  readonly ouch: OuchServer | null;
  /** Where OUCH is spoken; 0: nowhere. */
  ouchPort = 0;
  readonly clearing: Clearing;
  private readonly core: ExchangeCore;
  private readonly options: ServerOptions;
  private readonly sessions: ClientSessions;
  private readonly connections = new Set<Connection>();
  private readonly server: Server;
  private heartbeats: NodeJS.Timeout | null = null;
  private quoteNumber = 0;
  private quotesDueMs = 0;
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

  constructor(core: ExchangeCore, options: ServerOptions) {
    this.core = core;
    this.options = options;
    this.sessions = new ClientSessions(options, this.counters);
    this.desk = new OrderDesk(core, this.sessions, options.legCapacity, new Conduct(options.conduct, options.seed));
    this.clearing = new Clearing(options.instruments, options.conduct.fees, (owner) => this.sessionOf(owner));
    this.ouch = this.makeOuch();
    this.sessions.others = this.ouch;
    const recovery = new OrderRecovery(this.desk.legs, core);
    this.sessions.recover(recovery);
    const tradeOn = core.holdTrading();
    this.counters.restoredOrders = recovery.restoreBook();
    // Their owners know of them: the events of putting them back are nobody's news. A trade would be.
    core.endBatch();
    core.listeners.push((events, index) => this.clearing.onEvent(events, index));
    core.listeners.push((events, index) => this.desk.onEvent(events, index));
    tradeOn();
    this.server = createServer({ noDelay: true }, (socket) => this.accept(socket));
  }

  /** Answers with the port when clients can connect. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.options.port, this.options.host, resolve);
    });
    this.heartbeats = setInterval(() => this.onHeartbeat(), this.options.heartbeatMs);
    if (this.ouch !== null) this.ouchPort = await this.ouch.listen();
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    if (this.heartbeats !== null) clearInterval(this.heartbeats);
    // Without a log nobody can come back to the session.
    if (this.options.logFolder === null) this.ouch?.endSession();
    await this.ouch?.close();
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const connection of this.connections) connection.socket.end();
    // A client that does not end its side is not waited for.
    setTimeout(() => {
      for (const connection of this.connections) connection.socket.destroy();
    }, 200).unref();
    await closed;
    this.sessions.close();
  }

  /**
   * Ends a turn of commands, whoever gave them: log, then reports, then quotes. `from` is the session whose messages
   * were executed, and `inbound` their bytes.
   */
  endTurn(from: ClientSession | null = null, inbound: Uint8Array = NOTHING): void {
    this.core.endBatch();
    this.sessions.endTurn(from, inbound);
    const now = this.options.conduct.quoteIntervalMs > 0 ? performance.now() : 0;
    if (now !== 0 && now < this.quotesDueMs) return;
    this.quotesDueMs = now + this.options.conduct.quoteIntervalMs;
    for (const connection of this.connections) {
      if (connection.session !== null) connection.sendQuotes(this.options.epoch, this.nextQuoteNumber);
    }
  }

  private sessionOf(owner: number): number {
    return owner >= FIRST_LEG_OWNER ? this.desk.legs.session[owner - FIRST_LEG_OWNER]! : OTHERS;
  }

  private makeOuch(): OuchServer | null {
    const { ouch: options, instruments, host, storedReports, heartbeatMs } = this.options;
    if (options === undefined || instruments === undefined) return null;
    const { core, desk } = this;
    const { epoch } = this.sessions;
    const endTurn = () => this.endTurn();
    return new OuchServer({ options, host, core, desk, instruments, storedReports, heartbeatMs, epoch, endTurn });
  }

  /** A client's connection, however it came. */
  accept(socket: ByteSocket): void {
    this.counters.connections++;
    const { latencyMs, quoteIntervalMs } = this.options.conduct;
    const connection = new Connection(socket, this.core.instruments, latencyMs, (view, message, at, end) =>
      this.onMessage(connection, view, message, at, end),
    );
    this.connections.add(connection);
    const later = (bytes: Uint8Array): unknown => setTimeout(() => this.onData(connection, bytes), latencyMs);
    socket.on('data', (bytes) => {
      if (latencyMs === 0) this.onData(connection, bytes);
      else later(Uint8Array.from(bytes));
    });
    if (quoteIntervalMs === 0)
      socket.on('drain', () => connection.sendQuotes(this.options.epoch, this.nextQuoteNumber));
    // An error is followed by close.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.onClose(connection));
  }

  private onData(connection: Connection, bytes: Uint8Array): void {
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
    const session = this.sessions.of(hello.source);
    session.connection?.socket.destroy();
    session.connection = connection;
    session.cancelOnDisconnect = (hello.flags & CANCEL_ON_DISCONNECT) !== 0;
    connection.session = session;
    // What waits was made before this connection: it goes to the store first and is resent from there.
    const next = hello.sourceEpoch === this.sessions.epoch ? Math.max(1, hello.sourceSequence) : 1;
    session.connection = null;
    this.endTurn();
    session.connection = connection;
    connection.welcome(this.sessions.epoch, session);
    this.sessions.resend(session, next);
    this.core.subscribe(connection.quotes);
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
}
