/**
 * Records as wire.fbs messages and back, without the flatbuffers package's builder: a message's bytes around its two structs
 * are the same every time, so they are built once and the structs copied into their places.
 *
 *      0        4        8        12                                                     length
 *     ┌────────┬────────┬────────┬────────┬─────────┬──────────────────┬────────────────────┐
 *     │ size   │ root   │ "SLCE" │ vtable │ table   │ RecordHeader     │ body               │   (order of the last two and
 *     └────────┴────────┴────────┴────────┴─────────┴──────────────────┴────────────────────┘    padding: the builder's)
 *
 * Reading takes any valid layout, from any writer.
 */
import { Builder, ByteBuffer } from 'flatbuffers';
import type { Views } from '../src/ring/memory.ts';
import type { StructDescription } from './description.ts';
import { RecordHeader } from './generated/engine.ts';
import { WIRE_BODIES } from './generated/wire.ts';

/** Why bytes are no message of ours. Codes, since peers send what they like. */
export const WireError = {
  /** Not all of it is here yet. */
  INCOMPLETE: -1,
  /** Longer than any message, or shorter than its fixed part. */
  SIZE: -2,
  IDENTIFIER: -3,
  /** An offset leads out of the message. */
  OFFSET: -4,
  /** No header, no body, or a second body. */
  CONTENT: -5,
} as const;
export type WireError = (typeof WireError)[keyof typeof WireError];

const MESSAGE_FIELDS = Math.max(...WIRE_BODIES.map(({ id }) => id)) + 1;
const LARGEST_BODY_BYTES = Math.max(...WIRE_BODIES.map(({ struct }) => struct.byteLength));
/** Twice what ours need: other writers may pad, or know fields that we do not. */
export const MAX_MESSAGE_BYTES = 2 * (LARGEST_BODY_BYTES + RecordHeader.BYTES + 2 * MESSAGE_FIELDS + 32);

const PREFIX_BYTES = 4;
const IDENTIFIER = 'SLCE';
const IDENTIFIER_WORD = 0x45434c53;
/** Size, root, identifier, the smallest vtable and table. */
const MIN_BYTES = 20;

export class WireTemplate {
  readonly struct: StructDescription;
  /** Bytes of a message, its size prefix included; a multiple of 8. */
  readonly byteLength: number;
  readonly #words: Float64Array;
  readonly #headerAt: number;
  readonly #bodyAt: number;

  constructor(struct: StructDescription) {
    const body = WIRE_BODIES.find((candidate) => candidate.struct.name === struct.name);
    if (body === undefined) throw new Error(`wire.fbs has no field for ${struct.name}`);
    const { bytes, headerAt, bodyAt } = buildEmptyMessage(body.id, struct.byteLength);
    this.struct = struct;
    this.byteLength = bytes.byteLength;
    this.#words = new Float64Array(bytes.slice().buffer);
    this.#headerAt = headerAt / 8;
    this.#bodyAt = bodyAt / 8;
  }

  /** Writes the record at `recordOffset` as a message to `target[at...]`, in doubles; returns the message's bytes. */
  encode(views: Views, recordOffset: number, target: Float64Array, at: number): number {
    const template = this.#words;
    for (let i = 0; i < template.length; i++) target[at + i] = template[i]!;
    const source = views.f64;
    const from = recordOffset >>> 3;
    const headerWords = RecordHeader.BYTES >>> 3;
    const header = at + this.#headerAt;
    for (let i = 0; i < headerWords; i++) target[header + i] = source[from + i]!;
    const body = at + this.#bodyAt;
    const bodyWords = this.struct.byteLength >>> 3;
    for (let i = 0; i < bodyWords; i++) target[body + i] = source[from + headerWords + i]!;
    return this.byteLength;
  }
}

/** Bytes of the message that starts at `at`, prefix included, once they are all there; else a WireError. */
export function messageLength(bytes: DataView, at: number, end: number): number {
  if (end - at < PREFIX_BYTES) return WireError.INCOMPLETE;
  const length = bytes.getUint32(at, true) + PREFIX_BYTES;
  if (length < MIN_BYTES || length > MAX_MESSAGE_BYTES) return WireError.SIZE;
  return length > end - at ? WireError.INCOMPLETE : length;
}

/**
 * Copies header and body of the whole message at `at` to `target` and returns the body's id in wire.fbs, or a WireError. The
 * header's type and length are the peer's word: the caller compares them with the body.
 */
export function decodeMessage(
  bytes: DataView,
  at: number,
  length: number,
  target: Views,
  recordOffset: number,
): number {
  const end = at + length;
  if (length < MIN_BYTES) return WireError.SIZE;
  if (bytes.getInt32(at + 8, true) !== IDENTIFIER_WORD) return WireError.IDENTIFIER;
  const table = at + PREFIX_BYTES + bytes.getUint32(at + PREFIX_BYTES, true);
  if (table + 4 > end) return WireError.OFFSET;
  const vtable = table - bytes.getInt32(table, true);
  if (vtable < at + PREFIX_BYTES || vtable + 4 > end) return WireError.OFFSET;
  const vtableBytes = bytes.getUint16(vtable, true);
  if (vtableBytes < 6 || vtable + vtableBytes > end) return WireError.OFFSET;
  const headerSlot = bytes.getUint16(vtable + 4, true);
  const body = findBody(bytes, vtable, vtableBytes);
  if (headerSlot === 0 || body < 0) return WireError.CONTENT;
  const bodyAt = table + bytes.getUint16(vtable + 4 + 2 * body, true);
  const bodyBytes = BODY_BYTES[body]!;
  if (table + headerSlot + RecordHeader.BYTES > end || bodyAt + bodyBytes > end) return WireError.OFFSET;
  copyWords(bytes, table + headerSlot, RecordHeader.BYTES, target.i32, recordOffset >>> 2);
  copyWords(bytes, bodyAt, bodyBytes, target.i32, (recordOffset + RecordHeader.BYTES) >>> 2);
  return body;
}

const BODY_BYTES = new Int32Array(MESSAGE_FIELDS);
for (const { id, struct } of WIRE_BODIES) BODY_BYTES[id] = struct.byteLength;

export function bodyOf(id: number): StructDescription | undefined {
  return WIRE_BODIES.find((body) => body.id === id)?.struct;
}

/** The one body among the fields we know; what a newer writer adds beside it is not ours to judge. */
function findBody(bytes: DataView, vtable: number, vtableBytes: number): number {
  const slots = Math.min((vtableBytes - 4) >> 1, MESSAGE_FIELDS);
  let found = -1;
  for (let id = 1; id < slots; id++) {
    if (bytes.getUint16(vtable + 4 + 2 * id, true) === 0) continue;
    if (found >= 0) return -1;
    found = id;
  }
  return found;
}

/** In words of four bytes: the peer's alignment is no more than that of a byte, ours is that of a double. */
function copyWords(bytes: DataView, from: number, byteLength: number, target: Int32Array, to: number): void {
  for (let i = 0; i < byteLength; i += 4) target[to + (i >> 2)] = bytes.getInt32(from + i, true);
}

function buildEmptyMessage(id: number, bodyBytes: number): { bytes: Uint8Array; headerAt: number; bodyAt: number } {
  const builder = new Builder(1_024);
  builder.startObject(MESSAGE_FIELDS);
  builder.addFieldStruct(0, reserveStruct(builder, RecordHeader.BYTES), 0);
  builder.addFieldStruct(id, reserveStruct(builder, bodyBytes), 0);
  builder.finishSizePrefixed(builder.endObject(), IDENTIFIER);
  const bytes = builder.asUint8Array();
  const buffer = new ByteBuffer(bytes);
  const table = PREFIX_BYTES + buffer.readInt32(PREFIX_BYTES);
  const headerAt = table + buffer.__offset(table, 4);
  const bodyAt = table + buffer.__offset(table, 4 + 2 * id);
  if (headerAt % 8 !== 0 || bodyAt % 8 !== 0 || bytes.byteLength % 8 !== 0) {
    throw new Error(`a message with field ${id} is not in doubles: ${headerAt}, ${bodyAt}, ${bytes.byteLength}`);
  }
  return { bytes, headerAt, bodyAt };
}

function reserveStruct(builder: Builder, byteLength: number): number {
  builder.prep(8, byteLength);
  builder.pad(byteLength);
  return builder.offset();
}
