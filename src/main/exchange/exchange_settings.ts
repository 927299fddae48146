/** What the simulated exchange needs of the configuration, inside the process and in one of its own. */

import type { ExchangeInstrument, ExchangeOptions } from '../../workers/exchange/options.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { recordedSymbols } from './recorded_symbols.ts';
import { venueMode } from './venue_mode.ts';

export interface ExchangePlace {
  readonly host: string;
  readonly port: number;
  /** null: a restart forgets all orders. */
  readonly logFolder: string | null;
  readonly marketDataFile: string | null;
  readonly speed: number;
}

const HEARTBEAT_MS = 1_000;
/** Prices on the wire of ITCH are in ten-thousandths. */
const PRICE4_EXPONENT = 4;

/** Instruments as market data has them: prices in ten-thousandths, quantities in shares. */
export function exchangeInstruments({ instruments }: Configuration): ExchangeInstrument[] {
  return instruments.map((instrument) => ({
    symbol: instrument.symbol,
    referenceTicks: instrument.referencePriceTicks,
    tickPrice4: Math.round(instrument.tickSizeMantissa * 10 ** (instrument.tickSizeExponent + PRICE4_EXPONENT)),
    lotShares: instrument.lotSize,
  }));
}

export function exchangeOptions(configuration: Configuration, place: ExchangePlace): ExchangeOptions {
  const { exchange } = configuration;
  const { enabled, ...flow } = exchange.flow;
  const embedded = configuration.venues.find((venue) => venue.address === undefined) ?? configuration.venues[0]!;
  const recorded = place.marketDataFile === null ? new Set<string>() : recordedSymbols(place.marketDataFile);
  return {
    ...place,
    instruments: exchangeInstruments(configuration).map((instrument) => ({
      ...instrument,
      referenceTicks: recorded.has(instrument.symbol) ? 0 : instrument.referenceTicks,
    })),
    seed: exchange.seed,
    flow: enabled ? flow : null,
    orderCapacity: exchange.orders,
    legCapacity: exchange.clientOrders,
    storedReports: exchange.storedReports,
    heartbeatMs: HEARTBEAT_MS,
    // A venue that trades by others' prices has none to trade by when it is alone: then it is a book of its own.
    mode: venueMode(embedded.type === 'ECN' ? embedded : { ...embedded, type: 'PRIMARY' }),
  };
}
