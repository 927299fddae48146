/**
 * A ring of variable records between exactly one writing and one reading thread (or process).
 *
 * The writer claims, fills and commits records, then publishes them all with one store; the reader polls them in place,
 * then releases them all with one store. Neither waits: a full or empty ring is a returned word, and who waits, how,
 * is the caller's policy.
 *
 * Records of one length that follow each other within a batch are a *run*: one frame, then payload after payload. So a record
 * takes no more than its own lines, and inside a run `claim`, `commit` and `poll` compare and add. A loop that has nothing else to do
 * walks a run by itself: `claim`, `lastOffset`, `commitUntil` and `nextRun`, `runEnd`, `takeUntil`.
 *
 * What publishes a batch is the sequence of its first frame, stored last. A reader that waits looks at the very cache line
 * that brings it the record, so a hop costs one line and not two. The writer's position follows, for a reader that is behind:
 * it then learns of whole batches at a time and takes frames by plain loads. README.md argues the memory order.
 */
import type { Region } from './memory.ts';
import {
  assertCapacity,
  CONSUMER_POSITION_INDEX,
  checkedCapacity,
  notPublished,
  PRODUCER_POSITION_INDEX,
  SPSC_HEADER_BYTES,
  sequenceIndex,
  WORD_BYTES,
} from './spsc_layout.ts';

export { RingCorruptedError, SpscConsumer } from './spsc_consumer.ts';
export { SpscProducer } from './spsc_producer.ts';

/** No room now. Publish what is committed, let the reader drain, claim again. */
export const FULL = -1;
/** Nothing published beyond what was polled. */
export const EMPTY = -1;

/** Shared memory that a ring of `capacityBytes` (a power of two) needs, header included. */
export function spscRegionBytes(capacityBytes: number): number {
  assertCapacity(capacityBytes);
  return SPSC_HEADER_BYTES + capacityBytes;
}

/**
 * Empties the ring, before either end is constructed. Zeroed memory is an empty ring already; tests start shortly
 * before the Int32 wrap (`startPosition` counts 8-byte words).
 */
export function initialiseSpsc(region: Region, startPosition = 0): void {
  const mask = checkedCapacity(region) / WORD_BYTES - 1;
  region.i32.fill(0);
  const start = startPosition | 0;
  region.i32[SPSC_HEADER_BYTES / 4 + sequenceIndex(start & mask)] = notPublished(start);
  Atomics.store(region.i32, PRODUCER_POSITION_INDEX, startPosition | 0);
  Atomics.store(region.i32, CONSUMER_POSITION_INDEX, startPosition | 0);
}
