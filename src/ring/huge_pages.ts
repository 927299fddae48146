import { addressOf, libc } from './libc.ts';

const HUGE_PAGE_BYTES = 2n ** 21n;
/** MADV_HUGEPAGE of Linux. */
const ADVICE = 14;

/**
 * Asks the system to back memory with pages of 2 MiB, before it is touched: large arrays that are read all over spend much
 * of their time finding pages of 4 KiB. Answers whether it will; where it does not, all works as before, slower.
 *
 * Only whole huge pages inside the array are meant, so the memory beside it is none of this call's business.
 */
export function adviseHugePages({ buffer, byteOffset, byteLength }: NodeJS.ArrayBufferView): boolean {
  const from = addressOf(new Uint8Array(buffer, byteOffset, byteLength));
  const begin = ((from + HUGE_PAGE_BYTES - 1n) / HUGE_PAGE_BYTES) * HUGE_PAGE_BYTES;
  const end = ((from + BigInt(byteLength)) / HUGE_PAGE_BYTES) * HUGE_PAGE_BYTES;
  return end > begin && libc()?.madvise(begin, Number(end - begin), ADVICE) === 0;
}
