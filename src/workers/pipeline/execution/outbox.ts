/**
 * Follow-ups that execution has made and not yet met in the stream. They are state: a snapshot keeps them, recovery
 * sends what is left, and in replay each one met must equal the head.
 *
 * An entry: type and body length (int32), number (double), 48 bytes of body.
 */

import { Region } from '../../../ring/memory.ts';
import type { EngineState } from '../engine_state.ts';

/** Two for each command in flight in a pipeline of 8,192, twice over. */
export const OUTBOX_CAPACITY = 32_768;
export const FOLLOW_UP_BODY_BYTES = 48;
const ENTRY_BYTES = 64;
const ENTRY_INTS = ENTRY_BYTES / 4;
const ENTRY_DOUBLES = ENTRY_BYTES / 8;
const BODY_AT = 16;

// Registers.
const NEXT_NUMBER = 0;
const HEAD_NUMBER = 1;

export class OutboxCorruptedError extends Error {
  override readonly name = 'OutboxCorruptedError';
}

export class Outbox {
  readonly #registers: Float64Array;
  readonly #f64: Float64Array;
  readonly #i32: Int32Array;
  /** Entries, for those that write or send bodies. */
  readonly entries: Region;

  constructor(state: EngineState) {
    this.#registers = state.f64('outbox.registers', 2);
    this.#f64 = state.f64('outbox.entries', OUTBOX_CAPACITY * ENTRY_DOUBLES);
    this.entries = new Region(this.#f64.buffer as SharedArrayBuffer);
    this.#i32 = this.entries.i32;
  }

  /** Number that the next follow-up gets; also how many were ever made. */
  get nextNumber(): number {
    return this.#registers[NEXT_NUMBER]!;
  }

  /** Number of the oldest not yet met. */
  get headNumber(): number {
    return this.#registers[HEAD_NUMBER]!;
  }

  /** Byte offset in `entries` of a follow-up's body. */
  bodyAt(number: number): number {
    return (number % OUTBOX_CAPACITY) * ENTRY_BYTES + BODY_AT;
  }

  type(number: number): number {
    return this.#i32[(number % OUTBOX_CAPACITY) * ENTRY_INTS]!;
  }

  bodyBytes(number: number): number {
    return this.#i32[(number % OUTBOX_CAPACITY) * ENTRY_INTS + 1]!;
  }

  /** Makes an entry with a zeroed body; returns its number. Admission keeps the outbox from filling: full is a bug. */
  add(type: number, bodyBytes: number): number {
    const number = this.#registers[NEXT_NUMBER]!;
    if (number - this.#registers[HEAD_NUMBER]! >= OUTBOX_CAPACITY) throw new OutboxCorruptedError('outbox overran');
    const at = (number % OUTBOX_CAPACITY) * ENTRY_DOUBLES;
    for (let i = 0; i < ENTRY_DOUBLES; i++) this.#f64[at + i] = 0;
    this.#i32[at * 2] = type;
    this.#i32[at * 2 + 1] = bodyBytes;
    this.#f64[at + 1] = number;
    this.#registers[NEXT_NUMBER] = number + 1;
    return number;
  }

  /** A follow-up came back in the stream: it must be the head. */
  met(type: number, number: number): void {
    const head = this.#registers[HEAD_NUMBER]!;
    if (number !== head || head === this.#registers[NEXT_NUMBER]! || this.type(head) !== type) {
      throw new OutboxCorruptedError(
        `follow-up ${number} of type ${type} met in the stream, expected number ${head} of type ${this.type(head)}`,
      );
    }
    this.#registers[HEAD_NUMBER] = head + 1;
  }
}
