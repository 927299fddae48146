/** An error that is somebody's business: one sentence for the operator and the exit code. Everything else is a bug. */

import { ExitCode } from './exit_code.ts';

export class Fault extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Fault';
    this.exitCode = exitCode;
  }
}

const BY_SYSTEM_CODE: Readonly<Record<string, ExitCode>> = {
  EADDRINUSE: ExitCode.RESOURCES,
  EADDRNOTAVAIL: ExitCode.RESOURCES,
  EACCES: ExitCode.RESOURCES,
  EPERM: ExitCode.RESOURCES,
  EMFILE: ExitCode.RESOURCES,
  ENOMEM: ExitCode.RESOURCES,
  ENOENT: ExitCode.RESOURCES,
  ENOTDIR: ExitCode.RESOURCES,
  ENOSPC: ExitCode.DISK,
  EDQUOT: ExitCode.DISK,
  EIO: ExitCode.DISK,
  EROFS: ExitCode.DISK,
};

/**
 * Typed errors of the cold path. By name, not by class: an error that comes from a worker has kept its name and its
 * message, and lost its class.
 */
const BY_NAME: Readonly<Record<string, ExitCode>> = {
  DirectoryLockedError: ExitCode.LOCKED,
  JournalCorruptedError: ExitCode.CORRUPT,
  JournalDamagedError: ExitCode.CORRUPT,
  LogCorruptedError: ExitCode.CORRUPT,
  LogFormatError: ExitCode.CORRUPT,
  MapFileError: ExitCode.RESOURCES,
  OutboundLogCorrupted: ExitCode.CORRUPT,
  OutboxCorruptedError: ExitCode.CORRUPT,
  SalvageError: ExitCode.CORRUPT,
  UnknownVersionError: ExitCode.CORRUPT,
  JournalSyncError: ExitCode.DISK,
};

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof Fault) return error.exitCode;
  const code = (error as { code?: unknown } | null)?.code;
  const name = error instanceof Error ? error.name : '';
  return BY_NAME[name] ?? (typeof code === 'string' ? BY_SYSTEM_CODE[code] : undefined) ?? ExitCode.BUG;
}

export const FORESEEN_ERROR_NAMES: readonly string[] = Object.keys(BY_NAME);

/** What to print: a sentence for what is foreseen, the whole stack for a bug. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (exitCodeOf(error) === ExitCode.BUG) return error.stack ?? error.message;
  return error.message;
}
