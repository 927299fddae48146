/** How `sluice` ends, for scripts and supervisors. Published in docs/operations.md; codes never change their meaning. */

export const ExitCode = {
  OK: 0,
  /** An error that nobody foresaw: a bug. */
  BUG: 1,
  /** The command line is wrong. */
  USAGE: 2,
  /** The configuration is wrong. */
  CONFIGURATION: 3,
  /** Another engine has the data directory. */
  LOCKED: 4,
  /** The journal, a snapshot or an outbound log is damaged. */
  CORRUPT: 5,
  /** The machine lacks something: a free port, room in /dev/shm, rights. */
  RESOURCES: 6,
  /** The disk failed or is full. */
  DISK: 7,
  /** A thread of the engine died or hung. */
  THREAD_DIED: 8,
  /** A replay did not give what the live run gave. */
  REPLAY_DIFFERS: 9,
  /** The engine stopped, but not everything could be drained or written in time. Starting again recovers it. */
  STOP_INCOMPLETE: 10,
  /** Stopped by a second signal, without draining. Starting again recovers. */
  FORCED: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** One line each for the pages and `--help`. */
export const EXIT_TEXT: Readonly<Record<ExitCode, string>> = {
  0: 'done',
  1: 'unexpected error: a bug, with its stack on stderr',
  2: 'the command line is wrong',
  3: 'the configuration is wrong',
  4: 'another engine has the data directory',
  5: 'the journal, a snapshot or an outbound log is damaged',
  6: 'the machine lacks something: a free port, room in /dev/shm, rights',
  7: 'the disk failed or is full',
  8: 'a thread of the engine died or hung',
  9: 'a replay differs from the live run',
  10: 'stopped, but not everything was drained in time; the next start recovers it',
  130: 'stopped by a second signal without draining; the next start recovers it',
};
