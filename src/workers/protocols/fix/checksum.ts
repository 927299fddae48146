/** FIX checksum: the sum of all bytes modulo 256, four bytes an addition. */

/** A 16-bit lane takes up to 255 a word: 256 words cannot carry into the next. */
const BLOCK_BYTES = 1024;
const EVEN_BYTES = 0x00ff_00ff;

/** The view must reach three bytes beyond `end`: they are loaded, and do not count. */
export function checksumOf(view: DataView, start: number, end: number): number {
  let sum = 0;
  let at = start;
  for (; ((end - at) | 0) > BLOCK_BYTES; at = (at + BLOCK_BYTES) | 0) {
    sum = (sum + sumOf(view, at, (at + BLOCK_BYTES) | 0)) | 0;
  }
  return (sum + sumOf(view, at, end)) & 0xff;
}

/**
 * Of one block. The words are summed whole, and their even bytes apart, in two lanes of 16 bits. The odd bytes need no sum
 * of their own: all = even + 256 odd, so that they are what is left, modulo 2^24, which is more than the result keeps.
 */
function sumOf(view: DataView, start: number, end: number): number {
  let all = 0;
  let even = 0;
  let at = start | 0;
  for (const last = (end - 16) | 0; at <= last; at = (at + 16) | 0) {
    const a = view.getInt32(at, true);
    const b = view.getInt32((at + 4) | 0, true);
    const c = view.getInt32((at + 8) | 0, true);
    const d = view.getInt32((at + 12) | 0, true);
    // In pairs, so that no addition waits for more than one other.
    all = (all + ((((a + b) | 0) + ((c + d) | 0)) | 0)) | 0;
    const ab = ((a & EVEN_BYTES) + (b & EVEN_BYTES)) | 0;
    const cd = ((c & EVEN_BYTES) + (d & EVEN_BYTES)) | 0;
    even = (even + ((ab + cd) | 0)) | 0;
  }
  for (const last = (end - 4) | 0; at <= last; at = (at + 4) | 0) {
    const word = view.getInt32(at, true);
    all = (all + word) | 0;
    even = (even + (word & EVEN_BYTES)) | 0;
  }
  if (at < end) {
    const word = view.getInt32(at, true) & ((1 << ((end - at) << 3)) - 1);
    all = (all + word) | 0;
    even = (even + (word & EVEN_BYTES)) | 0;
  }
  const odd = (all - even) >>> 8;
  return (even + (even >>> 16) + odd + (odd >>> 16)) | 0;
}
