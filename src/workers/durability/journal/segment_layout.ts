/**
 * A segment: one file of the journal or of the event log.
 *
 *     byte 0      8          12         16         24          32           36      40            72             104
 *      +----------+----------+----------+----------+-----------+------------+-------+-------------+--------------+
 *      | magic    | header   | format   | first    | base time | engine     | kind  | behaviour   | chain value  |
 *      |          | bytes    | version  | sequence | ms        | epoch      |       | version     | so far       |
 *      +----------+----------+----------+----------+-----------+------------+-------+-------------+--------------+
 *     104          108                 header bytes - 32      header bytes                                size
 *      +------------+------------------+-----------------------+----------------------------------+----------+
 *      | schema     | compiled schema  | SHA-256 of the bytes  | records, a BLOCK_MARK after      | padding  |
 *      | bytes      | (.bfbs), zeros   | before it             | each commit                      | record   |
 *      +------------+------------------+-----------------------+----------------------------------+----------+
 *
 * The header is whole pages. Records follow each other without gaps to the padding record that fills the file, or, in
 * a segment that a restart has ended, to the end of the file. Behind the last record of a segment still being written
 * lie zeros, or what the file held in an earlier life: records of lower sequences.
 */
import { createHash } from 'node:crypto';
import { PAGE_BYTES } from './files.ts';

const SEGMENT_MAGIC = 'SLUICESG';
const SEGMENT_FORMAT_VERSION = 1;
export const DEFAULT_SEGMENT_BYTES = 256 * 1024 * 1024;
export const CHAIN_BYTES = 32;

const BEHAVIOUR_BYTES = 32;
const BEHAVIOUR_OFFSET = 40;
const CHAIN_OFFSET = 72;
const SCHEMA_LENGTH_OFFSET = 104;
const SCHEMA_OFFSET = 108;
const HASH_BYTES = 32;
/** A header beyond this is not ours, whatever its length field says. */
const MAX_HEADER_BYTES = 1 << 20;

export const SegmentKind = { INPUT: 1, EVENTS: 2 } as const;
export type SegmentKind = (typeof SegmentKind)[keyof typeof SegmentKind];

export interface SegmentHeader {
  readonly kind: SegmentKind;
  /** Sequence that the first record has, or (events) is not below. */
  readonly firstSequence: number;
  readonly baseTimeMs: number;
  readonly engineEpoch: number;
  /** Release that wrote it: replay of older behaviour runs that release. */
  readonly behaviourVersion: string;
  /** Of the blocks before this segment. */
  readonly chain: Uint8Array;
  /** schemas/generated/engine.bfbs as of the writer. */
  readonly schema: Uint8Array;
}

const PREFIX: Record<SegmentKind, string> = { [SegmentKind.INPUT]: 'input', [SegmentKind.EVENTS]: 'events' };

export function segmentName(kind: SegmentKind, number: number): string {
  return `${PREFIX[kind]}-${String(number).padStart(8, '0')}.seg`;
}

/** Where the next segment is made ready: it takes its name only with its first record. */
export function preparedName(kind: SegmentKind): string {
  return `${PREFIX[kind]}-next.tmp`;
}

/** The number in a segment's name, or -1. */
export function segmentNumber(kind: SegmentKind, name: string): number {
  const match = /^(input|events)-(\d{8,})\.seg$/.exec(name);
  return match?.[1] === PREFIX[kind] ? Number(match[2]) : -1;
}

export function segmentHeaderBytes(schemaBytes: number): number {
  return Math.ceil((SCHEMA_OFFSET + schemaBytes + HASH_BYTES) / PAGE_BYTES) * PAGE_BYTES;
}

export function encodeSegmentHeader(header: SegmentHeader): Uint8Array {
  const bytes = new Uint8Array(segmentHeaderBytes(header.schema.byteLength));
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(SEGMENT_MAGIC));
  view.setInt32(8, bytes.byteLength, true);
  view.setInt32(12, SEGMENT_FORMAT_VERSION, true);
  view.setFloat64(16, header.firstSequence, true);
  view.setFloat64(24, header.baseTimeMs, true);
  view.setInt32(32, header.engineEpoch, true);
  view.setInt32(36, header.kind, true);
  bytes.set(new TextEncoder().encode(header.behaviourVersion).subarray(0, BEHAVIOUR_BYTES), BEHAVIOUR_OFFSET);
  bytes.set(header.chain, CHAIN_OFFSET);
  view.setInt32(SCHEMA_LENGTH_OFFSET, header.schema.byteLength, true);
  bytes.set(header.schema, SCHEMA_OFFSET);
  const hashed = bytes.byteLength - HASH_BYTES;
  bytes.set(createHash('sha256').update(bytes.subarray(0, hashed)).digest(), hashed);
  return bytes;
}

/** Bytes of the header that starts like `start` (16 bytes at least), or what is wrong with it. */
export function peekHeaderBytes(start: Uint8Array): number | string {
  if (start.byteLength < 16) return 'the file is shorter than a segment header';
  const magic = new TextDecoder().decode(start.slice(0, 8));
  if (magic !== SEGMENT_MAGIC) return `magic expected ${SEGMENT_MAGIC}, found ${JSON.stringify(magic)}`;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const version = view.getInt32(12, true);
  if (version !== SEGMENT_FORMAT_VERSION) {
    return `segment format expected ${SEGMENT_FORMAT_VERSION}, found ${version}`;
  }
  const headerBytes = view.getInt32(8, true);
  if (headerBytes < PAGE_BYTES || headerBytes > MAX_HEADER_BYTES || headerBytes % PAGE_BYTES !== 0) {
    return `header length expected in whole pages, found ${headerBytes}`;
  }
  return headerBytes;
}

/** The header in `bytes`, or what is wrong with it. */
export function decodeSegmentHeader(bytes: Uint8Array): SegmentHeader | string {
  const hashed = bytes.byteLength - HASH_BYTES;
  const expected = createHash('sha256').update(bytes.subarray(0, hashed)).digest('hex');
  const found = Buffer.from(bytes.subarray(hashed)).toString('hex');
  if (expected !== found) return `header hash expected ${expected}, found ${found}`;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const schemaBytes = view.getInt32(SCHEMA_LENGTH_OFFSET, true);
  const behaviour = new TextDecoder().decode(bytes.slice(BEHAVIOUR_OFFSET, BEHAVIOUR_OFFSET + BEHAVIOUR_BYTES));
  return {
    kind: view.getInt32(36, true) as SegmentKind,
    firstSequence: view.getFloat64(16, true),
    baseTimeMs: view.getFloat64(24, true),
    engineEpoch: view.getInt32(32, true),
    behaviourVersion: behaviour.replace(/\0+$/, ''),
    chain: bytes.slice(CHAIN_OFFSET, CHAIN_OFFSET + CHAIN_BYTES),
    schema: bytes.slice(SCHEMA_OFFSET, SCHEMA_OFFSET + schemaBytes),
  };
}
