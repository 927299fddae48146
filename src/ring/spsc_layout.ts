/**
 * Where things lie in the shared memory of a single-producer, single-consumer ring.
 *
 *    byte 0                        128                       256                             256 + capacity
 *     +-----------------------------+-------------------------+--------------------------------+
 *     | producer position (i32)     | consumer position (i32) | records                        |
 *     | rest of the line unused     | rest unused             |                                |
 *     +-----------------------------+-------------------------+--------------------------------+
 *
 * Each index has two cache lines to itself: in one line they would cost seven times the throughput.
 *
 * A run, always contiguous and on 8 bytes: a frame, then records of one length.
 *
 *     +---------------------+---------------------+-----------------------+-----------------------+----
 *     | head (i32)          | ring sequence (i32) | payload, rounded up   | payload, rounded up   | ...
 *     |                     | complement of the   | to words, one at the  |                       |
 *     |                     | frame's position    | least                 |                       |
 *     +---------------------+---------------------+-----------------------+-----------------------+----
 *     head >= 0:  31 .. 16 words of all its payloads, 15 .. 0 bytes of one
 *     head <  0:  no record: so many words, this one counted, are padding up to the buffer's end
 *
 * Positions count 8-byte words since the ring began and wrap as Int32 (16 GiB apart); they are compared by wrapped
 * difference only. A frame's ring sequence is the complement of the position it lies at, so that it differs in
 * every lap, needs no counter of its own, and zeroed memory is not a valid first frame.
 *
 * Behind the last published run lies a word whose sequence is none (its own position): the next batch begins there, and is
 * published by putting the sequence in its place. That word is why a ring holds 8 bytes less than its capacity.
 */
import { CACHE_LINE_BYTES, type Region } from './memory.ts';

export const PRODUCER_POSITION_BYTE = 0;
export const CONSUMER_POSITION_BYTE = CACHE_LINE_BYTES;
export const SPSC_HEADER_BYTES = 2 * CACHE_LINE_BYTES;

export const WORD_BYTES = 8;
export const FRAME_BYTES = 8;

/** Positions in the header are Int32 elements of the region. */
export const PRODUCER_POSITION_INDEX = PRODUCER_POSITION_BYTE / 4;
export const CONSUMER_POSITION_INDEX = CONSUMER_POSITION_BYTE / 4;

/** Smaller rings hold less than one line of records; larger ones overflow `word index * 8` as an Int32. */
export const MIN_CAPACITY_BYTES = 64;
export const MAX_CAPACITY_BYTES = 1 << 30;

/** A frame and its payloads together: both fields of a head hold what it takes, and the writer looks at the reader each 64 KiB. */
export const MAX_RUN_WORDS = 8192;

/** A record of up to half the ring always fits once the reader has drained it, wherever the end of the buffer falls. */
export function maxPayloadBytes(capacityBytes: number): number {
  return Math.min(capacityBytes / 2, MAX_RUN_WORDS * WORD_BYTES) - FRAME_BYTES;
}

/** Words that a record with a frame of its own takes. `>>>` makes a negative length enormous, so that it cannot fit. */
export function recordWords(payloadBytes: number): number {
  return ((payloadBytes + 7) >>> 3) + 1;
}

/** Words of a payload in a run: an empty one takes one too, so that the run's end tells how many there are. */
export function payloadWords(payloadBytes: number): number {
  return (payloadBytes + 7) >>> 3 || 1;
}

/** Words from a frame with this head to the next frame. */
export function frameWords(head: number): number {
  return head < 0 ? -head : 1 + (head >> 16);
}

/** Where the two halves of a frame lie, in Int32 elements, by the word that the frame is. */
export function headIndex(word: number): number {
  return word << 1;
}

export function sequenceIndex(word: number): number {
  return (word << 1) + 1;
}

export function assertCapacity(capacityBytes: number): void {
  const isPowerOfTwo = Number.isInteger(capacityBytes) && (capacityBytes & (capacityBytes - 1)) === 0;
  if (!isPowerOfTwo || capacityBytes < MIN_CAPACITY_BYTES || capacityBytes > MAX_CAPACITY_BYTES) {
    throw new RangeError(
      `ring capacity must be a power of two from ${MIN_CAPACITY_BYTES} to ${MAX_CAPACITY_BYTES} bytes, not ${capacityBytes}`,
    );
  }
}

/** What stands for the sequence of a frame that is not there yet: it differs from `~position` in every bit. */
export function notPublished(position: number): number {
  return position;
}

export function checkedCapacity(region: Region): number {
  if (region.byteOffset % CACHE_LINE_BYTES !== 0) {
    throw new RangeError(`a ring must start on a cache line, not at byte ${region.byteOffset}`);
  }
  const capacityBytes = region.byteLength - SPSC_HEADER_BYTES;
  assertCapacity(capacityBytes);
  return capacityBytes;
}
