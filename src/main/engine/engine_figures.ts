/** The engine's shared memory as the figures that people see. */

import type { HistogramSnapshot } from '../../ring/histogram.ts';
import {
  CONSUMER_POSITION_INDEX,
  PRODUCER_POSITION_INDEX,
  WORD_BYTES as RING_WORD_BYTES,
  SPSC_HEADER_BYTES,
} from '../../ring/spsc_layout.ts';
import {
  COPIED_WORDS_INDEX,
  DURABLE_WORDS_INDEX,
  JOURNAL_BYTES_F64,
  JOURNAL_COMMITS_F64,
  PUBLISHED_WORDS_INDEX,
  WORD_BYTES,
} from '../../workers/durability/log/log_layout.ts';
import { FrontEvent } from '../../workers/model/front_event.ts';
import { ReasonCode } from '../../workers/model/reason.ts';
import type { EngineMemory } from '../../workers/pipeline/engine_memory.ts';
import type { WorkView } from '../../workers/pipeline/execution/work/work_reader.ts';
import { WORKS } from '../../workers/pipeline/execution/work/works.ts';
import { ID_COUNT } from '../../workers/pipeline/orders/cl_ord_id_store.ts';
import { FILL_COUNT, FORGOTTEN } from '../../workers/pipeline/orders/executions.ts';
import {
  LinkFigure,
  WINDOW_DOUBLES,
  WINDOW_SINCE,
  windowPercentileMs,
} from '../../workers/pipeline/orders/link_windows.ts';
import { PoolRegister } from '../../workers/pipeline/orders/order_pool.ts';
import type { OrdersView } from '../../workers/pipeline/orders/orders_view.ts';
import { MOST_SUSPENDED, SUSPENDED_WAITING } from '../../workers/pipeline/orders/suspense.ts';
import { type PositionRow, readPositions } from '../../workers/pipeline/portfolio/reader.ts';
import type { PortfolioView } from '../../workers/pipeline/portfolio/state.ts';
import { STAGES } from '../../workers/pipeline/stages.ts';
import { REQUESTS, type Telemetry } from '../../workers/pipeline/telemetry.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type {
  JournalFigures,
  LatencyFigures,
  LinkFigures,
  LiveFigures,
  OrderFigures,
  PositionFigures,
  RingFigures,
  StoreFigures,
} from '../live_view/figures.ts';
import type { EngineHost } from './engine_host.ts';

const REASON_NAMES = new Map<number, string>(Object.entries(ReasonCode).map(([name, code]) => [code, name]));

/** Orders that were open before: counted from, because events count this run only. */
export function orderFigures(telemetry: Telemetry, openAtStart: number): OrderFigures {
  const count = (event: number): number => telemetry.events[event]!;
  const accepted = count(FrontEvent.ORDER_ACCEPTED);
  const denied = count(FrontEvent.ORDER_DENIED);
  const rejected = count(FrontEvent.ORDER_REJECTED);
  const cancelled = count(FrontEvent.ORDER_CANCELLED);
  const expired = count(FrontEvent.ORDER_EXPIRED);
  const filled = telemetry.filledOrders;
  return {
    submitted: accepted + denied,
    denied,
    rejected,
    filled,
    cancelled,
    expired,
    open: openAtStart + accepted - rejected - cancelled - expired - filled,
    fills: count(FrontEvent.ORDER_FILLED),
  };
}

export function denialFigures(telemetry: Telemetry): LiveFigures['denials'] {
  const denials: { reason: string; count: number }[] = [];
  telemetry.reasons.forEach((count, code) => {
    if (count > 0) denials.push({ reason: REASON_NAMES.get(code) ?? String(code), count });
  });
  return denials.sort((a, b) => b.count - a.count);
}

export function latencyFigures(telemetry: Telemetry): LatencyFigures[] {
  return [
    ...REQUESTS.map((name, index) => latencyRow(name, telemetry.requests[index]!.snapshot())),
    ...STAGES.map((name, index) => latencyRow(name, telemetry.stages[index]!.snapshot())),
  ];
}

function latencyRow(name: string, snapshot: HistogramSnapshot): LatencyFigures {
  return {
    name,
    count: snapshot.count,
    p50Ns: snapshot.percentile(0.5),
    p99Ns: snapshot.percentile(0.99),
    p999Ns: snapshot.percentile(0.999),
    maxNs: snapshot.max,
  };
}

export function journalFigures(host: EngineHost, { log }: Configuration): JournalFigures {
  const { i32, f64 } = host.memory.log;
  const words = (from: number, to: number): number => (Atomics.load(i32, from) - Atomics.load(i32, to)) | 0;
  const usedBytes = words(PUBLISHED_WORDS_INDEX, DURABLE_WORDS_INDEX) * WORD_BYTES;
  return {
    lagBytes: words(PUBLISHED_WORDS_INDEX, COPIED_WORDS_INDEX) * WORD_BYTES,
    writtenBytes: f64[JOURNAL_BYTES_F64]!,
    windowsFree: log.durability === 'none' ? log.windows : log.windows - Math.ceil(usedBytes / log.windowBytes),
    windows: log.windows,
    commits: f64[JOURNAL_COMMITS_F64]!,
  };
}

/** Rings with their fill, the busiest first. */
export function ringFigures(memory: EngineMemory): RingFigures[] {
  const figures: RingFigures[] = [];
  for (const [name, regions] of Object.entries(memory.rings)) {
    if (name === 'stageHashes') continue;
    let usedBytes = 0;
    let capacityBytes = 0;
    for (const region of regions) {
      const written = Atomics.load(region.i32, PRODUCER_POSITION_INDEX);
      const read = Atomics.load(region.i32, CONSUMER_POSITION_INDEX);
      usedBytes = Math.max(usedBytes, ((written - read) | 0) * RING_WORD_BYTES);
      capacityBytes = region.byteLength - SPSC_HEADER_BYTES;
    }
    figures.push({ name, usedBytes, capacityBytes });
  }
  return figures;
}

/** The engine's tables with their fill: an order is denied when there is no room for it in the first three. */
export function storeFigures(orders: OrdersView, work: WorkView): StoreFigures[] {
  const { pool, ids, fills, suspense } = orders;
  const highWater = pool[PoolRegister.HIGH_WATER]!;
  return [
    { name: 'orders', used: highWater - pool[PoolRegister.FREE_COUNT]!, capacity: orders.capacity, highWater },
    { name: 'ClOrdIDs', used: ids.registers[ID_COUNT]!, capacity: ids.capacity },
    { name: 'worked orders', used: work.counts[WORKS]!, capacity: work.capacity },
    {
      name: 'fills',
      used: fills.registers[FILL_COUNT]!,
      capacity: fills.capacity,
      forgotten: fills.figures[FORGOTTEN]!,
    },
    { name: 'fills kept apart', used: suspense.figures[SUSPENDED_WAITING]!, capacity: MOST_SUSPENDED },
  ];
}

/** Exposure windows of linked orders; `nowMs` since 1970. */
export function linkFigures({ links }: OrdersView, nowMs: number): LinkFigures {
  const { figures, windows } = links;
  const open = figures[LinkFigure.OPEN]!;
  let oldest = nowMs;
  if (open > 0) {
    for (let at = WINDOW_SINCE; at < windows.length; at += WINDOW_DOUBLES) {
      if (windows[at]! > 0 && windows[at]! < oldest) oldest = windows[at]!;
    }
  }
  const closed = figures[LinkFigure.CLOSED]!;
  return {
    open,
    oldestMs: nowMs - oldest,
    closed,
    p50Ms: windowPercentileMs(figures, 0.5),
    p99Ms: windowPercentileMs(figures, 0.99),
    maxMs: figures[LinkFigure.LONGEST_MS]!,
    meanMs: closed === 0 ? 0 : figures[LinkFigure.SUM_MS]! / closed,
    crossingFills: figures[LinkFigure.CROSSING_FILLS]!,
    crossingLots: figures[LinkFigure.CROSSING_LOTS]!,
    mostCrossingLots: figures[LinkFigure.MOST_CROSSING_LOTS]!,
    refusedCancels: figures[LinkFigure.REFUSED]!,
  };
}

/** Positions in currency, largest first. */
export function positionFigures(view: PortfolioView | undefined, configuration: Configuration): PositionFigures[] {
  if (view === undefined) return [];
  return readPositions(view)
    .map((row) => positionOf(row, configuration))
    .filter((row) => row !== undefined)
    .sort((a, b) => Math.abs(b.quantity * b.averagePrice) - Math.abs(a.quantity * a.averagePrice));
}

function positionOf(row: PositionRow, { accounts, instruments }: Configuration): PositionFigures | undefined {
  const account = accounts[row.account];
  const instrument = instruments[row.instrument];
  if (account === undefined || instrument === undefined) return undefined;
  const tick = instrument.tickSizeMantissa * 10 ** instrument.tickSizeExponent;
  const value = tick * instrument.lotSize;
  return {
    account: account.name,
    symbol: instrument.symbol,
    quantity: row.positionLots * instrument.lotSize,
    averagePrice: row.averageTicks * tick,
    realised: row.realised * value,
    unrealised: row.unrealised * value,
  };
}
