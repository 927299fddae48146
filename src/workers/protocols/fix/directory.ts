/** What a FIX session knows of the engine's numbers: instruments with tick and lot, and accounts, by name. */
import { NameTable } from './name_table.ts';

export interface FixInstrument {
  /** Up to 16 printable ASCII characters. */
  readonly symbol: string;
  /** A tick is `tickMantissa` x 10^`tickExponent`. */
  readonly tickMantissa: number;
  readonly tickExponent: number;
  /** Shares a lot. */
  readonly lotSize: number;
}

const PRINTABLE = /^[\x21-\x7e]{1,16}$/;

/** Immutable: one for all sessions. Positions in the lists are the engine's instrument and account numbers. */
export class FixDirectory {
  readonly instruments: readonly FixInstrument[];
  readonly accounts: readonly string[];
  readonly symbols: NameTable;
  readonly accountNames: NameTable;
  readonly tickMantissa: Float64Array;
  readonly tickExponent: Int32Array;
  readonly lotSize: Float64Array;

  constructor(instruments: readonly FixInstrument[], accounts: readonly string[]) {
    for (const { symbol, tickMantissa, tickExponent, lotSize } of instruments) {
      if (!PRINTABLE.test(symbol))
        throw new RangeError(`symbol ${JSON.stringify(symbol)}: 1 to 16 printable characters`);
      if (!isPositive(tickMantissa) || !isPositive(lotSize) || !(Math.abs(tickExponent) <= 9)) {
        throw new RangeError(`${symbol}: tick mantissa and lot size are whole and above zero, the exponent within 9`);
      }
    }
    for (const account of accounts) {
      if (!PRINTABLE.test(account))
        throw new RangeError(`account ${JSON.stringify(account)}: 1 to 16 printable characters`);
    }
    this.instruments = instruments;
    this.accounts = accounts;
    this.symbols = new NameTable(instruments.map(({ symbol }) => symbol));
    this.accountNames = new NameTable(accounts);
    this.tickMantissa = Float64Array.from(instruments, (instrument) => instrument.tickMantissa);
    this.tickExponent = Int32Array.from(instruments, (instrument) => instrument.tickExponent);
    this.lotSize = Float64Array.from(instruments, (instrument) => instrument.lotSize);
  }

  /** The accounts that a session may name; all others are unknown to it. */
  entitled(accounts: readonly number[] | undefined): NameTable {
    if (accounts === undefined) return this.accountNames;
    return new NameTable(this.accounts.map((name, number) => (accounts.includes(number) ? name : '')));
  }
}

function isPositive(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value < 2 ** 31;
}
