/**
 * How many orders a second come all the way through, over one TCP connection?
 *
 *     client ══ FIX/TCP ══▶ main ── clients ring ──▶ engine ── venue ring ──▶ main ══ shared memory ══▶ exchange
 *     checks               gateway                  log, risk, routing,      venue session       matches
 *     client ◀══ FIX/TCP ══ main ◀── reports ring ── execution, portfolio ◀── venue ring ── main ◀══ shared memory ══ exchange
 *
 * The daemon's own threads with its defaults (log at `process`, journal and event log to disk), and limits that no order trips.
 * Orders come in pairs that fill each other; the client decodes each report and checks that every order was acknowledged once
 * and filled whole. Its thread takes part of the cores and is counted with them. A bounded number of orders is on the way at any
 * time. Rounds alternate with those of an echo of the same bytes through as many threads, the floor (its last leg is TCP); the figures are medians.
 */
import { availableParallelism } from 'node:os';
import { Echo } from './edge_echo.ts';
import { EdgeEngine } from './edge_engine.ts';
import { EdgeLoad, type PipelinedDone, type Subject, WINDOW_ORDERS } from './edge_load.ts';
import { type BenchOptions, type BenchResult, check, formatNumber, judge } from './harness.ts';
import { formatThreadTimes, threadTimes } from './thread_times.ts';

export const names = ['path'] as const;
export const topology =
  'main (FIX gateway, venue session), engine (`shared` below six cores), exchange, journal, event log; one client thread';
export const notIncluded = 'nothing: the client thread that makes and checks the load shares the cores';

const BAR = 150_000;
const ROUND_ORDERS = 50_000;
/** All rounds stay within what the daemon keeps of ClOrdIDs by default. */
const ROUNDS = { full: 15, quick: 3 } as const;
const WARM_ROUNDS = { full: 4, quick: 2 } as const;
/** No round begins later than this, once there are enough: a crowded machine takes long over each. */
const MOST_MS = 25_000;
const FEWEST_ROUNDS = 3;

const SUBJECTS = ['daemon', 'echo'] as const;

type Rates = Record<Subject, number[]>;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const size = options.quick ? 'quick' : 'full';
  const most = (ROUNDS[size] + WARM_ROUNDS[size]) * ROUND_ORDERS;
  const edge = await EdgeEngine.open(most);
  const cores = availableParallelism();
  const echo = await Echo.start(edge.idle, cores > 1 ? cores - 1 : undefined);
  options.print(`${cores} cores, pipeline threads idle by '${edge.idle}'`);
  const load = await EdgeLoad.start({ port: edge.port, echoPort: echo.port, orders: most });
  for (let round = 0; round < WARM_ROUNDS[size]; round++) await bothRounds(load);
  const rates: Rates = { daemon: [], echo: [] };
  const before = threadTimes();
  const startedMs = performance.now();
  while (rates.daemon.length < ROUNDS[size]) {
    if (rates.daemon.length >= FEWEST_ROUNDS && performance.now() - startedMs > MOST_MS) break;
    const done = await bothRounds(load);
    for (const subject of SUBJECTS) rates[subject].push((done[subject].orders / done[subject].elapsedMs) * 1e3);
  }
  const rounds = rates.daemon.length;
  const spent = formatThreadTimes(before, rounds * ROUND_ORDERS);
  await load.end();
  await echo.stop();
  const { orders, denials } = await edge.close();
  const sent = (rounds + WARM_ROUNDS[size]) * ROUND_ORDERS;
  check(orders.submitted === sent && orders.filled === sent, `engine counts ${JSON.stringify(orders)} of ${sent}`);
  check(denials.length === 0, `no order is denied: ${JSON.stringify(denials)}`);
  for (const subject of SUBJECTS) options.print(`${subject} by round: ${rates[subject].map(thousands).join(' ')}`);
  options.print(`us an order by thread, user + system: ${spent}`);
  const [value, floor] = [median(rates.daemon), median(rates.echo)];
  const note = `best round ${formatNumber(Math.max(...rates.daemon))}; the echo ${(floor / value).toFixed(1)} times that`;
  return [judge({ name: 'path', value, unit: 'orders/s', bar: BAR, floor, better: 'higher', note })];
}

async function bothRounds(load: EdgeLoad): Promise<Record<Subject, PipelinedDone>> {
  const round = async (of: Subject): Promise<PipelinedDone> => {
    const done = await load.ask<PipelinedDone>({
      kind: 'pipelined',
      of,
      orders: ROUND_ORDERS,
      windowOrders: WINDOW_ORDERS,
    });
    check(done.reports === 2 * done.orders, 'two reports an order');
    return done;
  };
  const daemon = await round('daemon');
  return { daemon, echo: await round('echo') };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

function thousands(rate: number): string {
  return `${Math.round(rate / 1e3)}k`;
}
