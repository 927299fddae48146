/**
 * The edge benches' two FIX sides: a client of the daemon, which sends pairs of orders that fill each other and checks every
 * report (numbered without a gap, each order New once, then filled whole at its price), and a client of the echo.
 */
import { connect, type Socket } from 'node:net';
import { ExecType, OrderStatus, Side } from '../src/workers/model/order.ts';
import { Frame, FrameReader } from '../src/workers/protocols/fix/frame.ts';
import { MessageWriter } from '../src/workers/protocols/fix/message_writer.ts';
import { MsgType, Tag } from '../src/workers/protocols/fix/tag.ts';
import { FIRST_LOTS, MOST_LOTS, OrderWriter, ReportReader } from './edge_codec.ts';
import { answersTo, ECHO_BYTES, FixedFrames } from './edge_echo.ts';
import { CLIENT_COMP_ID, EDGE_INSTRUMENTS, SENDER_COMP_ID } from './edge_engine.ts';
import { check } from './harness.ts';

const HEARTBEAT_SECONDS = 60;
const READ_BYTES = 256 * 1024;
const MAX_ORDER_BYTES = 256;
/** What an order has been told so far. */
const Told = { NOTHING: 0, NEW: 1, FILLED: 2 } as const;

/** Orders 2k and 2k + 1 are a buy and a sell of the same lots at the same price. */
export function instrumentOf(order: number): number {
  return (order >> 1) % EDGE_INSTRUMENTS.length;
}

export function lotsOf(order: number): number {
  return FIRST_LOTS + ((order >> 1) % (MOST_LOTS - FIRST_LOTS + 1));
}

/** What a load drives. Orders are numbered from 0. */
export interface LoadTarget {
  readonly sent: number;
  readonly reports: number;
  /** Orders about which everything is in. */
  readonly done: number;
  readonly hasRoom: boolean;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Called for each report once it is checked. */
  onReport: (order: number, isFirst: boolean) => void;
  /** Called after each read from the socket. */
  onRead: () => void;
  /** Appends the next order to the batch that `flush` sends. */
  order(nowMs: number): number;
  flush(): void;
}

export class EdgeClient implements LoadTarget {
  sent = 0;
  acknowledged = 0;
  filled = 0;
  reports = 0;
  bytesIn = 0;
  bytesOut = 0;
  onReport: LoadTarget['onReport'] = () => undefined;
  onRead: LoadTarget['onRead'] = () => undefined;
  readonly #socket: Socket;
  readonly #writer = new MessageWriter(1024 * 1024, CLIENT_COMP_ID, SENDER_COMP_ID);
  readonly #orders = new OrderWriter(this.#writer, EDGE_INSTRUMENTS);
  readonly #frames = new FrameReader(8_192);
  readonly #report = new ReportReader();
  readonly #told: Uint8Array;
  #nextIn = 1;
  #nextOut = 1;
  #onLogon: () => void = () => undefined;

  constructor(port: number, orders: number) {
    this.#told = new Uint8Array(orders);
    this.#socket = openSocket(port, (chunk) => this.#take(chunk));
  }

  async logon(): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.once('connect', () => resolve()));
    const writer = this.#writer;
    this.#orders.setTime(Date.now());
    writer.begin(MsgType.LOGON, this.#nextOut++);
    writer.whole(Tag.ENCRYPT_METHOD, 0);
    writer.whole(Tag.HEART_BT_INT, HEARTBEAT_SECONDS);
    writer.text(Tag.RESET_SEQ_NUM_FLAG, 'Y');
    writer.end();
    const answered = new Promise<void>((resolve) => {
      this.#onLogon = resolve;
    });
    this.flush();
    await answered;
  }

  order(nowMs: number): number {
    const order = this.sent++;
    this.#orders.setTime(nowMs);
    const side = (order & 1) === 0 ? Side.BUY : Side.SELL;
    this.#orders.order(this.#nextOut++, order, instrumentOf(order), side, lotsOf(order));
    return order;
  }

  get done(): number {
    return this.filled;
  }

  get hasRoom(): boolean {
    return this.#writer.roomBytes >= MAX_ORDER_BYTES;
  }

  flush(): void {
    const byteLength = this.#writer.at;
    if (byteLength === 0) return;
    this.bytesOut += byteLength;
    this.#socket.write(Buffer.from(this.#writer.bytes.subarray(0, byteLength)));
    this.#writer.clear();
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
    const report = this.#report;
    report.read(this.#frames.bytes, this.#frames.bodyStart, this.#frames.checksumStart);
    check(report.sequence === this.#nextIn, 'messages are numbered without a gap');
    this.#nextIn++;
    if (report.type === MsgType.EXECUTION_REPORT) this.#takeReport();
    else if (report.type === MsgType.LOGON) this.#onLogon();
    else if (report.type !== MsgType.HEARTBEAT) check(false, `reports and heartbeats only: ${this.#text()}`);
  }

  #takeReport(): void {
    const report = this.#report;
    const { order } = report;
    const told = this.#told[order];
    const isFirst = told === Told.NOTHING;
    const isRight = isFirst ? this.#isNew(report) : told === Told.NEW && this.#isFill(report);
    const isOrder = isRight && report.quantityLots === lotsOf(order) && report.side === 1 + (order & 1);
    if (!isOrder || report.instrument !== instrumentOf(order)) check(false, `order ${order} is told ${this.#text()}`);
    this.reports++;
    if (isFirst) this.acknowledged++;
    else this.filled++;
    this.#told[order] = isFirst ? Told.NEW : Told.FILLED;
    this.onReport(order, isFirst);
  }

  #isNew({ execType, status, leavesLots, filledLots, quantityLots }: ReportReader): boolean {
    return execType === ExecType.NEW && status === OrderStatus.NEW && leavesLots === quantityLots && filledLots === 0;
  }

  #isFill(report: ReportReader): boolean {
    const lots = report.quantityLots;
    const { priceTicks } = EDGE_INSTRUMENTS[report.instrument]!;
    return (
      report.execType === ExecType.TRADE &&
      report.status === OrderStatus.FILLED &&
      report.lastLots === lots &&
      report.filledLots === lots &&
      report.leavesLots === 0 &&
      report.lastTicks === priceTicks &&
      report.averageTicks === priceTicks
    );
  }

  #text(): string {
    const { bytes, start, end } = this.#frames;
    return Buffer.from(bytes.subarray(start, end)).toString('latin1').replaceAll('\x01', '|');
  }
}

/** The same towards the echo, whose messages say nothing but their number, in every word. */
export class EchoClient implements LoadTarget {
  sent = 0;
  reports = 0;
  bytesIn = 0;
  bytesOut = 0;
  readonly hasRoom = true;
  onReport: LoadTarget['onReport'] = () => undefined;
  onRead: LoadTarget['onRead'] = () => undefined;
  readonly #socket: Socket;
  readonly #in = new FixedFrames(ECHO_BYTES.fixReport);
  readonly #out = new FixedFrames(ECHO_BYTES.fixOrder);
  #expected = 0;
  #answers = 0;

  constructor(port: number) {
    this.#socket = openSocket(port, (chunk) => {
      this.bytesIn += chunk.length;
      this.#in.read(chunk, (word) => this.#take(word));
      this.onRead();
    });
  }

  get done(): number {
    return this.#expected;
  }

  order(): number {
    const word = this.#out.append();
    this.#out.f64.fill(this.sent, word, word + (ECHO_BYTES.fixOrder >> 3));
    return this.sent++;
  }

  flush(): void {
    this.bytesOut += this.#out.flush(this.#socket);
  }

  end(): void {
    this.#socket.destroy();
  }

  #take(word: number): void {
    const { f64 } = this.#in;
    for (let i = 0; i < ECHO_BYTES.fixReport >> 3; i++) {
      check(f64[word + i] === this.#expected, `the echo of ${this.#expected}, not ${f64[word + i]}`);
    }
    this.reports++;
    this.onReport(this.#expected, this.#answers === 0);
    this.#answers++;
    if (this.#answers < answersTo(this.#expected)) return;
    this.#answers = 0;
    this.#expected++;
  }
}

function openSocket(port: number, onChunk: (chunk: Uint8Array) => void): Socket {
  const buffer = new Uint8Array(READ_BYTES);
  const callback = (length: number): boolean => {
    onChunk(buffer.subarray(0, length));
    return true;
  };
  const socket = connect({ host: '127.0.0.1', port, noDelay: true, onread: { buffer, callback } });
  socket.on('error', (error) => {
    throw error;
  });
  return socket;
}
