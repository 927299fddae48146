/** The plain book with calls, for tests: the cross's price is found by trying every one. */

import { Side, TimeInForce } from '../../model/order.ts';
import { ReferenceBook } from '../matching/reference_book.ts';

/** What stands for a market order's price while it waits: before all others. */
const MARKET_BUY = 1_000_000;
const MARKET_SELL = -1;

export class ReferenceCall extends ReferenceBook {
  isOpen = true;
  readonly highest: number;

  constructor(highest: number) {
    super();
    this.highest = highest;
  }

  override newOrder(id: number, side: number, tif: number, ticks: number, lots: number, display: number): void {
    if (this.isOpen) super.newOrder(id, side, tif, ticks, lots, display);
    else if (tif !== TimeInForce.IOC && tif !== TimeInForce.FOK) {
      const market = side === Side.BUY ? MARKET_BUY : MARKET_SELL;
      const terms = ticks === 0 ? { ticks: market, display: 0 } : { ticks, display };
      this.join({ id, group: 0, side, ...terms, shown: 0, hidden: 0 }, lots);
    }
  }

  /** Rows as an inspection of the book shows them. */
  rows(side: number): number[][] {
    return this.queue(side).map(({ ticks, id, shown, hidden }) => [
      ticks === MARKET_BUY || ticks === MARKET_SELL ? 0 : ticks,
      id,
      shown,
      hidden,
    ]);
  }

  /** The best price by the rules, in their order, and what trades at it: ticks, lots, imbalance. */
  bestCross(reference: number): number[] {
    const rank = (ticks: number): number[] => {
      const lotsOf = (side: number): number =>
        this.queue(side)
          .filter((order) => (side === Side.BUY ? order.ticks >= ticks : order.ticks <= ticks))
          .reduce((sum, order) => sum + order.shown + order.hidden, 0);
      const imbalance = lotsOf(Side.BUY) - lotsOf(Side.SELL);
      const lots = Math.min(lotsOf(Side.BUY), lotsOf(Side.SELL));
      return [-lots, Math.abs(imbalance), reference === 0 ? 0 : Math.abs(ticks - reference), ticks, imbalance];
    };
    let best: number[] = [0];
    const limits = this.orders.map((order) => order.ticks).filter((ticks) => ticks > 0 && ticks !== MARKET_BUY);
    for (let ticks = 1; ticks <= this.highest; ticks++) {
      const isBetweenLimits = ticks >= Math.min(...limits) && ticks <= Math.max(...limits);
      if (!isBetweenLimits && ticks !== reference) continue;
      const candidate = rank(ticks);
      const place = candidate.findIndex((value, index) => value !== best[index]);
      if (place >= 0 && place < 4 && candidate[place]! < (best[place] ?? 0)) best = candidate;
    }
    return best[0] === 0 ? [0, 0, 0] : [best[3]!, -best[0]!, best[4]!];
  }

  uncross(reference: number): void {
    const [ticks, lots] = this.bestCross(reference);
    for (let left = lots!; left > 0; ) {
      const buyer = this.queue(Side.BUY)[0]!;
      const seller = this.queue(Side.SELL)[0]!;
      const traded = Math.min(left, buyer.shown, seller.shown);
      this.fills.push({ taker: buyer.id, maker: seller.id, lots: traded, ticks: ticks! });
      left -= traded;
      for (const order of [buyer, seller]) {
        order.shown -= traded;
        if (order.shown > 0) continue;
        this.orders = this.orders.filter((other) => other !== order);
        if (order.hidden > 0) this.join({ ...order, hidden: 0 }, order.hidden);
      }
    }
    this.orders = this.orders.filter((order) => order.ticks !== MARKET_BUY && order.ticks !== MARKET_SELL);
  }

  override replace(id: number, ticks: number, lots: number): void {
    if (this.isOpen) {
      super.replace(id, ticks, lots);
      return;
    }
    const order = this.orders.find((candidate) => candidate.id === id);
    if (order === undefined) return;
    const leaves = order.shown + order.hidden;
    if (order.ticks === ticks && lots <= leaves) {
      this.reduce(id, leaves - lots);
      return;
    }
    this.cancel(id);
    this.join({ ...order, ticks, shown: 0, hidden: 0 }, lots);
  }
}
