import type {
  MassCancel,
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
  VenueStatusRequest,
} from '../../../../schemas/generated/engine.ts';
import { OrderType } from '../../model/order.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import type { ExchangeCore } from '../core.ts';
import { FIRST_LEG_OWNER } from '../core.ts';
import {
  CODE,
  EVENT_DOUBLES,
  EVENT_LOTS,
  EVENT_OWNER,
  EVENT_WORDS,
  EventType,
  LEAVES,
  MAKER_LEAVES,
  MAKER_OWNER,
  ORDER_ID_F64,
  reasonOf,
  TICKS,
  typeOf,
} from '../matching/event_layout.ts';
import type { EventBuffer } from '../matching/events.ts';
import { MARKET } from '../matching/layout.ts';
import type { Conduct } from './conduct.ts';
import { LegState, LegTable } from './leg_table.ts';
import { refusalOf } from './order_checks.ts';

/** Where reports go. The values of one report lie in the desk's `report` until the call returns. */
export interface ReportSink {
  send(session: number, report: ReportValues): void;
}

export interface ReportValues {
  kind: number;
  /** Of the cancel, replace or status request that it answers; 0: none. */
  request: number;
  reason: number;
  legRef: number;
  venueOrderId: number;
  lastLots: number;
  lastTicks: number;
  cumLots: number;
  leavesLots: number;
  orderLots: number;
  priceTicks: number;
}

const KIND_OF_EVENT = new Uint8Array(16);
KIND_OF_EVENT[EventType.ACCEPTED] = ReportKind.ACKNOWLEDGED;
KIND_OF_EVENT[EventType.CANCELLED] = ReportKind.CANCELLED;
KIND_OF_EVENT[EventType.EXPIRED] = ReportKind.EXPIRED;
KIND_OF_EVENT[EventType.REJECTED] = ReportKind.REJECTED;
KIND_OF_EVENT[EventType.REPLACED] = ReportKind.REPLACED;
KIND_OF_EVENT[EventType.REDUCED] = ReportKind.REPLACED;
KIND_OF_EVENT[EventType.REPLACE_REJECTED] = ReportKind.REPLACE_REJECTED;
KIND_OF_EVENT[EventType.CANCEL_REJECTED] = ReportKind.CANCEL_REJECTED;

/** Kinds that answer a request; one turns up only while its request is executed. */
const ANSWERS = new Uint8Array(16);
for (const kind of [
  ReportKind.REPLACED,
  ReportKind.CANCEL_REJECTED,
  ReportKind.REPLACE_REJECTED,
  ReportKind.STATUS,
  ReportKind.UNKNOWN_ORDER,
]) {
  ANSWERS[kind] = 1;
}

/**
 * The client sessions' side of the exchange: turns their messages into the matching engine's commands, and its events
 * about their orders into reports. Every message gets an answer, and every change of an order a report.
 *
 * Events are read after each command: the next one may be about the same leg, and judges it by what they say.
 * A replace names the new total quantity, fills included; it must leave something open.
 */
export class OrderDesk {
  readonly legs: LegTable;
  private readonly core: ExchangeCore;
  private readonly sink: ReportSink;
  private readonly conduct: Conduct;
  /** Of the message that is being executed. */
  private request = 0;
  private readonly report: ReportValues = {
    kind: 0,
    request: 0,
    reason: 0,
    legRef: 0,
    venueOrderId: 0,
    lastLots: 0,
    lastTicks: 0,
    cumLots: 0,
    leavesLots: 0,
    orderLots: 0,
    priceTicks: 0,
  };

  constructor(core: ExchangeCore, sink: ReportSink, legCapacity: number, conduct: Conduct) {
    this.core = core;
    this.sink = sink;
    this.conduct = conduct;
    this.legs = new LegTable(legCapacity);
  }

  newOrder(session: number, order: VenueNewOrder): void {
    const legs = this.legs;
    const legRef = order.legRef;
    const isMarket = order.orderType === OrderType.MARKET;
    const isPartShown = order.displayLots > 0 && order.displayLots < order.lots;
    const reason =
      refusalOf(legs, session, order) ||
      this.conduct.refusalOf(order.instrument, isMarket ? 0 : order.priceTicks, isPartShown);
    const leg = reason === VenueReason.NONE ? legs.take(session, legRef) : 0;
    if (leg === 0) {
      const why = reason === VenueReason.NONE ? VenueReason.THROTTLED : reason;
      this.answer(session, legRef, ReportKind.REJECTED, why, order.lots, order.priceTicks);
      return;
    }
    const orderId = this.core.nextOrderId();
    const ticks = isMarket ? MARKET : order.priceTicks;
    legs.place(leg, order, orderId);
    // A session is one member's: its orders do not trade with one another where the venue prevents it.
    this.core.setGroup(FIRST_LEG_OWNER + leg, session + 1);
    this.core.engine.newOrder(
      order.instrument,
      orderId,
      FIRST_LEG_OWNER + leg,
      order.side,
      order.timeInForce,
      ticks,
      order.lots,
      order.displayLots,
      order.minLots,
    );
    this.core.drain();
  }

  cancel(session: number, message: VenueCancel): void {
    this.request = message.request;
    const leg = this.legs.find(session, message.legRef);
    if (leg !== 0 && this.legs.state[leg] === LegState.OPEN) {
      this.core.engine.cancel(this.legs.orderId[leg]!, FIRST_LEG_OWNER + leg);
      this.core.drain();
    } else {
      this.refuse(session, message.legRef, leg, ReportKind.CANCEL_REJECTED);
    }
  }

  replace(session: number, message: VenueReplace): void {
    this.request = message.request;
    const legs = this.legs;
    const leg = legs.find(session, message.legRef);
    if (leg === 0 || legs.state[leg] !== LegState.OPEN) {
      this.refuse(session, message.legRef, leg, ReportKind.REPLACE_REJECTED);
      return;
    }
    const open = message.lots - legs.cumLots[leg]!;
    const ticks = message.priceTicks;
    let reason: number = VenueReason.NONE;
    // The engine checks the ranges; fractions are stopped here.
    if (open <= 0 || (open | 0) !== open) reason = VenueReason.BAD_QUANTITY;
    else if ((ticks | 0) !== ticks || !this.conduct.isPrice(legs.instrument[leg]!, ticks))
      reason = VenueReason.BAD_PRICE;
    if (reason !== VenueReason.NONE) this.sendLeg(leg, ReportKind.REPLACE_REJECTED, reason, 0, 0);
    else this.core.engine.replace(legs.orderId[leg]!, ticks, open, FIRST_LEG_OWNER + leg);
    this.core.drain();
  }

  /** Takes open lots off an order, which keeps its place; all of them cancel it. */
  reduce(leg: number, lots: number): void {
    this.request = 0;
    this.core.engine.reduce(this.legs.orderId[leg]!, lots, FIRST_LEG_OWNER + leg);
    this.core.drain();
  }

  status(session: number, message: VenueStatusRequest): void {
    this.request = message.request;
    const leg = this.legs.find(session, message.legRef);
    if (leg !== 0) this.sendLeg(leg, ReportKind.STATUS, VenueReason.NONE, 0, 0);
    else this.answer(session, message.legRef, ReportKind.UNKNOWN_ORDER, VenueReason.UNKNOWN_ORDER, 0, 0);
  }

  /** Cancels every open order of the session that the message names; each says so itself. */
  massCancel(session: number, message: MassCancel): void {
    this.cancelAll(session, message.instrument, message.side);
  }

  cancelAll(session: number, instrument = -1, side = 0): void {
    const legs = this.legs;
    for (let leg = 1; leg <= legs.capacity; leg++) {
      if (legs.state[leg] !== LegState.OPEN || legs.session[leg] !== session) continue;
      if (instrument >= 0 && legs.instrument[leg] !== instrument) continue;
      if (side !== 0 && legs.side[leg] !== side) continue;
      this.core.engine.cancel(legs.orderId[leg]!, FIRST_LEG_OWNER + leg);
      this.core.drain();
    }
  }

  /** One event of the matching engine; those about others' orders pass. */
  onEvent(events: EventBuffer, index: number): void {
    const words = events.words;
    const at = index * EVENT_WORDS;
    const code = words[at + CODE]!;
    const type = typeOf(code);
    const owner = words[at + EVENT_OWNER]!;
    if (type === EventType.FILLED) {
      const lots = words[at + EVENT_LOTS]!;
      const ticks = words[at + TICKS]!;
      const maker = words[at + MAKER_OWNER]!;
      if (maker >= FIRST_LEG_OWNER) this.onFill(maker - FIRST_LEG_OWNER, lots, ticks, words[at + MAKER_LEAVES]!);
      if (owner >= FIRST_LEG_OWNER) this.onFill(owner - FIRST_LEG_OWNER, lots, ticks, words[at + LEAVES]!);
      return;
    }
    if (owner < FIRST_LEG_OWNER) return;
    const leg = owner - FIRST_LEG_OWNER;
    if (events.doubles[index * EVENT_DOUBLES + ORDER_ID_F64] !== this.legs.orderId[leg]) return;
    const kind = KIND_OF_EVENT[type]!;
    if (kind !== 0) this.onChange(leg, type, kind, reasonOf(code), words[at + LEAVES]!, words[at + TICKS]!);
  }

  private onFill(leg: number, lots: number, ticks: number, leaves: number): void {
    this.legs.cumLots[leg]! += lots;
    this.legs.leavesLots[leg] = leaves;
    this.sendLeg(leg, ReportKind.FILLED, VenueReason.NONE, lots, ticks);
    if (leaves === 0) this.legs.end(leg);
  }

  private onChange(leg: number, type: number, kind: number, reason: number, leaves: number, ticks: number): void {
    const legs = this.legs;
    const ends = type === EventType.CANCELLED || type === EventType.EXPIRED || type === EventType.REJECTED;
    if (type === EventType.REPLACED || type === EventType.REDUCED) {
      legs.orderLots[leg] = legs.cumLots[leg]! + leaves;
      legs.priceTicks[leg] = ticks;
    }
    if (ends) legs.leavesLots[leg] = 0;
    else if (type <= EventType.REPLACED) legs.leavesLots[leg] = leaves;
    // What self-trade prevention ends is cancelled, whether it had arrived or was arriving.
    const isPrevented = reason === VenueReason.SELF_TRADE && type === EventType.EXPIRED;
    this.sendLeg(leg, isPrevented ? ReportKind.CANCELLED : kind, reason, 0, 0);
    if (type === EventType.ACCEPTED || type === EventType.REPLACED) legs.queueLast(leg);
    if (ends) legs.end(leg);
  }

  private refuse(session: number, legRef: number, leg: number, kind: number): void {
    if (leg !== 0) this.sendLeg(leg, kind, VenueReason.TOO_LATE, 0, 0);
    else this.answer(session, legRef, kind, VenueReason.UNKNOWN_ORDER, 0, 0);
  }

  private sendLeg(leg: number, kind: number, reason: number, lastLots: number, lastTicks: number): void {
    const { legs, report } = this;
    report.kind = kind;
    // Self-trade prevention lowers an order unasked, perhaps while another's request is executed.
    report.request = ANSWERS[kind] === 1 && reason !== VenueReason.SELF_TRADE ? this.request : 0;
    report.reason = reason;
    report.legRef = legs.legRef[leg]!;
    report.venueOrderId = legs.orderId[leg]!;
    report.lastLots = lastLots;
    report.lastTicks = lastTicks;
    report.cumLots = legs.cumLots[leg]!;
    report.leavesLots = legs.leavesLots[leg]!;
    report.orderLots = legs.orderLots[leg]!;
    report.priceTicks = legs.priceTicks[leg]!;
    this.sink.send(legs.session[leg]!, report);
  }

  /** A report about an order that the desk does not hold. */
  private answer(session: number, legRef: number, kind: number, reason: number, lots: number, ticks: number): void {
    const report = this.report;
    report.kind = kind;
    report.request = ANSWERS[kind] === 1 ? this.request : 0;
    report.reason = reason;
    report.legRef = legRef;
    report.venueOrderId = 0;
    report.lastLots = 0;
    report.lastTicks = 0;
    report.cumLots = 0;
    report.leavesLots = 0;
    report.orderLots = lots;
    report.priceTicks = ticks;
    this.sink.send(session, report);
  }
}
