/**
 * Where things lie in the usual NewOrderSingle and in its record: frame, tags and what they add to CheckSum (10), and the
 * record's fields. A file that uses these takes them out of the objects into constants of its own (decision 8).
 *
 *     8=FIX.4.4|9=nnn|35=D|49=...                    |10=nnn|
 *     0           12  16                             trailer
 */
import { NewOrder, RecordHeader } from '../../../../schemas/generated/engine.ts';
import { asciiBytes, double8, word4 } from './ascii.ts';

/** No message that is taken here is longer: three digits of BodyLength (9), 16 bytes before the body and 7 behind. */
export const MAX_FAST_MESSAGE_BYTES = 16 + 999 + 7;

function sumOf(text: string): number {
  return asciiBytes(text).reduce((sum, byte) => sum + byte, 0);
}

export const FrameLayout = {
  BEGIN_0: double8('8=FIX.4.'),
  BEGIN_1: word4('4\x019='),
  LENGTH_AT: 12,
  BODY_AT: 16,
  /** Three digits and a SOH, less this, are the digits' values, a byte each. */
  DIGITS_BASE: word4('000\x01'),
  CHECKSUM_TAG: word4('\x0110='),
  TRAILER_BYTES: 7,
  /** Shorter messages are not orders. */
  LEAST_BYTES: 64,
  /** Of what stands before the body, BodyLength as zeros. */
  FRAME_SUM: sumOf('8=FIX.4.4\x019=000\x01'),
} as const;

/** A tag and its equals sign as the low three bytes of a load. */
export const TagWord = {
  TAG: 0xff_ffff,
  T1: word4('1='),
  T11: word4('11='),
  T21: word4('21='),
  T38: word4('38='),
  T40: word4('40='),
  T44: word4('44='),
  T54: word4('54='),
  T55: word4('55='),
  T59: word4('59='),
  T60: word4('60='),
  T7001: word4('7001'),
} as const;

/** What a tag, its equals sign and the SOH behind the value add to the sum; that of TransactTime counts with its value. */
export const TagSum = {
  S1: sumOf('1=\x01'),
  S11: sumOf('11=\x01'),
  S21: sumOf('21=\x01'),
  S38: sumOf('38=\x01'),
  S40: sumOf('40=\x01'),
  S44: sumOf('44=\x01'),
  S54: sumOf('54=\x01'),
  S55: sumOf('55=\x01'),
  S59: sumOf('59=\x01'),
  S60: sumOf('60='),
  S7001: sumOf('7001=\x01'),
} as const;

const REQUIRED_FIELDS = { ID: 1, SYMBOL: 2, SIDE: 4, QUANTITY: 8, TYPE: 16, TIME: 32 } as const;

/** Fields that a message has, as bits. */
export const Seen = {
  ...REQUIRED_FIELDS,
  PRICE: 64,
  TIME_IN_FORCE: 128,
  ACCOUNT: 256,
  HANDLING: 512,
  STRATEGY: 1024,
  REQUIRED: Object.values(REQUIRED_FIELDS).reduce((all: number, bit) => all | bit, 0),
} as const;

const HEADER_WORDS = RecordHeader.BYTES / 4;
const HEADER_DOUBLES = RecordHeader.BYTES / 8;

/** Of a record: sizes, and where fields lie in its Int32s (words) and doubles. */
export const RecordLayout = {
  RECORD_BYTES: RecordHeader.BYTES + NewOrder.BYTES,
  HEADER_WORDS,
  HEADER_DOUBLES,
  SOURCE_SEQUENCE_DOUBLE: offsetOf(RecordHeader, 'sourceSequence') / 8,
  ACCOUNT_WORD: HEADER_WORDS + offsetOf(NewOrder, 'account') / 4,
  STRATEGY_WORD: HEADER_WORDS + offsetOf(NewOrder, 'strategy') / 4,
  INSTRUMENT_WORD: HEADER_WORDS + offsetOf(NewOrder, 'instrument') / 4,
  RESERVED_WORD: HEADER_WORDS + offsetOf(NewOrder, 'reserved') / 4,
  /** side, orderType, timeInForce and flags, a byte each. */
  CODES_WORD: HEADER_WORDS + offsetOf(NewOrder, 'side') / 4,
  RESERVED1_WORD: HEADER_WORDS + offsetOf(NewOrder, 'reserved1') / 4,
  /** ClOrdID (11), which a record's body begins with. */
  ID_DOUBLES: (NewOrder.CL_ORD_ID_WORDS * 4) / 8,
  QUANTITY_DOUBLE: HEADER_DOUBLES + offsetOf(NewOrder, 'quantityLots') / 8,
  PRICE_DOUBLE: HEADER_DOUBLES + offsetOf(NewOrder, 'priceTicks') / 8,
  DISPLAY_DOUBLE: HEADER_DOUBLES + offsetOf(NewOrder, 'displayLots') / 8,
  MINIMUM_DOUBLE: HEADER_DOUBLES + offsetOf(NewOrder, 'minLots') / 8,
  EXPIRY_DOUBLE: HEADER_DOUBLES + offsetOf(NewOrder, 'expireTimeMs') / 8,
} as const;

function offsetOf({ FIELDS }: typeof NewOrder | typeof RecordHeader, name: string): number {
  return FIELDS.fields.find((field) => field.name === name)!.byteOffset;
}
