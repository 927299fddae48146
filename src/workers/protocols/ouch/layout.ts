/**
 * OUCH 5.0 (Nasdaq, Order Entry Specification, revision 1.05 of 7 October 2025). Every message is a type, fields in the order of
 * its section, and for most an appendage of options (1.2, Appendix A):
 *
 *     | type 1 | fields | appendage length 2 | length 1 | tag 1 | value | length 1 | tag 1 | value | ...
 *
 * An option's length counts its tag. Numbers are big-endian, text is ASCII padded on the right with spaces, prices have four
 * decimals in eight bytes, times are nanoseconds since midnight. This file is the tables; ouch_message.ts reads by them.
 */

export const Kind = {
  CHAR: 0,
  UINT16: 1,
  UINT32: 2,
  INT32: 3,
  UINT64: 4,
  TEXT2: 5,
  TEXT4: 6,
  TEXT8: 7,
  TEXT14: 8,
} as const;

/** By kind. */
export const KIND_BYTES: readonly number[] = [1, 2, 4, 4, 8, 2, 4, 8, 14];

/** Where a message keeps a field's value: one place a name, whichever message it is of. */
export const Field = {
  TIMESTAMP: 0,
  USER_REF_NUM: 1,
  ORIG_USER_REF_NUM: 2,
  SIDE: 3,
  QUANTITY: 4,
  SYMBOL: 5,
  PRICE: 6,
  TIME_IN_FORCE: 7,
  DISPLAY: 8,
  CAPACITY: 9,
  INTERMARKET_SWEEP: 10,
  CROSS_TYPE: 11,
  CL_ORD_ID: 12,
  ORDER_REFERENCE: 13,
  ORDER_STATE: 14,
  REASON: 15,
  QUANTITY_PREVENTED: 16,
  LIQUIDITY_FLAG: 17,
  AIQ_STRATEGY: 18,
  MATCH_NUMBER: 19,
  FIRM: 20,
  EVENT: 21,
} as const;

export const FIELDS = 22;

export const Appendage = { NONE: 0, OPTIONAL: 1, ALWAYS: 2 } as const;

export interface MessageLayout {
  readonly type: number;
  readonly fields: readonly (readonly [field: number, kind: number])[];
  readonly appendage: number;
  /** Without the appendage: the offset of its length in the specification. */
  readonly bytes: number;
}

const { CHAR, UINT16, UINT32, INT32, UINT64, TEXT2, TEXT4, TEXT8, TEXT14 } = Kind;

function layout(
  type: string,
  bytes: number,
  appendage: number,
  ...fields: readonly (readonly [field: number, kind: number])[]
): MessageLayout {
  const sum = fields.reduce((total, [, kind]) => total + KIND_BYTES[kind]!, 1);
  if (sum !== bytes) throw new Error(`OUCH ${type}: its fields are ${sum} bytes, not ${bytes}`);
  return { type: type.charCodeAt(0), fields, appendage, bytes };
}

const TIMESTAMP = [Field.TIMESTAMP, UINT64] as const;
const USER_REF_NUM = [Field.USER_REF_NUM, UINT32] as const;
const ORIG_USER_REF_NUM = [Field.ORIG_USER_REF_NUM, UINT32] as const;
const SIDE = [Field.SIDE, CHAR] as const;
const QUANTITY = [Field.QUANTITY, UINT32] as const;
const SYMBOL = [Field.SYMBOL, TEXT8] as const;
const PRICE = [Field.PRICE, UINT64] as const;
const TIME_IN_FORCE = [Field.TIME_IN_FORCE, CHAR] as const;
const DISPLAY = [Field.DISPLAY, CHAR] as const;
const CAPACITY = [Field.CAPACITY, CHAR] as const;
const SWEEP = [Field.INTERMARKET_SWEEP, CHAR] as const;
const CROSS_TYPE = [Field.CROSS_TYPE, CHAR] as const;
const CL_ORD_ID = [Field.CL_ORD_ID, TEXT14] as const;
const ORDER_REFERENCE = [Field.ORDER_REFERENCE, UINT64] as const;
const ORDER_STATE = [Field.ORDER_STATE, CHAR] as const;
const REASON = [Field.REASON, CHAR] as const;
const LIQUIDITY_FLAG = [Field.LIQUIDITY_FLAG, CHAR] as const;
const MATCH_NUMBER = [Field.MATCH_NUMBER, UINT64] as const;
const FIRM = [Field.FIRM, TEXT4] as const;

/** As accepted: the second half of both 3.2 and 3.3. */
const ACCEPTED = [
  SIDE,
  QUANTITY,
  SYMBOL,
  PRICE,
  TIME_IN_FORCE,
  DISPLAY,
  ORDER_REFERENCE,
  CAPACITY,
  SWEEP,
  CROSS_TYPE,
  ORDER_STATE,
  CL_ORD_ID,
] as const;

const { NONE, OPTIONAL, ALWAYS } = Appendage;

/** From the client (section 2). */
export const INBOUND: readonly MessageLayout[] = [
  // 2.1 Enter Order
  layout(
    'O',
    45,
    ALWAYS,
    USER_REF_NUM,
    SIDE,
    QUANTITY,
    SYMBOL,
    PRICE,
    TIME_IN_FORCE,
    DISPLAY,
    CAPACITY,
    SWEEP,
    CROSS_TYPE,
    CL_ORD_ID,
  ),
  // 2.2 Replace Order
  layout('U', 38, ALWAYS, ORIG_USER_REF_NUM, USER_REF_NUM, QUANTITY, PRICE, TIME_IN_FORCE, DISPLAY, SWEEP, CL_ORD_ID),
  // 2.3 Cancel Order: the quantity is what shall be left
  layout('X', 9, OPTIONAL, USER_REF_NUM, QUANTITY),
  // 2.4 Modify Order
  layout('M', 10, OPTIONAL, USER_REF_NUM, SIDE, QUANTITY),
  // 2.5 Mass Cancel
  layout('C', 17, ALWAYS, USER_REF_NUM, FIRM, SYMBOL),
  // 2.6 Disable Order Entry
  layout('D', 9, ALWAYS, USER_REF_NUM, FIRM),
  // 2.7 Enable Order Entry
  layout('E', 9, ALWAYS, USER_REF_NUM, FIRM),
  // 2.8 Account Query
  layout('Q', 1, OPTIONAL),
];

/** To the client (section 3). */
export const OUTBOUND: readonly MessageLayout[] = [
  // 3.1 System Event
  layout('S', 10, NONE, TIMESTAMP, [Field.EVENT, CHAR]),
  // 3.2 Order Accepted
  layout('A', 62, ALWAYS, TIMESTAMP, USER_REF_NUM, ...ACCEPTED),
  // 3.3 Order Replaced
  layout('U', 66, ALWAYS, TIMESTAMP, ORIG_USER_REF_NUM, USER_REF_NUM, ...ACCEPTED),
  // 3.4 Order Canceled
  layout('C', 18, OPTIONAL, TIMESTAMP, USER_REF_NUM, QUANTITY, REASON),
  // 3.5 AIQ Canceled
  layout(
    'D',
    32,
    OPTIONAL,
    TIMESTAMP,
    USER_REF_NUM,
    QUANTITY,
    REASON,
    [Field.QUANTITY_PREVENTED, UINT32],
    PRICE,
    LIQUIDITY_FLAG,
    [Field.AIQ_STRATEGY, CHAR],
  ),
  // 3.6 Order Executed
  layout('E', 34, ALWAYS, TIMESTAMP, USER_REF_NUM, QUANTITY, PRICE, LIQUIDITY_FLAG, MATCH_NUMBER),
  // 3.7 Broken Trade
  layout('B', 36, OPTIONAL, TIMESTAMP, USER_REF_NUM, MATCH_NUMBER, REASON, CL_ORD_ID),
  // 3.8 Rejected
  layout('J', 29, OPTIONAL, TIMESTAMP, USER_REF_NUM, [Field.REASON, UINT16], CL_ORD_ID),
  // 3.9 Cancel Pending
  layout('P', 13, OPTIONAL, TIMESTAMP, USER_REF_NUM),
  // 3.10 Cancel Reject
  layout('I', 13, OPTIONAL, TIMESTAMP, USER_REF_NUM),
  // 3.11 Order Priority Update
  layout('T', 30, OPTIONAL, TIMESTAMP, USER_REF_NUM, PRICE, DISPLAY, ORDER_REFERENCE),
  // 3.12 Order Modified
  layout('M', 18, OPTIONAL, TIMESTAMP, USER_REF_NUM, SIDE, QUANTITY),
  // 3.13 Order Restated
  layout('R', 14, ALWAYS, TIMESTAMP, USER_REF_NUM, REASON),
  // 3.14 Mass Cancel Response
  layout('X', 25, ALWAYS, TIMESTAMP, USER_REF_NUM, FIRM, SYMBOL),
  // 3.15 Disable Order Entry Response
  layout('G', 17, ALWAYS, TIMESTAMP, USER_REF_NUM, FIRM),
  // 3.16 Enable Order Entry Response
  layout('K', 17, ALWAYS, TIMESTAMP, USER_REF_NUM, FIRM),
  // 3.17 Account Query Response: the number is the next that may be used
  layout('Q', 13, OPTIONAL, TIMESTAMP, USER_REF_NUM),
];

/** Options by their tags (Appendix A). */
export const Tag = {
  SECONDARY_ORDER_REFERENCE: 1,
  FIRM: 2,
  MIN_QUANTITY: 3,
  CUSTOMER_TYPE: 4,
  MAX_FLOOR: 5,
  PRICE_TYPE: 6,
  PEG_OFFSET: 7,
  DISCRETION_PRICE: 9,
  DISCRETION_PRICE_TYPE: 10,
  DISCRETION_PEG_OFFSET: 11,
  POST_ONLY: 12,
  RANDOM_RESERVES: 13,
  ROUTE: 14,
  EXPIRE_TIME: 15,
  TRADE_NOW: 16,
  HANDLE_INST: 17,
  BBO_WEIGHT: 18,
  DISPLAY_QUANTITY: 22,
  DISPLAY_PRICE: 23,
  GROUP_ID: 24,
  SHARES_LOCATED: 25,
  LOCATE_BROKER: 26,
  SIDE: 27,
  USER_REF_IDX: 28,
  AIQ_STRATEGY: 29,
  AIQ_GROUP_ID: 30,
} as const;

/** One past the highest; each has its bit in a word of 32. */
export const TAGS = 31;

/** The kind of each tag's value. */
export const TAG_KINDS: readonly (readonly [tag: number, kind: number])[] = [
  [Tag.SECONDARY_ORDER_REFERENCE, UINT64],
  [Tag.FIRM, TEXT4],
  [Tag.MIN_QUANTITY, UINT32],
  [Tag.CUSTOMER_TYPE, CHAR],
  [Tag.MAX_FLOOR, UINT32],
  [Tag.PRICE_TYPE, CHAR],
  [Tag.PEG_OFFSET, INT32],
  [Tag.DISCRETION_PRICE, UINT64],
  [Tag.DISCRETION_PRICE_TYPE, CHAR],
  [Tag.DISCRETION_PEG_OFFSET, INT32],
  [Tag.POST_ONLY, CHAR],
  [Tag.RANDOM_RESERVES, UINT32],
  [Tag.ROUTE, TEXT4],
  [Tag.EXPIRE_TIME, UINT32],
  [Tag.TRADE_NOW, CHAR],
  [Tag.HANDLE_INST, CHAR],
  [Tag.BBO_WEIGHT, CHAR],
  [Tag.DISPLAY_QUANTITY, UINT32],
  [Tag.DISPLAY_PRICE, UINT64],
  [Tag.GROUP_ID, UINT16],
  [Tag.SHARES_LOCATED, CHAR],
  [Tag.LOCATE_BROKER, TEXT4],
  [Tag.SIDE, CHAR],
  [Tag.USER_REF_IDX, CHAR],
  [Tag.AIQ_STRATEGY, CHAR],
  [Tag.AIQ_GROUP_ID, TEXT2],
];
