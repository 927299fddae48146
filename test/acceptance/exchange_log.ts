/** What the exchange was asked and what it did, read from its own log: the other side's word on the same orders. */

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordHeader, VenueNewOrder, VenueReport } from '../../schemas/generated/engine.ts';
import { ExchangeJournal } from '../../src/workers/exchange/server/journal.ts';
import { RecordType } from '../../src/workers/model/record_type.ts';
import { ReportKind } from '../../src/workers/model/venue.ts';
import { SessionMessage } from '../../src/workers/protocols/venue_wire/session_message.ts';
import { StreamReader } from '../../src/workers/protocols/venue_wire/stream_reader.ts';
import type { WireMessage, WireView } from '../../src/workers/protocols/venue_wire/wire_message.ts';

export interface ExchangeLeg {
  readonly legRef: number;
  /** Of the command that the order came from: an order's own legs carry its OrderID. */
  readonly streamSequence: number;
  /** Messages that asked for it. */
  asked: number;
  executed: number;
}

export interface ExchangeAccount {
  readonly legs: Map<number, ExchangeLeg>;
  readonly orders: number;
}

/** Of several exchanges together: a reference names its venue, so none is two legs'. */
export function readExchangeLogs(folders: readonly string[]): ExchangeAccount {
  const accounts = folders.map(readExchangeLog);
  return {
    legs: new Map(accounts.flatMap(({ legs }) => [...legs])),
    orders: accounts.reduce((sum, { orders }) => sum + orders, 0),
  };
}

/** The exchange may be running: a copy of its log is read, which is a prefix of it, since batches are only appended. */
export function readExchangeLog(folder: string): ExchangeAccount {
  const copy = mkdtempSync(join(tmpdir(), 'sluice-exchange-log-'));
  copyFileSync(join(folder, 'exchange.log'), join(copy, 'exchange.log'));
  const legs = new Map<number, ExchangeLeg>();
  const header = new RecordHeader();
  const order = new VenueNewOrder();
  const report = new VenueReport();
  const lastOrderNumbers = new Map<number, number>();
  let orders = 0;
  const journal = new ExchangeJournal(copy, 0);
  journal.recover((batch) => {
    eachMessage(batch.inbound, (view, message) => {
      // Heartbeats between orders of one read are in the log too, and their number is a report's.
      if (message.type === SessionMessage.HEARTBEAT) return;
      const { sourceSequence, sequence } = header.wrap(view, message.headerAt);
      // Repetitions after a broken connection are in the log, and were not executed.
      if (sourceSequence <= (lastOrderNumbers.get(batch.session) ?? 0)) return;
      lastOrderNumbers.set(batch.session, sourceSequence);
      if (message.type !== RecordType.VENUE_NEW_ORDER) return;
      orders++;
      const { legRef } = order.wrap(view, message.bodyAt);
      const leg = legs.get(legRef) ?? { legRef, streamSequence: sequence, asked: 0, executed: 0 };
      leg.asked++;
      legs.set(legRef, leg);
    });
    eachMessage(batch.reports, (view, message) => {
      report.wrap(view, message.bodyAt);
      if (report.kind !== ReportKind.FILLED) return;
      const { legRef, lastLots } = report;
      const leg = legs.get(legRef);
      if (leg === undefined) throw new Error(`the exchange log has a fill of leg ${legRef}, and no order`);
      leg.executed += lastLots;
    });
  });
  journal.close();
  rmSync(copy, { recursive: true });
  return { legs, orders };
}

function eachMessage(bytes: Uint8Array<ArrayBuffer>, visit: (view: WireView, message: WireMessage) => void): void {
  const reader = new StreamReader((view, message) => {
    visit(view, message);
    return true;
  });
  for (let at = 0; at < bytes.length; ) {
    const part = bytes.subarray(at, at + reader.room);
    at += part.length;
    reader.feed(part);
    if (reader.drain() < 0) throw new Error('the exchange log holds bytes that are no message');
  }
}
