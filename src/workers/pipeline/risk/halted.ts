/** Which kill switches are engaged: told by recovery to whoever shows them. */

import * as R from './risk_layout.ts';
import type { RiskState } from './state.ts';

export interface Halted {
  readonly all: boolean;
  readonly accounts: readonly number[];
  readonly instruments: readonly number[];
}

export function haltedOf({ registers, accounts, instruments, capacity }: RiskState): Halted {
  const rows = (count: number): number[] => Array.from({ length: count }, (_, row) => row);
  return {
    all: registers[R.ALL_HALTED] !== 0,
    accounts: rows(capacity.accounts).filter((row) => accounts[row * R.ACCOUNT_DOUBLES + R.ACCOUNT_HALTED] !== 0),
    instruments: rows(capacity.instruments).filter(
      (row) => instruments[row * R.INSTRUMENT_DOUBLES + R.INSTRUMENT_HALTED] !== 0,
    ),
  };
}
