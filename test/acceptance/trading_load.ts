/** Several hundred orders a second from one client, with cancels and replaces among them, as a seed has them. */

import { formatTimestamp } from '../../src/main/demo_trader/fix_text.ts';
import { INSTRUMENTS } from './daemon.ts';
import type { FixClient } from './fix_client.ts';
import { ToldOrders } from './told_orders.ts';

const TURN_MS = 10;
const ORDERS_A_TURN = 2;
const MOST_OPEN = 150;

export type Random = () => number;

/** mulberry32: numbers below 1. */
export function randomOf(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class TradingLoad {
  readonly orders: ToldOrders;
  readonly #client: FixClient;
  readonly #random: Random;
  /** By the ClOrdID that the order has now: a change is asked for. */
  readonly #changing = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #count = 0;

  constructor(client: FixClient, seed: number) {
    this.#client = client;
    this.#random = randomOf(seed);
    this.orders = new ToldOrders(client);
  }

  start(): void {
    this.#timer = setInterval(() => {
      if (this.#client.isOn) this.turn();
    }, TURN_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  turn(): void {
    for (let i = 0; i < ORDERS_A_TURN; i++) this.newOrder();
    const open = this.orders.open().filter(({ clOrdId }) => !this.#changing.has(clOrdId));
    const due = open.length > MOST_OPEN ? 4 : 1;
    for (let i = 0; i < due && i < open.length; i++) {
      const order = open[Math.floor(this.#random() * open.length)]!;
      if (this.#changing.has(order.clOrdId)) continue;
      this.#changing.add(order.clOrdId);
      if (this.#random() < 0.6) this.cancel(order);
      else this.#replace(order);
    }
  }

  newOrder(): string {
    const { symbol, price } = this.#pick();
    const side = this.#random() < 0.5 ? 1 : 2;
    const isMarket = this.#random() < 0.05;
    const clOrdId = this.#id();
    this.orders.request(clOrdId, 'D', [
      [11, clOrdId],
      [55, symbol],
      [54, side],
      [60, formatTimestamp(Date.now())],
      [38, 1 + Math.floor(this.#random() * 200)],
      ...(isMarket
        ? ([[40, 1]] as const)
        : ([
            [40, 2],
            [44, this.#near(price)],
          ] as const)),
      [59, [0, 0, 0, 1, 3][Math.floor(this.#random() * 5)]!],
    ]);
    return clOrdId;
  }

  cancel({ clOrdId, symbol, side }: { clOrdId: string; symbol: string; side: string }): void {
    const id = this.#id();
    this.orders.request(id, 'F', [
      [41, clOrdId],
      [11, id],
      [55, symbol],
      [54, side],
      [60, formatTimestamp(Date.now())],
    ]);
  }

  massCancel(): string {
    const id = this.#id();
    this.orders.request(id, 'q', [
      [11, id],
      [530, 7],
      [60, formatTimestamp(Date.now())],
    ]);
    return id;
  }

  /** Answers with the OrdStatusReqID. */
  askStatus({ clOrdId, symbol, side }: { clOrdId: string; symbol: string; side: string }): string {
    const id = String(++this.#count);
    this.#client.send('H', [
      [11, clOrdId],
      [55, symbol],
      [54, side],
      [790, id],
    ]);
    return id;
  }

  #replace({
    clOrdId,
    symbol,
    side,
    quantity,
  }: {
    clOrdId: string;
    symbol: string;
    side: string;
    quantity: number;
  }): void {
    const id = this.#id();
    const { price } = INSTRUMENTS.find((instrument) => instrument.symbol === symbol)!;
    this.orders.request(id, 'G', [
      [41, clOrdId],
      [11, id],
      [55, symbol],
      [54, side],
      [60, formatTimestamp(Date.now())],
      [38, quantity + Math.floor(this.#random() * 20)],
      [40, 2],
      [44, this.#near(price)],
      [59, 0],
    ]);
  }

  #pick(): (typeof INSTRUMENTS)[number] {
    return INSTRUMENTS[Math.floor(this.#random() * INSTRUMENTS.length)]!;
  }

  #near(price: number): string {
    return (price + Math.round((this.#random() - 0.5) * 40) / 100).toFixed(2);
  }

  #id(): string {
    return `${this.#client.name}-${++this.#count}`;
  }
}
