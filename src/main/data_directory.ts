/** Where things lie in an engine's data directory, for commands that read one. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { diskFiles } from '../workers/durability/journal/files.ts';
import { SegmentKind, segmentNumber } from '../workers/durability/journal/segment_layout.ts';
import { ExitCode } from './supervision/exit_code.ts';
import { Fault } from './supervision/fault.ts';

const LOCK_NAME = 'engine.lock';

export interface DataDirectory {
  readonly journal: string;
  readonly snapshots: string;
  /** An engine is writing there now: what is read ends where it is whole at this moment. */
  readonly isInUse: boolean;
}

/** `directory` is the data directory, or the journal's own folder. */
export function openDataDirectory(directory: string): DataDirectory {
  const inside = join(directory, 'journal');
  const journal = existsSync(inside) ? inside : directory;
  if (!existsSync(journal) || !hasJournal(journal)) {
    throw new Fault(ExitCode.USAGE, `${directory}: no journal here`);
  }
  return { journal, snapshots: join(directory, 'snapshots'), isInUse: isLocked(join(directory, LOCK_NAME)) };
}

function hasJournal(directory: string): boolean {
  return diskFiles.list(directory).some((name) => segmentNumber(SegmentKind.INPUT, name) >= 0);
}

/** The kernel's list of locks: asking for the lock itself would keep an engine out that starts at this moment. */
function isLocked(path: string): boolean {
  const { ino } = statSync(path, { throwIfNoEntry: false }) ?? { ino: -1 };
  if (ino < 0 || !existsSync('/proc/locks')) return false;
  const locks = readFileSync('/proc/locks', 'utf8').split('\n');
  return locks.some((line) => / FLOCK /.test(line) && line.includes(`:${ino} `));
}
