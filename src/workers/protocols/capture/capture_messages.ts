import { HEADER_BYTES as MOLD_HEADER_BYTES } from '../moldudp64/layout.ts';
import { MoldReceiver } from '../moldudp64/receiver.ts';
import { DEFAULT_LIMITS } from '../moldudp64/receiver_config.ts';
import { LoginAccepted, PacketType, readNumber } from '../soupbin/layout.ts';
import { PacketReader } from '../soupbin/packet_reader.ts';
import { CaptureError, CaptureReader } from './capture_reader.ts';
import { IpPayload } from './ip_packet.ts';

const LENGTH_BYTES = 2;
/** Lines of one feed. More ports than these share the last. */
const MOST_LINES = 8;
/** Of the capture's time: how far one line may be behind the other. */
const PATIENCE_NS = 1e9;
/** Kept behind a gap, which only the other line can fill. */
const AHEAD_PACKETS = 8_192;
const FIRST_BYTES = 1 << 18;
const AFTER_THE_END_NS = 1e15;

/** Of a connection whose login the capture lacks. */
const UNKNOWN = -1;

/** What one side of a connection sends. */
interface Stream {
  readonly reader: PacketReader;
  nextByte: number;
  /** Of the next sequenced message. */
  sequence: number;
}

/** The messages of a capture, once and in order, each behind its two-byte length: as in a recorded file. */
export class CaptureMessages {
  readonly receiver: MoldReceiver;
  /** Packets that are none of a feed: neither UDP nor TCP, cut off, without a payload. */
  others = 0;
  /** Bytes of connections that the capture lacks. */
  missingBytes = 0;
  /** Why the rest of the file could not be read. */
  problem: string | undefined;
  private readonly capture: CaptureReader;
  private readonly payload = new IpPayload();
  private readonly lineOf = new Map<number, number>();
  private readonly streams = new Map<string, Stream>();
  /** Messages that nobody has read: from `start` to `end`. */
  private waiting = new Uint8Array(FIRST_BYTES);
  private start = 0;
  private end = 0;
  private hasEnded = false;
  /** One past the newest message of SoupBinTCP. */
  private nextSequence = 0;

  constructor(path: string) {
    this.capture = new CaptureReader(path);
    const limits = { ...DEFAULT_LIMITS, patienceNs: PATIENCE_NS, aheadPackets: AHEAD_PACKETS };
    this.receiver = new MoldReceiver(
      { ...limits, lines: MOST_LINES, servers: 0 },
      {
        onMessages: (view, from, to) => this.add(new Uint8Array(view.buffer, view.byteOffset + from, to - from)),
        onSession: () => undefined,
        onLost: () => undefined,
        onState: () => undefined,
      },
      () => undefined,
    );
  }

  /** As much as there is, at most `length` bytes; 0 at the end. */
  read(bytes: Uint8Array, at: number, length: number): number {
    while (this.start === this.end && !this.hasEnded) this.takePacket();
    const taken = Math.min(length, this.end - this.start);
    bytes.set(this.waiting.subarray(this.start, this.start + taken), at);
    this.start += taken;
    return taken;
  }

  close(): void {
    this.capture.close();
  }

  private takePacket(): void {
    const { capture, payload } = this;
    if (!this.readPacket()) {
      this.hasEnded = true;
      this.receiver.poll(capture.timeNs + AFTER_THE_END_NS);
      return;
    }
    if (!payload.decode(capture.view, capture.at, capture.bytes, capture.linkType)) this.others++;
    else if (payload.isUdp) this.takeDatagram();
    else if (payload.isOpening) this.streams.delete(this.streamName());
    else if (payload.bytes > 0) this.takeSegment();
  }

  /** What follows bytes that are no blocks cannot be found. */
  private readPacket(): boolean {
    try {
      return this.capture.read();
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      this.problem = error.message;
      return false;
    }
  }

  private takeDatagram(): void {
    const { capture, payload, receiver } = this;
    // Requests for what was lost are shorter than any packet of a feed can be believed to be: they are none of a line.
    if (payload.bytes < MOLD_HEADER_BYTES) {
      this.others++;
      return;
    }
    receiver.setTime(capture.timeNs);
    receiver.onPacket(capture.view, payload.at, payload.bytes, this.line());
    receiver.poll(capture.timeNs);
  }

  private line(): number {
    const to = this.payload.toIp * 65_536 + this.payload.toPort;
    const known = this.lineOf.get(to);
    if (known !== undefined) return known;
    const line = Math.min(this.lineOf.size, MOST_LINES - 1);
    this.lineOf.set(to, line);
    return line;
  }

  /** Bytes that came before are left out; what is missing is counted, and the stream goes on behind it. */
  private takeSegment(): void {
    const { capture, payload } = this;
    const stream = this.stream();
    const ahead = (payload.sequence - stream.nextByte) | 0;
    if (ahead > 0) {
      this.missingBytes += ahead;
      stream.reader.reset();
      stream.sequence = UNKNOWN;
    }
    const known = Math.max(0, -ahead);
    if (known >= payload.bytes) return;
    stream.nextByte = (payload.sequence + payload.bytes) | 0;
    const { buffer, byteOffset } = capture.view;
    const chunk = new Uint8Array(buffer, byteOffset + payload.at + known, payload.bytes - known);
    if (!stream.reader.take(chunk)) stream.reader.reset();
  }

  /** Both sides have one; that of the client carries no sequenced messages. */
  private stream(): Stream {
    const { payload, streams } = this;
    const name = this.streamName();
    const known = streams.get(name);
    if (known !== undefined) return known;
    const stream: Stream = {
      reader: new PacketReader((type, view, at, length) => this.takeSoup(stream, type, view, at, length)),
      nextByte: payload.sequence | 0,
      sequence: UNKNOWN,
    };
    streams.set(name, stream);
    return stream;
  }

  private streamName(): string {
    const { fromIp, fromPort, toIp, toPort } = this.payload;
    return `${fromIp}:${fromPort}>${toIp}:${toPort}`;
  }

  /** A login says which message is next; those that an earlier connection brought are left out. */
  private takeSoup(stream: Stream, type: number, view: DataView, at: number, length: number): boolean {
    if (type === PacketType.LOGIN_ACCEPTED && length >= LoginAccepted.BYTES) {
      stream.sequence = readNumber(view, at, LoginAccepted.SEQUENCE);
    }
    if (type !== PacketType.SEQUENCED) return true;
    const isKnown = stream.sequence !== UNKNOWN && stream.sequence < this.nextSequence;
    if (stream.sequence !== UNKNOWN) this.nextSequence = Math.max(this.nextSequence, ++stream.sequence);
    if (isKnown || length === 0) return true;
    this.room(LENGTH_BYTES + length);
    this.waiting[this.end] = length >> 8;
    this.waiting[this.end + 1] = length & 0xff;
    this.waiting.set(new Uint8Array(view.buffer, view.byteOffset + at, length), this.end + LENGTH_BYTES);
    this.end += LENGTH_BYTES + length;
    return true;
  }

  private add(messages: Uint8Array): void {
    this.room(messages.length);
    this.waiting.set(messages, this.end);
    this.end += messages.length;
  }

  /** A gap that closes hands over everything behind it at once. */
  private room(bytes: number): void {
    if (this.end + bytes <= this.waiting.length) return;
    const left = this.waiting.subarray(this.start, this.end);
    const grown = left.length + bytes > this.waiting.length ? new Uint8Array(2 * (left.length + bytes)) : this.waiting;
    if (grown === this.waiting) grown.copyWithin(0, this.start, this.end);
    else grown.set(left);
    this.waiting = grown;
    this.end -= this.start;
    this.start = 0;
  }
}
