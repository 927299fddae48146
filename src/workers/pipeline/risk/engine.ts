/**
 * Risk: may it? Reads what orders resolved, denies or approves, and keeps reservations and positions in step with what
 * the section says becomes of the order. When it cannot know (no price, an old one, an unknown account) it denies.
 * Cancels pass always; children draw on their parent's reservation.
 */

import { KillSwitch, ResetBreaker, SetAccount } from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import * as orderModel from '../../model/order.ts';
import * as reasons from '../../model/reason.ts';
import * as records from '../../model/record_type.ts';
import type { Slot } from '../slot.ts';
import type { TradingHours } from '../trading_hours.ts';
import { makeBookTrust } from './book_trust.ts';
import * as checkFigures from './check_figures.ts';
import { makeChecks } from './checks.ts';
import { makeExposure } from './exposure.ts';
import { makeGrowth } from './growth.ts';
import { makeMarket } from './market.ts';
import * as layout from './risk_layout.ts';
import type { RiskState } from './state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FrontEvent, FrontFlag, Verdict } = events;
const { OrderStatus, OrderType, Side } = orderModel;
const { ReasonCode } = reasons;
const { RecordType } = records;
const { ACCOUNT_DOUBLES, ACCOUNT_ENABLED, ACCOUNT_HALTED, ALL_HALTED, INSTRUMENT_DOUBLES } = layout;
const { INSTRUMENT_HALTED, MAX_EXPOSURE, MAX_ORDERS_PER_SECOND, MAX_ORDER_LOTS, MAX_POSITION_LOTS } = layout;
const { ORDER_BURST, TOKENS, TOKENS_TIME, TRUSTED_TICKS } = layout;
const { ADDED_LOTS, ADDED_VALUE, LIMIT, NOW, OBSERVED, RESERVE_TICKS } = checkFigures;

export type RiskEngine = ReturnType<typeof makeRiskEngine>;

export function makeRiskEngine(risk: RiskState, hours: TradingHours, rulesInForce: () => number, slot: Slot) {
  const { front, header } = slot;
  const { accounts, capacity, instruments, registers } = risk;
  const exposure = makeExposure(risk);
  const trust = makeBookTrust(risk, slot);
  const checks = makeChecks(risk, exposure, trust, hours, rulesInForce, slot);
  const growth = makeGrowth(risk, exposure, checks, front);
  const market = makeMarket(risk, trust, slot);
  const { figures } = checks;
  const setAccountBody = SetAccount.over(slot.commands);
  const killBody = KillSwitch.over(slot.commands);
  const resetBody = ResetBreaker.over(slot.commands);

  function check(): void {
    switch (front.event) {
      case FrontEvent.NONE:
        onControl();
        break;
      case FrontEvent.ORDER_ACCEPTED:
        newOrder();
        break;
      case FrontEvent.ORDER_FILLED:
        filled();
        break;
      case FrontEvent.LATE_FILL:
        book(front.lastLots);
        break;
      case FrontEvent.TRADE_CANCELLED:
        takenBack(-front.observedValue);
        break;
      case FrontEvent.TRADE_CORRECTED:
        takenBack(front.lastLots - front.observedValue);
        break;
      case FrontEvent.FILL_ASSIGNED:
        assigned();
        break;
      case FrontEvent.REPLACE_ACCEPTED:
        replace();
        break;
      case FrontEvent.CHILD_ACCEPTED:
        child();
        break;
      case FrontEvent.SLICE_ACCEPTED:
        slice();
        break;
      case FrontEvent.ORDER_TRIGGERED:
        triggered();
        break;
      case FrontEvent.ORDER_REPLACED:
      case FrontEvent.REPLACE_REFUSED:
        settle(front.leavesLots, front.priceTicks);
        break;
      case FrontEvent.ORDER_CANCELLED:
      case FrontEvent.ORDER_REJECTED:
      case FrontEvent.ORDER_EXPIRED:
        settle(0, 0);
        break;
      default:
        break;
    }
  }

  function newOrder(): void {
    const reason = judgeNew();
    if (reason !== ReasonCode.NONE) {
      front.event = FrontEvent.ORDER_DENIED;
      deny(reason);
      front.order = -1;
      front.generation = -1;
      front.status = OrderStatus.REJECTED;
      front.leavesLots = 0;
      return;
    }
    const pair = risk.pairAt(front.account, front.instrument);
    front.verdict = Verdict.APPROVED;
    checks.writeScore();
    checks.takeToken(front.account);
    exposure.reserve(front.order, pair, front.side, front.quantityLots, figures[RESERVE_TICKS]!);
    remark(pair);
  }

  function judgeNew(): number {
    figures[NOW] = header.time;
    let reason = checks.terms();
    if (reason !== ReasonCode.NONE) return reason;
    const { account, instrument, side } = front;
    const pair = risk.pairAt(account, instrument);
    figures[ADDED_LOTS] = front.quantityLots;
    reason = checks.halted(account, instrument);
    if (reason === ReasonCode.NONE) reason = checks.open(instrument);
    if (reason === ReasonCode.NONE) reason = checks.price();
    if (reason === ReasonCode.NONE) reason = checks.size(account, front.quantityLots);
    if (reason === ReasonCode.NONE) reason = checks.position(account, pair, side);
    figures[ADDED_VALUE] = front.quantityLots * figures[RESERVE_TICKS]!;
    if (reason === ReasonCode.NONE) reason = checks.exposure(account, instrument, pair, side);
    if (reason === ReasonCode.NONE) reason = checks.rate(account);
    if (reason === ReasonCode.NONE) reason = checks.breaker(instrument);
    return reason;
  }

  /** A replace reserves the larger of old and new until it settles; only the difference is checked. */
  function replace(): void {
    const pair = risk.pairAt(front.account, front.instrument);
    const reservedLots = exposure.reservedLots(front.order);
    const reservedTicks = exposure.reservedTicks(front.order);
    // The engine's own reduces what may trade: no limit and no halt keeps it from that.
    const isOwn = header.type === RecordType.CANCEL_LINKED;
    if (isOwn && front.leavesLots <= reservedLots) {
      front.verdict = Verdict.APPROVED;
      return;
    }
    const reason = isOwn ? judgeGrowth(pair, reservedLots) : judgeReplace(pair, reservedLots, reservedTicks);
    if (reason !== ReasonCode.NONE) {
      front.event = FrontEvent.REPLACE_DENIED;
      front.status = front.statusBefore;
      if (isOwn) growth.undo(reservedLots);
      deny(reason);
      return;
    }
    front.verdict = Verdict.APPROVED;
    const lots = front.leavesLots > reservedLots ? front.leavesLots : reservedLots;
    const reserveTicks = figures[RESERVE_TICKS]!;
    const ticks = reserveTicks > reservedTicks ? reserveTicks : reservedTicks;
    exposure.reserve(front.order, pair, front.side, lots, ticks);
    remark(pair);
  }

  /** A stop that rests is judged by the limits alone. */
  function judgeGrowth(pair: number, lots: number): number {
    return (front.orderType > OrderType.LIMIT ? ReasonCode.NONE : judgePart()) || growth.judge(pair, lots);
  }

  function judgeReplace(pair: number, reservedLots: number, reservedTicks: number): number {
    const { account, instrument, side, leavesLots } = front;
    figures[NOW] = header.time;
    let reason = checks.terms();
    if (reason === ReasonCode.NONE) reason = checks.halted(account, instrument);
    if (reason === ReasonCode.NONE) reason = checks.price();
    if (reason === ReasonCode.NONE) reason = checks.size(account, front.quantityLots);
    figures[ADDED_LOTS] = leavesLots - reservedLots;
    if (reason === ReasonCode.NONE && figures[ADDED_LOTS]! > 0) reason = checks.position(account, pair, side);
    figures[ADDED_VALUE] = leavesLots * figures[RESERVE_TICKS]! - reservedLots * reservedTicks;
    if (reason === ReasonCode.NONE && figures[ADDED_VALUE]! > 0) {
      reason = checks.exposure(account, instrument, pair, side);
    }
    if (reason === ReasonCode.NONE) reason = checks.breaker(instrument);
    return reason;
  }

  /** A later child adds no exposure, but passes no halt and no open breaker. */
  function child(): void {
    let reason = checks.halted(front.account, front.instrument);
    figures[NOW] = header.time;
    if (reason === ReasonCode.NONE) reason = checks.breaker(front.instrument);
    if (reason === ReasonCode.NONE) {
      front.verdict = Verdict.APPROVED;
    } else {
      front.event = FrontEvent.CHILD_DENIED;
      deny(reason);
    }
  }

  /** A child as it goes to venues: at a price that is known, near it, and not while anything is halted. */
  function slice(): void {
    const reason = judgePart();
    if (reason === ReasonCode.NONE) {
      front.verdict = Verdict.APPROVED;
      return;
    }
    front.event = FrontEvent.SLICE_DENIED;
    deny(reason);
    front.order = -1;
    front.generation = -1;
    front.status = OrderStatus.REJECTED;
    front.leavesLots = 0;
  }

  /** A stop, or an order that was held, as it goes to venues. The market may have jumped over what it reserved: it then reserves more. */
  function triggered(): void {
    const { order } = front;
    const pair = risk.pairAt(front.account, front.instrument);
    // A stop that was held rests from now on: it is judged when the market reaches it.
    const isToRest = front.orderType > OrderType.LIMIT;
    figures[RESERVE_TICKS] = exposure.reservedTicks(order);
    const reason = isToRest ? ReasonCode.NONE : judgePart();
    if (reason !== ReasonCode.NONE) {
      front.event = FrontEvent.ORDER_CANCELLED;
      front.flags = front.flags | FrontFlag.ORDER_ENDED;
      front.status = OrderStatus.CANCELLED;
      front.leavesLots = 0;
      deny(reason);
      exposure.reserve(order, pair, front.side, 0, 0);
      remark(pair);
      return;
    }
    front.verdict = Verdict.APPROVED;
    const reserved = exposure.reservedTicks(order);
    const ticks = figures[RESERVE_TICKS]!;
    // What was held may be let go with fewer lots.
    const isHeldBefore = header.type === RecordType.CANCEL_LINKED;
    const lots = isHeldBefore ? front.leavesLots : exposure.reservedLots(order);
    exposure.reserve(order, pair, front.side, lots, ticks > reserved ? ticks : reserved);
    remark(pair);
  }

  function judgePart(): number {
    figures[NOW] = header.time;
    let reason = checks.halted(front.account, front.instrument);
    if (reason === ReasonCode.NONE) reason = checks.price();
    if (reason === ReasonCode.NONE) reason = checks.breaker(front.instrument);
    return reason;
  }

  /** The parent's reservation stands for its children. */
  function filled(): void {
    const pair = risk.pairAt(front.account, front.instrument);
    const isChild = (front.flags & FrontFlag.CHILD) !== 0;
    const order = isChild ? front.parent : front.order;
    const reserved = exposure.reservedLots(order);
    const isEnded = (front.flags & (isChild ? FrontFlag.PARENT_ENDED : FrontFlag.ORDER_ENDED)) !== 0;
    const left = isEnded || reserved < front.lastLots ? 0 : reserved - front.lastLots;
    exposure.reserve(order, pair, front.side, left, exposure.reservedTicks(order));
    exposure.movePosition(pair, front.side, front.lastLots);
    const trusted = instruments[front.instrument * INSTRUMENT_DOUBLES + TRUSTED_TICKS]!;
    exposure.remark(front.account, front.instrument, pair, trusted > 0 ? trusted : front.lastTicks);
  }

  /** A fill that no reservation was for. */
  function book(lots: number): void {
    const { account, instrument } = front;
    const pair = risk.pairAt(account, instrument);
    exposure.movePosition(pair, front.side, lots);
    const trusted = instruments[instrument * INSTRUMENT_DOUBLES + TRUSTED_TICKS]!;
    exposure.remark(account, instrument, pair, trusted > 0 ? trusted : front.lastTicks);
  }

  /** `change` in lots, at most 0 of an open order: what is taken back of it is open again, and reserved. */
  function takenBack(change: number): void {
    const { order } = front;
    if (order >= 0) {
      const reserved = exposure.reservedLots(order);
      const ticks = reserved > 0 ? exposure.reservedTicks(order) : worstTicks(front.priceTicks || front.lastTicks);
      exposure.reserve(order, risk.pairAt(front.account, front.instrument), front.side, reserved - change, ticks);
    }
    book(change);
  }

  /** The account and instrument are an operator's word; what the fill does to limits is not asked, for it has happened. */
  function assigned(): void {
    const { account, instrument } = front;
    const isAccount = account >= 0 && account < capacity.accounts && accounts[accountAt(account)] !== 0;
    const isInstrument = instrument >= 0 && instrument < capacity.instruments;
    if (isAccount && isInstrument) {
      book(front.lastLots);
      return;
    }
    front.event = FrontEvent.RESOLUTION_DENIED;
    front.verdict = Verdict.REJECTED;
    front.reason = isAccount ? ReasonCode.UNKNOWN_INSTRUMENT : ReasonCode.UNKNOWN_ACCOUNT;
    front.observedValue = isAccount ? instrument : account;
  }

  function accountAt(account: number): number {
    return account * ACCOUNT_DOUBLES + ACCOUNT_ENABLED;
  }

  function settle(lots: number, priceTicks: number): void {
    const pair = risk.pairAt(front.account, front.instrument);
    const isEnded = (front.flags & FrontFlag.ORDER_ENDED) !== 0;
    const ticks = priceTicks > 0 ? worstTicks(priceTicks) : exposure.reservedTicks(front.order);
    exposure.reserve(front.order, pair, front.side, isEnded ? 0 : lots, ticks);
    remark(pair);
  }

  /** Of a limit order: a sell below the market trades at the market's price. */
  function worstTicks(priceTicks: number): number {
    const trusted = instruments[front.instrument * INSTRUMENT_DOUBLES + TRUSTED_TICKS]!;
    return front.side === Side.SELL && priceTicks < trusted ? trusted : priceTicks;
  }

  function remark(pair: number): void {
    const { account, instrument } = front;
    const trusted = instruments[instrument * INSTRUMENT_DOUBLES + TRUSTED_TICKS]!;
    exposure.remark(account, instrument, pair, trusted);
  }

  function deny(reason: number): void {
    front.verdict = Verdict.REJECTED;
    front.reason = reason;
    front.limitValue = figures[LIMIT]!;
    front.observedValue = figures[OBSERVED]!;
    front.riskScore = 1;
  }

  function onControl(): void {
    switch (header.type) {
      case RecordType.QUOTE:
        market.onQuote();
        break;
      case RecordType.FEED_STATUS:
        trust.onFeedStatus();
        break;
      case RecordType.SET_INSTRUMENT:
        market.configure();
        break;
      case RecordType.SET_VENUE:
      case RecordType.TRADING_STATUS:
        hours.onCommand();
        break;
      case RecordType.SET_ACCOUNT:
        configureAccount();
        break;
      case RecordType.KILL_SWITCH:
        killSwitch();
        break;
      case RecordType.RESET_BREAKER:
        market.resetBreaker(resetBody.move(slot.bodyAt).instrument);
        break;
      case RecordType.DAY_ROLL:
        rollDay();
        break;
      default:
        break;
    }
  }

  function configureAccount(): void {
    const body = setAccountBody.move(slot.bodyAt);
    if (body.account < 0 || body.account >= capacity.accounts) return;
    const at = body.account * ACCOUNT_DOUBLES;
    const isNew = accounts[at + ACCOUNT_ENABLED] === 0;
    accounts[at + ACCOUNT_ENABLED] = body.enabled === 0 ? 1 : 2;
    accounts[at + MAX_ORDER_LOTS] = body.maxOrderLots;
    accounts[at + MAX_POSITION_LOTS] = body.maxPositionLots;
    accounts[at + MAX_EXPOSURE] = body.maxExposure;
    accounts[at + MAX_ORDERS_PER_SECOND] = body.maxOrdersPerSecond;
    accounts[at + ORDER_BURST] = body.orderBurst;
    if (!isNew) return;
    accounts[at + TOKENS] = body.orderBurst;
    accounts[at + TOKENS_TIME] = header.time;
  }

  function killSwitch(): void {
    const body = killBody.move(slot.bodyAt);
    const engaged = body.engaged === 0 ? 0 : 1;
    if (body.scope === 0) {
      registers[ALL_HALTED] = engaged;
    } else if (body.scope === 1 && body.account >= 0 && body.account < capacity.accounts) {
      accounts[body.account * ACCOUNT_DOUBLES + ACCOUNT_HALTED] = engaged;
    } else if (body.scope === 2 && body.instrument >= 0 && body.instrument < capacity.instruments) {
      instruments[body.instrument * INSTRUMENT_DOUBLES + INSTRUMENT_HALTED] = engaged;
    }
  }

  function rollDay(): void {
    market.rollDay();
    trust.rollDay();
    for (let account = 0; account < capacity.accounts; account++) {
      const at = account * ACCOUNT_DOUBLES;
      accounts[at + TOKENS] = accounts[at + ORDER_BURST]!;
      accounts[at + TOKENS_TIME] = 0;
    }
  }

  return { risk, check };
}
