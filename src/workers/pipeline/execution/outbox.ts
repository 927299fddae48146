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
/** A mask takes the remainder: that of doubles is a call of fmod. */
const MOST_INDEX = 32_768 - 1;
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

export type Outbox = ReturnType<typeof makeOutbox>;

export function makeOutbox(state: EngineState) {
  const registers = state.f64('outbox.registers', 2);
  const f64 = state.f64('outbox.entries', OUTBOX_CAPACITY * ENTRY_DOUBLES);
  /** Entries, for those that write or send bodies. */
  const entries = new Region(f64.buffer as SharedArrayBuffer);
  const i32 = entries.i32;

  /** Number that the next follow-up gets; also how many were ever made. */
  function nextNumber(): number {
    return registers[NEXT_NUMBER]!;
  }

  /** Number of the oldest not yet met. */
  function headNumber(): number {
    return registers[HEAD_NUMBER]!;
  }

  /** Byte offset in `entries` of a follow-up's body. */
  function bodyAt(number: number): number {
    return (number & MOST_INDEX) * ENTRY_BYTES + BODY_AT;
  }

  function typeOf(number: number): number {
    return i32[(number & MOST_INDEX) * ENTRY_INTS]!;
  }

  function bodyBytes(number: number): number {
    return i32[(number & MOST_INDEX) * ENTRY_INTS + 1]!;
  }

  /** Makes an entry with a zeroed body; returns its number. Admission keeps the outbox from filling: full is a bug. */
  function add(type: number, bodyBytes: number): number {
    const number = registers[NEXT_NUMBER]!;
    if (number - registers[HEAD_NUMBER]! >= OUTBOX_CAPACITY) throw new OutboxCorruptedError('outbox overran');
    const at = (number & MOST_INDEX) * ENTRY_DOUBLES;
    for (let i = 0; i < ENTRY_DOUBLES; i++) f64[at + i] = 0;
    i32[at * 2] = type;
    i32[at * 2 + 1] = bodyBytes;
    f64[at + 1] = number;
    registers[NEXT_NUMBER] = number + 1;
    return number;
  }

  /** A follow-up came back in the stream: it must be the head. */
  function met(type: number, number: number): void {
    const head = registers[HEAD_NUMBER]!;
    if (number !== head || head === registers[NEXT_NUMBER]! || typeOf(head) !== type) {
      throw new OutboxCorruptedError(
        `follow-up ${number} of type ${type} met in the stream, expected number ${head} of type ${typeOf(head)}`,
      );
    }
    registers[HEAD_NUMBER] = head + 1;
  }

  return { entries, nextNumber, headNumber, bodyAt, typeOf, bodyBytes, add, met };
}
