/**
 * A client's own view of its orders, kept strictly from reports, and the judge of them: what a report says must follow
 * from what was said before, and every request is answered once.
 */

import { CancelReject, ExecutionReport, MassCancelReport, RecordHeader } from '../../schemas/generated/engine.ts';
import type { Region } from '../../src/ring/memory.ts';
import { ExecType, OrderStatus, OrderType, Side } from '../../src/workers/model/order.ts';
import { ReasonCode } from '../../src/workers/model/reason.ts';
import { RecordType } from '../../src/workers/model/record_type.ts';
import { wordsText } from './command_writer.ts';

export interface ClientOrder {
  /** The identifier that it was sent under. */
  readonly first: string;
  /** The identifier that it goes by now. */
  id: string;
  readonly account: number;
  readonly instrument: number;
  readonly side: number;
  type: number;
  tif: number;
  quantity: number;
  ticks: number;
  cumulative: number;
  value: number;
  orderId: number;
  isAcknowledged: boolean;
  /** Until another has ended. */
  isHeld: boolean;
  /** Of one that others of its list reduce when they trade, its list, and of how many lots it was sent; 0: its client replaced it. */
  updatedIn: string | undefined;
  /** It grows with the entry of that list; of an entry, its list. */
  grows: boolean;
  entryOf: string | undefined;
  asked: number;
  /** Of a bracket's exit, its list. */
  exitOf: string | undefined;
  /** Told that it ended. */
  isEnded: boolean;
}

export type RequestKind = 'new' | 'cancel' | 'replace' | 'mass' | 'status';

interface Request {
  readonly kind: RequestKind;
  readonly order: ClientOrder | null;
  answers: number;
}

function must(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

export class ClientModel {
  readonly session: number;
  readonly orders: ClientOrder[] = [];
  /** By identifier; a duplicate has a request of its own, under the identifier and '!'. */
  readonly requests = new Map<string, Request>();
  /** Lots traded by account and instrument, bought less sold. */
  readonly fills = new Map<string, number>();
  /** Where the last output read stands. */
  sequence = -1;
  outputIndex = -1;
  reports = 0;
  /** Every order by its order id, with its trades by the report that told of each last: more may be heard of them. */
  readonly #known = new Map<number, { order: ClientOrder; trades: Map<number, { lots: number; ticks: number }> }>();
  /** By list whose orders reduce each other, their trades. */
  readonly #listed = new Map<
    string,
    { readonly order: ClientOrder; readonly sequence: number; readonly lots: number }[]
  >();
  /** By list, the order that triggers the others. */
  readonly #entries = new Map<string, ClientOrder>();
  /** Of lists of which an exit has traded, the first that did. */
  readonly #tradedExits = new Map<string, ClientOrder>();
  readonly #header = new RecordHeader();
  readonly #execution = new ExecutionReport();
  readonly #reject = new CancelReject();
  readonly #mass = new MassCancelReport();

  constructor(session: number) {
    this.session = session;
  }

  request(kind: RequestKind, id: string, order: ClientOrder | null): void {
    this.requests.set(id, { kind, order, answers: 0 });
    if (kind === 'new') this.orders.push(order!);
  }

  get openOrders(): ClientOrder[] {
    return this.orders.filter((order) => !order.isEnded && order.isAcknowledged);
  }

  get unanswered(): string[] {
    return [...this.requests].filter(([, { answers }]) => answers === 0).map(([id, { kind }]) => `${kind} ${id}`);
  }

  /** Nothing is under way: linked orders are what the trades of others of their lists make of them. */
  checkLists(): void {
    this.#checkExits();
    this.#checkUpdates();
  }

  /** No exit is open beside the one that traded first. */
  #checkExits(): void {
    for (const order of this.openOrders) {
      const first = order.exitOf === undefined ? undefined : this.#tradedExits.get(order.exitOf);
      const isOver = first !== undefined && first !== order;
      must(!isOver, `exit ${order.id} is open, and another of ${order.exitOf} has traded`);
    }
  }

  /** What is open of a list has given up what the others traded since it came. */
  #checkUpdates(): void {
    for (const order of this.openOrders) {
      if (order.updatedIn === undefined || order.asked === 0) continue;
      const trades = this.#listed.get(order.updatedIn) ?? [];
      const share = order.grows ? this.#share(order) : order.asked;
      const others = trades.filter(({ order: other, sequence }) => other !== order && sequence > order.orderId);
      const expected = others.reduce((left, { lots }) => left - lots, share);
      if (order.isHeld)
        must(expected < 1, `${order.id} of ${order.updatedIn} is held, and ${expected} lots have an entry`);
      if (order.isHeld) continue;
      must(
        order.quantity === expected,
        `${order.id} of ${order.updatedIn} is of ${order.quantity} lots, not ${expected}`,
      );
    }
  }

  /** What the entry's fills come to of an exit's lots, rounded down. */
  #share({ asked, updatedIn }: ClientOrder): number {
    const entry = this.#entries.get(updatedIn!);
    if (entry === undefined) return 0;
    return Math.floor((asked * Math.min(entry.cumulative, entry.quantity)) / entry.quantity);
  }

  #noteListed(order: ClientOrder, lots: number): void {
    if (order.updatedIn === undefined) return;
    const trades = this.#listed.get(order.updatedIn) ?? [];
    this.#listed.set(order.updatedIn, [...trades, { order, sequence: this.sequence, lots }]);
  }

  /** Forgets ended orders and answered requests: only memory. */
  forget(): void {
    for (const [id, { answers, order }] of this.requests) {
      if (answers > 0 && (order === null || order.isEnded)) this.requests.delete(id);
    }
    const kept = this.orders.filter((order) => !order.isEnded);
    this.orders.splice(0, this.orders.length, ...kept);
  }

  onReport(data: Region, at: number): void {
    const header = this.#header.wrap(data, at);
    const { sequence, outputIndex } = header;
    if (header.type === RecordType.OUTPUT_MARK) return;
    const isLater = sequence > this.sequence || (sequence === this.sequence && outputIndex > this.outputIndex);
    must(isLater, `output ${sequence}.${outputIndex} came after ${this.sequence}.${this.outputIndex}`);
    this.sequence = sequence;
    this.outputIndex = outputIndex;
    this.reports++;
    const body = at + RecordHeader.BYTES;
    if (header.type === RecordType.EXECUTION_REPORT) this.#onExecution(this.#execution.wrap(data, body));
    else if (header.type === RecordType.CANCEL_REJECT) this.#onReject(this.#reject.wrap(data, body));
    else if (header.type === RecordType.MASS_CANCEL_REPORT) {
      const report = this.#mass.wrap(data, body);
      this.#answer(
        wordsText((i) => report.clOrdIdWord(i)),
        'mass',
      );
    } else throw new Error(`output of type ${header.type} to a client`);
  }

  #onExecution(report: ExecutionReport): void {
    const id = wordsText((i) => report.clOrdIdWord(i));
    const { execType } = report;
    if (execType === ExecType.ORDER_STATUS) {
      this.#onStatus(report);
    } else if (execType === ExecType.REJECTED && report.reason === ReasonCode.DUPLICATE_CL_ORD_ID) {
      this.#answer(`${id}!`, 'new').order!.isEnded = true;
    } else if (this.#isAfterwards(report)) {
      this.#onAfterwards(report);
    } else {
      const order = this.#orderOf(id, report.orderId);
      const where = `order ${order.id}, report ${execType} of ${id}`;
      must(!order.isEnded, `${where}: it had ended`);
      must(report.account === order.account || execType === ExecType.REJECTED, `${where}: account`);
      this.#letGo(order, report);
      this.#change(order, report, id, where);
      if (order.entryOf !== undefined && execType !== ExecType.REJECTED) this.#entries.set(order.entryOf, order);
      must(report.filledLots === order.cumulative, `${where}: filled ${report.filledLots}, known ${order.cumulative}`);
      must(report.filledValue === order.value, `${where}: value ${report.filledValue}, known ${order.value}`);
      // Fills beyond the quantity are told beside that of the replace which they show to have taken effect.
      const isCrossed = order.cumulative > Math.max(0, order.quantity);
      const quantity = isCrossed ? report.quantityLots : order.quantity;
      must(report.quantityLots === quantity, `${where}: quantity ${report.quantityLots} of ${order.quantity}`);
      must(order.cumulative <= Math.max(0, quantity), `${where}: filled ${order.cumulative} of ${quantity}`);
      const mayCross = order.isEnded || order.grows || this.#isReplacePending(order);
      must(!isCrossed || mayCross, `${where}: filled beyond, and no replace`);
      const open = order.isEnded ? 0 : Math.max(0, quantity) - order.cumulative;
      must(report.leavesLots === open, `${where}: leaves ${report.leavesLots}, expected ${open}`);
    }
  }

  /** One that was held is let go in the part that its trigger came to; risk may end it instead. */
  #letGo(order: ClientOrder, { execType, quantityLots }: ExecutionReport): void {
    // At venues as a market order it is left alone.
    if (!order.isHeld && execType === ExecType.TRIGGERED && order.type === OrderType.STOP) order.asked = 0;
    if (!order.isHeld || (execType !== ExecType.TRIGGERED && execType !== ExecType.CANCELLED)) return;
    if (quantityLots < order.quantity) order.quantity = quantityLots;
    order.isHeld = false;
  }

  #isAfterwards({ execType, orderId }: ExecutionReport): boolean {
    if (execType === ExecType.TRADE_CANCEL || execType === ExecType.TRADE_CORRECT) return true;
    return execType === ExecType.TRADE && (this.#known.get(orderId)?.order.isEnded ?? false);
  }

  /** A trade that was taken back or corrected, or one that is told after the order's end, which stays ended. */
  #onAfterwards(report: ExecutionReport): void {
    const { execType, orderId, lastLots, lastTicks } = report;
    const where = `order id ${orderId}, report ${execType} afterwards`;
    const of = this.#known.get(orderId);
    must(of !== undefined, `${where}: nobody had asked for it`);
    const { order, trades } = of;
    let before = { lots: 0, ticks: 0 };
    if (execType !== ExecType.TRADE) {
      const known = trades.get(report.requestId);
      must(known !== undefined, `${where}: of a trade ${report.requestId} that was not told`);
      before = known;
      trades.delete(report.requestId);
    }
    const lots = execType === ExecType.TRADE_CANCEL ? 0 : lastLots;
    if (lots > 0) this.#noteTrade(report);
    else must(lastLots === before.lots && lastTicks === before.ticks, `${where}: ${lastLots} lots of ${before.lots}`);
    if (execType === ExecType.TRADE && report.reason !== ReasonCode.LIST_GONE) this.#noteListed(order, lastLots);
    this.#book(order, lots - before.lots);
    order.cumulative += lots - before.lots;
    order.value += lots * lastTicks - before.lots * before.ticks;
    must(report.filledLots === order.cumulative, `${where}: filled ${report.filledLots}, known ${order.cumulative}`);
    must(report.filledValue === order.value, `${where}: value ${report.filledValue}, known ${order.value}`);
    const isFilled = report.status === OrderStatus.FILLED;
    must(!isFilled || report.filledLots === report.quantityLots, `${where}: filled, but not all of it`);
    if (order.isEnded) must(report.leavesLots === 0, `${where}: it had ended, and leaves ${report.leavesLots}`);
    else must(report.leavesLots === report.quantityLots - order.cumulative, `${where}: leaves ${report.leavesLots}`);
  }

  #noteTrade({ orderId, executionId, lastLots, lastTicks }: ExecutionReport): void {
    this.#known.get(orderId)!.trades.set(executionId, { lots: lastLots, ticks: lastTicks });
  }

  #book(order: ClientOrder, lots: number): void {
    const key = `${order.account}/${order.instrument}`;
    const signed = order.side === Side.BUY ? lots : -lots;
    this.fills.set(key, (this.fills.get(key) ?? 0) + signed);
  }

  #change(order: ClientOrder, report: ExecutionReport, id: string, where: string): void {
    switch (report.execType) {
      case ExecType.NEW:
        must(!order.isAcknowledged, `${where}: acknowledged twice`);
        this.#acknowledge(order);
        break;
      case ExecType.TRIGGERED:
        must(order.isAcknowledged, `${where}: triggered before it was known`);

        break;
      case ExecType.TRADE:
        this.#acknowledge(order);
        this.#trade(order, report, where);
        break;
      case ExecType.RESTATED:
        // A limit or its venue keeps an exit from growing.
        if (report.reason !== ReasonCode.LIST_UPDATED) order.asked = 0;
        must(order.asked === 0 || report.reason !== 0, `${where}: restated without a reason`);
        must(report.priceTicks === order.ticks, `${where}: restated to another price`);
        this.#acknowledge(order);
        order.quantity = report.quantityLots;
        order.isEnded = report.status === OrderStatus.FILLED;
        must(order.quantity >= order.cumulative, `${where}: filled beyond the new quantity`);
        break;
      case ExecType.REPLACED:
        this.#answer(id, 'replace');
        this.#acknowledge(order);
        order.id = id;
        order.asked = 0;
        order.quantity = report.quantityLots;
        order.ticks = report.priceTicks;
        order.isEnded = report.status === OrderStatus.FILLED;
        must(order.quantity >= order.cumulative, `${where}: filled beyond the new quantity`);
        break;
      case ExecType.REJECTED:
        must(order.cumulative === 0, `${where}: rejected after fills`);
        this.#acknowledge(order);
        order.isEnded = true;
        break;
      case ExecType.CANCELLED:
      case ExecType.EXPIRED:
        if (id !== order.id) this.#answer(id, 'cancel');
        must(order.cumulative < order.quantity, `${where}: cancelled, though all of it was filled`);
        this.#acknowledge(order);
        order.isEnded = true;
        break;
      default:
        throw new Error(`${where}: of no known type`);
    }
  }

  #trade(order: ClientOrder, report: ExecutionReport, where: string): void {
    must(report.lastLots > 0, `${where}: a trade of ${report.lastLots} lots`);
    order.cumulative += report.lastLots;
    order.value += report.lastLots * report.lastTicks;
    if (order.exitOf !== undefined && !this.#tradedExits.has(order.exitOf)) this.#tradedExits.set(order.exitOf, order);
    this.#noteListed(order, report.lastLots);
    this.#book(order, report.lastLots);
    this.#noteTrade(report);
    order.isEnded = report.status === OrderStatus.FILLED;
    if (order.isEnded) must(order.cumulative >= order.quantity, `${where}: filled, but not all of it`);
  }

  #acknowledge(order: ClientOrder): void {
    if (order.isAcknowledged) return;
    order.isAcknowledged = true;
    this.#answer(order.first, 'new');
  }

  #onReject(report: CancelReject): void {
    const id = wordsText((i) => report.clOrdIdWord(i));
    const { order } = this.#answer(id, report.responseTo === 1 ? 'cancel' : 'replace');
    must(
      report.reason !== ReasonCode.KILL_SWITCH || report.responseTo === 2,
      `cancel ${id} refused by the kill switch`,
    );
    // A refused replace may leave nothing open: then it tells of the order's end as well.
    if (report.status === OrderStatus.FILLED && order !== null && !order.isEnded) {
      must(order.cumulative === order.quantity, `${id}: the order is told filled, ${order.cumulative} are known`);
      order.isEnded = true;
    }
  }

  #onStatus(report: ExecutionReport): void {
    const { order } = this.#answer(`status ${report.requestId}`, 'status');
    if (order === null || report.reason !== ReasonCode.NONE) return;
    must(
      report.filledLots === order.cumulative,
      `status of ${order.id}: filled ${report.filledLots}, known ${order.cumulative}`,
    );
    must(!order.isEnded, `status of ${order.id}, which had ended, says that it is open`);
  }

  #isReplacePending(order: ClientOrder): boolean {
    return [...this.requests.values()].some(
      ({ kind, order: meant, answers }) => kind === 'replace' && meant === order && answers === 0,
    );
  }

  #orderOf(id: string, orderId: number): ClientOrder {
    const request = this.requests.get(id);
    must(request !== undefined && request.order !== null, `report for ${id}, which was never asked for`);
    const order = request.order;
    if (order.orderId === 0) {
      order.orderId = orderId;
      this.#known.set(orderId, { order, trades: new Map() });
    }
    must(order.orderId === orderId, `report for ${id} of order id ${orderId}, known as ${order.orderId}`);
    return order;
  }

  #answer(id: string, kind: RequestKind): Request {
    const request = this.requests.get(id);
    must(request !== undefined, `answer to ${kind} ${id}, which was never asked`);
    must(request.kind === kind, `${id} was a ${request.kind}, answered as a ${kind}`);
    request.answers++;
    must(request.answers === 1, `${kind} ${id} was answered ${request.answers} times`);
    return request;
  }
}
