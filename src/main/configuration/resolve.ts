/** From the file's form to the engine's: names become numbers, currency becomes ticks, and all has to fit together. */

import { Decimal } from 'decimal.js';
import { MAX_DATA_BYTES } from '../../workers/durability/log/log_layout.ts';
import { MAX_SESSIONS } from '../../workers/model/source.ts';
import { MAX_VENUES } from '../../workers/model/venue.ts';
import { CL_ORD_IDS_PER_ORDER } from '../../workers/pipeline/orders/order_store.ts';
import { calendarNamed, resolveCalendars } from './calendars.ts';
import type {
  AccountConfiguration,
  Configuration,
  FixConfiguration,
  InstrumentConfiguration,
  LogConfiguration,
  VenueConfiguration,
} from './configuration.ts';
import { parseAddress } from './fields.ts';
import { dialectOf, repeatedFields } from './fix_venue.ts';
import { loginsOf, ouchProblems } from './ouch_venue.ts';
import type { Problem } from './problems.ts';
import { mantissaAndExponent } from './quantities.ts';
import type { FileForm } from './schema.ts';

/** What the records and the price parser take. */
const MAX_TICK_EXPONENT = 9;

/** Collects what does not fit; the result is used only if nothing was collected. */
class Findings {
  readonly problems: Problem[] = [];

  /** A default that does not fit is one problem, not one for each entry that has it. */
  add(key: string, value: unknown, expected: string): void {
    if (this.problems.some((problem) => problem.key === key && problem.expected === expected)) return;
    this.problems.push({ key, value, expected });
  }

  /** Place of a name in a list, or a problem and 0. */
  place(key: string, name: string, known: readonly { name: string }[], what: string): number {
    const index = known.findIndex((entry) => entry.name === name);
    if (index < 0) this.add(key, name, `${what} (${known.map((entry) => entry.name).join(', ')})`);
    return Math.max(0, index);
  }

  rising(list: string, keyName: string, values: readonly number[]): void {
    values.forEach((value, i) => {
      if (i > 0 && value <= values[i - 1]!) this.add(`${list}[${i}].${keyName}`, value, `more than ${values[i - 1]}`);
    });
  }

  unique(list: string, keyName: string, names: readonly string[]): void {
    const first = new Map<string, number>();
    names.forEach((name, i) => {
      const before = first.get(name);
      if (before === undefined) first.set(name, i);
      else this.add(`${list}[${i}].${keyName}`, name, `a name that ${list}[${before}] has not taken`);
    });
  }
}

export function resolve(file: FileForm): { configuration: Configuration; problems: Problem[] } {
  const findings = new Findings();
  const strategies = [...new Set(file.fix.sessions.map((session) => session.strategy))];
  const configuration: Configuration = {
    engine: resolveEngine(file, findings),
    log: resolveLog(file, findings),
    fix: resolveFix(file, strategies, findings),
    instruments: resolveInstruments(file, findings),
    accounts: resolveAccounts(file, findings),
    strategies,
    venues: resolveVenues(file, findings),
    exchange: file.exchange,
    demo: { ...file.demo, session: resolveDemoSession(file, findings) },
    logging: file.logging,
  };
  return { configuration, problems: findings.problems };
}

function resolveEngine({ engine }: FileForm, findings: Findings): Configuration['engine'] {
  engine.cores.forEach((core, i) => {
    if (engine.cores.indexOf(core) < i) findings.add(`engine.cores[${i}]`, core, 'a core that is not listed before');
  });
  const fewest = CL_ORD_IDS_PER_ORDER * engine.orders;
  if (engine.clOrdIds < fewest) {
    findings.add(
      'engine.clOrdIds',
      engine.clOrdIds,
      `at least ${fewest}: each of engine.orders has one, and one for its cancel`,
    );
  }
  const { dayEnd, dayEndDelay, calendar: _, ...rest } = engine;
  return { ...rest, dayEndNs: dayEnd, dayEndDelayNs: dayEndDelay };
}

function resolveLog({ log }: FileForm, findings: Findings): LogConfiguration {
  const { windowSize, segmentSize, retention, snapshotInterval, ...rest } = log;
  if (log.windows * windowSize > MAX_DATA_BYTES) {
    const most = MAX_DATA_BYTES / windowSize;
    findings.add(
      'log.windows',
      log.windows,
      `at most ${most} of this log.windowSize (${MAX_DATA_BYTES} bytes together)`,
    );
  }
  if (segmentSize < windowSize) {
    findings.add('log.segmentSize', segmentSize, `at least log.windowSize (${windowSize} bytes)`);
  }
  if (retention < 2 * segmentSize) {
    findings.add('log.retention', retention, `at least two segments (${2 * segmentSize} bytes)`);
  }
  return {
    ...rest,
    windowBytes: windowSize,
    segmentBytes: segmentSize,
    retentionBytes: retention,
    snapshotIntervalNs: snapshotInterval,
  };
}

function resolveFix(file: FileForm, strategies: readonly string[], findings: Findings): FixConfiguration {
  const { minHeartbeat, maxHeartbeat, logonTimeout, sessions, ...rest } = file.fix;
  if (maxHeartbeat < minHeartbeat) {
    findings.add('fix.maxHeartbeat', `${maxHeartbeat}ns`, `at least fix.minHeartbeat (${minHeartbeat}ns)`);
  }
  if (sessions.length > MAX_SESSIONS) findings.add('fix.sessions', sessions.length, `at most ${MAX_SESSIONS} sessions`);
  const compIds = sessions.map((session) => session.targetCompId);
  findings.unique('fix.sessions', 'targetCompId', compIds);
  return {
    ...rest,
    minHeartbeatNs: minHeartbeat,
    maxHeartbeatNs: maxHeartbeat,
    logonTimeoutNs: logonTimeout,
    sessions: sessions.map(({ user, password, disconnectGrace, ...session }, i) => {
      const at = `fix.sessions[${i}]`;
      if (session.targetCompId === rest.senderCompId) {
        findings.add(`${at}.targetCompId`, session.targetCompId, 'another name than fix.senderCompId');
      }
      if (password !== undefined && user === undefined)
        findings.add(`${at}.user`, undefined, 'a user for the password');
      const accounts = session.accounts.map((name, j) =>
        findings.place(`${at}.accounts[${j}]`, name, file.accounts, 'the name of an account'),
      );
      return {
        ...session,
        user,
        password,
        accounts,
        strategy: strategies.indexOf(session.strategy),
        disconnectGraceNs: disconnectGrace,
      };
    }),
  };
}

function resolveInstruments(file: FileForm, findings: Findings): InstrumentConfiguration[] {
  findings.unique(
    'instruments',
    'symbol',
    file.instruments.map((instrument) => instrument.symbol),
  );
  const unit = tickLotValue(file, 0);
  return file.instruments.map((own, i) => {
    const at = `instruments[${i}]`;
    const { tickSize, priceMaxAge, breakerWindow, breakerCooldown, ...rest } = withDefaults(
      file.instrumentDefaults,
      own,
    );
    const venue = own.primaryVenue;
    const tick = mantissaAndExponent(tickSize);
    const tickKey = own.tickSize === undefined ? 'instrumentDefaults.tickSize' : `${at}.tickSize`;
    if (tick === undefined || Math.abs(tick.exponent) > MAX_TICK_EXPONENT) {
      findings.add(tickKey, tickSize.toString(), 'a tick size of at most nine digits');
    }
    if (!tickLotValue(file, i).eq(unit)) {
      // Exposure adds tick-lots over instruments, which is a sum of money only where one is worth the same everywhere.
      findings.add(tickKey, tickSize.toString(), `tick size x lot size equal to that of instruments[0] (${unit})`);
    }
    if (!tickSize.times(10_000).isInteger()) {
      findings.add(tickKey, tickSize.toString(), 'a multiple of 0.0001, the unit of prices in market data');
    }
    const ticks = own.referencePrice.div(tickSize);
    if (!ticks.isInteger() || ticks.gt(2 ** 40)) {
      findings.add(`${at}.referencePrice`, own.referencePrice.toString(), `a multiple of the tick size ${tickSize}`);
    }
    return {
      symbol: rest.symbol,
      primaryVenue: venue === undefined ? 0 : findings.place(`${at}.primaryVenue`, venue, file.venues, 'a venue'),
      tickSizeMantissa: tick?.mantissa ?? 0,
      tickSizeExponent: tick?.exponent ?? 0,
      lotSize: rest.lotSize,
      referencePriceTicks: ticks.toNumber(),
      collarBps: rest.collarBps,
      priceMaxAgeNs: priceMaxAge,
      breakerMoveBps: rest.breakerMoveBps,
      breakerWindowNs: breakerWindow,
      breakerCooldownNs: breakerCooldown,
    };
  });
}

/** A table's own keys over the defaults. A key that is left out is absent, never undefined, so it hides nothing. */
function withDefaults<D extends object, O extends object>(defaults: D, own: O): D & Omit<O, keyof D> {
  return { ...defaults, ...own };
}

/** Currency that one lot moving by one tick is worth. */
function tickLotValue(file: FileForm, index: number): Decimal {
  const { tickSize, lotSize } = withDefaults(file.instrumentDefaults, file.instruments[index]!);
  return tickSize.times(lotSize);
}

function resolveAccounts(file: FileForm, findings: Findings): AccountConfiguration[] {
  findings.unique(
    'accounts',
    'name',
    file.accounts.map((account) => account.name),
  );
  const unit = tickLotValue(file, 0);
  return file.accounts.map((own, i) => {
    const { maxExposure, ...rest } = withDefaults(file.accountDefaults, own);
    // Rounded down: a limit may be stricter than asked for, never looser.
    const tickLots = maxExposure.div(unit).floor();
    if (tickLots.gt(Number.MAX_SAFE_INTEGER) || tickLots.lt(1)) {
      const key = own.maxExposure === undefined ? 'accountDefaults.maxExposure' : `accounts[${i}].maxExposure`;
      findings.add(key, maxExposure.toString(), `from ${unit} to ${unit.times(Number.MAX_SAFE_INTEGER)}`);
    }
    return { ...rest, maxExposureTickLots: Decimal.min(tickLots, Number.MAX_SAFE_INTEGER).toNumber() };
  });
}

function resolveVenues(file: FileForm, findings: Findings): VenueConfiguration[] {
  if (file.venues.length > MAX_VENUES) findings.add('venues', file.venues.length, `at most ${MAX_VENUES} venues`);
  findings.unique(
    'venues',
    'name',
    file.venues.map((venue) => venue.name),
  );
  for (const [i, { matching }] of file.venues.entries()) {
    if (matching.closingCall > 0 && matching.tradingDay === 0) {
      findings.add(`venues[${i}].matching.closingCall`, matching.closingCall, '0s, since no tradingDay ends in it');
    }
  }
  for (const [i, { address, feed }] of file.venues.entries()) {
    if (feed === 'itch' && address !== 'embedded')
      findings.add(`venues[${i}].feed`, feed, 'the address of its feed, since it is no exchange inside this process');
  }
  for (const [i, venue] of file.venues.entries()) checkProtocol(venue, `venues[${i}]`, file, findings);
  const add = findings.add.bind(findings);
  const calendars = resolveCalendars(file, add);
  const usual = calendarNamed('engine.calendar', file.engine.calendar, calendars, add);
  return file.venues.map((venue, i) => {
    const own = calendarNamed(`venues[${i}].calendar`, venue.calendar, calendars, add);
    const calendar = venue.calendar === undefined ? usual : own;
    return { ...resolveVenue(venue, `venues[${i}].exchange`, findings), calendar };
  });
}

function resolveVenue(
  venue: FileForm['venues'][number],
  where: string,
  findings: Findings,
): Omit<VenueConfiguration, 'calendar'> {
  const { calendar: _, address, latency, feed, feedSilence, exchange, matching, maker, fix, ouch, ...rest } = venue;
  const { lag, latency: exchangeLatency, quoteInterval, ticks, ...conduct } = exchange;
  findings.rising(
    `${where}.fees`,
    'fromValue',
    exchange.fees.map(({ fromValue }) => fromValue),
  );
  findings.rising(
    `${where}.ticks`,
    'from',
    ticks.map(({ from }) => from.toNumber()),
  );
  return {
    ...rest,
    displayQuantity: venue.displayQuantity ?? (venue.type === 'PRIMARY' || venue.type === 'ECN'),
    matching: resolveMatching(matching),
    maker: resolveMaker(maker),
    fix: fix === undefined ? undefined : dialectOf(fix),
    ouchLogins: venue.protocol === 'ouch' ? loginsOf(ouch) : [],
    feed: feed === 'auto' ? usualFeed(venue) : feed,
    feedSilenceNs: feedSilence,
    address: parseAddress(address),
    latencyNs: latency,
    exchange: {
      ...conduct,
      lagNs: lag,
      latencyNs: exchangeLatency,
      quoteIntervalNs: quoteInterval,
      ticks: ticks.map(({ from, tick }) => ({ from: from.toString(), tick: tick.toString() })),
    },
  };
}

/** What an embedded exchange displays it publishes; another's quotes come with its answers. */
function usualFeed({ address, type }: FileForm['venues'][number]): string {
  if (address !== 'embedded') return 'orders';
  return type === 'DARK' ? 'none' : 'itch';
}

function resolveMatching(matching: FileForm['venues'][number]['matching']): VenueConfiguration['matching'] {
  const { openingCall, tradingDay, closingCall, indications, ...rest } = matching;
  const times = { openingCallNs: openingCall, tradingDayNs: tradingDay, closingCallNs: closingCall };
  return { ...rest, ...times, indicationsNs: indications };
}

function resolveMaker({ requoteDelay, ...rest }: FileForm['venues'][number]['maker']): VenueConfiguration['maker'] {
  return { ...rest, requoteDelayNs: requoteDelay };
}

function checkProtocol(venue: FileForm['venues'][number], at: string, file: FileForm, findings: Findings): void {
  const { protocol, fix, feed, address } = venue;
  if (protocol === 'ouch') {
    for (const [key, value, expected] of ouchProblems(venue, file)) findings.add(`${at}.${key}`, value, expected);
  } else if (venue.ouch !== undefined) findings.add(`${at}.protocol`, protocol, 'ouch, since there is a table ouch');
  if (protocol !== 'fix') {
    if (fix !== undefined) findings.add(`${at}.protocol`, protocol, 'fix, since there is a table fix');
    return;
  }
  if (fix === undefined) {
    findings.add(`${at}.fix`, undefined, 'a table with senderCompId and targetCompId');
    return;
  }
  if (address === 'embedded')
    findings.add(`${at}.address`, address, 'host:port, since the embedded exchange speaks no FIX');
  if (feed === 'orders' || feed === 'auto')
    findings.add(`${at}.feed`, feed, "none, ring or a feed's address, since no quotes come over FIX");
  for (const { key, value } of repeatedFields(fix)) {
    findings.add(`${at}.fix.${key}`, value, 'a field that Sluice does not write itself, once');
  }
  const symbols = new Set(file.instruments.map(({ symbol }) => symbol));
  for (const ours of Object.keys(fix.symbols)) {
    if (!symbols.has(ours)) findings.add(`${at}.fix.symbols`, ours, 'the symbol of an instrument');
  }
  const theirs = file.instruments.map(({ symbol }) => fix.symbols[symbol] ?? symbol);
  if (new Set(theirs).size < theirs.length) {
    findings.add(`${at}.fix.symbols`, theirs.join(', '), 'another symbol for each instrument');
  }
}

function resolveDemoSession({ demo, fix }: FileForm, findings: Findings): number {
  const index = fix.sessions.findIndex((session) => session.targetCompId === demo.session);
  if (demo.enabled && index < 0) {
    const known = fix.sessions.map((session) => session.targetCompId).join(', ');
    findings.add('demo.session', demo.session, `the targetCompId of one of fix.sessions (${known})`);
  }
  return Math.max(0, index);
}
