/**
 * Turns agents on one thread until told to stop, and shows others that it lives.
 *
 *     line 0, written by the runner                                    line 1, written by its supervisor
 *     +-------------+-------------+-------------------+                +-----------+
 *     | state (i32) | turns (i32) | parkedUntilMs f64 |                | stop (i32)|
 *     +-------------+-------------+-------------------+                +-----------+
 *
 * A hot worker never turns its event loop: it gets no message, timer or promise. What it must know comes by ring or flag.
 */
import type { Agent } from './agent.ts';
import type { IdleStrategy } from './idle.ts';
import { CACHE_LINE_BYTES, type Region } from './memory.ts';
import { Waker } from './wake.ts';

export const RunnerState = { CREATED: 0, RUNNING: 1, PARKED: 2, STOPPED: 3, FAILED: 4 } as const;
export type RunnerState = (typeof RunnerState)[keyof typeof RunnerState];

const STATE = 0;
const TURNS = 1;
const PARKED_UNTIL_F64 = 1;
const STOP = CACHE_LINE_BYTES / 4;
const WAKER_BYTE = 2 * CACHE_LINE_BYTES;

export const RUNNER_REGION_BYTES = 3 * CACHE_LINE_BYTES;

/** The supervisor's end: what the worker says of itself, and the flag that stops it. */
export class RunnerControl {
  /** Rings the worker out of a park; also for the producers of its rings. */
  readonly waker: Waker;
  private readonly region: Region;

  constructor(region: Region) {
    this.region = region.slice(0, RUNNER_REGION_BYTES);
    this.waker = new Waker(this.region, WAKER_BYTE);
  }

  get state(): RunnerState {
    return Atomics.load(this.region.i32, STATE) as RunnerState;
  }

  /** Grows by one a turn of the duty cycle (Int32, wraps). */
  get turns(): number {
    return Atomics.load(this.region.i32, TURNS);
  }

  /** Milliseconds of the clock that the runner was given; meaningful while PARKED. */
  get parkedUntilMs(): number {
    return this.region.f64[PARKED_UNTIL_F64]!;
  }

  get isStopping(): boolean {
    return Atomics.load(this.region.i32, STOP) !== 0;
  }

  /** Pairs with the load in AgentRunner.run; rung afterwards, so that a parked worker sees it at once. */
  stop(): void {
    Atomics.store(this.region.i32, STOP, 1);
    this.waker.wake();
  }
}

export interface RunnerOptions {
  readonly agents: readonly Agent[];
  readonly idle: IdleStrategy;
  readonly region: Region;
  /** Milliseconds on a clock that the supervisor shares (performance.timeOrigin + performance.now()). */
  readonly nowMs: () => number;
}

export class AgentRunner {
  readonly control: RunnerControl;
  private readonly agents: readonly Agent[];
  private readonly idle: IdleStrategy;
  private readonly region: Region;
  private readonly nowMs: () => number;

  constructor(options: RunnerOptions) {
    this.agents = options.agents;
    this.idle = options.idle;
    this.region = options.region.slice(0, RUNNER_REGION_BYTES);
    this.nowMs = options.nowMs;
    this.control = new RunnerControl(options.region);
    this.idle.bind?.({
      isStopping: () => this.control.isStopping,
      onPark: (timeoutMs) => this.enterPark(timeoutMs),
      onUnpark: () => this.setState(RunnerState.RUNNING),
    });
  }

  /** Returns when told to stop. An error of an agent closes all and is thrown on: the thread ends, its supervisor decides. */
  run(): void {
    let started = 0;
    let ended: RunnerState = RunnerState.FAILED;
    try {
      for (; started < this.agents.length; started++) this.agents[started]!.onStart?.();
      this.setState(RunnerState.RUNNING);
      this.turn();
      ended = RunnerState.STOPPED;
    } finally {
      try {
        this.closeAgents(started);
      } finally {
        this.setState(ended);
      }
    }
  }

  /** One turn of each agent, in the order they were given; the duty cycle of `single`, and of `run`. */
  doWork(): number {
    let work = 0;
    for (let i = 0; i < this.agents.length; i++) work += this.agents[i]!.doWork();
    return work;
  }

  private turn(): void {
    const i32 = this.region.i32;
    // The stop flag's line is written once in a lifetime, so that looking each turn is a read of the core's own cache.
    while (Atomics.load(i32, STOP) === 0) {
      this.idle.idle(this.doWork());
      // A plain store: nothing hangs on it, an Int32 never tears, and a fence a turn is not worth a supervisor's look.
      i32[TURNS] = (i32[TURNS]! + 1) | 0;
    }
  }

  private closeAgents(count: number): void {
    const errors: unknown[] = [];
    for (let i = count - 1; i >= 0; i--) {
      try {
        this.agents[i]!.onClose?.();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'closing agents failed');
  }

  private enterPark(timeoutMs: number): void {
    // Before the state, which publishes it to RunnerControl.
    this.region.f64[PARKED_UNTIL_F64] = this.nowMs() + timeoutMs;
    this.setState(RunnerState.PARKED);
  }

  private setState(state: RunnerState): void {
    Atomics.store(this.region.i32, STATE, state);
  }
}
