/** What a client knows of its orders from reports alone, and what is wrong with those. */

import type { Message } from '../../src/main/demo_trader/fix_text.ts';
import type { FixClient } from './fix_client.ts';

export interface ToldOrder {
  readonly orderId: string;
  readonly symbol: string;
  readonly side: string;
  /** Of the request accepted last. */
  clOrdId: string;
  quantity: number;
  cumulative: number;
  leaves: number;
  status: string;
  fills: number;
}

export interface Request {
  readonly type: string;
  readonly number: number;
  answers: number;
}

const ENDED = new Set(['2', '4', '8', 'C']);

export class ToldOrders {
  readonly byOrderId = new Map<string, ToldOrder>();
  /** By ClOrdID. */
  readonly requests = new Map<string, Request>();
  readonly faults: string[] = [];
  /** By symbol, bought less sold. */
  readonly positions = new Map<string, number>();
  /** What status requests were answered with, by OrdStatusReqID. */
  readonly statuses = new Map<string, Message>();
  /** The engine was too busy to say. */
  statusesRefused = 0;
  readonly #byClOrdId = new Map<string, ToldOrder>();
  readonly #execIds = new Set<string>();
  readonly #client: FixClient;

  constructor(client: FixClient) {
    this.#client = client;
    client.onTold = (message) => this.#take(message);
  }

  request(clOrdId: string, type: string, fields: readonly (readonly [number, string | number])[]): void {
    const number = this.#client.send(type, fields);
    this.requests.set(clOrdId, { type, number, answers: 0 });
  }

  open(): ToldOrder[] {
    return [...this.byOrderId.values()].filter((order) => !ENDED.has(order.status));
  }

  hasEnded({ status }: ToldOrder): boolean {
    return ENDED.has(status);
  }

  unanswered(): string[] {
    return [...this.requests].filter(([, { answers }]) => answers === 0).map(([id, { type }]) => `${type} ${id}`);
  }

  /** Executed quantity by OrderID. */
  executed(): Map<string, number> {
    return new Map([...this.byOrderId.values()].map(({ orderId, cumulative }) => [orderId, cumulative]));
  }

  #take(message: Message): void {
    switch (message.type) {
      case '8':
        this.#report(message);
        break;
      case '9':
        this.#answer(message.text(11), message);
        this.#refused(message);
        break;
      case 'r':
        this.#answer(message.text(11), message);
        break;
      case 'j':
        if (message.text(372) === 'H') this.statusesRefused++;
        else this.#answerNumber(message.number(45), message);
        break;
      default:
        this.faults.push(`unexpected: ${describe(message)}`);
    }
  }

  /** An order that filled while its replace was pending is told to be filled by the replace's refusal. */
  #refused(message: Message): void {
    const order = this.byOrderId.get(message.text(37));
    if (order !== undefined && ENDED.has(message.text(39))) order.status = message.text(39);
  }

  #report(message: Message): void {
    const execType = message.text(150);
    if (execType === 'I') {
      this.statuses.set(message.text(790), message);
      this.#checkStatus(message);
      return;
    }
    const execId = message.text(17);
    if (this.#execIds.has(execId)) this.faults.push(`ExecID again: ${describe(message)}`);
    this.#execIds.add(execId);
    if (execType !== 'F') this.#answer(message.text(11), message);
    const order = this.#orderOf(message);
    if (order === undefined) return;
    if (ENDED.has(order.status)) this.faults.push(`${order.orderId} had ended: ${describe(message)}`);
    if (execType === 'F') this.#fill(order, message);
    const cumulative = message.number(14);
    if (cumulative !== order.cumulative) this.faults.push(`${order.cumulative} told so far: ${describe(message)}`);
    order.clOrdId = message.text(11);
    this.#byClOrdId.set(order.clOrdId, order);
    order.quantity = message.number(38);
    order.leaves = message.number(151);
    order.status = message.text(39);
    const expected = ENDED.has(order.status) ? 0 : Math.max(0, order.quantity - order.cumulative);
    if (order.leaves !== expected) this.faults.push(`LeavesQty is not ${expected}: ${describe(message)}`);
  }

  #fill(order: ToldOrder, message: Message): void {
    const lots = message.number(32);
    order.cumulative += lots;
    order.fills++;
    const signed = order.side === '1' ? lots : -lots;
    this.positions.set(order.symbol, (this.positions.get(order.symbol) ?? 0) + signed);
    if (order.cumulative > message.number(38)) this.faults.push(`filled beyond the order: ${describe(message)}`);
  }

  #orderOf(message: Message): ToldOrder | undefined {
    const orderId = message.text(37);
    if (orderId === 'NONE') return undefined;
    let order = this.byOrderId.get(orderId);
    if (order === undefined) {
      order = {
        orderId,
        symbol: message.text(55),
        side: message.text(54),
        clOrdId: message.text(11),
        quantity: message.number(38),
        cumulative: 0,
        leaves: 0,
        status: 'A',
        fills: 0,
      };
      this.byOrderId.set(orderId, order);
    }
    return order;
  }

  /** A status may be ahead of nothing that we were told, and behind nothing. */
  #checkStatus(message: Message): void {
    const order = this.byOrderId.get(message.text(37));
    if (order === undefined) return;
    if (message.number(14) !== order.cumulative) {
      this.faults.push(`status says ${message.text(14)}, told ${order.cumulative}: ${describe(message)}`);
    }
  }

  #answer(clOrdId: string, message: Message): void {
    const request = this.requests.get(clOrdId);
    if (request === undefined) this.faults.push(`answers nothing that was asked: ${describe(message)}`);
    else request.answers++;
  }

  #answerNumber(number: number, message: Message): void {
    const request = [...this.requests.values()].find((candidate) => candidate.number === number);
    if (request === undefined) this.faults.push(`answers nothing that was asked: ${describe(message)}`);
    else request.answers++;
  }
}

export function describe(message: Message): string {
  return [...message.fields()].map(([tag, value]) => `${tag}=${value}`).join('|');
}
