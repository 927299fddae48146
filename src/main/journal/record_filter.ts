/** Which commands `sluice journal` prints. Everything that was given must hold. */

import type { FieldValue } from '../../../schemas/description.ts';
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
  /** Session and ClOrdID of the commands that were about them: a request may be refused before it finds its order. */
  readonly #clOrdIds = new Set<string>();

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

  #isOrder(command: JournalRecord, sections: readonly JournalRecord[]): boolean {
    const { order } = this.#filter;
    if (order === undefined) return true;
    const { type, sequence, body } = command;
    const orderId = sections.find((section) => section.type === 'FRONT_EVENT')?.body.orderId as number | undefined;
    const isNew = type === 'NEW_ORDER';
    const isNamed = this.#names(command, body.clOrdId) || this.#names(command, body.origClOrdId);
    const isKnown = (orderId !== undefined && this.#orders.has(orderId)) || (isNew && this.#orders.has(sequence));
    if (!isNamed && !isKnown) return false;
    if (isNew) this.#orders.add(sequence);
    if (orderId !== undefined && orderId > 0) this.#orders.add(orderId);
    if (typeof body.clOrdId === 'string') this.#clOrdIds.add(`${command.source} ${body.clOrdId}`);
    return true;
  }

  /** ClOrdIDs are a session's own, except the one that was asked for. */
  #names({ source }: JournalRecord, clOrdId: FieldValue | undefined): boolean {
    return clOrdId !== undefined && (clOrdId === this.#filter.order || this.#clOrdIds.has(`${source} ${clOrdId}`));
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
