/**
 * Page-aligned shared memory and the views that everything else reads it through.
 *
 * A plain SharedArrayBuffer starts 16 or 48 bytes into a cache line; the buffer of a shared WebAssembly.Memory is
 * page-aligned and a real SharedArrayBuffer, so indices can be given cache lines of their own.
 */

export const PAGE_BYTES = 65_536;

/** Two 64-byte lines: the adjacent-line prefetcher pairs them, so 128 keeps two writers apart. */
export const CACHE_LINE_BYTES = 128;

/** The same bytes seen as each element type that records use. Offsets into views are in elements, into regions in bytes. */
export interface Views {
  readonly f64: Float64Array<SharedArrayBuffer>;
  readonly i32: Int32Array<SharedArrayBuffer>;
  readonly u16: Uint16Array<SharedArrayBuffer>;
  readonly u8: Uint8Array<SharedArrayBuffer>;
}

/** A stretch of shared memory, cheap to send to another thread: `Region.from(region.transfer())` sees the same bytes. */
export interface RegionTransfer {
  readonly buffer: SharedArrayBuffer;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/**
 * Fields are `declare`d, here and in every class of the hot path: a plain `field: type;` is a field definition that stores
 * undefined first, after which V8 knows neither the field's kind nor its map. It cost the SPSC ring a fifth (2026-11, Node
 * 24.21, bench/ring.ts).
 */
export class Region implements Views {
  declare readonly buffer: SharedArrayBuffer;
  declare readonly byteOffset: number;
  declare readonly byteLength: number;
  declare readonly f64: Float64Array<SharedArrayBuffer>;
  declare readonly i32: Int32Array<SharedArrayBuffer>;
  declare readonly u16: Uint16Array<SharedArrayBuffer>;
  declare readonly u8: Uint8Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer, byteOffset = 0, byteLength = buffer.byteLength - byteOffset) {
    if (byteOffset % 8 !== 0 || byteLength % 8 !== 0) {
      throw new RangeError(`region must start and end on 8 bytes: offset ${byteOffset}, length ${byteLength}`);
    }
    this.buffer = buffer;
    this.byteOffset = byteOffset;
    this.byteLength = byteLength;
    this.f64 = new Float64Array(buffer, byteOffset, byteLength / 8);
    this.i32 = new Int32Array(buffer, byteOffset, byteLength / 4);
    this.u16 = new Uint16Array(buffer, byteOffset, byteLength / 2);
    this.u8 = new Uint8Array(buffer, byteOffset, byteLength);
  }

  static from(transfer: RegionTransfer): Region {
    return new Region(transfer.buffer, transfer.byteOffset, transfer.byteLength);
  }

  transfer(): RegionTransfer {
    return { buffer: this.buffer, byteOffset: this.byteOffset, byteLength: this.byteLength };
  }

  /** A part of this region; `byteOffset` is relative to it. */
  slice(byteOffset: number, byteLength: number): Region {
    if (byteOffset < 0 || byteOffset + byteLength > this.byteLength) {
      throw new RangeError(`slice ${byteOffset}+${byteLength} leaves a region of ${this.byteLength} bytes`);
    }
    return new Region(this.buffer, this.byteOffset + byteOffset, byteLength);
  }
}

/** Zeroed, page-aligned shared memory of at least `byteLength` bytes (at most 4 GiB less one page). */
export function allocateRegion(byteLength: number): Region {
  const pages = Math.max(1, Math.ceil(byteLength / PAGE_BYTES));
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  return new Region(memory.buffer as unknown as SharedArrayBuffer, 0, Math.ceil(byteLength / 8) * 8);
}

/** The records are little-endian on disk and on the wire; typed arrays are the host's. Called once at start. */
export function assertLittleEndian(): void {
  if (new Uint8Array(new Uint32Array([1]).buffer)[0] !== 1) {
    throw new Error('Sluice needs a little-endian host: its records are read in place through typed arrays');
  }
}
