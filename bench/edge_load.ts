/**
 * The client thread of the edge benches: one FIX session over TCP that sends pairs of orders which fill each other, and decodes
 * and checks every report: numbered without a gap, each order New once, then filled whole at its price.
 */
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { ExecType, OrderStatus, OrderType, Side, TimeInForce } from '../src/workers/model/order.ts';
import { ClientReport, FixClientCodec } from '../src/workers/protocols/fix/client_codec.ts';
import { FixDirectory } from '../src/workers/protocols/fix/directory.ts';
import { FieldIndex } from '../src/workers/protocols/fix/field_index.ts';
import { Frame, FrameReader } from '../src/workers/protocols/fix/frame.ts';
import { MessageWriter } from '../src/workers/protocols/fix/message_writer.ts';
import { MsgType, Tag } from '../src/workers/protocols/fix/tag.ts';
import { CLIENT_COMP_ID, EDGE_INSTRUMENTS, SENDER_COMP_ID } from './edge_engine.ts';
import { check } from './harness.ts';

export interface EdgeLoadData {
  readonly kind: 'edge load';
  readonly port: number;
  /** Orders over the client's whole life, at most. */
  readonly orders: number;
}

export type LoadRequest =
  | { readonly kind: 'pipelined'; readonly orders: number; readonly windowOrders: number }
  | { readonly kind: 'end' };

export interface PipelinedDone {
  readonly orders: number;
  readonly elapsedMs: number;
  readonly reports: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

const HEARTBEAT_SECONDS = 60;
const READ_BYTES = 256 * 1024;
const MAX_ORDER_BYTES = 256;
/** Orders that are written together where the window allows. */
const BATCH_ORDERS = 64;
/** What an order has been told so far. */
const Told = { NOTHING: 0, NEW: 1, FILLED: 2 } as const;

export const EDGE_DIRECTORY = new FixDirectory(
  EDGE_INSTRUMENTS.map(({ symbol }) => ({ symbol, tickMantissa: 1, tickExponent: -2, lotSize: 1 })),
  ['BENCH'],
);

/** Orders 2k and 2k + 1 are a buy and a sell of the same lots at the same price. */
export function instrumentOf(order: number): number {
  return (order >> 1) % EDGE_INSTRUMENTS.length;
}

export function lotsOf(order: number): number {
  return 1 + ((order >> 1) % 97);
}

export class EdgeClient {
  sent = 0;
  acknowledged = 0;
  filled = 0;
  reports = 0;
  bytesIn = 0;
  bytesOut = 0;
  /** Called for each report once it is checked. */
  onReport: (order: number, isFill: boolean) => void = () => undefined;
  /** Called after each read from the socket. */
  onRead: () => void = () => undefined;
  readonly #socket: Socket;
  readonly #codec = new FixClientCodec(CLIENT_COMP_ID, SENDER_COMP_ID, EDGE_DIRECTORY, 1024 * 1024);
  readonly #frames = new FrameReader(8_192);
  readonly #fields = new FieldIndex();
  readonly #report = new ClientReport();
  readonly #told: Uint8Array;
  #nextIn = 1;
  #nextOut = 1;
  #onLogon: () => void = () => undefined;

  constructor(port: number, orders: number) {
    this.#told = new Uint8Array(orders);
    const buffer = new Uint8Array(READ_BYTES);
    this.#socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer,
        callback: (length) => {
          this.#take(buffer.subarray(0, length));
          return true;
        },
      },
    });
    this.#socket.on('error', (error) => {
      throw error;
    });
  }

  async logon(): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.once('connect', () => resolve()));
    const writer = new MessageWriter(1024, CLIENT_COMP_ID, SENDER_COMP_ID);
    writer.setSendingTime(Date.now());
    writer.begin(MsgType.LOGON, this.#nextOut++);
    writer.whole(Tag.ENCRYPT_METHOD, 0);
    writer.whole(Tag.HEART_BT_INT, HEARTBEAT_SECONDS);
    writer.text(Tag.RESET_SEQ_NUM_FLAG, 'Y');
    writer.end();
    const answered = new Promise<void>((resolve) => {
      this.#onLogon = resolve;
    });
    this.#socket.write(writer.bytes.subarray(0, writer.at));
    await answered;
  }

  /** Appends the next order to the batch that `flush` sends. */
  order(nowMs: number): number {
    const order = this.sent++;
    const instrument = instrumentOf(order);
    this.#codec.newOrder({
      sequence: this.#nextOut++,
      timeMs: nowMs,
      clOrdId: order + 1,
      instrument,
      side: (order & 1) === 0 ? Side.BUY : Side.SELL,
      orderType: OrderType.LIMIT,
      timeInForce: TimeInForce.DAY,
      quantityLots: lotsOf(order),
      priceTicks: EDGE_INSTRUMENTS[instrument]!.priceTicks,
    });
    return order;
  }

  get hasRoom(): boolean {
    return this.#codec.roomBytes >= MAX_ORDER_BYTES;
  }

  flush(): void {
    const bytes = this.#codec.written();
    if (bytes.length === 0) return;
    this.bytesOut += bytes.length;
    this.#socket.write(Buffer.from(bytes));
    this.#codec.clear();
  }

  end(): void {
    this.#socket.destroy();
  }

  #take(chunk: Uint8Array): void {
    this.bytesIn += chunk.length;
    const frames = this.#frames;
    for (let offset = 0; offset < chunk.length; ) {
      offset += frames.take(chunk, offset);
      for (let frame = frames.next(); frame !== Frame.NONE; frame = frames.next()) {
        check(frame === Frame.MESSAGE && frames.garbledCount === 0, 'only whole messages are received');
        this.#takeMessage();
      }
    }
    this.onRead();
  }

  #takeMessage(): void {
    const fields = this.#fields;
    fields.index(this.#frames.bytes, this.#frames.bodyStart, this.#frames.checksumStart);
    const number = fields.whole(Tag.MSG_SEQ_NUM);
    check(number === this.#nextIn, `message ${this.#nextIn} comes next, not ${number}`);
    this.#nextIn++;
    if (this.#codec.read(fields, this.#frames.view, this.#report)) {
      this.#takeReport();
      return;
    }
    const type = fields.char(Tag.MSG_TYPE);
    if (type === MsgType.LOGON) this.#onLogon();
    else check(type === MsgType.HEARTBEAT, `reports and heartbeats only: ${this.#text()}`);
  }

  #takeReport(): void {
    const report = this.#report;
    const order = report.clOrdId - 1;
    const told = this.#told[order];
    const lots = lotsOf(order);
    const isNew = report.execType === ExecType.NEW;
    const isRight = isNew
      ? told === Told.NOTHING && report.status === OrderStatus.NEW && report.leavesLots === lots
      : told === Told.NEW &&
        report.execType === ExecType.TRADE &&
        report.status === OrderStatus.FILLED &&
        report.lastLots === lots &&
        report.lastTicks === EDGE_INSTRUMENTS[report.instrument]!.priceTicks &&
        report.leavesLots === 0;
    if (!isRight || report.instrument !== instrumentOf(order)) check(false, `order ${order} is told ${this.#text()}`);
    this.reports++;
    if (isNew) this.acknowledged++;
    else this.filled++;
    this.#told[order] = isNew ? Told.NEW : Told.FILLED;
    this.onReport(order, !isNew);
  }

  #text(): string {
    const { bytes, start, end } = this.#frames;
    return Buffer.from(bytes.subarray(start, end)).toString('latin1').replaceAll('\x01', '|');
  }
}

/** As fast as the answers come, with a bounded number of orders that are not filled yet. */
export function runPipelined(client: EdgeClient, orders: number, windowOrders: number): Promise<PipelinedDone> {
  const target = client.sent + orders;
  const before = { reports: client.reports, bytesIn: client.bytesIn, bytesOut: client.bytesOut };
  const started = performance.now();
  return new Promise((resolve) => {
    const fill = (): void => {
      const room = Math.min(windowOrders - (client.sent - client.filled), target - client.sent);
      // A write a few orders would cost more than the orders.
      if (room < BATCH_ORDERS && client.filled < target && room < target - client.sent) return;
      const nowMs = Date.now();
      for (let i = 0; i < room && client.hasRoom; i++) client.order(nowMs);
      client.flush();
    };
    client.onRead = () => {
      fill();
      if (client.filled < target) return;
      client.onRead = () => undefined;
      const elapsedMs = performance.now() - started;
      check(client.acknowledged === target, 'every order is acknowledged once');
      resolve({
        orders,
        elapsedMs,
        reports: client.reports - before.reports,
        bytesIn: client.bytesIn - before.bytesIn,
        bytesOut: client.bytesOut - before.bytesOut,
      });
    };
    fill();
  });
}

/** The bench's end of the client thread. */
export class EdgeLoad {
  readonly worker: Worker;

  private constructor(worker: Worker) {
    this.worker = worker;
    worker.on('error', (error) => {
      console.error(`  the client stopped: ${error.stack}`);
      process.exit(1);
    });
  }

  static async start(data: Omit<EdgeLoadData, 'kind'>): Promise<EdgeLoad> {
    const load = new EdgeLoad(
      new Worker(fileURLToPath(import.meta.url), { workerData: { kind: 'edge load', ...data }, name: 'client' }),
    );
    await load.#answer();
    return load;
  }

  async ask<T>(request: LoadRequest): Promise<T> {
    this.worker.postMessage(request);
    return (await this.#answer()) as T;
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.worker.once('exit', resolve));
    this.worker.postMessage({ kind: 'end' });
    await ended;
  }

  #answer(): Promise<unknown> {
    return new Promise((resolve) => this.worker.once('message', resolve));
  }
}

async function serve({ port, orders }: EdgeLoadData): Promise<void> {
  const client = new EdgeClient(port, orders);
  await client.logon();
  parentPort!.on('message', async (request: LoadRequest) => {
    switch (request.kind) {
      case 'pipelined':
        parentPort!.postMessage(await runPipelined(client, request.orders, request.windowOrders));
        break;
      case 'end':
        client.end();
        parentPort!.close();
        break;
    }
  });
  parentPort!.postMessage('ready');
}

if (!isMainThread && (workerData as Partial<EdgeLoadData> | null)?.kind === 'edge load') {
  await serve(workerData as EdgeLoadData);
}
