/** Which windows count, and what an overloaded run says. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Histogram } from '../src/ring/histogram.ts';
import { gapBucket } from './pipeline_worker.ts';
import { type Figure, judgeWindows, overload, windowLines } from './windows.ts';

const FIGURE: Figure = {
  name: 'submit',
  unit: 'us',
  bar: 50,
  floorLimitUs: 25,
  valueUs: ({ latencies }) => latencies[0]!.percentile(0.5) / 1_000,
};

function windowOf(
  us: number,
  floorUs: number,
  answered = 1_000,
  denied = 0,
): Parameters<typeof windowLines>[0][number] {
  const histogram = new Histogram();
  histogram.record(us * 1_000);
  const latencies = [histogram.snapshot(), histogram.snapshot(), histogram.snapshot()];
  return { latencies, stages: [], floorP99Ns: floorUs * 1_000, answered, denied };
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual / expected - 1) < 1 / 32, `${actual} is not near ${expected}`);
}

test('only calm windows count, and ten of them are enough', () => {
  const calm = Array.from({ length: 10 }, () => windowOf(40, 5));
  const rough = Array.from({ length: 30 }, () => windowOf(400, 25));
  const result = judgeWindows(FIGURE, [...rough, ...calm], undefined);
  near(result.value, 40);
  near(result.floor!, 5);
  assert.ok(result.met);
  assert.is(result.note, '10 of 40 windows calm');
});

test('with nine calm windows nothing is met, and all are shown', () => {
  const calm = Array.from({ length: 9 }, () => windowOf(4, 5));
  const rough = Array.from({ length: 30 }, () => windowOf(400, 25));
  const result = judgeWindows(FIGURE, [...rough, ...calm], undefined);
  near(result.value, 400);
  assert.not.ok(result.met);
  assert.match(result.note!, /^not measurable here: 9 of 39 windows calm/);
});

test('a run that falls behind, or whose requests are denied for want of room, is overloaded', () => {
  const windows = (answered: number, denied = 0) => [windowOf(1, 1, answered, denied), windowOf(1, 1, answered, 0)];
  assert.is(overload(windows(1_000), 1_000), undefined);
  assert.is(overload(windows(995), 1_000), undefined);
  assert.is(overload(windows(900), 1_000), 900);
  assert.is(overload(windows(1_000, 2), 1_000), 999);
  const calm = Array.from({ length: 20 }, () => windowOf(4, 5));
  const result = judgeWindows(FIGURE, calm, 899.6);
  assert.not.ok(result.met);
  assert.match(result.note!, /^overloaded: reached 900\/s/);
});

test('each window has its line', () => {
  assert.equal(windowLines([windowOf(2, 5), windowOf(2, 5, 7, 3)]).length, 3);
  assert.match(windowLines([windowOf(2, 5, 7, 3)])[1]!, /^ {2}5\.0 us \| 7 \(3 denied\) \| /);
});

test('gaps fall into the quarter octave that the floor expects', () => {
  assert.is(gapBucket(0), 0);
  for (const ns of [1, 2, 3, 5, 64, 100, 150, 1_000, 65_536, 1e6, 123_456_789, 2 ** 31 - 1]) {
    // At a border the table's six bits may round to the neighbour.
    assert.ok(Math.abs(gapBucket(ns) - Math.log2(ns) * 4 + 0.5) <= 0.6, `${ns} ns`);
  }
});

test.run();
