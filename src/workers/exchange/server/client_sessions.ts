import { RecordHeader, VenueNewOrder, VenueReport } from '../../../../schemas/generated/engine.ts';
import { RecordType } from '../../model/record_type.ts';
import type { Chunk } from '../../protocols/venue_wire/batch_writer.ts';
import { MALFORMED, StreamReader } from '../../protocols/venue_wire/stream_reader.ts';
import type { WireMessage, WireView } from '../../protocols/venue_wire/wire_message.ts';
import { ClientSession, REPORT_BYTES } from './client_session.ts';
import { ExchangeJournal, type JournalEntry, type JournalPart } from './journal.ts';
import type { ServerCounters, ServerOptions } from './options.ts';
import type { ReportSink, ReportValues } from './order_desk.ts';
import type { OrderRecovery } from './order_recovery.ts';

const NOTHING = new Uint8Array(0);

/** Sessions of another protocol, in the same log: a turn's changes are kept together, whoever's they are. */
export interface OtherSessions {
  owns(session: number): boolean;
  report(session: number, report: ReportValues): void;
  /** Adds what the turn was for each of them. */
  takeParts(parts: JournalPart[]): void;
  /** What was taken is logged, and may leave. */
  publish(): void;
  restore(entry: JournalEntry, orders: OrderRecovery): void;
}

/** All client sessions, and the log that they share. */
export class ClientSessions implements ReportSink {
  /** Of report and order numbers. */
  readonly epoch: number;
  private readonly journal: ExchangeJournal | null;
  private readonly storedReports: number;
  private readonly counters: ServerCounters;
  private readonly byNumber = new Map<number, ClientSession>();
  private readonly list: ClientSession[] = [];
  /** Set before anything is recovered or reported. */
  others: OtherSessions | null = null;

  constructor(options: ServerOptions, counters: ServerCounters) {
    this.journal = options.logFolder === null ? null : new ExchangeJournal(options.logFolder, options.epoch);
    this.epoch = this.journal?.epoch ?? options.epoch;
    this.storedReports = options.storedReports;
    this.counters = counters;
  }

  of(number: number): ClientSession {
    let session = this.byNumber.get(number);
    if (session === undefined) {
      session = new ClientSession(number, this.epoch, this.storedReports);
      this.byNumber.set(number, session);
      this.list.push(session);
    }
    return session;
  }

  send(session: number, report: ReportValues): void {
    this.counters.reports++;
    if (this.others?.owns(session)) this.others.report(session, report);
    else this.of(session).report(report);
  }

  /**
   * Ends a turn of commands: its messages and reports are logged as one, then the reports leave. `from` is the session
   * whose messages were executed, and `inbound` their bytes.
   */
  endTurn(from: ClientSession | null, inbound: Uint8Array): void {
    const parts: JournalPart[] = [];
    const leaving: Array<readonly [ClientSession, Chunk[]]> = [];
    for (const session of this.list) {
      const isSender = session === from && inbound.length > 0;
      if (!isSender && session.writer.isEmpty) continue;
      const chunks = session.writer.take();
      parts.push({
        session: session.number,
        lastOrderNumber: session.lastOrderNumber,
        inbound: isSender ? inbound : NOTHING,
        reports: chunks.map((chunk) => chunk.bytes),
      });
      leaving.push([session, chunks]);
    }
    this.others?.takeParts(parts);
    if (parts.length === 0) return;
    this.journal?.append(parts);
    this.others?.publish();
    for (const [session, chunks] of leaving) {
      for (const chunk of chunks) session.store.keep(chunk.bytes);
      if (session.connection !== null) session.connection.send(chunks, session.writer);
      else for (const chunk of chunks) session.writer.giveBack(chunk);
    }
  }

  /** Sends the reports from a number on that were made before the session's connection. */
  resend(session: ClientSession, from: number): void {
    let next = from;
    if (next < session.store.firstNumber) next = this.resendFromJournal(session, next);
    while (next <= session.store.lastNumber) {
      const run = session.store.run(next);
      // The store's memory moves on while the socket still sends: it gets a copy.
      this.write(session, run.slice());
      next += run.length / REPORT_BYTES;
    }
  }

  recover(orders: OrderRecovery): void {
    const messages = new LoggedMessages();
    this.journal?.recover((entry) => this.restore(entry, messages, orders));
  }

  close(): void {
    this.journal?.close();
  }

  /** Sends what the journal has from a number on, as far as memory begins; answers with the number to go on from. */
  private resendFromJournal(session: ClientSession, from: number): number {
    const end = session.store.firstNumber;
    let number = 0;
    this.journal?.reread((entry) => {
      if (entry.session !== session.number) return;
      const first = number + 1;
      number += entry.reports.length / REPORT_BYTES;
      if (number < from || first >= end) return;
      const start = (Math.max(first, from) - first) * REPORT_BYTES;
      const stop = (Math.min(number, end - 1) - first + 1) * REPORT_BYTES;
      this.write(session, entry.reports.slice(start, stop));
    });
    return end;
  }

  private write(session: ClientSession, reports: Uint8Array): void {
    session.connection?.write(reports);
    this.counters.resent += reports.length / REPORT_BYTES;
  }

  private restore(entry: JournalEntry, messages: LoggedMessages, orders: OrderRecovery): void {
    if (this.others?.owns(entry.session)) {
      this.others.restore(entry, orders);
      return;
    }
    const session = this.of(entry.session);
    const header = new RecordHeader();
    const order = new VenueNewOrder();
    const report = new VenueReport();
    messages.each(entry.inbound, (view, message) => {
      if (message.type !== RecordType.VENUE_NEW_ORDER) return;
      if (header.wrap(view, message.headerAt).sourceSequence <= session.lastOrderNumber) return;
      orders.onOrder(session.number, order.wrap(view, message.bodyAt));
    });
    session.lastOrderNumber = entry.lastOrderNumber;
    messages.each(entry.reports, (view, message) => {
      orders.onReport(session.number, report.wrap(view, message.bodyAt));
      session.lastReportNumber = header.wrap(view, message.headerAt).sourceSequence;
    });
    session.store.keep(entry.reports);
  }
}

/** Shows the messages of a stretch of the log, which begins and ends with whole ones. */
class LoggedMessages {
  private visit: (view: WireView, message: WireMessage) => void = () => undefined;
  private readonly reader = new StreamReader((view, message) => {
    this.visit(view, message);
    return true;
  });

  each(bytes: Uint8Array, visit: (view: WireView, message: WireMessage) => void): void {
    this.visit = visit;
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + this.reader.room);
      at += part.length;
      this.reader.feed(part);
      if (this.reader.drain() === MALFORMED) throw new Error('exchange log holds a message that is none');
    }
  }
}
