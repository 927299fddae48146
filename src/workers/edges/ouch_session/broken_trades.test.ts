/** Trades that a venue breaks (OUCH 5.0, 3.7), from its message to the record in the engine's ring. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RecordHeader, TradeChange, VenueNewOrder, VenueReport } from '../../../../schemas/generated/engine.ts';
import { allocateRegion } from '../../../ring/memory.ts';
import { EMPTY, SpscConsumer, SpscProducer, spscRegionBytes } from '../../../ring/spsc.ts';
import { OrderType, Side, TimeInForce } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { ReportKind, TradeChangeKind } from '../../model/venue.ts';
import { Answer } from '../../protocols/ouch/codes.ts';
import { Field, OUTBOUND } from '../../protocols/ouch/layout.ts';
import { OuchMessage } from '../../protocols/ouch/ouch_message.ts';
import { OuchOrders } from './ouch_orders.ts';
import { ReportRing } from './report_ring.ts';

const test = suite('OUCH: broken trades');
const VENUE = 2;
const LEG = 4_711;
const MATCH = 900_001;

/** Orders of one login and the ring that their reports go to; `heard`: the last report that the engine has logged. */
class Bench {
  readonly orders: OuchOrders;
  readonly #ring: ReportRing;
  readonly #reports: SpscConsumer;
  readonly #message = new OuchMessage(OUTBOUND);
  readonly #view = new DataView(new ArrayBuffer(256));

  constructor(ringBytes = 1 << 16, heard = 0) {
    const region = allocateRegion(spscRegionBytes(ringBytes));
    this.#reports = new SpscConsumer(region);
    const ports = {
      venue: VENUE,
      orders: new SpscConsumer(allocateRegion(spscRegionBytes(4096))),
      reports: new SpscProducer(region),
      heard: { epoch: 1, sequence: heard },
      cumulativeOf: () => -1,
      clock: () => 42,
      onStatus: () => undefined,
      onMissing: () => undefined,
    };
    this.#ring = new ReportRing(ports, 1);
    this.orders = new OuchOrders({
      instruments: [{ symbol: 'AAPL', tickPrice4: 100, lotShares: 10 }],
      logins: 1,
      legCapacity: 8,
      send: () => undefined,
      report: (report, legs) => this.#ring.put(report, legs),
    });
  }

  order(lots: number): void {
    const body = new VenueNewOrder().wrap(allocateRegion(4096), 0);
    body.legRef = LEG;
    body.lots = lots;
    body.priceTicks = 500;
    body.side = Side.BUY;
    body.orderType = OrderType.LIMIT;
    body.timeInForce = TimeInForce.DAY;
    this.orders.enter(body, 0);
  }

  say(type: number, fields: readonly (readonly [field: number, value: number])[]): void {
    this.#message.clearOptions();
    this.#message.set(Field.USER_REF_NUM, 1);
    for (const [field, value] of fields) this.#message.set(field, value);
    const length = this.#message.encode(type, this.#view, 0);
    assert.is(this.orders.take(0, this.#view, 0, length), type);
  }

  fill(lots: number, match: number): void {
    this.say(Answer.EXECUTED, [
      [Field.QUANTITY, lots * 10],
      [Field.PRICE, 50_000],
      [Field.MATCH_NUMBER, match],
    ]);
  }

  breaks(match: number): void {
    this.say(Answer.BROKEN_TRADE, [[Field.MATCH_NUMBER, match]]);
  }

  /** What the ring has: kind, leg, execution and, of a trade change, the execution that it is of. */
  told(): number[][] {
    const told: number[][] = [];
    this.#ring.publish();
    const [header, report, change] = [new RecordHeader(), new VenueReport(), new TradeChange()];
    for (let at = this.#reports.poll(); at !== EMPTY; at = this.#reports.poll()) {
      const { type } = header.wrap(this.#reports.data, at);
      const body = at + RecordHeader.BYTES;
      if (type === RecordType.TRADE_CHANGE) {
        const { kind, legRef, executionId, originalExecutionId, reopened, venue } = change.wrap(
          this.#reports.data,
          body,
        );
        assert.equal([kind, reopened, venue], [TradeChangeKind.CANCELLED, 0, VENUE]);
        told.push([0, legRef, executionId, originalExecutionId]);
      } else {
        const { kind, legRef, executionId } = report.wrap(this.#reports.data, body);
        told.push([kind, legRef, executionId, 0]);
      }
    }
    this.#reports.release();
    return told;
  }
}

function accepted(bench: Bench, lots: number): void {
  bench.order(lots);
  bench.say(Answer.ACCEPTED, [
    [Field.QUANTITY, lots * 10],
    [Field.ORDER_REFERENCE, 77],
  ]);
}

test('a broken trade names the fill that was told under its match number', () => {
  const bench = new Bench();
  accepted(bench, 5);
  bench.fill(2, MATCH);
  bench.breaks(MATCH);
  assert.equal(bench.told(), [
    [ReportKind.ACKNOWLEDGED, LEG, 1, 0],
    [ReportKind.FILLED, LEG, MATCH, 0],
    [0, LEG, 0, MATCH],
  ]);
  // It is not open again: three lots are.
  assert.is(bench.orders.legs.leavesLots[bench.orders.legs.find(LEG)], 3);
});

test('one of an order that is over, and one of an order that nobody remembers', () => {
  const bench = new Bench();
  accepted(bench, 2);
  bench.fill(2, MATCH);
  bench.breaks(MATCH);
  assert.equal(bench.told().at(-1), [0, LEG, 0, MATCH]);
  const other = new Bench();
  other.breaks(MATCH);
  assert.equal(other.told(), [[0, 0, 0, MATCH]]);
});

test('what has no room in the ring waits, in its order; what the engine has heard is not told again', () => {
  const bench = new Bench(1 << 9);
  accepted(bench, 5);
  for (let i = 0; i < 4; i++) {
    bench.fill(1, MATCH + i);
    bench.breaks(MATCH + i);
  }
  const told: number[][] = [];
  for (let part = bench.told(); part.length > 0; part = bench.told()) told.push(...part);
  const pairs = [0, 1, 2, 3].flatMap((i) => [
    [ReportKind.FILLED, LEG, MATCH + i, 0],
    [0, LEG, 0, MATCH + i],
  ]);
  assert.equal(told.slice(1), pairs);
  const again = new Bench(1 << 16, 3);
  accepted(again, 5);
  again.fill(1, MATCH);
  again.breaks(MATCH);
  again.fill(1, MATCH + 1);
  assert.equal(again.told(), [[ReportKind.FILLED, LEG, MATCH + 1, 0]]);
});

test.run();
