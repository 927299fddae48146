/** For tests: a venue with a plain book behind our own acceptor, which fills what it likes and remembers what it was sent. */
import { textOf } from '../../protocols/fix/ascii.ts';
import type { FieldIndex } from '../../protocols/fix/field_index.ts';
import { MemoryOutboundLog } from '../../protocols/fix/outbound_log.ts';
import { Refusal, Taken } from '../../protocols/fix/refusal.ts';
import { FixSession } from '../../protocols/fix/session.ts';
import type { FixApplication } from '../../protocols/fix/session_config.ts';
import { MsgType, Tag } from '../../protocols/fix/tag.ts';

export interface PlainOrder {
  /** By what it is known now, and all by what it ever was. */
  clOrdId: string;
  readonly leg: string;
  readonly number: number;
  quantity: number;
  price: string;
  filled: number;
  /** OrdStatus (39). */
  status: string;
  arrivals: number;
}

export interface PlainTrade {
  readonly order: PlainOrder;
  /** ExecID (17), the last one that it had. */
  id: string;
  lots: number;
}

const OPEN = ['0', '1'];

export class PlainVenue implements FixApplication {
  readonly refusal = new Refusal();
  readonly session: FixSession;
  readonly orders = new Map<string, PlainOrder>();
  private readonly byId = new Map<string, PlainOrder>();
  readonly trades: PlainTrade[] = [];
  private executions = 0;

  constructor(baseTimeMs: number) {
    this.session = new FixSession({
      config: { role: 'acceptor', senderCompId: 'VENUE', targetCompId: 'SLUICE', sendingTimeToleranceMs: 0 },
      log: new MemoryOutboundLog(),
      application: this,
      baseTimeMs,
    });
  }

  setTime(): void {
    // It has no use for time.
  }

  takeFast(_header: unknown, _view: DataView, start: number): number {
    return start;
  }

  publish(): void {
    // It answers as it reads.
  }

  onEpoch(): void {
    // It keeps its orders, whatever becomes of numbers.
  }

  take(type: number, fields: FieldIndex): Taken {
    const clOrdId = value(fields, Tag.CL_ORD_ID);
    if (type === MsgType.NEW_ORDER_SINGLE) this.newOrder(clOrdId, fields);
    else if (type === MsgType.ORDER_STATUS_REQUEST) this.status(clOrdId, value(fields, Tag.ORD_STATUS_REQ_ID));
    else this.change(type, clOrdId, fields);
    return Taken.RECORD;
  }

  openOrders(): PlainOrder[] {
    return [...this.orders.values()].filter(({ status }) => OPEN.includes(status));
  }

  fill(order: PlainOrder, quantity: number): void {
    order.filled += quantity;
    order.status = order.filled === order.quantity ? '2' : '1';
    this.report(order, 'F', order.clOrdId, [
      [Tag.LAST_QTY, String(quantity)],
      [Tag.LAST_PX, order.price],
    ]);
    this.trades.push({ order, id: this.lastExecId, lots: quantity });
  }

  /** Takes `lots` of a trade back, or all of it. What an open order had is open again; one that has ended stays ended. */
  takeBack(trade: PlainTrade, lots: number): void {
    const { order } = trade;
    order.filled -= lots;
    trade.lots -= lots;
    if (order.status === '2') order.status = '4';
    else if (order.status !== '4') order.status = order.filled === 0 ? '0' : '1';
    const original: readonly [number, string] = [Tag.EXEC_REF_ID, trade.id];
    const corrected: Array<readonly [number, string]> = [
      [Tag.LAST_QTY, String(trade.lots)],
      [Tag.LAST_PX, order.price],
    ];
    if (trade.lots === 0) this.report(order, 'H', order.clOrdId, [original]);
    else this.report(order, 'G', order.clOrdId, [original, ...corrected]);
    trade.id = this.lastExecId;
  }

  private get lastExecId(): string {
    return `x${this.executions}`;
  }

  private newOrder(clOrdId: string, fields: FieldIndex): void {
    const before = this.byId.get(clOrdId);
    if (before !== undefined) {
      before.arrivals++;
      return;
    }
    const order: PlainOrder = {
      clOrdId,
      leg: clOrdId,
      number: this.orders.size + 1,
      quantity: Number(value(fields, Tag.ORDER_QTY)),
      price: value(fields, Tag.PRICE),
      filled: 0,
      status: '0',
      arrivals: 1,
    };
    this.orders.set(clOrdId, order);
    this.byId.set(clOrdId, order);
    this.report(order, '0', clOrdId, []);
  }

  private change(type: number, clOrdId: string, fields: FieldIndex): void {
    const original = value(fields, Tag.ORIG_CL_ORD_ID);
    const order = this.byId.get(original);
    const isCancel = type === MsgType.ORDER_CANCEL_REQUEST;
    if (this.byId.has(clOrdId)) throw new Error(`${clOrdId} is used twice`);
    if (order === undefined || order.clOrdId !== original || !OPEN.includes(order.status)) {
      this.session.sendApplication(MsgType.ORDER_CANCEL_REJECT, (writer) => {
        writer.text(Tag.ORDER_ID, order === undefined ? 'NONE' : String(order.number));
        writer.text(Tag.CL_ORD_ID, clOrdId);
        writer.text(Tag.ORIG_CL_ORD_ID, original);
        writer.text(Tag.ORD_STATUS, order?.status ?? '8');
        writer.text(Tag.CXL_REJ_RESPONSE_TO, isCancel ? '1' : '2');
        writer.text(Tag.CXL_REJ_REASON, order === undefined || order.clOrdId !== original ? '1' : '0');
      });
      return;
    }
    this.byId.set(clOrdId, order);
    order.clOrdId = clOrdId;
    if (isCancel) order.status = '4';
    else {
      order.quantity = Math.max(order.filled, Number(value(fields, Tag.ORDER_QTY)));
      order.price = value(fields, Tag.PRICE);
      if (order.quantity === order.filled) order.status = '2';
    }
    this.report(order, isCancel ? '4' : '5', clOrdId, [[Tag.ORIG_CL_ORD_ID, original]]);
  }

  private status(clOrdId: string, requestId: string): void {
    const order = this.byId.get(clOrdId);
    const id: Array<readonly [number, string]> = [[Tag.ORD_STATUS_REQ_ID, requestId]];
    if (order !== undefined) {
      this.report(order, 'I', order.clOrdId, id);
      return;
    }
    this.session.sendApplication(MsgType.EXECUTION_REPORT, (writer) => {
      writer.text(Tag.ORDER_ID, 'NONE');
      writer.text(Tag.CL_ORD_ID, clOrdId);
      for (const [tag, text] of this.common('I', '8')) writer.text(tag, text);
      writer.text(Tag.ORD_STATUS_REQ_ID, requestId);
      writer.text(Tag.ORD_REJ_REASON, '5');
      writer.text(Tag.LEAVES_QTY, '0');
      writer.text(Tag.CUM_QTY, '0');
    });
  }

  private report(order: PlainOrder, execType: string, clOrdId: string, more: Array<readonly [number, string]>): void {
    const isOpen = OPEN.includes(order.status);
    this.session.sendApplication(MsgType.EXECUTION_REPORT, (writer) => {
      writer.text(Tag.ORDER_ID, String(order.number));
      writer.text(Tag.CL_ORD_ID, clOrdId);
      for (const [tag, text] of this.common(execType, order.status)) writer.text(tag, text);
      for (const [tag, text] of more) writer.text(tag, text);
      writer.text(Tag.ORDER_QTY, String(order.quantity));
      writer.text(Tag.PRICE, order.price);
      writer.text(Tag.LEAVES_QTY, isOpen ? String(order.quantity - order.filled) : '0');
      writer.text(Tag.CUM_QTY, String(order.filled));
    });
  }

  private common(execType: string, status: string): Array<readonly [number, string]> {
    this.executions++;
    return [
      [Tag.EXEC_ID, this.lastExecId],
      [Tag.EXEC_TYPE, execType],
      [Tag.ORD_STATUS, status],
      [Tag.SYMBOL, 'AAPL'],
      [Tag.SIDE, '1'],
      [Tag.AVG_PX, '0'],
    ];
  }
}

function value(fields: FieldIndex, tag: number): string {
  return textOf(fields.bytes, fields.start(tag), fields.end(tag));
}
