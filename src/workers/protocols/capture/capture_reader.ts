/** Packets of a capture file, one after the other: pcapng or pcap, of either byte order, whatever the resolution of its times. */
import { closeSync, openSync, readSync } from 'node:fs';
import { BLOCK_BYTES, BlockType, BYTE_ORDER_MAGIC, Option, PACKET_BLOCK_BYTES } from './pcapng_writer.ts';

/** The longest block or packet; what is longer is not one that anybody writes. */
const MOST_BYTES = 1 << 18;
const PCAP_MICROSECONDS = 0xa1b2c3d4;
const PCAP_NANOSECONDS = 0xa1b23c4d;
const PCAP_HEADER_BYTES = 24;
const PCAP_RECORD_BYTES = 16;
const SIMPLE_PACKET = 3;
const DEFAULT_UNIT_NS = 1_000;

export class CaptureError extends Error {
  override readonly name = 'CaptureError';
}

interface CaptureInterface {
  readonly linkType: number;
  /** Nanoseconds of one step of its times. */
  readonly unitNs: number;
}

/** By its first four bytes. */
export function isCapture(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(4);
    return readSync(file, bytes, 0, 4, 0) === 4 && isMagic(new DataView(bytes.buffer).getUint32(0));
  } finally {
    closeSync(file);
  }
}

function isMagic(magic: number): boolean {
  return magic === BlockType.SECTION || pcapUnit(magic) !== undefined || pcapUnit(swapped(magic)) !== undefined;
}

function pcapUnit(magic: number): number | undefined {
  if (magic === PCAP_MICROSECONDS) return 1_000;
  return magic === PCAP_NANOSECONDS ? 1 : undefined;
}

function swapped(word: number): number {
  return (
    ((word & 0xff) * 2 ** 24 + ((word >>> 8) & 0xff) * 2 ** 16 + ((word >>> 16) & 0xff) * 2 ** 8 + (word >>> 24)) >>> 0
  );
}

export class CaptureReader {
  /** The packet last read lies here. */
  readonly view: DataView;
  at = 0;
  bytes = 0;
  linkType = 0;
  /** When it came, since the first packet. */
  timeNs = 0;
  private readonly path: string;
  private readonly file: number;
  private readonly buffer = new Uint8Array(4 * MOST_BYTES);
  private next = 0;
  private end = 0;
  /** Of `next`, from the file's start. */
  private place = 0;
  private isLittle = true;
  private readonly isPcap: boolean;
  private interfaces: CaptureInterface[] = [];
  private firstTime: number | undefined;

  constructor(path: string) {
    this.path = path;
    this.file = openSync(path, 'r');
    this.view = new DataView(this.buffer.buffer);
    const magic = this.has(4) ? this.view.getUint32(0) : 0;
    if (!isMagic(magic)) throw this.wrong('is no capture');
    this.isPcap = magic !== BlockType.SECTION;
    if (this.isPcap) this.readPcapHeader(magic);
  }

  /** False at the end, also where the last packet is cut off. */
  read(): boolean {
    return this.isPcap ? this.readRecord() : this.readBlocks();
  }

  close(): void {
    closeSync(this.file);
  }

  // ---------------------------------------------------------------- pcap

  private readPcapHeader(magic: number): void {
    this.isLittle = pcapUnit(magic) === undefined;
    if (!this.has(PCAP_HEADER_BYTES)) throw this.wrong('is no capture');
    const unitNs = pcapUnit(this.isLittle ? swapped(magic) : magic)!;
    this.interfaces = [{ linkType: this.word(20) & 0xffff, unitNs }];
    this.skip(PCAP_HEADER_BYTES);
  }

  private readRecord(): boolean {
    if (!this.has(PCAP_RECORD_BYTES)) return false;
    const bytes = this.word(8);
    if (bytes > MOST_BYTES) throw this.wrong(`a packet of ${bytes} bytes`);
    if (!this.has(PCAP_RECORD_BYTES + bytes)) return false;
    const { linkType, unitNs } = this.interfaces[0]!;
    // Nanoseconds since 1970 are no whole double; since the first packet they are.
    this.firstTime ??= this.word(0);
    this.timeNs = (this.word(0) - this.firstTime) * 1e9 + this.word(4) * unitNs;
    this.found(this.next + PCAP_RECORD_BYTES, bytes, linkType);
    this.skip(PCAP_RECORD_BYTES + bytes);
    return true;
  }

  // ---------------------------------------------------------------- pcapng

  private readBlocks(): boolean {
    while (this.has(BLOCK_BYTES)) {
      const isSection = this.view.getUint32(this.next) === BlockType.SECTION;
      if (isSection) this.startSection();
      const type = this.word(0);
      const length = this.word(4);
      if (length < BLOCK_BYTES || length % 4 !== 0 || length > MOST_BYTES)
        throw this.wrong(`a block of ${length} bytes`);
      if (!this.has(length)) return false;
      const isPacket = this.readBlock(type, length);
      this.skip(length);
      if (isPacket) return true;
    }
    return false;
  }

  private startSection(): void {
    this.isLittle = this.view.getUint32(this.next + 8, true) === BYTE_ORDER_MAGIC;
    if (!this.isLittle && this.view.getUint32(this.next + 8) !== BYTE_ORDER_MAGIC)
      throw this.wrong('a section without its magic');
    this.interfaces = [];
  }

  private readBlock(type: number, length: number): boolean {
    if (type === BlockType.INTERFACE) this.addInterface(length);
    if (type === BlockType.PACKET) return this.readPacket(length);
    // It has no time: that of the packet before it.
    if (type === SIMPLE_PACKET && this.interfaces.length > 0) {
      const bytes = Math.min(this.word(8), length - BLOCK_BYTES - 4);
      this.found(this.next + 12, bytes, this.interfaces[0]!.linkType);
      return true;
    }
    return false;
  }

  private addInterface(length: number): void {
    if (length < BLOCK_BYTES + 8) throw this.wrong(`an interface of ${length} bytes`);
    const linkType = this.half(8);
    let unitNs = DEFAULT_UNIT_NS;
    for (let at = 16; at + 4 <= length - 4; ) {
      const code = this.half(at);
      const bytes = this.half(at + 2);
      if (code === 0) break;
      if (code === Option.TIME_RESOLUTION && bytes === 1 && at + 5 <= length)
        unitNs = unitOf(this.view.getUint8(this.next + at + 4));
      at += 4 + ((bytes + 3) & ~3);
    }
    this.interfaces.push({ linkType, unitNs });
  }

  private readPacket(length: number): boolean {
    const from = this.interfaces[this.word(8)];
    const bytes = this.word(20);
    if (length < PACKET_BLOCK_BYTES || bytes > length - PACKET_BLOCK_BYTES || from === undefined) {
      throw this.wrong('a packet longer than its block, or of no interface');
    }
    const time = (this.word(12) * 2 ** 32 + this.word(16)) * from.unitNs;
    this.firstTime ??= time;
    // The high half loses the low bits, some hundred nanoseconds: what is told apart by less is told apart by its place.
    this.timeNs = time - this.firstTime;
    this.found(this.next + 28, bytes, from.linkType);
    return true;
  }

  // ---------------------------------------------------------------- bytes

  private found(at: number, bytes: number, linkType: number): void {
    this.at = at;
    this.bytes = bytes;
    this.linkType = linkType;
  }

  private word(offset: number): number {
    return this.view.getUint32(this.next + offset, this.isLittle);
  }

  private half(offset: number): number {
    return this.view.getUint16(this.next + offset, this.isLittle);
  }

  private skip(bytes: number): void {
    this.next += bytes;
    this.place += bytes;
  }

  private has(bytes: number): boolean {
    if (this.end - this.next < bytes) this.refill();
    return this.end - this.next >= bytes;
  }

  private refill(): void {
    this.buffer.copyWithin(0, this.next, this.end);
    this.end -= this.next;
    this.next = 0;
    for (let got = 1; got > 0 && this.end < this.buffer.length; this.end += got) {
      got = readSync(this.file, this.buffer, this.end, this.buffer.length - this.end, null);
    }
  }

  private wrong(what: string): CaptureError {
    return new CaptureError(`${this.path}, byte ${this.place}: ${what}`);
  }
}

/** Of a resolution: a power of ten, or of two where the highest bit is set. */
function unitOf(resolution: number): number {
  return 1e9 / (resolution < 128 ? 10 ** resolution : 2 ** (resolution - 128));
}
