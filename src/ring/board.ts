/**
 * The latest value of something, for anyone to look at: one writer that never waits, readers that try again.
 *
 *     writer                                        reader
 *     1. version += 1, now odd  (Atomics.add)       a. version, must be even (Atomics.load, pairs with 3)
 *     2. write words            (plain)             b. copy words            (plain)
 *     3. version += 1, now even (Atomics.store)     c. version as in a?      (Atomics.add 0, pairs with 1)
 *
 *     region   +--------------------------+----------------------------+
 *              | version (i32), own lines | the value                  |
 *              +--------------------------+----------------------------+
 *
 * README.md argues the order: the adds are what keeps plain accesses on their side of the version on ARM. A board is an output:
 * engines never read one.
 */
import { CACHE_LINE_BYTES, type Region } from './memory.ts';

const VERSION = 0;
const HEADER_BYTES = CACHE_LINE_BYTES;

/** The version wraps after 2^31 values: a reader would have to sleep through exactly that many to be fooled. */
export function boardRegionBytes(valueBytes: number): number {
  return HEADER_BYTES + Math.ceil(valueBytes / CACHE_LINE_BYTES) * CACHE_LINE_BYTES;
}

export class BoardWriter {
  /** Write the whole value here between `open` and `close`. */
  declare readonly value: Region;
  declare private readonly i32: Int32Array<SharedArrayBuffer>;

  constructor(region: Region) {
    this.i32 = region.i32;
    this.value = region.slice(HEADER_BYTES, region.byteLength - HEADER_BYTES);
  }

  /** Pairs with the Atomics.add in BoardReader.read: a reader that met a word written after it will see that it did. */
  open(): void {
    // A version found odd was left by a writer that died within a value: it stays odd until this one has written all of it.
    Atomics.add(this.i32, VERSION, 1 + (this.i32[VERSION]! & 1));
  }

  /** Pairs with the load in BoardReader.read. Only the writer changes the version, so it may look at it plainly. */
  close(): void {
    Atomics.store(this.i32, VERSION, (this.i32[VERSION]! + 1) | 0);
  }
}

export class BoardReader {
  /** This reader's copy: the value as of the last `read` that said true. */
  declare readonly value: Region;
  /** Even number of the value that was read; 0 until there was one. */
  version = 0;
  declare private readonly i32: Int32Array<SharedArrayBuffer>;
  declare private readonly shared: Int32Array<SharedArrayBuffer>;
  declare private readonly scratch: Int32Array;

  /** `copy` is as long as the value. */
  constructor(region: Region, copy: Region) {
    this.i32 = region.i32;
    this.shared = region.slice(HEADER_BYTES, region.byteLength - HEADER_BYTES).i32;
    if (copy.byteLength > this.shared.byteLength) throw new RangeError('the copy is longer than the value');
    this.value = copy;
    this.scratch = new Int32Array(copy.byteLength / 4);
  }

  /** Copies the newest value. False when each attempt met a writer at work; what was read before is then still there. */
  read(attempts = 1_000): boolean {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (this.tryRead()) return true;
      Atomics.pause();
    }
    return false;
  }

  private tryRead(): boolean {
    const version = Atomics.load(this.i32, VERSION);
    if ((version & 1) !== 0) return false;
    const { scratch, shared } = this;
    for (let i = 0; i < scratch.length; i++) scratch[i] = shared[i]!;
    if (Atomics.add(this.i32, VERSION, 0) !== version) return false;
    this.version = version;
    const value = this.value.i32;
    for (let i = 0; i < scratch.length; i++) value[i] = scratch[i]!;
    return true;
  }
}
