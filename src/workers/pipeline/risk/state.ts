/** What risk remembers: limits, positions as limits see them, reservations, buckets, trusted prices and breakers. */

import { EngineState } from '../engine_state.ts';
import * as layout from './risk_layout.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { ACCOUNT_DOUBLES, INSTRUMENT_DOUBLES, PAIR_DOUBLES, RESERVATIONS_USED, RESERVATION_DOUBLES } = layout;

export interface RiskCapacity {
  readonly accounts: number;
  readonly strategies: number;
  readonly instruments: number;
  /** Open orders at once: as many as the pool. */
  readonly orders: number;
}

export type RiskState = ReturnType<typeof makeRiskState>;

export function makeRiskState(capacity: RiskCapacity) {
  const { accounts, instruments, orders } = capacity;
  const state = new EngineState('risk');
  const registers = state.i32('registers', 2);

  /** Where the row of an account in an instrument starts. */
  function pairAt(account: number, instrument: number): number {
    return (account * instruments + instrument) * PAIR_DOUBLES;
  }

  return {
    state,
    capacity,
    registers,
    accounts: state.f64('accounts', accounts * ACCOUNT_DOUBLES),
    instruments: state.f64('instruments', instruments * INSTRUMENT_DOUBLES),
    pairs: state.f64('pairs', accounts * instruments * PAIR_DOUBLES),
    reservations: state.f64(
      'reservations',
      orders * RESERVATION_DOUBLES,
      () => registers[RESERVATIONS_USED]! * RESERVATION_DOUBLES,
    ),
    pairAt,
  };
}
