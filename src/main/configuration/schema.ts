/**
 * The configuration file: every key, its default and its meaning. The tables of docs/configuration.md are rendered from
 * here and a test keeps them equal. Values are checked one by one here; how they fit together, in resolve.ts.
 */

import { z } from 'zod';
import { MAX_POOL_ORDERS } from '../../workers/model/leg_ref.ts';
import { tradingCalendar } from './calendar_schema.ts';
import { DEFAULT_ACCOUNTS, DEFAULT_INSTRUMENTS, DEFAULT_SESSIONS, DEFAULT_VENUES } from './defaults.ts';
import {
  address,
  choice,
  duration,
  feed,
  flag,
  fraction,
  key,
  name,
  optional,
  path,
  positiveDecimal,
  powerOfTwo,
  powerOfTwoSize,
  required,
  size,
  text,
  timeOfDay,
  timeZone,
  whole,
} from './fields.ts';
import { fixVenue } from './fix_venue.ts';
import { ouchVenue } from './ouch_venue.ts';
import { venueMaker, venueMatching } from './venue_schema.ts';

/** Bytes of `symbol`, account and venue names in the records. */
const NAME_BYTES = 16;
/** Longest CompID: no rule of FIX, but a session's header is built once and compared whole. */
const COMP_ID_CHARACTERS = 40;
const MAX_BPS = 100_000;
const MAX_LOTS = 1_000_000_000;
const MAX_CALENDARS = 64;

const engine = z.strictObject({
  topology: key(
    choice(['auto', 'shared', 'dedicated', 'single']),
    'auto',
    'Which pipeline stages share a thread. `auto`: `dedicated` from six cores, `shared` below.',
  ),
  idle: key(
    choice(['auto', 'spin', 'yield', 'park']),
    'auto',
    'What a pipeline thread does without work. `auto`: spin from four cores, else spin briefly, yield, then park.',
  ),
  cores: key(
    z.array(whole(0, 1023), { error: 'a list of core numbers' }),
    [],
    'Cores to pin pipeline threads to, in the order of the flow. Empty: the last cores of the machine, one a thread.',
  ),
  orders: key(
    powerOfTwo(1024, MAX_POOL_ORDERS),
    262_144,
    'Orders that can be open at once. An order takes about 512 bytes over all stages: 128 MiB at the default, resident from the start.',
  ),
  clOrdIds: key(
    powerOfTwo(4096, 2 ** 28),
    1_048_576,
    'ClOrdIDs kept until the day rolls, of ended orders too, to refuse duplicates. About 64 bytes each: 64 MiB at the default, resident from the start. When they run short new orders are denied, then replaces; one is kept for the cancel of each open order.',
  ),
  fills: key(
    powerOfTwo(1024, 2 ** 24),
    262_144,
    'Fills of two trading days that are kept, so that a venue can take one back or correct it. About 240 bytes each over two stages: 60 MiB at the default, resident from the start. When there are more the oldest is forgotten: a change of it is then told and counted, and for an operator to book.',
  ),
  dayEnd: key(
    timeOfDay(),
    '00:00',
    'When orders for the day expire, UTC; not used where every enabled venue has a calendar. An end that passed while no engine ran is made up for by the next start.',
  ),
  dayEndDelay: key(
    duration('0s', '4h'),
    '1m',
    'Where every enabled venue has a calendar: orders for the day expire so long after the last close of the day, time for the venues to tell what the close has filled.',
  ),
  calendar: optional(
    name(NAME_BYTES),
    'Calendar of the venues that name none of their own. Left out: they are always open.',
  ),
  killSwitch: key(
    flag(),
    false,
    'Start with the kill switch engaged: every new order is denied until `sluice kill --release`. False leaves it as it was before the start.',
  ),
});

const log = z.strictObject({
  durability: key(
    choice(['none', 'process', 'disk']),
    'process',
    'When a message may leave: at once, when its cause is in a log window (survives the process), or on disk (survives power loss).',
  ),
  directory: key(path(), 'data/sluice', 'Journal, snapshots, outbound logs, lock and status of this engine.'),
  windowDirectory: key(path(), '/dev/shm', 'Where log windows are made: a tmpfs with room for all of them.'),
  windows: key(
    powerOfTwo(2, 64),
    8,
    'Log windows. All are made at start and kept; together at most 1 GiB, since the log is addressed in 32 bits.',
  ),
  windowSize: key(powerOfTwoSize('1 MiB', '512 MiB'), '64 MiB', 'Size of one log window.'),
  segmentSize: key(powerOfTwoSize('1 MiB', '4 GiB'), '256 MiB', 'Size of one journal file on disk.'),
  retention: key(
    size('4 MiB', '1024 TiB'),
    '4 GiB',
    'Disk that journal files older than the newest snapshot may take before the oldest are removed.',
  ),
  snapshotInterval: key(
    duration('1s', '7d'),
    '5m',
    'How often a snapshot is made beside the running engine; one more is made at each stop. Recovery starts from the newest.',
  ),
  events: key(
    choice(['full', 'hashes']),
    'full',
    'Event log: every verdict, route and outcome for `sluice journal`, or only the stage hashes that a replay is compared with.',
  ),
});

const session = z.strictObject({
  targetCompId: required(name(COMP_ID_CHARACTERS), 'CompID of the client, unique among the sessions.'),
  user: optional(text(1, 64), 'Username (553) that its Logon must carry.'),
  password: optional(text(1, 64), 'Password (554) that its Logon must carry; needs `user`.'),
  accounts: key(
    z.array(name(NAME_BYTES), { error: 'a list of account names' }).min(1, 'at least one account'),
    ['DEMO'],
    'Accounts that the session may trade. The first is used for orders without Account (1).',
  ),
  strategy: key(name(NAME_BYTES), 'default', 'Strategy that the orders of this session are booked to.'),
  cancelOnDisconnect: key(
    flag(),
    false,
    'Its open orders are cancelled when its connection ends in whatever way, and after a start of the engine.',
  ),
  disconnectGrace: key(
    duration('0s', '1h'),
    '0s',
    'With `cancelOnDisconnect`: a Logon within this time keeps the orders. It counts anew from each start.',
  ),
});

const fix = z.strictObject({
  host: key(text(1, 255), '127.0.0.1', 'Address to listen on. `0.0.0.0` or `::` for all.'),
  port: key(whole(0, 65_535), 9880, 'TCP port to listen on. 0: any free one, printed at start.'),
  senderCompId: key(name(COMP_ID_CHARACTERS), 'SLUICE', 'Our CompID.'),
  minHeartbeat: key(duration('1s', '1h'), '1s', 'Shortest HeartBtInt (108) that a Logon may ask for.'),
  maxHeartbeat: key(duration('1s', '1h'), '60s', 'Longest HeartBtInt (108) that a Logon may ask for.'),
  logonTimeout: key(duration('100ms', '10m'), '10s', 'A connection without a Logon for this long is closed.'),
  sessions: key(z.array(session, { error: 'a list of tables [[fix.sessions]]' }), DEFAULT_SESSIONS, 'Clients.'),
});

const instrumentLimits = {
  tickSize: positiveDecimal('a tick size'),
  lotSize: whole(1, 1_000_000),
  collarBps: fraction(0, MAX_BPS),
  priceMaxAge: duration('1ms', '30d'),
  breakerMoveBps: fraction(0, MAX_BPS),
  breakerWindow: duration('1ms', '1d'),
  breakerCooldown: duration('1ms', '1d'),
};

const instrumentDefaults = z.strictObject({
  tickSize: key(instrumentLimits.tickSize, '0.01', 'Smallest step of the price, in currency.'),
  lotSize: key(instrumentLimits.lotSize, 1, 'Shares a lot. Quantities must be whole lots.'),
  collarBps: key(
    instrumentLimits.collarBps,
    500,
    'How far a limit may lie beyond the last trusted price, basis points. 0: no collar.',
  ),
  priceMaxAge: key(instrumentLimits.priceMaxAge, '30s', 'An older trusted price denies new orders.'),
  breakerMoveBps: key(
    instrumentLimits.breakerMoveBps,
    1000,
    'A price move beyond this within the window opens the circuit breaker, basis points. 0: never.',
  ),
  breakerWindow: key(instrumentLimits.breakerWindow, '5m', 'Window of the circuit breaker.'),
  breakerCooldown: key(instrumentLimits.breakerCooldown, '30s', 'How long an open breaker denies new orders.'),
});

const instrument = z.strictObject({
  symbol: required(name(NAME_BYTES), 'Symbol (55), unique.'),
  referencePrice: required(
    positiveDecimal('a price'),
    'Where the simulated exchange opens and the demo trader starts; a multiple of the tick.',
  ),
  primaryVenue: optional(name(NAME_BYTES), 'Venue that lists it. Left out: the first venue.'),
  tickSize: optional(instrumentLimits.tickSize, 'Instead of `instrumentDefaults.tickSize`.'),
  lotSize: optional(instrumentLimits.lotSize, 'Instead of `instrumentDefaults.lotSize`.'),
  collarBps: optional(instrumentLimits.collarBps, 'Instead of `instrumentDefaults.collarBps`.'),
  priceMaxAge: optional(instrumentLimits.priceMaxAge, 'Instead of `instrumentDefaults.priceMaxAge`.'),
  breakerMoveBps: optional(instrumentLimits.breakerMoveBps, 'Instead of `instrumentDefaults.breakerMoveBps`.'),
  breakerWindow: optional(instrumentLimits.breakerWindow, 'Instead of `instrumentDefaults.breakerWindow`.'),
  breakerCooldown: optional(instrumentLimits.breakerCooldown, 'Instead of `instrumentDefaults.breakerCooldown`.'),
});

const accountLimits = {
  maxOrderLots: whole(1, MAX_LOTS),
  maxPositionLots: whole(1, MAX_LOTS),
  maxExposure: positiveDecimal('an amount of currency'),
  maxOrdersPerSecond: whole(1, 10_000_000),
  orderBurst: whole(1, 10_000_000),
};

const accountDefaults = z.strictObject({
  maxOrderLots: key(accountLimits.maxOrderLots, 10_000, 'Largest order, lots.'),
  maxPositionLots: key(
    accountLimits.maxPositionLots,
    1_000_000,
    'Largest position of one instrument, long or short, open orders counted at worst case, lots.',
  ),
  maxExposure: key(
    accountLimits.maxExposure,
    '1000000000',
    'Largest exposure over all instruments, open orders counted at worst case, currency.',
  ),
  maxOrdersPerSecond: key(accountLimits.maxOrdersPerSecond, 10_000, 'Orders a second, in the long run.'),
  orderBurst: key(accountLimits.orderBurst, 2_000, 'Orders at once, above which the rate applies.'),
});

const account = z.strictObject({
  name: required(name(NAME_BYTES), 'Account (1), unique.'),
  enabled: key(flag(), true, 'A disabled account may cancel, nothing else.'),
  maxOrderLots: optional(accountLimits.maxOrderLots, 'Instead of `accountDefaults.maxOrderLots`.'),
  maxPositionLots: optional(accountLimits.maxPositionLots, 'Instead of `accountDefaults.maxPositionLots`.'),
  maxExposure: optional(accountLimits.maxExposure, 'Instead of `accountDefaults.maxExposure`.'),
  maxOrdersPerSecond: optional(accountLimits.maxOrdersPerSecond, 'Instead of `accountDefaults.maxOrdersPerSecond`.'),
  orderBurst: optional(accountLimits.orderBurst, 'Instead of `accountDefaults.orderBurst`.'),
});

const tables = (what: string) => ({ error: `a list of tables [[${what}]]` });

const feeTier = z.strictObject({
  fromValue: key(
    fraction(0, 1e12),
    0,
    'From this traded value of a session on, in currency, since the exchange started.',
  ),
  makerBps: key(fraction(-100, 100), 0, 'Fee for adding liquidity, basis points; below zero: a rebate.'),
  takerBps: key(fraction(-100, 100), 0, 'Fee for taking liquidity, basis points.'),
});

const tickBand = z.strictObject({
  from: required(positiveDecimal('a price'), 'From this price on, in currency.'),
  tick: required(positiveDecimal('a price step'), 'Prices are whole multiples of this.'),
});

const venueExchange = z.strictObject({
  activity: key(
    fraction(0, 100),
    1,
    'Of the events and resting orders of `exchange.flow`; 0: no background participants.',
  ),
  hiddenShare: key(fraction(0, 1), 0, 'Share of background orders that show a tenth of themselves.'),
  lag: key(duration('0ns', '2s'), '0ns', 'How much later than elsewhere a move of the reference price is known here.'),
  deviationTicks: key(fraction(0, 1_000), 0, 'Standard deviation of the price here beside the reference, ticks.'),
  latency: key(duration('0ns', '10s'), '0ns', 'How long a message is under way, each way; whole milliseconds.'),
  quoteInterval: key(
    duration('0ns', '10s'),
    '0ns',
    'Quotes over the order session leave at most this often, and are up to so old.',
  ),
  rejectRate: key(fraction(0, 1), 0, 'Share of new orders that it refuses.'),
  fees: key(z.array(feeTier, tables('fees')), [], 'Fees by traded value, rising.'),
  ticks: key(z.array(tickBand, tables('ticks')), [], 'Coarser ticks for higher prices, rising.'),
});

const venue = z.strictObject({
  name: required(name(NAME_BYTES), 'Name, unique.'),
  type: key(choice(['PRIMARY', 'ECN', 'DARK', 'RMM', 'WMM']), 'PRIMARY', 'What kind of venue it is.'),
  address: key(
    address(),
    'embedded',
    'Where it listens: the simulated exchange inside this process, or one of its own started with `sluice exchange`.',
  ),
  protocol: key(
    choice(['sluice', 'fix', 'ouch']),
    'sluice',
    "How orders reach it: the simulated exchange's own protocol, FIX 4.4 as `fix` says, or OUCH 5.0 over SoupBinTCP.",
  ),
  fix: optional(fixVenue, 'How its FIX 4.4 is spoken; only with `protocol = "fix"`.'),
  ouch: optional(ouchVenue, 'Its logins; only with `protocol = "ouch"`. The embedded exchange has two by itself.'),
  feed: key(
    feed(),
    'auto',
    'Where its quotes come from: its order session, what the simulated exchange inside this process publishes as ITCH 5.0 over MoldUDP64 (`itch`), nowhere, a program that writes them into shared memory (`ring`, docs/feed_ring.md), or an ITCH 5.0 feed over MoldUDP64 or SoupBinTCP (`mold://HOST:PORT?b=HOST:PORT&requests=HOST:PORT`, `soup://USER:PASSWORD@HOST:PORT`).',
  ),
  feedSilence: key(
    duration('100ms', '1h'),
    '3500ms',
    'A feed that brings nothing for so long, no heartbeat either, is not trusted until it does.',
  ),
  feedTimeZone: key(
    timeZone(),
    'UTC',
    "Of its feed's clock, which counts from midnight: by it the volume curves of earlier days are laid over today.",
  ),
  calendar: optional(
    name(NAME_BYTES),
    'When it trades, one of `calendars`; `none`: always. Left out: `engine.calendar`.',
  ),
  enabled: key(flag(), true, 'Orders are routed to it.'),
  displayQuantity: optional(
    flag(),
    'It takes orders of which only a part is shown (MaxFloor), and shows the next one by itself. Left out: PRIMARY and ECN do.',
  ),
  latency: key(duration('0ns', '10s'), '50us', 'Expected time from order to acknowledgement, for routing.'),
  feeBps: key(fraction(-100, 100), 0.3, 'Fee for taking liquidity, basis points, for routing.'),
  fillProbability: key(fraction(0, 1), 0.9, 'Share of marketable orders that it fills, for routing.'),
  rejectionRate: key(fraction(0, 1), 0.001, 'Share of orders that it rejects, for routing.'),
  matching: venueMatching.prefault({}),
  maker: venueMaker.prefault({}),
  exchange: venueExchange.prefault({}),
});

const flow = z.strictObject({
  enabled: key(flag(), true, 'Background participants trade in every book that no recording is played into.'),
  eventsPerSecond: key(fraction(0.01, 100_000), 200, 'Mean events a second of one instrument; arrivals are Poisson.'),
  restingOrders: key(whole(1, 100_000), 300, 'Orders that rest in one book when arrivals and cancels balance.'),
  takerShare: key(fraction(0, 1), 0.1, 'Share of arriving orders that take instead of rest.'),
  offsetProbability: key(
    fraction(0.001, 1),
    0.15,
    'Success probability of the geometric distance from the reference price, in ticks.',
  ),
  medianLots: key(whole(1, 1_000_000), 100, 'Median of the log-normal order size, lots.'),
  lotsSigma: key(fraction(0, 5), 0.8, 'Sigma of the log-normal order size.'),
  walkTicks: key(fraction(0, 1_000), 4, 'Standard deviation of the reference price over one second, ticks.'),
  reversion: key(fraction(0, 10), 0.05, 'Pull of the reference price back to where it started, a second.'),
});

const exchange = z.strictObject({
  seed: key(whole(0, 2 ** 31 - 1), 1, 'Seed of the background flow.'),
  orders: key(powerOfTwo(1024, 2 ** 24), 262_144, 'Orders that can rest in all books together.'),
  clientOrders: key(powerOfTwo(1024, 2 ** 24), 131_072, 'Orders of its clients, open and remembered.'),
  storedReports: key(
    powerOfTwo(1024, 2 ** 22),
    65_536,
    'Newest reports of a session that a resend finds in memory, about 200 bytes each.',
  ),
  flow: flow.prefault({}),
});

const demo = z.strictObject({
  enabled: key(flag(), true, 'Run the demo trader.'),
  session: key(name(COMP_ID_CHARACTERS), 'DEMO', 'Which of `fix.sessions` it logs on as.'),
  ordersPerSecond: key(fraction(0.1, 10_000), 100, 'Orders, cancels and replaces a second.'),
  seed: key(whole(0, 2 ** 31 - 1), 1, 'Seed of its decisions.'),
});

const logging = z.strictObject({
  level: key(choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal']), 'info', 'Least level written.'),
  destination: key(
    path(),
    'auto',
    'A file, `stderr`, or `auto`: sluice.log in `log.directory` on a terminal, where the live view has the screen, else stderr.',
  ),
});

export const fileSchema = z.strictObject({
  engine: engine.prefault({}),
  log: log.prefault({}),
  fix: fix.prefault({}),
  instrumentDefaults: instrumentDefaults.prefault({}),
  instruments: key(
    z.array(instrument, tables('instruments')).min(1, 'at least one instrument').max(4096, 'at most 4096 instruments'),
    DEFAULT_INSTRUMENTS,
    'What is traded.',
  ),
  accountDefaults: accountDefaults.prefault({}),
  accounts: key(
    z.array(account, tables('accounts')).min(1, 'at least one account').max(4096, 'at most 4096 accounts'),
    DEFAULT_ACCOUNTS,
    'Who trades.',
  ),
  calendars: key(
    z.array(tradingCalendar, tables('calendars')).max(MAX_CALENDARS, `at most ${MAX_CALENDARS} calendars`),
    [],
    'When venues trade.',
  ),
  venues: key(z.array(venue, tables('venues')).min(1, 'at least one venue'), DEFAULT_VENUES, 'Where orders go.'),
  exchange: exchange.prefault({}),
  demo: demo.prefault({}),
  logging: logging.prefault({}),
});

/** The file after each value was checked alone: durations in nanoseconds, sizes in bytes, decimals as Decimal. */
export type FileForm = z.output<typeof fileSchema>;
