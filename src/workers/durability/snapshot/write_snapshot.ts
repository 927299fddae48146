import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { diskFiles, type Files } from '../journal/files.ts';
import {
  alignedBytes,
  SNAPSHOT_FORMAT_VERSION,
  SNAPSHOT_MAGIC,
  SNAPSHOT_PREFIX_BYTES,
  type SnapshotDescription,
  type SnapshotMeta,
  snapshotName,
  snapshotSequence,
} from './snapshot_layout.ts';

export interface SnapshotPart {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The last one may turn out to be damaged: the one before it is the way back, and the journal since it is kept. */
const SNAPSHOTS_KEPT = 2;

const TEMPORARY_NAME = 'snapshot-next.tmp';

/**
 * Writes a snapshot and removes those beyond SNAPSHOTS_KEPT; returns its path. It has its name only when it is whole
 * and synced, so a crash leaves the one before it as the newest.
 */
export function writeSnapshot(
  directory: string,
  meta: SnapshotMeta,
  parts: readonly SnapshotPart[],
  files: Files = diskFiles,
): string {
  files.makeDirectory(directory);
  const temporary = join(directory, TEMPORARY_NAME);
  const file = files.create(temporary);
  try {
    writeAll(files, file, encodeDescription(meta, parts), parts);
    files.fdatasync(file);
  } finally {
    files.close(file);
  }
  const path = join(directory, snapshotName(meta.sequence));
  files.rename(temporary, path);
  files.syncDirectory(directory);
  for (const name of snapshotNames(directory, files).slice(SNAPSHOTS_KEPT)) files.remove(join(directory, name));
  return path;
}

/** Newest first. */
export function snapshotNames(directory: string, files: Files): string[] {
  return files
    .list(directory)
    .filter((name) => snapshotSequence(name) >= 0)
    .reverse();
}

/**
 * The journal may be written again up to here: the older of the snapshots kept covers it, so that a damaged newest one
 * still leaves a way back. 0 while there are fewer.
 */
export function coveredSequence(directory: string, files: Files = diskFiles): number {
  const names = snapshotNames(directory, files);
  return names.length < SNAPSHOTS_KEPT ? 0 : snapshotSequence(names[SNAPSHOTS_KEPT - 1]!);
}

function encodeDescription(meta: SnapshotMeta, parts: readonly SnapshotPart[]): Uint8Array {
  const sections = parts.map(({ name, bytes }) => ({ name, bytes: bytes.byteLength }));
  const description: SnapshotDescription = { ...meta, sections };
  const json = new TextEncoder().encode(JSON.stringify(description));
  const bytes = new Uint8Array(alignedBytes(SNAPSHOT_PREFIX_BYTES + json.byteLength));
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(SNAPSHOT_MAGIC));
  view.setInt32(8, SNAPSHOT_FORMAT_VERSION, true);
  view.setInt32(12, json.byteLength, true);
  bytes.set(json, SNAPSHOT_PREFIX_BYTES);
  return bytes;
}

function writeAll(files: Files, file: number, description: Uint8Array, parts: readonly SnapshotPart[]): void {
  const hash = createHash('sha256');
  let position = 0;
  const put = (bytes: Uint8Array) => {
    files.write(file, bytes, 0, bytes.byteLength, position);
    hash.update(bytes);
    position += bytes.byteLength;
  };
  put(description);
  for (const { bytes } of parts) {
    put(bytes);
    put(new Uint8Array(alignedBytes(bytes.byteLength) - bytes.byteLength));
  }
  const digest = hash.digest();
  files.write(file, digest, 0, digest.byteLength, position);
}
