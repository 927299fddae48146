/**
 * How long does one order keep each stage busy?
 *
 *     this thread, `single`, everything stepped by hand
 *       128 orders ─▶ sequencer │ front │ routing │ execution │ portfolio │ egress ─▶ legs and denials, checked
 *                     clock     clock   clock     clock       clock       clock     one look each a batch
 *        64 quotes, then an acknowledgement and a fill a leg: through the same stages, timed apart
 *
 * The figure of a stage is the median over batches of the batch's time by its orders. Section hash and publication are
 * included, as everything that the stage's agent does; the sequencer's is polling, admission, stamp, copy and seal.
 */

import type { Agent } from '../src/ring/agent.ts';
import { SpscConsumer } from '../src/ring/spsc.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { ReportKind } from '../src/workers/model/venue.ts';
import { Single } from '../src/workers/pipeline/single.ts';
import { STAGES } from '../src/workers/pipeline/stages.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';
import { Load } from './pipeline_load.ts';
import { Outputs } from './pipeline_outputs.ts';
import { ACCOUNTS, INSTRUMENTS, STRATEGIES, Templates, VENUES } from './pipeline_templates.ts';

export const names = ['stage.front', 'stage.routing', 'stage.execution', 'stage.log'] as const;
export const topology = '`single`: every stage on this thread, stepped in batches of 128 orders';
export const notIncluded = 'what the other core does to shared lines; bench/pipeline.ts has it';

const BATCH_ORDERS = 128;
const BATCH_QUOTES = BATCH_ORDERS / 2;
const BARS: Readonly<Record<string, number>> = { front: 250, routing: 150, execution: 150, sequencer: 60 };

/** Time by command kind and stage, a batch an entry. */
class Timings {
  readonly #rows: number[][] = STAGES.map(() => []);

  add(stage: number, ns: number): void {
    this.#rows[stage]!.push(ns);
  }

  /** Of the later half: the earlier one is warm-up. */
  median(stage: number): number {
    const row = this.#rows[stage]!;
    const late = row.slice(row.length >> 1).sort((a, b) => a - b);
    return late[late.length >> 1] ?? Number.NaN;
  }
}

class Rig {
  readonly orders = new Timings();
  readonly reports = new Timings();
  readonly quotes = new Timings();
  readonly load: Load;
  readonly outputs: Outputs;
  readonly #agents: Agent[];
  readonly #toVenue: SpscConsumer;
  readonly #toClient: SpscConsumer;
  #executions = 0;

  constructor(orders: number, seed: number) {
    let now = 0;
    const capacity = {
      orders: 65_536,
      clOrdIds: Math.ceil(orders * 1.1) + 1_024,
      accounts: ACCOUNTS,
      strategies: STRATEGIES,
      instruments: INSTRUMENTS,
      venues: VENUES,
    };
    // So slow that no tick falls into a batch.
    const clock = { now: () => ++now, rebase: () => undefined };
    const single = new Single({
      slots: Number(process.env.SLOTS ?? 1024),
      engines: capacity,
      sessions: 1,
      venues: VENUES,
      clock,
    });
    for (const state of single.engines.states) state.touch();
    const templates = new Templates(seed);
    this.load = new Load(single.memory, templates, seed);
    this.outputs = new Outputs(templates);
    this.#agents = [single.assembly.sequencer(), ...single.assembly.stageAgents];
    single.assembly.goLive();
    this.#toVenue = new SpscConsumer(single.memory.rings.venueOrders[0]!);
    this.#toClient = new SpscConsumer(single.memory.rings.reports[0]!);
    this.load.configure();
    this.drain(null, 1);
    this.load.quoteAll();
    this.drain(null, 1);
  }

  /** Turns every agent until nothing is left; each stage's time goes by `count` commands into `timings`. */
  drain(timings: Timings | null, count: number): void {
    const agents = this.#agents;
    for (let isFirst = true, work = 1; work > 0; isFirst = false) {
      work = 0;
      let before = performance.now();
      for (let stage = 0; stage < agents.length; stage++) {
        const done = agents[stage]!.doWork();
        const after = performance.now();
        if (isFirst && timings !== null) {
          check(done === count, `${agents[stage]!.name} takes the batch at once: ${done} of ${count}`);
          timings.add(stage, ((after - before) * 1e6) / count);
        }
        before = after;
        work += done;
      }
    }
  }

  batch(): void {
    const { load } = this;
    for (let i = 0; i < BATCH_QUOTES; i++) load.quote();
    load.publish();
    this.drain(this.quotes, BATCH_QUOTES);
    for (let i = 0; i < BATCH_ORDERS; i++) load.order();
    load.publish();
    this.drain(this.orders, BATCH_ORDERS);
    const legs = this.#answerLegs();
    this.drain(this.reports, 2 * legs);
    this.#checkReports(2 * legs);
  }

  #answerLegs(): number {
    const consumer = this.#toVenue;
    let legs = 0;
    for (let at = consumer.poll(); at >= 0; at = consumer.poll()) {
      const { legRef, lots, priceTicks } = this.outputs.checkLeg(consumer.data, at);
      this.load.report(ReportKind.ACKNOWLEDGED, legRef, 0, 0, lots, priceTicks);
      this.load.report(ReportKind.FILLED, legRef, lots, lots, lots, priceTicks);
      legs++;
    }
    consumer.release();
    const denials = this.#toClient;
    for (let at = denials.poll(); at >= 0; at = denials.poll()) this.outputs.checkDenial(denials.data, at);
    denials.release();
    check(this.outputs.answered === this.load.orders, 'every order is answered');
    this.load.publish();
    return legs;
  }

  #checkReports(expected: number): void {
    const consumer = this.#toClient;
    let reports = 0;
    for (let at = consumer.poll(); at >= 0; at = consumer.poll()) {
      check((consumer.data.i32[(at >> 2) + 1]! & 0xffff) === RecordType.EXECUTION_REPORT, 'an execution report');
      reports++;
    }
    consumer.release();
    check(reports === expected, `${reports} reports to the client of ${expected}`);
    this.#executions += reports;
  }
}

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const orders = options.quick ? Number(process.env.N ?? 600_000) : 3_000_000;
  const rig = new Rig(orders, options.seed);
  while (rig.load.orders < orders) rig.batch();
  options.print('ns a command, median of batches:');
  options.print(`  ${'stage'.padEnd(12)}${'order'.padStart(8)}${'report'.padStart(8)}${'quote'.padStart(8)}`);
  STAGES.forEach((stage, index) => {
    const cells = [rig.orders, rig.reports, rig.quotes].map((timings) => timings.median(index).toFixed(0).padStart(8));
    options.print(`  ${stage.padEnd(12)}${cells.join('')}`);
  });
  return STAGES.flatMap((stage, index) => {
    const bar = BARS[stage];
    if (bar === undefined) return [];
    const name = stage === 'sequencer' ? 'stage.log' : `stage.${stage}`;
    const value = rig.orders.median(index);
    const judged = judge({ name, value, unit: 'ns an order', bar, better: 'lower' });
    return [
      stage === 'sequencer' ? { ...judged, note: 'the whole sequencer: poll, admit, stamp, copy, seal' } : judged,
    ];
  });
}
