import type { MessageStore } from '../message_store.ts';
import { BLOCK_LENGTH_BYTES, END_OF_SESSION, HEADER_BYTES, HEARTBEAT, SessionId, writeHeader } from './layout.ts';
import { RequestPacket } from './packet.ts';

const SECOND_NS = 1e9;
/** The end is told for a short while only, and must not be missed. */
const ENDS_A_HEARTBEAT = 10;
/** So that what waits for its packet is never let go. */
const MIN_STORE_PACKETS = 4;

export interface PublisherConfig {
  readonly session: string;
  /** Of a whole packet, header and blocks. 1,400 fit an Ethernet frame with every header that networks put around it. */
  readonly maxPacketBytes: number;
  readonly maxPacketMessages: number;
  /** Silence after which a heartbeat is sent. */
  readonly heartbeatNs?: number;
}

/** Takes a packet to all listeners. The bytes are the publisher's again when it returns. */
export type SendPacket = (packet: Uint8Array, length: number) => void;

/**
 * The sending side of one MoldUDP64 session: messages become packets, silence becomes heartbeats, and requests are answered
 * as far back as the store goes. The store is shared by all who publish the same messages, such as lines A and B.
 */
export class MoldPublisher {
  packets = 0;
  heartbeats = 0;
  requests = 0;
  /** Requests that were malformed, of another session, or for what is not there (any more). */
  refusedRequests = 0;
  readonly store: MessageStore;
  private readonly session: SessionId;
  private readonly config: PublisherConfig;
  private readonly heartbeatNs: number;
  private readonly send: SendPacket;
  private readonly packet: Uint8Array;
  private readonly view: DataView;
  private readonly request = new RequestPacket();
  /** Of the first message that has not been sent. */
  private unsent: number;
  private unsentBytes = 0;
  private lastSentNs = 0;
  private hasEnded = false;

  constructor(config: PublisherConfig, store: MessageStore, send: SendPacket) {
    if (
      store.bytes.length < MIN_STORE_PACKETS * config.maxPacketBytes ||
      store.maxMessages < config.maxPacketMessages
    ) {
      throw new RangeError(`the store must hold ${MIN_STORE_PACKETS} packets, and the messages of one`);
    }
    this.config = config;
    this.store = store;
    this.send = send;
    this.session = SessionId.of(config.session);
    this.heartbeatNs = config.heartbeatNs ?? SECOND_NS;
    this.packet = new Uint8Array(config.maxPacketBytes);
    this.view = new DataView(this.packet.buffer);
    this.unsent = store.next;
  }

  /** Puts a message into the packet that waits; a packet that is full leaves. */
  add(source: Uint8Array, from: number, length: number, nowNs: number): void {
    const blockBytes = BLOCK_LENGTH_BYTES + length;
    if (HEADER_BYTES + blockBytes > this.config.maxPacketBytes) {
      throw new RangeError(`a message of ${length} bytes does not fit a packet of ${this.config.maxPacketBytes}`);
    }
    if (HEADER_BYTES + this.unsentBytes + blockBytes > this.config.maxPacketBytes) this.flush(nowNs);
    this.store.append(source, from, length);
    this.unsentBytes += blockBytes;
    if (this.store.next - this.unsent >= this.config.maxPacketMessages) this.flush(nowNs);
  }

  /** Sends what waits. */
  flush(nowNs: number): void {
    if (this.unsent === this.store.next) return;
    while (this.unsent < this.store.next) {
      const first = this.unsent;
      const length = this.compose(first, this.store.next - first);
      this.unsent += this.view.getUint16(HEADER_BYTES - 2);
      this.packets++;
      this.send(this.packet, length);
    }
    this.unsentBytes = 0;
    this.lastSentNs = nowNs;
  }

  /** From now on the session's end is told in place of heartbeats, until the owner stops. */
  end(nowNs: number): void {
    this.flush(nowNs);
    this.hasEnded = true;
    this.sendEmpty(END_OF_SESSION, nowNs);
  }

  /** A few times each heartbeat interval. */
  onTimer(nowNs: number): void {
    this.flush(nowNs);
    const silenceNs = nowNs - this.lastSentNs;
    if (this.hasEnded && silenceNs >= this.heartbeatNs / ENDS_A_HEARTBEAT) this.sendEmpty(END_OF_SESSION, nowNs);
    else if (silenceNs >= this.heartbeatNs) this.sendEmpty(HEARTBEAT, nowNs);
  }

  /** Composes the answer to a request in `answer`; its length, or 0 when there is nothing to answer. */
  answer(request: DataView, at: number, length: number): number {
    this.requests++;
    const { request: asked, store } = this;
    // What still waits for its packet goes to all: whoever asks for it has not missed it.
    if (asked.decode(request, at, length, this.session) && store.has(asked.sequence) && asked.sequence < this.unsent) {
      return this.compose(asked.sequence, Math.min(asked.count, this.unsent - asked.sequence));
    }
    this.refusedRequests++;
    return 0;
  }

  /** The packet last composed. */
  get answerBytes(): Uint8Array {
    return this.packet;
  }

  private compose(first: number, maxCount: number): number {
    const { store, packet } = this;
    const count = store.runCount(
      first,
      Math.min(maxCount, this.config.maxPacketMessages),
      packet.length - HEADER_BYTES,
    );
    const bytes = store.runBytes(first, count);
    const from = store.offsetOf(first);
    writeHeader(this.view, 0, this.session, first, count);
    packet.set(store.bytes.subarray(from, from + bytes), HEADER_BYTES);
    return HEADER_BYTES + bytes;
  }

  private sendEmpty(count: number, nowNs: number): void {
    writeHeader(this.view, 0, this.session, this.unsent, count);
    this.heartbeats++;
    this.lastSentNs = nowNs;
    this.send(this.packet, HEADER_BYTES);
  }
}
