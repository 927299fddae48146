/** A plain book for tests: arrays and searches, nothing fast, so that it can be read and believed. */

import { Side, TimeInForce } from '../../model/order.ts';

interface ReferenceOrder {
  id: number;
  side: number;
  ticks: number;
  shown: number;
  hidden: number;
  display: number;
}

export interface ReferenceFill {
  taker: number;
  maker: number;
  lots: number;
  ticks: number;
}

export class ReferenceBook {
  orders: ReferenceOrder[] = []; // by time of joining the queue
  fills: ReferenceFill[] = [];

  queue(side: number): ReferenceOrder[] {
    const better = side === Side.BUY ? -1 : 1;
    return this.orders.filter((order) => order.side === side).sort((a, b) => better * (a.ticks - b.ticks));
  }

  newOrder(id: number, side: number, tif: number, ticks: number, lots: number, display: number): void {
    const crosses = (order: ReferenceOrder): boolean =>
      ticks === 0 || (side === Side.BUY ? order.ticks <= ticks : order.ticks >= ticks);
    const opposite = side === Side.BUY ? Side.SELL : Side.BUY;
    const reachable = this.queue(opposite).filter(crosses);
    const available = reachable.reduce((sum, order) => sum + order.shown + order.hidden, 0);
    let leaves = lots;
    if (tif === TimeInForce.FOK && available < lots) leaves = 0;
    while (leaves > 0) {
      const maker = this.queue(opposite).find(crosses);
      if (maker === undefined) break;
      const traded = Math.min(leaves, maker.shown);
      this.fills.push({ taker: id, maker: maker.id, lots: traded, ticks: maker.ticks });
      leaves -= traded;
      maker.shown -= traded;
      if (maker.shown > 0) continue;
      this.orders = this.orders.filter((order) => order !== maker);
      if (maker.hidden > 0) this.join({ ...maker, hidden: 0 }, maker.hidden);
    }
    if (leaves > 0 && ticks !== 0 && tif !== TimeInForce.IOC && tif !== TimeInForce.FOK) {
      this.join({ id, side, ticks, display, shown: 0, hidden: 0 }, leaves);
    }
  }

  private join(order: ReferenceOrder, lots: number): void {
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
    this.newOrder(id, order.side, TimeInForce.GTC, ticks, lots, order.display);
  }
}
