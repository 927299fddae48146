/** What the simulated exchange needs of the configuration, inside the process and in one of its own. */

import type { ExchangeOptions } from '../../workers/exchange/options.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { recordedSymbols } from './recorded_symbols.ts';

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

export function exchangeOptions({ instruments, exchange }: Configuration, place: ExchangePlace): ExchangeOptions {
  const { enabled, ...flow } = exchange.flow;
  const recorded = place.marketDataFile === null ? new Set<string>() : recordedSymbols(place.marketDataFile);
  return {
    ...place,
    instruments: instruments.map((instrument) => ({
      symbol: instrument.symbol,
      referenceTicks: recorded.has(instrument.symbol) ? 0 : instrument.referencePriceTicks,
      tickPrice4: Math.round(instrument.tickSizeMantissa * 10 ** (instrument.tickSizeExponent + PRICE4_EXPONENT)),
      lotShares: instrument.lotSize,
    })),
    seed: exchange.seed,
    flow: enabled ? flow : null,
    orderCapacity: exchange.orders,
    legCapacity: exchange.clientOrders,
    storedReports: exchange.storedReports,
    heartbeatMs: HEARTBEAT_MS,
  };
}
