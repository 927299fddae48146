import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { instantOf, localMs, offsetMinutes } from './time_zone.ts';

const HOUR_MS = 3_600_000;
const JANUARY = Date.UTC(2026, 0, 5);
const JULY = Date.UTC(2026, 6, 6);

test('how far a zone is ahead of UTC, in winter and in summer', () => {
  assert.equal([offsetMinutes('UTC', JANUARY), offsetMinutes('UTC', JULY)], [0, 0]);
  assert.equal([offsetMinutes('America/New_York', JANUARY), offsetMinutes('America/New_York', JULY)], [-300, -240]);
  assert.is(offsetMinutes('Asia/Kolkata', JANUARY), 330);
});

test('local time and back, each half hour of a year, but for hours that clocks show twice', () => {
  for (const zone of ['America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia']) {
    let repeated = 0;
    for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2027, 0, 1); ms += HOUR_MS / 2) {
      const back = instantOf(zone, localMs(zone, ms));
      if (back !== ms) repeated++;
      assert.ok(back === ms || (back < ms && localMs(zone, back) === localMs(zone, ms)));
    }
    assert.ok(repeated <= 2, `${zone}: ${repeated}`);
  }
});

test.run();
