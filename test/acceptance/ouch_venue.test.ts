/** The embedded exchange by OUCH: what an order of a client's becomes there, it is told; and the live view shows the pool. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { cancelOf, limitOrder } from './requests.ts';

test('orders at an embedded exchange by OUCH are filled, rest and are cancelled', async () => {
  const world = await World.make({ flowEventsPerSecond: 500, venue: 'protocol = "ouch"', venueAddress: 'embedded' });
  try {
    const daemon = await world.startDaemon();
    const client = new FixClient('ALPHA');
    await client.connect(daemon.port);
    let count = 0;
    const send = (price: string, timeInForce: number): string => {
      const clOrdId = `order-${++count}`;
      client.send('D', limitOrder(clOrdId, price, { quantity: 10, timeInForce }));
      return clOrdId;
    };
    const statuses = (clOrdId: string): string[] =>
      [...client.told.values()]
        .filter(({ message }) => message.text(11) === clOrdId)
        .map(({ message }) => message.text(39));
    // Until the venue is connected and a price is there, orders are denied.
    for (let isFilled = false; !isFilled; await sleep(50)) {
      const clOrdId = send('290.00', 3);
      await until(`${clOrdId} has ended`, () => ['2', '4', '8', 'C'].includes(statuses(clOrdId).at(-1) ?? ''));
      isFilled = statuses(clOrdId).at(-1) === '2';
    }
    const resting = send('287.00', 1);
    await until('it rests', () => statuses(resting).at(-1) === '0');
    client.send('F', cancelOf(resting, 'cancel'));
    await until('it is cancelled', () => statuses('cancel').at(-1) === '4');
    assert.equal(client.faults, []);
    assert.is(await daemon.child.stop(), 0);
  } finally {
    world.remove();
  }
});

test.run();
