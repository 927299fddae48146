import type { BarFile } from './bar_file.ts';
import * as file from './bar_file.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { MINUTES, ROW_DOUBLES } = file;
const { OPEN, HIGH, LOW, CLOSE, SHARES, TRADES, VALUE } = file.Row;
const MINUTE_NS = 60e9;
const DAY_NS = 86_400e9;

/** Trades into the day's bars. */
export class MinuteBars {
  /** Trades that the file had already: a feed that is read from its beginning again. */
  known = 0;
  /** The minute of the last trade. */
  minute = 0;
  private bars: BarFile;
  private readonly openDay: (days: number) => BarFile;
  /** Up to here the file has all trades. */
  private knownUntilNs: number;
  private days = 0;

  /** `openDay(n)` opens the file of the nth day after the first. */
  constructor(openDay: (days: number) => BarFile) {
    this.openDay = openDay;
    this.bars = openDay(0);
    this.knownUntilNs = this.newestNs();
  }

  /** Where an instrument's row of the last trade's minute is. */
  get rows(): Float64Array {
    return this.bars.rows;
  }

  rowOf(instrument: number): number {
    return (instrument * MINUTES + this.minute) * ROW_DOUBLES;
  }

  /** A session is read from its beginning, perhaps again. */
  begin(): void {
    this.knownUntilNs = this.newestNs();
  }

  add(instrument: number, price4: number, shares: number, timeNs: number): void {
    const { bars } = this;
    const lastNs = bars.lastTime[0]!;
    // The venue's clock counts from midnight: back by half a day is another day.
    if (timeNs < lastNs - DAY_NS / 2) {
      this.nextDay();
      this.add(instrument, price4, shares, timeNs);
      return;
    }
    if (timeNs <= this.knownUntilNs) {
      this.known++;
      return;
    }
    // A clock that steps back: the trade counts where the clock was.
    const atNs = timeNs > lastNs ? timeNs : lastNs;
    bars.lastTime[0] = atNs;
    const minute = Math.floor(atNs / MINUTE_NS);
    this.minute = minute < MINUTES ? minute : MINUTES - 1;
    this.put(this.rowOf(instrument), price4, shares);
  }

  /** Of a file without trades before every time. */
  private newestNs(): number {
    const lastNs = this.bars.lastTime[0]!;
    return lastNs === 0 ? -1 : lastNs;
  }

  private put(at: number, price4: number, shares: number): void {
    const { rows } = this.bars;
    if (rows[at + TRADES] === 0) rows[at + OPEN] = price4;
    if (price4 > rows[at + HIGH]!) rows[at + HIGH] = price4;
    if (rows[at + LOW] === 0 || price4 < rows[at + LOW]!) rows[at + LOW] = price4;
    rows[at + CLOSE] = price4;
    rows[at + SHARES]! += shares;
    rows[at + TRADES]! += 1;
    rows[at + VALUE]! += price4 * shares;
  }

  private nextDay(): void {
    this.days++;
    this.bars = this.openDay(this.days);
    // A file of that day can only be one that was left from before the calendar was right.
    this.bars.rows.fill(0);
    this.bars.lastTime[0] = 0;
    this.knownUntilNs = -1;
  }
}
