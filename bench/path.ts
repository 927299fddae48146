/**
 * How many orders a second come all the way through, over one TCP connection?
 *
 *     client ══ FIX/TCP ══▶ main ── clients ring ──▶ engine ── venue ring ──▶ main ══ wire/TCP ══▶ exchange
 *     checks               gateway                  log, risk, routing,      venue session       matches
 *     client ◀══ FIX/TCP ══ main ◀── reports ring ── execution, portfolio ◀── venue ring ── main ◀══ wire/TCP ══ exchange
 *
 * The daemon's own threads with its defaults (log at `process`, journal and event log to disk), and limits that no order trips.
 * Orders come in pairs that fill each other; the client decodes each report and checks that every order was acknowledged once
 * and filled whole. A bounded number of orders is on the way at any time. The figure is the median over rounds.
 */
import { availableParallelism } from 'node:os';
import { EdgeEngine } from './edge_engine.ts';
import { EdgeLoad, type PipelinedDone } from './edge_load.ts';
import { type BenchOptions, type BenchResult, check, formatNumber, judge } from './harness.ts';
import { formatThreadTimes, threadTimes } from './thread_times.ts';

export const names = ['path'] as const;
export const topology =
  'main (FIX gateway, venue session), engine (`shared` below six cores), exchange, journal, event log; one client thread';
export const notIncluded = 'nothing: the client thread that makes and checks the load shares the cores';

const BAR = 150_000;
/** Below the fill at which the gateway refuses new orders. */
const WINDOW_ORDERS = 4_000;
const ROUND_ORDERS = 100_000;

export async function run(options: BenchOptions): Promise<BenchResult[]> {
  const rounds = options.quick ? 4 : 24;
  const warmRounds = options.quick ? 2 : 4;
  const orders = (rounds + warmRounds) * ROUND_ORDERS;
  const edge = await EdgeEngine.open({ orders, events: 'full' });
  options.print(`${availableParallelism()} cores, pipeline threads idle by '${edge.idle}'`);
  const load = await EdgeLoad.start({ port: edge.port, orders });
  const rates: number[] = [];
  let bytes = '';
  let times = threadTimes();
  for (let round = 0; round < rounds + warmRounds; round++) {
    if (round === warmRounds) times = threadTimes();
    const done = await load.ask<PipelinedDone>({
      kind: 'pipelined',
      orders: ROUND_ORDERS,
      windowOrders: WINDOW_ORDERS,
    });
    check(done.reports === 2 * done.orders, 'two reports an order');
    bytes = `${(done.bytesOut / done.orders).toFixed(0)} bytes out and ${(done.bytesIn / done.orders).toFixed(0)} in an order`;
    const rate = (done.orders / done.elapsedMs) * 1e3;
    if (round >= warmRounds) rates.push(rate);
  }
  const spent = formatThreadTimes(times, rounds * ROUND_ORDERS);
  await load.end();
  const { orders: counted, denials } = await edge.close();
  check(counted.submitted === orders && counted.filled === orders, `engine counts ${JSON.stringify(counted)}`);
  check(denials.length === 0, `no order is denied: ${JSON.stringify(denials)}`);
  options.print(`orders/s by round: ${rates.map((rate) => formatNumber(Math.round(rate / 100) * 100)).join(' ')}`);
  options.print(bytes);
  options.print(`us an order by thread, user + system: ${spent}`);
  const sorted = rates.toSorted((a, b) => a - b);
  const note = `best round ${formatNumber(sorted.at(-1)!)}; each acknowledged and filled: ${formatNumber(2 * sorted[sorted.length >> 1]!)} reports/s`;
  return [
    judge({ name: 'path', value: sorted[sorted.length >> 1]!, unit: 'orders/s', bar: BAR, better: 'higher', note }),
  ];
}
