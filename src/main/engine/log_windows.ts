/** Where an engine's log lies: windows in shared memory, and what an earlier run left in them. */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, unlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { mapFile } from '../../ring/mapped_memory.ts';
import { allocateRegion, type Region } from '../../ring/memory.ts';
import { diskFiles } from '../../workers/durability/journal/files.ts';
import { type RecoveredJournal, recoverJournal } from '../../workers/durability/journal/salvage.ts';
import { logRegionBytes } from '../../workers/durability/log/log_layout.ts';
import type { Configuration } from '../configuration/configuration.ts';

const BOOT_ID_FILE = '/proc/sys/kernel/random/boot_id';
const SCHEMA_FILE = new URL('../../../schemas/generated/engine.bfbs', import.meta.url);

export interface LogOptions {
  readonly configuration: Configuration;
  readonly behaviourVersion: string;
  readonly notice: (text: string) => void;
}

export function journalDirectory({ log }: Configuration): string {
  return join(log.directory, 'journal');
}

/** The windows of the last run are salvaged into the journal before they are written again. */
export async function openLog({
  configuration,
  behaviourVersion,
  notice,
}: LogOptions): Promise<{ log: Region; journal: RecoveredJournal }> {
  const { durability, windows, windowBytes } = configuration.log;
  const bytes = logRegionBytes(windows * windowBytes);
  const path = windowFile(configuration);
  const known = existsSync(path) ? mapFile(path, statSync(path).size, { create: false }) : undefined;
  const journal = await recoverJournal({
    files: diskFiles,
    directory: journalDirectory(configuration),
    behaviourVersion,
    schema: readSchema(),
    log: known,
    bootId: readBootId(),
  });
  if (journal.torn !== undefined) notice(`journal cut behind sequence ${journal.lastSequence}: ${journal.torn}`);
  if (journal.salvagedRecords > 0) notice(`${journal.salvagedRecords} commands taken over from the log windows`);
  if (known !== undefined && known.byteLength === bytes && durability !== 'none') return { log: known, journal };
  if (known !== undefined) unlinkSync(path);
  const log = durability === 'none' ? allocateRegion(bytes) : mapFile(path, bytes, { create: true });
  return { log, journal };
}

/** One file a data directory, whatever path names it. */
export function windowFile(configuration: Configuration): string {
  return `${windowPrefix(configuration)}.windows`;
}

/** What the engine's files in shared memory are called, but for their endings. */
export function windowPrefix({ log }: Configuration): string {
  const name = createHash('sha256').update(resolve(log.directory)).digest('hex').slice(0, 16);
  return join(log.windowDirectory, `sluice-${name}`);
}

export function readBootId(): Int32Array {
  const hex = readFileSync(BOOT_ID_FILE, 'utf8').trim().replaceAll('-', '');
  const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
  return new Int32Array(bytes.buffer);
}

export function readSchema(): Uint8Array {
  return Uint8Array.from(readFileSync(SCHEMA_FILE));
}
