/**
 * Our ClOrdIDs at a FIX venue: the leg's reference in digits, and behind it what asks for a change of the leg.
 *
 *     123456789012345        the order
 *     123456789012345C3      its cancel, request 3
 *     123456789012345R65538  its replace, request 2 again, since requests are counted anew after a while
 *
 * So an answer finds its leg and its request without a look-up, and no identifier is used twice.
 */
import { DIGIT_0, DIGIT_9 } from './ascii.ts';
import * as summedText from './summed_text.ts';

/** Of this module, and so constants: an import is looked up and checked at each use. */
const { CURSOR_POSITION: POSITION, putInt, putPadded8, stepOf } = summedText;

/** What follows the leg's reference: nothing, or a letter. */
export const ReferenceKind = { ORDER: 0, CANCEL: 0x43, REPLACE: 0x52 } as const;
export type ReferenceKind = (typeof ReferenceKind)[keyof typeof ReferenceKind];

const { ORDER, CANCEL, REPLACE } = ReferenceKind;
const REQUESTS = 65_536;
const EIGHT_DIGITS = 1e8;
const LETTER_STEP = [stepOf('C'), stepOf('R')];
const MOST_LEG_DIGITS = 16;
const MOST_NUMBER_DIGITS = 9;

/** The next number for a request: above `last`, and of as many wraps as it takes. */
export function nextNumber(last: number, request: number): number {
  const number = last - (last % REQUESTS) + request;
  return number > last ? number : number + REQUESTS;
}

export function requestOf(number: number): number {
  return number % REQUESTS;
}

/** Writes the reference of the leg in `legRefs[at]`; `number` counts for cancels and replaces only. */
export function putReference(
  view: DataView,
  start: number,
  legRefs: Float64Array,
  at: number,
  kind: number,
  number: number,
): number {
  // Read here: a double that crosses a call costs an object.
  const legRef = legRefs[at]!;
  const high = Math.floor(legRef / EIGHT_DIGITS) | 0;
  const low = (legRef - high * EIGHT_DIGITS) | 0;
  let cursor = high === 0 ? putInt(view, start, low) : putPadded8(view, putInt(view, start, high), low);
  if (kind === ORDER) return cursor;
  view.setUint8(cursor & POSITION, kind);
  cursor = (cursor + LETTER_STEP[kind === CANCEL ? 0 : 1]!) | 0;
  return putInt(view, cursor, number);
}

/** Reads references; what the last one was stays in it. */
export class ReferenceReader {
  legRef = 0;
  kind: ReferenceKind = ORDER;
  number = 0;

  /** False: the text is no reference of ours. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    let position = start;
    let high = 0;
    let low = 0;
    let digits = 0;
    for (; position < end; position++, digits++) {
      const digit = bytes[position]! - DIGIT_0;
      if (digit < 0 || digit > DIGIT_9 - DIGIT_0) break;
      if (digits < 8) high = high * 10 + digit;
      else low = low * 10 + digit;
    }
    if (digits === 0 || digits > MOST_LEG_DIGITS || bytes[start] === DIGIT_0) return false;
    this.legRef = digits <= 8 ? high : high * 10 ** (digits - 8) + low;
    this.kind = ORDER;
    this.number = 0;
    if (this.legRef > Number.MAX_SAFE_INTEGER) return false;
    return position === end || this.readRequest(bytes, position, end);
  }

  private readRequest(bytes: Uint8Array, start: number, end: number): boolean {
    const letter = bytes[start]!;
    if (letter !== CANCEL && letter !== REPLACE) return false;
    const byteLength = end - start - 1;
    if (byteLength === 0 || byteLength > MOST_NUMBER_DIGITS || bytes[start + 1] === DIGIT_0) return false;
    let number = 0;
    for (let position = start + 1; position < end; position++) {
      const digit = bytes[position]! - DIGIT_0;
      if (digit < 0 || digit > DIGIT_9 - DIGIT_0) return false;
      number = number * 10 + digit;
    }
    this.kind = letter;
    this.number = number;
    return true;
  }
}
