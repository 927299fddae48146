import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Side } from '../../model/order.ts';
import { ExchangeCore } from '../core.ts';
import { BackgroundFlow, DEFAULT_FLOW } from './background_flow.ts';
import { Random } from './random.ts';

const START = Array.from({ length: 20 }, (_, index) => 5000 + 1000 * index);

function runFlow(seed: number, seconds: number, step: number): { core: ExchangeCore; flow: BackgroundFlow } {
  const core = new ExchangeCore(START.length, 50_000);
  const flow = new BackgroundFlow(core, START, seed, DEFAULT_FLOW);
  for (let now = 0; now <= seconds; now += step) {
    flow.advance(now);
    core.endBatch();
  }
  return { core, flow };
}

function digest(core: ExchangeCore): string {
  const rows: number[] = [];
  START.forEach((_, instrument) => {
    for (const side of [Side.BUY, Side.SELL]) {
      core.engine.visitOrders(instrument, side, (ticks, id, displayed) => rows.push(ticks, id, displayed));
    }
  });
  return rows.join();
}

test('the same seed gives the same market however finely it is advanced; another seed another', () => {
  const whole = runFlow(5, 8, 8);
  const fine = runFlow(5, 8, 0.125);
  assert.is(digest(whole.core), digest(fine.core));
  assert.is.not(digest(whole.core), digest(runFlow(6, 8, 8).core));
});

test('every book is two-sided, deep, and near its reference; arrivals are as many as stated', () => {
  const { core, flow } = runFlow(1, 20, 0.5);
  const expected = START.length * 20 * DEFAULT_FLOW.eventsPerSecond;
  assert.ok(Math.abs(flow.events - expected) < 4 * Math.sqrt(expected), `${flow.events} events`);
  assert.ok(core.trades > 1000);
  START.forEach((start, instrument) => {
    const bid = core.engine.bestTicks(instrument, Side.BUY);
    const ask = core.engine.bestTicks(instrument, Side.SELL);
    assert.ok(bid > 0 && bid < ask && ask - bid < 10, `${instrument}: ${bid} ${ask}`);
    assert.ok(Math.abs(flow.reference[instrument]! - start) < 100);
  });
  const perBook = core.engine.orderCount() / START.length;
  assert.ok(perBook > 100 && perBook < DEFAULT_FLOW.restingOrders * 2, `${perBook} orders a book`);
});

test('draws have the moments of their distributions', () => {
  const random = new Random(3);
  const count = 100_000;
  const mean = (draw: () => number): number => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += draw();
    return sum / count;
  };
  const isNear = (value: number, expected: number): void => {
    assert.ok(Math.abs(value - expected) < 0.03 * Math.max(1, Math.abs(expected)), `${value}, not ${expected}`);
  };
  isNear(
    mean(() => random.unit()),
    0.5,
  );
  isNear(
    mean(() => random.exponential(4)),
    4,
  );
  isNear(
    mean(() => random.geometric(0.2)),
    4,
  );
  isNear(
    mean(() => random.normal()),
    0,
  );
  isNear(
    mean(() => random.normal() ** 2),
    1,
  );
  isNear(
    mean(() => Math.log(random.logNormal(100, 0.8))),
    Math.log(100),
  );
  isNear(
    mean(() => random.below(11)),
    5,
  );
});

test.run();
