/** A worker's agents as one round: each in turn, with the service time of a command recorded where there were any. */

import type { Agent } from '../../ring/agent.ts';
import type { Histogram } from '../../ring/histogram.ts';

export class RoundAgent implements Agent {
  readonly name: string;
  readonly #agents: readonly Agent[];
  readonly #histograms: readonly Histogram[];
  readonly #now: () => number;
  readonly #afterWork: () => void;

  constructor(
    name: string,
    agents: readonly Agent[],
    histograms: readonly Histogram[],
    now: () => number,
    afterWork: () => void,
  ) {
    this.name = name;
    this.#agents = agents;
    this.#histograms = histograms;
    this.#now = now;
    this.#afterWork = afterWork;
  }

  doWork(): number {
    let total = 0;
    let before = this.#now();
    for (let i = 0; i < this.#agents.length; i++) {
      const work = this.#agents[i]!.doWork();
      if (work === 0) continue;
      const after = this.#now();
      this.#histograms[i]!.recordMany((after - before) / work, work);
      before = after;
      total += work;
    }
    if (total > 0) this.#afterWork();
    return total;
  }
}
