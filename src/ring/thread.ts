/**
 * What a hot thread asks of the kernel for itself: a core, a name, a priority, memory that stays.
 *
 * Each call acts on the calling thread, checks in /proc that it took effect, and returns an outcome instead of throwing:
 * without the rights (a container, an ordinary user) the engine says so and goes on, only less steadily.
 */
import { readFileSync } from 'node:fs';
import { addressOf, lastError, libc } from './libc.ts';
import type { Region } from './memory.ts';

export interface ThreadOutcome {
  readonly ok: boolean;
  /** What was done, or why not and what would allow it; a whole phrase for the start-up report. */
  readonly why: string;
}

const PR_SET_NAME = 15;
const SCHED_FIFO = 1;
/** The kernel keeps 16 bytes, the last of them 0. */
const MAX_NAME_BYTES = 15;
const MAX_CORES = 1024;
/** Field of /proc/thread-self/stat, counted from the state letter behind the name. */
const STAT_POLICY = 38;

export function pinThread(core: number): ThreadOutcome {
  const c = libc();
  if (c === undefined) return notHere('pinned');
  if (!Number.isInteger(core) || core < 0 || core >= MAX_CORES) return failed(`there is no core ${core}`);
  const mask = new Uint8Array(MAX_CORES / 8);
  mask[core >> 3] = 1 << (core & 7);
  if (c.sched_setaffinity(0, mask.length, mask) !== 0) {
    return failed(`not pinned to core ${core}: ${lastError()}; this process may use cores ${allowedCores()}`);
  }
  const allowed = allowedCores();
  return allowed === String(core)
    ? done(`pinned to core ${core}`)
    : failed(`asked for core ${core}, runs on ${allowed}`);
}

/** As `top -H` and perf show it; cut to 15 bytes. */
export function nameThread(name: string): ThreadOutcome {
  const c = libc();
  if (c === undefined) return notHere('named');
  const short = name.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_NAME_BYTES);
  if (c.prctl(PR_SET_NAME, short, 0, 0, 0) !== 0) return failed(`not named '${short}': ${lastError()}`);
  const actual = readFileSync('/proc/thread-self/comm', 'utf8').replace(/\n$/, '');
  return actual === short ? done(`named '${short}'`) : failed(`asked for the name '${short}', has '${actual}'`);
}

/** Real-time priority (1 to 99). A spinning thread then leaves its core to nobody below it: only for cores of its own. */
export function scheduleRealTime(priority: number): ThreadOutcome {
  const c = libc();
  if (c === undefined) return notHere('scheduled in real time');
  if (c.sched_setscheduler(0, SCHED_FIFO, Int32Array.of(priority)) !== 0) {
    return failed(`no real-time priority: ${lastError()}; CAP_SYS_NICE or RLIMIT_RTPRIO would allow it`);
  }
  const stat = readFileSync('/proc/thread-self/stat', 'utf8');
  const policy = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[STAT_POLICY]);
  return policy === SCHED_FIFO
    ? done(`real-time priority ${priority}`)
    : failed(`scheduling policy is still ${policy}`);
}

/** Keeps a region in memory. Never mlockall, which ends Node at its exit (V8 checks what madvise returns). */
export function lockMemory(region: Region): ThreadOutcome {
  const c = libc();
  if (c === undefined) return notHere('locked');
  const before = lockedKilobytes();
  if (c.mlock(addressOf(region.u8), region.byteLength) !== 0) {
    return failed(`${region.byteLength} bytes not locked: ${lastError()}; 'ulimit -l' or CAP_IPC_LOCK would allow it`);
  }
  const locked = lockedKilobytes();
  return locked > before || locked * 1024 >= region.byteLength
    ? done(`${region.byteLength} bytes locked in memory`)
    : failed('the kernel counts no locked memory');
}

/** Gives the rest of the time slice away; returns at once when nobody wants it. */
export function yieldThread(): void {
  libc()?.sched_yield();
}

/** Cores this thread may run on, as the kernel writes them: `0-3,8`. */
export function allowedCores(): string {
  return procStatus('/proc/thread-self/status', 'Cpus_allowed_list') ?? '?';
}

function lockedKilobytes(): number {
  return Number.parseInt(procStatus('/proc/self/status', 'VmLck') ?? '0', 10);
}

function procStatus(path: string, key: string): string | undefined {
  return new RegExp(`^${key}:\\s*(.*)$`, 'm').exec(readFileSync(path, 'utf8'))?.[1];
}

function done(why: string): ThreadOutcome {
  return { ok: true, why };
}

function failed(why: string): ThreadOutcome {
  return { ok: false, why };
}

function notHere(verb: string): ThreadOutcome {
  return failed(`not ${verb}: no C library call for it on ${process.platform}`);
}
