/** Text of a message in a record's `[ubyte:40]`, word by word: one load finds the SOH and everything unprintable. */

export const MAX_ID_BYTES = 40;
const ID_WORDS = MAX_ID_BYTES / 4;
const HIGH_BITS = 0x8080_8080 | 0;
const SPACES = 0x2020_2020;

/**
 * Copies the value at `start`, which a SOH ends, to `ID_WORDS` words at `at`, zero-padded. Returns where the SOH is; -1:
 * longer than 40 bytes, empty, or not printable ASCII. Reads at most 44 bytes.
 */
export function copyId(view: DataView, start: number, words: Int32Array, at: number): number {
  let i = 0;
  for (; i <= ID_WORDS; i++) {
    const word = view.getInt32(start + (i << 2), true);
    // Set in every byte below 0x20 up to and including the first; borrows may set it in later ones.
    const below = (word - SPACES) & ~word & HIGH_BITS;
    if (below !== 0) {
      const bits = 31 - Math.clz32(below & -below) - 7;
      if (((word >>> bits) & 0xff) !== 1) return -1;
      const kept = bits === 0 ? 0 : word & ((1 << bits) - 1);
      if ((kept & HIGH_BITS) !== 0 || (i === ID_WORDS && bits !== 0)) return -1;
      const end = start + (i << 2) + (bits >> 3);
      if (end === start) return -1;
      if (i < ID_WORDS) words[at + i++] = kept;
      for (; i < ID_WORDS; i++) words[at + i] = 0;
      return end;
    }
    if ((word & HIGH_BITS) !== 0 || i === ID_WORDS) return -1;
    words[at + i] = word;
  }
  return -1;
}

export function clearId(words: Int32Array, at: number): void {
  for (let i = 0; i < ID_WORDS; i++) words[at + i] = 0;
}

/** Where the SOH at or after `start` is, looking at `maxBytes` (a multiple of four) at most; -1: not there. */
export function findSoh(view: DataView, start: number, maxBytes: number): number {
  for (let offset = 0; offset < maxBytes; offset += 4) {
    const word = view.getInt32(start + offset, true) ^ 0x0101_0101;
    const zero = (word - 0x0101_0101) & ~word & HIGH_BITS;
    if (zero !== 0) return start + offset + ((31 - Math.clz32(zero & -zero)) >> 3);
  }
  return -1;
}
