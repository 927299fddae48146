/** What the engine's workers and main wait for at a start: code is warm, recovery is done, trading may begin. */

import { allocateRegion, CACHE_LINE_BYTES, type Region } from '../../ring/memory.ts';

const RECOVERED = 0;
const BASE_TIME_MS_F64 = 1;
const LIVE = CACHE_LINE_BYTES / 4;
const WARM = LIVE + CACHE_LINE_BYTES / 4;
const GATE_BYTES = 3 * CACHE_LINE_BYTES;
const LOOK_AGAIN_MS = 100;

export class EngineGate {
  readonly region: Region;
  readonly #i32: Int32Array<SharedArrayBuffer>;

  constructor(region: Region = allocateRegion(GATE_BYTES)) {
    this.region = region;
    this.#i32 = region.i32;
  }

  /**
   * Returns when `workers` workers are warm. They warm up one after another, each waiting for those before it, because they do so
   * on the same memory; and for the same reason nobody recovers before all are warm.
   */
  waitUntilWarm(workers: number): void {
    for (let warm = this.warm; warm < workers; warm = this.warm) Atomics.wait(this.#i32, WARM, warm, LOOK_AGAIN_MS);
  }

  /** One worker more is warm. Pairs with `waitUntilWarm`. */
  addWarm(): void {
    Atomics.add(this.#i32, WARM, 1);
    Atomics.notify(this.#i32, WARM);
  }

  /** How many workers are. */
  get warm(): number {
    return Atomics.load(this.#i32, WARM);
  }

  /** By the worker that replays, when every stage has passed its last command. Pairs with `isRecovered`. */
  setRecovered(baseTimeMs: number): void {
    this.region.f64[BASE_TIME_MS_F64] = baseTimeMs;
    Atomics.store(this.#i32, RECOVERED, 1);
  }

  isRecovered(): boolean {
    return Atomics.load(this.#i32, RECOVERED) !== 0;
  }

  /** Of the trading day that recovery ended in. */
  get baseTimeMs(): number {
    return this.region.f64[BASE_TIME_MS_F64]!;
  }

  /** By main: journal and edges are ready. Pairs with `waitUntilLive`. */
  setLive(): void {
    Atomics.store(this.#i32, LIVE, 1);
    Atomics.notify(this.#i32, LIVE);
  }

  waitUntilLive(): void {
    while (Atomics.load(this.#i32, LIVE) === 0) Atomics.wait(this.#i32, LIVE, 0, LOOK_AGAIN_MS);
  }
}
