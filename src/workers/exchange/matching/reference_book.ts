/** A plain book for tests: arrays and searches, nothing fast, so that it can be read and believed. */

import { Side, TimeInForce } from '../../model/order.ts';
import type { RecordedFill } from './recorded_events.ts';
import { SelfTrade } from './self_trade.ts';

interface ReferenceOrder {
  id: number;
  group: number;
  side: number;
  ticks: number;
  shown: number;
  hidden: number;
  display: number;
}

export class ReferenceBook {
  orders: ReferenceOrder[] = []; // by time of joining the queue
  fills: RecordedFill[] = [];
  readonly mode: number;

  constructor(mode: number = SelfTrade.ALLOWED) {
    this.mode = mode;
  }

  queue(side: number): ReferenceOrder[] {
    const better = side === Side.BUY ? -1 : 1;
    return this.orders.filter((order) => order.side === side).sort((a, b) => better * (a.ticks - b.ticks));
  }

  newOrder(id: number, side: number, tif: number, ticks: number, lots: number, display: number, group = 0): void {
    if (tif === TimeInForce.FOK && !this.wouldFill(id, side, ticks, lots, group)) return;
    const leaves = this.trade(id, side, ticks, lots, group);
    if (leaves > 0 && ticks !== 0 && tif !== TimeInForce.IOC && tif !== TimeInForce.FOK) {
      this.join({ id, group, side, ticks, display, shown: 0, hidden: 0 }, leaves);
    }
  }

  /** Tried out on a copy: whether nothing but trades takes the order's lots. */
  private wouldFill(id: number, side: number, ticks: number, lots: number, group: number): boolean {
    const copy = new ReferenceBook(this.mode);
    copy.orders = this.orders.map((order) => ({ ...order }));
    copy.trade(id, side, ticks, lots, group);
    return copy.fills.reduce((sum, fill) => sum + fill.lots, 0) === lots;
  }

  private trade(id: number, side: number, ticks: number, lots: number, group: number): number {
    const crosses = (order: ReferenceOrder): boolean =>
      ticks === 0 || (side === Side.BUY ? order.ticks <= ticks : order.ticks >= ticks);
    const opposite = side === Side.BUY ? Side.SELL : Side.BUY;
    let leaves = lots;
    while (leaves > 0) {
      const maker = this.queue(opposite).find(crosses);
      if (maker === undefined) break;
      if (group !== 0 && maker.group === group && this.mode !== SelfTrade.ALLOWED) {
        leaves = this.prevent(maker, leaves);
        continue;
      }
      const traded = Math.min(leaves, maker.shown);
      this.fills.push({ taker: id, maker: maker.id, lots: traded, ticks: maker.ticks });
      leaves -= traded;
      maker.shown -= traded;
      if (maker.shown > 0) continue;
      this.orders = this.orders.filter((order) => order !== maker);
      if (maker.hidden > 0) this.join({ ...maker, hidden: 0 }, maker.hidden);
    }
    return leaves;
  }

  private prevent(own: ReferenceOrder, leaves: number): number {
    const smaller = Math.min(leaves, own.shown + own.hidden);
    if (this.mode === SelfTrade.DECREMENT) this.reduce(own.id, smaller);
    else if (this.mode !== SelfTrade.CANCEL_NEWEST) this.cancel(own.id);
    if (this.mode === SelfTrade.CANCEL_OLDEST) return leaves;
    return this.mode === SelfTrade.DECREMENT ? leaves - smaller : 0;
  }

  protected join(order: ReferenceOrder, lots: number): void {
    const shown = order.display === 0 ? lots : Math.min(lots, order.display);
    this.orders.push({ ...order, shown, hidden: lots - shown });
  }

  cancel(id: number): void {
    this.orders = this.orders.filter((order) => order.id !== id);
  }

  reduce(id: number, lots: number): void {
    const order = this.orders.find((candidate) => candidate.id === id);
    if (order === undefined) return;
    const fromHidden = Math.min(lots, order.hidden);
    order.hidden -= fromHidden;
    order.shown -= lots - fromHidden;
    if (order.shown <= 0) this.cancel(id);
  }

  replace(id: number, ticks: number, lots: number): void {
    const order = this.orders.find((candidate) => candidate.id === id);
    if (order === undefined) return;
    const leaves = order.shown + order.hidden;
    if (order.ticks === ticks && lots <= leaves) {
      this.reduce(id, leaves - lots);
      return;
    }
    this.cancel(id);
    this.newOrder(id, order.side, TimeInForce.GTC, ticks, lots, order.display, order.group);
  }
}
