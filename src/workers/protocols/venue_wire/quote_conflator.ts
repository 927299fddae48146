import type { Quote } from '../../../../schemas/generated/engine.ts';

/**
 * The newest top of book of each instrument and every trade since it was last taken: however long a reader is busy,
 * the sums stay whole and the memory stays the same. Instruments wait in the order in which they became due.
 */
export class QuoteConflator {
  private readonly bidTicks: Float64Array;
  private readonly bidLots: Float64Array;
  private readonly askTicks: Float64Array;
  private readonly askLots: Float64Array;
  private readonly lastTicks: Float64Array;
  private readonly highTicks: Float64Array;
  private readonly lowTicks: Float64Array;
  private readonly volumeLots: Float64Array;
  private readonly tradeCount: Int32Array;
  private readonly updates: Int32Array;
  private readonly isDue: Uint8Array;
  /** A circular queue of instruments; each is in it at most once. */
  private readonly due: Int32Array;
  private dueStart = 0;
  dueCount = 0;

  constructor(instruments: number) {
    this.bidTicks = new Float64Array(instruments);
    this.bidLots = new Float64Array(instruments);
    this.askTicks = new Float64Array(instruments);
    this.askLots = new Float64Array(instruments);
    this.lastTicks = new Float64Array(instruments);
    this.highTicks = new Float64Array(instruments);
    this.lowTicks = new Float64Array(instruments);
    this.volumeLots = new Float64Array(instruments);
    this.tradeCount = new Int32Array(instruments);
    this.updates = new Int32Array(instruments);
    this.isDue = new Uint8Array(instruments);
    this.due = new Int32Array(instruments);
  }

  trade(instrument: number, ticks: number, lots: number): void {
    this.addTrades(instrument, ticks, ticks, ticks, lots, 1);
    this.updates[instrument]! += 1;
    this.enqueue(instrument);
  }

  /** Takes the top of book; false when it is what it was. */
  top(instrument: number, bidTicks: number, bidLots: number, askTicks: number, askLots: number): boolean {
    const isSame =
      this.bidTicks[instrument] === bidTicks &&
      this.bidLots[instrument] === bidLots &&
      this.askTicks[instrument] === askTicks &&
      this.askLots[instrument] === askLots;
    if (isSame) return false;
    this.setTop(instrument, bidTicks, bidLots, askTicks, askLots);
    this.updates[instrument]! += 1;
    this.enqueue(instrument);
    return true;
  }

  /** Lays a quote over what waits for its instrument. */
  merge(quote: Quote): void {
    const instrument = quote.instrument;
    this.setTop(instrument, quote.bidTicks, quote.bidLots, quote.askTicks, quote.askLots);
    if (quote.tradeCount > 0) {
      this.addTrades(instrument, quote.lastTicks, quote.highTicks, quote.lowTicks, quote.volumeLots, quote.tradeCount);
    }
    this.updates[instrument]! += quote.conflated;
    this.enqueue(instrument);
  }

  /** Makes an instrument due though nothing changed: a new reader knows nothing yet. */
  refresh(instrument: number): void {
    this.enqueue(instrument);
  }

  isWaiting(instrument: number): boolean {
    return this.isDue[instrument] === 1;
  }

  /** Writes the longest waiting instrument's quote and forgets its trades; `venue` and nothing else is left to fill. */
  take(into: Quote): void {
    const instrument = this.due[this.dueStart]!;
    this.dueStart = (this.dueStart + 1) % this.due.length;
    this.dueCount--;
    this.isDue[instrument] = 0;
    into.instrument = instrument;
    into.conflated = Math.max(1, this.updates[instrument]!);
    into.tradeCount = this.tradeCount[instrument]!;
    into.bidTicks = this.bidTicks[instrument]!;
    into.bidLots = this.bidLots[instrument]!;
    into.askTicks = this.askTicks[instrument]!;
    into.askLots = this.askLots[instrument]!;
    into.lastTicks = this.lastTicks[instrument]!;
    into.highTicks = this.highTicks[instrument]!;
    into.lowTicks = this.lowTicks[instrument]!;
    into.volumeLots = this.volumeLots[instrument]!;
    this.updates[instrument] = 0;
    this.tradeCount[instrument] = 0;
    this.lastTicks[instrument] = 0;
    this.highTicks[instrument] = 0;
    this.lowTicks[instrument] = 0;
    this.volumeLots[instrument] = 0;
  }

  private setTop(instrument: number, bidTicks: number, bidLots: number, askTicks: number, askLots: number): void {
    this.bidTicks[instrument] = bidTicks;
    this.bidLots[instrument] = bidLots;
    this.askTicks[instrument] = askTicks;
    this.askLots[instrument] = askLots;
  }

  private addTrades(instrument: number, last: number, high: number, low: number, lots: number, count: number): void {
    const isFirst = this.tradeCount[instrument] === 0;
    if (isFirst || high > this.highTicks[instrument]!) this.highTicks[instrument] = high;
    if (isFirst || low < this.lowTicks[instrument]!) this.lowTicks[instrument] = low;
    this.lastTicks[instrument] = last;
    this.volumeLots[instrument]! += lots;
    this.tradeCount[instrument]! += count;
  }

  private enqueue(instrument: number): void {
    if (this.isDue[instrument] === 1) return;
    this.isDue[instrument] = 1;
    this.due[(this.dueStart + this.dueCount) % this.due.length] = instrument;
    this.dueCount++;
  }
}
