/**
 * How a thread that sleeps is woken by one that publishes, without a system call when it is awake.
 *
 *     sleeper                                     waker
 *     1. sleeping := 1         (Atomics.store)    A. publish the work   (Atomics.store, elsewhere)
 *     2. look for work again   (Atomics.load)     B. sleeping?          (Atomics.load)
 *     3. none: wait while sleeping = 1            C. if so: sleeping := 0, notify
 *     4. sleeping := 0
 *
 * All four of 1, 2, A, B are sequentially consistent, so they have one order that every thread agrees on. If 2 misses the work,
 * 2 came before A, hence 1 before 2 before A before B, so B sees the flag and notifies. If C clears the flag between 2 and 3,
 * the wait finds 0 and returns at once: no wake-up is lost. That is store-buffering, the one pattern that acquire and release alone
 * would not close; it is why 1 and A must be Atomics and no plain stores.
 *
 * In parkAsync the event loop may run the continuation late; until it does the flag may be down already, and wakers then leave the
 * thread alone. That is right, since the continuation looks for work after step 4. A pending parkAsync does not keep a process
 * alive by itself; sockets and timers do.
 *
 * A waker may be rung by several threads; one thread sleeps on it.
 */
import { CACHE_LINE_BYTES, type Region } from './memory.ts';

export const WAKER_REGION_BYTES = CACHE_LINE_BYTES;

const AWAKE = 0;
const SLEEPING = 1;

export class Waker {
  declare private readonly i32: Int32Array<SharedArrayBuffer>;

  constructor(region: Region, byteOffset = 0) {
    this.i32 = region.slice(byteOffset, WAKER_REGION_BYTES).i32;
  }

  /** Steps B and C, after publishing. One load of a line that nobody writes while the sleeper is awake. */
  wake(): void {
    if (Atomics.load(this.i32, 0) === AWAKE) return;
    // Only the one that takes the flag down pays for the system call.
    if (Atomics.exchange(this.i32, 0, AWAKE) === SLEEPING) Atomics.notify(this.i32, 0);
  }

  /**
   * Steps 1 to 4: sleeps until woken or until the time is over, unless `hasWork` says no. Returns whether it slept. `hasWork` must
   * look with Atomics (SpscConsumer.isEmpty, Cursor.get).
   */
  park(hasWork: () => boolean, timeoutMs: number): boolean {
    Atomics.store(this.i32, 0, SLEEPING);
    const slept = !hasWork();
    if (slept) Atomics.wait(this.i32, 0, SLEEPING, timeoutMs);
    Atomics.store(this.i32, 0, AWAKE);
    return slept;
  }

  /** The same for a thread that turns an event loop: resolves when woken or when the time is over. */
  async parkAsync(hasWork: () => boolean, timeoutMs: number): Promise<boolean> {
    Atomics.store(this.i32, 0, SLEEPING);
    let slept = false;
    if (!hasWork()) {
      const waiting = Atomics.waitAsync(this.i32, 0, SLEEPING, timeoutMs);
      slept = waiting.async;
      if (waiting.async) await waiting.value;
    }
    Atomics.store(this.i32, 0, AWAKE);
    return slept;
  }

  isSleeping(): boolean {
    return Atomics.load(this.i32, 0) === SLEEPING;
  }
}

/**
 * Turns `poll` on this thread's event loop whenever there may be work: it is called until it returns 0, then the thread sleeps on
 * `waker` in the event loop, which goes on serving sockets. Ends when `signal` is aborted and the waker rung (or the time over).
 */
export async function pollOnEventLoop(
  waker: Waker,
  options: { poll: () => number; hasWork: () => boolean; maxSleepMs: number; signal: AbortSignal },
): Promise<void> {
  while (!options.signal.aborted) {
    const work = options.poll();
    // A turn of the loop between two polls, so that rings never starve sockets; also when there is work that cannot be done now.
    if (work > 0 || options.hasWork()) await new Promise((resolve) => setImmediate(resolve));
    else await waker.parkAsync(options.hasWork, options.maxSleepMs);
  }
}

/**
 * The same for a thread that has a core of its own: it never sleeps. A turn of the event loop costs some 3 us, so the rings are
 * polled up to `polls` times between two of them, which is as much later as a socket may be seen to.
 */
export async function spinOnEventLoop(options: {
  poll: () => number;
  polls: number;
  signal: AbortSignal;
}): Promise<void> {
  const { poll, polls, signal } = options;
  while (!signal.aborted) {
    for (let i = 0; i < polls && poll() === 0; i++) Atomics.pause();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
