import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { render, renderLine, renderSummary } from './render.ts';
import { sampleFigures } from './sample_figures.ts';
import { formatBar, formatBytes, formatElapsed, formatNs } from './text.ts';

test('the view, line by line', () => {
  assert.equal(render(sampleFigures(), 130, 35), [
    'SLUICE trading 01:02:03   topology shared   durability process   data data/sluice   FIX 127.0.0.1:9880',
    '',
    'orders    submitted  open  filled  cancelled  expired  denied  rejected  fills',
    '             12,345   200   8,000      4,000       76      67         2  9,100',
    'a second        100                                         0               71',
    'denied for  ORDER_SIZE 60, PRICE_COLLAR 7',
    '! core 1 is not ours: pipeline not pinned',
    '',
    'latency   count      p50      p99    p99.9      max',
    'submit   12,345  2.91 us  41.0 us   120 us  12.4 ms',
    'modify        0        -        -        -        -',
    'front    30,000   230 ns   990 ns  8.00 us   1.20 s',
    '',
    'stall engine                      p50 1.20 us   p99 850 us  max 12.0 ms',
    'stall main                        p50 60.0 us  p99 1.10 ms  max 9.00 ms',
    'ring client DEMO  [#...................]   0%        100 B  of 1.00 MiB',
    'ring pipeline     [########............]  38%     24.0 MiB  of 64.0 MiB',
    'stores  orders 200 of 65,536 (most 1,024)   fills 9,100 of 65,536 (forgotten 3)',
    'linked  windows 40  open 1 (for 250 ms)  p50 1.28 ms  p99 9.50 ms  max 9.70 ms  crossed 3: 120 lots, most 100  refused 2',
    '',
    'venue XSIM       up  in 50,000  out 12,000  pool 1 of 2  used 3 %  reconnects 3',
    'session DEMO     up  in 12,400  out 25,000',
    'session ALPHA  down       in 0       out 0',
    'feed XSIM  trusted  4,800 a second  gaps 2  lost 0  stale 1  quotes 98,765  conflated 12  faults 21  off tick 1 (AAPL 289.505)',
    'market XSIM  bid for     bid     ask     of    last      day  minute VWAP',
    'AAPL             300  289.50  289.52  1,200  289.51  159,235       289.49',
    'journal  lag 1.20 MiB   written 118 MiB   windows free 7 of 8   commits 1,234',
    '',
    'positions   quantity  average  realised  unrealised',
    'DEMO AAPL     -1,200   289.50    -12.34    1,500.00',
    'DEMO MSFT        300   157.60      0.00       -3.50',
    'ALPHA AAPL        10   290.00      0.00        0.00',
  ]);
});

test('positions that do not fit are counted', () => {
  const lines = render({ ...sampleFigures(), positions: manyPositions(50) }, 120, 35);
  assert.is(lines.length, 35);
  assert.is(lines[28], 'positions (44 more)  quantity  average  realised  unrealised');
});

test('a small terminal loses air first, then the end of lines and the last lines', () => {
  const lines = render(sampleFigures(), 40, 28);
  assert.is(lines.length, 28);
  assert.ok(lines.every((line) => line.length <= 40));
  assert.is(lines[0], 'SLUICE trading 01:02:03   topology shar~');
  assert.is(lines[27], 'ALPHA AAPL        10   290.00      0.00~');
  assert.is(render(sampleFigures(), 80, 5).length, 5);
  assert.equal(render(sampleFigures(), 80, 0), []);
});

test('many sessions are summed up', () => {
  const sessions = Array.from({ length: 64 }, (_, i) => ({ name: `S${i}`, connected: i < 3, received: i, sent: i }));
  assert.ok(render({ ...sampleFigures(), sessions }, 120, 60).includes('sessions  3 up of 64'));
});

test('without a terminal: one line', () => {
  assert.is(
    renderLine(sampleFigures()),
    '01:02:03 trading  orders 12345 (100/s)  fills 9100 (71/s)  denied 67  open 200  submit p50 2.91 us p99 41.0 us  ' +
      'stall p99 850 us max 12.0 ms  journal lag 1.20 MiB',
  );
  const idle = renderLine({ ...sampleFigures(), latencies: [], stalls: [] });
  assert.is(
    idle,
    '01:02:03 trading  orders 12345 (100/s)  fills 9100 (71/s)  denied 67  open 200  journal lag 1.20 MiB',
  );
});

test('the summary adds up profit over positions', () => {
  const summary = renderSummary(sampleFigures());
  assert.is(summary[0], 'Ran 01:02:03, topology shared, durability process.');
  assert.is(summary[2], 'Fills: 9,100. P&L: -12.34 realised, 1,496.50 unrealised over 3 positions.');
});

test('numbers', () => {
  assert.equal([0, 999, 1_000, 9_994, 99_940, 999_499, 999_500, 12e6, 1.2e9].map(formatNs), [
    '0 ns', '999 ns', '1.00 us', '9.99 us', '99.9 us', '999 us', '1.00 ms', '12.0 ms', '1.20 s',
  ]); // biome-ignore format: one row
  assert.equal([0, 1023, 1024, 2 ** 30, 2 ** 52].map(formatBytes), [
    '0 B',
    '1023 B',
    '1.00 KiB',
    '1.00 GiB',
    '4096 TiB',
  ]);
  assert.is(formatElapsed(360_000_000), '100:00:00');
  assert.is(formatBar(0, 10, 4), '[....]   0%');
  assert.is(formatBar(1, 1000, 4), '[#...]   0%');
  assert.is(formatBar(20, 10, 4), '[####] 100%');
  assert.is(formatBar(0, 0, 4), '[....]   0%');
});

function manyPositions(count: number) {
  return Array.from({ length: count }, (_, i) => ({ ...sampleFigures().positions[0]!, symbol: `S${i}` }));
}

test.run();
