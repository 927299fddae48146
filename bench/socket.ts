/**
 * From a client's socket to its first report, beside an echo of the same bytes through as many threads?
 *
 *     client ══ FIX/TCP ══▶ main ── ring ──▶ engine ── ring ──▶ main ══ wire/TCP ══▶ exchange      the daemon
 *     client ◀══ FIX/TCP ══ main ◀── ring ── engine ◀── ring ── main ◀══ wire/TCP ══ exchange
 *
 *     client ══ TCP ══▶ echo main ── ring ──▶ echo engine ── ring ──▶ ... and back                  the echo
 *
 * One order at a time, and 10,000 a second by intended send times, in short blocks that alternate between the two while the
 * other sleeps. Orders come in pairs: a buy that rests and a sell that fills it, every report checked. A figure is the median over
 * blocks of the block's percentile, so that one burst of the host's spoils one block; all samples together are printed beside it.
 * The threads that wait for a socket sleep in the kernel where there are fewer than four cores, and spin from four on; the client
 * of the open loop always spins, since it has to send on time.
 */
import { availableParallelism } from 'node:os';
import { Echo } from './edge_echo.ts';
import { EdgeEngine } from './edge_engine.ts';
import { EdgeLoad, type LoadRequest, type Subject, WINDOW_ORDERS } from './edge_load.ts';
import { type BenchOptions, type BenchResult, check, judge } from './harness.ts';

export const names = ['socket.one.p50', 'socket.one.p99', 'socket.rate.p50', 'socket.rate.p99'] as const;
export const topology =
  'daemon: main, engine, exchange, and journal and event log beside them; echo: main, engine, exchange; one client thread for both';
export const notIncluded = 'in the echo: log, journal, quotes, every decision, reading and writing FIX';

const PER_SECOND = 10_000;
const BARS = { p50: 2, p99: 3 } as const;
const SHARES = { p50: 0.5, p99: 0.99 } as const;
/** A mode's last block begins before this, once there are enough of them: on a crowded machine a block takes long. */
const MOST_MS = 20_000;
const FEWEST_BLOCKS = 3;
const SUBJECTS: readonly Subject[] = ['echo', 'daemon'];

type Mode = 'one' | 'rate';
type Quantile = keyof typeof SHARES;

/** Blocks of one mode and one side, in microseconds, each sorted. */
type Blocks = Record<Subject, Float64Array[]>;

interface Plan {
  /** Sent pipelined before all else: code that has seldom run is slow, and both sides shall be past that. */
  readonly warmOrders: number;
  readonly blocks: number;
  readonly warmBlocks: number;
  readonly orders: Record<Mode, number>;
}

const FULL: Plan = { warmOrders: 200_000, blocks: 24, warmBlocks: 4, orders: { one: 1_000, rate: 4_000 } };
const QUICK: Plan = { warmOrders: 60_000, blocks: 3, warmBlocks: 1, orders: { one: 300, rate: 1_000 } };

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const plan = options.quick ? QUICK : FULL;
  const cores = availableParallelism();
  const most = plan.warmOrders + (plan.blocks + plan.warmBlocks) * (plan.orders.one + plan.orders.rate);
  const edge = await EdgeEngine.open(most);
  const echo = await Echo.start(edge.idle, cores > 1 ? cores - 1 : undefined);
  options.print(`${cores} cores, threads idle by '${edge.idle}'; main ${edge.idle === 'spin' ? 'spins' : 'sleeps'}`);
  const load = await EdgeLoad.start({
    port: edge.port,
    echoPort: echo.port,
    orders: most,
    spins: edge.idle === 'spin',
  });
  const results: BenchResult[] = [];
  let orders = plan.warmOrders;
  for (const subject of SUBJECTS) {
    await load.ask({ kind: 'pipelined', of: subject, orders, windowOrders: WINDOW_ORDERS });
  }
  for (const mode of ['one', 'rate'] as const) {
    const blocks = await measure(load, mode, plan);
    orders += plan.orders[mode] * (blocks.daemon.length + plan.warmBlocks);
    results.push(...judgeBlocks(options, mode, blocks));
  }
  await load.end();
  await echo.stop();
  const { orders: counted } = await edge.close();
  check(counted.submitted === orders && counted.filled === orders, `engine counts ${JSON.stringify(counted)}`);
  return results;
}

async function measure(load: EdgeLoad, mode: Mode, plan: Plan): Promise<Blocks> {
  const blocks: Blocks = { echo: [], daemon: [] };
  const orders = plan.orders[mode];
  const startedMs = performance.now();
  for (let block = 0; block < plan.blocks + plan.warmBlocks; block++) {
    if (blocks.daemon.length >= FEWEST_BLOCKS && performance.now() - startedMs > MOST_MS) break;
    for (const subject of SUBJECTS) {
      const request: LoadRequest =
        mode === 'one'
          ? { kind: mode, of: subject, orders }
          : { kind: mode, of: subject, orders, perSecond: PER_SECOND };
      const samples = await load.ask<Float64Array>(request);
      check(
        samples.length === orders && samples.every((us) => us > 0),
        'every order has its report, after it was sent',
      );
      if (block >= plan.warmBlocks) blocks[subject].push(samples.sort());
    }
  }
  return blocks;
}

function judgeBlocks(options: BenchOptions, mode: Mode, blocks: Blocks): BenchResult[] {
  for (const subject of SUBJECTS) options.print(`${mode.padEnd(5)}${subject.padEnd(7)}${describe(blocks[subject])}`);
  return (Object.keys(BARS) as Quantile[]).map((quantile) => {
    const [floor, value] = SUBJECTS.map((subject) => typical(blocks[subject], SHARES[quantile])) as [number, number];
    return judge({
      name: `socket.${mode}.${quantile}`,
      value,
      unit: 'us',
      bar: BARS[quantile] * floor,
      floor,
      better: 'lower',
      note: `${(value / floor).toFixed(2)} times the echo`,
    });
  });
}

function typical(blocks: readonly Float64Array[], share: number): number {
  return quantileOf(
    blocks.map((block) => quantileOf(block, share)).sort((a, b) => a - b),
    0.5,
  );
}

function quantileOf(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.floor((sorted.length - 1) * share)]!;
}

function describe(blocks: readonly Float64Array[]): string {
  const all = Float64Array.from(blocks.flatMap((block) => [...block])).sort();
  const shares = [
    ['p10', 0.1],
    ['p50', 0.5],
    ['p90', 0.9],
    ['p99', 0.99],
    ['p99.9', 0.999],
  ] as const;
  const cells = shares.map(([name, share]) => `${name} ${quantileOf(all, share).toFixed(1)}`);
  const worst = blocks.map((block) => quantileOf(block, 0.99)).sort((a, b) => a - b);
  const spread = `p99 of a block from ${worst[0]!.toFixed(0)} to ${worst.at(-1)!.toFixed(0)}`;
  return `${cells.join(', ')} us over ${all.length} orders; ${spread}`;
}
