import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  CancelOrder,
  MassCancel,
  NewOrder,
  OrderStatusRequest,
  RecordHeader,
  ReplaceOrder,
} from '../../../../schemas/generated/engine.ts';
import { Region } from '../../../ring/memory.ts';
import { OrderType, Side, TimeInForce } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { type Fields, get, having, loggedOn, message, NOW_NS, NOW_TEXT, ORDER, type Rig, send } from './test_kit.ts';

function viewsOf(record: Buffer): Region {
  const region = new Region(new SharedArrayBuffer(512));
  region.u8.set(record);
  return region;
}

function idOf(words: (i: number) => number): string {
  const bytes = Buffer.from(Int32Array.from({ length: 10 }, (_, i) => words(i)).buffer);
  return bytes.toString('latin1').replace(/\0+$/, '');
}

function takenOrder(rig: Rig, sequence: number, fields: Fields, header: Fields = []): NewOrder {
  const answers = send(rig, message('D', sequence, fields, header));
  assert.equal(answers, []);
  const views = viewsOf(rig.sink.records.at(-1)!);
  assert.is(new RecordHeader().wrap(views, 0).type, RecordType.NEW_ORDER);
  return new NewOrder().wrap(views, RecordHeader.BYTES);
}

test('a limit order becomes ticks and lots', () => {
  const rig = loggedOn();
  const order = takenOrder(rig, 2, having(ORDER, { 7001: 42, 111: 100, 110: 50 }));
  assert.is(
    idOf((i) => order.clOrdIdWord(i)),
    'order-1',
  );
  assert.equal([order.account, order.strategy, order.instrument], [0, 42, 0]);
  assert.equal([order.side, order.orderType, order.timeInForce], [Side.BUY, OrderType.LIMIT, TimeInForce.DAY]);
  assert.equal([order.quantityLots, order.priceTicks, order.displayLots, order.minLots], [300, 18725, 100, 50]);
  const header = new RecordHeader().wrap(viewsOf(rig.sink.records[0]!), 0);
  assert.equal(
    [header.length, header.version, header.flags, header.sourceEpoch, header.sourceSequence, header.ingressTime],
    [RecordHeader.BYTES + NewOrder.BYTES, 1, 0, 1, 2, NOW_NS],
  );
  assert.is(rig.sink.published, 1);
});

test('ticks and lots of other instruments, defaults, unknown names', () => {
  const rig = loggedOn();
  const microsoft = takenOrder(rig, 2, having(ORDER, { 1: undefined, 55: 'MSFT', 38: '500.0', 44: '420.150', 59: 3 }));
  assert.equal([microsoft.instrument, microsoft.quantityLots, microsoft.priceTicks], [1, 5, 8403]);
  assert.equal([microsoft.account, microsoft.strategy, microsoft.timeInForce], [0, 7, TimeInForce.IOC]);
  const berkshire = takenOrder(rig, 3, having(ORDER, { 1: 'GAMMA', 55: 'BRK.A-LONGNAME16', 44: '750000' }));
  assert.equal([berkshire.instrument, berkshire.priceTicks, berkshire.account], [2, 30000, 2]);
  const unknown = takenOrder(rig, 4, having(ORDER, { 1: 'DELTA', 55: 'NOPE' }), [[97, 'Y']]);
  assert.equal([unknown.instrument, unknown.account, unknown.priceTicks, unknown.quantityLots], [-1, -1, 0, 300]);
  assert.is(new RecordHeader().wrap(viewsOf(rig.sink.records.at(-1)!), 0).flags, 2);
  const market = takenOrder(rig, 5, having(ORDER, { 40: 1, 44: undefined, 59: 6, 432: '20261123' }));
  assert.equal([market.orderType, market.priceTicks, market.timeInForce], [OrderType.MARKET, 0, TimeInForce.GTD]);
  assert.is(market.expireTimeMs, Date.UTC(2026, 10, 24) - 1);
});

test('numbers of the quick way count up through all their digits, past messages of other kinds; a late one is not taken', () => {
  const rig = loggedOn();
  const order = having(ORDER, {});
  for (let sequence = 2; sequence <= 1_102; sequence++) {
    // Between orders, so that the number that is due is not the last one's successor.
    const isOther = sequence % 37 === 0 || sequence === 100;
    if (isOther) send(rig, message('1', sequence, [[112, 'still there']]));
    else assert.equal(send(rig, message('D', sequence, having(order, { 11: `order-${sequence}` }))), []);
    assert.is(rig.session.nextInbound, sequence + 1);
    if (isOther) continue;
    const header = new RecordHeader().wrap(viewsOf(rig.sink.records.at(-1)!), 0);
    assert.is(header.sourceSequence, sequence);
  }
  assert.ok(rig.application.fastCount > 1_050, `${rig.application.fastCount} orders took the quick way`);
  const before = rig.sink.records.length;
  const late = send(rig, message('D', 1_101, having(order, { 11: 'late' })));
  assert.is(late.length, 1);
  assert.is(rig.sink.records.length, before);
});

const REFUSED: ReadonlyArray<readonly [string, Record<number, string | number | undefined>, RegExp]> = [
  ['off tick', { 44: '187.255' }, /Price \(44\) 187\.255 is not a multiple of the tick of 0\.01/],
  ['off tick of five', { 55: 'MSFT', 38: 100, 44: '420.12' }, /not a multiple of the tick of 0\.05/],
  ['off lot', { 55: 'MSFT', 38: 150, 44: '420.15' }, /OrderQty \(38\) 150 is not a multiple of the lot of 100/],
  ['fraction of a share', { 38: '10.5' }, /not a multiple of the lot of 1/],
  ['beyond 2^53', { 38: '9007199254740993' }, /beyond the exact range/],
  ['price beyond', { 44: '90071992547409.93' }, /beyond the exact range/],
  ['limit without price', { 44: undefined }, /Conditionally required field missing \(44\)/],
  ['no quantity', { 38: undefined }, /Conditionally required field missing \(38\)/],
  ['GTD without expiry', { 59: 6 }, /\(126\)/],
  ['negative display', { 111: -1 }, /must not be below zero/],
];
for (const [name, changes, pattern] of REFUSED) {
  test(`refused with a BusinessMessageReject: ${name}`, () => {
    const rig = loggedOn();
    const [answer] = send(rig, message('D', 2, having(ORDER, changes)));
    assert.is(get(answer!, 35), 'j');
    assert.is(get(answer!, 45), '2');
    assert.is(get(answer!, 372), 'D');
    assert.is(get(answer!, 379), 'order-1');
    assert.match(get(answer!, 58)!, pattern);
    assert.is(rig.sink.records.length, 0);
    assert.is(rig.log.answeredInbound, 2);
    takenOrder(rig, 3, ORDER);
  });
}

const REJECTED: ReadonlyArray<readonly [string, Record<number, string | number | undefined>, string, string]> = [
  ['ClOrdID of 41 bytes', { 11: 'x'.repeat(41) }, '5', '11'],
  ['ClOrdID not ASCII', { 11: 'caf\xe9' }, '5', '11'],
  ['side that we do not trade', { 54: 5 }, '5', '54'],
  ['side that FIX does not know', { 54: 'Z' }, '5', '54'],
  ['price that is no number', { 44: '1e5' }, '6', '44'],
  ['quantity with two points', { 38: '1.0.0' }, '6', '38'],
  ['time that is none', { 60: '20261322-14:30:00' }, '6', '60'],
  ['strategy beyond', { 7001: '2147483648' }, '5', '7001'],
];
for (const [name, changes, reason, tag] of REJECTED) {
  test(`rejected: ${name}`, () => {
    const rig = loggedOn();
    const [answer] = send(rig, message('D', 2, having(ORDER, changes)));
    assert.equal([get(answer!, 35), get(answer!, 373), get(answer!, 371), get(answer!, 45)], ['3', reason, tag, '2']);
    assert.is(rig.sink.records.length, 0);
  });
}

test('a ClOrdID of 40 bytes is taken whole', () => {
  const id = 'abcdefghij'.repeat(4);
  const order = takenOrder(loggedOn(), 2, having(ORDER, { 11: id }));
  assert.is(
    idOf((i) => order.clOrdIdWord(i)),
    id,
  );
});

test('replace, cancel, mass cancel, status request', () => {
  const rig = loggedOn();
  const base: Fields = [
    [11, 'new'],
    [41, 'old'],
    [55, 'AAPL'],
    [54, 2],
    [60, NOW_TEXT],
  ];
  send(rig, message('G', 2, [...base, [37, 12345], [38, 200], [40, 2], [44, '10.01'], [111, 100]]));
  const replace = new ReplaceOrder().wrap(viewsOf(rig.sink.records[0]!), RecordHeader.BYTES);
  assert.is(
    idOf((i) => replace.origClOrdIdWord(i)),
    'old',
  );
  assert.equal(
    [replace.orderId, replace.quantityLots, replace.priceTicks, replace.displayLots],
    [12345, 200, 1001, 100],
  );
  send(rig, message('F', 3, [...base, [38, 200]]));
  const cancel = new CancelOrder().wrap(viewsOf(rig.sink.records[1]!), RecordHeader.BYTES);
  assert.equal([idOf((i) => cancel.clOrdIdWord(i)), idOf((i) => cancel.origClOrdIdWord(i))], ['new', 'old']);
  assert.equal([cancel.instrument, cancel.side, cancel.orderId], [0, 2, 0]);
  send(
    rig,
    message('q', 4, [
      [11, 'all'],
      [530, 7],
      [60, NOW_TEXT],
    ]),
  );
  const all = new MassCancel().wrap(viewsOf(rig.sink.records[2]!), RecordHeader.BYTES);
  assert.equal([all.instrument, all.account, all.side, all.scope, all.ofStrategy], [-1, -1, 0, 7, 0]);
  send(
    rig,
    message('q', 5, [
      [11, 'one'],
      [530, 1],
      [1, 'BETA'],
      [55, 'MSFT'],
      [54, 1],
      [60, NOW_TEXT],
      [7001, 65_534],
    ]),
  );
  const one = new MassCancel().wrap(viewsOf(rig.sink.records[3]!), RecordHeader.BYTES);
  assert.equal([one.instrument, one.account, one.side, one.scope, one.ofStrategy], [1, 1, 1, 1, 65_535]);
  send(
    rig,
    message('H', 6, [
      [37, 99],
      [11, 'old'],
      [790, 17],
      [55, 'AAPL'],
      [54, 1],
    ]),
  );
  const status = new OrderStatusRequest().wrap(viewsOf(rig.sink.records[4]!), RecordHeader.BYTES);
  assert.equal([status.orderId, status.requestId, status.instrument, status.side], [99, 17, 0, 1]);
  const [unknown] = send(
    rig,
    message('q', 7, [
      [11, 'x'],
      [530, 1],
      [55, 'NOPE'],
      [60, NOW_TEXT],
    ]),
  );
  assert.match(get(unknown!, 58)!, /Symbol \(55\) NOPE is not known/);
  assert.is(rig.sink.records.length, 5);
});

test('a mass cancel of a strategy that no order can have names none, and is rejected', () => {
  const rig = loggedOn();
  for (const [i, strategy] of ['-1', '65535', 'x'].entries()) {
    const [answer] = send(
      rig,
      message('q', 2 + i, [
        [11, 'mass'],
        [530, 7],
        [60, NOW_TEXT],
        [7001, strategy],
      ]),
    );
    assert.equal([get(answer!, 35), get(answer!, 371)], ['3', '7001']);
  }
  assert.is(rig.sink.records.length, 0);
});

test('a busy engine refuses, and takes the next', () => {
  const rig = loggedOn();
  rig.sink.isFull = true;
  const [full] = send(rig, message('D', 2, ORDER));
  assert.equal([get(full!, 35), get(full!, 380), get(full!, 45)], ['j', '4', '2']);
  rig.sink.isFull = false;
  rig.application.admitNewOrders = false;
  const [closed] = send(rig, message('D', 3, ORDER));
  assert.equal([get(closed!, 35), get(closed!, 380)], ['j', '4']);
  assert.equal(
    send(
      rig,
      message('F', 4, [
        [11, 'c'],
        [41, 'o'],
        [55, 'AAPL'],
        [54, 1],
        [60, NOW_TEXT],
      ]),
    ),
    [],
  );
  rig.application.admitNewOrders = true;
  takenOrder(rig, 5, ORDER);
});

test('parties, allocations and the like are known and ignored', () => {
  const parties: Fields = [
    [453, 2],
    [448, 'A'],
    [447, 'D'],
    [452, 1],
    [448, 'B'],
    [447, 'D'],
    [452, 3],
    [802, 1],
    [523, 'sub'],
    [803, 2],
    [78, 1],
    [79, 'alloc'],
    [80, 100],
    [354, 5],
    [355, 'a\x01b=c'],
    [5001, 'ours'],
  ];
  takenOrder(loggedOn(), 2, [...ORDER, ...parties]);
});

test.run();
