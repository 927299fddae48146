/** Against decimal.js, which computes as many digits as it is told. */

import { Decimal } from 'decimal.js';
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { acoshOfOnePlus, exp, log } from './plain_math.ts';

Decimal.set({ precision: 40 });
const RUNS = process.env.SLUICE_LONG === undefined ? 300 : 20_000;
const BOUND = 2e-15;

/** The double's own value: decimal.js takes a number by its shortest text, which is another one. */
function exactly(x: number): Decimal {
  let whole = x;
  let places = 0;
  for (; !Number.isInteger(whole); places++) whole *= 2;
  return new Decimal(BigInt(whole).toString()).div(new Decimal(2).pow(places));
}

function near(actual: number, exact: Decimal, what: string): void {
  const error = exact.isZero() ? Math.abs(actual) : new Decimal(actual).minus(exact).div(exact).abs().toNumber();
  assert.ok(error <= BOUND, `${what}: ${actual}, exact ${exact.toString()}, off by ${error}`);
}

test('exp', () => {
  fc.assert(
    fc.property(fc.double({ min: -690, max: 690, noNaN: true }), (x) => near(exp(x), exactly(x).exp(), `exp ${x}`)),
    { numRuns: RUNS },
  );
  assert.equal([exp(0), exp(-1e3), exp(1e3)], [1, 0, Number.POSITIVE_INFINITY]);
});

test('log', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
      // Around 1 the result is small, and its error is of the argument's own last bit.
      if (Math.abs(x - 1) > 0.01) near(log(x), new Decimal(x).ln(), `log ${x}`);
    }),
    { numRuns: RUNS },
  );
  assert.is(log(1), 0);
});

test('acosh of one plus something, however small', () => {
  fc.assert(
    fc.property(fc.double({ min: -12, max: 6, noNaN: true }), (power) => {
      const excess = 10 ** power;
      near(acoshOfOnePlus(excess), new Decimal(excess).plus(1).acosh(), `acosh 1 + ${excess}`);
    }),
    { numRuns: RUNS },
  );
  assert.is(acoshOfOnePlus(0), 0);
});

test.run();
