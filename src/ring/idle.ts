/**
 * What a thread does when its duty cycle found nothing: burn (shortest delay), yield the core, or sleep.
 *
 * A strategy never misses work for longer than its longest sleep; whether it is woken earlier is up to those who ring its waker.
 */
import type { Waker } from './wake.ts';

/** What a runner gives the strategy of its thread. */
export interface IdleHost {
  /** Asked, like `hasWork`, between raising the sleeping flag and sleeping. */
  isStopping(): boolean;
  onPark(timeoutMs: number): void;
  onUnpark(): void;
}

export interface IdleStrategy {
  /** After each turn of the duty cycle. `work` is what the turn did: more than 0 starts the back-off anew. */
  idle(work: number): void;
  /** Strategies that sleep say so to their host. */
  bind?(host: IdleHost): void;
}

/** For pinned cores. One pause (25 to 30 ns on x86-64) leaves the other hardware thread and the memory bus room. */
export class SpinIdle implements IdleStrategy {
  idle(work: number): void {
    if (work === 0) Atomics.pause();
  }
}

const neverNotified = new Int32Array(new SharedArrayBuffer(4));

/** About 60 us: what the kernel makes of a microsecond. `yieldThread` of thread.ts is shorter where koffi works. */
export function shortestSleep(): void {
  Atomics.wait(neverNotified, 0, 0, 0.001);
}

/** Gives the core to whoever wants it, after each turn without work. */
export class YieldIdle implements IdleStrategy {
  private readonly yieldCore: () => void;

  constructor(yieldCore: () => void = shortestSleep) {
    this.yieldCore = yieldCore;
  }

  idle(work: number): void {
    if (work === 0) this.yieldCore();
  }
}

export interface BackOffLimits {
  /** Turns without work spent spinning, then yielding, before the thread parks. */
  readonly spins: number;
  readonly yields: number;
  /** The longest sleep. Below half of a supervisor's patience. */
  readonly maxParkMs: number;
}

/** Some 50 us of spinning outlast the gaps of a busy stream; a sleep costs about 60 us to wake from on a virtual machine. */
export const DEFAULT_BACK_OFF: BackOffLimits = { spins: 2_000, yields: 20, maxParkMs: 100 };

export interface BackOffOptions {
  readonly waker: Waker;
  /** Asked once more between raising the sleeping flag and sleeping; must look with Atomics (wake.ts). */
  readonly hasWork: () => boolean;
  readonly limits?: BackOffLimits;
  readonly yieldCore?: () => void;
}

/** Spin, then yield, then park: for cores that are shared. */
export class BackOffIdle implements IdleStrategy {
  private readonly waker: Waker;
  private readonly mustTurn: () => boolean;
  private readonly limits: BackOffLimits;
  private readonly yieldCore: () => void;
  private host: IdleHost | undefined;
  private turns = 0;

  constructor({ waker, hasWork, limits = DEFAULT_BACK_OFF, yieldCore = shortestSleep }: BackOffOptions) {
    this.waker = waker;
    this.limits = limits;
    this.yieldCore = yieldCore;
    this.mustTurn = () => hasWork() || this.host?.isStopping() === true;
  }

  bind(host: IdleHost): void {
    this.host = host;
  }

  idle(work: number): void {
    if (work > 0) {
      this.turns = 0;
      return;
    }
    const { spins, yields } = this.limits;
    this.turns++;
    if (this.turns <= spins) Atomics.pause();
    else if (this.turns <= spins + yields) this.yieldCore();
    else this.park();
  }

  /** Woken or not, the thread looks around once and, finding nothing, parks again without another spin. */
  private park(): void {
    this.turns--;
    this.host?.onPark(this.limits.maxParkMs);
    this.waker.park(this.mustTurn, this.limits.maxParkMs);
    this.host?.onUnpark();
  }
}
