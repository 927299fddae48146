/** Recorded messages, each behind its two-byte length, whatever they were recorded in: Nasdaq's files, or a capture of a feed. */
import { closeSync, openSync, readSync } from 'node:fs';
import { CaptureMessages } from './capture_messages.ts';
import { isCapture } from './capture_reader.ts';

export interface Recording {
  /** Up to `length` bytes to `at`; 0 at the end. */
  read(bytes: Uint8Array, at: number, length: number): number;
  /** Why it ended before the end of the file. */
  readonly problem?: string | undefined;
  close(): void;
}

export function openRecording(path: string): Recording {
  if (isCapture(path)) return new CaptureMessages(path);
  const file = openSync(path, 'r');
  return {
    read: (bytes, at, length) => readSync(file, bytes, at, length, null),
    close: () => closeSync(file),
  };
}
