/**
 * With which capacities a journal was written: `engine.json` beside it. Capacities are not commands, and yet they show
 * in the state (which pool entry is used again, and when), so a replay needs the ones of the run. One entry a change.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskFiles } from '../durability/journal/files.ts';
import type { EngineCapacity } from '../pipeline/engines.ts';

export interface RunDescription {
  /** First command that was written with these. */
  readonly firstSequence: number;
  readonly capacity: EngineCapacity;
  /** Destinations that there were: an output mark goes to each. */
  readonly sessions: number;
  readonly venues: number;
}

interface DescriptionFile {
  readonly format: number;
  readonly runs: readonly RunDescription[];
}

export class RunDescriptionError extends Error {
  override readonly name = 'RunDescriptionError';
}

export const RUN_DESCRIPTION_NAME = 'engine.json';
const FORMAT = 1;

/** Before the first command of a run is written: `firstSequence` is one past the journal's end. */
export function writeRunDescription(journalDirectory: string, run: RunDescription): void {
  const path = join(journalDirectory, RUN_DESCRIPTION_NAME);
  const known = existsSync(path) ? readRunDescription(journalDirectory) : [];
  // Entries behind the journal's end describe commands that a power cut has taken back.
  const runs = known.filter(({ firstSequence }) => firstSequence < run.firstSequence);
  const last = runs.at(-1);
  if (last !== undefined && hasSameShape(last, run) && runs.length === known.length) return;
  if (last === undefined || !hasSameShape(last, run)) runs.push(run);
  const bytes = new TextEncoder().encode(`${JSON.stringify({ format: FORMAT, runs }, null, 2)}\n`);
  const file = diskFiles.create(`${path}.tmp`);
  try {
    diskFiles.write(file, bytes, 0, bytes.byteLength, 0);
    diskFiles.fdatasync(file);
  } finally {
    diskFiles.close(file);
  }
  diskFiles.rename(`${path}.tmp`, path);
  diskFiles.syncDirectory(journalDirectory);
}

/** Oldest first, at least one. */
export function readRunDescription(journalDirectory: string): RunDescription[] {
  const path = join(journalDirectory, RUN_DESCRIPTION_NAME);
  if (!existsSync(path)) {
    throw new RunDescriptionError(
      `${path} is missing: without it nobody knows with which capacities the journal was written`,
    );
  }
  const { format, runs } = parse(path);
  if (format !== FORMAT) throw new RunDescriptionError(`${path}: format expected ${FORMAT}, found ${format}`);
  if (!Array.isArray(runs) || runs.length === 0) throw new RunDescriptionError(`${path}: it describes no run`);
  return [...runs];
}

function parse(path: string): DescriptionFile {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as DescriptionFile;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RunDescriptionError(`${path}: ${error.message}`);
  }
}

/** What `sequence` was written with. */
export function runAt(runs: readonly RunDescription[], sequence: number): RunDescription {
  return runs.findLast(({ firstSequence }) => firstSequence <= sequence) ?? runs[0]!;
}

export function hasSameShape(a: RunDescription, b: RunDescription): boolean {
  const isSame = (name: keyof EngineCapacity): boolean => a.capacity[name] === b.capacity[name];
  const names = Object.keys({ ...a.capacity, ...b.capacity }) as (keyof EngineCapacity)[];
  return a.sessions === b.sessions && a.venues === b.venues && names.every(isSame);
}
