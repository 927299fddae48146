/**
 * Nasdaq TotalView-ITCH 5.0 messages, decoded in place. Numbers are big-endian; every message begins
 *
 *     | type 1 | stock locate 2 | tracking 2 | nanoseconds since midnight 6 |
 *
 * Those that change a book are decoded; every other type of the specification is known by its length and no more.
 */

/** What `decode` answers besides the type's character code. */
export const UNKNOWN_TYPE = 0;
export const MALFORMED_MESSAGE = -1;

export const ItchType = {
  ADD: 0x41, // A
  ADD_ATTRIBUTED: 0x46, // F
  EXECUTED: 0x45, // E
  EXECUTED_WITH_PRICE: 0x43, // C
  REDUCED: 0x58, // X
  DELETED: 0x44, // D
  REPLACED: 0x55, // U
  TRADE: 0x50, // P
} as const;

const LENGTH_OF: Readonly<Record<string, number>> = {
  S: 12,
  R: 39,
  H: 25,
  Y: 20,
  L: 26,
  V: 35,
  W: 12,
  K: 28,
  J: 35,
  h: 21,
  A: 36,
  F: 40,
  E: 31,
  C: 36,
  X: 23,
  D: 19,
  U: 35,
  P: 44,
  Q: 40,
  B: 19,
  I: 50,
  N: 20,
  O: 48,
};

const lengthOf = new Uint8Array(256);
for (const [type, length] of Object.entries(LENGTH_OF)) lengthOf[type.charCodeAt(0)] = length;

const BUY_CODE = 0x42;
const STOCK_BYTES = 8;
const HIGH = 2 ** 32;
/** References are whole numbers that a double holds exactly; Nasdaq's count from one each day. */
const MAX_HIGH_WORD = 2 ** 21;

/** One message at a time; fields that its type does not have keep old values. */
export class ItchMessage {
  type = 0;
  locate = 0;
  /** Since midnight. */
  timeNs = 0;
  reference = 0;
  newReference = 0;
  isBuy = false;
  shares = 0;
  /** Ten-thousandths. */
  price4 = 0;
  private view: DataView = new DataView(new ArrayBuffer(0));
  private stockAt = 0;

  /** The type's character code, UNKNOWN_TYPE, or MALFORMED_MESSAGE when its length is not the type's. */
  decode(view: DataView, at: number, length: number): number {
    if (length === 0) return MALFORMED_MESSAGE;
    const type = view.getUint8(at);
    const expected = lengthOf[type]!;
    if (expected === 0) return UNKNOWN_TYPE;
    if (expected !== length) return MALFORMED_MESSAGE;
    this.type = type;
    this.view = view;
    this.locate = view.getUint16(at + 1);
    this.timeNs = view.getUint16(at + 5) * HIGH + view.getUint32(at + 7);
    return this.decodeBody(view, at, type);
  }

  /** The stock symbol of an Add or Trade, without its padding. */
  stock(): string {
    let end = this.stockAt + STOCK_BYTES;
    while (end > this.stockAt && this.view.getUint8(end - 1) === 0x20) end--;
    let text = '';
    for (let at = this.stockAt; at < end; at++) text += String.fromCharCode(this.view.getUint8(at));
    return text;
  }

  private decodeBody(view: DataView, at: number, type: number): number {
    switch (type) {
      case ItchType.ADD:
      case ItchType.ADD_ATTRIBUTED:
      case ItchType.TRADE:
        this.isBuy = view.getUint8(at + 19) === BUY_CODE;
        this.shares = view.getUint32(at + 20);
        this.stockAt = at + 24;
        this.price4 = view.getUint32(at + 32);
        break;
      case ItchType.EXECUTED:
      case ItchType.EXECUTED_WITH_PRICE:
      case ItchType.REDUCED:
        this.shares = view.getUint32(at + 19);
        break;
      case ItchType.REPLACED:
        this.newReference = reference(view, at + 19);
        this.shares = view.getUint32(at + 27);
        this.price4 = view.getUint32(at + 31);
        break;
      case ItchType.DELETED:
        break;
      default:
        return type;
    }
    this.reference = reference(view, at + 11);
    return this.reference < 0 || (type === ItchType.REPLACED && this.newReference < 0) ? MALFORMED_MESSAGE : type;
  }
}

function reference(view: DataView, at: number): number {
  const high = view.getUint32(at);
  return high < MAX_HIGH_WORD ? high * HIGH + view.getUint32(at + 4) : -1;
}
