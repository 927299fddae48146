import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { reportOf } from './report.ts';
import { sampleFigures } from './sample_figures.ts';

test('the report has the published keys', () => {
  const report = JSON.parse(JSON.stringify(reportOf(sampleFigures())));
  assert.is(report.topology, 'shared');
  assert.is(report.orders.submitted, 12_345);
  assert.is(report.orders.denied, 67);
  assert.is(report.orders.filled, 8_000);
  assert.equal(report.latencyNs.submit, { p50: 2_910, p99: 41_000, p999: 120_400, max: 12_400_000, count: 12_345 });
  assert.equal(report.stallNs, { p50: 1_200, p99: 850_000, max: 12_000_000 });
  assert.equal(Object.keys(report.stallNsByThread), ['engine', 'main']);
  assert.equal(report.denials, { ORDER_SIZE: 60, PRICE_COLLAR: 7 });
});

test('a run without orders and stalls has them too', () => {
  const report = reportOf({ ...sampleFigures(), latencies: [], stalls: [] });
  assert.equal(report.latencyNs.submit, { p50: 0, p99: 0, p999: 0, max: 0, count: 0 });
  assert.equal(report.stallNs, { p50: 0, p99: 0, max: 0 });
});

test.run();
