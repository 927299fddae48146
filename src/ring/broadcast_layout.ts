/**
 * Where things lie in the shared memory of a broadcast.
 *
 *    byte 0                 128                             256                          256 + capacity
 *     +----------------------+-------------------------------+----------------------------+
 *     | intent (i32)         | tail (i32) | latest (i32)     | records                    |
 *     +----------------------+-------------------------------+----------------------------+
 *
 * intent  the writer may be writing anywhere before this position: what lies a capacity before it is gone
 * tail    every record before this position is whole
 * latest  where the newest record starts: a laggard goes on there
 *
 * Positions count 8-byte words and wrap as Int32. A record is framed as in an SPSC ring, but its sequence counts records, so
 * that a laggard learns how many it lost.
 */
import { CACHE_LINE_BYTES } from './memory.ts';

export const INTENT_INDEX = 0;
export const TAIL_INDEX = CACHE_LINE_BYTES / 4;
export const LATEST_INDEX = CACHE_LINE_BYTES / 4 + 1;
export const BROADCAST_HEADER_BYTES = 2 * CACHE_LINE_BYTES;

/**
 * The intent moves on by an eighth of the ring at a time, so that raising it (a locked instruction, and a line that readers
 * touch) is rare. The price is that a reader may be seven eighths of the ring behind and no more.
 */
export const INTENT_STEPS = 8;

/** A record may take half a step. */
export function maxBroadcastPayloadBytes(capacityBytes: number): number {
  return capacityBytes / INTENT_STEPS / 2 - 8;
}
