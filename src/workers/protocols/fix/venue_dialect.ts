/** What venues differ in, though all of them speak FIX 4.4: settings of a session that sends orders. */
import { TimeInForce } from '../../model/order.ts';
import type { FixInstrument } from './directory.ts';
import type { FixSessionConfig, TagValue } from './session_config.ts';
import { Tag } from './tag.ts';

export interface VenueDialect {
  readonly senderCompId: string;
  readonly targetCompId: string;
  readonly senderSubId: string | undefined;
  readonly targetSubId: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly heartbeatSeconds: number;
  /** Both sides start at 1 with each Logon: what was on its way is then asked about, not sent again. */
  readonly resetOnLogon: boolean;
  /** Account (1) of all orders; undefined: none. */
  readonly account: string | undefined;
  /** HandlInst (21); undefined: left out. */
  readonly handlInst: string | undefined;
  readonly exDestination: string | undefined;
  readonly securityExchange: string | undefined;
  /** Decimals that prices are written with; undefined: as many as the tick has. */
  readonly priceDecimals: number | undefined;
  readonly quantityDecimals: number;
  /** TimeInForce (59) by the model's code; a code that is not here is not sent to this venue. */
  readonly timeInForce: Readonly<Record<number, string>>;
  /** Their symbols by ours; one that is not here is the same for both. */
  readonly symbols: Readonly<Record<string, string>>;
  readonly headerFields: readonly TagValue[];
  readonly logonFields: readonly TagValue[];
  readonly orderFields: readonly TagValue[];
  /** Whether the venue answers OrderStatusRequest; one that does not is told to cancel what is in doubt. */
  readonly hasOrderStatus: boolean;
  readonly hasMassCancel: boolean;
  /** An order that the venue did not get in this time is not sent to it any more. */
  readonly staleOrderMs: number;
}

export const DIALECT_DEFAULTS = {
  senderSubId: undefined,
  targetSubId: undefined,
  username: undefined,
  password: undefined,
  heartbeatSeconds: 30,
  resetOnLogon: false,
  account: undefined,
  handlInst: '1',
  exDestination: undefined,
  securityExchange: undefined,
  priceDecimals: undefined,
  quantityDecimals: 0,
  timeInForce: { [TimeInForce.DAY]: '0', [TimeInForce.GTC]: '1', [TimeInForce.IOC]: '3', [TimeInForce.FOK]: '4' },
  symbols: {},
  headerFields: [],
  logonFields: [],
  orderFields: [],
  hasOrderStatus: true,
  hasMassCancel: true,
  staleOrderMs: 2_000,
} as const;

/** The session's settings, without what is ours to decide. */
export function sessionConfigOf(dialect: VenueDialect): FixSessionConfig {
  const { senderSubId, targetSubId, senderCompId, targetCompId } = dialect;
  const headerFields: TagValue[] = [];
  if (senderSubId !== undefined) headerFields.push([Tag.SENDER_SUB_ID, senderSubId]);
  if (targetSubId !== undefined) headerFields.push([Tag.TARGET_SUB_ID, targetSubId]);
  return {
    role: 'initiator',
    senderCompId,
    targetCompId,
    username: dialect.username,
    password: dialect.password,
    heartbeatSeconds: dialect.heartbeatSeconds,
    resetOnLogon: dialect.resetOnLogon,
    headerFields: [...headerFields, ...dialect.headerFields],
    logonFields: dialect.logonFields,
    isLenient: true,
  };
}

/** The instruments under the venue's names. */
export function venueInstruments(instruments: readonly FixInstrument[], dialect: VenueDialect): FixInstrument[] {
  return instruments.map((instrument) => ({
    ...instrument,
    symbol: dialect.symbols[instrument.symbol] ?? instrument.symbol,
  }));
}
