/** Scripted dialogues with a venue: what is said of each record, and what becomes of each answer. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Side, TimeInForce } from '../../model/order.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import { get, show } from '../../protocols/fix/test_kit.ts';
import { DIALECT, type Report, Rig, report } from './test_kit.ts';

const { ACKNOWLEDGED, FILLED, CANCELLED, REPLACED, REJECTED, EXPIRED } = ReportKind;
const { CANCEL_REJECTED, REPLACE_REJECTED, STATUS, UNKNOWN_ORDER } = ReportKind;
const LEG = 1_099_511_627_776 * 17 + 5;
const ID = String(LEG);

function up(dialect = DIALECT): Rig {
  const rig = new Rig({ dialect });
  assert.equal(rig.logOn(), []);
  return rig;
}

function kinds(reports: readonly Report[]): number[][] {
  return reports.map(({ kind, request, reason }) => [kind, request, reason]);
}

/** A message from tag 35 on, its time left out. */
function words(text: string): string {
  return show(text)
    .replace(/^.*?\|35=/, '35=')
    .replace(/\|(52|60)=[^|]*/g, '')
    .replace(/\|10=...\|$/, '');
}

test('an order lives: acknowledged, filled in parts, replaced, asked about, cancelled', () => {
  const rig = up();
  const { engine } = rig;
  engine.order(LEG);
  const [order] = rig.poll();
  assert.is(words(order!), `35=D|49=SLUICE|56=VENUE|34=2|11=${ID}|21=1|55=AAPL|54=1|38=100|40=2|44=187.25|59=0`);
  assert.is(get(order!, 60), get(order!, 52));
  rig.say('8', report(ID, '0', '0', { lots: 100, leaves: 100, price: '187.25' }));
  rig.say('8', report(ID, 'F', '1', { lots: 100, cum: 30, leaves: 70, last: 30, lastPx: '187.24' }));
  engine.replace(LEG, 120, 18_730, 1);
  assert.is(
    words(rig.poll()[0]!),
    `35=G|49=SLUICE|56=VENUE|34=3|11=${ID}R1|41=${ID}|21=1|55=AAPL|54=1|38=120|40=2|44=187.30|59=0`,
  );
  rig.say('8', report(`${ID}R1`, 'E', 'E', { lots: 100, cum: 30, leaves: 70, more: [[41, ID]] }));
  rig.say('8', report(`${ID}R1`, '5', '1', { lots: 120, cum: 30, leaves: 90, price: '187.30', more: [[41, ID]] }));
  engine.status(LEG, 1);
  const [question] = rig.poll();
  assert.is(words(question!), `35=H|49=SLUICE|56=VENUE|34=4|11=${ID}R1|55=AAPL|54=1|790=${4 * 65_536 + 1}`);
  rig.say(
    '8',
    report(`${ID}R1`, 'I', '1', {
      lots: 120,
      cum: 30,
      leaves: 90,
      price: '187.3',
      more: [[790, get(question!, 790)!]],
    }),
  );
  engine.cancel(LEG, 1);
  assert.is(words(rig.poll()[0]!), `35=F|49=SLUICE|56=VENUE|34=5|11=${ID}C1|41=${ID}R1|55=AAPL|54=1|38=120`);
  rig.say('8', report(`${ID}C1`, '6', '6', { lots: 120, cum: 30, leaves: 90, more: [[41, `${ID}R1`]] }));
  rig.say('8', report(`${ID}C1`, '4', '4', { lots: 120, cum: 30, leaves: 0, more: [[41, `${ID}R1`]] }));
  const reports = engine.take();
  assert.equal(
    reports.map(({ leg, kind, request, last, ticks, cum, leaves, lots }) => [
      leg,
      kind,
      request,
      last,
      ticks,
      cum,
      leaves,
      lots,
    ]),
    [
      [LEG, ACKNOWLEDGED, 0, 0, 0, 0, 100, 100],
      [LEG, FILLED, 0, 30, 18_724, 30, 70, 100],
      [LEG, REPLACED, 1, 0, 0, 30, 90, 120],
      [LEG, STATUS, 1, 0, 0, 30, 90, 120],
      [LEG, CANCELLED, 0, 0, 0, 30, 0, 120],
    ],
  );
  assert.equal(
    reports.map(({ price }) => price),
    [18_725, 0, 18_730, 18_730, 0],
  );
  // A number a message of the venue, in order.
  assert.equal(
    reports.map(({ number }) => number / 2 ** 20),
    [2, 3, 5, 6, 8],
  );
  assert.is(rig.legs.count, 0);
  assert.equal(engine.statuses, [[true, false]]);
  assert.is(rig.log.lastStreamSequence, 4);
});

test('every kind of order, in the words of a dialect', () => {
  const rig = up({
    ...DIALECT,
    senderSubId: 'DESK',
    targetSubId: 'GATE',
    account: 'ACC-1',
    handlInst: undefined,
    exDestination: 'XNAS',
    securityExchange: 'Q',
    priceDecimals: 4,
    quantityDecimals: 2,
    symbols: { MSFT: 'MSFT.O' },
    timeInForce: { ...DIALECT.timeInForce, [TimeInForce.DAY]: '6', [TimeInForce.FOK]: undefined as never },
    headerFields: [[115, 'FIRM']],
    orderFields: [
      [9303, 'D'],
      [47, 'A'],
    ],
  });
  const { engine } = rig;
  engine.order(1, { instrument: 1, lots: 3, ticks: 8_403, side: Side.SELL, displayLots: 1, minLots: 2 });
  engine.order(2, { ticks: 0, timeInForce: TimeInForce.IOC });
  const [limit, market] = rig.poll().map(words);
  assert.is(
    limit,
    '35=D|49=SLUICE|56=VENUE|50=DESK|57=GATE|115=FIRM|34=2|11=1|1=ACC-1|100=XNAS|55=MSFT.O|207=Q|54=2' +
      '|38=300.00|40=2|44=420.1500|110=200.00|111=100.00|59=6|9303=D|47=A',
  );
  assert.is(
    market,
    '35=D|49=SLUICE|56=VENUE|50=DESK|57=GATE|115=FIRM|34=3|11=2|1=ACC-1|100=XNAS|55=AAPL|207=Q|54=1' +
      '|38=100.00|40=1|59=3|9303=D|47=A',
  );
  rig.say('8', report('1', 'F', '1', { symbol: 'MSFT.O', cum: 100, leaves: 200, last: 100, lastPx: '420.1500' }));
  assert.equal(
    engine.take().map(({ last, ticks, cum, leaves }) => [last, ticks, cum, leaves]),
    [[1, 8_403, 1, 2]],
  );
});

test('what cannot be said to the venue is refused here, and nothing leaves', () => {
  const rig = up({ ...DIALECT, priceDecimals: 1, timeInForce: { [TimeInForce.DAY]: '0' } });
  const { engine } = rig;
  engine.order(1, { instrument: 7 });
  engine.order(2, { timeInForce: TimeInForce.GTC });
  engine.order(3, { ticks: 18_725 });
  engine.order(4, { lots: 0 });
  engine.order(5, { side: 9 });
  engine.cancel(99, 3);
  engine.replace(99, 10, 10, 4);
  engine.status(99, 5);
  assert.equal(rig.poll(), []);
  const reports = engine.take();
  assert.equal(kinds(reports), [
    [REJECTED, 0, VenueReason.UNKNOWN_INSTRUMENT],
    [REJECTED, 0, VenueReason.UNSUPPORTED],
    [REJECTED, 0, VenueReason.BAD_PRICE],
    [REJECTED, 0, VenueReason.BAD_QUANTITY],
    [REJECTED, 0, VenueReason.UNSUPPORTED],
    [CANCEL_REJECTED, 3, VenueReason.UNKNOWN_ORDER],
    [REPLACE_REJECTED, 4, VenueReason.UNKNOWN_ORDER],
    [UNKNOWN_ORDER, 5, VenueReason.UNKNOWN_ORDER],
  ]);
  // Behind the venue's last message, and before its next.
  assert.equal(
    reports.map(({ number }) => number - 2 ** 20),
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
  engine.order(6, { ticks: 18_720 });
  assert.is(get(rig.poll()[0]!, 44), '187.2');
  rig.say('8', report('6', '0', '0', { lots: 100, leaves: 100 }));
  assert.is(engine.take()[0]!.number, 2 * 2 ** 20);
});

test('refusals of the venue, each by its message: Reject, BusinessMessageReject, OrderCancelReject, ExecutionReport', () => {
  const rig = up();
  const { engine } = rig;
  for (const leg of [11, 12, 13, 14]) engine.order(leg);
  engine.replace(14, 50, 18_000, 1);
  engine.cancel(14, 1);
  engine.status(14, 1);
  const sent = rig.poll();
  assert.is(sent.length, 7);
  rig.say('3', [
    [45, 2],
    [372, 'D'],
    [371, 44],
    [373, 5],
    [58, 'price too far'],
  ]);
  rig.say('j', [
    [45, 3],
    [372, 'D'],
    [380, 4],
    [58, 'closed'],
  ]);
  rig.say('8', report('13', '8', '8', { more: [[103, 3]] }));
  rig.say('9', [
    [37, '7'],
    [11, '14R1'],
    [41, '14'],
    [39, '0'],
    [434, '2'],
    [102, '2'],
  ]);
  rig.say('j', [
    [45, 7],
    [372, 'F'],
    [379, '14C1'],
    [380, 1],
  ]);
  rig.say('j', [
    [45, 8],
    [372, 'H'],
    [379, '14'],
    [380, 1],
  ]);
  assert.equal(
    engine.take().map(({ leg, kind, request, reason }) => [leg, kind, request, reason]),
    [
      [11, REJECTED, 0, VenueReason.UNSUPPORTED],
      [12, REJECTED, 0, VenueReason.UNSUPPORTED],
      [13, REJECTED, 0, VenueReason.BAD_QUANTITY],
      [14, REPLACE_REJECTED, 1, VenueReason.UNSUPPORTED],
      [14, CANCEL_REJECTED, 1, VenueReason.UNKNOWN_ORDER],
      [14, UNKNOWN_ORDER, 1, VenueReason.UNSUPPORTED],
    ],
  );
  assert.ok(rig.notices.some((text) => text.includes('price too far')));
  assert.is(rig.legs.count, 0);
});

test('a venue that answers no questions is told to cancel what is in doubt', () => {
  for (const hasOrderStatus of [true, false]) {
    const rig = up({ ...DIALECT, hasOrderStatus });
    const { engine } = rig;
    for (const leg of [1, 2, 3]) {
      engine.order(leg);
      engine.status(leg, 9);
    }
    if (hasOrderStatus) {
      rig.poll();
      // It says so of each question.
      for (const number of [3, 5, 7])
        rig.say('j', [
          [45, number],
          [372, 'H'],
          [380, 3],
        ]);
      assert.equal(
        rig.transport.take().map((text) => get(text, 35)),
        ['F', 'F', 'F'],
      );
    } else
      assert.equal(
        rig.poll().map((text) => get(text, 35)),
        ['D', 'F', 'D', 'F', 'D', 'F'],
      );
    rig.say('8', report('1C65536', '4', '4', { lots: 100, more: [[41, '1']] }));
    rig.say('9', [
      [37, 'NONE'],
      [11, '2C65536'],
      [41, '2'],
      [39, '8'],
      [434, '1'],
      [102, '1'],
    ]);
    rig.say('9', [
      [37, '7'],
      [11, '3C65536'],
      [41, '3'],
      [39, '2'],
      [434, '1'],
      [102, '0'],
    ]);
    assert.equal(
      engine.take().map(({ leg, kind, request }) => [leg, kind, request]),
      [
        [1, CANCELLED, 0],
        [2, UNKNOWN_ORDER, 9],
        [3, STATUS, 9],
      ],
    );
  }
});

test('how things stand, in every status', () => {
  const rig = up();
  const { engine } = rig;
  const states: Array<[status: string, fields: Parameters<typeof report>[3], kind: number]> = [
    ['0', { lots: 100, leaves: 100 }, STATUS],
    ['1', { lots: 100, cum: 10, leaves: 90 }, STATUS],
    ['2', { lots: 100, cum: 100 }, STATUS],
    ['4', { lots: 100 }, CANCELLED],
    ['C', { lots: 100 }, EXPIRED],
    ['8', { lots: 100 }, REJECTED],
    ['8', { more: [[103, 5]] }, UNKNOWN_ORDER],
    ['8', { more: [[103, 4]] }, STATUS],
  ];
  for (let leg = 1; leg <= states.length; leg++) engine.order(leg);
  for (let leg = 1; leg <= states.length; leg++) engine.status(leg, 1);
  rig.poll();
  for (const [i, [status, fields]] of states.entries()) rig.say('8', report(String(i + 1), 'I', status, fields));
  assert.equal(
    engine.take().map(({ kind }) => kind),
    states.map(([, , kind]) => kind),
  );
});

test('a cancel that named the order by an old identifier is said again by the new one', () => {
  const rig = up();
  const { engine } = rig;
  engine.order(5);
  engine.replace(5, 50, 18_000, 1);
  engine.cancel(5, 1);
  assert.equal(
    rig.poll().map((text) => get(text, 41)),
    [undefined, '5', '5'],
  );
  rig.say('8', report('5R1', '5', '0', { lots: 50, leaves: 50, price: '180', more: [[41, '5']] }));
  rig.say('9', [
    [37, '7'],
    [11, '5C1'],
    [41, '5'],
    [39, '0'],
    [434, '1'],
    [102, '1'],
  ]);
  const [again] = rig.transport.take();
  assert.equal([get(again!, 11), get(again!, 41)], ['5C65537', '5R1']);
  rig.say('9', [
    [37, '7'],
    [11, '5C65537'],
    [41, '5R1'],
    [39, '2'],
    [434, '1'],
    [102, '0'],
  ]);
  assert.equal(kinds(engine.take()), [
    [REPLACED, 1, 0],
    [CANCEL_REJECTED, 1, VenueReason.TOO_LATE],
  ]);
});

test('fills in less than lots and between ticks lose nothing and favour nobody but the other side', () => {
  const rig = up();
  const { engine } = rig;
  engine.order(1, { instrument: 1, lots: 3, ticks: 8_000 });
  rig.poll();
  const part = (cum: number, last: number, lastPx: string) =>
    rig.say('8', report('1', 'F', '1', { symbol: 'MSFT', cum, leaves: 300 - cum, last, lastPx }));
  part(60, 60, '400.05');
  part(130, 70, '400.01');
  part(300, 170, '399.99');
  assert.equal(
    engine.take().map(({ last, cum, leaves, ticks }) => [last, cum, leaves, ticks]),
    [
      [1, 1, 2, 8_001],
      [2, 3, 0, 8_000],
    ],
  );
  assert.is(rig.end.answers.counters.roundedPrices, 2);
});

test('what the engine has no use for is counted', () => {
  const rig = up();
  const { engine } = rig;
  engine.order(1);
  rig.poll();
  rig.say('8', report('1', 'A', 'A', { lots: 100, leaves: 100 }));
  rig.say('8', report('1', 'D', '0', { lots: 90, leaves: 90 }));
  rig.say('8', report('SOMEBODY', 'F', '1', { cum: 10, last: 10, leaves: 90 }));
  rig.say('8', report('1', 'F', '1', { cum: 10, last: 20, leaves: 90 }));
  assert.equal(engine.take(), []);
  const { counters } = rig.end.answers;
  assert.equal([counters.notTold, counters.foreign, counters.malformed], [2, 1, 1]);
  const [reject] = rig.transport.take();
  assert.equal([get(reject!, 35), get(reject!, 371), get(reject!, 372)], ['3', '32', '8']);
});

test('fields of dialects that the dictionary does not know pass', () => {
  const rig = up();
  rig.engine.order(1);
  rig.poll();
  rig.say(
    '8',
    report('1', '0', '0', {
      lots: 100,
      leaves: 100,
      more: [
        [1057, 'Y'],
        [851, 'x'],
        [58, ''],
        [880, '1'],
        [6, '1'],
      ],
    }),
    [[1128, '4']],
  );
  assert.equal(kinds(rig.engine.take()), [[ACKNOWLEDGED, 0, 0]]);
  rig.say('8', [
    [11, '1'],
    [39, '0'],
  ]);
  const [reject] = rig.transport.take();
  assert.equal([get(reject!, 35), get(reject!, 371), get(reject!, 373)], ['3', '37', '1']);
});

test('mass cancel, by one message or by one for each order', () => {
  const rig = up();
  rig.engine.order(1);
  rig.poll();
  rig.end.massCancel();
  assert.is(words(rig.transport.take()[0]!), '35=q|49=SLUICE|56=VENUE|34=3|11=M3|530=7');
  const other = up({ ...DIALECT, hasMassCancel: false });
  other.engine.order(1);
  other.engine.order(2);
  other.poll();
  other.end.massCancel();
  assert.equal(
    other.transport.take().map((text) => get(text, 11)),
    ['1C65536', '2C65536'],
  );
});

test.run();
