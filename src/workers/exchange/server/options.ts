import type { ExchangeConduct, ExchangeInstrument } from '../options.ts';
import type { OuchOptions } from '../ouch/options.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Folder of the log; null keeps reports in memory only, and a restart begins a new epoch. */
  readonly logFolder: string | null;
  /** Names this start: greater than that of any start before. */
  readonly epoch: number;
  readonly legCapacity: number;
  readonly storedReports: number;
  readonly heartbeatMs: number;
  /** Without it nobody can send orders by OUCH. */
  readonly ouch?: OuchOptions;
  readonly instruments: readonly ExchangeInstrument[];
  readonly seed: number;
  readonly conduct: ExchangeConduct;
}

export interface ServerCounters {
  connections: number;
  orders: number;
  duplicates: number;
  malformed: number;
  gaps: number;
  reports: number;
  resent: number;
  quotes: number;
  restoredOrders: number;
}

export function noCounts(): ServerCounters {
  return {
    connections: 0,
    orders: 0,
    duplicates: 0,
    malformed: 0,
    gaps: 0,
    reports: 0,
    resent: 0,
    quotes: 0,
    restoredOrders: 0,
  };
}
