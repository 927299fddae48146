/**
 * Room on the disk that a log keeps ahead of what it holds, as zeros: a full disk then still leaves it room for cancels
 * and reports while new orders are refused. What follows a log's last entry is cut off when it is opened next.
 */

import { type Files, isDiskFull } from '../durability/journal/files.ts';

/** Some 15,000 reports or cancels. */
const RESERVE_BYTES = 4 << 20;
/** A call writes at most this, so that no write of the log waits long for it. */
const STEP = Buffer.alloc(256 << 10);
/** Calls until a disk that was full is tried again. */
const CALLS_BETWEEN_TRIES = 256;

export class Reserve {
  /** The disk is full: what is reserved is all there is. */
  isLow = false;
  readonly #files: Files;
  readonly #file: number;
  readonly #reserveBytes: number;
  /** Where the zeros end. */
  #end = 0;
  #callsToTry = 0;

  constructor(files: Files, file: number, reserveBytes = RESERVE_BYTES) {
    this.#files = files;
    this.#file = file;
    this.#reserveBytes = reserveBytes;
  }

  /** Before each write that brings the log to `usedBytes`. */
  keep(usedBytes: number): void {
    if (this.#end - usedBytes >= this.#reserveBytes || --this.#callsToTry > 0) return;
    this.#end = Math.max(this.#end, usedBytes);
    const stepBytes = Math.min(STEP.length, this.#reserveBytes);
    try {
      this.#files.write(this.#file, STEP, 0, stepBytes, this.#end);
      this.#end += stepBytes;
      this.isLow = false;
      this.#callsToTry = 0;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      this.isLow = true;
      this.#callsToTry = CALLS_BETWEEN_TRIES;
    }
  }

  /** Gives back what was not used. */
  giveBack(usedBytes: number): void {
    this.#files.truncate(this.#file, usedBytes);
  }
}
