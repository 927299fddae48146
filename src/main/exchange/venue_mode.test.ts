import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RETAIL_MAKER, WHOLESALE_MAKER } from '../../workers/exchange/makers/maker_options.ts';
import { SelfTrade } from '../../workers/exchange/matching/self_trade.ts';
import { CONTINUOUS_MODE, type VenueMode } from '../../workers/exchange/modes/venue_mode.ts';
import type { VenueConfiguration } from '../configuration/configuration.ts';
import { parseConfiguration } from '../configuration/load.ts';
import { exchangeOptions } from './exchange_settings.ts';
import { venueMode } from './venue_mode.ts';

function venueOf(keys: string): VenueConfiguration {
  const loaded = parseConfiguration(`[[venues]]\nname = "X"\n${keys}`);
  if (!loaded.ok) throw new Error(loaded.errors.join('\n'));
  return loaded.configuration.venues[0]!;
}

const modeOf = (keys: string): VenueMode => venueMode(venueOf(keys));

test('without keys, a lit venue is a continuous book', () => {
  assert.equal(modeOf('type = "PRIMARY"'), CONTINUOUS_MODE);
  assert.equal(modeOf('type = "ECN"'), CONTINUOUS_MODE);
});

test('each type has its mode, with what the keys say', () => {
  assert.equal(
    modeOf(`type = "PRIMARY"
      matching = { selfTrades = "decrement", haltedOrders = "collected", openingCall = "10s", tradingDay = "2m",
      closingCall = "500ms", indications = "0s" }`),
    {
      kind: 'lit',
      selfTrade: SelfTrade.DECREMENT,
      queuesWhenHalted: true,
      timetable: {
        openingCallSeconds: 10,
        tradingSeconds: 120,
        closingCallSeconds: 0.5,
        indicateSeconds: 0,
        halts: [],
      },
    },
  );
  assert.equal(modeOf('type = "DARK"\nmatching = { minimumLots = 50, selfTrades = "cancelBoth" }'), {
    kind: 'midpoint',
    minimumLots: 50,
    preventsSelfTrades: true,
  });
  assert.equal(modeOf('type = "RMM"'), { kind: 'maker', maker: RETAIL_MAKER });
  assert.equal(modeOf('type = "WMM"\nmaker = { spreadTicks = 9, requoteDelay = "50ms" }'), {
    kind: 'maker',
    maker: { ...WHOLESALE_MAKER, spreadTicks: 9, requoteDelayMs: 50 },
  });
});

test('a closing call needs a day that ends in it', () => {
  const loaded = parseConfiguration('[[venues]]\nname = "X"\nmatching = { closingCall = "5s" }');
  assert.ok(!loaded.ok);
  assert.match(loaded.errors.join(), 'venues[0].matching.closingCall');
});

test('the embedded exchange has the mode of its venue, and trades on its own when there is none to follow', () => {
  const place = { host: '127.0.0.1', port: 0, logFolder: null, marketData: null, speed: 1, isOwnProcess: false };
  const kindOf = (keys: string): VenueMode => {
    const loaded = parseConfiguration(`[[venues]]\nname = "X"\n${keys}`);
    assert.ok(loaded.ok);
    return exchangeOptions(loaded.configuration, loaded.configuration.venues, place)[0]!.mode!;
  };
  assert.equal(kindOf('type = "DARK"'), CONTINUOUS_MODE);
  assert.is((kindOf('matching = { openingCall = "3s" }') as { timetable: object | null }).timetable === null, false);
});

test.run();
