/** What risk remembers: limits, positions as limits see them, reservations, buckets, trusted prices and breakers. */

import { EngineState } from '../engine_state.ts';

export interface RiskCapacity {
  readonly accounts: number;
  readonly strategies: number;
  readonly instruments: number;
  /** Open orders at once: as many as the pool. */
  readonly orders: number;
}

// An account's row.
export const ACCOUNT_DOUBLES = 16;
export const ACCOUNT_ENABLED = 0; // 0: unknown, 1: disabled, 2: enabled
export const ACCOUNT_HALTED = 1;
export const MAX_ORDER_LOTS = 2;
export const MAX_POSITION_LOTS = 3;
export const MAX_EXPOSURE = 4;
export const MAX_ORDERS_PER_SECOND = 5;
export const ORDER_BURST = 6;
export const TOKENS = 7;
export const TOKENS_TIME = 8;
/** Sum over the account's pairs, in 1/10,000 of the currency. */
export const EXPOSURE = 9;

// An instrument's row.
export const INSTRUMENT_DOUBLES = 16;
export const INSTRUMENT_KNOWN = 0;
export const INSTRUMENT_HALTED = 1;
export const VALUE_MULTIPLIER = 2;
export const COLLAR_BPS = 3;
export const PRICE_MAX_AGE_NS = 4;
export const BREAKER_MOVE_BPS = 5;
export const BREAKER_WINDOW_NS = 6;
export const BREAKER_COOLDOWN_NS = 7;
export const TRUSTED_TICKS = 8; // 0: none
export const TRUSTED_TIME = 9;
export const REFERENCE_TICKS = 10;
export const REFERENCE_TIME = 11;
export const BREAKER_UNTIL = 12;

// The row of an account in an instrument: one cache line.
export const PAIR_DOUBLES = 8;
export const POSITION = 0;
export const OPEN_BUY_LOTS = 1;
export const OPEN_SELL_LOTS = 2;
export const OPEN_BUY_VALUE = 3; // tick-lots at the reserved prices
export const OPEN_SELL_VALUE = 4;
export const MARK_TICKS = 5;
export const PAIR_EXPOSURE = 6;

// An order's reservation.
export const RESERVATION_DOUBLES = 2;
export const RESERVED_LOTS = 0;
export const RESERVED_TICKS = 1;

// Registers.
export const ALL_HALTED = 0;

export class RiskState {
  readonly state = new EngineState('risk');
  readonly capacity: RiskCapacity;
  readonly registers = this.state.i32('registers', 2);
  readonly accounts: Float64Array;
  readonly instruments: Float64Array;
  readonly pairs: Float64Array;
  readonly reservations: Float64Array;

  constructor(capacity: RiskCapacity) {
    this.capacity = capacity;
    const { accounts, instruments, orders } = capacity;
    const registers = this.registers;
    this.accounts = this.state.f64('accounts', accounts * ACCOUNT_DOUBLES);
    this.instruments = this.state.f64('instruments', instruments * INSTRUMENT_DOUBLES);
    this.pairs = this.state.f64('pairs', accounts * instruments * PAIR_DOUBLES);
    // Register 1: one past the highest order that ever reserved.
    this.reservations = this.state.f64(
      'reservations',
      orders * RESERVATION_DOUBLES,
      () => registers[RESERVATIONS_USED]! * RESERVATION_DOUBLES,
    );
  }

  pairAt(account: number, instrument: number): number {
    return (account * this.capacity.instruments + instrument) * PAIR_DOUBLES;
  }
}

export const RESERVATIONS_USED = 1;
