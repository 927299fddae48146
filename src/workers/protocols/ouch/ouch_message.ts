import { Appendage, FIELDS, KIND_BYTES, Kind, type MessageLayout, TAG_KINDS, TAGS } from './layout.ts';

/** What `decode` answers besides the type's character code. */
export const UNKNOWN_TYPE = 0;
export const MALFORMED_MESSAGE = -1;

const HIGH = 2 ** 32;
/** Numbers of eight bytes are whole numbers that a double holds exactly. */
const MAX_HIGH_WORD = 2 ** 21;
const SPACE = 0x20;
const ZERO = 0x30;
const LETTER_A = 0x41;
const BASE = 36;
const LENGTH_BYTES = 2;
const OPTION_HEADER_BYTES = 2;
/** Of the longest text. */
const TEXT_BYTES = 16;
const UNKNOWN_TAG = -1;
/** A field, or an option behind the fields. */
const SLOTS = FIELDS + TAGS;

const { CHAR, UINT16, UINT32, INT32, UINT64 } = Kind;
const { NONE, OPTIONAL } = Appendage;
const kindBytes = Int32Array.from(KIND_BYTES);
const tagKinds = new Int32Array(256).fill(UNKNOWN_TAG);
for (const [tag, kind] of TAG_KINDS) tagKinds[tag] = kind;

/** The tables of one direction, laid out for the reader: fields of all messages one behind the other. */
class Program {
  /** By type. */
  readonly starts = new Int32Array(256);
  readonly ends = new Int32Array(256);
  readonly bytes = new Int32Array(256);
  readonly appendages = new Int32Array(256);
  readonly slots: Int32Array;
  readonly kinds: Int32Array;

  constructor(layouts: readonly MessageLayout[]) {
    const fields = layouts.flatMap((layout) => layout.fields);
    this.slots = Int32Array.from(fields, ([field]) => field);
    this.kinds = Int32Array.from(fields, ([, kind]) => kind);
    let start = 0;
    for (const { type, fields, bytes, appendage } of layouts) {
      this.starts[type] = start;
      start += fields.length;
      this.ends[type] = start;
      this.bytes[type] = bytes;
      this.appendages[type] = appendage;
    }
  }
}

/**
 * One message of one direction at a time, both ways; fields that its type does not have keep old values. Numbers and
 * characters are numbers, and text is bytes, so that nothing is allocated until somebody asks for a string.
 */
export class OuchMessage {
  type = 0;
  private readonly program: Program;
  private readonly numbers = new Float64Array(SLOTS);
  private readonly texts = new Uint8Array(SLOTS * TEXT_BYTES).fill(SPACE);
  /** A bit a tag. */
  private options = 0;

  /** `layouts`: INBOUND or OUTBOUND. */
  constructor(layouts: readonly MessageLayout[]) {
    this.program = new Program(layouts);
  }

  // ---------------------------------------------------------------- fields and options

  /** A number, or a character's code. */
  get(field: number): number {
    return this.numbers[field]!;
  }

  set(field: number, value: number): void {
    this.numbers[field] = value;
  }

  text(field: number): string {
    return this.textAt(field);
  }

  /** What is longer than its field is cut when it is written. */
  setText(field: number, text: string): void {
    this.setTextAt(field, text);
  }

  /** A number in capitals and digits, for those who know it by no text. */
  setDigits(field: number, value: number): void {
    const end = (field + 1) * TEXT_BYTES;
    this.texts.fill(SPACE, field * TEXT_BYTES, end);
    let digits = 1;
    for (let rest = value; rest >= BASE; rest = Math.floor(rest / BASE)) digits++;
    let rest = value;
    for (let at = field * TEXT_BYTES + digits - 1; digits > 0; digits--, at--) {
      const digit = rest % BASE;
      this.texts[at] = digit < 10 ? ZERO + digit : LETTER_A + digit - 10;
      rest = Math.floor(rest / BASE);
    }
  }

  /** The field as another message has it. */
  copy(field: number, from: OuchMessage): void {
    this.numbers[field] = from.numbers[field]!;
    const start = field * TEXT_BYTES;
    for (let i = start; i < start + TEXT_BYTES; i++) this.texts[i] = from.texts[i]!;
  }

  has(tag: number): boolean {
    return (this.options & (1 << tag)) !== 0;
  }

  /** Only if the message `has` it. */
  option(tag: number): number {
    return this.numbers[FIELDS + tag]!;
  }

  setOption(tag: number, value: number): void {
    this.options |= 1 << tag;
    this.numbers[FIELDS + tag] = value;
  }

  optionText(tag: number): string {
    return this.textAt(FIELDS + tag);
  }

  setOptionText(tag: number, text: string): void {
    this.options |= 1 << tag;
    this.setTextAt(FIELDS + tag, text);
  }

  clearOptions(): void {
    this.options = 0;
  }

  // ---------------------------------------------------------------- bytes

  /**
   * The type's character code, UNKNOWN_TYPE, or MALFORMED_MESSAGE: not of its type's length, an option cut or of the wrong
   * size, a number that no double holds. Options with unknown tags are passed over.
   */
  decode(view: DataView, at: number, length: number): number {
    if (length === 0) return MALFORMED_MESSAGE;
    const type = view.getUint8(at);
    const { program } = this;
    const bytes = program.bytes[type]!;
    if (bytes === 0) return UNKNOWN_TYPE;
    if (length < bytes) return MALFORMED_MESSAGE;
    this.type = type;
    this.options = 0;
    let from = at + 1;
    for (let i = program.starts[type]!; i < program.ends[type]!; i++) {
      const kind = program.kinds[i]!;
      if (!this.read(view, from, kind, program.slots[i]!)) return MALFORMED_MESSAGE;
      from += kindBytes[kind]!;
    }
    const rest = length - bytes;
    if (rest === 0) return program.appendages[type] === Appendage.ALWAYS ? MALFORMED_MESSAGE : type;
    if (program.appendages[type] === NONE || rest < LENGTH_BYTES) return MALFORMED_MESSAGE;
    if (view.getUint16(from) !== rest - LENGTH_BYTES) return MALFORMED_MESSAGE;
    return this.readOptions(view, from + LENGTH_BYTES, at + length) ? type : MALFORMED_MESSAGE;
  }

  /** Writes the message as `type`; its bytes. */
  encode(type: number, view: DataView, at: number): number {
    const { program } = this;
    let to = at;
    view.setUint8(to++, type);
    for (let i = program.starts[type]!; i < program.ends[type]!; i++) {
      const kind = program.kinds[i]!;
      this.write(view, to, kind, program.slots[i]!);
      to += kindBytes[kind]!;
    }
    const appendage = program.appendages[type]!;
    if (appendage === NONE || (appendage === OPTIONAL && this.options === 0)) return to - at;
    const end = this.writeOptions(view, to + LENGTH_BYTES);
    view.setUint16(to, end - to - LENGTH_BYTES);
    return end - at;
  }

  private readOptions(view: DataView, from: number, end: number): boolean {
    let at = from;
    while (at < end) {
      if (at + OPTION_HEADER_BYTES > end) return false;
      const next = at + 1 + view.getUint8(at);
      const tag = view.getUint8(at + 1);
      if (next === at + 1 || next > end) return false;
      const kind = tagKinds[tag]!;
      if (kind !== UNKNOWN_TAG) {
        if (next - at - OPTION_HEADER_BYTES !== kindBytes[kind]!) return false;
        if (!this.read(view, at + OPTION_HEADER_BYTES, kind, FIELDS + tag)) return false;
        this.options |= 1 << tag;
      }
      at = next;
    }
    return true;
  }

  private writeOptions(view: DataView, from: number): number {
    let at = from;
    for (let tag = 0; tag < TAGS; tag++) {
      if ((this.options & (1 << tag)) === 0) continue;
      const kind = tagKinds[tag]!;
      view.setUint8(at, 1 + kindBytes[kind]!);
      view.setUint8(at + 1, tag);
      this.write(view, at + OPTION_HEADER_BYTES, kind, FIELDS + tag);
      at += OPTION_HEADER_BYTES + kindBytes[kind]!;
    }
    return at;
  }

  private read(view: DataView, at: number, kind: number, slot: number): boolean {
    const { numbers } = this;
    if (kind === CHAR) numbers[slot] = view.getUint8(at);
    else if (kind === UINT32) numbers[slot] = view.getUint32(at);
    else if (kind === UINT64) {
      const high = view.getUint32(at);
      numbers[slot] = high * HIGH + view.getUint32(at + 4);
      return high < MAX_HIGH_WORD;
    } else if (kind === UINT16) numbers[slot] = view.getUint16(at);
    else if (kind === INT32) numbers[slot] = view.getInt32(at);
    else {
      const to = slot * TEXT_BYTES;
      for (let i = kindBytes[kind]! - 1; i >= 0; i--) this.texts[to + i] = view.getUint8(at + i);
    }
    return true;
  }

  private write(view: DataView, at: number, kind: number, slot: number): void {
    const value = this.numbers[slot]!;
    if (kind === CHAR) view.setUint8(at, value);
    else if (kind === UINT32) view.setUint32(at, value);
    else if (kind === UINT64) {
      view.setUint32(at, Math.floor(value / HIGH));
      view.setUint32(at + 4, value % HIGH);
    } else if (kind === UINT16) view.setUint16(at, value);
    else if (kind === INT32) view.setInt32(at, value);
    else {
      const from = slot * TEXT_BYTES;
      for (let i = kindBytes[kind]! - 1; i >= 0; i--) view.setUint8(at + i, this.texts[from + i]!);
    }
  }

  private textAt(slot: number): string {
    let text = '';
    for (let i = slot * TEXT_BYTES; i < (slot + 1) * TEXT_BYTES; i++) text += String.fromCharCode(this.texts[i]!);
    return text.trimEnd();
  }

  private setTextAt(slot: number, text: string): void {
    for (let i = 0; i < TEXT_BYTES; i++) {
      this.texts[slot * TEXT_BYTES + i] = i < text.length ? text.charCodeAt(i) : SPACE;
    }
  }
}
