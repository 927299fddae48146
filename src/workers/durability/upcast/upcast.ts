/**
 * Old layouts become the newest on read, so that stages know one version of each struct. A published struct never
 * changes: a new layout gets the next version number and an entry here that rewrites the old one.
 */
import type { Views } from '../../../ring/memory.ts';
import { RECORD_TYPE_BYTE, RECORD_VERSION_BYTE } from '../log/log_layout.ts';

export class UnknownVersionError extends Error {
  override readonly name = 'UnknownVersionError';
}

/** Newest layout version of every record type so far. */
const NEWEST_VERSION = 1;

/** Throws where the record's layout is one that this release cannot read. All layouts so far are version 1: nothing to rewrite. */
export function upcastRecord(views: Views, byteOffset: number): void {
  const version = views.u8[byteOffset + RECORD_VERSION_BYTE]!;
  if (version === NEWEST_VERSION) return;
  const type = views.u16[(byteOffset + RECORD_TYPE_BYTE) >> 1]!;
  const advice = version > NEWEST_VERSION ? 'a newer release wrote it: read it with that one' : 'no release wrote that';
  throw new UnknownVersionError(`record type ${type} has layout version ${version}, not ${NEWEST_VERSION}; ${advice}`);
}
