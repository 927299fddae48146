/**
 * Reservations and exposure of one account in one instrument.
 *
 * Exposure is the worst case over which open orders fill: all buys on top of the position, or all sells, or none; the
 * position at the last trusted price, open orders at the price they reserved. All values are whole tick-lots below 2^53,
 * so sums are exact and return to zero.
 */

import { Side } from '../../model/order.ts';
import type { RiskState } from './state.ts';
import * as R from './state.ts';

export class Exposure {
  readonly #state: RiskState;

  constructor(state: RiskState) {
    this.#state = state;
  }

  /** Worst position in lots, as a magnitude on the side of the order, if `lots` more were open. */
  worstPosition(pair: number, side: number, lots: number): number {
    const pairs = this.#state.pairs;
    const position = pairs[pair + R.POSITION]!;
    return side === Side.BUY
      ? position + pairs[pair + R.OPEN_BUY_LOTS]! + lots
      : pairs[pair + R.OPEN_SELL_LOTS]! + lots - position;
  }

  /** The pair's exposure in tick-lots if orders of `buyValue` and `sellValue` more were open, at mark `ticks`. */
  value(pair: number, ticks: number, buyValue: number, sellValue: number): number {
    const pairs = this.#state.pairs;
    const held = pairs[pair + R.POSITION]! * ticks;
    const long = held + pairs[pair + R.OPEN_BUY_VALUE]! + buyValue;
    const short = pairs[pair + R.OPEN_SELL_VALUE]! + sellValue - held;
    const flat = held < 0 ? -held : held;
    const worst = long > short ? long : short;
    return worst > flat ? worst : flat;
  }

  /** Replaces what `order` reserves. */
  reserve(order: number, pair: number, side: number, lots: number, ticks: number): void {
    const state = this.#state;
    const at = order * R.RESERVATION_DOUBLES;
    const before = state.reservations[at + R.RESERVED_LOTS]!;
    const valueBefore = before * state.reservations[at + R.RESERVED_TICKS]!;
    state.reservations[at + R.RESERVED_LOTS] = lots;
    state.reservations[at + R.RESERVED_TICKS] = lots === 0 ? 0 : ticks;
    if (order >= state.registers[R.RESERVATIONS_USED]!) state.registers[R.RESERVATIONS_USED] = order + 1;
    const lotsAt = pair + (side === Side.BUY ? R.OPEN_BUY_LOTS : R.OPEN_SELL_LOTS);
    const valueAt = pair + (side === Side.BUY ? R.OPEN_BUY_VALUE : R.OPEN_SELL_VALUE);
    state.pairs[lotsAt] = state.pairs[lotsAt]! - before + lots;
    state.pairs[valueAt] = state.pairs[valueAt]! - valueBefore + lots * ticks;
  }

  reservedLots(order: number): number {
    return this.#state.reservations[order * R.RESERVATION_DOUBLES + R.RESERVED_LOTS]!;
  }

  reservedTicks(order: number): number {
    return this.#state.reservations[order * R.RESERVATION_DOUBLES + R.RESERVED_TICKS]!;
  }

  movePosition(pair: number, side: number, lots: number): void {
    const pairs = this.#state.pairs;
    const position = pairs[pair + R.POSITION]!;
    // A difference of equal numbers is +0, so a flat position never becomes -0.
    pairs[pair + R.POSITION] = side === Side.BUY ? position + lots : position - lots;
  }

  /** Marks the pair at `ticks` (0 keeps the last mark) and carries the change into the account's sum. */
  remark(account: number, instrument: number, pair: number, ticks: number): void {
    const { pairs, accounts, instruments } = this.#state;
    if (ticks > 0) pairs[pair + R.MARK_TICKS] = ticks;
    const multiplier = instruments[instrument * R.INSTRUMENT_DOUBLES + R.VALUE_MULTIPLIER]!;
    const exposure = this.value(pair, pairs[pair + R.MARK_TICKS]!, 0, 0) * multiplier;
    const at = account * R.ACCOUNT_DOUBLES + R.EXPOSURE;
    accounts[at] = accounts[at]! - pairs[pair + R.PAIR_EXPOSURE]! + exposure;
    pairs[pair + R.PAIR_EXPOSURE] = exposure;
  }
}
