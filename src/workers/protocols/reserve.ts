/**
 * Room on the disk that a log keeps ahead of what it holds, as zeros: a full disk then still leaves it room for cancels
 * and reports while new orders are refused. What follows a log's last entry is cut off when it is opened next.
 */

import { ftruncateSync, writeSync } from 'node:fs';

/** Some 15,000 reports or cancels. */
const RESERVE_BYTES = 4 << 20;
/** A call writes at most this, so that no write of the log waits long for it. */
const STEP = Buffer.alloc(256 << 10);
/** Calls until a disk that was full is tried again. */
const CALLS_BETWEEN_TRIES = 256;

export class Reserve {
  /** The disk is full: what is reserved is all there is. */
  isLow = false;
  readonly #file: number;
  #end: number;
  #callsToTry = 0;

  /** `end`: the bytes that the file has. */
  constructor(file: number, end: number) {
    this.#file = file;
    this.#end = end;
  }

  /** Before each write that brings the log to `usedBytes`. */
  keep(usedBytes: number): void {
    if (this.#end - usedBytes >= RESERVE_BYTES || --this.#callsToTry > 0) return;
    this.#end = Math.max(this.#end, usedBytes);
    try {
      this.#end += writeSync(this.#file, STEP, 0, STEP.length, this.#end);
      this.isLow = false;
      this.#callsToTry = 0;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
      this.isLow = true;
      this.#callsToTry = CALLS_BETWEEN_TRIES;
    }
  }

  /** Gives back what was not used. */
  giveBack(usedBytes: number): void {
    ftruncateSync(this.#file, usedBytes);
  }
}
