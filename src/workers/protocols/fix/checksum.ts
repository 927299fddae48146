/** FIX checksum: the sum of all bytes modulo 256, four bytes an addition. */

/** A 16-bit lane takes up to 255 a word: 256 words cannot carry into the next. */
const WORDS_A_BLOCK = 256;

const EVEN_BYTES = 0x00ff_00ff;

export function checksumOf(view: DataView, start: number, end: number): number {
  let position = start;
  let sum = 0;
  while (end - position >= 16) {
    const blockEnd = Math.min(position + WORDS_A_BLOCK * 4, end - 15);
    let even = 0;
    let odd = 0;
    // Four words a turn, for which the processor has room; even and odd bytes apart, so that neither waits.
    for (; position < blockEnd; position += 16) {
      const a = view.getInt32(position, true);
      const b = view.getInt32(position + 4, true);
      const c = view.getInt32(position + 8, true);
      const d = view.getInt32(position + 12, true);
      even = (even + (a & EVEN_BYTES) + (b & EVEN_BYTES) + (c & EVEN_BYTES) + (d & EVEN_BYTES)) | 0;
      odd =
        (odd +
          ((a >>> 8) & EVEN_BYTES) +
          ((b >>> 8) & EVEN_BYTES) +
          ((c >>> 8) & EVEN_BYTES) +
          ((d >>> 8) & EVEN_BYTES)) |
        0;
    }
    sum = (sum + (even & 0xffff) + (even >>> 16) + (odd & 0xffff) + (odd >>> 16)) | 0;
  }
  for (; end - position >= 4; position += 4) {
    const word = view.getInt32(position, true);
    const lanes = (word & EVEN_BYTES) + ((word >>> 8) & EVEN_BYTES);
    sum = (sum + lanes + (lanes >>> 16)) | 0;
  }
  for (; position < end; position++) sum += view.getUint8(position);
  return sum & 0xff;
}
