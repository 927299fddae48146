/**
 * A snapshot: the arrays of the engines at one sequence, in one file.
 *
 *     byte 0      8          12            16
 *      +----------+----------+-------------+------------------+-------------------+-----+-----------------------+
 *      | magic    | format   | description | description      | sections, each on |     | SHA-256 of all bytes  |
 *      |          | version  | bytes       | (JSON), zeros    | 8 bytes           |     | before it             |
 *      +----------+----------+-------------+------------------+-------------------+-----+-----------------------+
 *
 * The description tells the meta data and each section's name and length, in order. It is JSON because it is read
 * once, by people too; the sections are the engines' own memory, verbatim.
 */
export const SNAPSHOT_MAGIC = 'SLUICESN';
export const SNAPSHOT_FORMAT_VERSION = 1;
export const SNAPSHOT_PREFIX_BYTES = 16;
export const SNAPSHOT_HASH_BYTES = 32;
export const MAX_DESCRIPTION_BYTES = 1 << 20;

export interface SnapshotMeta {
  /** The state is that after this sequence. */
  readonly sequence: number;
  readonly baseTimeMs: number;
  readonly engineEpoch: number;
  readonly behaviourVersion: string;
  /** Rolling hashes of the stages at that sequence, as the live run published them. */
  readonly stageHashes: readonly number[];
}

export interface SnapshotDescription extends SnapshotMeta {
  readonly sections: readonly { readonly name: string; readonly bytes: number }[];
}

export function snapshotName(sequence: number): string {
  return `snapshot-${String(sequence).padStart(16, '0')}.snap`;
}

/** The sequence in a snapshot's name, or -1. */
export function snapshotSequence(name: string): number {
  const match = /^snapshot-(\d{16})\.snap$/.exec(name);
  return match === null ? -1 : Number(match[1]);
}

export function alignedBytes(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
