/**
 * One stage's engine under test: records written into shared memory and a Slot moved over them, as the sequencer and the
 * stages before would leave them. The section ring is small and poisoned with stale bytes before each command, so that an
 * engine that does not write its whole section is found out.
 */
import * as assert from 'uvu/assert';
import type { StructDescription } from '../schemas/description.ts';
import {
  FeedStatus,
  FrontSection,
  Quote,
  RecordHeader,
  SetInstrument,
  SetVenue,
  TradingStatus,
  VenueStatus,
} from '../schemas/generated/engine.ts';
import { allocateRegion, type Region, type Views } from '../src/ring/memory.ts';
import { FrontEvent } from '../src/workers/model/front_event.ts';
import { OrderType, Side, TimeInForce } from '../src/workers/model/order.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { SOURCE_QUOTE_FIRST } from '../src/workers/model/source.ts';
import type { EngineState } from '../src/workers/pipeline/engine_state.ts';
import { EMPTY_SECTION_BYTES, SectionRings, Slot } from '../src/workers/pipeline/slot.ts';

const SLOTS = 4;
const RECORD_BYTES = 1024;

interface Flyweight {
  wrap(views: Views, byteOffset: number): unknown;
  clear(): void;
}

interface Section {
  readonly length: number;
  readonly f64: Float64Array<SharedArrayBuffer>;
  readonly at4: number;
}

export interface QuoteTerms {
  readonly instrument: number;
  readonly venue: number;
  readonly bidTicks?: number;
  readonly bidLots?: number;
  readonly askTicks?: number;
  readonly askLots?: number;
  readonly lastTicks?: number;
}

export interface VenueTerms {
  readonly venue: number;
  readonly venueType?: number;
  readonly enabled?: number;
  readonly latencyNs?: number;
  readonly feeBps?: number;
  readonly fillProbability?: number;
  readonly rejectionRate?: number;
}

/** What of a FrontSection a later stage reads; the rest stays zero. */
export interface FrontTerms {
  readonly event: number;
  readonly order?: number;
  readonly account?: number;
  readonly strategy?: number;
  readonly instrument?: number;
  readonly side?: number;
  readonly orderType?: number;
  readonly timeInForce?: number;
  readonly quantityLots?: number;
  readonly priceTicks?: number;
  readonly minLots?: number;
  readonly lastLots?: number;
  readonly lastTicks?: number;
}

export class PipelineFixture {
  readonly slot: Slot;
  /** Nanoseconds between two commands. */
  stepNs = 1_000;
  readonly #commands: Region = allocateRegion(SLOTS * RECORD_BYTES);
  readonly #sectionBytes: Region = allocateRegion(SectionRings.bytes(SLOTS));
  readonly #poison: number;
  #sequence: number;

  constructor(options: { poison?: number; sequence?: number } = {}) {
    this.#poison = options.poison ?? 0xa5;
    this.#sequence = options.sequence ?? 0;
    this.slot = new Slot(this.#commands, new SectionRings(this.#sectionBytes, SLOTS));
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** Of the last command; the next one follows it. */
  set sequence(sequence: number) {
    this.#sequence = sequence;
  }

  /** The next command: header and body written, front section empty, later sections full of stale bytes. */
  command<B extends Flyweight>(type: number, body: B, bodyBytes: number, fill: (body: B) => void): Slot {
    const cursor = this.#sequence++;
    const recordAt = (cursor & (SLOTS - 1)) * RECORD_BYTES;
    this.#sectionBytes.u8.fill(this.#poison);
    this.slot.moveTo(cursor, recordAt);
    const { header, front } = this.slot;
    header.clear();
    header.length = RecordHeader.BYTES + bodyBytes;
    header.type = type;
    header.version = 1;
    header.sequence = this.#sequence;
    header.time = this.#sequence * this.stepNs;
    body.wrap(this.#commands, this.slot.bodyAt);
    body.clear();
    fill(body);
    front.clear();
    front.length = EMPTY_SECTION_BYTES;
    return this.slot;
  }

  setInstrument(instrument: number, primaryVenue: number, terms: Partial<SetInstrument> = {}): Slot {
    return this.command(RecordType.SET_INSTRUMENT, new SetInstrument(), SetInstrument.BYTES, (body) => {
      Object.assign(body, {
        instrument,
        primaryVenue,
        tickSizeMantissa: 1,
        tickSizeExponent: -2,
        lotSize: 1,
        ...terms,
      });
    });
  }

  setVenue(terms: VenueTerms): Slot {
    return this.command(RecordType.SET_VENUE, new SetVenue(), SetVenue.BYTES, (body) => {
      Object.assign(body, { enabled: 1, venueType: 1, fillProbability: 1, ...terms });
    });
  }

  venueStatus(venue: number, connected: boolean): Slot {
    return this.command(RecordType.VENUE_STATUS, new VenueStatus(), VenueStatus.BYTES, (body) => {
      Object.assign(body, { venue, connected: connected ? 1 : 0 });
    });
  }

  tradingStatus(venue: number, change: number, terms: Partial<TradingStatus> = {}): Slot {
    return this.command(RecordType.TRADING_STATUS, new TradingStatus(), TradingStatus.BYTES, (body) => {
      Object.assign(body, { venue, change, instrument: -1, ...terms });
    });
  }

  quote(terms: QuoteTerms): Slot {
    return this.command(RecordType.QUOTE, new Quote(), Quote.BYTES, (body) => {
      Object.assign(body, { conflated: 1, ...terms });
    });
  }

  feedStatus(venue: number, instrument: number, state: number): Slot {
    const slot = this.command(RecordType.FEED_STATUS, new FeedStatus(), FeedStatus.BYTES, (body) => {
      Object.assign(body, { venue, instrument, state });
    });
    slot.header.source = SOURCE_QUOTE_FIRST + venue;
    return slot;
  }

  /** A command whose body the later stages do not read: only what the front stage made of it. */
  front(terms: FrontTerms, type: number = RecordType.NEW_ORDER): Slot {
    const slot = this.command(type, new SetInstrument(), SetInstrument.BYTES, () => undefined);
    Object.assign(slot.front, { length: FrontSection.BYTES, session: -1, leg: -1, ...terms });
    return slot;
  }

  accepted(terms: Omit<FrontTerms, 'event'>): Slot {
    return this.front({
      event: FrontEvent.ORDER_ACCEPTED,
      side: Side.BUY,
      orderType: OrderType.LIMIT,
      timeInForce: TimeInForce.DAY,
      ...terms,
    });
  }

  filled(terms: Omit<FrontTerms, 'event'>): Slot {
    return this.front({ event: FrontEvent.ORDER_FILLED, ...terms }, RecordType.VENUE_REPORT);
  }
}

/** The content of a section, as an event log or a stage hash would take it. */
export function contentBytes(section: Section): Uint8Array {
  return new Uint8Array(new Uint8Array(section.f64.buffer, section.f64.byteOffset + section.at4 * 4, section.length));
}

/** Whole words, and no number that has two encodings. */
export function assertCleanContent(section: Section, description: StructDescription): void {
  const bytes = contentBytes(section);
  assert.ok(bytes.byteLength >= EMPTY_SECTION_BYTES && bytes.byteLength <= description.byteLength, 'content length');
  assert.is(bytes.byteLength % 8, 0, 'content ends on a word');
  checkDoubles(new DataView(bytes.buffer), 0, description);
}

function checkDoubles(content: DataView, at: number, description: StructDescription): void {
  for (const field of description.fields) {
    for (let i = 0; i < field.count; i++) {
      const fieldAt = at + field.byteOffset + i * field.strideBytes;
      if (fieldAt >= content.byteLength) return;
      if (field.struct !== undefined) checkDoubles(content, fieldAt, field.struct);
      if (field.kind !== 'f64') continue;
      const value = content.getFloat64(fieldAt, true);
      assert.not(Number.isNaN(value) || Object.is(value, -0), `${description.name}.${field.name} is ${value}`);
    }
  }
}

/** A saved state put into another engine of the same configuration, through bytes as a snapshot file would. */
export function restoreInto(target: EngineState, source: EngineState): void {
  target.load(new Map(source.save().map(({ name, bytes }) => [name, bytes])));
}
