/** Schedules against closed forms that are computed another way, and what icebergs and pegs do, through the whole engine. */

import { Decimal } from 'decimal.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { NewAdvancedOrder } from '../../../../../../schemas/generated/engine.ts';
import { Desk as Bench, type Instructed } from '../../../../../../test/simulation/desk.ts';
import { ExecType, OrderStatus, OrderType, PegKind, Side } from '../../../../model/order.ts';
import { RecordType } from '../../../../model/record_type.ts';
import { ReportKind } from '../../../../model/venue.ts';
import { isRegistered } from './registry.ts';

Decimal.set({ precision: 50 });

/** A midnight, so that buckets of the day begin with it. */
const BASE_MS = 19_700 * 86_400_000;
const MINUTE_MS = 60_000;

class Desk extends Bench {
  #base = BASE_MS;

  constructor() {
    super();
    // Hours pass between two quotes.
    this.writer.instrument(0, { priceMaxAgeNs: 1e15 });
    this.roll(BASE_MS);
  }

  roll(baseMs: number): this {
    this.#base = baseMs;
    this.writer.dayRoll(baseMs);
    this.now = 0;
    this.drain().told();
    this.writer.quote(0, 0, 100, 102);
    return this.drain();
  }

  at(ms: number): this {
    this.now = (ms - this.#base) * 1e6;
    return this.drain();
  }

  work(type: number, lots: number, more: Partial<NewAdvancedOrder>, terms: object = {}): this {
    this.writer.advanced(0, { id: 'W', side: Side.BUY, lots, type, ...terms }, more);
    return this.drain();
  }

  placed(): Instructed[] {
    return this.instructed().filter(({ type }) => type === RecordType.VENUE_NEW_ORDER);
  }

  cancels(): Instructed[] {
    return this.instructed().filter(({ type }) => type === RecordType.VENUE_CANCEL);
  }

  fillWhole(leg: Instructed): void {
    this.fill(leg.venue, leg.ref, leg.lots, leg.lots, leg.lots, 102);
  }

  /** Sizes of all slices up to `endMs`, each filled at once. */
  slices(startMs: number, endMs: number, everyMs: number): number[] {
    const sizes: number[] = [];
    for (let ms = startMs; ms < endMs; ms += everyMs) {
      for (const leg of this.at(ms + 1).placed()) {
        sizes.push(leg.lots);
        this.fillWhole(leg);
      }
    }
    return sizes;
  }
}

/** Differences of cumulated lots, those that are nothing left out. */
function differences(cumulated: readonly number[]): number[] {
  return cumulated.map((lots, i) => lots - (cumulated[i - 1] ?? 0)).filter((lots) => lots > 0);
}

test('every type that the engine works is a stop or has an algorithm', () => {
  for (const type of Object.values(OrderType)) {
    const isStop = type === OrderType.STOP || type === OrderType.STOP_LIMIT;
    assert.is(isRegistered(type), type > OrderType.LIMIT && !isStop, `type ${type}`);
  }
});

test('TWAP: floor(X s / n) in exact rationals, to the lot', () => {
  for (const [lots, steps] of [
    [100, 7],
    [9_999, 13],
    [3, 10],
  ] as const) {
    const desk = new Desk();
    const start = BASE_MS + MINUTE_MS;
    const end = start + steps * MINUTE_MS;
    desk.work(OrderType.TWAP, lots, { startTimeMs: start, endTimeMs: end, intervalMs: MINUTE_MS }, { ticks: 103 });
    const expected = Array.from({ length: steps }, (_, s) => Number((BigInt(lots) * BigInt(s + 1)) / BigInt(steps)));
    assert.equal(desk.slices(start, end, MINUTE_MS), differences(expected), `${lots} in ${steps}`);
    assert.is(desk.told().at(-1)!.status, OrderStatus.FILLED);
  }
});

test('VWAP: follows the volume that the days before had, in exact rationals, to the lot', () => {
  const desk = new Desk();
  // Volume of a quarter of an hour each, from ten o'clock on; two days, the second counts twice.
  const days = [
    [300, 100, 50, 550],
    [200, 100, 400, 100],
  ];
  const ten = 10 * 60 * MINUTE_MS;
  days.forEach((volumes, day) => {
    const base = BASE_MS + day * 86_400_000;
    desk.roll(base);
    volumes.forEach((lots, quarter) => {
      desk.at(base + ten + quarter * 15 * MINUTE_MS + 1_000);
      desk.writer.quote(0, 0, 100, 102, 100, 101, { volumeLots: lots, tradeCount: 1 });
      desk.drain();
    });
  });
  const today = BASE_MS + 2 * 86_400_000;
  desk.roll(today);
  const [start, end] = [today + ten, today + ten + 60 * MINUTE_MS];
  const lots = 9_973;
  desk.work(OrderType.VWAP, lots, { startTimeMs: start, endTimeMs: end, intervalMs: 5 * MINUTE_MS }, { ticks: 103 });
  // Parts of each day's whole: 1000 on the first, 800 on the second; weights 1/4 and 1/2 of them.
  const curve = days[0]!.map((first, i) => BigInt(first) * 800n * 1n + BigInt(days[1]![i]!) * 1_000n * 2n);
  const whole = curve.reduce((sum, part) => sum + part, 0n);
  const due = Array.from({ length: 12 }, (_, s) => {
    const thirds = curve.reduce(
      (sum, part, quarter) => sum + part * BigInt(Math.min(3, Math.max(0, s + 1 - 3 * quarter))),
      0n,
    );
    return Number((BigInt(lots) * thirds) / (whole * 3n));
  });
  const sizes = desk.slices(start, end, 5 * MINUTE_MS);
  // A quotient that is whole but for the last bit may come out one lower; the next slice makes up for it.
  const cumulated = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((sum, size) => sum + size, 0));
  for (const [s, sum] of cumulated.entries()) {
    assert.ok(sum === due[s] || sum === due[s]! - 1, `after step ${s + 1}: ${sum} of ${due[s]}`);
  }
  assert.is(cumulated.at(-1), lots);
});

test('VWAP: a curve of earlier days, told at the start, counts until more days were learnt here', () => {
  const desk = new Desk();
  const noon = 12 * 60 * MINUTE_MS;
  let base = BASE_MS;
  /** The two slices of half an hour at noon, of another day each. */
  const work = (): number[] => {
    base += 86_400_000;
    desk.roll(base);
    const [startTimeMs, endTimeMs] = [base + noon, base + noon + 30 * MINUTE_MS];
    desk.work(OrderType.VWAP, 1_000, { startTimeMs, endTimeMs, intervalMs: 15 * MINUTE_MS }, { ticks: 103 });
    return desk.slices(startTimeMs, endTimeMs, 15 * MINUTE_MS);
  };
  // Noon's quarter of an hour is number 48. Of an instrument that is none, of nothing, of less than nothing: no curve.
  desk.writer.volumeCurve(4, 9, { 48: 1 });
  desk.writer.volumeCurve(-1, 9, { 48: 1 });
  desk.writer.volumeCurve(0, 9, {});
  desk.writer.volumeCurve(0, 9, { 48: -5 });
  desk.writer.volumeCurve(0, 2, { 48: 200_000, 49: 600_000, 50: 200_000 });
  assert.equal(work(), [250, 750]);
  desk.writer.volumeCurve(0, 2, { 48: 1, 49: 1 });
  assert.equal(work(), [250, 750], 'of no more days');
  // A day of trades at a quarter past alone: the third one, counting as much as the two together.
  desk.writer.quote(0, 0, 100, 102, 100, 101, { volumeLots: 40, tradeCount: 1 });
  desk.drain();
  assert.equal(work(), [111, 889], 'half of 0.2, and of 0.6 and 1');
  desk.writer.volumeCurve(0, 3, { 48: 1, 49: 1 });
  assert.equal(work(), [111, 889], 'as many were learnt here');
  desk.writer.volumeCurve(0, 4, { 48: 1, 49: 1 });
  assert.equal(work(), [500, 500]);
});

test('VWAP without anything learnt is a TWAP', () => {
  const desk = new Desk();
  const start = BASE_MS + MINUTE_MS;
  desk.work(
    OrderType.VWAP,
    100,
    { startTimeMs: start, endTimeMs: start + 4 * MINUTE_MS, intervalMs: MINUTE_MS },
    { ticks: 103 },
  );
  assert.equal(desk.slices(start, start + 4 * MINUTE_MS, MINUTE_MS), [25, 25, 25, 25]);
});

test('implementation shortfall: Almgren and Chriss, in decimal arithmetic of fifty digits, to the lot', () => {
  for (const [riskAversion, volatility, impact] of [
    [1e-6, 0.5, 1e-4],
    [1e-4, 2, 1e-3],
    [0, 1, 1],
  ] as const) {
    const desk = new Desk();
    const [lots, steps, tau] = [100_000 / 10, 20, 30];
    const start = BASE_MS + MINUTE_MS;
    const end = start + steps * tau * 1_000;
    desk.writer.account(0, { maxOrderLots: 1e6 });
    desk.work(
      OrderType.IMPLEMENTATION_SHORTFALL,
      lots,
      { startTimeMs: start, endTimeMs: end, intervalMs: tau * 1_000, riskAversion, volatility, impact },
      { ticks: 103 },
    );
    const ratio = new Decimal(riskAversion).mul(volatility).mul(volatility).div(impact);
    const kappa = ratio.mul(tau).mul(tau).div(2).plus(1).acosh().div(tau);
    const horizon = new Decimal(steps * tau);
    const due = Array.from({ length: steps }, (_, s) => {
      if (s + 1 === steps) return lots;
      const rest = horizon.mul(steps - s - 1).div(steps);
      const left = kappa.isZero() ? rest.div(horizon) : kappa.mul(rest).sinh().div(kappa.mul(horizon).sinh());
      return new Decimal(lots).mul(new Decimal(1).minus(left)).floor().toNumber();
    });
    assert.equal(desk.slices(start, end, tau * 1_000), differences(due), `lambda ${riskAversion}`);
  }
});

test('where no venue shows parts an iceberg is worked: a part at a time, the next when it is filled, and never more than is left', () => {
  const desk = new Desk().withoutDisplay(0, 1, 2, 3).work(OrderType.ICEBERG, 25, { displayLots: 10 }, { ticks: 101 });
  const sizes: number[] = [];
  for (let [leg] = desk.placed(); leg !== undefined; [leg] = desk.placed()) {
    assert.is(leg.ticks, 101);
    sizes.push(leg.lots);
    desk.fillWhole(leg);
  }
  assert.equal(sizes, [10, 10, 5]);
  assert.is(desk.told().at(-1)!.status, OrderStatus.FILLED);
});

test('an iceberg goes to a venue that shows a part of it, whole', () => {
  const desk = new Desk().withoutDisplay(0, 1).work(OrderType.ICEBERG, 25, { displayLots: 10 }, { ticks: 101 });
  const [leg, ...others] = desk.placed();
  assert.equal([leg!.venue, leg!.lots, leg!.display, leg!.ticks, others], [2, 25, 10, 101, []]);
  desk.fillWhole(leg!);
  assert.is(desk.told().at(-1)!.status, OrderStatus.FILLED);
});

test('a venue that gives it back with nothing more filled is not given it again: the engine works the rest', () => {
  const desk = new Desk().work(OrderType.ICEBERG, 25, { displayLots: 10 }, { ticks: 101 });
  const [whole] = desk.placed();
  desk.fill(whole!.venue, whole!.ref, 5, 5, 25, 101);
  desk.report(whole!.venue, ReportKind.CANCELLED, whole!.ref, { cumLots: 5, orderLots: 25 });
  const [again] = desk.at(BASE_MS + 101).placed();
  assert.equal([again!.lots, again!.display], [20, 10]);
  desk.report(again!.venue, ReportKind.CANCELLED, again!.ref, { cumLots: 0, orderLots: 20 });
  const [part] = desk.at(BASE_MS + 202).placed();
  assert.equal([part!.lots, part!.display], [10, 0]);
});

test('a venue that is gone shows no parts', () => {
  const desk = new Desk().withoutDisplay(0, 1, 2);
  desk.writer.venueStatus(3, false);
  desk.drain().work(OrderType.ICEBERG, 25, { displayLots: 10 }, { ticks: 101 });
  assert.equal(
    desk.placed().map(({ lots, display }) => [lots, display]),
    [[10, 0]],
  );
});

test('a replaced iceberg is at its venue as it is then', () => {
  const desk = new Desk().work(OrderType.ICEBERG, 25, { displayLots: 10 }, { ticks: 101 });
  const [first] = desk.placed();
  desk.writer.replaceAdvanced(
    0,
    'W2',
    'W',
    { side: Side.BUY, lots: 40, type: OrderType.ICEBERG, ticks: 100 },
    { displayLots: 5 },
  );
  assert.is(desk.drain().cancels().length, 1);
  desk.report(first!.venue, ReportKind.CANCELLED, first!.ref, { cumLots: 0, orderLots: 25 });
  const [second] = desk.placed();
  assert.equal([second!.lots, second!.display, second!.ticks], [40, 5, 100]);
});

test('an iceberg whose part comes back is not sent again at once', () => {
  const desk = new Desk().work(OrderType.ICEBERG, 25, { displayLots: 10 }, { ticks: 101 });
  const [leg] = desk.placed();
  desk.report(leg!.venue, ReportKind.CANCELLED, leg!.ref, { cumLots: 0, orderLots: 10 });
  assert.equal(desk.placed(), []);
  assert.is(desk.at(BASE_MS + 101).placed().length, 1);
});

test('parts vary within the variation, and their sum does not', () => {
  const desk = new Desk().work(OrderType.ICEBERG, 1_000, { displayLots: 50, variation: 0.4 }, { ticks: 101 });
  const sizes: number[] = [];
  for (let [leg] = desk.placed(); leg !== undefined; [leg] = desk.placed()) {
    sizes.push(leg.lots);
    desk.fillWhole(leg);
  }
  assert.is(
    sizes.reduce((sum, size) => sum + size, 0),
    1_000,
  );
  assert.ok(new Set(sizes).size > 3, `${sizes}`);
  assert.ok(
    sizes.slice(0, -1).every((size) => size >= 40 && size <= 60),
    `${sizes}`,
  );
});

const PEGS: ReadonlyArray<readonly [string, number, number, number, number]> = [
  ['primary, buy', PegKind.PRIMARY, Side.BUY, 0, 100],
  ['primary, sell', PegKind.PRIMARY, Side.SELL, 0, 103],
  ['primary, buy, below', PegKind.PRIMARY, Side.BUY, -2, 98],
  ['market, buy', PegKind.MARKET, Side.BUY, 0, 103],
  ['market, sell', PegKind.MARKET, Side.SELL, 1, 101],
  ['middle, buy: the lower of two ticks', PegKind.MIDPOINT, Side.BUY, 0, 101],
  ['middle, sell: the higher of two ticks', PegKind.MIDPOINT, Side.SELL, 0, 102],
];
for (const [name, peg, side, pegOffsetTicks, expected] of PEGS) {
  test(`a peg stands where it should: ${name}`, () => {
    const desk = new Desk();
    desk.writer.quote(0, 0, 100, 103);
    desk.drain();
    desk.work(OrderType.PEGGED, 10, { peg, pegOffsetTicks }, { side });
    assert.is(desk.placed()[0]!.ticks, expected);
  });
}

test('a peg follows: taken back first, sent anew when it has gone, never two at once, never beyond its limit', () => {
  const desk = new Desk().work(OrderType.PEGGED, 10, { peg: PegKind.PRIMARY, pegOffsetTicks: -1 }, { ticks: 102 });
  const [first] = desk.placed();
  assert.is(first!.ticks, 99);
  desk.writer.quote(0, 1, 105, 107);
  desk.drain();
  const [cancel] = desk.cancels();
  assert.is(cancel!.ref, first!.ref);
  // More quotes change nothing while it is on its way back.
  desk.writer.quote(0, 1, 106, 107);
  desk.drain();
  assert.equal(desk.instructed(), []);
  desk.report(first!.venue, ReportKind.CANCELLED, first!.ref, { cumLots: 4, orderLots: 10 });
  assert.equal(desk.placed(), [], 'four are still to be told');
  desk.fill(first!.venue, first!.ref, 4, 4, 10, 99);
  const [second] = desk.placed();
  assert.equal([second!.ticks, second!.lots], [102, 6]);
});

test('a peg moves by the least distance and not more often than its interval', () => {
  const desk = new Desk().work(OrderType.PEGGED, 10, {
    peg: PegKind.MARKET,
    repriceTicks: 3,
    intervalMs: 1_000,
  });
  desk.placed();
  desk.writer.quote(0, 0, 101, 104);
  desk.drain();
  assert.equal(desk.cancels(), [], 'two ticks are too near');
  desk.writer.quote(0, 0, 103, 106);
  desk.drain();
  assert.equal(desk.cancels(), [], 'too soon');
  desk.at(BASE_MS + 1_001);
  assert.is(desk.cancels().length, 1);
});

test('where there is nothing to follow, nothing is open; a cancel of the peg ends it', () => {
  const desk = new Desk().work(OrderType.PEGGED, 10, { peg: PegKind.PRIMARY });
  const [leg] = desk.placed();
  for (let venue = 0; venue < 4; venue++) desk.writer.venueStatus(venue, false);
  for (let venue = 0; venue < 4; venue++) desk.writer.venueStatus(venue, true);
  desk.writer.quote(0, 0, 0, 102);
  desk.drain();
  assert.is(desk.cancels().length, 1);
  desk.report(leg!.venue, ReportKind.CANCELLED, leg!.ref, { cumLots: 0, orderLots: 10 });
  assert.equal(desk.placed(), []);
  desk.writer.cancel(0, 'C', 'W');
  desk.drain();
  assert.is(desk.told().at(-1)!.execType, ExecType.CANCELLED);
});

test.run();
