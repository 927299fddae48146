/**
 * How near VWAP and TWAP come to the day's volume-weighted average price, on simulated days whose volume has a curve. Slices
 * are the engine's, from what it learnt of the days before; each trades at the price of its quarter of an hour.
 */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk as Bench } from '../../../../../../test/simulation/desk.ts';
import { Random } from '../../../../../../test/simulation/random.ts';
import { OrderType, Side } from '../../../../model/order.ts';
import { RecordType } from '../../../../model/record_type.ts';

const DAY_MS = 86_400_000;
/** A midnight, so that buckets of the day begin with it. */
const BASE_MS = 19_700 * DAY_MS;
const QUARTER_MS = 900_000;
/** Half past two to nine, UTC: a New York session. */
const OPEN_MS = 14.5 * 3_600_000;
const QUARTERS = 26;
const LEARNT_DAYS = 4;
const MEASURED_DAYS = 24;
const ORDER_LOTS = 9_973;
/** Standard deviation of a quarter's return, as a part of the price: about 1.5 % a day. */
const QUARTER_RETURN = 0.003;

interface Day {
  prices: number[];
  volumes: number[];
}

/** From 0 to 1. */
function partOf(random: Random): number {
  return random.between(0, 1_000_000) / 1_000_000;
}

/** `bend` 0: as much in each quarter. 1: the first and the last have 4 times what the middle has. Each varies by up to a fifth. */
function makeDays(count: number, bend: number, random: Random): Day[] {
  return Array.from({ length: count }, () => {
    const prices: number[] = [];
    const volumes: number[] = [];
    let price = 100;
    for (let quarter = 0; quarter < QUARTERS; quarter++) {
      // Three uniform numbers in (-1, 1) add up to a variance of one.
      const shock = 2 * (partOf(random) + partOf(random) + partOf(random)) - 3;
      price *= 1 + QUARTER_RETURN * shock;
      const fromMiddle = (2 * quarter) / (QUARTERS - 1) - 1;
      const usual = 1 + 3 * bend * fromMiddle * fromMiddle;
      prices.push(price);
      volumes.push(Math.round(10_000 * usual * (0.8 + 0.4 * partOf(random))));
    }
    return { prices, volumes };
  });
}

/** Lots that the engine sends in each quarter of each measured day. */
function workedLots(type: number, days: readonly Day[]): number[][] {
  const desk = new Bench();
  // Hours pass between two quotes.
  desk.writer.instrument(0, { priceMaxAgeNs: 1e15 });
  return days.map(({ volumes }, number) => {
    const base = BASE_MS + number * DAY_MS;
    desk.writer.dayRoll(base);
    desk.now = 0;
    desk.drain().told();
    desk.writer.quote(0, 0, 100, 102);
    desk.drain();
    if (number >= LEARNT_DAYS) {
      const startTimeMs = base + OPEN_MS;
      const terms = { startTimeMs, endTimeMs: startTimeMs + QUARTERS * QUARTER_MS, intervalMs: QUARTER_MS };
      desk.writer.advanced(0, { id: `W${number}`, side: Side.BUY, lots: ORDER_LOTS, type, ticks: 103 }, terms);
      desk.drain();
    }
    return volumes.map((volumeLots, quarter) => {
      desk.now = (OPEN_MS + quarter * QUARTER_MS + 1) * 1e6;
      desk.drain();
      let sent = 0;
      for (const leg of desk.instructed()) {
        if (leg.type !== RecordType.VENUE_NEW_ORDER) continue;
        sent += leg.lots;
        desk.fill(leg.venue, leg.ref, leg.lots, leg.lots, leg.lots, 102);
      }
      desk.writer.quote(0, 0, 100, 102, 100, 101, { volumeLots, tradeCount: 1 });
      desk.drain();
      return sent;
    });
  });
}

function average(prices: readonly number[], weights: readonly number[]): number {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return prices.reduce((sum, price, i) => sum + price * weights[i]!, 0) / whole;
}

/** Root mean square over days of the average price against the day's VWAP, in basis points. */
function trackingErrorBps(type: number, days: readonly Day[]): number {
  const lots = workedLots(type, days);
  const errors = days.slice(LEARNT_DAYS).map(({ prices, volumes }, i) => {
    const sent = lots[LEARNT_DAYS + i]!;
    assert.is(
      sent.reduce((sum, part) => sum + part, 0),
      ORDER_LOTS,
    );
    const benchmark = average(prices, volumes);
    return (10_000 * (average(prices, sent) - benchmark)) / benchmark;
  });
  return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
}

test('VWAP comes nearer to the volume-weighted price of days with a curve than TWAP does', () => {
  for (const [name, bend] of [
    ['no curve', 0],
    ['the ends have 4 times the middle', 1],
  ] as const) {
    const days = makeDays(LEARNT_DAYS + MEASURED_DAYS, bend, new Random(1));
    const vwapBps = trackingErrorBps(OrderType.VWAP, days);
    const twapBps = trackingErrorBps(OrderType.TWAP, days);
    console.log(`${name}: VWAP ${vwapBps.toFixed(2)} bp, TWAP ${twapBps.toFixed(2)} bp from the day's VWAP`);
    if (bend > 0) assert.ok(vwapBps < twapBps, `VWAP ${vwapBps} bp, TWAP ${twapBps} bp`);
  }
});

test.run();
