/**
 * The general scanner: where each field of a framed message lies, then whether the dictionary allows the message.
 *
 * Indexing comes first and alone, since the session decides on sequence numbers before it judges a message. Nothing here
 * throws, allocates or reads beyond the message.
 */
import { DIGIT_0, DIGIT_9, EQUALS, LETTER_N, LETTER_Y, MINUS, SOH } from './ascii.ts';
import { DecimalReader, readWhole } from './decimal.ts';
import { FieldType } from './dictionary.ts';
import {
  DATA_TAG_AFTER,
  FIELD_TYPE,
  FIRST_USER_TAG,
  GROUPS,
  HAS_VALUES,
  IN_HEADER,
  IN_TRAILER,
  isValueOf,
  type MessageDefinition,
  REQUIRED_IN_HEADER,
  SLOTS,
  slotOf,
} from './message_definition.ts';
import { RejectReason, Tag } from './tag.ts';
import { parseDate, parseTimestamp } from './timestamp.ts';

/** A NewOrderSingle with every party and allocation has some 300. Beyond: Reject, reason 99. */
export const MAX_FIELDS = 1024;
/** No tag has more digits; a longer run of them is an invalid tag number. */
const MAX_TAG_DIGITS = 9;

export class FieldIndex {
  bytes: Uint8Array = new Uint8Array(0);
  count = 0;
  /** The first fault, as tag 373, and the tag that has it (0: none to name). */
  fault: RejectReason = RejectReason.NONE;
  faultTag = 0;
  readonly tags: Int32Array = new Int32Array(MAX_FIELDS);
  readonly starts: Int32Array = new Int32Array(MAX_FIELDS);
  readonly ends: Int32Array = new Int32Array(MAX_FIELDS);
  /** Field number of a tag's first occurrence, valid where the stamp is this message's: nothing to clear between messages. */
  private readonly first: Int32Array = new Int32Array(SLOTS);
  private readonly firstStamp: Int32Array = new Int32Array(SLOTS);
  private readonly seenStamp: Int32Array = new Int32Array(SLOTS);
  private stamp = 0;
  private readonly decimal = new DecimalReader();

  /** Indexes the fields of `bytes` from `start` (at tag 35) to `end` (at tag 10, after a SOH). */
  index(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.count = 0;
    this.fault = RejectReason.NONE;
    this.faultTag = 0;
    this.stamp = (this.stamp + 1) | 0;
    let position = start;
    let dataTag = 0;
    let dataLength = 0;
    while (position < end) {
      if (this.count === MAX_FIELDS) {
        this.fail(RejectReason.OTHER, 0);
        return;
      }
      const valueStart = this.readTag(bytes, position, end);
      if (valueStart < 0) {
        position = endOfValue(bytes, position, end) + 1;
        continue;
      }
      const tag = this.tags[this.count]!;
      let valueEnd: number;
      if (dataTag !== 0 && tag === dataTag && isDataEnd(bytes, valueStart, dataLength, end)) {
        valueEnd = valueStart + dataLength;
      } else valueEnd = endOfValue(bytes, valueStart, end);
      if (valueEnd === valueStart) this.fail(RejectReason.TAG_WITHOUT_VALUE, tag);
      this.record(tag, valueStart, valueEnd);
      dataTag = tag < SLOTS ? DATA_TAG_AFTER[tag]! : 0;
      if (dataTag !== 0) dataLength = readWhole(bytes, valueStart, valueEnd);
      position = valueEnd + 1;
    }
  }

  has(tag: number): boolean {
    return this.firstStamp[slotOf(tag)] === this.stamp;
  }

  /** Start of the first value with this tag, or -1. Only for tags of the dictionary. */
  start(tag: number): number {
    return this.has(tag) ? this.starts[this.first[slotOf(tag)]!]! : -1;
  }

  end(tag: number): number {
    return this.has(tag) ? this.ends[this.first[slotOf(tag)]!]! : -1;
  }

  /** The value's only byte; 0 when the field is absent. */
  char(tag: number): number {
    return this.has(tag) ? this.bytes[this.start(tag)]! : 0;
  }

  /** The byte of MsgType, or 0 when it is longer. */
  messageType(): number {
    return this.end(Tag.MSG_TYPE) - this.start(Tag.MSG_TYPE) === 1 ? this.char(Tag.MSG_TYPE) : 0;
  }

  /** A whole number of zero or more; -1 when absent or not one. */
  whole(tag: number): number {
    return this.has(tag) ? readWhole(this.bytes, this.start(tag), this.end(tag)) : -1;
  }

  /** Milliseconds since 1970; NaN when absent or not a time. */
  timestamp(tag: number): number {
    return this.has(tag) ? parseTimestamp(this.bytes, this.start(tag), this.end(tag)) : NaN;
  }

  equals(tag: number, text: Uint8Array): boolean {
    const start = this.start(tag);
    if (start < 0 || this.end(tag) - start !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.bytes[start + i] !== text[i]) return false;
    return true;
  }

  /** Whether the dictionary allows the indexed message; else `fault` and `faultTag` say what is wrong. */
  validate(definition: MessageDefinition): boolean {
    if (this.fault !== RejectReason.NONE) return false;
    let inBody = false;
    let inTrailer = false;
    for (let i = 0; i < this.count; ) {
      const tag = this.tags[i]!;
      const slot = slotOf(tag);
      const isHeader = slot >= 0 && IN_HEADER[slot] === 1;
      const isTrailer = slot >= 0 && IN_TRAILER[slot] === 1;
      if ((isHeader && inBody) || (inTrailer && !isTrailer)) return this.refuse(RejectReason.TAG_OUT_OF_ORDER, tag);
      inBody ||= !isHeader;
      inTrailer ||= isTrailer;
      if (slot < 0) {
        if (tag < FIRST_USER_TAG) return this.refuse(RejectReason.INVALID_TAG_NUMBER, tag);
        i++;
        continue;
      }
      if (!isHeader && !isTrailer && definition.allowed[slot] === 0) {
        return this.refuse(RejectReason.TAG_NOT_DEFINED_FOR_TYPE, tag);
      }
      if (this.seenStamp[slot] === this.stamp) return this.refuse(RejectReason.DUPLICATE_TAG, tag);
      this.seenStamp[slot] = this.stamp;
      if (!this.checkValue(i, slot)) return false;
      i = GROUPS[slot] === undefined ? i + 1 : this.checkGroup(i);
      if (i < 0) return false;
    }
    return this.checkRequired(REQUIRED_IN_HEADER) && this.checkRequired(definition.required);
  }

  /**
   * The lenient way: whether required fields are there and of their types. What else there is may be of another dialect; what
   * of it is read, its reader judges.
   */
  isUsable(definition: MessageDefinition): boolean {
    if (this.count === MAX_FIELDS) return false;
    this.fault = RejectReason.NONE;
    return this.areUsable(REQUIRED_IN_HEADER) && this.areUsable(definition.required);
  }

  private areUsable(tags: readonly number[]): boolean {
    for (let i = 0; i < tags.length; i++) {
      const tag = tags[i]!;
      const slot = slotOf(tag);
      if (this.firstStamp[slot] !== this.stamp) return this.refuse(RejectReason.REQUIRED_TAG_MISSING, tag);
      const field = this.first[slot]!;
      const start = this.starts[field]!;
      const end = this.ends[field]!;
      if (start === end) return this.refuse(RejectReason.TAG_WITHOUT_VALUE, tag);
      // The session has its own look at times, and knows most of them without reading them.
      if (FIELD_TYPE[slot] === FieldType.UTC_TIMESTAMP) continue;
      if (!this.hasFormat(FIELD_TYPE[slot]!, this.bytes, start, end)) {
        return this.refuse(RejectReason.INCORRECT_DATA_FORMAT, tag);
      }
    }
    return true;
  }

  private checkRequired(tags: readonly number[]): boolean {
    for (let i = 0; i < tags.length; i++) {
      const tag = tags[i]!;
      // A tag inside a group does not stand for the one outside.
      if (this.seenStamp[slotOf(tag)] !== this.stamp) return this.refuse(RejectReason.REQUIRED_TAG_MISSING, tag);
    }
    return true;
  }

  /** Entries of the group whose count is field `at`. The next field after it, or -1 with the fault set. */
  private checkGroup(at: number): number {
    const { order, countTag } = GROUPS[slotOf(this.tags[at]!)]!;
    const entries = readWhole(this.bytes, this.starts[at]!, this.ends[at]!);
    let found = 0;
    let last = 0;
    let i = at + 1;
    while (i < this.count) {
      const tag = this.tags[i]!;
      const slot = slotOf(tag);
      const position = slot < 0 ? 0 : order[slot]!;
      if (position === 0) break;
      if (position === 1) found++;
      else if (found === 0 || position <= last) {
        this.refuse(RejectReason.GROUP_OUT_OF_ORDER, tag);
        return -1;
      }
      last = position;
      if (!this.checkValue(i, slot)) return -1;
      i = GROUPS[slot] === undefined ? i + 1 : this.checkGroup(i);
      if (i < 0) return -1;
    }
    if (found !== entries) {
      this.refuse(RejectReason.INCORRECT_GROUP_COUNT, countTag);
      return -1;
    }
    return i;
  }

  private checkValue(field: number, slot: number): boolean {
    const { bytes } = this;
    const start = this.starts[field]!;
    const end = this.ends[field]!;
    if (!this.hasFormat(FIELD_TYPE[slot]!, bytes, start, end)) {
      return this.refuse(RejectReason.INCORRECT_DATA_FORMAT, this.tags[field]!);
    }
    if (HAS_VALUES[slot] === 1 && (end - start !== 1 || !isValueOf(slot, bytes[start]!))) {
      return this.refuse(RejectReason.VALUE_OUT_OF_RANGE, this.tags[field]!);
    }
    const dataTag = DATA_TAG_AFTER[slot]!;
    if (dataTag !== 0 && (field + 1 >= this.count || this.tags[field + 1] !== dataTag)) {
      return this.refuse(RejectReason.REQUIRED_TAG_MISSING, dataTag);
    }
    if (FIELD_TYPE[slot] === FieldType.DATA) return this.checkDataLength(field, end - start);
    return true;
  }

  private checkDataLength(field: number, byteLength: number): boolean {
    const lengthTag = field > 0 ? this.tags[field - 1]! : 0;
    if (lengthTag >= SLOTS || DATA_TAG_AFTER[lengthTag] !== this.tags[field]) {
      return this.refuse(RejectReason.TAG_OUT_OF_ORDER, this.tags[field]!);
    }
    const stated = readWhole(this.bytes, this.starts[field - 1]!, this.ends[field - 1]!);
    return stated === byteLength || this.refuse(RejectReason.VALUE_OUT_OF_RANGE, lengthTag);
  }

  private hasFormat(type: number, bytes: Uint8Array, start: number, end: number): boolean {
    switch (type) {
      case FieldType.CHAR:
        return end - start === 1;
      case FieldType.BOOLEAN:
        return end - start === 1 && (bytes[start] === LETTER_Y || bytes[start] === LETTER_N);
      case FieldType.COUNT:
        return readWhole(bytes, start, end) >= 0;
      case FieldType.INT:
        return readWhole(bytes, bytes[start] === MINUS ? start + 1 : start, end) >= 0;
      case FieldType.FLOAT:
        return this.decimal.read(bytes, start, end);
      case FieldType.UTC_TIMESTAMP:
        return parseTimestamp(bytes, start, end) >= 0;
      case FieldType.LOCAL_DATE:
        return parseDate(bytes, start, end) >= 0;
      case FieldType.MONTH_YEAR:
        return isMonthYear(bytes, start, end);
      default:
        return true;
    }
  }

  /** Reads `tag=` into the next entry; the value's start, or -1 with the fault set. */
  private readTag(bytes: Uint8Array, start: number, end: number): number {
    let tag = 0;
    let position = start;
    for (; position < end; position++) {
      const byte = bytes[position]!;
      if (byte === EQUALS) break;
      if (byte < DIGIT_0 || byte > DIGIT_9 || position - start >= MAX_TAG_DIGITS) {
        this.fail(RejectReason.INVALID_TAG_NUMBER, 0);
        return -1;
      }
      tag = tag * 10 + byte - DIGIT_0;
    }
    // A tag has no leading zero: '08=' is not tag 8.
    if (position === end || tag === 0 || bytes[start] === DIGIT_0) {
      this.fail(RejectReason.INVALID_TAG_NUMBER, tag);
      return -1;
    }
    this.tags[this.count] = tag;
    return position + 1;
  }

  private record(tag: number, start: number, end: number): void {
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    const slot = slotOf(tag);
    if (slot >= 0 && this.firstStamp[slot] !== this.stamp) {
      this.firstStamp[slot] = this.stamp;
      this.first[slot] = this.count;
    }
    this.count++;
  }

  private fail(reason: RejectReason, tag: number): void {
    if (this.fault !== RejectReason.NONE) return;
    this.fault = reason;
    this.faultTag = tag;
  }

  private refuse(reason: RejectReason, tag: number): false {
    this.fail(reason, tag);
    return false;
  }
}

function endOfValue(bytes: Uint8Array, start: number, end: number): number {
  let position = start;
  while (position < end && bytes[position] !== SOH) position++;
  return position;
}

function isDataEnd(bytes: Uint8Array, start: number, byteLength: number, end: number): boolean {
  return byteLength > 0 && start + byteLength < end && bytes[start + byteLength] === SOH;
}

/** YYYYMM, YYYYMMDD or YYYYMMwN. */
function isMonthYear(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start === 8 && bytes[start + 6] === 0x77) {
    const week = bytes[start + 7]! - DIGIT_0;
    return week >= 1 && week <= 5 && isMonth(bytes, start);
  }
  return end - start === 6 ? isMonth(bytes, start) : parseDate(bytes, start, end) >= 0;
}

function isMonth(bytes: Uint8Array, start: number): boolean {
  const month = readWhole(bytes, start + 4, start + 6);
  return readWhole(bytes, start, start + 4) >= 0 && month >= 1 && month <= 12;
}
