/** An open order as operators see it: names instead of places, prices in currency, the specification's words for fields. */

import {
  Completion,
  OrderStatus,
  OrderType,
  PegKind,
  Side,
  StopTrigger,
  TimeInForce,
} from '../../workers/model/order.ts';
import type { WorkTerms } from '../../workers/pipeline/execution/work/work_reader.ts';
import type { OrderRow } from '../../workers/pipeline/orders/order_row.ts';
import type { Configuration, InstrumentConfiguration } from '../configuration/configuration.ts';

/** Answered as JSON: keys are published, added and never renamed. What an order does not have is left out. */
export interface OrderView {
  readonly orderId: number;
  /** Of a child none: clients do not know it. */
  readonly clOrdId?: string;
  readonly session?: string;
  readonly account: string;
  readonly strategy: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly orderType: string;
  readonly timeInForce: string;
  readonly status: string;
  readonly quantity: number;
  readonly filledQuantity: number;
  readonly remainingQuantity: number;
  /** Currency; none of an order at the market's price. */
  readonly price?: number;
  readonly averageFillPrice?: number;
  readonly displayQuantity?: number;
  readonly minQuantity?: number;
  readonly parentOrderId?: number;
  /** ISO 8601; none of an order that an earlier release accepted. */
  readonly acceptedTime?: string;
  /** When a command last changed it. */
  readonly updatedTime?: string;
  /** Of a replace that venues have not answered yet. */
  readonly pendingReplace?: { readonly quantity: number; readonly price?: number };
  readonly linked?: true;
}

/** With what only one order's answer tells. Times are ISO 8601. */
export interface DetailedOrderView extends OrderView {
  readonly stopPrice?: number;
  readonly stopTrigger?: string;
  /** It waits for a venue to open. */
  readonly waitsForOpen?: true;
  /** Of a worked order: when its algorithm is asked next, if nothing happens before. */
  readonly nextTime?: string;
  readonly expireTime?: string;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly intervalMs?: number;
  readonly participationRate?: number;
  readonly variation?: number;
  readonly peg?: string;
  readonly pegOffset?: number;
  readonly repriceDistance?: number;
  readonly riskAversion?: number;
  readonly volatility?: number;
  readonly impact?: number;
  readonly completion?: string;
  readonly arrivalPrice?: number;
  /** Of its time, how much has passed, and of its quantity, how much is filled: 0 to 1. */
  readonly elapsedShare?: number;
  readonly filledShare?: number;
  /** Average price of what the market has traded since it came, and how much that was. */
  readonly marketAveragePrice?: number;
  readonly marketQuantity?: number;
  /** What its average price has cost beside these, in basis points; less than 0: it was better. */
  readonly costToArrivalBps?: number;
  readonly costToMarketBps?: number;
  /** What its children have open. */
  readonly workingQuantity?: number;
  readonly childOrders?: readonly number[];
}

const BPS = 10_000;

const STATUSES = namesByCode(OrderStatus);
const TYPES = namesByCode(OrderType);
const TIMES = namesByCode(TimeInForce);
const PEGS = namesByCode(PegKind);
const TRIGGERS = namesByCode(StopTrigger);
const COMPLETIONS = namesByCode(Completion);

function namesByCode(codes: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  return new Map(Object.entries(codes).map(([name, code]) => [code, name]));
}

export class OrderViews {
  readonly #configuration: Configuration;

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  view(row: OrderRow): OrderView {
    const { accounts, fix, instruments, strategies } = this.#configuration;
    const instrument = instruments[row.instrument];
    const lots = instrument?.lotSize ?? 1;
    const price = (ticks: number): number => priceOf(ticks, instrument);
    const session = fix.sessions[row.session]?.targetCompId;
    return {
      orderId: row.orderId,
      ...(row.clOrdId === '' ? {} : { clOrdId: row.clOrdId }),
      ...(session === undefined ? {} : { session }),
      account: accounts[row.account]?.name ?? String(row.account),
      strategy: strategies[row.strategy] ?? String(row.strategy),
      symbol: instrument?.symbol ?? String(row.instrument),
      side: row.side === Side.BUY ? 'buy' : 'sell',
      orderType: TYPES.get(row.orderType) ?? String(row.orderType),
      timeInForce: TIMES.get(row.timeInForce) ?? String(row.timeInForce),
      status: STATUSES.get(row.status) ?? String(row.status),
      quantity: row.quantityLots * lots,
      filledQuantity: row.filledLots * lots,
      remainingQuantity: row.leavesLots * lots,
      ...some('price', row.priceTicks, price),
      ...(row.filledLots === 0 ? {} : { averageFillPrice: price(row.filledValue / row.filledLots) }),
      ...some('displayQuantity', row.displayLots, (value) => value * lots),
      ...some('minQuantity', row.minLots, (value) => value * lots),
      ...some('parentOrderId', row.parentOrderId),
      ...some('acceptedTime', row.acceptedMs, timeText),
      ...some('updatedTime', row.updatedMs, timeText),
      ...(row.pending === undefined
        ? {}
        : {
            pendingReplace: {
              quantity: row.pending.quantityLots * lots,
              ...some('price', row.pending.priceTicks, price),
            },
          }),
      ...(row.isLinked ? { linked: true } : {}),
    };
  }

  /** At `nowMs`, ms since 1970. */
  detailed(row: OrderRow, terms: WorkTerms, childOrders: readonly number[], nowMs: number): DetailedOrderView {
    const instrument = this.#configuration.instruments[row.instrument];
    return {
      ...this.view(row),
      ...(terms.stopTicks === undefined
        ? {}
        : { stopPrice: priceOf(terms.stopTicks, instrument), stopTrigger: TRIGGERS.get(terms.trigger)! }),
      ...(terms.isWaiting ? { waitsForOpen: true } : {}),
      ...some(terms.work === undefined ? 'expireTime' : 'nextTime', terms.dueMs, timeText),
      ...(terms.work === undefined ? {} : workedView(terms.work, instrument)),
      ...(terms.work === undefined ? {} : progress(row, terms.work, terms.market, instrument, nowMs)),
      ...(childOrders.length === 0 ? {} : { childOrders }),
    };
  }
}

function workedView(
  work: NonNullable<WorkTerms['work']>,
  instrument: InstrumentConfiguration | undefined,
): Partial<DetailedOrderView> {
  const price = (ticks: number): number => priceOf(ticks, instrument);
  const isPegged = work.peg !== PegKind.NONE;
  return {
    ...some('expireTime', work.expireMs, timeText),
    startTime: timeText(work.startMs),
    ...some('endTime', work.endMs, timeText),
    ...some('intervalMs', work.intervalMs),
    ...some('participationRate', work.participationRate),
    ...some('variation', work.variation),
    ...(isPegged ? { peg: PEGS.get(work.peg)!, pegOffset: price(work.pegOffsetTicks) } : {}),
    ...some('repriceDistance', work.repriceTicks, price),
    ...some('riskAversion', work.riskAversion),
    ...some('volatility', work.volatility),
    ...some('impact', work.impact),
    ...(work.endMs === undefined ? {} : { completion: COMPLETIONS.get(work.completion)! }),
    ...some('arrivalPrice', work.arrivalTicks, price),
    workingQuantity: work.openLots * (instrument?.lotSize ?? 1),
  };
}

/** How far a worked order is, and what its fills cost beside what they might have. */
function progress(
  row: OrderRow,
  work: NonNullable<WorkTerms['work']>,
  trades: WorkTerms['market'],
  instrument: InstrumentConfiguration | undefined,
  nowMs: number,
): Partial<DetailedOrderView> {
  const average = row.filledLots === 0 ? 0 : row.filledValue / row.filledLots;
  const marketLots = trades?.lots ?? 0;
  const market = trades === undefined || marketLots === 0 ? 0 : trades.value / marketLots;
  const costTo = (ticks: number): number | undefined => {
    if (average === 0 || ticks === 0) return undefined;
    const worse = row.side === Side.BUY ? average - ticks : ticks - average;
    return Number(((worse / ticks) * BPS).toFixed(2));
  };
  return {
    ...(work.endMs === undefined ? {} : { elapsedShare: share(nowMs - work.startMs, work.endMs - work.startMs) }),
    filledShare: share(row.filledLots, row.quantityLots),
    ...some('marketAveragePrice', market, (ticks) => priceOf(ticks, instrument)),
    ...some('marketQuantity', marketLots * (instrument?.lotSize ?? 1)),
    ...defined('costToArrivalBps', costTo(work.arrivalTicks)),
    ...defined('costToMarketBps', costTo(market)),
  };
}

/** To four digits. */
function share(part: number, whole: number): number {
  return whole > 0 ? Number(Math.min(1, Math.max(0, part / whole)).toFixed(4)) : 1;
}

function defined<K extends string>(key: K, value: number | undefined): { [key in K]?: number };
function defined(key: string, value: number | undefined): object {
  return value === undefined ? {} : { [key]: value };
}

/** The field, unless it was not asked for. */
function some<K extends string>(key: K, value: number): { [key in K]?: number };
function some<K extends string, V>(key: K, value: number | undefined, shown: (value: number) => V): { [key in K]?: V };
function some(key: string, value: number | undefined, shown = (given: number): unknown => given): object {
  return value === undefined || value === 0 ? {} : { [key]: shown(value) };
}

/** Clients may name any time: one that no calendar has is given as it is. */
function timeText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? `${ms} ms since 1970` : date.toISOString();
}

/** Digits of currency behind a tick's own: of averages, which lie between ticks. */
const MORE_DIGITS = 4;

/** In currency, rounded where it is no whole number of ticks. */
export function priceOf(ticks: number, instrument: InstrumentConfiguration | undefined): number {
  if (instrument === undefined) return ticks;
  const { tickSizeExponent, tickSizeMantissa } = instrument;
  const digits = Math.max(0, -tickSizeExponent) + MORE_DIGITS;
  return Number((ticks * tickSizeMantissa * 10 ** tickSizeExponent).toFixed(Math.min(20, digits)));
}
