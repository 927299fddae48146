/** What OUCH's characters and numbers mean: message types by direction, and the codes that both sides need. */

const code = (character: string): number => character.charCodeAt(0);

/** From the client. */
export const Request = {
  ENTER: code('O'),
  REPLACE: code('U'),
  CANCEL: code('X'),
  MODIFY: code('M'),
  MASS_CANCEL: code('C'),
  DISABLE: code('D'),
  ENABLE: code('E'),
  ACCOUNT_QUERY: code('Q'),
} as const;

/** To the client. */
export const Answer = {
  SYSTEM_EVENT: code('S'),
  ACCEPTED: code('A'),
  REPLACED: code('U'),
  CANCELED: code('C'),
  AIQ_CANCELED: code('D'),
  EXECUTED: code('E'),
  BROKEN_TRADE: code('B'),
  REJECTED: code('J'),
  CANCEL_PENDING: code('P'),
  CANCEL_REJECT: code('I'),
  MODIFIED: code('M'),
  MASS_CANCEL: code('X'),
  DISABLED: code('G'),
  ENABLED: code('K'),
  ACCOUNT_QUERY: code('Q'),
} as const;

export const SideCode = { BUY: code('B'), SELL: code('S'), SHORT: code('T'), SHORT_EXEMPT: code('E') } as const;
export const TimeInForceCode = { DAY: code('0'), IOC: code('3') } as const;
export const DisplayCode = { VISIBLE: code('Y'), HIDDEN: code('N'), ATTRIBUTABLE: code('A') } as const;
export const SystemEventCode = { START_OF_DAY: code('S'), END_OF_DAY: code('E') } as const;
export const CancelReason = { USER: code('U'), IMMEDIATE_OR_CANCEL: code('I'), SELF_MATCH: code('Q') } as const;
export const [LIVE, NO, PRINCIPAL, ADDED, REMOVED] = [code('L'), code('N'), code('P'), code('A'), code('R')] as const;

/** Of a market order. */
export const MARKET_PRICE = 0x7fff_ffff;

/** Appendix C, as far as the exchange says it. */
export const RejectReason = {
  DESTINATION_CLOSED: 0x02,
  INVALID_DISPLAY: 0x03,
  PROCESSING_ERROR: 0x0a,
  FIRM_NOT_AUTHORIZED: 0x0c,
  INVALID_MIN_QUANTITY: 0x0d,
  OTHER: 0x0f,
  INVALID_QUANTITY: 0x13,
  INVALID_CROSS: 0x14,
  INVALID_SYMBOL: 0x17,
  INVALID_PRICE: 0x1d,
  PORT_MESSAGE_RATE: 0x29,
} as const;
