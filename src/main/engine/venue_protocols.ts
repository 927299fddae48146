/** The link to a venue in the protocol that its configuration names. */

import { join } from 'node:path';
import type { SpscProducer } from '../../ring/spsc.ts';
import { FIX_LINK_DEFAULTS, FixVenueLink } from '../../workers/edges/fix_initiator/fix_venue_link.ts';
import { openLinkLog } from '../../workers/edges/fix_initiator/link_log.ts';
import type { VenueLink, VenueLinkPorts } from '../../workers/edges/venue_link.ts';
import { FileOutboundLog } from '../../workers/edges/venue_session/outbound_log.ts';
import { VENUE_SESSION_DEFAULTS, VenueSession } from '../../workers/edges/venue_session/venue_session.ts';
import type { FixInstrument } from '../../workers/protocols/fix/directory.ts';
import type { VenueDialect } from '../../workers/protocols/fix/venue_dialect.ts';
import type { Configuration, VenueConfiguration } from '../configuration/configuration.ts';
import { tradingDayAt } from './trading_day.ts';

/** Our number at every venue. */
const SESSION_AT_VENUE = 1;

export interface VenueOpening {
  readonly configuration: Configuration;
  readonly venue: VenueConfiguration;
  readonly address: { readonly host: string; readonly port: number };
  readonly ports: VenueLinkPorts;
  /** undefined: quotes come from elsewhere. */
  readonly quotes: SpscProducer | undefined;
  readonly engineEpoch: number;
  readonly notice: (text: string) => void;
}

export function openVenueLink(opening: VenueOpening): VenueLink {
  const { fix } = opening.venue;
  return fix === undefined ? openSluice(opening) : openFix(opening, fix);
}

function openSluice({ configuration, venue, address, ports, quotes, engineEpoch }: VenueOpening): VenueLink {
  const { directory, durability } = configuration.log;
  const { heard, ...rest } = ports;
  return new VenueSession({
    ...VENUE_SESSION_DEFAULTS,
    ...address,
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

/** As FIX names and measures them. */
export function fixInstruments({ instruments }: Configuration): FixInstrument[] {
  return instruments.map(({ symbol, tickSizeMantissa, tickSizeExponent, lotSize }) => ({
    symbol,
    tickMantissa: tickSizeMantissa,
    tickExponent: tickSizeExponent,
    lotSize,
  }));
}
