/**
 * How long does one fill keep each stage busy, at worst?
 *
 *     this thread, `single`, everything stepped by hand
 *       64 orders, acknowledged; then a fill at a time ─▶ sequencer │ front │ routing │ execution │ portfolio │ egress
 *                                                         clock      clock   clock     clock       clock       clock
 *
 * A step is a turn of the stage's agent, with section hash and publication, and twice a look at the clock. The figure is the
 * p99 of the slowest stage; the machine's own stalls are in it.
 */
import { performance } from 'node:perf_hooks';
import type { Agent } from '../src/ring/agent.ts';
import { Histogram } from '../src/ring/histogram.ts';
import { SpscConsumer } from '../src/ring/spsc.ts';
import { ReportKind } from '../src/workers/model/venue.ts';
import { Single } from '../src/workers/pipeline/single.ts';
import { STAGES } from '../src/workers/pipeline/stages.ts';
import { formatNs } from './floor.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { Load } from './pipeline_load.ts';
import { Outputs } from './pipeline_outputs.ts';
import { ACCOUNTS, ALL_INSTRUMENTS, STRATEGIES, Templates, VENUES } from './pipeline_templates.ts';

export const names = ['fills.p99'] as const;
export const topology = '`single`: every stage on this thread, a fill at a time';
export const notIncluded = 'what the other core does to shared lines';

const BAR_US = 5;
const BATCH = 64;
const ORDERS = { full: 2_000_000, quick: 400_000 } as const;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const orders = ORDERS[options.quick ? 'quick' : 'full'];
  const rig = new Rig(orders, options.seed);
  while (rig.load.orders < orders / 2) rig.batch();
  // The first half has warmed up.
  const times = STAGES.map(() => new Histogram());
  while (rig.load.orders < orders) rig.batch(times);
  STAGES.forEach((stage, index) => {
    const cells = [0.5, 0.99, 0.999].map((p) => formatNs(times[index]!.percentile(p)));
    options.print(`${stage.padEnd(12)} a fill, p50 p99 p99.9: ${cells.join(' ')}`);
  });
  const p99 = times.map((time) => time.percentile(0.99));
  const value = Math.max(...p99) / 1_000;
  const note = `${STAGES[p99.indexOf(Math.max(...p99))]}, ${times[0]!.count} fills`;
  return [judge({ name: 'fills.p99', value, unit: 'us', bar: BAR_US, better: 'lower', note })];
}

class Rig {
  readonly load: Load;
  readonly #outputs: Outputs;
  readonly #agents: Agent[];
  readonly #toVenue: SpscConsumer;
  readonly #toClient: SpscConsumer;
  /** Of the batch's legs: reference, lots, price. */
  readonly #legs = new Float64Array(BATCH * 3);

  constructor(orders: number, seed: number) {
    let now = 0;
    const engines = {
      orders: 65_536,
      clOrdIds: Math.ceil(orders * 1.1) + 131_072,
      accounts: ACCOUNTS,
      strategies: STRATEGIES,
      instruments: ALL_INSTRUMENTS,
      venues: VENUES,
    };
    // So slow that no tick falls into a batch.
    const clock = { now: () => ++now, rebase: () => undefined };
    const single = new Single({ slots: 1_024, engines, sessions: 1, venues: VENUES, clock });
    for (const state of single.engines.states) state.touch();
    const templates = new Templates(seed);
    this.load = new Load(single.memory, templates, seed);
    this.#outputs = new Outputs(templates);
    this.#agents = [single.assembly.sequencer(), ...single.assembly.stageAgents];
    single.assembly.goLive();
    this.#toVenue = new SpscConsumer(single.memory.rings.venueOrders[0]!);
    this.#toClient = new SpscConsumer(single.memory.rings.reports[0]!);
    this.load.configure();
    this.#drain();
    this.load.quoteAll();
    this.#drain();
  }

  batch(times?: readonly Histogram[]): void {
    const { load } = this;
    load.quote();
    for (let i = 0; i < BATCH; i++) load.order();
    this.#drain();
    const legs = this.#takeLegs();
    this.#drain();
    for (let leg = 0; leg < legs; leg++) {
      const lots = this.#legs[3 * leg + 1]!;
      load.report(ReportKind.FILLED, this.#legs[3 * leg]!, lots, lots, lots, this.#legs[3 * leg + 2]!);
      load.publish();
      this.#step(times);
    }
    for (let at = this.#toClient.poll(); at >= 0; at = this.#toClient.poll());
    this.#toClient.release();
  }

  /** One turn of each stage, which is one fill's. */
  #step(times: readonly Histogram[] | undefined): void {
    let before = performance.now();
    for (let stage = 0; stage < this.#agents.length; stage++) {
      const done = this.#agents[stage]!.doWork();
      const after = performance.now();
      check(done === 1, 'a stage takes one fill a turn');
      times?.[stage]?.record(Math.floor((after - before) * 1e6));
      before = after;
    }
  }

  #takeLegs(): number {
    const consumer = this.#toVenue;
    let legs = 0;
    for (let at = consumer.poll(); at >= 0; at = consumer.poll()) {
      const { legRef, lots, priceTicks } = this.#outputs.checkLeg(consumer.data, at);
      this.load.report(ReportKind.ACKNOWLEDGED, legRef, 0, 0, lots, priceTicks);
      this.#legs[3 * legs] = legRef;
      this.#legs[3 * legs + 1] = lots;
      this.#legs[3 * legs + 2] = priceTicks;
      legs++;
    }
    consumer.release();
    return legs;
  }

  #drain(): void {
    this.load.publish();
    for (let work = 1; work > 0; ) {
      work = 0;
      for (const agent of this.#agents) work += agent.doWork();
    }
  }
}
