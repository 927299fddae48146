import type { MessageStore } from '../message_store.ts';
import type { SoupTransport } from './client.ts';
import { LENGTH_BYTES, LoginRequest, PacketType, RejectCode, readNumber, readText } from './layout.ts';
import { PacketReader } from './packet_reader.ts';
import { PacketWriter } from './packet_writer.ts';

const SECOND_NS = 1e9;
const MS = 1e6;
/** Sent between two looks at whether the transport is full. */
const MESSAGES_A_LOOK = 256;

export interface SoupServerConfig {
  readonly session: string;
  /** Names and passwords are compared without case (2.3.1). */
  readonly authorize: (username: string, password: string) => boolean;
  readonly heartbeatNs?: number;
  /** Nothing heard for so long: the connection is closed. A login of 4.00 brings its own. */
  readonly timeoutNs?: number;
}

export interface SoupServerTransport extends SoupTransport {
  /** The other side does not keep up: messages wait in the store. */
  readonly isFull: boolean;
}

export interface SoupServerListener {
  onLogin(username: string): void;
  /** What the client sends, in place. */
  onUnsequenced(view: DataView, at: number, length: number): void;
  onClose(why: string): void;
}

/**
 * One connection to a SoupBinTCP server. Sequenced messages come from a store that all connections share: `pump` sends what the
 * client has not had. A client that asks for what the store has let go of begins with the oldest that is there, and sees by
 * the sequence what it has missed.
 */
export class SoupServerConnection {
  /** The sequence that is sent next; 0 before the login. */
  next = 0;
  /** Whoever has a store for each user sets it when the user is authorized. */
  store: MessageStore;
  private readonly config: SoupServerConfig;
  private readonly listener: SoupServerListener;
  private readonly transport: SoupServerTransport;
  private readonly heartbeatNs: number;
  private readonly reader = new PacketReader((type, view, at, length) => this.onPacket(type, view, at, length));
  private readonly writer: PacketWriter;
  private timeoutNs: number;
  private isOpen = true;
  private isEnding = false;
  private nowNs: number;
  private lastHeardNs: number;
  private lastSentNs: number;

  constructor(
    config: SoupServerConfig,
    store: MessageStore,
    transport: SoupServerTransport,
    listener: SoupServerListener,
    nowNs: number,
  ) {
    this.config = config;
    this.store = store;
    this.transport = transport;
    this.listener = listener;
    this.heartbeatNs = config.heartbeatNs ?? SECOND_NS;
    this.timeoutNs = config.timeoutNs ?? 15 * SECOND_NS;
    this.writer = new PacketWriter((bytes) => transport.write(bytes));
    this.nowNs = nowNs;
    this.lastHeardNs = nowNs;
    this.lastSentNs = nowNs;
  }

  get isLive(): boolean {
    return this.isOpen && this.next > 0;
  }

  onBytes(chunk: Uint8Array, nowNs: number): void {
    this.nowNs = nowNs;
    this.lastHeardNs = nowNs;
    if (!this.isOpen) return;
    if (!this.reader.take(chunk)) this.close('what came is not SoupBinTCP');
    else this.pump(nowNs);
  }

  onDisconnect(): void {
    this.close('disconnected');
  }

  /** Sends what there is, as far as the transport takes it: after messages were stored, and when it has room again. */
  pump(nowNs: number): void {
    this.nowNs = nowNs;
    if (!this.isLive) return;
    const { store, writer, transport } = this;
    while (this.next < store.next && !transport.isFull) {
      if (!store.has(this.next)) {
        this.close('too slow: what it needs next is no longer kept');
        return;
      }
      for (let left = MESSAGES_A_LOOK; left > 0 && this.next < store.next; left--, this.next++) {
        const at = store.offsetOf(this.next) + LENGTH_BYTES;
        writer.data(PacketType.SEQUENCED, store.bytes, at, store.lengthOf(this.next));
      }
      this.flush();
    }
    if (this.isEnding && this.next === store.next) this.sayEnd();
  }

  /** A message that is not numbered, from 4.00 on; it is lost with the connection. False: not logged in. */
  send(source: Uint8Array, from: number, length: number): boolean {
    if (!this.isLive) return false;
    this.writer.data(PacketType.UNSEQUENCED, source, from, length);
    this.flush();
    return true;
  }

  debug(text: string): void {
    this.writer.debug(text);
    this.flush();
  }

  /** Once the client has had everything, it is told that the session has ended. */
  end(nowNs: number): void {
    this.isEnding = true;
    this.pump(nowNs);
  }

  onTimer(nowNs: number): void {
    this.nowNs = nowNs;
    if (!this.isOpen) return;
    if (nowNs - this.lastHeardNs >= this.timeoutNs) {
      this.close('the client is silent');
      return;
    }
    this.pump(nowNs);
    if (this.isLive && nowNs - this.lastSentNs >= this.heartbeatNs) {
      this.writer.empty(PacketType.SERVER_HEARTBEAT);
      this.flush();
    }
  }

  /** False: the connection is over. */
  private onPacket(type: number, view: DataView, at: number, length: number): boolean {
    switch (type) {
      case PacketType.UNSEQUENCED:
        if (!this.isLive) return false;
        this.listener.onUnsequenced(view, at, length);
        return true;
      case PacketType.CLIENT_HEARTBEAT:
      case PacketType.DEBUG:
        return true;
      case PacketType.LOGIN_REQUEST:
        return this.next === 0 && this.onLogin(view, at, length);
      case PacketType.LOGOUT_REQUEST:
        this.close('logged out');
        return false;
      default:
        return false;
    }
  }

  private onLogin(view: DataView, at: number, length: number): boolean {
    if (length !== LoginRequest.BYTES && length !== LoginRequest.BYTES_WITH_TIMEOUT) return false;
    const username = readText(view, at, LoginRequest.USERNAME).toUpperCase();
    const password = readText(view, at, LoginRequest.PASSWORD).toUpperCase();
    const session = readText(view, at, LoginRequest.SESSION);
    const sequence = readNumber(view, at, LoginRequest.SEQUENCE);
    if (sequence < 0) return false;
    if (length === LoginRequest.BYTES_WITH_TIMEOUT) {
      const timeoutMs = readNumber(view, at, LoginRequest.HEARTBEAT_TIMEOUT);
      if (timeoutMs <= 0) return false;
      this.timeoutNs = timeoutMs * MS;
    }
    if (!this.config.authorize(username, password)) return this.reject(RejectCode.NOT_AUTHORIZED, username);
    if (session !== '' && session !== this.config.session) {
      return this.reject(RejectCode.SESSION_NOT_AVAILABLE, username);
    }
    const { store } = this;
    this.next = sequence === 0 ? store.next : Math.max(store.oldest, Math.min(sequence, store.next));
    this.writer.loginAccepted(this.config.session, this.next);
    this.flush();
    this.listener.onLogin(username);
    return true;
  }

  private reject(code: number, username: string): boolean {
    this.writer.loginRejected(code);
    this.flush();
    this.close(`login of '${username}' refused`);
    return false;
  }

  private sayEnd(): void {
    this.writer.empty(PacketType.END_OF_SESSION);
    this.flush();
    this.close('the session has ended');
  }

  private flush(): void {
    this.lastSentNs = this.nowNs;
    this.writer.flush();
  }

  private close(why: string): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.listener.onClose(why);
    this.transport.close();
  }
}
