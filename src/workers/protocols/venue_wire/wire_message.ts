/**
 * Messages of schemas/wire.fbs, written from templates and read without accessors.
 *
 * A template is the flatbuffers package's own output for one body type, so what is sent is a FlatBuffers table, size
 * prefix and file identifier included; only its two structs are filled in afterwards. The package lays structs of
 * doubles on 8 bytes from the message's start and makes the message a multiple of 8 long, so messages one after the
 * other stay aligned and are read in place through typed arrays.
 */
import { Builder } from 'flatbuffers';
import {
  MassCancel,
  Quote,
  RecordHeader,
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
  VenueReport,
  VenueStatusRequest,
} from '../../../../schemas/generated/engine.ts';
import type { Views } from '../../../ring/memory.ts';
import { RecordType } from '../../model/record_type.ts';

/** No message of the venue protocol comes near; a longer one is a broken stream. */
export const MAX_MESSAGE_BYTES = 512;
export const MIN_MESSAGE_BYTES = 16;
const FILE_IDENTIFIER = 'SLCE';
const HEADER_FIELD = 0;
/** Fields of table Message, from wire.fbs; a test compares with the compiled schema. */
const MESSAGE_FIELDS = 39;
export const FIELD_BY_TYPE: Readonly<Record<number, readonly [field: number, bytes: number]>> = {
  [RecordType.MASS_CANCEL]: [4, MassCancel.BYTES],
  [RecordType.VENUE_NEW_ORDER]: [9, VenueNewOrder.BYTES],
  [RecordType.VENUE_CANCEL]: [10, VenueCancel.BYTES],
  [RecordType.VENUE_REPLACE]: [11, VenueReplace.BYTES],
  [RecordType.VENUE_STATUS_REQUEST]: [12, VenueStatusRequest.BYTES],
  [RecordType.VENUE_REPORT]: [13, VenueReport.BYTES],
  [RecordType.QUOTE]: [14, Quote.BYTES],
};

const KNOWN_TYPES = 256;
const fieldOf = new Uint8Array(KNOWN_TYPES);
const bodyBytesOf = new Int32Array(KNOWN_TYPES);
for (const [type, [field, bytes]] of Object.entries(FIELD_BY_TYPE)) {
  fieldOf[Number(type)] = field;
  bodyBytesOf[Number(type)] = bytes;
}

/** The bytes of one kind of message with empty structs, and where these lie. */
export interface MessageTemplate {
  readonly type: number;
  readonly byteLength: number;
  readonly headerAt: number;
  readonly bodyAt: number;
  readonly bodyBytes: number;
  readonly doubles: Float64Array;
}

function addStruct(builder: Builder, field: number, byteLength: number): void {
  builder.prep(8, byteLength);
  for (let written = 0; written < byteLength; written += 8) builder.writeFloat64(0);
  builder.addFieldStruct(field, builder.offset(), 0);
}

/** A message of `type`: header and body, or the header alone for session messages. */
export function makeTemplate(type: number): MessageTemplate {
  const [field, bodyBytes] = FIELD_BY_TYPE[type] ?? [0, 0];
  const builder = new Builder(MAX_MESSAGE_BYTES);
  builder.startObject(MESSAGE_FIELDS);
  if (bodyBytes > 0) addStruct(builder, field, bodyBytes);
  addStruct(builder, HEADER_FIELD, RecordHeader.BYTES);
  builder.finishSizePrefixed(builder.endObject(), FILE_IDENTIFIER);
  const bytes = builder.asUint8Array().slice();
  const view = new WireView(bytes.buffer);
  const message = new WireMessage();
  const headerAt = message.fieldAt(view, 0, bytes.byteLength, HEADER_FIELD, RecordHeader.BYTES);
  const bodyAt = bodyBytes > 0 ? message.fieldAt(view, 0, bytes.byteLength, field, bodyBytes) : 0;
  view.i32[headerAt >> 2] = RecordHeader.BYTES + bodyBytes;
  view.u16[(headerAt + 4) >> 1] = type;
  view.u8[headerAt + 6] = 1;
  return { type, byteLength: bytes.byteLength, headerAt, bodyAt, bodyBytes, doubles: view.f64 };
}

/** One stretch of ordinary memory, seen as each element type. Flyweights ask for shared views; any memory reads alike. */
export class WireView implements Views {
  readonly f64: Float64Array<SharedArrayBuffer>;
  readonly i32: Int32Array<SharedArrayBuffer>;
  readonly u16: Uint16Array<SharedArrayBuffer>;
  readonly u8: Uint8Array<SharedArrayBuffer>;

  constructor(memory: ArrayBufferLike) {
    const shared = memory as SharedArrayBuffer;
    this.f64 = new Float64Array(shared);
    this.i32 = new Int32Array(shared);
    this.u16 = new Uint16Array(shared);
    this.u8 = new Uint8Array(shared);
  }
}

/** Finds the structs of a message by its vtable, as any writer may have ordered them, and never beyond its end. */
export class WireMessage {
  type = 0;
  headerAt = 0;
  /** 0: the message has no body. */
  bodyAt = 0;
  bodyBytes = 0;

  /** False when the bytes are not a Message of this protocol. `at` is a multiple of 8; `end` is past its last byte. */
  wrap(view: Views, at: number, end: number): boolean {
    const headerAt = this.fieldAt(view, at, end, HEADER_FIELD, RecordHeader.BYTES);
    if (headerAt === 0) return false;
    const type = view.u16[(headerAt + 4) >> 1]!;
    this.type = type;
    this.headerAt = headerAt;
    this.bodyAt = 0;
    this.bodyBytes = 0;
    if (type >= KNOWN_TYPES) return true;
    const bodyBytes = bodyBytesOf[type]!;
    if (bodyBytes === 0) return false;
    this.bodyAt = this.fieldAt(view, at, end, fieldOf[type]!, bodyBytes);
    this.bodyBytes = bodyBytes;
    return this.bodyAt !== 0;
  }

  /** Where a struct field lies, or 0 when it is absent or not wholly and aligned inside the message. */
  fieldAt(view: Views, at: number, end: number, field: number, byteLength: number): number {
    const root = at + 4 + view.i32[(at + 4) >> 2]!;
    if (root < at + 8 || root > end - 4 || (root & 3) !== 0) return 0;
    const table = root - view.i32[root >> 2]!;
    if (table < at + 8 || table > end - 4 || (table & 1) !== 0) return 0;
    const entry = 4 + field * 2;
    const tableBytes = view.u16[table >> 1]!;
    if (entry + 2 > tableBytes || table + tableBytes > end) return 0;
    const offset = view.u16[(table + entry) >> 1]!;
    const fieldAt = root + offset;
    if (offset === 0 || (fieldAt & 7) !== 0 || fieldAt + byteLength > end) return 0;
    return fieldAt;
  }
}
