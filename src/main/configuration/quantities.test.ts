import { Decimal } from 'decimal.js';
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mantissaAndExponent, parseDecimal, parseDurationNs, parseSizeBytes } from './quantities.ts';

test('durations have a unit and are whole nanoseconds', () => {
  assert.is(parseDurationNs('10s'), 10e9);
  assert.is(parseDurationNs(' 1.5 ms '), 1_500_000);
  assert.is(parseDurationNs('0.000000001s'), 1);
  assert.is(parseDurationNs('5m'), 300e9);
  for (const text of ['10', '', 's', '-1s', '1 week', '0.1ns', '1e3s', '1S', '200d', '10 s 3']) {
    assert.is(parseDurationNs(text), undefined, text);
  }
});

test('sizes keep decimal and binary units apart', () => {
  assert.is(parseSizeBytes('64 MiB'), 2 ** 26);
  assert.is(parseSizeBytes('64MB'), 64e6);
  assert.is(parseSizeBytes('0.5 KiB'), 512);
  for (const text of ['64', '64 M', '1.3 B', '64 mib', 'constructor']) assert.is(parseSizeBytes(text), undefined, text);
});

test('decimals are plain notation only', () => {
  assert.is(parseDecimal(0.01)?.toString(), '0.01');
  assert.is(parseDecimal('1e-4')?.toString(), '0.0001');
  for (const value of ['0x10', 'NaN', Number.NaN, Infinity, '', ' 1', '1,000', '.5', '1e999']) {
    assert.is(parseDecimal(value), undefined, String(value));
  }
});

test('mantissa and exponent give the decimal back, with the smallest mantissa', () => {
  assert.equal(mantissaAndExponent(new Decimal('0.01')), { mantissa: 1, exponent: -2 });
  assert.equal(mantissaAndExponent(new Decimal('0.25')), { mantissa: 25, exponent: -2 });
  assert.equal(mantissaAndExponent(new Decimal('500')), { mantissa: 5, exponent: 2 });
  assert.is(mantissaAndExponent(new Decimal('0.012345678901')), undefined);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.integer({ min: -12, max: 12 }), (mantissa, exponent) => {
      const value = new Decimal(mantissa).times(new Decimal(10).pow(exponent));
      const parts = mantissaAndExponent(value)!;
      assert.ok(new Decimal(parts.mantissa).times(new Decimal(10).pow(parts.exponent)).eq(value));
      assert.is.not(parts.mantissa % 10, 0);
    }),
  );
});

test.run();
