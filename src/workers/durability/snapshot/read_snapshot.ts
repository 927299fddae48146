import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { diskFiles, type Files } from '../journal/files.ts';
import {
  alignedBytes,
  MAX_DESCRIPTION_BYTES,
  SNAPSHOT_FORMAT_VERSION,
  SNAPSHOT_HASH_BYTES,
  SNAPSHOT_MAGIC,
  SNAPSHOT_PREFIX_BYTES,
  type SnapshotDescription,
  type SnapshotMeta,
  snapshotSequence,
} from './snapshot_layout.ts';
import { snapshotNames } from './write_snapshot.ts';

export class SnapshotDamagedError extends Error {
  override readonly name = 'SnapshotDamagedError';
}

export interface Snapshot {
  readonly path: string;
  readonly meta: SnapshotMeta;
  /** Sections by name; each starts on 8 bytes of its buffer, so that typed arrays can lie over it. */
  readonly parts: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

export interface NewestSnapshot {
  /** Undefined: there is no whole one, and recovery reads the journal from its beginning. */
  readonly snapshot: Snapshot | undefined;
  /** A word on each damaged one that was passed over. */
  readonly skipped: readonly string[];
}

/** The newest whole snapshot of a folder. */
export function newestSnapshot(directory: string, files: Files = diskFiles): NewestSnapshot {
  const skipped: string[] = [];
  files.makeDirectory(directory);
  for (const name of snapshotNames(directory, files)) {
    try {
      return { snapshot: readSnapshot(join(directory, name), files), skipped };
    } catch (error) {
      if (!(error instanceof SnapshotDamagedError)) throw error;
      skipped.push(error.message);
    }
  }
  return { snapshot: undefined, skipped };
}

/** The newest whole snapshot before a command. */
export function newestBefore(directory: string, sequence: number, files: Files = diskFiles): Snapshot | undefined {
  files.makeDirectory(directory);
  for (const name of snapshotNames(directory, files).filter((each) => snapshotSequence(each) < sequence)) {
    try {
      return readSnapshot(join(directory, name), files);
    } catch (error) {
      if (!(error instanceof SnapshotDamagedError)) throw error;
    }
  }
  return undefined;
}

/** Reads and verifies a whole snapshot; throws SnapshotDamagedError where a byte is not as it was written. */
export function readSnapshot(path: string, files: Files = diskFiles): Snapshot {
  const bytes = readFile(path, files);
  const hashed = bytes.byteLength - SNAPSHOT_HASH_BYTES;
  if (hashed < SNAPSHOT_PREFIX_BYTES) throw new SnapshotDamagedError(`${path}: only ${bytes.byteLength} bytes long`);
  const expected = createHash('sha256').update(bytes.subarray(0, hashed)).digest('hex');
  const found = Buffer.from(bytes.subarray(hashed)).toString('hex');
  if (expected !== found) throw new SnapshotDamagedError(`${path}: hash expected ${expected}, found ${found}`);
  const view = new DataView(bytes.buffer);
  const magic = new TextDecoder().decode(bytes.subarray(0, 8));
  const version = view.getInt32(8, true);
  const descriptionBytes = view.getInt32(12, true);
  if (magic !== SNAPSHOT_MAGIC || version !== SNAPSHOT_FORMAT_VERSION || descriptionBytes > MAX_DESCRIPTION_BYTES) {
    throw new SnapshotDamagedError(`${path}: not a snapshot of format ${SNAPSHOT_FORMAT_VERSION}`);
  }
  const end = SNAPSHOT_PREFIX_BYTES + descriptionBytes;
  const json = new TextDecoder().decode(bytes.subarray(SNAPSHOT_PREFIX_BYTES, end));
  const { sections, ...meta } = JSON.parse(json) as SnapshotDescription;
  const parts = new Map<string, Uint8Array<ArrayBuffer>>();
  let offset = alignedBytes(end);
  for (const section of sections) {
    parts.set(section.name, bytes.subarray(offset, offset + section.bytes));
    offset += alignedBytes(section.bytes);
  }
  return { path, meta, parts };
}

function readFile(path: string, files: Files): Uint8Array<ArrayBuffer> {
  const file = files.openForRead(path);
  try {
    const bytes = new Uint8Array(files.size(file));
    const read = files.read(file, bytes, 0, bytes.byteLength, 0);
    return bytes.subarray(0, read);
  } finally {
    files.close(file);
  }
}
