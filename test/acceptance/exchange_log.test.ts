/** The reader of the exchange's log, against an exchange that is told more than orders. */

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RecordHeader, VenueNewOrder } from '../../schemas/generated/engine.ts';
import { runExchange } from '../../src/workers/exchange/exchange_process.ts';
import { EXCHANGE_DEFAULTS } from '../../src/workers/exchange/options.ts';
import { OrderType, Side, TimeInForce } from '../../src/workers/model/order.ts';
import { RecordType } from '../../src/workers/model/record_type.ts';
import { BatchWriter } from '../../src/workers/protocols/venue_wire/batch_writer.ts';
import { SessionMessage } from '../../src/workers/protocols/venue_wire/session_message.ts';
import { makeTemplate } from '../../src/workers/protocols/venue_wire/wire_message.ts';
import { until } from './daemon.ts';
import { readExchangeLog } from './exchange_log.ts';

const INSTRUMENTS = [{ symbol: 'AAPL', startTicks: 0, hasFlow: true, tickPrice4: 100, lotShares: 1 }];
const LOTS = 10;

/** Messages of one session, sent together, so that the exchange reads and logs them as one batch. */
class Messages {
  readonly #writer = new BatchWriter();
  readonly #header = new RecordHeader();
  readonly #order = new VenueNewOrder();

  session(type: number, sourceSequence: number, source = 0): this {
    const template = makeTemplate(type);
    const at = this.#writer.append(template);
    const header = this.#header.wrap(this.#writer.chunk.view, at + template.headerAt);
    header.source = source;
    header.sourceSequence = sourceSequence;
    return this;
  }

  order(number: number, legRef: number, side: number): this {
    const template = makeTemplate(RecordType.VENUE_NEW_ORDER);
    const at = this.#writer.append(template);
    const view = this.#writer.chunk.view;
    this.#header.wrap(view, at + template.headerAt).sourceSequence = number;
    const order = this.#order.wrap(view, at + template.bodyAt);
    order.legRef = legRef;
    order.side = side;
    order.orderType = OrderType.LIMIT;
    order.timeInForce = TimeInForce.GTC;
    order.priceTicks = 100;
    order.lots = LOTS;
    return this;
  }

  send(socket: Socket): void {
    socket.write(Buffer.concat(this.#writer.take().map((chunk) => chunk.bytes)));
  }
}

async function openSession(port: number, session: number): Promise<Socket> {
  const socket = connect({ port, noDelay: true });
  await once(socket, 'connect');
  // Quotes and reports are not this test's business, but they must be taken out of the socket.
  socket.resume();
  new Messages().session(SessionMessage.HELLO, 1, session).send(socket);
  return socket;
}

test('heartbeats among orders and a second session are no orders, and every fill has one', async () => {
  const logFolder = mkdtempSync(join(tmpdir(), 'exchange-log-reader-'));
  const options = { ...EXCHANGE_DEFAULTS, instruments: INSTRUMENTS, flow: null, logFolder };
  const exchange = await runExchange(options);
  try {
    const first = await openSession(exchange.port, 1);
    // A heartbeat tells the number of a report: it says nothing about orders.
    new Messages().order(1, 101, Side.BUY).session(SessionMessage.HEARTBEAT, 1000).order(2, 102, Side.SELL).send(first);
    await until('the first session has traded', () => exchange.counters().trades === 1);
    const second = await openSession(exchange.port, 2);
    new Messages().order(1, 201, Side.BUY).order(2, 202, Side.SELL).send(second);
    await until('the second session has traded', () => exchange.counters().trades === 2);
    const { orders, legs } = readExchangeLog(logFolder);
    assert.is(orders, 4);
    for (const legRef of [101, 102, 201, 202]) {
      assert.equal([legs.get(legRef)?.asked, legs.get(legRef)?.executed], [1, LOTS], `leg ${legRef}`);
    }
    first.destroy();
    second.destroy();
  } finally {
    await exchange.stop();
    rmSync(logFolder, { recursive: true });
  }
});

test.run();
