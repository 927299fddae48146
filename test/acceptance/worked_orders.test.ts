/**
 * Stops and schedules as a desk sends them, over FIX to the running daemon, with a kill in the middle: what was working goes
 * on where it stood, and comes out to the share.
 */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type FieldList, formatTimestamp } from '../../src/main/demo_trader/fix_text.ts';
import { sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { ToldOrders } from './told_orders.ts';

const SHARES = 40;

function order(clOrdId: string, symbol: string, side: number, quantity: number, terms: FieldList): FieldList {
  return [[11, clOrdId], [55, symbol], [54, side], [60, formatTimestamp(Date.now())], [38, quantity], ...terms];
}

/** Sends until it is taken: in the first moments there is no price yet, and orders are denied. */
async function taken(orders: ToldOrders, name: string, make: (clOrdId: string) => FieldList): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const clOrdId = `${name}-${attempt}`;
    orders.request(clOrdId, 'D', make(clOrdId));
    await until(`${clOrdId} is answered`, () => orders.requests.get(clOrdId)!.answers > 0);
    const told = [...orders.byOrderId.values()].find((known) => known.clOrdId === clOrdId);
    if (told !== undefined && told.status !== '8') return told.orderId;
    await sleep(50);
  }
}

/** A schedule over the next seconds, completed whatever the market does. */
function schedule(clOrdId: string): FieldList {
  return order(clOrdId, 'MSFT', 1, SHARES, [
    [40, 1],
    [59, 1],
    [847, 1001],
    [126, formatTimestamp(Date.now() + 4_000)],
    [848, 'interval=0.25;completion=complete'],
  ]);
}

test('a stop is triggered and trades; one that is far away and a schedule outlive a kill', async () => {
  const world = await World.make({ ownExchange: true });
  const client = new FixClient('ALPHA');
  const orders = new ToldOrders(client);
  const statusOf = (orderId: string): string => orders.byOrderId.get(orderId)!.status;
  const filledOf = (orderId: string): number => orders.byOrderId.get(orderId)!.cumulative;
  try {
    await world.startExchange();
    const before = await world.startDaemon();
    await client.connect(before.port);

    // The offer stands far above it.
    const near = await taken(orders, 'near', (clOrdId) =>
      order(clOrdId, 'AAPL', 1, 10, [
        [40, 3],
        [99, '250.00'],
        [59, 1],
        [848, 'trigger=quote'],
      ]),
    );
    await until('the stop has traded', () => statusOf(near) === '2');
    const execTypes = [...client.told.values()]
      .filter(({ message }) => message.text(37) === near)
      .map(({ message }) => message.text(150));
    assert.equal(execTypes.slice(0, 2), ['0', 'L'], 'new, then triggered');
    assert.is(execTypes.at(-1), 'F');

    const far = await taken(orders, 'far', (clOrdId) =>
      order(clOrdId, 'INTC', 2, 100, [
        [40, 4],
        [99, '1.00'],
        [44, '1.00'],
        [59, 1],
      ]),
    );
    const worked = await taken(orders, 'worked', schedule);
    await until('the schedule has begun', () => filledOf(worked) > 0);
    await before.child.kill();
    client.drop();

    const after = await world.startDaemon();
    await client.connect(after.port);
    await until('the schedule is done', () => statusOf(worked) === '2');
    assert.is(filledOf(worked), SHARES);
    assert.is(statusOf(far), '0');
    orders.request('end', 'F', [...order('end', 'INTC', 2, 100, []), [41, orders.byOrderId.get(far)!.clOrdId]]);
    await until('the far stop is cancelled', () => statusOf(far) === '4');
    await client.logout();
    assert.is(await after.child.stop(), 0, after.child.output);
    assert.equal([...client.faults, ...orders.faults], []);
  } finally {
    client.drop();
    world.remove();
  }
});

/** Each type by its tags; what rests is far from the market, and schedules are completed whatever it does. */
const RESTING: Readonly<Record<string, readonly [side: number, terms: FieldList]>> = {
  limit: [
    2,
    [
      [40, 2],
      [44, '320.00'],
    ],
  ],
  shown: [
    2,
    [
      [40, 2],
      [44, '321.00'],
      [111, 10],
    ],
  ],
  stop: [
    2,
    [
      [40, 3],
      [99, '1.00'],
    ],
  ],
  stopLimit: [
    2,
    [
      [40, 4],
      [99, '1.00'],
      [44, '1.00'],
    ],
  ],
  iceberg: [
    2,
    [
      [40, 2],
      [44, '322.00'],
      [847, 1003],
      [111, 10],
    ],
  ],
  varied: [
    2,
    [
      [40, 2],
      [44, '323.00'],
      [847, 1003],
      [111, 10],
      [848, 'variation=0.5'],
    ],
  ],
  peg: [
    1,
    [
      [40, 'P'],
      [18, 'R'],
      [211, '-20.00'],
    ],
  ],
};
const SCHEDULES: Readonly<Record<string, readonly [strategy: number, words: string]>> = {
  twap: [1001, ''],
  vwap: [1, ''],
  shortfall: [1002, ';riskAversion=0.000001;volatility=0.5;impact=0.02'],
};

test('an order of each type: what trades at once has, what rests and what is worked outlives a kill', async () => {
  const world = await World.make({ ownExchange: true });
  const client = new FixClient('ALPHA');
  const orders = new ToldOrders(client);
  const of = (orderId: string) => orders.byOrderId.get(orderId)!;
  try {
    await world.startExchange();
    const before = await world.startDaemon();
    await client.connect(before.port);
    const market = await taken(orders, 'market', (id) =>
      order(id, 'MSFT', 1, SHARES, [
        [40, 1],
        [59, 3],
      ]),
    );
    await until('the market order has ended', () => ['2', '4', 'C'].includes(of(market).status));
    assert.ok(of(market).cumulative > 0);
    const resting = new Map<string, string>();
    for (const [name, [side, terms]] of Object.entries(RESTING)) {
      const make = (id: string): FieldList => order(id, 'AAPL', side, SHARES, [...terms, [59, 1]]);
      resting.set(name, await taken(orders, name, make));
    }
    const worked: string[] = [];
    for (const [name, [strategy, words]] of Object.entries(SCHEDULES)) {
      const make = (id: string): FieldList =>
        order(id, 'MSFT', 1, SHARES, [
          [40, 1],
          [59, 1],
          [847, strategy],
          [126, formatTimestamp(Date.now() + 4_000)],
          [848, `interval=0.25;completion=complete${words}`],
        ]);
      worked.push(await taken(orders, name, make));
    }
    await until('the schedules have begun', () => worked.every((id) => of(id).cumulative > 0));
    await before.child.kill();
    client.drop();

    const after = await world.startDaemon();
    await client.connect(after.port);
    await until('the schedules are done', () => worked.every((id) => of(id).status === '2'));
    assert.equal(
      worked.map((id) => of(id).cumulative),
      worked.map(() => SHARES),
    );
    for (const [name, id] of resting) {
      assert.is(of(id).status, '0', name);
      const [side] = RESTING[name]!;
      orders.request(`end-${name}`, 'F', [...order(`end-${name}`, 'AAPL', side, SHARES, []), [41, of(id).clOrdId]]);
    }
    await until('what rests is cancelled', () => [...resting.values()].every((id) => of(id).status === '4'));
    await client.logout();
    assert.is(await after.child.stop(), 0, after.child.output);
    assert.equal([...client.faults, ...orders.faults], []);
  } finally {
    client.drop();
    world.remove();
  }
});

/** An order of a list, by its contingency. */
function linked(symbol: string, side: number, list: string, contingency: string, terms: FieldList) {
  return (clOrdId: string): FieldList =>
    order(clOrdId, symbol, side, 10, [
      ...terms,
      [59, 1],
      [583, list],
      [848, `contingency=${contingency};trigger=quote`],
    ]);
}

test('brackets: exits that are held outlive a kill, and go or end with their entry', async () => {
  const world = await World.make({ ownExchange: true });
  const client = new FixClient('ALPHA');
  const orders = new ToldOrders(client);
  const statusOf = (orderId: string): string => orders.byOrderId.get(orderId)!.status;
  const target = (list: string) =>
    linked('AAPL', 2, list, 'exit', [
      [40, 2],
      [44, '900.00'],
    ]);
  const stop = (list: string, price: string) =>
    linked('AAPL', 2, list, 'exit', [
      [40, 3],
      [99, price],
    ]);
  try {
    await world.startExchange();
    const before = await world.startDaemon();
    await client.connect(before.port);
    const exits = [
      await taken(orders, 'target', target('filled')),
      // The market is below it: it is reached as soon as it rests.
      await taken(orders, 'stop', stop('filled', '900.00')),
      await taken(orders, 'unfilled-target', target('unfilled')),
      await taken(orders, 'unfilled-stop', stop('unfilled', '1.00')),
    ];
    const resting = await taken(
      orders,
      'resting',
      linked('AAPL', 1, 'unfilled', 'oto', [
        [40, 2],
        [44, '1.00'],
      ]),
    );
    await before.child.kill();
    client.drop();

    const after = await world.startDaemon();
    await client.connect(after.port);
    assert.equal(
      exits.map(statusOf),
      exits.map(() => '0'),
    );
    // Linked still, or it would be denied: nobody else would be there to be triggered.
    const entry = await taken(orders, 'entry', linked('AAPL', 1, 'filled', 'oto', [[40, 1]]));
    await until('the entry is filled', () => statusOf(entry) === '2');
    await until('its stop was filled', () => statusOf(exits[1]!) === '2');
    await until('its target is cancelled', () => statusOf(exits[0]!) === '4');
    orders.request('end', 'F', [...order('end', 'AAPL', 1, 10, []), [41, orders.byOrderId.get(resting)!.clOrdId]]);
    await until('the other entry is cancelled', () => statusOf(resting) === '4');
    await until('with its exits', () => statusOf(exits[2]!) === '4' && statusOf(exits[3]!) === '4');
    await client.logout();
    assert.is(await after.child.stop(), 0, after.child.output);
    assert.equal([...client.faults, ...orders.faults], []);
  } finally {
    client.drop();
    world.remove();
  }
});

test.run();
