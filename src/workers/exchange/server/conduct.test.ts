import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { VenueReason } from '../../model/venue.ts';
import { PLAIN_CONDUCT } from '../options.ts';
import { Conduct } from './conduct.ts';

test('prices keep to the band that they lie in', () => {
  const bands = [
    { fromTicks: 0, everyTicks: 1 },
    { fromTicks: 1_000, everyTicks: 5 },
  ];
  const conduct = new Conduct({ ...PLAIN_CONDUCT, tickBands: [bands] }, 1);
  assert.equal(
    [999, 1_000, 1_001, 1_005].map((ticks) => conduct.isPrice(0, ticks)),
    [true, true, false, true],
  );
  assert.ok(conduct.isPrice(1, 1_001), 'an instrument without bands');
  assert.is(conduct.refusalOf(0, 1_001, false), VenueReason.BAD_PRICE);
  assert.is(conduct.refusalOf(0, 0, false), VenueReason.NONE, 'a market order');
});

test('a share of orders is refused, the same ones with the same seed', () => {
  const refused = (seed: number): number[] => {
    const conduct = new Conduct({ ...PLAIN_CONDUCT, rejectRate: 0.1 }, seed);
    return Array.from({ length: 5_000 }, () => conduct.refusalOf(0, 100, false));
  };
  const first = refused(1);
  assert.equal(first, refused(1));
  assert.not.equal(first, refused(2));
  const share = first.filter((reason) => reason === VenueReason.THROTTLED).length / first.length;
  assert.ok(Math.abs(share - 0.1) < 0.03, `${share}`);
  assert.is(new Set(first).size, 2);
});

test.run();
