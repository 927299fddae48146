import { HEADER_BYTES, LENGTH_BYTES } from './layout.ts';

/** Sees each packet in place; false: no more of them. */
export type PacketHandler = (type: number, view: DataView, at: number, length: number) => boolean;

/** Cuts a connection's bytes into packets, however they come. */
export class PacketReader {
  private readonly handler: PacketHandler;
  /** A packet that came in parts. */
  private readonly parts = new Uint8Array(LENGTH_BYTES + 0xffff);
  private readonly partsView = new DataView(this.parts.buffer);
  private partBytes = 0;

  constructor(handler: PacketHandler) {
    this.handler = handler;
  }

  /** False: the handler wants no more, or these bytes are no packets. */
  take(chunk: Uint8Array): boolean {
    const at = this.partBytes > 0 ? this.complete(chunk) : 0;
    return at >= 0 && this.takeWhole(chunk, at);
  }

  /** For a new connection. */
  reset(): void {
    this.partBytes = 0;
  }

  /** Adds to the packet in parts; where the chunk goes on, or -1 as `take`'s false. */
  private complete(chunk: Uint8Array): number {
    let at = 0;
    while (at < chunk.length) {
      this.parts[this.partBytes++] = chunk[at++]!;
      if (this.partBytes === LENGTH_BYTES) {
        if (this.partsView.getUint16(0) === 0) return -1;
        at = this.fill(chunk, at);
      } else if (this.partBytes > LENGTH_BYTES) at = this.fill(chunk, at);
      if (this.partBytes >= HEADER_BYTES && this.partBytes === this.wholeBytes) {
        this.partBytes = 0;
        return this.show(this.partsView, 0) ? at : -1;
      }
    }
    return at;
  }

  /** As much of the rest of the packet as the chunk has. */
  private fill(chunk: Uint8Array, at: number): number {
    const bytes = Math.min(this.wholeBytes - this.partBytes, chunk.length - at);
    this.parts.set(chunk.subarray(at, at + bytes), this.partBytes);
    this.partBytes += bytes;
    return at + bytes;
  }

  private get wholeBytes(): number {
    return LENGTH_BYTES + this.partsView.getUint16(0);
  }

  private takeWhole(chunk: Uint8Array, from: number): boolean {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
    let at = from;
    while (chunk.length - at >= LENGTH_BYTES) {
      const length = view.getUint16(at);
      if (length === 0) return false;
      if (chunk.length - at < LENGTH_BYTES + length) break;
      if (!this.show(view, at)) return false;
      at += LENGTH_BYTES + length;
    }
    this.parts.set(chunk.subarray(at), this.partBytes);
    this.partBytes += chunk.length - at;
    return true;
  }

  private show(view: DataView, at: number): boolean {
    const length = view.getUint16(at);
    return this.handler(view.getUint8(at + LENGTH_BYTES), view, at + HEADER_BYTES, length - 1);
  }
}
