import { Quote, RecordHeader, VenueReport } from '../../../../schemas/generated/engine.ts';
import type { SpscProducer } from '../../../ring/spsc.ts';
import { FULL } from '../../../ring/spsc.ts';
import { RecordType } from '../../model/record_type.ts';
import { QuoteConflator } from '../../protocols/venue_wire/quote_conflator.ts';
import type { WireMessage, WireView } from '../../protocols/venue_wire/wire_message.ts';

const REPORT_RECORD_BYTES = RecordHeader.BYTES + VenueReport.BYTES;
const QUOTE_RECORD_BYTES = RecordHeader.BYTES + Quote.BYTES;

export interface InboundOptions {
  readonly venue: number;
  /** Stamped on quotes, which are numbered here: their numbers rise within one life of the engine. */
  readonly engineEpoch: number;
  readonly instruments: number;
  readonly reports: SpscProducer;
  /** undefined: quotes come from elsewhere, and those of the venue are left alone. */
  readonly quotes: SpscProducer | undefined;
}

/**
 * A venue's reports and quotes as records in the engine's rings. A report that finds no room is for the caller to hold
 * back; quotes never wait: they are conflated here until there is room.
 */
export class Inbound {
  conflatedQuotes = 0;
  private readonly options: InboundOptions;
  private readonly waiting: QuoteConflator;
  private quoteNumber = 0;
  private readonly header = new RecordHeader();
  private readonly report = new VenueReport();
  private readonly wireQuote = new Quote();
  private readonly quote = new Quote();

  constructor(options: InboundOptions) {
    this.options = options;
    this.waiting = new QuoteConflator(options.instruments);
  }

  /** False: the ring is full. */
  takeReport(view: WireView, message: WireMessage, epoch: number, number: number, ingressTime: number): boolean {
    const { reports, venue } = this.options;
    const at = reports.claim(REPORT_RECORD_BYTES);
    if (at === FULL) return false;
    this.stamp(reports, at, RecordType.VENUE_REPORT, REPORT_RECORD_BYTES, epoch, number, ingressTime);
    copyDoubles(view.f64, message.bodyAt, reports.data.f64, at + RecordHeader.BYTES, VenueReport.BYTES);
    this.report.wrap(reports.data, at + RecordHeader.BYTES).venue = venue;
    reports.commit();
    return true;
  }

  takeQuote(view: WireView, message: WireMessage, ingressTime: number): void {
    const quote = this.wireQuote.wrap(view, message.bodyAt);
    const { quotes } = this.options;
    if (quotes === undefined || !(quote.instrument >= 0 && quote.instrument < this.options.instruments)) return;
    const at = this.waiting.dueCount > 0 ? FULL : quotes.claim(QUOTE_RECORD_BYTES);
    if (at === FULL) {
      this.waiting.merge(quote);
      this.conflatedQuotes++;
      return;
    }
    copyDoubles(view.f64, message.bodyAt, quotes.data.f64, at + RecordHeader.BYTES, Quote.BYTES);
    this.finishQuote(quotes, at, ingressTime);
  }

  /** Makes the turn's records visible, and quotes that waited as far as there is room. */
  publish(ingressTime: number): void {
    this.options.reports.publish();
    const { quotes } = this.options;
    if (quotes === undefined) return;
    while (this.waiting.dueCount > 0) {
      const at = quotes.claim(QUOTE_RECORD_BYTES);
      if (at === FULL) break;
      this.waiting.take(this.quote.wrap(quotes.data, at + RecordHeader.BYTES));
      this.finishQuote(quotes, at, ingressTime);
    }
    quotes.publish();
  }

  private finishQuote(quotes: SpscProducer, at: number, ingressTime: number): void {
    const { engineEpoch, venue } = this.options;
    this.quoteNumber++;
    this.stamp(quotes, at, RecordType.QUOTE, QUOTE_RECORD_BYTES, engineEpoch, this.quoteNumber, ingressTime);
    this.quote.wrap(quotes.data, at + RecordHeader.BYTES).venue = venue;
    quotes.commit();
  }

  private stamp(
    ring: SpscProducer,
    at: number,
    type: number,
    length: number,
    epoch: number,
    number: number,
    ingressTime: number,
  ): void {
    const header = this.header.wrap(ring.data, at);
    header.clear();
    header.length = length;
    header.type = type;
    header.version = 1;
    header.sourceEpoch = epoch;
    header.sourceSequence = number;
    header.ingressTime = ingressTime;
  }
}

/** Element by element: a bulk copy into shared memory is several times slower. */
export function copyDoubles(
  source: Float64Array,
  sourceAt: number,
  target: Float64Array,
  targetAt: number,
  byteLength: number,
): void {
  const from = sourceAt >> 3;
  const to = targetAt >> 3;
  for (let i = 0; i < byteLength >> 3; i++) target[to + i] = source[from + i]!;
}
