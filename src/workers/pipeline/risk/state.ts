/** What risk remembers: limits, positions as limits see them, reservations, buckets, trusted prices and breakers. */

import { EngineState } from '../engine_state.ts';
import * as layout from './risk_layout.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { ACCOUNT_DOUBLES, BOOK_DOUBLES, INSTRUMENT_DOUBLES, PAIR_DOUBLES, RESERVATIONS_USED, RESERVATION_DOUBLES } =
  layout;

export interface RiskCapacity {
  readonly accounts: number;
  readonly strategies: number;
  readonly instruments: number;
  readonly venues: number;
  /** Open orders at once: as many as the pool. */
  readonly orders: number;
}

export type RiskState = ReturnType<typeof makeRiskState>;

export function makeRiskState(capacity: RiskCapacity) {
  const { accounts, instruments, orders, venues } = capacity;
  const state = new EngineState('risk');
  const registers = state.i32('registers', 2);

  /** Where the row of an account in an instrument starts. */
  function pairAt(account: number, instrument: number): number {
    return (account * instruments + instrument) * PAIR_DOUBLES;
  }

  /** Where the row of an instrument at a venue starts. */
  function bookAt(instrument: number, venue: number): number {
    return (instrument * venues + venue) * BOOK_DOUBLES;
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
    books: state.laterF64('books', instruments * venues * BOOK_DOUBLES),
    /** Of each venue's feed as a whole, a BookState. */
    feedStates: state.laterI32('feed_states', venues),
    /** Sequence of the command by which each venue's feed was lost last: prices of before count no more. */
    feedLost: state.laterF64('feed_lost', venues),
    pairAt,
    bookAt,
  };
}
