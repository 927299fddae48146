/** A bench is judged by these few lines, so they are tested like the engine. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatNs, measureStallFloor, waitPercentiles } from './floor.ts';
import { check, formatTable, judge, verdict } from './harness.ts';

test('a bar is met on its own side, the bar itself included', () => {
  const figure = { name: 'a', unit: 'us', bar: 3 };
  assert.ok(judge({ ...figure, value: 3, better: 'lower' }).met);
  assert.not.ok(judge({ ...figure, value: 3.1, better: 'lower' }).met);
  assert.ok(judge({ ...figure, value: 3, better: 'higher' }).met);
  assert.not.ok(judge({ ...figure, value: 2.9, better: 'higher' }).met);
  assert.not.ok(judge({ ...figure, value: Number.NaN, better: 'lower' }).met);
  assert.is(judge({ ...figure, value: 3, better: 'lower' }).floor, null);
});

test('the table has a line a figure, columns aligned', () => {
  const results = [
    judge({ name: 'ring', value: 81_234_567, unit: 'records/s', bar: 80e6, better: 'higher', floor: 90e6 }),
    judge({ name: 'submit p99', value: 60, unit: 'us', bar: 50, better: 'lower', note: 'stalls' }),
  ];
  assert.equal(formatTable(results).split('\n'), [
    '  figure           value         bar  met       floor  unit',
    '  ring        81,235,000  80,000,000  yes  90,000,000  records/s',
    '  submit p99          60          50   NO           -  us         stalls',
  ]);
});

test('a bench that finds its result wrong throws', () => {
  assert.throws(() => check(false, 'sums differ'), /sums differ/);
  check(true, 'sums agree');
});

test('a bench without a figure is named, and then no bar counts as met', () => {
  const met = judge({ name: 'a', value: 1, unit: 'us', bar: 3, better: 'lower' });
  const missed = judge({ name: 'b', value: 4, unit: 'us', bar: 3, better: 'lower' });
  const asked = [
    { file: 'one.ts', names: ['a'] },
    { file: 'two.ts', names: ['b', 'c'] },
  ];
  assert.equal(verdict(asked.slice(0, 1), [met]), { lines: ['every bar met'], isWhole: true });
  assert.equal(verdict(asked, [met]), { lines: ['no figure from bench/two.ts: b, c'], isWhole: false });
  assert.equal(verdict(asked, [met, missed]), {
    lines: ['no figure from bench/two.ts: c', 'bars missed: b'],
    isWhole: false,
  });
});

test('waits are counted as a moment meets them: a long gap weighs by its length', () => {
  const counts = new Float64Array(161);
  const bucket = (ns: number): number => Math.floor(Math.log2(ns) * 4);
  counts[bucket(100)] = 1_000_000;
  // One stall of about a tenth of the time: half of it is past its middle.
  counts[bucket(10_000_000)] = 1;
  const { p50Ns, p99Ns } = waitPercentiles(counts);
  assert.ok(p50Ns > 30 && p50Ns < 120, `${p50Ns}`);
  assert.ok(p99Ns > 5e6 && p99Ns < 12e6, `${p99Ns}`);
});

test('the floor reads the clock and orders its percentiles', () => {
  const floor = measureStallFloor(0.05);
  assert.ok(floor.reads > 100);
  assert.ok(floor.p50Ns <= floor.p99Ns && floor.p99Ns <= floor.p999Ns);
  assert.ok(floor.maxNs >= floor.p50Ns);
});

test('durations are short to read', () => {
  assert.is(formatNs(140), '140 ns');
  assert.is(formatNs(1_540), '1.5 us');
  assert.is(formatNs(12_345_678), '12.35 ms');
});

test.run();
