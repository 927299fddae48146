import { LoginAccepted, PacketType, RejectCode, readNumber, readText } from './layout.ts';
import { PacketReader } from './packet_reader.ts';
import { PacketWriter } from './packet_writer.ts';

const SECOND_NS = 1e9;

export interface SoupClientConfig {
  readonly username: string;
  readonly password: string;
  /** The session to ask for; without it whichever is current. */
  readonly session?: string;
  /** The first sequence wanted; 0 begins with whatever comes next. */
  readonly firstSequence?: number;
  /** Set: the login is one of 4.00, and this is what it asks of the server. */
  readonly heartbeatTimeoutMs?: number;
  readonly heartbeatNs?: number;
  /** Nothing heard for so long: the connection is given up. */
  readonly timeoutNs?: number;
  /** Until the next attempt; doubled with each that fails. */
  readonly firstBackOffNs?: number;
  readonly maxBackOffNs?: number;
}

export const SoupState = {
  DISCONNECTED: 0,
  /** Connected, and the login is on its way. */
  LOGGING_IN: 1,
  LIVE: 2,
  /** The server has ended the session. */
  ENDED: 3,
  /** User or password are wrong: trying again helps nobody. */
  REFUSED: 4,
} as const;

export interface SoupClientListener {
  /** A session that is not the one before; `client.next` is its first sequence. */
  onSession(session: string): void;
  /** The next sequenced message, in place; `client.next` is its sequence until this returns. */
  onMessage(view: DataView, at: number, length: number): void;
  onUnsequenced(view: DataView, at: number, length: number): void;
  /** What the server no longer has. */
  onLost(first: number, count: number): void;
  onState(state: number, why: string): void;
}

export interface SoupTransport {
  write(bytes: Uint8Array): void;
  close(): void;
}

/**
 * The client of a SoupBinTCP session, over as many connections as it takes: each login asks for the message after the last
 * one that came. It owns no socket and no clock; who owns them connects when `connectDueNs` says so.
 */
export class SoupClient {
  /** The sequence that is delivered next. */
  next: number;
  state: number = SoupState.DISCONNECTED;
  /** When to connect again; Infinity when there is nothing to connect for. */
  connectDueNs = -Infinity;
  connections = 0;
  messages = 0;
  lost = 0;
  /** Messages that a server sent though we had them. */
  duplicates = 0;
  session: string;
  private readonly config: SoupClientConfig;
  private readonly listener: SoupClientListener;
  private readonly heartbeatNs: number;
  private readonly timeoutNs: number;
  private readonly reader = new PacketReader((type, view, at, length) => this.onPacket(type, view, at, length));
  private readonly writer = new PacketWriter((bytes) => this.transport?.write(bytes));
  private transport: SoupTransport | undefined;
  /** The session of the last login that was accepted. */
  private known: string | undefined;
  /** What the server counts: below `next` when it repeats. */
  private serverNext = 0;
  private nowNs = 0;
  private lastSentNs = 0;
  private lastHeardNs = 0;
  private backOffNs: number;

  constructor(config: SoupClientConfig, listener: SoupClientListener) {
    this.config = config;
    this.listener = listener;
    this.next = config.firstSequence ?? 1;
    this.session = config.session ?? '';
    this.heartbeatNs = config.heartbeatNs ?? SECOND_NS;
    this.timeoutNs = config.timeoutNs ?? 15 * SECOND_NS;
    this.backOffNs = this.firstBackOffNs;
  }

  onConnect(transport: SoupTransport, nowNs: number): void {
    const { config } = this;
    this.nowNs = nowNs;
    this.lastHeardNs = nowNs;
    this.transport = transport;
    this.connections++;
    this.connectDueNs = Infinity;
    this.reader.reset();
    this.writer.reset();
    this.enter(SoupState.LOGGING_IN, 'connected');
    this.writer.loginRequest({
      username: config.username,
      password: config.password,
      session: this.session,
      sequence: this.next,
      ...(config.heartbeatTimeoutMs === undefined ? {} : { heartbeatTimeoutMs: config.heartbeatTimeoutMs }),
    });
    this.flush();
  }

  onBytes(chunk: Uint8Array, nowNs: number): void {
    this.nowNs = nowNs;
    this.lastHeardNs = nowNs;
    if (!this.isOpen || this.reader.take(chunk)) return;
    // What ends the connection by itself has left it already.
    if (this.isOpen) this.close('what came is not SoupBinTCP');
  }

  /** The connection ended, or could not be made. */
  onDisconnect(nowNs: number): void {
    this.nowNs = nowNs;
    this.transport = undefined;
    if (this.state === SoupState.ENDED || this.state === SoupState.REFUSED) return;
    this.connectDueNs = nowNs + this.backOffNs;
    this.backOffNs = Math.min(this.backOffNs * 2, this.config.maxBackOffNs ?? 10 * SECOND_NS);
    this.enter(SoupState.DISCONNECTED, 'disconnected');
  }

  /** A few times each heartbeat interval. */
  onTimer(nowNs: number): void {
    this.nowNs = nowNs;
    if (!this.isOpen) return;
    if (nowNs - this.lastHeardNs >= this.timeoutNs) this.close('the server is silent');
    else if (this.state === SoupState.LIVE && nowNs - this.lastSentNs >= this.heartbeatNs) {
      this.writer.empty(PacketType.CLIENT_HEARTBEAT);
      this.flush();
    }
  }

  /** A message to the server, which may be lost with the connection; it leaves with the next `flush`. False: not logged in. */
  send(source: Uint8Array, from: number, length: number): boolean {
    if (this.state !== SoupState.LIVE) return false;
    this.writer.data(PacketType.UNSEQUENCED, source, from, length);
    return true;
  }

  flush(): void {
    this.lastSentNs = this.nowNs;
    this.writer.flush();
  }

  /** Says good-bye; the server closes. */
  logout(): void {
    if (!this.isOpen) return;
    this.writer.empty(PacketType.LOGOUT_REQUEST);
    this.flush();
    this.enter(SoupState.ENDED, 'logged out');
  }

  // ---------------------------------------------------------------- what the server says

  /** False: the connection is over. */
  private onPacket(type: number, view: DataView, at: number, length: number): boolean {
    if (type === PacketType.SEQUENCED && this.state === SoupState.LIVE) {
      this.onSequenced(view, at, length);
      return true;
    }
    switch (type) {
      case PacketType.SERVER_HEARTBEAT:
      case PacketType.DEBUG:
        return true;
      case PacketType.LOGIN_ACCEPTED:
        return this.state === SoupState.LOGGING_IN && this.onAccepted(view, at, length);
      case PacketType.LOGIN_REJECTED:
        return this.state === SoupState.LOGGING_IN && length === 1 && this.onRejected(view.getUint8(at));
      case PacketType.UNSEQUENCED:
        if (this.state === SoupState.LIVE) this.listener.onUnsequenced(view, at, length);
        return this.state === SoupState.LIVE;
      case PacketType.END_OF_SESSION:
        return this.leave(SoupState.ENDED, 'the session has ended');
      default:
        return false;
    }
  }

  private onSequenced(view: DataView, at: number, length: number): void {
    if (this.serverNext++ < this.next) {
      this.duplicates++;
      return;
    }
    this.listener.onMessage(view, at, length);
    this.messages++;
    this.next++;
  }

  private onAccepted(view: DataView, at: number, length: number): boolean {
    if (length !== LoginAccepted.BYTES) return false;
    const session = readText(view, at, LoginAccepted.SESSION);
    const sequence = readNumber(view, at, LoginAccepted.SEQUENCE);
    if (sequence < 1) return false;
    this.serverNext = sequence;
    this.backOffNs = this.firstBackOffNs;
    if (this.next === 0) this.next = sequence;
    if (session !== this.known) {
      if (this.known !== undefined) this.next = 1;
      this.known = session;
      this.session = session;
      this.listener.onSession(session);
    }
    if (sequence > this.next) {
      const first = this.next;
      this.next = sequence;
      this.lost += sequence - first;
      this.listener.onLost(first, sequence - first);
    }
    this.enter(SoupState.LIVE, `logged in to session ${session} at ${sequence}`);
    return true;
  }

  /** The session that we were in is gone: the next login takes the one that is. */
  private onRejected(code: number): boolean {
    if (code === RejectCode.SESSION_NOT_AVAILABLE && this.config.session === undefined) {
      this.session = '';
      this.next = 1;
      return this.leave(SoupState.DISCONNECTED, 'the session is not available any more');
    }
    const why = code === RejectCode.NOT_AUTHORIZED ? 'not authorized' : 'session not available';
    return this.leave(SoupState.REFUSED, `login refused: ${why}`);
  }

  private close(why: string): void {
    this.leave(SoupState.DISCONNECTED, why);
  }

  /** Ends the connection from here; nothing that came behind is looked at. */
  private leave(state: number, why: string): false {
    this.enter(state, why);
    this.transport?.close();
    return false;
  }

  private get isOpen(): boolean {
    return this.state === SoupState.LOGGING_IN || this.state === SoupState.LIVE;
  }

  private get firstBackOffNs(): number {
    return this.config.firstBackOffNs ?? 0.1 * SECOND_NS;
  }

  private enter(state: number, why: string): void {
    if (state === this.state) return;
    this.state = state;
    this.listener.onState(state, why);
  }
}
