/** A session with rings at its other side, for tests: sends orders as records, keeps what comes back. */
import * as assert from 'uvu/assert';
import {
  Quote,
  RecordHeader,
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
  VenueReport,
  VenueStatusRequest,
} from '../schemas/generated/engine.ts';
import { allocateRegion } from '../src/ring/memory.ts';
import { EMPTY, FULL, SpscConsumer, SpscProducer, spscRegionBytes } from '../src/ring/spsc.ts';
import type { VenueLink, VenueLinkPorts } from '../src/workers/edges/venue_link.ts';
import type { OutboundLog } from '../src/workers/edges/venue_session/outbound_log.ts';
import {
  VENUE_SESSION_DEFAULTS,
  VenueSession,
  type VenueSessionOptions,
} from '../src/workers/edges/venue_session/venue_session.ts';
import { OrderType, Side, TimeInForce } from '../src/workers/model/order.ts';
import { RecordType } from '../src/workers/model/record_type.ts';

const INSTRUMENTS = 2;
/** For what takes milliseconds: threads of a busy machine stand still for seconds. */
const WAIT_MS = 60_000;

export interface Report {
  epoch: number;
  number: number;
  leg: number;
  kind: number;
  request: number;
  reason: number;
  last: number;
  cum: number;
  leaves: number;
  lots: number;
  ticks: number;
}

/** The engine's side of a venue's link, whichever protocol that speaks. */
export class LinkClient<Link extends VenueLink> {
  readonly session: Link;
  readonly reports: Report[] = [];
  readonly quotes: Array<{ number: number; instrument: number; volume: number; count: number; bid: number }> = [];
  readonly statuses: boolean[][] = [];
  readonly orders: SpscProducer;
  private readonly reportRing: SpscConsumer;
  private readonly quoteRing: SpscConsumer;
  private readonly header = new RecordHeader();
  private sequence = 0;

  constructor(makeLink: (ports: VenueLinkPorts, quotes: SpscProducer) => Link, ringBytes = 1 << 20) {
    const [orders, reports, quotes] = [1 << 22, ringBytes, 1 << 16].map((n) => allocateRegion(spscRegionBytes(n)));
    this.orders = new SpscProducer(orders!);
    this.reportRing = new SpscConsumer(reports!);
    this.quoteRing = new SpscConsumer(quotes!);
    const ports: VenueLinkPorts = {
      venue: 3,
      orders: new SpscConsumer(orders!),
      reports: new SpscProducer(reports!),
      heard: { epoch: 0, sequence: 0 },
      clock: () => 42,
      onStatus: (isConnected, hasForgotten) => this.statuses.push([isConnected, hasForgotten]),
      onMissing: () => undefined,
      cumulativeOf: () => -1,
    };
    this.session = makeLink(ports, new SpscProducer(quotes!));
  }

  order(
    leg: number,
    lots: number,
    ticks: number,
    side: number = Side.BUY,
    tif: number = TimeInForce.GTC,
    minimum = 0,
  ): void {
    const body = new VenueNewOrder().wrap(
      this.orders.data,
      this.begin(RecordType.VENUE_NEW_ORDER, VenueNewOrder.BYTES),
    );
    body.clear();
    body.legRef = leg;
    body.lots = lots;
    body.priceTicks = ticks;
    body.side = side;
    body.timeInForce = tif;
    body.minLots = minimum;
    body.orderType = ticks === 0 ? OrderType.MARKET : OrderType.LIMIT;
    this.end();
  }

  cancel(leg: number, request = 0): void {
    const body = new VenueCancel().wrap(this.orders.data, this.begin(RecordType.VENUE_CANCEL, VenueCancel.BYTES));
    body.clear();
    body.request = request;
    body.legRef = leg;
    this.end();
  }

  replace(leg: number, lots: number, ticks: number, request = 0): void {
    const body = new VenueReplace().wrap(this.orders.data, this.begin(RecordType.VENUE_REPLACE, VenueReplace.BYTES));
    body.clear();
    body.request = request;
    body.legRef = leg;
    body.lots = lots;
    body.priceTicks = ticks;
    this.end();
  }

  status(leg: number, request = 0): void {
    const type = RecordType.VENUE_STATUS_REQUEST;
    const body = new VenueStatusRequest().wrap(this.orders.data, this.begin(type, VenueStatusRequest.BYTES));
    body.clear();
    body.request = request;
    body.legRef = leg;
    this.end();
  }

  /** Reads both rings empty. */
  read(): void {
    const body = new VenueReport();
    for (let at = this.reportRing.poll(); at !== EMPTY; at = this.reportRing.poll()) {
      const header = this.header.wrap(this.reportRing.data, at);
      assert.is(header.type, RecordType.VENUE_REPORT);
      assert.is(header.length, this.reportRing.length);
      assert.is(header.version, 1);
      assert.is(header.ingressTime, 42);
      body.wrap(this.reportRing.data, at + RecordHeader.BYTES);
      assert.is(body.venue, 3);
      this.reports.push({
        epoch: header.sourceEpoch,
        number: header.sourceSequence,
        leg: body.legRef,
        kind: body.kind,
        request: body.request,
        reason: body.reason,
        last: body.lastLots,
        cum: body.cumLots,
        leaves: body.leavesLots,
        lots: body.orderLots,
        ticks: body.priceTicks,
      });
    }
    this.reportRing.release();
    const quote = new Quote();
    for (let at = this.quoteRing.poll(); at !== EMPTY; at = this.quoteRing.poll()) {
      const number = this.header.wrap(this.quoteRing.data, at).sourceSequence;
      quote.wrap(this.quoteRing.data, at + RecordHeader.BYTES);
      const { instrument, volumeLots: volume, tradeCount: count, bidTicks: bid } = quote;
      this.quotes.push({ number, instrument, volume, count, bid });
    }
    this.quoteRing.release();
  }

  /** Turns the session until it is so, or fails. */
  async until(what: string, isSo: () => boolean): Promise<void> {
    const end = performance.now() + WAIT_MS;
    while (!isSo()) {
      if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
      this.session.poll();
      this.read();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  kinds(leg: number): number[] {
    return this.reports.filter((report) => report.leg === leg).map((report) => report.kind);
  }

  assertNumbered(): void {
    this.reports.forEach((report, index) => {
      assert.is(report.number, index + 1);
    });
  }

  private begin(type: number, bodyBytes: number): number {
    const at = this.orders.claim(RecordHeader.BYTES + bodyBytes);
    assert.is.not(at, FULL);
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

/** By the exchange's own protocol. */
export class TestClient extends LinkClient<VenueSession> {
  constructor(port: number, log: OutboundLog, overrides: Partial<VenueSessionOptions> = {}, ringBytes = 1 << 20) {
    super(
      (ports, quotes) =>
        new VenueSession({
          ...VENUE_SESSION_DEFAULTS,
          ...ports,
          port,
          session: 5,
          instruments: INSTRUMENTS,
          engineEpoch: 9,
          quotes,
          log,
          heartbeatMs: 50,
          firstRetryMs: 5,
          maxRetryMs: 20,
          ...overrides,
        }),
      ringBytes,
    );
  }
}
