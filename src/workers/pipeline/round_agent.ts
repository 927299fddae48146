/** A worker's agents as one round: each in turn, with the service time of a command recorded where there were any. */

import type { Agent } from '../../ring/agent.ts';
import type { Histogram } from '../../ring/histogram.ts';
import type { EngineClock } from './engine_clock.ts';

/** A whole number of 32 bits is passed on as it is, a double would be a heap number. */
const MOST_NS = 2 ** 31 - 1;

export class RoundAgent implements Agent {
  readonly name: string;
  readonly #agents: readonly Agent[];
  readonly #histograms: readonly Histogram[];
  readonly #clock: EngineClock;
  readonly #afterWork: () => void;

  constructor(
    name: string,
    agents: readonly Agent[],
    histograms: readonly Histogram[],
    clock: EngineClock,
    afterWork: () => void,
  ) {
    this.name = name;
    this.#agents = agents;
    this.#histograms = histograms;
    this.#clock = clock;
    this.#afterWork = afterWork;
  }

  doWork(): number {
    let total = 0;
    const clock = this.#clock;
    clock.read();
    let before = clock.reading[0]!;
    for (let i = 0; i < this.#agents.length; i++) {
      const work = this.#agents[i]!.doWork();
      if (work === 0) continue;
      clock.read();
      const after = clock.reading[0]!;
      this.#histograms[i]!.recordMany(Math.min((after - before) / work, MOST_NS) | 0, work);
      before = after;
      total += work;
    }
    if (total > 0) this.#afterWork();
    return total;
  }
}
