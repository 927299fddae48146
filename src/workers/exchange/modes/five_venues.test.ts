import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Side, TimeInForce } from '../../model/order.ts';
import { ExchangeCore, OWNER_BACKGROUND, OWNER_MAKER } from '../core.ts';
import { BackgroundFlow, DEFAULT_FLOW } from '../flow/background_flow.ts';
import { Random } from '../flow/random.ts';
import { RETAIL_MAKER, WHOLESALE_MAKER } from '../makers/maker_options.ts';
import { EventType, FillKind, TradingState } from '../matching/event_layout.ts';
import { eventAt, openFromEvents, positionOf, type RecordedEvent } from '../matching/recorded_events.ts';
import { SelfTrade } from '../matching/self_trade.ts';
import { ReferencePrices } from './reference_prices.ts';
import { CONTINUOUS_MODE, type VenueMode } from './venue_mode.ts';

const SEEDS = process.env.SLUICE_LONG === '1' ? 200 : 3;
const { BUY, SELL } = Side;
const START_TICKS = [500, 900];
const CLIENTS = [16, 17, 18];
const SECONDS = 3;

const OPENING = {
  openingCallSeconds: 0.3,
  tradingSeconds: 2,
  closingCallSeconds: 0.4,
  indicateSeconds: 0.1,
  halts: [],
};
const HALT = { instrument: 1, atSeconds: 1, seconds: 0.3, callSeconds: 0.2 };
const MODES: Readonly<Record<string, VenueMode>> = {
  PRIMARY: { ...CONTINUOUS_MODE, queuesWhenHalted: true, timetable: { ...OPENING, halts: [HALT] } },
  ECN: { ...CONTINUOUS_MODE, selfTrade: SelfTrade.CANCEL_OLDEST },
  DARK: { kind: 'midpoint', minimumLots: 5, preventsSelfTrades: true },
  RMM: { kind: 'maker', maker: RETAIL_MAKER },
  WMM: { kind: 'maker', maker: WHOLESALE_MAKER },
};

class Venue {
  readonly core: ExchangeCore;
  readonly events: RecordedEvent[] = [];
  readonly open: number[] = [];

  constructor(mode: VenueMode, seed: number) {
    this.core = new ExchangeCore(2, 4096, { mode, startTicks: START_TICKS, seed, legCapacity: 16 });
    this.core.endBatch();
    for (const client of CLIENTS) this.core.setGroup(client, client === 18 ? 2 : 1);
    this.core.listeners.push((events, index) => this.events.push(eventAt(events, index)));
  }

  /** One client's command, of any kind, near the prices that there are. */
  act(random: Random): void {
    const { engine } = this.core;
    const owner = CLIENTS[random.below(CLIENTS.length)]!;
    const old = this.open[random.below(this.open.length + 1)] ?? 0;
    const instrument = random.below(2);
    const ticks = START_TICKS[instrument]! - 15 + random.below(31);
    const draw = random.below(10);
    if (draw === 0) engine.cancel(old, owner);
    else if (draw === 1) engine.replace(old, ticks, 1 + random.below(80), owner);
    else if (draw === 2) engine.reduce(old, 1 + random.below(20), owner);
    else {
      const id = this.core.nextOrderId();
      const tif = [TimeInForce.GTC, TimeInForce.GTC, TimeInForce.IOC, TimeInForce.FOK][random.below(4)]!;
      const price = random.below(8) === 0 ? 0 : ticks;
      const display = random.below(4) === 0 ? 10 : 0;
      engine.newOrder(
        instrument,
        id,
        owner,
        random.below(2) === 0 ? BUY : SELL,
        tif,
        price,
        1 + random.below(80),
        display,
      );
      if (engine.openLots(id) > 0) this.open.push(id);
    }
  }
}

function assertConserved(name: string, { core, events }: Venue): void {
  const resting = new Map<number, number>();
  for (const instrument of [0, 1]) {
    for (const side of [BUY, SELL]) {
      core.engine.visitOrders(instrument, side, (_ticks, id, shown, hidden) => resting.set(id, shown + hidden));
    }
  }
  assert.equal(new Map([...openFromEvents(events)].sort()), new Map([...resting].sort()), `${name}: open lots`);
  const owners = [OWNER_BACKGROUND, OWNER_MAKER, ...CLIENTS];
  const positions = owners.map((owner) => positionOf(events, owner));
  assert.is(
    positions.reduce((sum, { lots }) => sum + lots, 0),
    0,
    `${name}: shares`,
  );
  assert.is(
    positions.reduce((sum, { cash }) => sum + cash, 0),
    0,
    `${name}: cash`,
  );
}

function assertUncrossed(core: ExchangeCore): void {
  for (const instrument of [0, 1]) {
    const bid = core.bestTicks(instrument, BUY);
    const ask = core.bestTicks(instrument, SELL);
    assert.ok(bid === 0 || ask === 0 || bid < ask, `bid ${bid}, offer ${ask}`);
  }
}

/** Fills while an instrument does not trade continuously: of its crosses and nothing else. */
function assertStatesKept(events: readonly RecordedEvent[]): void {
  const states = [TradingState.CALL, TradingState.CALL] as number[];
  let changes = 0;
  for (const event of events) {
    if (event.type === EventType.STATE_CHANGED) {
      changes++;
      states[event.instrument] = event.reason;
    }
    if (event.type !== EventType.FILLED) continue;
    const isTrading = states[event.instrument] === TradingState.CONTINUOUS;
    assert.is(event.reason, isTrading ? FillKind.DISPLAYED : FillKind.CROSS);
  }
  // Opening, closing call and close of both, and the halt with its call and its end.
  assert.is(changes, 2 * 3 + 3);
}

test('five venues of a host, each of its mode: shares and cash are conserved, books uncrossed, states kept', () => {
  const fills: Record<string, number> = {};
  for (let seed = 1; seed <= SEEDS; seed++) {
    const venues = Object.entries(MODES).map(([name, mode]) => [name, new Venue(mode, seed)] as const);
    const [primary, ecn, ...followers] = venues.map(([, venue]) => venue.core);
    // The same participants in both lit venues, so that their prices stay together.
    const flowOptions = { ...DEFAULT_FLOW, eventsPerSecond: 100, restingOrders: 60 };
    const flows = [primary!, ecn!].map((core) => new BackgroundFlow(core, START_TICKS, seed, flowOptions));
    new ReferencePrices([primary!, ecn!], followers);
    const random = new Random(seed);
    for (let step = 1; step <= SECONDS * 200; step++) {
      for (const [, { core }] of venues) core.advance(step / 200);
      for (const flow of flows) flow.advance(step / 200);
      for (const [, venue] of venues) {
        venue.act(random);
        venue.core.endBatch();
        assertUncrossed(venue.core);
      }
    }
    for (const [name, venue] of venues) {
      venue.core.endBatch();
      assertConserved(name, venue);
      fills[name] = (fills[name] ?? 0) + venue.events.filter((event) => event.type === EventType.FILLED).length;
    }
    assertStatesKept(venues[0]![1].events);
  }
  for (const [name, count] of Object.entries(fills)) assert.ok(count > 20, `${name}: ${count} fills`);
});

test.run();
