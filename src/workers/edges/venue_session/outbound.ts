import { MassCancel, RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { SpscConsumer } from '../../../ring/spsc.ts';
import { EMPTY } from '../../../ring/spsc.ts';
import { MassCancelScope } from '../../model/order.ts';
import { MarkFlag, RecordType } from '../../model/record_type.ts';
import type { Chunk } from '../../protocols/venue_wire/batch_writer.ts';
import { BatchWriter } from '../../protocols/venue_wire/batch_writer.ts';
import type { MessageTemplate } from '../../protocols/venue_wire/wire_message.ts';
import { makeTemplate } from '../../protocols/venue_wire/wire_message.ts';
import { copyDoubles } from './inbound.ts';
import type { OutboundLog } from './outbound_log.ts';

const ORDER_TYPES = [
  RecordType.VENUE_NEW_ORDER,
  RecordType.VENUE_CANCEL,
  RecordType.VENUE_REPLACE,
  RecordType.VENUE_STATUS_REQUEST,
];
const MASS_CANCEL = makeTemplate(RecordType.MASS_CANCEL);
/** One turn's messages at most, so that the event loop turns and the ring is freed in time. */
const MAX_BATCH = 1024;

/** The engine's records for a venue as numbered messages: each batch is in the log before anything may send it. */
export class Outbound {
  readonly writer = new BatchWriter();
  unknownRecords = 0;
  private readonly ring: SpscConsumer;
  private readonly log: OutboundLog;
  private readonly onMissing: () => void;
  private readonly templates: Array<MessageTemplate | undefined> = [];
  private readonly header = new RecordHeader();
  private readonly sent = new RecordHeader();
  private readonly massCancelBody = new MassCancel();
  private nextNumber: number;
  private streamSequence: number;
  private outputIndex: number;

  constructor(ring: SpscConsumer, log: OutboundLog, onMissing: () => void) {
    this.ring = ring;
    this.log = log;
    this.onMissing = onMissing;
    for (const type of ORDER_TYPES) this.templates[type] = makeTemplate(type);
    this.nextNumber = log.lastNumber + 1;
    this.streamSequence = log.lastStreamSequence;
    this.outputIndex = log.lastOutputIndex;
  }

  get lastNumber(): number {
    return this.nextNumber - 1;
  }

  /** The venue knows of more messages than the log: their numbers are not used again. */
  skipTo(number: number): void {
    if (number >= this.nextNumber) this.nextNumber = number + 1;
  }

  /** Takes what the ring has; answers with the number of records. */
  takeRecords(): number {
    const { ring } = this;
    let taken = 0;
    for (let at = ring.nextRun(); at !== EMPTY && taken < MAX_BATCH; at = ring.nextRun()) {
      const { runEnd, stride } = ring;
      for (; at < runEnd && taken < MAX_BATCH; at += stride, taken++) this.takeRecord(at);
      ring.takeUntil(at);
    }
    if (taken > 0) this.ring.release();
    return taken;
  }

  /** Asks the venue to cancel all that this session has there. */
  massCancel(): void {
    const at = this.writer.append(MASS_CANCEL);
    const view = this.writer.chunk.view;
    this.number(this.sent.wrap(view, at + MASS_CANCEL.headerAt));
    const body = this.massCancelBody.wrap(view, at + MASS_CANCEL.bodyAt);
    body.instrument = -1;
    body.account = -1;
    body.scope = MassCancelScope.ALL;
  }

  /** The batch so far, logged; whoever takes it sends it or gives its chunks back. */
  takeBatch(): Chunk[] {
    const chunks = this.writer.take();
    if (chunks.length === 0) return chunks;
    this.log.append(
      chunks.map((chunk) => chunk.bytes),
      { number: this.lastNumber, streamSequence: this.streamSequence, outputIndex: this.outputIndex },
    );
    return chunks;
  }

  private takeRecord(at: number): void {
    const data = this.ring.data;
    const header = this.header.wrap(data, at);
    const template = this.templates[header.type];
    if (template === undefined) {
      if (header.type !== RecordType.OUTPUT_MARK) this.unknownRecords++;
      else if (header.flags === MarkFlag.OUTPUTS_MISSING) this.onMissing();
      return;
    }
    const to = this.writer.append(template);
    const view = this.writer.chunk.view;
    copyDoubles(data.f64, at, view.f64, to + template.headerAt, RecordHeader.BYTES);
    copyDoubles(data.f64, at + RecordHeader.BYTES, view.f64, to + template.bodyAt, template.bodyBytes);
    this.streamSequence = header.sequence;
    this.outputIndex = header.outputIndex;
    this.number(this.sent.wrap(view, to + template.headerAt));
  }

  private number(header: RecordHeader): void {
    header.sequence = this.streamSequence;
    header.outputIndex = this.outputIndex;
    header.sourceSequence = this.nextNumber;
    this.nextNumber++;
  }
}
