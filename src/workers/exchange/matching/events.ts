/**
 * What the matching engine did, one record of 48 bytes an event, in one typed array that is drained and used again.
 *
 *     word   0      1            2       3             4      5       6        7              8-9        10-11
 *          | code | instrument | owner | maker owner | lots | ticks | leaves | maker leaves | order id | maker id |
 *
 * `code` is the type in bits 0-7, the side in 8-15, the reason in 16-23. Leaves are displayed and hidden lots together.
 * Outside FILLED, `maker leaves` holds what the order displays in the book after the event, so the displayed book can
 * be rebuilt from events alone.
 */

export const EventType = {
  ACCEPTED: 1,
  /** Both sides of one trade: order and maker. */
  FILLED: 2,
  /** What an order that traded on arrival leaves in the book. */
  RESTED: 3,
  /** An iceberg shows its next part, at the end of its level's queue. */
  REFRESHED: 4,
  /** The quantity fell in place. */
  REDUCED: 5,
  CANCELLED: 6,
  /** Left the book to come back with other terms: fills and RESTED follow. */
  REPLACED: 7,
  /** What of an IOC, FOK or market order could not trade. */
  EXPIRED: 8,
  REJECTED: 9,
  CANCEL_REJECTED: 10,
  REPLACE_REJECTED: 11,
} as const;
export type EventType = (typeof EventType)[keyof typeof EventType];

export const EVENT_WORDS = 12;
export const EVENT_DOUBLES = EVENT_WORDS / 2;
export const CODE = 0;
export const INSTRUMENT = 1;
export const EVENT_OWNER = 2;
export const MAKER_OWNER = 3;
export const EVENT_LOTS = 4;
export const TICKS = 5;
export const LEAVES = 6;
export const MAKER_LEAVES = 7;
export const DISPLAYED = 7;
export const ORDER_ID_F64 = 4;
export const MAKER_ID_F64 = 5;

export function typeOf(code: number): number {
  return code & 0xff;
}

export function sideOf(code: number): number {
  return (code >>> 8) & 0xff;
}

export function reasonOf(code: number): number {
  return code >>> 16;
}

/** Reads the events in [0, count) and may not call the engine: it is called in the middle of a command when full. */
export type EventReader = (events: EventBuffer, count: number) => void;

/** 1,024 events are 48 KB: they stay in the second-level cache until read. */
const DEFAULT_CAPACITY = 1024;

export class EventBuffer {
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  private readonly capacity: number;
  private readonly reader: EventReader;
  private count = 0;

  constructor(reader: EventReader, capacity = DEFAULT_CAPACITY) {
    const memory = new ArrayBuffer(capacity * EVENT_WORDS * 4);
    this.words = new Int32Array(memory);
    this.doubles = new Float64Array(memory);
    this.capacity = capacity;
    this.reader = reader;
  }

  emit(
    code: number,
    instrument: number,
    owner: number,
    makerOwner: number,
    lots: number,
    ticks: number,
    leaves: number,
    makerLeaves: number,
    orderId: number,
    makerId: number,
  ): void {
    if (this.count === this.capacity) this.drain();
    const at = this.count * EVENT_WORDS;
    const words = this.words;
    words[at + CODE] = code;
    words[at + INSTRUMENT] = instrument;
    words[at + EVENT_OWNER] = owner;
    words[at + MAKER_OWNER] = makerOwner;
    words[at + EVENT_LOTS] = lots;
    words[at + TICKS] = ticks;
    words[at + LEAVES] = leaves;
    words[at + MAKER_LEAVES] = makerLeaves;
    const doubles = this.doubles;
    const atF64 = this.count * EVENT_DOUBLES;
    doubles[atF64 + ORDER_ID_F64] = orderId;
    doubles[atF64 + MAKER_ID_F64] = makerId;
    this.count++;
  }

  /** Hands everything to the reader. Called by whoever drives the engine, after each batch of commands. */
  drain(): void {
    const count = this.count;
    if (count === 0) return;
    this.reader(this, count);
    this.count = 0;
  }
}
