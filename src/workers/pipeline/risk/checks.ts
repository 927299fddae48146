/**
 * The checks of a new order and of what a replace adds, in the order of the specification (size, position, exposure,
 * rate, breaker) behind those that must hold for the others to mean something. The first that fails denies.
 */

import type { FrontSection } from '../../../../schemas/generated/engine.ts';
import { OrderType, Side, TimeInForce } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import type { Exposure } from './exposure.ts';
import type { RiskState } from './state.ts';
import * as R from './state.ts';

const BASIS_POINTS = 10_000;
const SECOND_NS = 1e9;
/** Quantities and prices beyond this could leave the exact range when multiplied and summed. */
const MOST_LOTS = 2 ** 31;
const MOST_TICKS = 2 ** 31;
const MOST_VALUE = 2 ** 50;

// Of `figures`: set before the checks ...
export const NOW = 0;
/** What would be open in addition, and reserved in addition, in tick-lots. */
export const ADDED_LOTS = 1;
export const ADDED_VALUE = 2;
// ... and by them: what tripped, with every reason but NONE; the price at which the order counts; for the score.
export const LIMIT = 3;
export const OBSERVED = 4;
export const RESERVE_TICKS = 5;
const WORST = 6;
const NEW_EXPOSURE = 7;
const TRUSTED = 8;
const FIGURES = 9;

export class Checks {
  readonly #state: RiskState;
  readonly #exposure: Exposure;
  /**
   * Numbers that travel between the checks and to their caller, by the names above. As arguments, results or fields they
   * would be heap numbers wherever V8 does not inline the call.
   */
  readonly figures = new Float64Array(FIGURES);

  constructor(state: RiskState, exposure: Exposure) {
    this.#state = state;
    this.#exposure = exposure;
  }

  /** Terms that no limit can excuse. */
  terms(front: FrontSection): number {
    const { capacity, accounts, instruments } = this.#state;
    if (front.account < 0 || front.account >= capacity.accounts) return this.#trip(ReasonCode.UNKNOWN_ACCOUNT, 0, 0);
    const enabled = accounts[front.account * R.ACCOUNT_DOUBLES + R.ACCOUNT_ENABLED]!;
    if (enabled === 0) return this.#trip(ReasonCode.UNKNOWN_ACCOUNT, 0, 0);
    if (enabled === 1) return this.#trip(ReasonCode.ACCOUNT_DISABLED, 0, 0);
    const instrument = front.instrument;
    if (instrument < 0 || instrument >= capacity.instruments) return this.#trip(ReasonCode.UNKNOWN_INSTRUMENT, 0, 0);
    if (instruments[instrument * R.INSTRUMENT_DOUBLES + R.INSTRUMENT_KNOWN] === 0) {
      return this.#trip(ReasonCode.UNKNOWN_INSTRUMENT, 0, 0);
    }
    if (front.strategy < 0 || front.strategy >= capacity.strategies) {
      return this.#trip(ReasonCode.UNKNOWN_STRATEGY, capacity.strategies, front.strategy);
    }
    return this.#numbers(front);
  }

  #numbers(front: FrontSection): number {
    const lots = front.quantityLots;
    const ticks = front.priceTicks;
    const isLimit = front.orderType === OrderType.LIMIT;
    if (!(lots > 0 && lots <= MOST_LOTS && lots === Math.floor(lots))) {
      return this.#trip(ReasonCode.BAD_QUANTITY, MOST_LOTS, Number.isNaN(lots) ? 0 : lots);
    }
    if (!isLimit && front.orderType !== OrderType.MARKET) {
      return this.#trip(ReasonCode.UNSUPPORTED_ORDER_TYPE, 0, front.orderType);
    }
    if (front.side !== Side.BUY && front.side !== Side.SELL) {
      return this.#trip(ReasonCode.UNSUPPORTED_ORDER_TYPE, 0, front.side);
    }
    if (isLimit && !(ticks > 0 && ticks <= MOST_TICKS && ticks === Math.floor(ticks))) {
      return this.#trip(ReasonCode.BAD_PRICE, MOST_TICKS, Number.isNaN(ticks) ? 0 : ticks);
    }
    switch (front.timeInForce) {
      case TimeInForce.DAY:
      case TimeInForce.GTC:
      case TimeInForce.IOC:
      case TimeInForce.FOK:
        return ReasonCode.NONE;
      default:
        return this.#trip(ReasonCode.UNSUPPORTED_TIME_IN_FORCE, 0, front.timeInForce);
    }
  }

  /** Kill switches: all, the account, the instrument. */
  halted(account: number, instrument: number): number {
    const { registers, accounts, instruments } = this.#state;
    const isHalted =
      registers[R.ALL_HALTED] !== 0 ||
      accounts[account * R.ACCOUNT_DOUBLES + R.ACCOUNT_HALTED] !== 0 ||
      instruments[instrument * R.INSTRUMENT_DOUBLES + R.INSTRUMENT_HALTED] !== 0;
    return isHalted ? this.#trip(ReasonCode.KILL_SWITCH, 0, 0) : ReasonCode.NONE;
  }

  /** The last trusted price must exist, be young enough, and the order's price near it. */
  price(front: FrontSection): number {
    const figures = this.figures;
    const { instruments } = this.#state;
    const at = front.instrument * R.INSTRUMENT_DOUBLES;
    const trusted = instruments[at + R.TRUSTED_TICKS]!;
    if (trusted === 0) return this.#trip(ReasonCode.NO_TRUSTED_PRICE, 0, 0);
    const age = figures[NOW]! - instruments[at + R.TRUSTED_TIME]!;
    const oldest = instruments[at + R.PRICE_MAX_AGE_NS]!;
    if (age > oldest) return this.#trip(ReasonCode.STALE_PRICE, oldest, age);
    figures[TRUSTED] = trusted;
    const collarBps = instruments[at + R.COLLAR_BPS]!;
    const width = Math.floor((trusted * collarBps) / BASIS_POINTS);
    const highest = trusted + width;
    const lowest = trusted > width ? trusted - width : 1;
    if (front.orderType === OrderType.MARKET) {
      figures[RESERVE_TICKS] = highest;
      return ReasonCode.NONE;
    }
    const ticks = front.priceTicks;
    figures[RESERVE_TICKS] = front.side === Side.SELL && ticks < trusted ? trusted : ticks;
    if (collarBps === 0) return ReasonCode.NONE;
    // A collar keeps orders from trading through the market; resting far from it does no harm.
    if (front.side === Side.BUY && ticks > highest) return this.#trip(ReasonCode.PRICE_COLLAR, highest, ticks);
    if (front.side === Side.SELL && ticks < lowest) return this.#trip(ReasonCode.PRICE_COLLAR, lowest, ticks);
    return ReasonCode.NONE;
  }

  size(account: number, lots: number): number {
    const most = this.#state.accounts[account * R.ACCOUNT_DOUBLES + R.MAX_ORDER_LOTS]!;
    return lots > most ? this.#trip(ReasonCode.ORDER_SIZE, most, lots) : ReasonCode.NONE;
  }

  position(account: number, pair: number, side: number): number {
    const figures = this.figures;
    const most = this.#state.accounts[account * R.ACCOUNT_DOUBLES + R.MAX_POSITION_LOTS]!;
    const worst = this.#exposure.worstPosition(pair, side, figures[ADDED_LOTS]!);
    figures[WORST] = worst;
    return worst > most ? this.#trip(ReasonCode.POSITION, most, worst) : ReasonCode.NONE;
  }

  exposure(account: number, instrument: number, pair: number, side: number): number {
    const { accounts, instruments, pairs } = this.#state;
    const figures = this.figures;
    const multiplier = instruments[instrument * R.INSTRUMENT_DOUBLES + R.VALUE_MULTIPLIER]!;
    const isBuy = side === Side.BUY;
    const value = figures[ADDED_VALUE]!;
    const worst = this.#exposure.value(pair, figures[TRUSTED]!, isBuy ? value : 0, isBuy ? 0 : value) * multiplier;
    const others = accounts[account * R.ACCOUNT_DOUBLES + R.EXPOSURE]! - pairs[pair + R.PAIR_EXPOSURE]!;
    const total = others + worst;
    figures[NEW_EXPOSURE] = total;
    const configured = accounts[account * R.ACCOUNT_DOUBLES + R.MAX_EXPOSURE]!;
    const most = configured < MOST_VALUE ? configured : MOST_VALUE;
    return total > most ? this.#trip(ReasonCode.EXPOSURE, most, total) : ReasonCode.NONE;
  }

  /** Token bucket: refilled by the commands' own time, one token an order that passed the limits before. */
  rate(account: number): number {
    const now = this.figures[NOW]!;
    const { accounts } = this.#state;
    const at = account * R.ACCOUNT_DOUBLES;
    const perSecond = accounts[at + R.MAX_ORDERS_PER_SECOND]!;
    const burst = accounts[at + R.ORDER_BURST]!;
    const refilled = accounts[at + R.TOKENS]! + ((now - accounts[at + R.TOKENS_TIME]!) * perSecond) / SECOND_NS;
    const tokens = refilled < burst ? refilled : burst;
    accounts[at + R.TOKENS_TIME] = now;
    accounts[at + R.TOKENS] = tokens;
    return tokens < 1 ? this.#trip(ReasonCode.ORDER_RATE, perSecond, burst - tokens) : ReasonCode.NONE;
  }

  takeToken(account: number): void {
    const at = account * R.ACCOUNT_DOUBLES + R.TOKENS;
    this.#state.accounts[at] = this.#state.accounts[at]! - 1;
  }

  breaker(instrument: number): number {
    const now = this.figures[NOW]!;
    const until = this.#state.instruments[instrument * R.INSTRUMENT_DOUBLES + R.BREAKER_UNTIL]!;
    return now < until ? this.#trip(ReasonCode.BREAKER_OPEN, until, now) : ReasonCode.NONE;
  }

  /** The specification's composite score: the mean of how far each of the five limits is used. */
  writeScore(front: FrontSection): void {
    const figures = this.figures;
    const { accounts, instruments } = this.#state;
    const account = front.account * R.ACCOUNT_DOUBLES;
    const instrument = front.instrument * R.INSTRUMENT_DOUBLES;
    const reference = instruments[instrument + R.REFERENCE_TICKS]!;
    const move = reference === 0 ? 0 : Math.abs(figures[TRUSTED]! - reference) * BASIS_POINTS;
    const burst = accounts[account + R.ORDER_BURST]!;
    const sum =
      part(front.quantityLots, accounts[account + R.MAX_ORDER_LOTS]!) +
      part(figures[WORST]!, accounts[account + R.MAX_POSITION_LOTS]!) +
      part(figures[NEW_EXPOSURE]!, accounts[account + R.MAX_EXPOSURE]!) +
      part(burst - accounts[account + R.TOKENS]!, burst) +
      part(move, reference * instruments[instrument + R.BREAKER_MOVE_BPS]!);
    front.riskScore = sum / 5;
  }

  #trip(reason: number, limit: number, observed: number): number {
    this.figures[LIMIT] = limit;
    this.figures[OBSERVED] = observed;
    return reason;
  }
}

function part(used: number, limit: number): number {
  if (used <= 0 || limit <= 0) return 0;
  return used < limit ? used / limit : 1;
}
