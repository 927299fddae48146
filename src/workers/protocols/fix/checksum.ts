/** FIX checksum: the sum of all bytes modulo 256, four bytes an addition. */

/** A 16-bit lane takes up to 255 a word: 256 words cannot carry into the next. */
const BLOCK_BYTES = 1024;
const EVEN_BYTES = 0x00ff_00ff;

/**
 * The words are summed whole, and their even bytes apart, in two lanes of 16 bits. The odd bytes need no sum of their own:
 * all = even + 256 odd, so that they are what is left, modulo 2^24, which is more than the result keeps.
 */
export function checksumOf(view: DataView, start: number, end: number): number {
  let position = start;
  let sum = 0;
  while (end - position >= 4) {
    const blockEnd = end - position > BLOCK_BYTES ? position + BLOCK_BYTES : end;
    let all = 0;
    let even = 0;
    for (const last = blockEnd - 16; position <= last; position += 16) {
      const a = view.getInt32(position, true);
      const b = view.getInt32(position + 4, true);
      const c = view.getInt32(position + 8, true);
      const d = view.getInt32(position + 12, true);
      all = (all + a + b + c + d) | 0;
      even = (even + (a & EVEN_BYTES) + (b & EVEN_BYTES) + (c & EVEN_BYTES) + (d & EVEN_BYTES)) | 0;
    }
    for (; position + 4 <= blockEnd; position += 4) {
      const word = view.getInt32(position, true);
      all = (all + word) | 0;
      even = (even + (word & EVEN_BYTES)) | 0;
    }
    const odd = (all - even) >>> 8;
    sum = (sum + even + (even >>> 16) + odd + (odd >>> 16)) | 0;
  }
  for (; position < end; position++) sum = (sum + view.getUint8(position)) | 0;
  return sum & 0xff;
}
