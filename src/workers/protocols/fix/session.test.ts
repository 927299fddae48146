/** One scripted dialogue a rule of the session layer. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ExecutionReport, RecordHeader } from '../../../../schemas/generated/engine.ts';
import { allocateRegion } from '../../../ring/memory.ts';
import { ExecType, OrderStatus, OrderType, Side, TimeInForce } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { FixAcceptor } from './acceptor.ts';
import { MemoryOutboundLog } from './outbound_log.ts';
import { SessionState } from './session_state.ts';
import {
  acceptor,
  body,
  type Fields,
  frame,
  get,
  having,
  LOGON,
  loggedOn,
  message,
  NOW_NS,
  NOW_TEXT,
  ORDER,
  parse,
  type Rig,
  send,
  TestTransport,
} from './test_kit.ts';

const SECOND = 1e9;

/** `35 34 key=value...` of a message, to compare with. */
function brief(text: string, ...tags: number[]): string {
  return [get(text, 35), get(text, 34), ...tags.map((tag) => `${tag}=${get(text, tag)}`)].join(' ');
}

function fill(sequence: number): { views: ReturnType<typeof allocateRegion>; at: number } {
  const views = allocateRegion(1024);
  const header = new RecordHeader().wrap(views, 0);
  header.length = RecordHeader.BYTES + ExecutionReport.BYTES;
  header.type = RecordType.EXECUTION_REPORT;
  header.sequence = sequence;
  header.outputIndex = 1;
  header.time = NOW_NS;
  const report = new ExecutionReport().wrap(views, RecordHeader.BYTES);
  report.setClOrdIdWord(0, 0x41);
  report.execType = ExecType.NEW;
  report.status = OrderStatus.NEW;
  report.side = Side.BUY;
  report.orderType = OrderType.LIMIT;
  report.timeInForce = TimeInForce.DAY;
  report.orderId = 77;
  report.quantityLots = 10;
  report.leavesLots = 10;
  report.priceTicks = 12345;
  return { views, at: 0 };
}

function report(rig: Rig, sequence: number): void {
  const { views, at } = fill(sequence);
  rig.session.sendReport(views, at);
}

test('logon is answered with its heartbeat', () => {
  const rig = acceptor();
  rig.session.onConnect(rig.transport, NOW_NS);
  const answers = send(rig, message('A', 1, having(LOGON, { 108: 17 })));
  assert.equal(
    answers.map((a) => brief(a, 49, 56, 98, 108, 141)),
    ['A 1 49=SLUICE 56=CLIENT 98=0 108=17 141=undefined'],
  );
  assert.is(rig.session.state, SessionState.ACTIVE);
});

test('the first message must be Logon', () => {
  const rig = acceptor();
  rig.session.onConnect(rig.transport, NOW_NS);
  assert.equal(send(rig, message('0', 1, [])), []);
  assert.ok(rig.transport.isClosed);
  assert.is(rig.log.nextOutbound, 1);
});

for (const [what, fields, reason] of [
  ['EncryptMethod', having(LOGON, { 98: 1 }), /EncryptMethod/],
  ['HeartBtInt', having(LOGON, { 108: 99999 }), /HeartBtInt/],
  ['too short a HeartBtInt', having(LOGON, { 108: 4 }), /HeartBtInt \(108\) must be from 5 to 3600/],
  ['no HeartBtInt', having(LOGON, { 108: undefined }), /Required tag missing \(108\)/],
  ['user', having(LOGON, { 553: 'user', 554: 'wrong' }), /Username or Password/],
  ['no user', LOGON, /Username or Password/],
] as ReadonlyArray<readonly [string, Fields, RegExp]>) {
  test(`logon refused: ${what}`, () => {
    const rig = acceptor({ username: 'user', password: 'secret', minHeartbeatSeconds: 5 });
    rig.session.onConnect(rig.transport, NOW_NS);
    const [answer] = send(rig, message('A', 1, fields));
    assert.is(get(answer!, 35), '5');
    assert.match(get(answer!, 58)!, reason);
    assert.ok(rig.transport.isClosed);
  });
}

test('logon with user and password', () => {
  const rig = acceptor({ username: 'user', password: 'secret' });
  rig.session.onConnect(rig.transport, NOW_NS);
  send(rig, message('A', 1, [...LOGON, [553, 'user'], [554, 'secret']]));
  assert.is(rig.session.state, SessionState.ACTIVE);
});

test('logon with wrong CompIDs ends the connection', () => {
  const rig = acceptor();
  rig.session.onConnect(rig.transport, NOW_NS);
  const answers = send(rig, message('A', 1, LOGON).replace('CLIENT', 'THIEF!'));
  assert.equal(answers, [], 'a broken checksum is garbled');
  const wrong = frame(body([[35, 'A'], [49, 'THIEF'], [56, 'SLUICE'], [34, 1], [52, NOW_TEXT], ...LOGON]));
  assert.is(get(send(rig, wrong)[0]!, 35), '5');
  assert.ok(rig.transport.isClosed);
});

test('no Logon in time', () => {
  const rig = acceptor({ logonTimeoutMs: 5_000 });
  rig.session.onConnect(rig.transport, NOW_NS);
  rig.session.onTimer(NOW_NS + 5 * SECOND);
  assert.not(rig.transport.isClosed);
  rig.session.onTimer(NOW_NS + 5.1 * SECOND);
  assert.ok(rig.transport.isClosed);
});

test('a second connection of the same CompIDs is refused, the first goes on', () => {
  const rig = loggedOn();
  const fixAcceptor = new FixAcceptor([rig.session]);
  const refused: string[] = [];
  fixAcceptor.onRefused = (reason) => refused.push(reason);
  const second = new TestTransport();
  const connection = fixAcceptor.accept(second, NOW_NS);
  connection.onBytes(Buffer.from(message('A', 2, LOGON)), NOW_NS);
  assert.ok(second.isClosed);
  assert.is(second.sent, '');
  assert.equal(refused, ['CLIENT is logged on already']);
  assert.is(rig.session.state, SessionState.ACTIVE);
});

test('the acceptor finds the session by its Logon, in pieces, with what follows it', () => {
  const rig = acceptor();
  const fixAcceptor = new FixAcceptor([rig.session]);
  const connection = fixAcceptor.accept(rig.transport, NOW_NS);
  const bytes = Buffer.from(message('A', 1, LOGON) + message('D', 2, ORDER));
  for (let i = 0; i < bytes.length; i += 7) connection.onBytes(bytes.subarray(i, i + 7), NOW_NS);
  assert.is(rig.session.state, SessionState.ACTIVE);
  assert.is(rig.sink.records.length, 1);
  const stranger = new TestTransport();
  fixAcceptor.accept(stranger, NOW_NS).onBytes(Buffer.from('GET / HTTP/1.1\r\n\r\n'), NOW_NS);
  assert.ok(stranger.isClosed);
  const unknown = new TestTransport();
  const logon = frame(body([[35, 'A'], [49, 'WHO'], [56, 'SLUICE'], [34, 1], [52, NOW_TEXT], ...LOGON]));
  fixAcceptor.accept(unknown, NOW_NS).onBytes(Buffer.from(logon), NOW_NS);
  assert.ok(unknown.isClosed);
});

test('TestRequest is answered with a Heartbeat that repeats its text', () => {
  const rig = loggedOn();
  assert.equal(
    send(rig, message('1', 2, [[112, 'are you there?']])).map((a) => brief(a, 112)),
    ['0 2 112=are you there?'],
  );
});

test('a heartbeat when nothing was sent, a test request when nothing came, then the end', () => {
  const rig = loggedOn();
  const at = (seconds: number): string[] => {
    rig.session.onTimer(NOW_NS + seconds * SECOND);
    return rig.transport.take().map((a) => brief(a));
  };
  assert.equal(at(29), []);
  assert.equal(at(30), ['0 2']);
  assert.equal(at(36.5), ['1 3']);
  assert.equal(at(40), []);
  send(rig, message('0', 2, [[112, 'x']]), NOW_NS + 41 * SECOND);
  assert.equal(at(71), ['0 4']);
  assert.equal(at(78), ['1 5']);
  assert.equal(at(114), ['0 6']);
  assert.ok(rig.transport.isClosed);
  assert.match(rig.reasons[0]!, /silent/);
});

test('a gap is asked for once, filled by the resend, and nothing is taken twice', () => {
  const rig = loggedOn();
  const order = (n: number, header: Fields = []): string =>
    message('D', n, having(ORDER, { 11: `order-${n}` }), header);
  assert.equal(
    send(rig, order(4)).map((a) => brief(a, 7, 16)),
    ['2 2 7=2 16=0'],
  );
  assert.equal(send(rig, order(5)), []);
  const again: Fields = [
    [43, 'Y'],
    [122, NOW_TEXT],
  ];
  const gapFill = message(
    '4',
    2,
    [
      [123, 'Y'],
      [36, 3],
    ],
    again,
  );
  assert.equal(send(rig, gapFill + order(3, again) + order(4, again) + order(5, again) + order(6)), []);
  assert.is(rig.sink.records.length, 4);
  assert.is(rig.session.nextInbound, 7);
});

test('a resend that does not come is asked for again, later', () => {
  const rig = loggedOn();
  send(rig, message('0', 5, []));
  assert.equal(send(rig, message('0', 6, []), NOW_NS + 5 * SECOND), []);
  assert.equal(
    send(rig, message('0', 7, []), NOW_NS + 11 * SECOND).map((a) => brief(a, 7, 16)),
    ['2 3 7=2 16=0'],
  );
});

test('ResendRequest: reports come again as they were, administrative messages as gap fills', () => {
  const rig = loggedOn();
  report(rig, 100);
  rig.session.flush();
  const [first] = rig.transport.take();
  send(rig, message('1', 2, [[112, 'a']])); // 3 is a heartbeat
  report(rig, 101);
  rig.session.flush();
  rig.transport.take();
  const later = NOW_NS + 3 * SECOND;
  const answers = send(
    rig,
    message('2', 3, [
      [7, 1],
      [16, 0],
    ]),
    later,
  );
  assert.equal(
    answers.map((a) => brief(a, 43, 36, 123, 37)),
    [
      '4 1 43=Y 36=2 123=Y 37=undefined',
      '8 2 43=Y 36=undefined 123=undefined 37=77',
      '4 3 43=Y 36=4 123=Y 37=undefined',
      '8 4 43=Y 36=undefined 123=undefined 37=77',
    ],
  );
  const again = parse(answers[1]!);
  assert.is(get(answers[1]!, 122), NOW_TEXT);
  assert.is(get(answers[1]!, 52), '20261122-14:30:03.123');
  const content = (fields: Array<[number, string]>): Array<[number, string]> =>
    fields.filter(([tag]) => ![43, 52, 122].includes(tag));
  assert.equal(content(again), content(parse(first!)));
  assert.is(rig.log.nextOutbound, 5, 'a resend takes no number');
});

test('ResendRequest of part, and of numbers that there are not', () => {
  const rig = loggedOn();
  for (let i = 0; i < 3; i++) report(rig, i);
  rig.session.flush();
  rig.transport.take();
  assert.equal(
    send(
      rig,
      message('2', 2, [
        [7, 3],
        [16, 3],
      ]),
    ).map((a) => brief(a, 17)),
    ['8 3 17=1-1'],
  );
  assert.equal(
    send(
      rig,
      message('2', 3, [
        [7, 9],
        [16, 0],
      ]),
    ).map((a) => brief(a, 373, 371)),
    ['3 5 373=5 371=7'],
  );
});

test('reports while nobody is connected wait in the log', () => {
  const rig = acceptor();
  report(rig, 100);
  report(rig, 101);
  rig.session.flush();
  rig.session.onConnect(rig.transport, NOW_NS);
  assert.equal(
    send(rig, message('A', 1, LOGON)).map((a) => brief(a)),
    ['A 3'],
  );
  assert.equal(
    send(
      rig,
      message('2', 2, [
        [7, 1],
        [16, 0],
      ]),
    ).map((a) => brief(a, 17, 36)),
    ['8 1 17=100-1 36=undefined', '8 2 17=101-1 36=undefined', '4 3 17=undefined 36=4'],
  );
});

test('NextExpectedMsgSeqNum in the Logon brings the missing ones without a request', () => {
  const rig = acceptor();
  report(rig, 100);
  rig.session.onConnect(rig.transport, NOW_NS);
  assert.equal(
    send(rig, message('A', 1, [...LOGON, [789, 1]])).map((a) => brief(a)),
    ['A 2', '8 1'],
  );
});

test('a Logon beyond the next number is answered, then the gap is asked for', () => {
  const rig = acceptor();
  rig.session.onConnect(rig.transport, NOW_NS);
  assert.equal(
    send(rig, message('A', 5, LOGON)).map((a) => brief(a, 7, 16)),
    ['A 1 7=undefined 16=undefined', '2 2 7=1 16=0'],
  );
  assert.is(rig.session.nextInbound, 1);
});

test('a number too low without PossDup ends the session', () => {
  const rig = loggedOn();
  send(rig, message('0', 2, []));
  const [answer] = send(rig, message('0', 2, []));
  assert.is(get(answer!, 35), '5');
  assert.is(get(answer!, 58), 'MsgSeqNum too low, expecting 3 but received 2');
  assert.ok(rig.transport.isClosed);
});

test('a number too low with PossDup is passed over; without OrigSendingTime rejected', () => {
  const rig = loggedOn();
  send(rig, message('D', 2, ORDER));
  assert.equal(
    send(
      rig,
      message('D', 2, ORDER, [
        [43, 'Y'],
        [122, NOW_TEXT],
      ]),
    ),
    [],
  );
  assert.is(rig.sink.records.length, 1);
  assert.equal(
    send(rig, message('D', 2, ORDER, [[43, 'Y']])).map((a) => brief(a, 373, 371)),
    ['3 2 373=1 371=122'],
  );
  const [late] = send(
    rig,
    message('D', 2, ORDER, [
      [43, 'Y'],
      [122, '20261122-15:00:00.000'],
    ]),
  );
  assert.is(brief(late!, 373), '3 3 373=10');
});

test('SequenceReset: gap fill moves on, reset moves on whatever its number, neither goes back', () => {
  const rig = loggedOn();
  assert.equal(
    send(
      rig,
      message('4', 2, [
        [123, 'Y'],
        [36, 10],
      ]),
    ),
    [],
  );
  assert.is(rig.session.nextInbound, 10);
  assert.equal(send(rig, message('4', 3, [[36, 20]])), []);
  assert.is(rig.session.nextInbound, 20);
  assert.equal(
    send(rig, message('4', 20, [[36, 15]])).map((a) => brief(a, 373, 371)),
    ['3 2 373=5 371=36'],
  );
  assert.is(rig.session.nextInbound, 20);
  assert.equal(
    send(
      rig,
      message('4', 20, [
        [123, 'Y'],
        [36, 20],
      ]),
    ).map((a) => brief(a, 373, 371)),
    ['3 3 373=5 371=36'],
  );
});

test('ResetSeqNumFlag starts both sides at 1, in a new epoch', () => {
  const rig = loggedOn();
  send(rig, message('D', 2, ORDER));
  rig.session.onDisconnect(NOW_NS);
  rig.transport = new TestTransport();
  rig.session.onConnect(rig.transport, NOW_NS);
  const answers = send(rig, message('A', 1, [...LOGON, [141, 'Y']]));
  assert.equal(
    answers.map((a) => brief(a, 141)),
    ['A 1 141=Y'],
  );
  send(rig, message('D', 2, ORDER));
  const epochs = rig.sink.records.map((record) => record.readInt32LE(RecordHeaderEpochAt));
  assert.equal(epochs, [1, 2]);
  assert.is(rig.log.epoch, 2);
});
const RecordHeaderEpochAt = 32;

test('Logout is answered, then the connection ends', () => {
  const rig = loggedOn();
  assert.equal(
    send(rig, message('5', 2, [])).map((a) => brief(a)),
    ['5 2'],
  );
  assert.ok(rig.transport.isClosed);
});

test('our Logout waits for the answer, but not for ever', () => {
  const rig = loggedOn({ logoutTimeoutMs: 2_000 });
  rig.session.logout('end of day', NOW_NS);
  assert.equal(
    rig.transport.take().map((a) => brief(a, 58)),
    ['5 2 58=end of day'],
  );
  assert.not(rig.transport.isClosed);
  assert.equal(send(rig, message('5', 2, [])), []);
  assert.ok(rig.transport.isClosed);
  const silent = loggedOn({ logoutTimeoutMs: 2_000 });
  silent.session.logout('', NOW_NS);
  silent.session.onTimer(NOW_NS + 2.1 * SECOND);
  assert.ok(silent.transport.isClosed);
});

test('CompIDs that change end the session', () => {
  const rig = loggedOn();
  const wrong = frame(
    body([
      [35, '0'],
      [49, 'CLIENT'],
      [56, 'OTHER'],
      [34, 2],
      [52, NOW_TEXT],
    ]),
  );
  assert.equal(
    send(rig, wrong).map((a) => brief(a, 373, 371)),
    ['3 2 373=9 371=56', '5 3 373=undefined 371=undefined'],
  );
  assert.ok(rig.transport.isClosed);
});

test('SendingTime far from now ends the session', () => {
  const rig = loggedOn();
  assert.equal(
    send(rig, message('0', 2, [], [], '20261122-14:20:00.000')).map((a) => brief(a, 373)),
    ['3 2 373=10', '5 3 373=undefined'],
  );
  assert.ok(rig.transport.isClosed);
});

test('without MsgSeqNum there is no going on', () => {
  const rig = loggedOn();
  const [answer] = send(
    rig,
    frame(
      body([
        [35, '0'],
        [49, 'CLIENT'],
        [56, 'SLUICE'],
        [52, NOW_TEXT],
      ]),
    ),
  );
  assert.is(get(answer!, 35), '5');
  assert.ok(rig.transport.isClosed);
});

test('garbled messages are passed over and take no number', () => {
  const rig = loggedOn();
  const good = message('D', 2, ORDER);
  const length = good.slice(9, good.indexOf('\x01', 12));
  const garbled = [
    good.replace('order-1', 'order-2'), // checksum
    good.replace(length, '\x019=200'),
    good.replace(length, '\x019=12'),
    good.replace(length, '\x019=abc'),
    good.replace('35=D', '36=D'),
    good.replace('8=FIX.4.4', '8=FOX.4.4'),
    'noise 8=FIX. noise',
  ];
  assert.equal(send(rig, garbled.join('') + good), []);
  assert.is(rig.sink.records.length, 1);
  assert.is(rig.session.nextInbound, 3);
  assert.ok(rig.session.garbledCount >= garbled.length - 1);
});

test('another version of FIX, and a message beyond the limit, end the session', () => {
  const version = loggedOn();
  const [answer] = send(
    version,
    frame(
      body([
        [35, '0'],
        [49, 'CLIENT'],
        [56, 'SLUICE'],
        [34, 2],
      ]),
      'FIX.4.2',
    ),
  );
  assert.match(get(answer!, 58)!, /BeginString/);
  assert.ok(version.transport.isClosed);
  const long = loggedOn({ maxMessageBytes: 1_000 });
  const [tooLong] = send(long, message('0', 2, [[112, 'x'.repeat(2_000)]]));
  assert.match(get(tooLong!, 58)!, /longer than 1000 bytes/);
});

test('message types: unknown is rejected, known but not taken is refused', () => {
  const rig = loggedOn();
  assert.equal(
    send(rig, message('ZZ', 2, [])).map((a) => brief(a, 373, 372)),
    ['3 2 373=11 372=ZZ'],
  );
  assert.equal(
    send(rig, message('AE', 3, [])).map((a) => brief(a, 380, 372, 45)),
    ['j 3 380=3 372=AE 45=3'],
  );
  assert.equal(
    send(
      rig,
      message('8', 4, [
        [37, 1],
        [17, 1],
        [150, 0],
        [39, 0],
        [55, 'A'],
        [54, 1],
        [151, 0],
        [14, 0],
        [6, 0],
      ]),
    ).map((a) => brief(a, 380)),
    ['j 4 380=3'],
  );
});

test('numbers go on after a restart: what the engine logged, what was answered', () => {
  const log = new MemoryOutboundLog();
  const first = acceptor({}, log);
  first.session.onConnect(first.transport, NOW_NS);
  send(first, message('A', 1, LOGON) + message('D', 2, ORDER));
  first.sink.isFull = true;
  send(first, message('D', 3, ORDER));
  assert.is(log.answeredInbound, 3);
  assert.is(acceptor({}, log, { sourceEpoch: 1, sourceSequence: 2 }).session.nextInbound, 4);
  assert.is(acceptor({}, log, { sourceEpoch: 1, sourceSequence: 9 }).session.nextInbound, 10);
  assert.is(acceptor({}, log, { sourceEpoch: 0, sourceSequence: 9 }).session.nextInbound, 4);
});

test.run();
