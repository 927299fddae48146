/** The whole engine through its front door, with a FIX client library that nobody here wrote; what it read, against the journal. */

import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  CancelOrder,
  MassCancel,
  NewOrder,
  RecordHeader,
  ReplaceOrder,
  VenueReport,
} from '../../schemas/generated/engine.ts';
import { diskFiles } from '../../src/workers/durability/journal/files.ts';
import { JournalReader } from '../../src/workers/durability/journal/journal_reader.ts';
import { RecordType } from '../../src/workers/model/record_type.ts';
import { ReportKind } from '../../src/workers/model/venue.ts';
import { World } from './daemon.ts';
import { ForeignClient, type ForeignReport } from './foreign_client.ts';

interface Journaled {
  /** By ClOrdID: quantity and price in lots and ticks. */
  readonly orders: Map<string, { sequence: number; lots: number; ticks: number }>;
  readonly replaces: Map<string, { lots: number; ticks: number }>;
  readonly cancels: Set<string>;
  massCancels: number;
  executedLots: number;
}

function textOf(word: (index: number) => number, words: number): string {
  return Buffer.from(Int32Array.from({ length: words }, (_, i) => word(i)).buffer)
    .toString('latin1')
    .replaceAll('\0', '');
}

function readJournal(directory: string): Journaled {
  const journaled: Journaled = {
    orders: new Map(),
    replaces: new Map(),
    cancels: new Set(),
    massCancels: 0,
    executedLots: 0,
  };
  const reader = new JournalReader({ files: diskFiles, directory });
  const header = new RecordHeader();
  const order = new NewOrder();
  const replace = new ReplaceOrder();
  const cancel = new CancelOrder();
  const report = new VenueReport();
  for (let at = reader.next(); at >= 0; at = reader.next()) {
    header.wrap(reader.data, at);
    const body = at + RecordHeader.BYTES;
    switch (header.type) {
      case RecordType.NEW_ORDER: {
        order.wrap(reader.data, body);
        const id = textOf((i) => order.clOrdIdWord(i), NewOrder.CL_ORD_ID_WORDS);
        journaled.orders.set(id, { sequence: header.sequence, lots: order.quantityLots, ticks: order.priceTicks });
        break;
      }
      case RecordType.REPLACE_ORDER: {
        replace.wrap(reader.data, body);
        const id = textOf((i) => replace.clOrdIdWord(i), ReplaceOrder.CL_ORD_ID_WORDS);
        journaled.replaces.set(id, { lots: replace.quantityLots, ticks: replace.priceTicks });
        break;
      }
      case RecordType.CANCEL_ORDER:
        cancel.wrap(reader.data, body);
        journaled.cancels.add(textOf((i) => cancel.clOrdIdWord(i), CancelOrder.CL_ORD_ID_WORDS));
        break;
      case RecordType.MASS_CANCEL:
        assert.is(header.length, RecordHeader.BYTES + MassCancel.BYTES);
        journaled.massCancels++;
        break;
      case RecordType.VENUE_REPORT:
        if (report.wrap(reader.data, body).kind === ReportKind.FILLED) journaled.executedLots += report.lastLots;
        break;
      default:
        break;
    }
  }
  reader.close();
  return journaled;
}

const BUY = '1';
const execution = (clOrdId: string, execType: string) => (report: ForeignReport) =>
  report.type === '8' && report.fields.ClOrdID === clOrdId && report.fields.ExecType === execType;

function newOrder(clOrdId: string, quantity: number, price: number | undefined): object {
  return {
    ClOrdID: clOrdId,
    Account: 'ALPHA',
    Instrument: { Symbol: 'AAPL' },
    Side: BUY,
    TransactTime: new Date(),
    OrderQtyData: { OrderQty: quantity },
    OrdType: price === undefined ? '1' : '2',
    ...(price === undefined ? {} : { Price: price }),
    TimeInForce: '0',
  };
}

/** Answers with its OrderID. */
async function changesAnOrder(client: ForeignClient): Promise<number> {
  client.send('D', newOrder('jf-1', 100, 285));
  const accepted = await client.report('an order accepted', execution('jf-1', '0'));
  assert.is(accepted.fields.OrdStatus, '0');
  assert.is(accepted.fields.LeavesQty, 100);
  assert.is((accepted.fields.Instrument as { Symbol: string }).Symbol, 'AAPL');

  client.send('G', {
    ...newOrder('jf-2', 150, 284.5),
    OrigClOrdID: 'jf-1',
  });
  const replaced = await client.report('it replaced', execution('jf-2', '5'));
  assert.is(replaced.fields.OrderID, accepted.fields.OrderID);
  assert.is(replaced.fields.OrigClOrdID, 'jf-1');
  assert.equal([replaced.fields.Price, replaced.fields.LeavesQty], [284.5, 150]);

  client.send('H', { ClOrdID: 'jf-2', Instrument: { Symbol: 'AAPL' }, Side: BUY, OrdStatusReqID: '77' });
  const status = await client.report('its status', (report) => report.fields.OrdStatusReqID === '77');
  assert.equal([status.fields.ExecType, status.fields.OrdStatus, status.fields.CumQty], ['I', '0', 0]);
  return Number(accepted.fields.OrderID);
}

function cancelOf(original: string, clOrdId: string): object {
  return {
    OrigClOrdID: original,
    ClOrdID: clOrdId,
    Instrument: { Symbol: 'AAPL' },
    Side: BUY,
    TransactTime: new Date(),
    OrderQtyData: { OrderQty: 150 },
  };
}

async function cancelsItOnce(client: ForeignClient): Promise<void> {
  client.send('F', cancelOf('jf-2', 'jf-3'));
  const cancelled = await client.report('it cancelled', execution('jf-3', '4'));
  assert.equal([cancelled.fields.OrdStatus, cancelled.fields.LeavesQty], ['4', 0]);

  client.send('F', cancelOf('jf-2', 'jf-4'));
  const refused = await client.report('a cancel refused', (report) => report.type === '9');
  assert.equal([refused.fields.ClOrdID, refused.fields.CxlRejResponseTo], ['jf-4', '1']);
}

async function cancelsAll(client: ForeignClient): Promise<void> {
  client.send('D', newOrder('jf-6', 10, 280));
  client.send('D', newOrder('jf-7', 10, 281));
  await client.report('two orders accepted', execution('jf-7', '0'));
  client.send('q', { ClOrdID: 'jf-8', MassCancelRequestType: '7', TransactTime: new Date() });
  const mass = await client.report('the mass cancel', (report) => report.type === 'r');
  assert.is(mass.fields.MassCancelResponse, '7');
  await client.report('the first gone', execution('jf-6', '4'));
  await client.report('the second gone', execution('jf-7', '4'));

  client.send('D', newOrder('jf-6', 10, 280));
  const duplicate = await client.report('a duplicate denied', execution('jf-6', '8'));
  assert.is(duplicate.fields.OrdRejReason, 6);
}

function journalAgrees(world: World, client: ForeignClient, orderId: number): void {
  const journal = readJournal(join(world.dataDirectory, 'journal'));
  assert.equal([...journal.orders.keys()], ['jf-1', 'jf-5', 'jf-6', 'jf-7']);
  assert.equal(journal.orders.get('jf-1'), { sequence: orderId, lots: 100, ticks: 28_500 });
  assert.equal([...journal.replaces], [['jf-2', { lots: 150, ticks: 28_450 }]]);
  assert.equal([...journal.cancels], ['jf-3', 'jf-4']);
  assert.is(journal.massCancels, 1);
  const told = client.reports.filter((report) => report.fields.ExecType === 'F');
  assert.is(
    journal.executedLots,
    told.reduce((sum, report) => sum + Number(report.fields.LastQty), 0),
  );
  const execIds = client.reports.filter((report) => report.type === '8').map((report) => report.fields.ExecID);
  assert.is(new Set(execIds).size, execIds.length, 'no ExecID twice');
}

test('a foreign client trades, changes, cancels and asks; the journal has what it was told', async () => {
  const world = await World.make({ venueFeed: 'feed = "itch"' });
  try {
    const daemon = await world.startDaemon();
    const client = new ForeignClient(daemon.port, 'ALPHA');
    await client.loggedOn();
    const orderId = await changesAnOrder(client);
    await cancelsItOnce(client);

    client.send('D', newOrder('jf-5', 5, undefined));
    const traded = await client.report(
      'a market order filled',
      (report) => report.fields.ClOrdID === 'jf-5' && report.fields.OrdStatus === '2',
    );
    assert.is(traded.fields.CumQty, 5);
    await cancelsAll(client);

    await client.logout();
    assert.is(await daemon.child.stop(), 0, daemon.child.output);
    journalAgrees(world, client, orderId);
  } finally {
    world.remove();
  }
});

test('a client that resets its numbers trades again after a restart, and its ClOrdIDs are remembered', async () => {
  const world = await World.make({ venueFeed: 'feed = "itch"' });
  try {
    for (const [run, fresh] of ['day-1', 'day-2'].entries()) {
      const daemon = await world.startDaemon();
      const client = new ForeignClient(daemon.port, 'ALPHA');
      await client.loggedOn();
      client.send('D', newOrder(fresh, 10, 285));
      await client.report('an order accepted', execution(fresh, '0'));
      if (run > 0) {
        client.send('D', newOrder('day-1', 10, 285));
        const duplicate = await client.report('a duplicate denied', execution('day-1', '8'));
        assert.is(duplicate.fields.OrdRejReason, 6);
      }
      await client.logout();
      assert.is(await daemon.child.stop(), 0, daemon.child.output);
    }
  } finally {
    world.remove();
  }
});

test.run();
