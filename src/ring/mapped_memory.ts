/**
 * A file's pages as a Region: shared between threads like any other, between processes, and outliving both.
 *
 *     WebAssembly.Memory, shared        mmap(MAP_SHARED | MAP_FIXED)         file in /dev/shm
 *     +----------------------+          over the same addresses            +----------------------+
 *     | pages of the process | ◀───────────────────────────────────────────| the file's pages     |
 *     +----------------------+                                             +----------------------+
 *
 * The result is a real SharedArrayBuffer, with Atomics and transfer to workers, whose bytes are the file's. V8 does not
 * promise that this works: it only does nothing to prevent it, since it neither moves shared memory nor reads the kernel's
 * map of it. So it is done here and nowhere else, a test maps from two processes, and what is mapped stays mapped for life.
 *
 * A page that the file system cannot give would end the process by SIGBUS at some later store. So every page is allocated
 * before it is mapped, and a file system that is too small is an error that says how to enlarge it.
 */
import { closeSync, constants, fstatSync, ftruncateSync, openSync, statfsSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { addressOf, errorName, lastError, libc } from './libc.ts';
import { allocateRegion, type Region } from './memory.ts';

const PAGE = 4096;
const PROT_READ_WRITE = 3;
const MAP_SHARED = 0x01;
const MAP_FIXED = 0x10;
const MAP_POPULATE = 0x8000;

export interface MapOptions {
  /** Makes the file where it is missing, zeroed. An existing one keeps its bytes and must have the size asked for. */
  readonly create: boolean;
}

export class MapFileError extends Error {
  override readonly name = 'MapFileError';
}

/** Collecting the buffer would unmap pages that an address taken elsewhere may still point to. */
const mappedForLife: Region[] = [];

export function mapFile(path: string, byteLength: number, options: MapOptions): Region {
  if (libc() === undefined) throw new MapFileError(`${path}: mapping files is not supported on ${process.platform}`);
  if (byteLength <= 0 || byteLength % PAGE !== 0) {
    throw new RangeError(`${path}: a mapping is a positive multiple of ${PAGE} bytes, not ${byteLength}`);
  }
  const { fd, isNew } = open(path, options.create);
  try {
    reserve(fd, path, byteLength, isNew);
    return mapDescriptor(fd, path, byteLength);
  } catch (error) {
    if (isNew) unlinkSync(path);
    throw error;
  } finally {
    closeSync(fd); // The mapping holds the file by itself.
  }
}

function open(path: string, create: boolean): { fd: number; isNew: boolean } {
  try {
    return { fd: openSync(path, constants.O_RDWR), isNew: false };
  } catch (error) {
    if (!create || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { fd: openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600), isNew: true };
  }
}

/** Afterwards every page is the file's own, so that no store to the mapping can fail. */
function reserve(fd: number, path: string, byteLength: number, isNew: boolean): void {
  const { size, blocks } = fstatSync(fd);
  if (!isNew && size !== byteLength) throw new MapFileError(`${path} has ${size} bytes, not ${byteLength}`);
  const missing = byteLength - blocks * 512;
  const { bavail, bsize } = statfsSync(dirname(path));
  if (missing > bavail * bsize) throw tooSmall(path, missing, bavail * bsize);
  const code = libc()!.posix_fallocate(fd, 0, byteLength);
  if (code === 0) return;
  if (isNew) ftruncateSync(fd, 0);
  // Someone took the room in between, or a limit (a container's memory) lies below what the file system says it has.
  if (errorName(code).startsWith('ENOSPC')) throw tooSmall(path, missing, bavail * bsize);
  throw new MapFileError(`${path}: allocating ${byteLength} bytes failed: ${errorName(code)}`);
}

function mapDescriptor(fd: number, path: string, byteLength: number): Region {
  const region = allocateRegion(byteLength);
  const address = addressOf(region.u8);
  const flags = MAP_SHARED | MAP_FIXED | MAP_POPULATE;
  const mapped = libc()!.mmap(address, byteLength, PROT_READ_WRITE, flags, fd, 0);
  if (mapped !== address) throw new MapFileError(`${path}: mapping ${byteLength} bytes failed: ${lastError()}`);
  mappedForLife.push(region);
  return region;
}

function tooSmall(path: string, missing: number, free: number): MapFileError {
  const folder = dirname(path);
  const mib = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  const howTo = folder.startsWith('/dev/shm')
    ? "enlarge it with 'mount -o remount,size=2G /dev/shm', in Docker with 'docker run --shm-size=2g'"
    : 'free some, or name another folder';
  return new MapFileError(
    `${folder} is too small: ${path} needs ${mib(missing)} more, ${mib(free)} are free; ${howTo}`,
  );
}
