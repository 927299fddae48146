/** What the simulated exchange needs of the configuration, inside the process and in one of its own. */

import { statSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import type { FlowOptions } from '../../workers/exchange/flow/background_flow.ts';
import type {
  ExchangeConduct,
  ExchangeInstrument,
  ExchangeOptions,
  Publishing,
} from '../../workers/exchange/options.ts';
import { PUBLICATION_GROUPS, SNAPSHOT_LOGIN } from '../../workers/exchange/publication/publication.ts';
import type {
  Configuration,
  ExchangeConfiguration,
  InstrumentConfiguration,
  VenueConfiguration,
} from '../configuration/configuration.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { Fault } from '../supervision/fault.ts';
import { recordedSymbols } from './recorded_symbols.ts';
import { venueMode } from './venue_mode.ts';

export interface ExchangePlace {
  readonly host: string;
  /** Of the first; the others take those after it. 0: any free ones. */
  readonly port: number;
  /** Each has a folder of its own in it. null: a restart forgets all orders. */
  readonly logFolder: string | null;
  /** A file to play at the first venue, or VENUE=FILE; null: none. */
  readonly marketData: string | null;
  readonly speed: number;
  /** What the engine is to listen to is published where its configuration says, or on ports after those of order entry. */
  readonly isOwnProcess: boolean;
}

export interface Recording {
  /** Name of the venue where it is played. */
  readonly venue: string;
  readonly file: string;
}

const HEARTBEAT_MS = 1_000;
/** Of a process of n venues: n of order entry, which their feeds' lines share, n of requests and snapshots, n of OUCH. */
const FEED_PORTS = 1;
const OUCH_PORTS = 2;
const PORTS_A_VENUE = 3;
const MOST_PORT = 65_535;
const LOOPBACK = '127.0.0.1';
const EVERY_ADDRESS = '0.0.0.0';
/** Those who meet in the dark take the middle wherever it goes meanwhile. */
const DARK_THROUGH_TICKS = 20;
const MOST_SEED = 2 ** 31;
/** Prices on the wire of ITCH are in ten-thousandths. */
const PRICE4_EXPONENT = 4;

/** Instruments as market data has them: prices in ten-thousandths, quantities in shares. */
export function exchangeInstruments({ instruments }: Configuration): ExchangeInstrument[] {
  return instruments.map((instrument) => ({
    symbol: instrument.symbol,
    startTicks: instrument.referencePriceTicks,
    hasFlow: true,
    tickPrice4: Math.round(instrument.tickSizeMantissa * 10 ** (instrument.tickSizeExponent + PRICE4_EXPONENT)),
    lotShares: instrument.lotSize,
  }));
}

/** `VENUE=FILE`, where VENUE is one, or a file for the first venue. */
export function recordingOf({ venues }: Configuration, text: string): Recording {
  const at = text.indexOf('=');
  const named = at < 0 ? undefined : venues.find(({ name }) => name === text.slice(0, at));
  return named === undefined ? { venue: venues[0]!.name, file: text } : { venue: named.name, file: text.slice(at + 1) };
}

/** Throws when the text of `--market-data` names no file. */
export function requireRecording(configuration: Configuration, text: string): void {
  const { file } = recordingOf(configuration, text);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return;
  throw new Fault(ExitCode.USAGE, `--market-data: ${file} is no file`);
}

/** Of these venues, in their order. */
export function exchangeOptions(
  configuration: Configuration,
  venues: readonly VenueConfiguration[],
  place: ExchangePlace,
): ExchangeOptions[] {
  const { host, logFolder, speed } = place;
  const { exchange } = configuration;
  const recording = place.marketData === null ? undefined : recordingOf(configuration, place.marketData);
  const recorded = recording === undefined ? new Set<string>() : recordedSymbols(recording.file);
  const hasLit = venues.some(({ type }) => type === 'PRIMARY' || type === 'ECN');
  checkPorts(place, venues.length);
  return venues.map((venue, index) => {
    const isPlayed = venue.name === recording?.venue;
    return {
      name: venue.name,
      host,
      port: portOf(place, index),
      logFolder: logFolder === null ? null : join(logFolder, venue.name),
      marketDataFile: isPlayed ? recording.file : null,
      speed,
      instruments: exchangeInstruments(configuration).map((instrument) => ({
        ...instrument,
        hasFlow: !(isPlayed && recorded.has(instrument.symbol)),
      })),
      // Venues' participants are different ones.
      seed: (exchange.seed + index) % MOST_SEED,
      flow: flowOf(exchange, venue),
      // A venue that trades by others' prices has none to trade by without them: then it is a book of its own.
      mode: venueMode(hasLit ? venue : { ...venue, type: 'PRIMARY' }),
      orderCapacity: exchange.orders,
      legCapacity: exchange.clientOrders,
      storedReports: exchange.storedReports,
      heartbeatMs: HEARTBEAT_MS,
      ...(venue.protocol === 'ouch'
        ? { ouch: { port: portOf(place, index + OUCH_PORTS * venues.length), logins: venue.ouchLogins } }
        : {}),
      conduct: conductOf(configuration, venue),
      ...publicationOf(venue, place, index, venues.length),
    };
  });
}

function portOf({ port }: ExchangePlace, beyond: number): number {
  return port === 0 ? 0 : port + beyond;
}

function checkPorts({ port, isOwnProcess }: ExchangePlace, venues: number): void {
  const last = port + (isOwnProcess ? PORTS_A_VENUE : 1) * venues - 1;
  if (port !== 0 && last > MOST_PORT) {
    throw new Fault(
      ExitCode.USAGE,
      `--port: ${venues} venues take the ports up to ${last}, and ${MOST_PORT} is the last`,
    );
  }
}

function publicationOf(
  { feed }: VenueConfiguration,
  place: ExchangePlace,
  index: number,
  venues: number,
): { publication?: Publishing } {
  if (place.isOwnProcess && feed.startsWith('mold:')) return { publication: { address: feed } };
  if (feed !== 'itch') return {};
  const port = portOf(place, index);
  if (port === 0) return { publication: 'own' };
  return { publication: { address: groupsAddress(place.host, port, port + FEED_PORTS * venues) } };
}

/** Lines on the number of the order port, requests and snapshots on one of their own: the same at each start. */
function groupsAddress(host: string, port: number, answers: number): string {
  const at = isIPv4(host) && host !== EVERY_ADDRESS ? host : LOOPBACK;
  const [a, b] = PUBLICATION_GROUPS;
  return `mold://${a}:${port}?b=${b}:${port}&requests=${at}:${answers}&snapshot=${SNAPSHOT_LOGIN}@${at}:${answers}&interface=${at}`;
}

function flowOf(
  { flow: { enabled, ...flow } }: ExchangeConfiguration,
  { exchange, type }: VenueConfiguration,
): FlowOptions | null {
  if (!enabled || exchange.activity === 0) return null;
  return {
    ...flow,
    eventsPerSecond: flow.eventsPerSecond * exchange.activity,
    restingOrders: Math.max(1, Math.round(flow.restingOrders * exchange.activity)),
    hiddenShare: exchange.hiddenShare,
    throughTicks: type === 'DARK' ? DARK_THROUGH_TICKS : 0,
    lagSeconds: exchange.lagNs / 1e9,
    deviationTicks: exchange.deviationTicks,
  };
}

function conductOf({ instruments }: Configuration, { displayQuantity, exchange }: VenueConfiguration): ExchangeConduct {
  return {
    hasDisplayQuantity: displayQuantity,
    latencyMs: exchange.latencyNs / 1e6,
    rejectRate: exchange.rejectRate,
    quoteIntervalMs: exchange.quoteIntervalNs / 1e6,
    fees: exchange.fees,
    tickBands: instruments.map((instrument) =>
      exchange.ticks.map(({ from, tick }) => ({
        fromTicks: wholeTicks(from, instrument),
        everyTicks: Math.max(1, wholeTicks(tick, instrument)),
      })),
    ),
  };
}

/** The price in the instrument's ticks, rounded up. */
function wholeTicks(price: string, { tickSizeMantissa, tickSizeExponent }: InstrumentConfiguration): number {
  const tick = new Decimal(tickSizeMantissa).times(new Decimal(10).pow(tickSizeExponent));
  return new Decimal(price).div(tick).ceil().toNumber();
}
