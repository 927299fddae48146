/** A plain mid-point book for tests: one list by arrival, and everybody tries everybody. */

import { Side, TimeInForce } from '../../model/order.ts';
import type { RecordedFill } from '../matching/recorded_events.ts';

interface ReferenceOrder {
  id: number;
  group: number;
  side: number;
  limit: number;
  lots: number;
  minimum: number;
}

export class ReferenceMidpoint {
  orders: ReferenceOrder[] = []; // by arrival
  fills: RecordedFill[] = [];
  mid: number | null = null;

  setReference(bid: number, ask: number): void {
    this.mid = bid > 0 && ask > bid ? (bid + ask) / 2 : null;
    this.settle();
  }

  newOrder(id: number, side: number, tif: number, ticks: number, lots: number, minimum: number, group: number): void {
    const anyPrice = side === Side.BUY ? Number.POSITIVE_INFINITY : 0;
    const order = { id, group, side, limit: ticks === 0 ? anyPrice : ticks, lots, minimum };
    const fills = tif === TimeInForce.FOK ? this.possibleFills(order) : [];
    if (tif !== TimeInForce.FOK || fills.reduce((sum, fill) => sum + fill.lots, 0) === lots) this.meet(order);
    if (tif !== TimeInForce.IOC && tif !== TimeInForce.FOK && ticks !== 0) this.orders.push(order);
    this.settle();
  }

  cancel(id: number): void {
    this.orders = this.orders.filter((order) => order.id !== id);
  }

  reduce(id: number, lots: number): void {
    const order = this.orders.find((candidate) => candidate.id === id);
    if (order !== undefined) order.lots = Math.max(0, order.lots - lots);
    this.settle();
  }

  replace(id: number, ticks: number, lots: number): void {
    const order = this.orders.find((candidate) => candidate.id === id);
    if (order === undefined) return;
    if (ticks === order.limit && lots <= order.lots) this.reduce(id, order.lots - lots);
    else {
      this.cancel(id);
      this.newOrder(id, order.side, TimeInForce.GTC, ticks, lots, order.minimum, order.group);
    }
  }

  private settle(): void {
    let fills = -1;
    while (fills !== this.fills.length) {
      fills = this.fills.length;
      for (const order of this.orders) this.meet(order);
      this.orders = this.orders.filter((order) => order.lots > 0);
    }
  }

  private meet(order: ReferenceOrder): void {
    for (const fill of this.possibleFills(order)) {
      order.lots -= fill.lots;
      this.orders.find((maker) => maker.id === fill.maker)!.lots -= fill.lots;
      this.fills.push(fill);
    }
    this.orders = this.orders.filter((maker) => maker.lots > 0 || maker === order);
  }

  private possibleFills(order: ReferenceOrder): RecordedFill[] {
    const fills: RecordedFill[] = [];
    let lots = order.lots;
    const place = this.orders.indexOf(order);
    for (const maker of place < 0 ? this.orders : this.orders.slice(0, place)) {
      if (this.mid === null || maker.side === order.side || maker.lots === 0) continue;
      const ticks = maker.side === Side.BUY ? Math.floor(this.mid) : Math.ceil(this.mid);
      const buyer = maker.side === Side.BUY ? maker : order;
      const seller = maker.side === Side.BUY ? order : maker;
      if (buyer.limit < ticks || seller.limit > ticks) continue;
      if (order.group !== 0 && order.group === maker.group) continue;
      const traded = Math.min(lots, maker.lots);
      if (traded < Math.min(order.minimum, lots) || traded < Math.min(maker.minimum, maker.lots)) continue;
      if (traded === 0) continue;
      fills.push({ taker: order.id, maker: maker.id, lots: traded, ticks });
      lots -= traded;
    }
    return fills;
  }
}
