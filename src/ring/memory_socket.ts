/**
 * Two threads of one process connected as if by a socket: bytes each way through an SPSC ring, without the kernel.
 *
 * A link is two rings, one each way, and the wakers of the threads at their ends. Over its life it carries one connection after
 * another. Each has a number, which stands in every record, so that what was under way when one ended is not taken for the
 * next one's:
 *
 *     OPEN n    client to server    a connection begins; an older one is over
 *     DATA n    either way          bytes
 *     CLOSE n   either way          it has ended; the other side says nothing more
 *
 * What finds the ring full waits in memory and counts as `writableLength`, as with a socket: whoever writes decides how much
 * that may be. An end belongs to one thread, which polls it; nothing happens between polls.
 */
import { EventEmitter } from 'node:events';
import { allocateRegion, Region, type RegionTransfer } from './memory.ts';
import { EMPTY, FULL, SpscConsumer, SpscProducer, spscRegionBytes } from './spsc.ts';
import { Waker } from './wake.ts';

/** What a session needs of its connection; sockets of node:net have it too. */
export interface ByteSocket {
  /** Bytes that wait to be sent. */
  readonly writableLength: number;
  readonly destroyed: boolean;
  /** `onWritten` is told when the bytes' memory may be used again. */
  write(bytes: Uint8Array, onWritten?: () => void): unknown;
  pause(): unknown;
  resume(): unknown;
  /** Sends what waits, then closes. */
  end(onEnd?: () => void): unknown;
  destroy(): unknown;
  /** The bytes are the socket's again when the listener returns. */
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'connect' | 'drain' | 'error' | 'close', listener: () => void): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/** A link as it travels to the other thread. */
export interface MemoryLinkTransfer {
  readonly toServer: RegionTransfer;
  readonly toClient: RegionTransfer;
  /** Wakers of the threads at the ends. */
  readonly server: RegionTransfer;
  readonly client: RegionTransfer;
}

const RecordKind = { OPEN: 1, DATA: 2, CLOSE: 3 } as const;

/** Kind and number of the connection, before the bytes. */
const HEAD_BYTES = 8;
/** Of bytes in a record: the ring's lengths end at 65,535. */
const MAX_PIECE_BYTES = 32 * 1024;
const DEFAULT_RING_BYTES = 1 << 20;
const NO_CONNECTION = 0;
/** A ring that is less full has room for a piece and for the padding before it. */
const ROOM_FRACTION = 0.5;
/** Who waits for room is woken whenever so much more of the ring was read: at the latest at half of what it waits for. */
const WAKE_FRACTION = 0.25;

interface Waiting {
  readonly kind: number;
  readonly socket: MemorySocket;
  /** DATA: what is left of it. */
  bytes: Uint8Array;
  readonly onWritten: (() => void) | undefined;
}

const NOTHING = new Uint8Array(0);

/** The rings of a link, before either end is made. Both wakers are regions of WAKER_REGION_BYTES. */
export function allocateMemoryLink(server: Region, client: Region, ringBytes = DEFAULT_RING_BYTES): MemoryLinkTransfer {
  const ring = (): RegionTransfer => allocateRegion(spscRegionBytes(ringBytes)).transfer();
  return { toServer: ring(), toClient: ring(), server: server.transfer(), client: client.transfer() };
}

/** The end that opens connections. */
export function memoryClient(link: MemoryLinkTransfer): MemoryEnd {
  return new MemoryEnd(link.toServer, link.toClient, link.server);
}

/** The end that `accept`s them. */
export function memoryServer(link: MemoryLinkTransfer, accept: (socket: MemorySocket) => void): MemoryEnd {
  return new MemoryEnd(link.toClient, link.toServer, link.client, accept);
}

export class MemoryEnd {
  readonly #outgoing: SpscProducer;
  readonly #incoming: SpscConsumer;
  readonly #peer: Waker;
  readonly #accept: ((socket: MemorySocket) => void) | undefined;
  /** In the order in which it was written: of connections that have ended since, only their CLOSE. */
  #waiting: Waiting[] = [];
  #socket: MemorySocket | undefined;
  #lastNumber = NO_CONNECTION;
  /** Bytes read since the peer was last woken for room. */
  #released = 0;

  constructor(
    outgoing: RegionTransfer,
    incoming: RegionTransfer,
    peer: RegionTransfer,
    accept?: (socket: MemorySocket) => void,
  ) {
    this.#outgoing = new SpscProducer(Region.from(outgoing));
    this.#incoming = new SpscConsumer(Region.from(incoming));
    this.#peer = new Waker(Region.from(peer));
    this.#accept = accept;
  }

  /** A new connection, in place of one that may be open; `connect` is told in a later turn, as by a socket. */
  connect(): MemorySocket {
    this.#socket?.destroy();
    this.#lastNumber++;
    const socket = new MemorySocket(this, this.#lastNumber);
    this.#socket = socket;
    this.send({ kind: RecordKind.OPEN, socket, bytes: NOTHING, onWritten: undefined });
    process.nextTick(() => {
      if (!socket.destroyed) socket.emit('connect');
    });
    return socket;
  }

  /** Hands on what has come and sends what had waited. Answers with the records taken and sent. */
  poll(): number {
    const sent = this.#sendWaiting();
    const incoming = this.#incoming;
    let taken = 0;
    while (this.#socket?.isPaused !== true) {
      const at = incoming.poll();
      if (at === EMPTY) break;
      taken++;
      this.#released += incoming.length;
      this.#take(at, incoming.length);
    }
    incoming.release();
    if (this.#released > incoming.capacityBytes * WAKE_FRACTION) {
      this.#released = 0;
      this.#peer.wake();
    }
    return taken + sent;
  }

  /** Whether a poll would find something that it can do; asked between raising a waker's flag and sleeping on it. */
  hasWork(): boolean {
    if (this.#socket?.isPaused !== true && !this.#incoming.isEmpty()) return true;
    return this.#waiting.length > 0 && this.#outgoing.fillFraction() < ROOM_FRACTION;
  }

  /** For the link's sockets: sends now, or when the ring has room. */
  send(message: Waiting): void {
    this.#waiting.push(message);
    if (this.#waiting.length === 1) this.#sendWaiting();
  }

  /** For the link's sockets: what waits of one that ended is not sent any more. */
  forget(socket: MemorySocket): void {
    this.#waiting = this.#waiting.filter((message) => {
      if (message.socket !== socket || message.kind !== RecordKind.DATA) return true;
      message.onWritten?.();
      return false;
    });
    if (this.#socket === socket) this.#socket = undefined;
  }

  #sendWaiting(): number {
    let sent = 0;
    for (let message = this.#waiting[0]; message !== undefined; message = this.#waiting[0]) {
      if (!this.#put(message)) break;
      this.#waiting.shift();
      sent++;
      message.onWritten?.();
      message.socket.onSent();
    }
    return sent;
  }

  /** False: the ring is full, and the message keeps what of it was not sent. */
  #put(message: Waiting): boolean {
    const { kind, socket } = message;
    const outgoing = this.#outgoing;
    let isWhole = false;
    while (!isWhole) {
      const piece = message.bytes.subarray(0, MAX_PIECE_BYTES);
      const at = outgoing.claim(HEAD_BYTES + piece.length);
      if (at === FULL) break;
      outgoing.data.i32[at >> 2] = kind;
      outgoing.data.i32[(at >> 2) + 1] = socket.number;
      outgoing.data.u8.set(piece, at + HEAD_BYTES);
      outgoing.commit();
      message.bytes = message.bytes.subarray(piece.length);
      socket.writableLength -= piece.length;
      isWhole = message.bytes.length === 0;
    }
    outgoing.publish();
    this.#peer.wake();
    return isWhole;
  }

  #take(at: number, length: number): void {
    const { i32, u8 } = this.#incoming.data;
    const kind = i32[at >> 2]!;
    const number = i32[(at >> 2) + 1]!;
    if (kind === RecordKind.OPEN) this.#onOpen(number);
    else if (this.#socket?.number !== number) return;
    else if (kind === RecordKind.CLOSE) this.#socket.onPeerClosed();
    else this.#socket.emit('data', u8.subarray(at + HEAD_BYTES, at + length));
  }

  #onOpen(number: number): void {
    if (this.#accept === undefined) return;
    this.#socket?.onPeerClosed();
    this.#socket = new MemorySocket(this, number);
    this.#accept(this.#socket);
  }
}

/** One connection. Its events come in the thread's own turn, `close` always after the call that caused it. */
export class MemorySocket extends EventEmitter implements ByteSocket {
  readonly number: number;
  isPaused = false;
  destroyed = false;
  writableLength = 0;
  readonly #end: MemoryEnd;
  #isEnding = false;
  #mustDrain = false;

  constructor(end: MemoryEnd, number: number) {
    super();
    this.#end = end;
    this.number = number;
  }

  write(bytes: Uint8Array, onWritten?: () => void): void {
    if (this.destroyed || this.#isEnding) {
      onWritten?.();
      return;
    }
    this.writableLength += bytes.length;
    this.#end.send({ kind: RecordKind.DATA, socket: this, bytes, onWritten });
    this.#mustDrain ||= this.writableLength > 0;
  }

  pause(): void {
    this.isPaused = true;
  }

  /** What waits comes with the next poll. */
  resume(): void {
    this.isPaused = false;
  }

  end(onEnd?: () => void): void {
    if (this.destroyed || this.#isEnding) return;
    this.#isEnding = true;
    const onWritten = (): void => {
      this.#close();
      onEnd?.();
    };
    this.#end.send({ kind: RecordKind.CLOSE, socket: this, bytes: NOTHING, onWritten });
  }

  destroy(): void {
    if (this.destroyed) return;
    this.#close();
    if (!this.#isEnding) this.#end.send({ kind: RecordKind.CLOSE, socket: this, bytes: NOTHING, onWritten: undefined });
  }

  /** For the end: a message of it is in the ring. */
  onSent(): void {
    if (!this.#mustDrain || this.writableLength > 0) return;
    this.#mustDrain = false;
    this.emit('drain');
  }

  /** For the end: the other side has ended it, or opened another. */
  onPeerClosed(): void {
    this.#close();
  }

  #close(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.isPaused = false;
    this.#end.forget(this);
    process.nextTick(() => this.emit('close'));
  }
}
