/** status.json in the data directory: what the running engine last said of itself, once a second. */

import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LiveFigures } from '../live_view/figures.ts';

export interface Status {
  readonly pid: number;
  readonly writtenMs: number;
  readonly figures: LiveFigures;
}

const FILE = 'status.json';

/** Whole or not at all for a reader: written beside and renamed. Not synced: it is of no use after a crash. */
export async function writeStatus(directory: string, status: Status): Promise<void> {
  const path = join(directory, FILE);
  const next = `${path}.${status.pid}`;
  await writeFile(next, JSON.stringify(status));
  await rename(next, path);
}

/** undefined: no engine has run in this directory. */
export function readStatus(directory: string): Status | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, FILE), 'utf8')) as Status;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
