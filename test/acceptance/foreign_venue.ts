/** A FIX 4.4 venue by people who never saw Sluice: jspurefix, with its own dictionary, codec and session layer, and a plain book. */

import './reflect_metadata.ts';
import {
  AsciiSession,
  EmptyLogFactory,
  type EngineFactory,
  type IJsFixConfig,
  type MsgView,
  SessionLauncher,
} from 'jspurefix';

/** A message as the library understood it: names of the FIX repository, groups as objects. */
interface Fields {
  readonly [name: string]: unknown;
  readonly ClOrdID?: string;
  readonly OrigClOrdID?: string;
  readonly OrdStatusReqID?: string;
  readonly Side?: string;
  readonly Price?: number;
  readonly OrdType?: string;
  readonly TimeInForce?: string;
  readonly HandlInst?: string;
  readonly Instrument?: { readonly Symbol: string };
  readonly OrderQtyData?: { readonly OrderQty: number };
}

interface Order {
  clOrdId: string;
  readonly side: unknown;
  readonly symbol: string;
  readonly number: number;
  quantity: number;
  price: number;
  filled: number;
  status: string;
}

class Session extends AsciiSession {
  readonly orders = new Map<string, Order>();
  readonly received: Array<readonly [type: string, fields: Fields]> = [];
  isReady = false;
  private executions = 0;

  constructor(config: IJsFixConfig) {
    super(config);
  }

  fill(clOrdId: string, quantity: number): void {
    const order = this.orders.get(clOrdId)!;
    order.filled += quantity;
    order.status = order.filled === order.quantity ? '2' : '1';
    this.report(order, 'F', { LastQty: quantity, LastPx: order.price });
  }

  protected override onApplicationMsg(type: string, view: MsgView): void {
    const fields = view.toObject() as Fields;
    this.received.push([type, fields]);
    if (type === 'D') this.newOrder(fields);
    else if (type === 'H')
      this.report(this.orders.get(String(fields.ClOrdID))!, 'I', { OrdStatusReqID: fields.OrdStatusReqID! });
    else if (type === 'F' || type === 'G') this.change(type, fields);
  }

  protected override onReady(): void {
    this.isReady = true;
  }

  protected override onStopped(): void {
    this.isReady = false;
  }

  protected override onLogon(): boolean {
    return true;
  }

  protected override onDecoded(): void {
    // What comes is read as objects.
  }

  protected override onEncoded(): void {
    // What is sent is the library's business.
  }

  private newOrder(fields: Fields): void {
    const symbol = fields.Instrument!.Symbol;
    const order: Order = {
      clOrdId: String(fields.ClOrdID),
      side: fields.Side,
      symbol,
      number: this.orders.size + 1,
      quantity: Number(fields.OrderQtyData!.OrderQty),
      price: Number(fields.Price),
      filled: 0,
      status: '0',
    };
    this.orders.set(order.clOrdId, order);
    this.report(order, '0', {});
  }

  private change(type: string, fields: Fields): void {
    const original = String(fields.OrigClOrdID);
    const clOrdId = String(fields.ClOrdID);
    const order = this.orders.get(original);
    if (order === undefined || order.status === '2' || order.status === '4') {
      this.send('9', {
        OrderID: order === undefined ? 'NONE' : String(order.number),
        ClOrdID: clOrdId,
        OrigClOrdID: original,
        OrdStatus: order?.status ?? '8',
        CxlRejResponseTo: type === 'F' ? '1' : '2',
        CxlRejReason: order === undefined ? 1 : 0,
      });
      return;
    }
    this.orders.set(clOrdId, order);
    order.clOrdId = clOrdId;
    if (type === 'F') order.status = '4';
    else {
      order.quantity = Number(fields.OrderQtyData!.OrderQty);
      order.price = Number(fields.Price);
    }
    this.report(order, type === 'F' ? '4' : '5', { OrigClOrdID: original });
  }

  private report(order: Order, execType: string, more: Fields): void {
    this.executions++;
    this.send('8', {
      OrderID: String(order.number),
      ClOrdID: order.clOrdId,
      ExecID: String(this.executions),
      ExecType: execType,
      OrdStatus: order.status,
      Instrument: { Symbol: order.symbol },
      Side: order.side,
      OrderQtyData: { OrderQty: order.quantity },
      Price: order.price,
      LeavesQty: order.status === '4' ? 0 : order.quantity - order.filled,
      CumQty: order.filled,
      AvgPx: order.filled === 0 ? 0 : order.price,
      TransactTime: new Date(),
      ...more,
    });
  }
}

class Launcher extends SessionLauncher {
  session: Session | undefined;

  constructor(port: number) {
    super(
      null as never,
      {
        application: {
          type: 'acceptor',
          name: 'foreign-venue',
          tcp: { host: '127.0.0.1', port },
          protocol: 'ascii',
          dictionary: 'repo44',
        },
        EncryptMethod: 0,
        ResetSeqNumFlag: true,
        HeartBtInt: 10,
        SenderCompId: 'VENUE',
        TargetCompID: 'SLUICE',
        BeginString: 'FIX.4.4',
      } as never,
      new EmptyLogFactory(),
    );
  }

  protected override makeFactory(): EngineFactory {
    return {
      makeSession: (config: IJsFixConfig) => {
        this.session = new Session(config);
        return this.session;
      },
    };
  }
}

export class ForeignVenue {
  readonly #launcher: Launcher;
  readonly #ended: Promise<unknown>;

  constructor(port: number) {
    this.#launcher = new Launcher(port);
    this.#ended = this.#launcher.run().catch((error: unknown) => error);
  }

  /** The session of the last Logon. */
  get session(): Session | undefined {
    return this.#launcher.session;
  }

  async stop(): Promise<void> {
    this.#launcher.stop();
    await this.#ended;
  }
}
