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
 * A record, always contiguous and on 8 bytes:
 *
 *     +-------------------------+-------------------------+---------------------------------+
 *     | payload length, bytes   | ring sequence (i32)     | payload, rounded up to 8 bytes  |
 *     | (i32; < 0: padding)     | complement of position  |                                 |
 *     +-------------------------+-------------------------+---------------------------------+
 *
 * Positions count 8-byte words since the ring began and wrap as Int32 (16 GiB apart); they are compared by wrapped
 * difference only. A record's ring sequence is the complement of the position it starts at, so that it differs in
 * every lap, needs no counter of its own, and zeroed memory is not a valid first record.
 *
 * Behind the last published record lies a word whose sequence is none (its own position): the next batch begins there, and is
 * published by putting the sequence in its place. That word is why a ring holds 8 bytes less than its capacity.
 */
import { CACHE_LINE_BYTES } from './memory.ts';

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

/** A record of up to half the ring always fits once the reader has drained it, wherever the end of the buffer falls. */
export function maxPayloadBytes(capacityBytes: number): number {
  return capacityBytes / 2 - FRAME_BYTES;
}

/** Words that a record takes, frame included. `>>>` makes a negative length enormous, so that it cannot fit. */
export function recordWords(payloadBytes: number): number {
  return ((payloadBytes + 7) >>> 3) + 1;
}

/** The same for a length as a frame holds it, where padding counts its words downwards from 0. */
export function frameWords(length: number): number {
  return length < 0 ? -length : recordWords(length);
}

/** Where the two halves of a frame lie, in Int32 elements, by the word that the frame is. */
export function lengthIndex(word: number): number {
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
