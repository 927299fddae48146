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

/**
 * Writes one status after the other, each whole or not at all for a reader: beside the file, then renamed. Not synced: it is of
 * no use after a crash. Where the disk is slower than the clock, what waits is replaced by what is newer.
 */
export class StatusFile {
  readonly #directory: string;
  #underWay: Promise<void> | undefined;
  #waiting: Status | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Resolves when this status, or a newer one, is in the file. */
  write(status: Status): Promise<void> {
    this.#waiting = status;
    this.#underWay ??= this.#writeAll().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #writeAll(): Promise<void> {
    for (let status = this.#waiting; status !== undefined; status = this.#waiting) {
      this.#waiting = undefined;
      const path = join(this.#directory, FILE);
      const next = `${path}.${status.pid}`;
      await writeFile(next, JSON.stringify(status));
      await rename(next, path);
    }
  }
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
