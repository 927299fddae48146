/** FIX checksum: the sum of all bytes modulo 256, four bytes an addition. */

/** The two 16-bit lanes each take up to 510 a word: 128 words cannot carry from one into the other. */
const WORDS_A_BLOCK = 128;

export function checksumOf(view: DataView, start: number, end: number): number {
  let position = start;
  let sum = 0;
  while (end - position >= 4) {
    const blockEnd = Math.min(position + WORDS_A_BLOCK * 4, end - 3);
    let lanes = 0;
    for (; position < blockEnd; position += 4) {
      const word = view.getInt32(position, true);
      lanes = (lanes + (word & 0x00ff00ff) + ((word >>> 8) & 0x00ff00ff)) | 0;
    }
    sum = (sum + (lanes & 0xffff) + (lanes >>> 16)) | 0;
  }
  for (; position < end; position++) sum += view.getUint8(position);
  return sum & 0xff;
}
