/**
 * The checks of a new order and of what a replace adds, in the order of the specification (size, position, exposure,
 * rate, breaker) behind those that must hold for the others to mean something. The first that fails denies.
 */

import * as events from '../../model/front_event.ts';
import * as orderModel from '../../model/order.ts';
import * as reasons from '../../model/reason.ts';
import * as rules from '../../model/rules.ts';
import type { Slot } from '../slot.ts';
import * as tradingHours from '../trading_hours.ts';
import { makeAdvancedTerms } from './advanced_terms.ts';
import type { BookTrust } from './book_trust.ts';
import * as checkFigures from './check_figures.ts';
import type { Exposure } from './exposure.ts';
import * as layout from './risk_layout.ts';
import type { RiskState } from './state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { OrderStatus, OrderType, Side, TimeInForce } = orderModel;
const { FrontEvent, FrontFlag } = events;
const { RULES_WAITING } = rules;
const { ReasonCode } = reasons;
const { ACCOUNT_DOUBLES, ACCOUNT_ENABLED, ACCOUNT_HALTED, ALL_HALTED, BREAKER_MOVE_BPS, BREAKER_UNTIL } = layout;
const { COLLAR_BPS, EXPOSURE, INSTRUMENT_DOUBLES, INSTRUMENT_HALTED, INSTRUMENT_KNOWN, MAX_EXPOSURE } = layout;
const { MAX_ORDERS_PER_SECOND, MAX_ORDER_LOTS, MAX_POSITION_LOTS, ORDER_BURST, PAIR_EXPOSURE } = layout;
const { BOOK_STATE, PRICE_MAX_AGE_NS, PRICE_VENUE, REFERENCE_TICKS, TOKENS, TOKENS_TIME } = layout;
const { TRUSTED_TICKS, TRUSTED_TIME, VALUE_MULTIPLIER } = layout;
const { NOW, ADDED_LOTS, ADDED_VALUE, LIMIT, OBSERVED, RESERVE_TICKS, WORST, NEW_EXPOSURE, TRUSTED, FIGURES } =
  checkFigures;

const BASIS_POINTS = 10_000;
const SECOND_NS = 1e9;
/** Quantities and prices beyond this could leave the exact range when multiplied and summed. */
const MOST_LOTS = 2 ** 31;
const MOST_TICKS = 2 ** 31;
const MOST_VALUE = 2 ** 50;

export type Checks = ReturnType<typeof makeChecks>;

export function makeChecks(
  state: RiskState,
  exposures: Exposure,
  trust: BookTrust,
  hours: tradingHours.TradingHours,
  rulesInForce: () => number,
  slot: Slot,
) {
  const { front } = slot;
  const advanced = makeAdvancedTerms(slot);
  const { accounts, books, capacity, feedStates, instruments, pairs, registers } = state;
  /**
   * Numbers that travel between the checks and to their caller, by the names above. As arguments, results or fields they
   * would be heap numbers wherever V8 does not inline the call.
   */
  const figures = new Float64Array(FIGURES);

  /** Terms that no limit can excuse. */
  function terms(): number {
    if (front.account < 0 || front.account >= capacity.accounts) return trip(ReasonCode.UNKNOWN_ACCOUNT, 0, 0);
    const enabled = accounts[front.account * ACCOUNT_DOUBLES + ACCOUNT_ENABLED]!;
    if (enabled === 0) return trip(ReasonCode.UNKNOWN_ACCOUNT, 0, 0);
    if (enabled === 1) return trip(ReasonCode.ACCOUNT_DISABLED, 0, 0);
    const instrument = front.instrument;
    if (instrument < 0 || instrument >= capacity.instruments) return trip(ReasonCode.UNKNOWN_INSTRUMENT, 0, 0);
    if (instruments[instrument * INSTRUMENT_DOUBLES + INSTRUMENT_KNOWN] === 0) {
      return trip(ReasonCode.UNKNOWN_INSTRUMENT, 0, 0);
    }
    if (front.strategy < 0 || front.strategy >= capacity.strategies) {
      return trip(ReasonCode.UNKNOWN_STRATEGY, capacity.strategies, front.strategy);
    }
    return numbers();
  }

  function numbers(): number {
    const lots = front.quantityLots;
    const ticks = front.priceTicks;
    const { orderType } = front;
    if (!(lots > 0 && lots <= MOST_LOTS && lots === Math.floor(lots))) {
      return trip(ReasonCode.BAD_QUANTITY, MOST_LOTS, Number.isNaN(lots) ? 0 : lots);
    }
    if (front.side !== Side.BUY && front.side !== Side.SELL) {
      return trip(ReasonCode.UNSUPPORTED_ORDER_TYPE, 0, front.side);
    }
    const isPriced = orderType === OrderType.LIMIT || (orderType !== OrderType.MARKET && ticks !== 0);
    if (isPriced && !(ticks > 0 && ticks <= MOST_TICKS && ticks === Math.floor(ticks))) {
      return trip(ReasonCode.BAD_PRICE, MOST_TICKS, Number.isNaN(ticks) ? 0 : ticks);
    }
    if (orderType > OrderType.LIMIT && (front.flags & FrontFlag.CHILD) === 0) {
      const reason = advanced.terms();
      if (reason !== ReasonCode.NONE) return trip(reason, advanced.figures[0]!, advanced.figures[1]!);
    }
    switch (front.timeInForce) {
      case TimeInForce.DAY:
      case TimeInForce.GTC:
      case TimeInForce.IOC:
      case TimeInForce.FOK:
      case TimeInForce.GTD:
        return ReasonCode.NONE;
      default:
        return trip(ReasonCode.UNSUPPORTED_TIME_IN_FORCE, 0, front.timeInForce);
    }
  }

  /** Kill switches: all, the account, the instrument. */
  function halted(account: number, instrument: number): number {
    const isHalted =
      registers[ALL_HALTED] !== 0 ||
      accounts[account * ACCOUNT_DOUBLES + ACCOUNT_HALTED] !== 0 ||
      instruments[instrument * INSTRUMENT_DOUBLES + INSTRUMENT_HALTED] !== 0;
    return isHalted ? trip(ReasonCode.KILL_SWITCH, 0, 0) : ReasonCode.NONE;
  }

  /** Some venue must trade the instrument, or new orders wait for one: those that the engine holds by itself, and those that may rest. */
  function open(instrument: number): number {
    if (!hours.isShut(instrument)) return ReasonCode.NONE;
    if (hours.queues(instrument) && front.status === OrderStatus.NEW) return ReasonCode.NONE;
    const venues = tradingHours.countVenues(hours, instrument, false);
    return trip(ReasonCode.TRADING_CLOSED, venues, tradingHours.countVenues(hours, instrument, true));
  }

  /**
   * The last trusted price must exist, be of a book that is still trusted, be young enough, and the order's price near it. An
   * order that waits for a venue to open is judged so when it is let go; until then the last price serves, however old, or its own.
   */
  function price(): number {
    const at = front.instrument * INSTRUMENT_DOUBLES;
    const isWaiting = mayWait();
    let trusted = instruments[at + TRUSTED_TICKS]!;
    if (trusted === 0 && isWaiting)
      trusted = front.priceTicks > 0 ? front.priceTicks : advanced.stopTicks(front.orderType);
    if (trusted === 0) return trip(ReasonCode.NO_TRUSTED_PRICE, 0, 0);
    if (!isWaiting) {
      if (!trust.isPriced(front.instrument)) return untrusted(at);
      trusted = instruments[at + TRUSTED_TICKS]!;
      const age = figures[NOW]! - instruments[at + TRUSTED_TIME]!;
      const oldest = instruments[at + PRICE_MAX_AGE_NS]!;
      if (age > oldest) return trip(ReasonCode.STALE_PRICE, oldest, age);
    }
    figures[TRUSTED] = trusted;
    const collarBps = instruments[at + COLLAR_BPS]!;
    const width = Math.floor((trusted * collarBps) / BASIS_POINTS);
    const highest = trusted + width;
    const lowest = trusted > width ? trusted - width : 1;
    if (front.orderType > OrderType.LIMIT) return workedPrice(trusted, width);
    if (front.orderType === OrderType.MARKET) {
      figures[RESERVE_TICKS] = highest;
      return ReasonCode.NONE;
    }
    const ticks = front.priceTicks;
    figures[RESERVE_TICKS] = front.side === Side.SELL && ticks < trusted ? trusted : ticks;
    // A replace may be of an order that rests at a venue.
    if (collarBps === 0 || (isWaiting && front.event !== FrontEvent.REPLACE_ACCEPTED)) return ReasonCode.NONE;
    // A collar keeps orders from trading through the market; resting far from it does no harm.
    if (front.side === Side.BUY && ticks > highest) return trip(ReasonCode.PRICE_COLLAR, highest, ticks);
    if (front.side === Side.SELL && ticks < lowest) return trip(ReasonCode.PRICE_COLLAR, lowest, ticks);
    return ReasonCode.NONE;
  }

  /** Whether the order, while nobody trades its instrument, goes nowhere but into line. */
  function mayWait(): boolean {
    const { event, instrument } = front;
    if (!hours.isShut(instrument) || event === FrontEvent.SLICE_ACCEPTED) return false;
    return hours.queues(instrument) || (event === FrontEvent.ORDER_TRIGGERED && rulesInForce() >= RULES_WAITING);
  }

  /**
   * Of what the engine works itself: with a limit it can trade no worse, without one at the market as it may be then. What
   * it sends to venues passes the collar when it is sent; a stop's limit is judged against its own stop price.
   */
  function workedPrice(trusted: number, width: number): number {
    const ticks = front.priceTicks;
    const stop = advanced.stopTicks(front.orderType);
    if (stop > 0 && advanced.deniesIfThrough()) {
      const isThrough = front.side === Side.BUY ? trusted >= stop : trusted <= stop;
      if (isThrough) return trip(ReasonCode.STOP_PASSED, stop, trusted);
    }
    const market = stop > trusted ? stop : trusted;
    if (ticks === 0) figures[RESERVE_TICKS] = market + width;
    else figures[RESERVE_TICKS] = front.side === Side.SELL && ticks < market ? market : ticks;
    return ReasonCode.NONE;
  }

  function untrusted(at: number): number {
    const venue = instruments[at + PRICE_VENUE]! - 1;
    const ofFeed = feedStates[venue]!;
    const ofBook = books[state.bookAt(front.instrument, venue) + BOOK_STATE]!;
    return trip(ReasonCode.UNTRUSTED_BOOKS, venue, ofFeed === 0 ? ofBook : ofFeed);
  }

  function size(account: number, lots: number): number {
    const most = accounts[account * ACCOUNT_DOUBLES + MAX_ORDER_LOTS]!;
    return lots > most ? trip(ReasonCode.ORDER_SIZE, most, lots) : ReasonCode.NONE;
  }

  function position(account: number, pair: number, side: number): number {
    const most = accounts[account * ACCOUNT_DOUBLES + MAX_POSITION_LOTS]!;
    const worst = exposures.worstPosition(pair, side, figures[ADDED_LOTS]!);
    figures[WORST] = worst;
    return worst > most ? trip(ReasonCode.POSITION, most, worst) : ReasonCode.NONE;
  }

  function exposure(account: number, instrument: number, pair: number, side: number): number {
    const multiplier = instruments[instrument * INSTRUMENT_DOUBLES + VALUE_MULTIPLIER]!;
    const isBuy = side === Side.BUY;
    const value = figures[ADDED_VALUE]!;
    const worst = exposures.value(pair, figures[TRUSTED]!, isBuy ? value : 0, isBuy ? 0 : value) * multiplier;
    const others = accounts[account * ACCOUNT_DOUBLES + EXPOSURE]! - pairs[pair + PAIR_EXPOSURE]!;
    const total = others + worst;
    figures[NEW_EXPOSURE] = total;
    const configured = accounts[account * ACCOUNT_DOUBLES + MAX_EXPOSURE]!;
    const most = configured < MOST_VALUE ? configured : MOST_VALUE;
    return total > most ? trip(ReasonCode.EXPOSURE, most, total) : ReasonCode.NONE;
  }

  /** Token bucket: refilled by the commands' own time, one token an order that passed the limits before. */
  function rate(account: number): number {
    const now = figures[NOW]!;
    const at = account * ACCOUNT_DOUBLES;
    const perSecond = accounts[at + MAX_ORDERS_PER_SECOND]!;
    const burst = accounts[at + ORDER_BURST]!;
    const refilled = accounts[at + TOKENS]! + ((now - accounts[at + TOKENS_TIME]!) * perSecond) / SECOND_NS;
    const tokens = refilled < burst ? refilled : burst;
    accounts[at + TOKENS_TIME] = now;
    accounts[at + TOKENS] = tokens;
    return tokens < 1 ? trip(ReasonCode.ORDER_RATE, perSecond, burst - tokens) : ReasonCode.NONE;
  }

  function takeToken(account: number): void {
    const at = account * ACCOUNT_DOUBLES + TOKENS;
    accounts[at] = accounts[at]! - 1;
  }

  function breaker(instrument: number): number {
    const now = figures[NOW]!;
    const until = instruments[instrument * INSTRUMENT_DOUBLES + BREAKER_UNTIL]!;
    return now < until ? trip(ReasonCode.BREAKER_OPEN, until, now) : ReasonCode.NONE;
  }

  /** The specification's composite score: the mean of how far each of the five limits is used. */
  function writeScore(): void {
    const account = front.account * ACCOUNT_DOUBLES;
    const instrument = front.instrument * INSTRUMENT_DOUBLES;
    const reference = instruments[instrument + REFERENCE_TICKS]!;
    const move = reference === 0 ? 0 : Math.abs(figures[TRUSTED]! - reference) * BASIS_POINTS;
    const burst = accounts[account + ORDER_BURST]!;
    const sum =
      part(front.quantityLots, accounts[account + MAX_ORDER_LOTS]!) +
      part(figures[WORST]!, accounts[account + MAX_POSITION_LOTS]!) +
      part(figures[NEW_EXPOSURE]!, accounts[account + MAX_EXPOSURE]!) +
      part(burst - accounts[account + TOKENS]!, burst) +
      part(move, reference * instruments[instrument + BREAKER_MOVE_BPS]!);
    front.riskScore = sum / 5;
  }

  function trip(reason: number, limit: number, observed: number): number {
    figures[LIMIT] = limit;
    figures[OBSERVED] = observed;
    return reason;
  }

  return { figures, terms, halted, open, price, size, position, exposure, rate, takeToken, breaker, writeScore };
}

function part(used: number, limit: number): number {
  if (used <= 0 || limit <= 0) return 0;
  return used < limit ? used / limit : 1;
}
