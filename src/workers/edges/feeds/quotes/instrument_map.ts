import { INSTRUMENTS } from '../books/layout.ts';

/** An instrument as the engine counts it; its place in the list is its number there. */
export interface EngineInstrument {
  readonly symbol: string;
  /** Price of a tick in ten-thousandths, the unit of ITCH prices. */
  readonly tickPrice4: number;
  /** Shares of a lot. */
  readonly lotShares: number;
}

/** `of` where nothing has said yet what the locate stands for, and where it is nothing that the engine trades. */
export const UNKNOWN = 0;
export const FOREIGN = -1;

/** Which of the engine's instruments a feed's stock locates are: said by the directory, anew with each session. */
export class InstrumentMap {
  /** By locate: UNKNOWN, FOREIGN, or one more than the engine's number. */
  readonly of = new Int16Array(INSTRUMENTS);
  private readonly numbers: ReadonlyMap<string, number>;

  constructor(instruments: readonly EngineInstrument[]) {
    this.numbers = new Map(instruments.map(({ symbol }, number) => [symbol, number]));
  }

  /** The engine's number, or FOREIGN. */
  name(locate: number, symbol: string): number {
    const number = this.numbers.get(symbol) ?? FOREIGN;
    this.of[locate] = number + (number === FOREIGN ? 0 : 1);
    return number;
  }

  clear(): void {
    this.of.fill(UNKNOWN);
  }
}
