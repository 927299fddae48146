import { Quote, RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { ByteSocket } from '../../../ring/memory_socket.ts';
import { RecordType } from '../../model/record_type.ts';
import type { Chunk } from '../../protocols/venue_wire/batch_writer.ts';
import { BatchWriter } from '../../protocols/venue_wire/batch_writer.ts';
import { QuoteConflator } from '../../protocols/venue_wire/quote_conflator.ts';
import { SessionMessage } from '../../protocols/venue_wire/session_message.ts';
import type { MessageHandler } from '../../protocols/venue_wire/stream_reader.ts';
import { StreamReader } from '../../protocols/venue_wire/stream_reader.ts';
import { makeTemplate } from '../../protocols/venue_wire/wire_message.ts';
import type { ClientSession } from './client_session.ts';

const QUOTE = makeTemplate(RecordType.QUOTE);
const WELCOME = makeTemplate(SessionMessage.WELCOME);
const HEARTBEAT = makeTemplate(SessionMessage.HEARTBEAT);

/** Above this the socket is busy and quotes wait, conflated, in memory that does not grow. */
const BUSY_BYTES = 128 * 1024;
/** A client so far behind is cut off; its reports are in the log and it asks for them again. */
export const MAX_UNSENT_BYTES = 64 * 1024 * 1024;

/** One socket: its byte stream in, its batches out, and the quotes that it has not been sent yet. */
export class Connection {
  readonly socket: ByteSocket;
  readonly reader: StreamReader;
  readonly quotes: QuoteConflator;
  session: ClientSession | null = null;
  lastHeardMs = 0;
  private readonly latencyMs: number;
  private readonly writer = new BatchWriter();
  private readonly header = new RecordHeader();
  private readonly quote = new Quote();

  /** What leaves takes `latencyMs` to do so. */
  constructor(socket: ByteSocket, instruments: number, latencyMs: number, handler: MessageHandler) {
    this.socket = socket;
    this.latencyMs = latencyMs;
    this.reader = new StreamReader(handler);
    this.quotes = new QuoteConflator(instruments);
  }

  welcome(epoch: number, session: ClientSession): void {
    const at = this.writer.append(WELCOME);
    const header = this.header.wrap(this.writer.chunk.view, at + WELCOME.headerAt);
    header.source = session.number;
    header.sourceEpoch = epoch;
    header.sourceSequence = session.lastOrderNumber;
    header.sequence = session.lastReportNumber;
    this.flush();
  }

  heartbeat(lastOrderNumber: number): void {
    const at = this.writer.append(HEARTBEAT);
    this.header.wrap(this.writer.chunk.view, at + HEARTBEAT.headerAt).sourceSequence = lastOrderNumber;
    this.flush();
  }

  /** Sends the quotes that are due, unless the socket still has much to send; `nextNumber` numbers them. */
  sendQuotes(epoch: number, nextNumber: () => number): void {
    if (this.quotes.dueCount === 0 || this.socket.writableLength > BUSY_BYTES) return;
    while (this.quotes.dueCount > 0) {
      const at = this.writer.append(QUOTE);
      const view = this.writer.chunk.view;
      const header = this.header.wrap(view, at + QUOTE.headerAt);
      header.sourceEpoch = epoch;
      header.sourceSequence = nextNumber();
      this.quotes.take(this.quote.wrap(view, at + QUOTE.bodyAt));
    }
    this.flush();
  }

  /** Writes chunks of another's batch; they go back to it when the kernel has them. */
  send(chunks: readonly Chunk[], owner: BatchWriter): void {
    for (const chunk of chunks) this.write(chunk.bytes, () => owner.giveBack(chunk));
    if (this.socket.writableLength > MAX_UNSENT_BYTES) this.socket.destroy();
  }

  /** `onWritten` is told when the kernel has the bytes, which must stay as they are until then. */
  write(bytes: Uint8Array, onWritten: () => void = () => undefined): void {
    if (this.latencyMs === 0) this.socket.write(bytes, onWritten);
    else setTimeout(() => this.socket.write(bytes, onWritten), this.latencyMs);
  }

  private flush(): void {
    this.send(this.writer.take(), this.writer);
  }
}
