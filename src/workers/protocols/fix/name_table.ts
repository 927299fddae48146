/** Names of up to 16 bytes to numbers, looked up straight from a receive buffer: an open-addressed hash of four words. */
import { asciiBytes } from './ascii.ts';

export const MAX_NAME_BYTES = 16;
const WORDS = 4;
/** Four words of the name, its length, its number plus one. */
const ENTRY_WORDS = WORDS + 2;

export class NameTable {
  declare private readonly mask: number;
  declare private readonly entries: Int32Array;
  /** By number: what the name's bytes add up to. */
  declare readonly byteSums: Int32Array;

  /** Names get their position as number; an empty name is a number without one. */
  constructor(names: readonly string[]) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(8, names.length * 3)));
    this.mask = size - 1;
    this.entries = new Int32Array(size * ENTRY_WORDS);
    this.byteSums = Int32Array.from(names, (name) => asciiBytes(name).reduce((sum, byte) => sum + byte, 0));
    names.forEach((name, number) => {
      if (name !== '') this.insert(name, number);
    });
  }

  /** The number of the name in `view`, or -1. Reads up to MAX_NAME_BYTES from `start`, whatever the length. */
  find(view: DataView, start: number, byteLength: number): number {
    if (byteLength > MAX_NAME_BYTES || byteLength === 0) return -1;
    const a = maskedWord(view, start, byteLength);
    let b = 0;
    let c = 0;
    let d = 0;
    if (byteLength > 4) {
      b = maskedWord(view, start + 4, byteLength - 4);
      if (byteLength > 8) {
        c = maskedWord(view, start + 8, byteLength - 8);
        if (byteLength > 12) d = maskedWord(view, start + 12, byteLength - 12);
      }
    }
    const { entries, mask } = this;
    for (let slot = hash(a, b, c, d) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * ENTRY_WORDS;
      const number = entries[at + 5]!;
      if (number === 0) return -1;
      if (entries[at] !== a || entries[at + 1] !== b || entries[at + 2] !== c || entries[at + 3] !== d) continue;
      if (entries[at + 4] === byteLength) return number - 1;
    }
  }

  /** The number of a name of up to eight bytes, given as two zero-padded words, or -1. */
  findShort(a: number, b: number, byteLength: number): number {
    const { entries, mask } = this;
    for (let slot = hash(a, b, 0, 0) & mask; ; slot = (slot + 1) & mask) {
      const at = Math.imul(slot, ENTRY_WORDS);
      const number = entries[(at + 5) | 0]!;
      if (number === 0) return -1;
      if (entries[at] !== a || entries[(at + 1) | 0] !== b) continue;
      // A name of this length has no more words.
      if (entries[(at + 4) | 0] === byteLength) return (number - 1) | 0;
    }
  }

  private insert(name: string, number: number): void {
    if (name.length > MAX_NAME_BYTES) throw new RangeError(`${name} is longer than ${MAX_NAME_BYTES} bytes`);
    const bytes = new Uint8Array(MAX_NAME_BYTES);
    bytes.set(asciiBytes(name));
    const words = new Int32Array(bytes.buffer);
    if (this.find(new DataView(bytes.buffer), 0, name.length) >= 0) throw new RangeError(`${name} is there twice`);
    let slot = hash(words[0]!, words[1]!, words[2]!, words[3]!) & this.mask;
    while (this.entries[slot * ENTRY_WORDS + 5] !== 0) slot = (slot + 1) & this.mask;
    this.entries.set(words, slot * ENTRY_WORDS);
    this.entries[slot * ENTRY_WORDS + 4] = name.length;
    this.entries[slot * ENTRY_WORDS + 5] = number + 1; // 0 is an empty slot
  }
}

/** The first `byteLength` bytes at `start`, at most four, zero-padded. */
function maskedWord(view: DataView, start: number, byteLength: number): number {
  const word = view.getInt32(start, true);
  return byteLength >= 4 ? word : word & ((1 << (byteLength << 3)) - 1);
}

function hash(a: number, b: number, c: number, d: number): number {
  const mixed = Math.imul(
    a ^ Math.imul(b, 0x85eb_ca6b) ^ Math.imul(c, 0xc2b2_ae35) ^ Math.imul(d, 0x27d4_eb2f),
    0x9e37_79b1,
  );
  return mixed ^ (mixed >>> 15);
}
