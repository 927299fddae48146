/** The few C library calls that Node has not, through koffi. Linux only; elsewhere `libc()` is undefined and callers say so. */
import { constants } from 'node:os';
import koffi from 'koffi';

export interface Libc {
  mmap(address: bigint, length: number, protection: number, flags: number, fd: number, offset: number): bigint;
  posix_fallocate(fd: number, offset: number, length: number): number;
  mlock(address: bigint, length: number): number;
  madvise(address: bigint, length: number, advice: number): number;
  sched_setaffinity(thread: number, bytes: number, mask: Uint8Array): number;
  sched_setscheduler(thread: number, policy: number, param: Int32Array): number;
  sched_yield(): number;
  getsockopt(fd: number, level: number, option: number, value: Int32Array, length: Int32Array): number;
  prctl(option: number, name: string, a: number, b: number, c: number): number;
}

let loaded: Libc | undefined | null = null;

export function libc(): Libc | undefined {
  if (loaded === null) loaded = process.platform === 'linux' ? load() : undefined;
  return loaded;
}

/** Address of a view's first byte. The bytes stay there: memory that is shared does not move. */
export function addressOf(view: Uint8Array): bigint {
  return koffi.address(view);
}

/** The error of the last call on this thread, as `ENOSPC (28)`. */
export function lastError(): string {
  return errorName(koffi.errno());
}

export function errorName(code: number): string {
  const entry = Object.entries(constants.errno).find(([, value]) => value === code);
  return `${entry?.[0] ?? 'error'} (${code})`;
}

function load(): Libc {
  // The process itself links its C library, whichever that is.
  const library = koffi.load(null);
  return {
    mmap: library.func(
      'void *mmap(intptr_t address, size_t length, int protection, int flags, int fd, int64_t offset)',
    ),
    posix_fallocate: library.func('int posix_fallocate(int fd, int64_t offset, int64_t length)'),
    mlock: library.func('int mlock(intptr_t address, size_t length)'),
    madvise: library.func('int madvise(intptr_t address, size_t length, int advice)'),
    sched_setaffinity: library.func('int sched_setaffinity(int thread, size_t bytes, uint8_t *mask)'),
    sched_setscheduler: library.func('int sched_setscheduler(int thread, int policy, int *param)'),
    sched_yield: library.func('int sched_yield()'),
    getsockopt: library.func('int getsockopt(int fd, int level, int option, _Inout_ int *value, _Inout_ int *length)'),
    // Declared without its ellipsis: on the Linux ABIs that Node runs on, these arguments travel in the same registers.
    prctl: library.func('int prctl(int option, const char *name, long a, long b, long c)'),
  };
}
