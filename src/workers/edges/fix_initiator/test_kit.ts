/** What the tests here share: an end with rings at one side and, at the other, a venue that says what the test says. */
import {
  RecordHeader,
  TradeChange,
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
  VenueReport,
  VenueStatusRequest,
} from '../../../../schemas/generated/engine.ts';
import { allocateRegion } from '../../../ring/memory.ts';
import { EMPTY, FULL, SpscConsumer, SpscProducer, spscRegionBytes } from '../../../ring/spsc.ts';
import { OrderType, Side, TimeInForce } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import type { FixInstrument } from '../../protocols/fix/directory.ts';
import { MemoryOutboundLog } from '../../protocols/fix/outbound_log.ts';
import { body, type Fields, frame, TestTransport } from '../../protocols/fix/test_kit.ts';
import { TimestampWriter } from '../../protocols/fix/timestamp.ts';
import { DIALECT_DEFAULTS, type VenueDialect } from '../../protocols/fix/venue_dialect.ts';
import type { VenueLinkPorts } from '../venue_link.ts';
import { LegBook } from './leg_book.ts';
import { type LinkLog, VenueEnd } from './venue_end.ts';

export const INSTRUMENTS: readonly FixInstrument[] = [
  { symbol: 'AAPL', tickMantissa: 1, tickExponent: -2, lotSize: 1 },
  { symbol: 'MSFT', tickMantissa: 5, tickExponent: -2, lotSize: 100 },
];
export const DIALECT: VenueDialect = { ...DIALECT_DEFAULTS, senderCompId: 'SLUICE', targetCompId: 'VENUE' };
export const VENUE = 3;
export const START_MS = Date.UTC(2026, 10, 23, 9);

export interface Report {
  epoch: number;
  number: number;
  leg: number;
  kind: number;
  request: number;
  reason: number;
  last: number;
  ticks: number;
  cum: number;
  leaves: number;
  lots: number;
  price: number;
  execution: number;
  /** Of a TRADE_CHANGE: the execution that it changes, and whether what was taken back is open again. */
  original: number;
  reopened: number;
}

/** `Report.kind` of a TRADE_CHANGE: TradeChangeKind more. */
export const CHANGE_KINDS = 1_000;

export interface OrderTerms {
  instrument?: number;
  lots?: number;
  ticks?: number;
  side?: number;
  timeInForce?: number;
  displayLots?: number;
  minLots?: number;
}

/** The engine's side of a link: its rings and what it is told. */
export class Engine {
  readonly reports: Report[] = [];
  readonly statuses: boolean[][] = [];
  missing = 0;
  /** What the engine had of its open legs' fills at the start. */
  readonly cumulative = new Map<number, number>();
  readonly ports: VenueLinkPorts;
  readonly orders: SpscProducer;
  private readonly reportRing: SpscConsumer;
  private readonly header = new RecordHeader();
  private sequence: number;

  constructor(heard = { epoch: 0, sequence: 0 }, ringBytes = 1 << 20, sequence = 0) {
    this.sequence = sequence;
    const orders = allocateRegion(spscRegionBytes(1 << 18));
    const reports = allocateRegion(spscRegionBytes(ringBytes));
    this.orders = new SpscProducer(orders);
    this.reportRing = new SpscConsumer(reports);
    this.ports = {
      venue: VENUE,
      orders: new SpscConsumer(orders),
      reports: new SpscProducer(reports),
      heard,
      cumulativeOf: (leg) => this.cumulative.get(leg) ?? -1,
      clock: () => 42,
      onStatus: (isConnected, hasForgotten) => this.statuses.push([isConnected, hasForgotten]),
      onMissing: () => {
        this.missing++;
      },
    };
  }

  order(leg: number, terms: OrderTerms = {}): void {
    const body = new VenueNewOrder().wrap(
      this.orders.data,
      this.begin(RecordType.VENUE_NEW_ORDER, VenueNewOrder.BYTES),
    );
    body.clear();
    body.venue = VENUE;
    body.legRef = leg;
    body.instrument = terms.instrument ?? 0;
    body.lots = terms.lots ?? 100;
    body.priceTicks = terms.ticks ?? 18_725;
    body.side = terms.side ?? Side.BUY;
    body.timeInForce = terms.timeInForce ?? TimeInForce.DAY;
    body.orderType = body.priceTicks === 0 ? OrderType.MARKET : OrderType.LIMIT;
    body.displayLots = terms.displayLots ?? 0;
    body.minLots = terms.minLots ?? 0;
    this.end();
  }

  cancel(leg: number, request: number): void {
    const body = new VenueCancel().wrap(this.orders.data, this.begin(RecordType.VENUE_CANCEL, VenueCancel.BYTES));
    body.clear();
    body.request = request;
    body.legRef = leg;
    this.end();
  }

  replace(leg: number, lots: number, ticks: number, request: number): void {
    const body = new VenueReplace().wrap(this.orders.data, this.begin(RecordType.VENUE_REPLACE, VenueReplace.BYTES));
    body.clear();
    body.request = request;
    body.legRef = leg;
    body.lots = lots;
    body.priceTicks = ticks;
    this.end();
  }

  status(leg: number, request: number): void {
    const type = RecordType.VENUE_STATUS_REQUEST;
    const body = new VenueStatusRequest().wrap(this.orders.data, this.begin(type, VenueStatusRequest.BYTES));
    body.clear();
    body.request = request;
    body.legRef = leg;
    this.end();
  }

  /** Reads the ring of reports empty. */
  read(): void {
    const body = new VenueReport();
    for (let at = this.reportRing.poll(); at !== EMPTY; at = this.reportRing.poll()) {
      const header = this.header.wrap(this.reportRing.data, at);
      if (header.type === RecordType.TRADE_CHANGE) {
        this.readChange(header, at);
        continue;
      }
      body.wrap(this.reportRing.data, at + RecordHeader.BYTES);
      if (header.type !== RecordType.VENUE_REPORT || body.venue !== VENUE) throw new Error('no report of the venue');
      this.reports.push({
        epoch: header.sourceEpoch,
        number: header.sourceSequence,
        leg: body.legRef,
        kind: body.kind,
        request: body.request,
        reason: body.reason,
        last: body.lastLots,
        ticks: body.lastTicks,
        cum: body.cumLots,
        leaves: body.leavesLots,
        lots: body.orderLots,
        price: body.priceTicks,
        execution: body.executionId,
        original: 0,
        reopened: 0,
      });
    }
    this.reportRing.release();
  }

  private readChange({ sourceEpoch, sourceSequence }: RecordHeader, at: number): void {
    const body = new TradeChange().wrap(this.reportRing.data, at + RecordHeader.BYTES);
    if (body.venue !== VENUE) throw new Error('no report of the venue');
    const none = { request: 0, reason: 0, cum: 0, leaves: 0, lots: 0, price: 0 };
    this.reports.push({
      ...none,
      epoch: sourceEpoch,
      number: sourceSequence,
      leg: body.legRef,
      kind: CHANGE_KINDS + body.kind,
      last: body.lastLots,
      ticks: body.lastTicks,
      execution: body.executionId,
      original: body.originalExecutionId,
      reopened: body.reopened,
    });
  }

  /** What came since the last call. */
  take(): Report[] {
    this.read();
    return this.reports.splice(0);
  }

  /** The stream position that the last record came from. */
  get lastSequence(): number {
    return this.sequence;
  }

  private begin(type: number, bodyBytes: number): number {
    const at = this.orders.claim(RecordHeader.BYTES + bodyBytes);
    if (at === FULL) throw new Error('the ring of orders is full');
    const header = this.header.wrap(this.orders.data, at);
    header.clear();
    header.type = type;
    header.length = RecordHeader.BYTES + bodyBytes;
    this.sequence++;
    header.sequence = this.sequence;
    header.outputIndex = 1;
    return at + RecordHeader.BYTES;
  }

  private end(): void {
    this.orders.commit();
    this.orders.publish();
  }
}

/** An end whose venue is the test: it says messages by hand and sees those that came. */
export class Rig {
  readonly engine: Engine;
  readonly end: VenueEnd;
  readonly log: LinkLog;
  readonly legs: LegBook;
  readonly notices: string[] = [];
  readonly clock: { ms: number };
  transport = new TestTransport();
  /** Of the venue's next message. */
  number = 1;

  constructor({
    dialect = DIALECT,
    engine = new Engine(),
    log = new MemoryOutboundLog(),
    legs = new LegBook(),
    startMs = START_MS,
  }: { dialect?: VenueDialect; engine?: Engine; log?: LinkLog; legs?: LegBook; startMs?: number } = {}) {
    this.engine = engine;
    this.log = log;
    this.legs = legs;
    this.clock = { ms: startMs };
    this.end = new VenueEnd({
      ports: engine.ports,
      dialect,
      instruments: INSTRUMENTS,
      log,
      legs,
      wallMs: () => this.clock.ms,
      notice: (text) => this.notices.push(text),
    });
  }

  /** Connects and is logged on; answers with what we said meanwhile, the Logon apart. */
  logOn(fields: Fields = []): string[] {
    this.transport = new TestTransport();
    this.end.onConnect(this.transport);
    this.say('A', [[98, 0], [108, 30], ...fields]);
    return this.transport.take().slice(1);
  }

  disconnect(): void {
    this.end.onDisconnect();
  }

  /** One message of the venue under its next number. */
  say(type: string, fields: Fields, header: Fields = []): void {
    this.sayAs(this.number++, type, fields, header);
  }

  sayAs(number: number, type: string, fields: Fields, header: Fields = []): void {
    const head: Fields = [
      [35, type],
      [49, 'VENUE'],
      [56, 'SLUICE'],
      [34, number],
      [52, timeText(this.clock.ms)],
    ];
    const bytes = Buffer.from(frame(body([...head, ...header, ...fields])), 'latin1');
    this.end.onBytes(bytes, bytes.length);
  }

  /** Sends what the engine has; the messages that left. */
  poll(): string[] {
    this.end.poll();
    return this.transport.take();
  }
}

/** An ExecutionReport's fields. */
export function report(
  clOrdId: string,
  execType: string,
  status: string,
  amounts: {
    symbol?: string;
    cum?: number;
    leaves?: number;
    last?: number;
    lastPx?: string;
    lots?: number;
    price?: string;
    averagePx?: string;
    more?: Fields;
  } = {},
): Fields {
  const { cum = 0, leaves = 0, last, lastPx, lots, price, more = [], symbol = 'AAPL', averagePx = '0' } = amounts;
  return [
    [37, '7001'],
    [11, clOrdId],
    [17, `exec-${clOrdId}-${execType}-${cum}`],
    [150, execType],
    [39, status],
    [55, symbol],
    [54, 1],
    ...(lots === undefined ? [] : ([[38, lots]] as const)),
    ...(price === undefined ? [] : ([[44, price]] as const)),
    ...(last === undefined ? [] : ([[32, last]] as const)),
    ...(lastPx === undefined ? [] : ([[31, lastPx]] as const)),
    [151, leaves],
    [14, cum],
    [6, averagePx],
    ...more,
  ];
}

function timeText(ms: number): string {
  const view = new DataView(new ArrayBuffer(24));
  new TimestampWriter().write(view, 0, ms);
  return Buffer.from(view.buffer, 0, 21).toString('latin1');
}
