/**
 * Reservations and exposure of one account in one instrument.
 *
 * Exposure is the worst case over which open orders fill: all buys on top of the position, or all sells, or none; the
 * position at the last trusted price, open orders at the price they reserved. All values are whole tick-lots below 2^53,
 * so sums are exact and return to zero.
 */

import * as orderModel from '../../model/order.ts';
import * as layout from './risk_layout.ts';
import type { RiskState } from './state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { Side } = orderModel;
const { ACCOUNT_DOUBLES, EXPOSURE, INSTRUMENT_DOUBLES, MARK_TICKS, OPEN_BUY_LOTS, OPEN_BUY_VALUE } = layout;
const { OPEN_SELL_LOTS, OPEN_SELL_VALUE, PAIR_EXPOSURE, POSITION, RESERVATIONS_USED } = layout;
const { RESERVATION_DOUBLES, RESERVED_LOTS, RESERVED_TICKS, VALUE_MULTIPLIER } = layout;

export type Exposure = ReturnType<typeof makeExposure>;

export function makeExposure(state: RiskState) {
  const { accounts, instruments, pairs, registers, reservations } = state;

  /** Worst position in lots, as a magnitude on the side of the order, if `lots` more were open. */
  function worstPosition(pair: number, side: number, lots: number): number {
    const position = pairs[pair + POSITION]!;
    return side === Side.BUY
      ? position + pairs[pair + OPEN_BUY_LOTS]! + lots
      : pairs[pair + OPEN_SELL_LOTS]! + lots - position;
  }

  /** The pair's exposure in tick-lots if orders of `buyValue` and `sellValue` more were open, at mark `ticks`. */
  function value(pair: number, ticks: number, buyValue: number, sellValue: number): number {
    const held = pairs[pair + POSITION]! * ticks;
    const long = held + pairs[pair + OPEN_BUY_VALUE]! + buyValue;
    const short = pairs[pair + OPEN_SELL_VALUE]! + sellValue - held;
    const flat = held < 0 ? -held : held;
    const worst = long > short ? long : short;
    return worst > flat ? worst : flat;
  }

  /** Replaces what `order` reserves. */
  function reserve(order: number, pair: number, side: number, lots: number, ticks: number): void {
    const at = order * RESERVATION_DOUBLES;
    const before = reservations[at + RESERVED_LOTS]!;
    const valueBefore = before * reservations[at + RESERVED_TICKS]!;
    reservations[at + RESERVED_LOTS] = lots;
    reservations[at + RESERVED_TICKS] = lots === 0 ? 0 : ticks;
    if (order >= registers[RESERVATIONS_USED]!) registers[RESERVATIONS_USED] = order + 1;
    const lotsAt = pair + (side === Side.BUY ? OPEN_BUY_LOTS : OPEN_SELL_LOTS);
    const valueAt = pair + (side === Side.BUY ? OPEN_BUY_VALUE : OPEN_SELL_VALUE);
    pairs[lotsAt] = pairs[lotsAt]! - before + lots;
    pairs[valueAt] = pairs[valueAt]! - valueBefore + lots * ticks;
  }

  function reservedLots(order: number): number {
    return reservations[order * RESERVATION_DOUBLES + RESERVED_LOTS]!;
  }

  function reservedTicks(order: number): number {
    return reservations[order * RESERVATION_DOUBLES + RESERVED_TICKS]!;
  }

  function movePosition(pair: number, side: number, lots: number): void {
    const position = pairs[pair + POSITION]!;
    // A difference of equal numbers is +0, so a flat position never becomes -0.
    pairs[pair + POSITION] = side === Side.BUY ? position + lots : position - lots;
  }

  /** Marks the pair at `ticks` (0 keeps the last mark) and carries the change into the account's sum. */
  function remark(account: number, instrument: number, pair: number, ticks: number): void {
    if (ticks > 0) pairs[pair + MARK_TICKS] = ticks;
    const multiplier = instruments[instrument * INSTRUMENT_DOUBLES + VALUE_MULTIPLIER]!;
    const exposure = value(pair, pairs[pair + MARK_TICKS]!, 0, 0) * multiplier;
    const at = account * ACCOUNT_DOUBLES + EXPOSURE;
    accounts[at] = accounts[at]! - pairs[pair + PAIR_EXPOSURE]! + exposure;
    pairs[pair + PAIR_EXPOSURE] = exposure;
  }

  return { worstPosition, value, reserve, reservedLots, reservedTicks, movePosition, remark };
}
