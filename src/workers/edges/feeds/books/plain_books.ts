/**
 * Books of a feed by Map and nothing else, for tests: what the builder must come to after every message. Written from the
 * specification's tables, byte by byte, apart from the decoder.
 */

export interface PlainOrder {
  readonly instrument: number;
  readonly isBuy: boolean;
  readonly price4: number;
  shares: number;
}

export class PlainBooks {
  /** By reference; insertion order is time order. */
  readonly orders = new Map<bigint, PlainOrder>();
  /** By instrument and side: shares and orders by price. */
  readonly #levels = new Map<string, Map<number, [shares: number, orders: number]>>();
  readonly volume = new Map<number, number>();
  /** What is still in the volume, by match number, the last one of a number. */
  readonly trades = new Map<bigint, { instrument: number; shares: number }>();
  unknown = 0;
  duplicates = 0;
  over = 0;
  refused = 0;

  /** A message of right length and known type. */
  take(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const instrument = view.getUint16(1);
    const type = String.fromCharCode(bytes[0]!);
    if (type === 'A' || type === 'F') {
      const side = String.fromCharCode(bytes[19]!);
      if (side !== 'B' && side !== 'S') return;
      this.#add(view.getBigUint64(11), instrument, side === 'B', view.getUint32(20), view.getUint32(32));
    }
    if ('ECXDU'.includes(type)) this.#change(type, view);
    if (type === 'P') this.#trade(instrument, view.getUint32(32), view.getUint32(20), view.getBigUint64(36));
    if (type === 'Q' && view.getBigUint64(11) <= 2n ** 42n)
      this.#trade(instrument, view.getUint32(27), Number(view.getBigUint64(11)), view.getBigUint64(31));
    if (type === 'B') this.#break(view.getBigUint64(11));
  }

  #add(reference: bigint, instrument: number, isBuy: boolean, shares: number, price4: number): void {
    if (shares === 0 || shares >= 2 ** 31 || price4 === 0 || price4 > 2 ** 31 - 3) this.refused++;
    else if (this.orders.has(reference)) this.duplicates++;
    else {
      const order = { instrument, isBuy, price4, shares };
      this.orders.set(reference, order);
      this.#count(order, shares, 1);
    }
  }

  #change(type: string, view: DataView): void {
    const reference = view.getBigUint64(11);
    const order = this.orders.get(reference);
    if (order === undefined) {
      this.unknown++;
      return;
    }
    if (type === 'D' || type === 'U') {
      this.orders.delete(reference);
      this.#count(order, -order.shares, -1);
    } else this.#takeOff(type, view, reference, order);
    if (type !== 'U') return;
    this.#add(view.getBigUint64(19), order.instrument, order.isBuy, view.getUint32(27), view.getUint32(31));
  }

  #takeOff(type: string, view: DataView, reference: bigint, order: PlainOrder): void {
    const shares = Math.min(view.getUint32(19), order.shares);
    if (view.getUint32(19) > order.shares) this.over++;
    order.shares -= shares;
    if (order.shares === 0) this.orders.delete(reference);
    this.#count(order, -shares, order.shares === 0 ? -1 : 0);
    const isPrinted = type === 'E' || (type === 'C' && view.getUint8(31) !== 0x4e);
    const price4 = type === 'C' ? view.getUint32(32) : order.price4;
    if (isPrinted) this.#trade(order.instrument, price4, shares, view.getBigUint64(23));
  }

  #count({ instrument, isBuy, price4 }: PlainOrder, shares: number, orders: number): void {
    const levels = this.levelsOf(instrument, isBuy);
    const [oldShares, oldOrders] = levels.get(price4) ?? [0, 0];
    if (oldOrders + orders === 0) levels.delete(price4);
    else levels.set(price4, [oldShares + shares, oldOrders + orders]);
  }

  levelsOf(instrument: number, isBuy: boolean): Map<number, [shares: number, orders: number]> {
    const key = `${instrument} ${isBuy}`;
    const levels = this.#levels.get(key) ?? new Map();
    this.#levels.set(key, levels);
    return levels;
  }

  #trade(instrument: number, price4: number, shares: number, match: bigint): void {
    if (shares === 0 || price4 === 0 || price4 > 2 ** 31 - 3) return;
    this.volume.set(instrument, (this.volume.get(instrument) ?? 0) + shares);
    this.trades.set(match, { instrument, shares });
  }

  #break(match: bigint): void {
    const trade = this.trades.get(match);
    if (trade === undefined) return;
    this.trades.delete(match);
    this.volume.set(trade.instrument, this.volume.get(trade.instrument)! - trade.shares);
  }

  /** Price and shares of each order of a side, best first, then as they came. */
  rows(instrument: number, isBuy: boolean): number[][] {
    const better = isBuy ? -1 : 1;
    return [...this.orders.values()]
      .filter((order) => order.isBuy === isBuy && order.instrument === instrument)
      .sort((a, b) => better * (a.price4 - b.price4))
      .map((order) => [order.price4, order.shares]);
  }
}
