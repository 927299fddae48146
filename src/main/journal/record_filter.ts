/** Which commands `sluice journal` prints. Everything that was given must hold. */

import type { JournalFilter } from '../command_line/journal_options.ts';
import type { JournalRecord, RecordDecoder } from './record_text.ts';

const SECTION_TYPES = new Set([
  'FRONT_EVENT',
  'ROUTE_EVENT',
  'OUTCOME_EVENT',
  'PORTFOLIO_EVENT',
  'STAGE_HASH',
  'EVENT_GAP',
]);

export class RecordFilter {
  readonly #filter: JournalFilter;
  readonly #decoder: RecordDecoder;
  /** Order ids that the given id or ClOrdID has turned out to mean: ClOrdIDs of two sessions may be the same. */
  readonly #orders = new Set<number>();

  constructor(filter: JournalFilter, decoder: RecordDecoder) {
    this.#filter = filter;
    this.#decoder = decoder;
    const { order } = filter;
    if (order !== undefined && /^\d+$/.test(order)) this.#orders.add(Number(order));
  }

  /** Only the front stage knows which order a report or a follow-up is about. */
  get needsSections(): boolean {
    return this.#filter.order !== undefined || this.#filter.instrument !== undefined || this.isSectionType;
  }

  /** A type that lies in the event log: then its records are what is asked for. */
  get isSectionType(): boolean {
    return SECTION_TYPES.has(this.#filter.type ?? '');
  }

  takesRange(sequence: number): boolean {
    return sequence >= this.#filter.fromSequence && sequence <= this.#filter.toSequence;
  }

  takes(command: JournalRecord, sections: readonly JournalRecord[]): boolean {
    // First, because it learns: an order's later commands are known by its first.
    const isOrder = this.#isOrder(command, sections);
    return isOrder && this.#isType(command, sections) && this.#isInstrument(command, sections);
  }

  #isType({ type }: JournalRecord, sections: readonly JournalRecord[]): boolean {
    const wanted = this.#filter.type;
    return wanted === undefined || type === wanted || sections.some((section) => section.type === wanted);
  }

  #isOrder({ type, sequence, body }: JournalRecord, sections: readonly JournalRecord[]): boolean {
    const { order } = this.#filter;
    if (order === undefined) return true;
    const orderId = sections.find((section) => section.type === 'FRONT_EVENT')?.body.orderId as number | undefined;
    const isNamed = body.clOrdId === order || body.origClOrdId === order;
    if (isNamed && type === 'NEW_ORDER') this.#orders.add(sequence);
    if (isNamed && orderId !== undefined && orderId > 0) this.#orders.add(orderId);
    if (isNamed || (type === 'NEW_ORDER' && this.#orders.has(sequence))) return true;
    return orderId !== undefined && this.#orders.has(orderId);
  }

  #isInstrument({ body }: JournalRecord, sections: readonly JournalRecord[]): boolean {
    const wanted = this.#filter.instrument;
    if (wanted === undefined) return true;
    const front = sections.find((section) => section.type === 'FRONT_EVENT');
    return [body.instrument, front?.body.instrument].some(
      (instrument) =>
        typeof instrument === 'number' &&
        (this.#decoder.symbolOf(instrument) === wanted || String(instrument) === wanted),
    );
  }
}
