/** A mass cancel: one order a step, in order of acceptance, and only what was there before it. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk } from '../../../../test/simulation/desk.ts';
import { OrderStatus, Side, TimeInForce } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import { MAX_SESSIONS } from '../../model/source.ts';
import { ReportKind } from '../../model/venue.ts';
import { MAX_SWEEPS } from './sweeps.ts';

const TERMS = { side: Side.BUY, ticks: 99, lots: 10 };

function orders(desk: Desk, ids: readonly string[], terms: object = {}): void {
  for (const id of ids) desk.writer.order(0, { ...TERMS, ...terms, id });
}

/** References of the orders told to cancel. */
const cancelled = (desk: Desk): number[] =>
  desk
    .instructed()
    .filter(({ type }) => type === RecordType.VENUE_CANCEL)
    .map(({ ref }) => ref);

test('all orders of the session are cancelled, in the order in which they came, and no others', () => {
  const desk = new Desk();
  orders(desk, ['A', 'B', 'C']);
  desk.writer.order(1, { ...TERMS, id: 'other' });
  desk.drain();
  const placed = desk.instructed().map(({ ref }) => ref);
  desk.writer.massCancel(0, 'M');
  desk.drain();
  assert.equal(cancelled(desk), placed.slice(0, 3));
});

test('the fence: orders that come after it in the stream live on', () => {
  const desk = new Desk();
  orders(desk, ['A', 'B']);
  desk.drain();
  const placed = desk.instructed().map(({ ref }) => ref);
  // One source, one batch: the sweep's steps come behind both later orders.
  desk.writer.massCancel(0, 'M');
  orders(desk, ['later', 'last']);
  desk.drain();
  assert.equal(cancelled(desk), placed);
  assert.is(desk.rig.engines.front.orders.store.pool.size(), 4);
});

test('a sweep that does not get on is told, and hangs no test', () => {
  const desk = new Desk();
  // More than one step looks at, and none to cancel: the sweep would look at the same ones for ever.
  orders(
    desk,
    Array.from({ length: 20 }, (_, i) => `O${i}`),
  );
  desk.drain();
  desk.rig.engines.front.orders.store.sweeps.setCursor = () => undefined;
  desk.writer.massCancel(0, 'M', -1, -1, Side.SELL);
  assert.throws(() => desk.drain(), /does not come to rest/);
});

test('a strategy narrows it, also over every session', () => {
  const desk = new Desk();
  orders(desk, ['A', 'B'], { strategy: 1 });
  orders(desk, ['C']);
  desk.writer.order(1, { ...TERMS, id: 'D', strategy: 1 });
  desk.drain();
  const [a, b, c, d] = desk.instructed().map(({ ref }) => ref);
  desk.writer.massCancel(0, 'M1', -1, -1, 0, 1);
  assert.equal(cancelled(desk.drain()), [a, b]);
  desk.writer.operatorCancel(-1, -1, -1, 0, 1);
  assert.equal(cancelled(desk.drain()), [d]);
  // An entry that is used again is of every strategy where none is named.
  desk.writer.massCancel(0, 'M2');
  assert.equal(cancelled(desk.drain()), [c]);
});

test('instrument, account and side narrow it', () => {
  const desk = new Desk();
  desk.writer.quote(1, 0, 100, 102);
  desk.drain();
  orders(desk, ['A'], { instrument: 1 });
  orders(desk, ['B'], { account: 1 });
  orders(desk, ['C'], { side: Side.SELL, ticks: 110 });
  orders(desk, ['D']);
  desk.drain();
  const [a, b, c, d] = desk.instructed().map(({ ref }) => ref);
  desk.writer.massCancel(0, 'M1', 1);
  assert.equal(cancelled(desk.drain()), [a]);
  desk.writer.massCancel(0, 'M2', -1, 1);
  assert.equal(cancelled(desk.drain()), [b]);
  desk.writer.massCancel(0, 'M3', -1, -1, Side.SELL);
  assert.equal(cancelled(desk.drain()), [c]);
  desk.writer.massCancel(0, 'M4');
  assert.equal(cancelled(desk.drain()), [d]);
});

test('orders that end while it goes on do not lead it astray', () => {
  const desk = new Desk();
  orders(
    desk,
    Array.from({ length: 40 }, (_, i) => `O${i}`),
  );
  desk.drain();
  const placed = desk.instructed();
  desk.writer.massCancel(0, 'M');
  // Each turn of the agents meets one step; between them, the orders just ahead of it end.
  for (let i = 0; i < 40; i++) {
    desk.rig.step();
    const { venue, ref } = placed[(i * 3) % 40]!;
    desk.writer.report(venue, (report) =>
      Object.assign(report, { kind: ReportKind.CANCELLED, legRef: ref, orderLots: 10 }),
    );
  }
  desk.drain();
  for (const { venue, ref } of placed) desk.report(venue, ReportKind.CANCELLED, ref, { orderLots: 10 });
  assert.is(desk.rig.engines.front.orders.store.pool.size(), 0);
  assert.is(desk.rig.engines.execution.outbox.nextNumber(), desk.rig.engines.execution.outbox.headNumber());
});

test('a cancel of a sweep that a venue refuses is told to nobody', () => {
  const desk = new Desk();
  orders(desk, ['A']);
  const [leg] = desk.drain().instructed();
  desk.report(leg!.venue, ReportKind.ACKNOWLEDGED, leg!.ref, { orderLots: 10, leavesLots: 10 });
  desk.writer.massCancel(0, 'M');
  desk.drain().told();
  desk.report(leg!.venue, ReportKind.CANCEL_REJECTED, leg!.ref, { orderLots: 10, leavesLots: 10 });
  assert.equal(desk.told(), []);
  desk.writer.cancel(0, 'C', 'A');
  desk.drain().report(leg!.venue, ReportKind.CANCELLED, leg!.ref, { orderLots: 10 });
  assert.equal(
    desk.told().map(({ id, status }) => [id, status]),
    [['C', OrderStatus.CANCELLED]],
  );
});

test('a full store of identifiers stops new orders first, and mass cancels never', () => {
  const desk = new Desk();
  let last = 0;
  for (let i = 0; i < 300 && last === 0; i++) {
    desk.writer.order(0, { ...TERMS, id: `O${i}`, lots: 0 });
    last = desk.drain().told()[0]!.reason === ReasonCode.CL_ORD_ID_STORE_FULL ? i : 0;
  }
  assert.is(last, 240);
  for (let i = 0; i < 40; i++) desk.writer.massCancel(0, `M${i}`);
  desk.drain();
  const { store } = desk.rig.engines.front.orders;
  assert.is(store.ids.count(), 256);
  assert.is(desk.told().filter(({ type }) => type === RecordType.MASS_CANCEL_REPORT).length, 40);
  assert.not.throws(() => store.state.save());
});

test('more sweeps at once than there is room for are each answered', () => {
  const desk = new Desk();
  orders(desk, ['A']);
  desk.drain();
  for (let i = 0; i <= MAX_SWEEPS; i++) desk.writer.massCancel(0, `M${i}`);
  // One batch of the sequencer takes them all before the first step.
  desk.drain();
  const told = desk.told();
  assert.is(told.length, MAX_SWEEPS + 1);
  assert.is(desk.rig.engines.execution.outbox.nextNumber(), desk.rig.engines.execution.outbox.headNumber());
});

/** Orders of two sessions on two accounts; answers with their references, by name. */
function twoSessions(desk: Desk): Record<string, number> {
  const names: string[] = [];
  for (let session = 0; session < 2; session++) {
    for (let account = 0; account < 2; account++) {
      const id = `S${session}A${account}`;
      desk.writer.order(session, { ...TERMS, id, account });
      desk.drain();
      names.push(id);
    }
  }
  const placed = desk.instructed();
  assert.is(placed.length, names.length);
  return Object.fromEntries(names.map((name, i) => [name, placed[i]!.ref]));
}

test('an operator cancels one session’s orders, under a kill switch too, and no client is told of the request', () => {
  const desk = new Desk();
  const refs = twoSessions(desk);
  for (const session of [0, 1]) desk.told(session);
  desk.writer.killSwitch(true);
  desk.writer.operatorCancel(1);
  assert.equal(cancelled(desk.drain()), [refs.S1A0, refs.S1A1]);
  assert.equal([...desk.told(0), ...desk.told(1)], []);
  desk.writer.operatorCancel(0, -1, 1);
  assert.equal(cancelled(desk.drain()), [refs.S0A1]);
  desk.writer.operatorCancel(0, 1);
  desk.writer.operatorCancel(0, -1, -1, Side.SELL);
  assert.equal(cancelled(desk.drain()), []);
});

test('an operator cancels an account’s orders over every session, and those accepted later live on', () => {
  const desk = new Desk();
  const refs = twoSessions(desk);
  desk.writer.operatorCancel(-1, -1, 1);
  // More steps than one are between the command and the last session: this order is there before they are over.
  desk.rig.step();
  desk.writer.order(1, { ...TERMS, id: 'later', account: 1 });
  assert.equal(cancelled(desk.drain()), [refs.S0A1, refs.S1A1]);
  assert.is(desk.rig.engines.front.orders.store.pool.size(), 5);
  const { outbox } = desk.rig.engines.execution;
  const [headNumber, nextNumber] = [outbox.headNumber(), outbox.nextNumber()];
  assert.is(nextNumber, headNumber, 'the sweep has ended');
  assert.not(desk.rig.engines.front.orders.store.sweeps.isActive(0, 0));
});

test('an operator may ask again at once, and an order that ends where the sweep stands leads it on', () => {
  const desk = new Desk();
  orders(
    desk,
    Array.from({ length: 20 }, (_, i) => `O${i}`),
  );
  desk.writer.order(1, { ...TERMS, id: 'other' });
  desk.drain();
  const placed = desk.instructed();
  for (let i = 0; i < 2; i++) desk.writer.operatorCancel(-1);
  for (const { venue, ref } of placed) {
    desk.rig.step();
    desk.writer.report(venue, (report) =>
      Object.assign(report, { kind: ReportKind.CANCELLED, legRef: ref, orderLots: 10 }),
    );
  }
  desk.drain();
  for (const { venue, ref } of placed) desk.report(venue, ReportKind.CANCELLED, ref, { orderLots: 10 });
  assert.is(desk.rig.engines.front.orders.store.pool.size(), 0);
  const told = [...desk.told(0), ...desk.told(1)];
  assert.is(told.filter(({ status }) => status === OrderStatus.CANCELLED).length, placed.length);
});

test('the day’s end expires orders for the day that were there before it, and lets the others live', () => {
  const desk = new Desk();
  orders(desk, ['day', 'filling']);
  orders(desk, ['gtc'], { tif: TimeInForce.GTC });
  desk.drain();
  const [day, filling] = desk.instructed().map(({ venue, ref }) => ({ venue, ref }));
  desk.fill(filling!.venue, filling!.ref, 4, 4, 10);
  desk.told(0);
  desk.writer.dayEnd();
  orders(desk, ['later']);
  assert.equal(cancelled(desk.drain()), [day!.ref, filling!.ref]);
  for (const { venue, ref } of [day!, filling!]) desk.report(venue, ReportKind.CANCELLED, ref, { orderLots: 10 });
  const ended = desk.told(0).filter(({ status }) => status === OrderStatus.EXPIRED);
  assert.equal(
    ended.map(({ id, filled }) => [id, filled]),
    [
      ['day', 0],
      ['filling', 4],
    ],
  );
  assert.is(desk.rig.engines.front.orders.store.pool.size(), 2);
});

test('while the day ends, a client’s cancel of an order that expires is refused as pending', () => {
  const desk = new Desk();
  orders(desk, ['day']);
  desk.drain();
  const [placed] = desk.instructed();
  desk.writer.dayEnd();
  desk.drain();
  desk.told(0);
  desk.writer.cancel(0, 'C', 'day');
  desk.drain();
  assert.equal(
    desk.told(0).map(({ reason }) => reason),
    [ReasonCode.PENDING_CHANGE],
  );
  // The venue was faster: nothing expires, and nobody waits for the answer.
  desk.fill(placed!.venue, placed!.ref, 10, 10, 10);
  assert.equal(
    desk.told(0).map(({ status }) => status),
    [OrderStatus.FILLED],
  );
});

test('mass cancels that use up every sweep do not keep the day from ending', () => {
  const desk = new Desk();
  orders(desk, ['day']);
  desk.drain();
  const [placed] = desk.instructed();
  const { sweeps } = desk.rig.engines.front.orders.store;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) sweeps.start(sweep, 1, 0, -1, 0, -1, -1, 0, 0);
  desk.writer.operatorCancel(-1);
  assert.equal(cancelled(desk.drain()), []);
  desk.writer.dayEnd();
  assert.equal(cancelled(desk.drain()), [placed!.ref]);
});

test('a session that cannot be is denied, and its sweep never begins', () => {
  const desk = new Desk();
  twoSessions(desk);
  desk.writer.operatorCancel(MAX_SESSIONS);
  assert.equal(cancelled(desk.drain()), []);
  assert.is(desk.rig.engines.front.orders.store.sweeps.generation(0), 0);
});

test.run();
