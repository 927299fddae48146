/** The link to a venue in the protocol that its configuration names. */

import { join } from 'node:path';
import { allocateRegion } from '../../ring/memory.ts';
import { type MemoryLinkTransfer, memoryClient } from '../../ring/memory_socket.ts';
import { SpscConsumer, SpscProducer, spscRegionBytes } from '../../ring/spsc.ts';
import { FIX_LINK_DEFAULTS, FixVenueLink } from '../../workers/edges/fix_initiator/fix_venue_link.ts';
import { openLinkLog } from '../../workers/edges/fix_initiator/link_log.ts';
import { OuchLog } from '../../workers/edges/ouch_session/ouch_log.ts';
import { OUCH_SESSION_DEFAULTS, OuchSession } from '../../workers/edges/ouch_session/ouch_session.ts';
import type { VenueLink, VenueLinkPorts } from '../../workers/edges/venue_link.ts';
import { FileOutboundLog, MemoryOutboundLog } from '../../workers/edges/venue_session/outbound_log.ts';
import { VENUE_SESSION_DEFAULTS, VenueSession } from '../../workers/edges/venue_session/venue_session.ts';
import type { FixInstrument } from '../../workers/protocols/fix/directory.ts';
import type { VenueDialect } from '../../workers/protocols/fix/venue_dialect.ts';
import type { Configuration, VenueConfiguration } from '../configuration/configuration.ts';
import { exchangeInstruments } from '../exchange/exchange_settings.ts';
import { QuotedLink } from './quoted_link.ts';
import { tradingDayAt } from './trading_day.ts';

/** Our number at every venue. */
const SESSION_AT_VENUE = 1;
/** Of rings that nothing goes through. */
const NO_RECORDS_BYTES = 4096;

/** Of the quotes at a venue of ours that takes orders by another protocol. */
const QUOTE_SESSION_AT_VENUE = 2;

export interface VenueAddress {
  readonly host: string;
  readonly port: number;
  /** Of an exchange in this process that speaks OUCH beside its own protocol. */
  readonly ouchPort?: number;
  /** To an exchange in this process: its own protocol is spoken through memory. */
  readonly memory?: MemoryLinkTransfer;
}

export interface VenueOpening {
  readonly configuration: Configuration;
  readonly venue: VenueConfiguration;
  readonly address: VenueAddress;
  readonly ports: VenueLinkPorts;
  /** undefined: quotes come from elsewhere. */
  readonly quotes: SpscProducer | undefined;
  readonly engineEpoch: number;
  readonly notice: (text: string) => void;
}

export function openVenueLink(opening: VenueOpening): VenueLink {
  const { fix, protocol } = opening.venue;
  if (protocol === 'ouch') return openOuch(opening);
  return fix === undefined ? openSluice(opening) : openFix(opening, fix);
}

function openSluice({ configuration, venue, address, ports, quotes, engineEpoch }: VenueOpening): VenueLink {
  const { directory, durability } = configuration.log;
  const { heard, ...rest } = ports;
  return new VenueSession({
    ...VENUE_SESSION_DEFAULTS,
    ...place(address),
    ...rest,
    session: SESSION_AT_VENUE,
    instruments: configuration.instruments.length,
    engineEpoch,
    quotes,
    log: new FileOutboundLog(join(directory, 'sessions', `venue-${venue.name}.log`), { sync: durability === 'disk' }),
    nextReportNumber: Math.max(1, heard.sequence + 1),
    exchangeEpoch: heard.epoch,
    gapFill: true,
  });
}

function place({ host, port, memory }: VenueAddress) {
  return { host, port, memory: memory === undefined ? undefined : memoryClient(memory) };
}

function openFix({ configuration, venue, address, ports, notice }: VenueOpening, dialect: VenueDialect): VenueLink {
  const { directory, durability } = configuration.log;
  const instruments = fixInstruments(configuration);
  const options = {
    directory: join(directory, 'sessions'),
    // A venue's name may hold any printable character, a file's may not.
    name: `venue-${encodeURIComponent(venue.name).replaceAll(/[^\w.-]/g, '_')}`,
    tradingDate: tradingDayAt(Date.now()).date,
    sync: durability === 'disk',
  };
  const start = { wallMs: Date.now(), monotonicMs: performance.now() };
  return new FixVenueLink({
    ...FIX_LINK_DEFAULTS,
    ...address,
    ...openLinkLog(options, instruments, dialect, ports.heard),
    ports,
    dialect,
    instruments,
    wallMs: () => Math.floor(start.wallMs + performance.now() - start.monotonicMs),
    notice: (text) => notice(`venue ${venue.name}: ${text}`),
  });
}

function openOuch(opening: VenueOpening): VenueLink {
  const { configuration, venue, address, ports, quotes, notice } = opening;
  const { directory, durability } = configuration.log;
  const path = join(directory, 'sessions', `venue-${encodeURIComponent(venue.name)}.ouch.log`);
  const login = { ...OUCH_SESSION_DEFAULTS, host: address.host, port: address.ouchPort || address.port };
  const link = new OuchSession({
    ...ports,
    legCapacity: OUCH_SESSION_DEFAULTS.legCapacity,
    log: new OuchLog(path, ports.heard.epoch + 1, { sync: durability === 'disk' }),
    logins: venue.ouchLogins.map((names) => ({ ...login, ...names })),
    instruments: exchangeInstruments(configuration),
    notice: (text) => notice(`venue ${venue.name}: ${text}`),
  });
  return quotes === undefined ? link : new QuotedLink(link, openQuotes(opening));
}

/** Orders never come by it, and what becomes of it is no news: without quotes the prices grow old. */
function openQuotes({ configuration, address, ports, quotes, engineEpoch }: VenueOpening): VenueLink {
  return new VenueSession({
    ...VENUE_SESSION_DEFAULTS,
    ...place(address),
    session: QUOTE_SESSION_AT_VENUE,
    venue: ports.venue,
    instruments: configuration.instruments.length,
    engineEpoch,
    quotes,
    reports: new SpscProducer(allocateRegion(spscRegionBytes(NO_RECORDS_BYTES))),
    orders: new SpscConsumer(allocateRegion(spscRegionBytes(NO_RECORDS_BYTES))),
    log: new MemoryOutboundLog(),
    clock: ports.clock,
  });
}

/** As FIX names and measures them. */
export function fixInstruments({ instruments }: Configuration): FixInstrument[] {
  return instruments.map(({ symbol, tickSizeMantissa, tickSizeExponent, lotSize }) => ({
    symbol,
    tickMantissa: tickSizeMantissa,
    tickExponent: tickSizeExponent,
    lotSize,
  }));
}
