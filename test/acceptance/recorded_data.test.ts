/** A client trades among the recorded orders of a real day; when the recording ends the feed stops and the daemon goes on. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type FieldList, formatTimestamp } from '../../src/main/demo_trader/fix_text.ts';
import { marketDataFile } from '../market_data.ts';
import { type Daemon, sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { massCancel } from './requests.ts';
import { ToldOrders } from './told_orders.ts';

const file = marketDataFile('AAPL_20191230.itch50');
const testWithData = file === undefined ? test.skip : test;
/** Four and a half recorded minutes in fourteen seconds. */
const SPEED = '20';
/** One instrument, and it is recorded: what comes from the exchange is the recording's doing, and ours. */
const ONLY_RECORDED = '[[instruments]]\nsymbol = "AAPL"\nreferencePrice = "289.50"';

interface Market {
  readonly client: FixClient;
  readonly orders: ToldOrders;
  lastPrice: number;
  count: number;
}

function send(market: Market, side: number, terms: FieldList): string {
  const clOrdId = `r-${++market.count}`;
  const common: FieldList = [
    [11, clOrdId],
    [55, 'AAPL'],
    [54, side],
    [60, formatTimestamp(Date.now())],
    [38, 10],
  ];
  market.orders.request(clOrdId, 'D', [...common, ...terms]);
  return clOrdId;
}

/** A market order that takes, and a limit a tick better than the last trade that waits its turn in the real queue. */
function tradeOnce(market: Market): void {
  send(market, 1 + (market.count % 2), [[40, 1]]);
  if (market.lastPrice === 0) return;
  const side = 1 + ((market.count >> 1) % 2);
  const price = market.lastPrice + (side === 1 ? -0.01 : 0.01);
  send(market, side, [
    [40, 2],
    [44, price.toFixed(2)],
    [59, 0],
  ]);
}

/** The recording has ended when the exchange has nothing more to say for some seconds. */
async function feedIsStill(daemon: Daemon): Promise<void> {
  await daemon.saysHowItIs();
  const received = (): number => daemon.figures().venues[0]!.received;
  for (let before = -1, now = received(); now !== before; ) {
    await sleep(3_000);
    before = now;
    now = received();
  }
}

testWithData('orders trade against recorded ones, and the end of the file is not the end of the engine', async () => {
  const world = await World.make({ instruments: ONLY_RECORDED });
  try {
    const daemon = await world.startDaemon('--market-data', file!, '--speed', SPEED);
    const client = new FixClient('ALPHA');
    const market: Market = { client, orders: new ToldOrders(client), lastPrice: 0, count: 0 };
    const rested = new Set<string>();
    let waitedFills = 0;
    const { onTold } = client;
    client.onTold = (message) => {
      onTold(message);
      if (message.text(150) === '0') rested.add(message.text(37));
      if (message.text(150) !== 'F') return;
      market.lastPrice = message.number(31);
      // A limit order's fill in a later turn than its acceptance: its turn in the queue came.
      if (message.text(40) === '2' && rested.has(message.text(37))) waitedFills++;
    };
    await client.connect(daemon.port);
    const trading = setInterval(() => client.isOn && tradeOnce(market), 100);
    await until('the queue has reached some of our orders', () => waitedFills >= 5);
    clearInterval(trading);
    const fills = [...market.orders.byOrderId.values()].reduce((sum, order) => sum + order.fills, 0);
    assert.ok(fills > waitedFills, 'market orders took recorded liquidity as well');
    market.orders.request('all', 'q', massCancel('all'));
    await until('every order has ended', () => market.orders.open().length === 0);
    assert.ok(Math.abs(market.lastPrice - 289.5) < 3, `traded at ${market.lastPrice}, far from the recorded day`);

    await feedIsStill(daemon);
    send(market, 1, [
      [40, 2],
      [44, (market.lastPrice - 2).toFixed(2)],
      [59, 0],
    ]);
    await until('the engine answers without a feed', () => market.orders.unanswered().length === 0);
    assert.is(daemon.child.process.exitCode, null);
    assert.equal([...client.faults, ...market.orders.faults], []);
    await client.logout();
    assert.is(await daemon.child.stop(), 0, daemon.child.output);
  } finally {
    world.remove();
  }
});

test.run();
