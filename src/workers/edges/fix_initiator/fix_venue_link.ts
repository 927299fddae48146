/**
 * A venue that is reached over FIX 4.4: one TCP connection at a time, for as long as the link lives, and `VenueEnd` at
 * its end. README.md says what becomes of what.
 */
import { connect, type Socket } from 'node:net';
import type { FixTransport } from '../../protocols/fix/session_config.ts';
import type { OutputPosition, VenueLink, VenueLinkFigures } from '../venue_link.ts';
import { VenueEnd, type VenueEndOptions } from './venue_end.ts';

const READ_BYTES = 16 * 1024;
/** Above this, records stay in the ring: it is the ring that tells the engine that the venue is slow. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;
/** How long a full ring of reports is left alone before it is tried again. */
const HOLD_MS = 1;
const TIMER_MS = 200;
const STOP_MS = 1_000;

export interface FixVenueLinkOptions extends VenueEndOptions {
  readonly host: string;
  readonly port: number;
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
}

export const FIX_LINK_DEFAULTS = { firstRetryMs: 100, maxRetryMs: 10_000 } as const;

export class FixVenueLink implements VenueLink {
  private readonly end: VenueEnd;
  private readonly options: FixVenueLinkOptions;
  private readonly readBuffer = new Uint8Array(READ_BYTES);
  private isPaused = false;
  private holdTimer: NodeJS.Timeout | null = null;
  private timer: NodeJS.Timeout | null = null;
  private retryTimer: NodeJS.Timeout | null = null;
  private socket: Socket | null = null;
  private isStopped = true;
  private retryMs: number;
  private connects = 0;

  constructor(options: FixVenueLinkOptions) {
    this.options = options;
    this.retryMs = options.firstRetryMs;
    this.end = new VenueEnd(options);
  }

  get leftBefore(): OutputPosition {
    return this.end.leftBefore;
  }

  get isConnected(): boolean {
    return this.end.isUp;
  }

  get isDiskLow(): boolean {
    return this.options.log.isLow === true;
  }

  start(): void {
    this.isStopped = false;
    this.timer = setInterval(() => this.end.onTimer(), TIMER_MS);
    this.open();
  }

  poll(): number {
    if (this.end.isHolding) this.drain();
    return this.mayWrite() ? this.end.poll() : 0;
  }

  hasWork(): boolean {
    return this.mayWrite() && this.end.hasWork();
  }

  massCancel(): void {
    this.end.massCancel();
  }

  figures(): VenueLinkFigures {
    return {
      received: this.end.records.written,
      sent: this.end.requests.sent,
      pool: {
        connections: this.end.isUp ? 1 : 0,
        size: 1,
        utilisation: Math.min(1, (this.socket?.writableLength ?? 0) / MAX_UNSENT_BYTES),
        reconnects: Math.max(0, this.connects - 1),
      },
    };
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    if (this.retryTimer !== null) clearTimeout(this.retryTimer);
    if (this.holdTimer !== null) clearTimeout(this.holdTimer);
    const { socket } = this;
    if (socket !== null && !socket.destroyed) {
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      this.end.logout();
      const late = setTimeout(() => socket.destroy(), STOP_MS);
      await closed;
      clearTimeout(late);
    }
    this.options.log.close?.();
  }

  private mayWrite(): boolean {
    return this.socket === null || this.socket.writableLength <= MAX_UNSENT_BYTES;
  }

  private open(): void {
    this.retryTimer = null;
    this.isPaused = false;
    const { host, port } = this.options;
    const socket: Socket = connect({
      host,
      port,
      noDelay: true,
      onread: { buffer: this.readBuffer, callback: (length) => this.onRead(socket, length) },
    });
    this.socket = socket;
    socket.on('connect', () => {
      this.connects++;
      this.end.onConnect(transportOf(socket));
    });
    // An error is followed by close.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.onClose(socket));
  }

  /** False pauses the socket: what follows stays in the kernel until there is room for what it says. */
  private onRead(socket: Socket, length: number): boolean {
    if (socket !== this.socket) return false;
    this.isPaused = !this.end.onBytes(this.readBuffer, length);
    if (this.isPaused) this.holdTimer ??= setTimeout(() => this.retryHeld(), HOLD_MS);
    if (this.end.isUp) this.retryMs = this.options.firstRetryMs;
    return !this.isPaused;
  }

  private drain(): void {
    if (!this.end.drain()) {
      this.holdTimer ??= setTimeout(() => this.retryHeld(), HOLD_MS);
    } else if (this.isPaused) {
      this.isPaused = false;
      this.socket?.resume();
    }
  }

  private retryHeld(): void {
    this.holdTimer = null;
    if (this.end.isHolding && !this.isStopped) this.drain();
  }

  private onClose(socket: Socket): void {
    if (socket !== this.socket) return;
    this.end.onDisconnect();
    if (this.isStopped) return;
    this.retryTimer = setTimeout(() => this.open(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, this.options.maxRetryMs);
  }
}

function transportOf(socket: Socket): FixTransport {
  return {
    // The session's buffer is its own again at once.
    write: (bytes) => socket.write(Uint8Array.from(bytes)),
    close: () => {
      socket.end();
      setTimeout(() => socket.destroy(), STOP_MS).unref();
    },
  };
}
