import * as layout from './event_layout.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const {
  CODE,
  INSTRUMENT,
  EVENT_OWNER,
  MAKER_OWNER,
  EVENT_LOTS,
  TICKS,
  LEAVES,
  MAKER_LEAVES,
  ORDER_ID_F64,
  MAKER_ID_F64,
  EVENT_WORDS,
  EVENT_DOUBLES,
} = layout;

/** Reads the events in [0, count) and may not call the engine: it is called in the middle of a command when full. */
export type EventReader = (events: EventBuffer, count: number) => void;

/** Small, so that they stay in the first-level cache and reading a full one delays its command by less than a microsecond. */
const DEFAULT_CAPACITY = 64;

export interface EventBuffer {
  readonly words: Int32Array;
  readonly doubles: Float64Array;
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
  ): void;
  /** Hands everything to the reader. Called by whoever drives the engine, after each batch of commands. */
  drain(): void;
}

export function makeEventBuffer(reader: EventReader, capacity = DEFAULT_CAPACITY): EventBuffer {
  const memory = new ArrayBuffer(capacity * EVENT_WORDS * 4);
  const words = new Int32Array(memory);
  const doubles = new Float64Array(memory);
  let count = 0;

  function drain(): void {
    if (count === 0) return;
    reader(buffer, count);
    count = 0;
  }

  function emit(
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
    if (count === capacity) drain();
    const at = count * EVENT_WORDS;
    words[at + CODE] = code;
    words[at + INSTRUMENT] = instrument;
    words[at + EVENT_OWNER] = owner;
    words[at + MAKER_OWNER] = makerOwner;
    words[at + EVENT_LOTS] = lots;
    words[at + TICKS] = ticks;
    words[at + LEAVES] = leaves;
    words[at + MAKER_LEAVES] = makerLeaves;
    const atF64 = count * EVENT_DOUBLES;
    doubles[atF64 + ORDER_ID_F64] = orderId;
    doubles[atF64 + MAKER_ID_F64] = makerId;
    count++;
  }

  const buffer: EventBuffer = { words, doubles, emit, drain };
  return buffer;
}
