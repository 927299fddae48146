/** A plain market maker for tests, over the plain book: the same chances in the same order, and nothing fast. */

import { Side, TimeInForce } from '../../model/order.ts';
import type { Random } from '../flow/random.ts';
import { ReferenceBook } from '../matching/reference_book.ts';
import type { MakerOptions } from './maker_options.ts';

const { BUY, SELL } = Side;

interface Quote {
  readonly side: number;
  id: number;
  ticks: number;
}

export class ReferenceMaker {
  readonly book = new ReferenceBook();
  readonly random: Random;
  readonly options: MakerOptions;
  inventory = 0;
  private readonly bid: Quote = { side: BUY, id: 0, ticks: 0 };
  private readonly ask: Quote = { side: SELL, id: 0, ticks: 0 };
  private mid = 0;
  private quotedMid = 0;
  private now = 0;
  private due = Number.POSITIVE_INFINITY;
  private nextId = 1000;
  private seen = 0;

  constructor(random: Random, options: MakerOptions) {
    this.random = random;
    this.options = options;
  }

  setReference(bid: number, ask: number): void {
    const mid = bid > 0 && ask > bid ? (bid + ask) / 2 : 0;
    if (mid === this.mid) return;
    this.mid = mid;
    if (mid !== 0) {
      this.plan();
      return;
    }
    this.due = Number.POSITIVE_INFINITY;
    for (const quote of [this.bid, this.ask]) this.book.cancel(quote.id);
  }

  advance(seconds: number): void {
    while (this.due <= seconds) {
      this.now = this.due;
      this.due = Number.POSITIVE_INFINITY;
      this.quote();
    }
    this.now = seconds;
  }

  newOrder(id: number, side: number, tif: number, ticks: number, lots: number): void {
    const quote = side === BUY ? this.ask : this.bid;
    const meets = this.open(quote) > 0 && (ticks === 0 || (side === BUY ? ticks >= quote.ticks : ticks <= quote.ticks));
    if (meets) {
      if (this.refuses(quote, lots)) return;
      const better = this.betterPrice(quote, lots);
      if (better !== 0) {
        this.nextId++;
        this.book.fills.push({ taker: id, maker: this.nextId, lots, ticks: better });
        this.book.reduce(quote.id, lots);
        this.inventory += side === BUY ? -lots : lots;
        this.seen = this.book.fills.length;
        this.plan();
        return;
      }
    }
    const keeps = this.options.keepsLimits || tif === TimeInForce.FOK;
    this.book.newOrder(id, side, keeps ? tif : TimeInForce.IOC, ticks, lots, 0);
    this.onTrades();
  }

  replace(id: number, ticks: number, lots: number): void {
    const order = this.book.orders.find((candidate) => candidate.id === id);
    if (order === undefined) return;
    const quote = order.side === BUY ? this.ask : this.bid;
    const meets = this.open(quote) > 0 && (order.side === BUY ? ticks >= quote.ticks : ticks <= quote.ticks);
    if (meets && this.refuses(quote, lots)) return;
    this.book.replace(id, ticks, lots);
    this.onTrades();
  }

  private open(quote: Quote): number {
    return this.book.orders.find((order) => order.id === quote.id)?.shown ?? 0;
  }

  private refuses(quote: Quote, lots: number): boolean {
    const unlucky = this.random.unit() < this.options.refusalShare;
    const moved = (this.mid - this.quotedMid) * (quote.side === SELL ? 1 : -1);
    return unlucky || lots > this.options.maxOrderLots || moved > this.options.staleTicks;
  }

  private betterPrice(quote: Quote, lots: number): number {
    const chosen = this.random.unit() < this.options.improvementShare;
    if (!chosen || lots > this.open(quote)) return 0;
    const step = this.options.improvementTicks;
    const ticks =
      quote.side === SELL
        ? Math.max(Math.ceil(this.mid), quote.ticks - step)
        : Math.min(Math.floor(this.mid), quote.ticks + step);
    // Strictly inside of everything in the book.
    const isInside = this.book.orders.every((order) =>
      order.side === BUY ? order.ticks < ticks : order.ticks > ticks,
    );
    return isInside ? ticks : 0;
  }

  private quote(): void {
    const { spreadTicks, skewTicks, inventoryLots, medianLots, lotsSigma } = this.options;
    const middle = this.mid - skewTicks * Math.max(-1, Math.min(1, this.inventory / inventoryLots));
    const bid = Math.max(1, Math.floor(middle - spreadTicks / 2));
    const ask = Math.max(bid + 1, Math.ceil(middle + spreadTicks / 2));
    const draw = (): number => Math.max(1, Math.round(this.random.logNormal(medianLots, lotsSigma)));
    const changes: Array<[Quote, number, number]> = [
      [this.bid, bid, draw()],
      [this.ask, ask, draw()],
    ];
    if (this.open(this.bid) === 0 || ask > this.bid.ticks) changes.reverse();
    this.quotedMid = this.mid;
    for (const [quote, ticks, lots] of changes) {
      quote.ticks = ticks;
      if (this.open(quote) > 0) this.book.replace(quote.id, ticks, lots);
      else {
        this.nextId++;
        quote.id = this.nextId;
        this.book.newOrder(quote.id, quote.side, TimeInForce.GTC, ticks, lots, 0);
      }
    }
    this.onTrades();
  }

  private onTrades(): void {
    const fills = this.book.fills.slice(this.seen);
    const lotsOf = (id: number): number =>
      fills.reduce((sum, fill) => sum + (fill.taker === id || fill.maker === id ? fill.lots : 0), 0);
    this.seen = this.book.fills.length;
    this.inventory += lotsOf(this.bid.id) - lotsOf(this.ask.id);
    if (lotsOf(this.bid.id) + lotsOf(this.ask.id) > 0) this.plan();
  }

  private plan(): void {
    const delay = this.options.requoteDelayMs / 1000;
    if (this.due === Number.POSITIVE_INFINITY) this.due = this.now + this.random.exponential(delay);
  }
}
