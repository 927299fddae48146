/** Kill switches that are engaged, as main knows them: what recovery found, and what was commanded since. */

import type { Halted } from '../../workers/pipeline/risk/halted.ts';
import type { Configuration } from '../configuration/configuration.ts';

/** An index of the configuration, or neither for everything. */
export interface HaltScope {
  readonly account: number | undefined;
  readonly instrument: number | undefined;
}

export class Halts {
  #all: boolean;
  readonly #accounts: Set<number>;
  readonly #instruments: Set<number>;

  constructor(found: Halted) {
    this.#all = found.all;
    this.#accounts = new Set(found.accounts);
    this.#instruments = new Set(found.instruments);
  }

  set({ account, instrument }: HaltScope, isEngaged: boolean): void {
    const [set, index] = account === undefined ? [this.#instruments, instrument] : [this.#accounts, account];
    if (index === undefined) this.#all = isEngaged;
    else if (isEngaged) set.add(index);
    else set.delete(index);
  }

  /** For people: `everything`, `account DESK`, `symbol AAPL`. */
  names({ accounts, instruments }: Configuration): string[] {
    return [
      ...(this.#all ? ['everything'] : []),
      ...[...this.#accounts].map((index) => `account ${accounts[index]?.name ?? index}`),
      ...[...this.#instruments].map((index) => `symbol ${instruments[index]?.symbol ?? index}`),
    ];
  }
}
