/**
 * What the demo trader does next: a seeded crowd of one. It quotes around the last price that it traded at, takes now
 * and then, moves and cancels what rests, leans against its position, hands a larger quantity to a schedule, and sometimes
 * sends what risk must deny.
 */

import { Random } from './random.ts';

export const BUY = 1;
export const SELL = 2;
export type TraderSide = typeof BUY | typeof SELL;

export interface TraderInstrument {
  readonly symbol: string;
  readonly lotSize: number;
  readonly referencePriceTicks: number;
}

export interface NewOrderAction {
  readonly kind: 'new';
  readonly clOrdId: string;
  readonly instrument: number;
  readonly side: TraderSide;
  readonly quantity: number;
  /** undefined: a market order. */
  readonly priceTicks: number | undefined;
  readonly immediate: boolean;
  /** Worked in slices over so many seconds; 0: sent whole. */
  readonly overSeconds: number;
}

export interface ReplaceAction {
  readonly kind: 'replace';
  readonly clOrdId: string;
  readonly order: OpenOrder;
  readonly quantity: number;
  readonly priceTicks: number;
}

export interface CancelAction {
  readonly kind: 'cancel';
  readonly clOrdId: string;
  readonly order: OpenOrder;
}

export type Action = NewOrderAction | ReplaceAction | CancelAction;

export interface OpenOrder {
  /** The newest accepted one. */
  clOrdId: string;
  readonly instrument: number;
  readonly side: TraderSide;
  quantity: number;
  priceTicks: number;
  acknowledged: boolean;
  /** The engine works it: it is left to end by itself. */
  readonly isScheduled: boolean;
  /** A cancel or replace of it is on its way. */
  changing: boolean;
}

export interface TraderReport {
  readonly kind: 'accepted' | 'replaced' | 'traded' | 'ended' | 'denied' | 'refused' | 'other';
  readonly clOrdId: string;
  /** The name before a replace or cancel; empty if none. */
  readonly origClOrdId: string;
  /** Nothing is left open. */
  readonly done: boolean;
  readonly lastQuantity: number;
  readonly lastTicks: number;
}

export interface TraderCounts {
  sent: number;
  cancels: number;
  replaces: number;
  fills: number;
  filled: number;
  denied: number;
  ended: number;
  refused: number;
  open: number;
}

/** Above this, cancelling comes first: the demo must not fill the order pool. */
const MOST_OPEN = 200;
/** Above this, nothing is sent: an engine that does not answer gets no more to answer. */
const MOST_UNANSWERED = 400;
/** Shares of position of one instrument at which every order leans against it. */
const LEAN_SHARES = 5_000;
const ROUND_LOT = 100;
const FARTHEST_TICKS = 30;
/** How far beyond the last price a taking limit goes. */
const TAKE_TICKS = 5;
/** Length of a schedule, and how many usual orders it is worth. */
const SCHEDULE_SECONDS = 10;
const SCHEDULE_ORDERS = 10;
const MOST_SCHEDULES = 10;

export class Trader {
  readonly counts: TraderCounts = {
    sent: 0, cancels: 0, replaces: 0, fills: 0, filled: 0, denied: 0, ended: 0, refused: 0, open: 0,
  }; // biome-ignore format: one row
  readonly #random: Random;
  readonly #instruments: readonly TraderInstrument[];
  readonly #idPrefix: string;
  /** More than the account's size limit lets pass. */
  readonly #oversizeLots: number;
  readonly #lastTicks: number[];
  readonly #position: number[];
  readonly #byId = new Map<string, OpenOrder>();
  readonly #open: OpenOrder[] = [];
  #ids = 0;

  constructor(instruments: readonly TraderInstrument[], oversizeLots: number, seed: number, idPrefix: string) {
    this.#instruments = instruments;
    this.#oversizeLots = oversizeLots;
    this.#random = new Random(seed);
    this.#idPrefix = idPrefix;
    this.#lastTicks = instruments.map((instrument) => instrument.referencePriceTicks);
    this.#position = instruments.map(() => 0);
  }

  position(instrument: number): number {
    return this.#position[instrument]!;
  }

  /** After a new logon: what was open is being cancelled, and its reports went to the session before. */
  forgetOrders(): void {
    this.#open.length = 0;
    this.#byId.clear();
    this.counts.open = 0;
  }

  /** undefined: too much is open or unanswered, and nothing of it can be cancelled yet. */
  next(): Action | undefined {
    const dice = this.#random.next();
    const order = this.#changeable();
    if (order !== undefined && (this.#open.length >= MOST_OPEN || dice < 0.2)) return this.#cancel(order);
    if (this.#open.length >= MOST_UNANSWERED) return undefined;
    if (order !== undefined && dice < 0.32) return this.#replace(order);
    const instrument = this.#random.whole(0, this.#instruments.length - 1);
    if (dice < 0.34) {
      const quantity = this.#oversizeLots * this.#instruments[instrument]!.lotSize;
      return this.#new(instrument, this.#side(instrument), quantity, this.#lastTicks[instrument]!, true);
    }
    const quantity = this.#random.geometric(0.5, 10) * this.#roundLot(instrument);
    const side = this.#side(instrument);
    if (dice < 0.35 && this.#open.filter(({ isScheduled }) => isScheduled).length < MOST_SCHEDULES)
      return this.#new(instrument, side, quantity * SCHEDULE_ORDERS, undefined, false, SCHEDULE_SECONDS);
    if (dice < 0.38) return this.#new(instrument, side, quantity, undefined, true);
    const away = dice < 0.6 ? -TAKE_TICKS : this.#random.geometric(0.2, FARTHEST_TICKS);
    return this.#new(instrument, side, quantity, this.#priced(instrument, side, away), dice < 0.6);
  }

  #roundLot(instrument: number): number {
    const { lotSize } = this.#instruments[instrument]!;
    return Math.ceil(ROUND_LOT / lotSize) * lotSize;
  }

  /** The longer it is, the likelier it sells. */
  #side(instrument: number): TraderSide {
    const lean = Math.max(-1, Math.min(1, this.#position[instrument]! / LEAN_SHARES));
    return this.#random.next() < 0.5 - lean / 2 ? BUY : SELL;
  }

  #priced(instrument: number, side: TraderSide, ticksAway: number): number {
    const last = this.#lastTicks[instrument]!;
    return Math.max(1, side === BUY ? last - ticksAway : last + ticksAway);
  }

  #changeable(): OpenOrder | undefined {
    if (this.#open.length === 0) return undefined;
    const order = this.#open[this.#random.whole(0, this.#open.length - 1)]!;
    return order.acknowledged && !order.changing && !order.isScheduled ? order : undefined;
  }

  #nextId(): string {
    return `${this.#idPrefix}${++this.#ids}`;
  }

  #new(
    instrument: number,
    side: TraderSide,
    quantity: number,
    priceTicks: number | undefined,
    immediate: boolean,
    overSeconds = 0,
  ): Action {
    const clOrdId = this.#nextId();
    const order = {
      clOrdId,
      instrument,
      side,
      quantity,
      priceTicks: priceTicks ?? 0,
      acknowledged: false,
      isScheduled: overSeconds > 0,
      changing: false,
    };
    this.#byId.set(clOrdId, order);
    this.#open.push(order);
    this.counts.sent++;
    this.counts.open = this.#open.length;
    return { kind: 'new', clOrdId, instrument, side, quantity, priceTicks, immediate, overSeconds };
  }

  #cancel(order: OpenOrder): Action {
    order.changing = true;
    this.counts.cancels++;
    return { kind: 'cancel', clOrdId: this.#named(order), order };
  }

  #replace(order: OpenOrder): Action {
    order.changing = true;
    this.counts.replaces++;
    const priceTicks = this.#priced(order.instrument, order.side, this.#random.geometric(0.2, FARTHEST_TICKS));
    const quantity = order.quantity + this.#roundLot(order.instrument) * this.#random.whole(0, 1);
    const clOrdId = this.#named(order);
    return { kind: 'replace', clOrdId, order, quantity, priceTicks };
  }

  /** A further name of the order, so that the answer finds it under either. */
  #named(order: OpenOrder): string {
    const clOrdId = this.#nextId();
    this.#byId.set(clOrdId, order);
    return clOrdId;
  }

  /** `replacement` has the new terms of an accepted replace. */
  onReport(report: TraderReport, replacement?: { quantity: number; priceTicks: number }): void {
    const order = this.#byId.get(report.clOrdId) ?? this.#byId.get(report.origClOrdId);
    if (order === undefined) return;
    if (report.kind === 'denied' && report.clOrdId !== order.clOrdId) {
      // The denial of a change: the order itself goes on.
      this.#onRefused(order, report);
      return;
    }
    switch (report.kind) {
      case 'accepted':
        order.acknowledged = true;
        break;
      case 'replaced':
        this.#onReplaced(order, report, replacement);
        break;
      case 'traded':
        this.#onTraded(order, report);
        break;
      case 'ended':
        this.counts.ended++;
        break;
      case 'denied':
        this.counts.denied++;
        break;
      case 'refused':
        this.#onRefused(order, report);
        break;
      case 'other':
        break;
    }
    if (report.done) this.#remove(order, report);
  }

  #onRefused(order: OpenOrder, { clOrdId }: TraderReport): void {
    this.counts.refused++;
    order.changing = false;
    if (clOrdId !== order.clOrdId) this.#byId.delete(clOrdId);
  }

  #onReplaced(order: OpenOrder, report: TraderReport, terms?: { quantity: number; priceTicks: number }): void {
    this.#byId.delete(order.clOrdId);
    order.clOrdId = report.clOrdId;
    order.changing = false;
    if (terms === undefined) return;
    order.quantity = terms.quantity;
    order.priceTicks = terms.priceTicks;
  }

  #onTraded(order: OpenOrder, { lastQuantity, lastTicks, done }: TraderReport): void {
    order.acknowledged = true;
    this.counts.fills++;
    if (done) this.counts.filled++;
    this.#position[order.instrument]! += order.side === BUY ? lastQuantity : -lastQuantity;
    if (lastTicks > 0) this.#lastTicks[order.instrument] = lastTicks;
  }

  #remove(order: OpenOrder, report: TraderReport): void {
    const at = this.#open.indexOf(order);
    if (at < 0) return;
    this.#open[at] = this.#open.at(-1)!;
    this.#open.pop();
    for (const id of [order.clOrdId, report.clOrdId, report.origClOrdId]) this.#byId.delete(id);
    this.counts.open = this.#open.length;
  }
}
