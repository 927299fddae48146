/**
 * Keeps a second engine out of a folder: flock on a file that names the holder. The kernel drops the lock when the
 * process ends, however it ends, so a lock left by kill -9 is free at once and no age or pid has to be judged.
 */
import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import koffi from 'koffi';

export class DirectoryLockedError extends Error {
  override readonly name = 'DirectoryLockedError';
}

const LOCK_NAME = 'engine.lock';
const LOCK_EXCLUSIVE = 2;
const LOCK_NO_WAIT = 4;

export interface DirectoryLock {
  release(): void;
}

/** Takes the folder, or throws DirectoryLockedError naming who has it. */
export function lockDirectory(directory: string): DirectoryLock {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, LOCK_NAME);
  const file = openSync(path, 'a+');
  if (flock(file, LOCK_EXCLUSIVE | LOCK_NO_WAIT) !== 0 || !isSameFile(file, path)) {
    closeSync(file);
    const holder = readFileSync(path, 'utf8').trim() || 'another process';
    throw new DirectoryLockedError(
      `${directory} is in use by ${holder}. Two engines must not share a folder: stop that one, or configure another folder`,
    );
  }
  ftruncateSync(file, 0);
  writeSync(file, `process ${process.pid} on ${hostname()}, since ${new Date().toISOString()}\n`);
  return { release: () => closeSync(file) };
}

/** Somebody may have removed the file between open and flock: then the lock is on a file that nobody else sees. */
function isSameFile(file: number, path: string): boolean {
  const named = statSync(path, { throwIfNoEntry: false });
  return named !== undefined && named.ino === fstatSync(file).ino;
}

let libraryFlock: ((file: number, operation: number) => number) | undefined;

function flock(file: number, operation: number): number {
  libraryFlock ??= koffi.load('libc.so.6').func('int flock(int fd, int operation)') as typeof flock;
  return libraryFlock(file, operation);
}
