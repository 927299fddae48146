/**
 * Frame and standard header of the usual order, in one pass: what is compared with a constant adds that constant's sum to
 * CheckSum (10), and nothing is read twice. See fast_order.ts.
 */
import * as fastFields from './fast_fields.ts';
import type { ConstantText, FastHeader } from './fast_header.ts';
import * as layout from './fast_order_layout.ts';
import * as timestamp from './timestamp.ts';
import * as wordScan from './word_scan.ts';

/** Of this module, and so constants: what is imported or exported is looked up and checked at each use. */
const { TIMESTAMP_BYTES } = timestamp;
const { MINUTE_BYTES } = fastFields;
/** Behind the minute, SOH included. */
const SECONDS_BYTES = TIMESTAMP_BYTES + 1 - MINUTE_BYTES;
const { smallSumOf } = wordScan;
const { FOUND: found, FoundAt, secondsSum } = fastFields;
const { SENDING_AT, SENDING_SUM, SUM } = FoundAt;
const { BEGIN_0, BEGIN_1, BODY_AT, CHECKSUM_TAG, DIGITS_BASE, FRAME_SUM } = layout.FrameLayout;
const { LEAST_BYTES, LENGTH_AT, TRAILER_BYTES } = layout.FrameLayout;

/** Where CheckSum starts of the message at `start`; -1: it is not whole, or not for here. SUM and the stated sum begin. */
export function findTrailer(view: DataView, start: number, readEnd: number): number {
  if (((start + LEAST_BYTES) | 0) > readEnd) return -1;
  if (view.getFloat64(start, true) !== BEGIN_0 || view.getInt32((start + 8) | 0, true) !== BEGIN_1) return -1;
  const digits = (view.getInt32((start + LENGTH_AT) | 0, true) - DIGITS_BASE) | 0;
  if (((digits | (digits + 0x06_0606)) & 0xfff0_f0f0) !== 0) return -1;
  const trailer = (start + BODY_AT + threeDigits(digits)) | 0;
  if (((trailer + TRAILER_BYTES) | 0) > readEnd) return -1;
  found[SUM] = FRAME_SUM + smallSumOf(digits);
  return view.getInt32((trailer - 1) | 0, true) === CHECKSUM_TAG ? trailer : -1;
}

/** Whether the trailer at `trailer` states the sum of what was read. */
export function hasSum(view: DataView, trailer: number): boolean {
  const digits = (view.getInt32((trailer + 3) | 0, true) - DIGITS_BASE) | 0;
  return ((digits | (digits + 0x06_0606)) & 0xfff0_f0f0) === 0 && threeDigits(digits) === (found[SUM]! & 0xff);
}

/** Where the standard header ends that starts here, with the number that is due; -1: it is another. */
export function endOfHeader(view: DataView, start: number, header: FastHeader): number {
  const { text, byteLength } = header;
  const timeEnd = (start + byteLength) | 0;
  if (view.getFloat64((timeEnd - 8) | 0, true) !== header.tail[0]) return -1;
  for (let i = 0, at = start; i < byteLength >> 3; i = (i + 1) | 0, at = (at + 8) | 0) {
    if (view.getFloat64(at, true) !== text[i]) return -1;
  }
  const digits = secondsSum(view, timeEnd);
  if (digits < 0) return -1;
  found[SUM] = (found[SUM]! + header.byteSum + digits) | 0;
  found[SENDING_AT] = (timeEnd - MINUTE_BYTES) | 0;
  found[SENDING_SUM] = (header.timeSum + digits) | 0;
  const end = (timeEnd + SECONDS_BYTES) | 0;
  return header.suffix.byteLength === 0 ? end : endOfText(view, end, header.suffix);
}

/** The number that three digits are, a byte each. */
function threeDigits(digits: number): number {
  return (Math.imul(digits & 0xff, 100) + Math.imul((digits >> 8) & 0xff, 10) + (digits >> 16)) | 0;
}

/** Where a constant text ends that starts here, or -1. */
function endOfText(view: DataView, start: number, text: ConstantText): number {
  const { doubles, doubleBytes } = text;
  for (let i = 0; i < doubleBytes; i = (i + 8) | 0) {
    if (view.getFloat64((start + i) | 0, true) !== doubles[i >> 3]) return -1;
  }
  const at = (start + doubleBytes) | 0;
  const rest0 = (view.getInt32(at, true) ^ text.rest0) & text.mask0;
  const rest1 = (view.getInt32((at + 4) | 0, true) ^ text.rest1) & text.mask1;
  return (rest0 | rest1) === 0 ? (start + text.byteLength) | 0 : -1;
}
