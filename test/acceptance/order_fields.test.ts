/**
 * Each field of an order over FIX to the running daemon, and what the engine then has of it: in `sluice orders`, in
 * `sluice journal`, and after a replace of it. docs/order_fields.md is the table of the first, docs/order_types.md says the second.
 */

import { spawnSync } from 'node:child_process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type FieldList, formatTimestamp } from '../../src/main/demo_trader/fix_text.ts';
import { askEngine } from '../../src/main/operator/ask_engine.ts';
import type { DetailedOrderView } from '../../src/main/operator/order_view.ts';
import { type Daemon, sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { ToldOrders } from './told_orders.ts';

const CLI = new URL('../../src/main/cli.ts', import.meta.url).pathname;
const MINUTE_MS = 60_000;
/** To the second, as tags have it here and views show it. */
const NOW_MS = Math.floor(Date.now() / 1_000) * 1_000;
const at = (minutes: number): string => formatTimestamp(NOW_MS + minutes * MINUTE_MS);
const shown = (minutes: number): string => new Date(NOW_MS + minutes * MINUTE_MS).toISOString();
const BUY = 1;
const SELL = 2;
/** Far below the market, and far above it: nothing here trades. */
const LOW = '150.00';
const HIGH = '300.00';

/** Undefined: it is not there. */
type View = { readonly [Name in keyof DetailedOrderView]?: DetailedOrderView[Name] | undefined };
/** What a replace names beside what every replace does; then what the order shows, or why it is refused. */
type Step = readonly [what: string, fields: FieldList, outcome: View | RegExp];

interface Kind {
  readonly name: string;
  readonly side: number;
  /** As every replace repeats them, unless it names another value. */
  readonly terms: FieldList;
  /** What only the order itself names. */
  readonly more?: FieldList;
  readonly view: View;
  /** What the journal's record of it has. */
  readonly record: readonly string[];
  readonly replaces: readonly Step[];
}

const WHEN: FieldList = [
  [168, at(60)],
  [126, at(120)],
  [849, '0.15'],
];
const FIXED = /this field cannot be changed/;
const BAD_TERMS = /terms of the algorithm/;
const QUANTITY: Step = ['quantity', [[38, 400]], { quantity: 400, remainingQuantity: 400 }];
const TO_GTD: Step = [
  'time in force, to a date',
  [
    [59, 6],
    [126, at(90)],
  ],
  { timeInForce: 'GTD', expireTime: shown(90) },
];
const LATER: Step = ['its date', [[126, at(95)]], { timeInForce: 'GTD', expireTime: shown(95) }];
const TO_DAY: Step = ['time in force, to the day', [[59, 0]], { timeInForce: 'DAY' }];
const BACK_TO_GTC: Step = ['time in force, from the day', [[59, 1]], { timeInForce: 'GTC' }];
const PASSED: Step = [
  'a date that has passed',
  [
    [59, 6],
    [126, at(-5)],
  ],
  /expire time has passed/,
];
const TO_IOC: Step = ['to trade at once', [[59, 3]], FIXED];
const TO_FOK: Step = ['to trade at once or not at all', [[59, 4]], FIXED];
const OTHER_SIDE = (side: number): Step => ['side', [[54, 3 - side]], FIXED];
/** What no order may change to, and the times that what rests in the engine may. */
const HELD_TIMES = (side: number): readonly Step[] => [
  TO_GTD,
  LATER,
  TO_DAY,
  BACK_TO_GTC,
  PASSED,
  TO_IOC,
  TO_FOK,
  OTHER_SIDE(side),
];

const scheduled = (
  name: string,
  strategy: number,
  words: string,
  more: View,
  record: readonly string[],
  replaces: readonly Step[] = [],
): Kind => ({
  name,
  side: BUY,
  terms: [
    [40, 2],
    [44, LOW],
    [847, strategy],
  ],
  more: [[59, 1], ...WHEN, [848, `interval=20;variation=0.25;completion=complete${words}`]],
  view: {
    price: 150,
    startTime: shown(60),
    endTime: shown(120),
    participationRate: 0.15,
    intervalMs: 20_000,
    variation: 0.25,
    completion: 'COMPLETE',
    ...more,
  },
  record: ['participationRate=0.15', 'intervalMs=20000', 'variation=0.25', ...record],
  replaces: [
    QUANTITY,
    ['price', [[44, '151.00']], { price: 151 }],
    ['start', [[168, at(61)]], { startTime: shown(61), endTime: shown(120) }],
    ['end', [[126, at(130)]], { startTime: shown(61), endTime: shown(130) }],
    ['participation', [[849, '0.2']], { participationRate: 0.2 }],
    ['no participation limit', [[849, '0']], { participationRate: undefined }],
    ['more than all of the market', [[849, '1.5']], BAD_TERMS],
    ['interval', [[848, 'interval=40']], { intervalMs: 40_000, variation: 0.25, completion: 'COMPLETE' }],
    ['variation', [[848, 'variation=0.5']], { intervalMs: 40_000, variation: 0.5 }],
    ['a variation beyond one', [[848, 'variation=2']], BAD_TERMS],
    ['completion', [[848, 'completion=cancel']], { completion: 'CANCEL' }],
    ...replaces,
    TO_DAY,
    BACK_TO_GTC,
    TO_IOC,
    OTHER_SIDE(BUY),
  ],
});

const KINDS: readonly Kind[] = [
  {
    name: 'LIMIT',
    side: SELL,
    terms: [
      [40, 2],
      [44, HIGH],
    ],
    more: [
      [59, 1],
      [111, 100],
      [110, 200],
    ],
    view: { price: 300, displayQuantity: 100, minQuantity: 200 },
    record: ['priceTicks=30000', 'displayLots=100', 'minLots=200'],
    replaces: [
      QUANTITY,
      ['price', [[44, '301.00']], { price: 301 }],
      ['display quantity, which its venue cannot be told', [[111, 50]], FIXED],
      ['display quantity as it is', [[111, 100]], { displayQuantity: 100 }],
      TO_GTD,
      LATER,
      TO_DAY,
      ['to outlive the day that its venue was told of', [[59, 1]], /cannot be changed/],
      PASSED,
      TO_IOC,
      TO_FOK,
      OTHER_SIDE(SELL),
    ],
  },
  {
    name: 'MARKET',
    side: BUY,
    terms: [[40, 1]],
    // Held, since one that is not has traded before anybody could replace it.
    more: [
      [59, 1],
      [583, 'list'],
      [848, 'contingency=triggered'],
    ],
    view: { linked: true },
    record: ['contingency=TRIGGERED', 'clOrdLinkId=list'],
    replaces: [
      ['quantity', [[38, 400]], FIXED],
      ['time in force', [[59, 0]], FIXED],
    ],
  },
  {
    name: 'STOP',
    side: SELL,
    terms: [
      [40, 3],
      [99, LOW],
    ],
    more: [
      [59, 1],
      [848, 'trigger=quote'],
    ],
    view: { stopPrice: 150, stopTrigger: 'QUOTE' },
    record: ['stopTicks=15000', 'trigger=QUOTE'],
    replaces: [
      QUANTITY,
      ['stop price', [[99, '149.00']], { stopPrice: 149, stopTrigger: 'QUOTE' }],
      ['a limit, which it has not', [[44, '140.00']], /price must be/],
      ['trigger', [[848, 'trigger=mid']], { stopTrigger: 'MID' }],
      ['display quantity', [[111, 50]], { displayQuantity: 50 }],
      ...HELD_TIMES(SELL),
    ],
  },
  {
    name: 'STOP_LIMIT',
    side: SELL,
    terms: [
      [40, 4],
      [99, LOW],
      [44, '149.00'],
    ],
    more: [[59, 1]],
    view: { stopPrice: 150, price: 149, stopTrigger: 'LAST' },
    record: ['stopTicks=15000', 'priceTicks=14900'],
    replaces: [
      QUANTITY,
      ['price', [[44, '148.00']], { price: 148 }],
      ['stop price', [[99, '149.50']], { stopPrice: 149.5 }],
      ['trigger', [[848, 'trigger=quote']], { stopTrigger: 'QUOTE' }],
      ['display quantity', [[111, 50]], { displayQuantity: 50 }],
      ...HELD_TIMES(SELL),
    ],
  },
  {
    name: 'ICEBERG',
    side: SELL,
    terms: [
      [40, 2],
      [44, HIGH],
      [847, 1003],
      [111, 100],
    ],
    more: [
      [59, 1],
      [848, 'variation=0.5'],
    ],
    view: { price: 300, displayQuantity: 100, variation: 0.5 },
    record: ['displayLots=100', 'variation=0.5'],
    replaces: [
      QUANTITY,
      ['price', [[44, '301.00']], { price: 301 }],
      ['display quantity', [[111, 50]], { displayQuantity: 50 }],
      ['more display than there is', [[111, 5000]], BAD_TERMS],
      ['variation', [[848, 'variation=0']], { variation: undefined }],
      ...HELD_TIMES(SELL),
    ],
  },
  {
    name: 'PEGGED',
    side: BUY,
    terms: [
      [40, 'P'],
      [18, 'R'],
      [211, '-20.00'],
      [44, '320.00'],
    ],
    more: [
      [59, 1],
      [848, 'reprice=5;interval=2'],
    ],
    view: { peg: 'PRIMARY', pegOffset: -20, price: 320, repriceDistance: 0.05, intervalMs: 2_000 },
    record: ['peg=PRIMARY', 'pegOffsetTicks=-2000', 'repriceTicks=5'],
    replaces: [
      QUANTITY,
      ['price', [[44, '319.00']], { price: 319 }],
      ['offset', [[211, '-21.00']], { pegOffset: -21 }],
      ['what it follows', [[18, 'M']], { peg: 'MIDPOINT' }],
      ['distance', [[848, 'reprice=7']], { repriceDistance: 0.07, intervalMs: 2_000 }],
      ['interval', [[848, 'interval=3']], { repriceDistance: 0.07, intervalMs: 3_000 }],
      ...HELD_TIMES(BUY),
    ],
  },
  scheduled('TWAP', 1001, '', {}, []),
  scheduled('VWAP', 1, '', {}, []),
  scheduled(
    'IMPLEMENTATION_SHORTFALL',
    1002,
    ';riskAversion=0.001;volatility=0.5;impact=0.02',
    { riskAversion: 0.001, volatility: 0.5, impact: 0.02 },
    ['riskAversion=0.001', 'volatility=0.5', 'impact=0.02'],
    [
      ['risk aversion', [[848, 'riskAversion=0.002']], { riskAversion: 0.002, volatility: 0.5, impact: 0.02 }],
      ['volatility', [[848, 'volatility=0.6']], { volatility: 0.6 }],
      ['impact', [[848, 'impact=0.03']], { impact: 0.03 }],
      ['no impact at all', [[848, 'impact=0']], BAD_TERMS],
    ],
  ),
];

let world: World;
let daemon: Daemon;
const client = new FixClient('ALPHA');
const orders = new ToldOrders(client);
/** ClOrdIDs by kind, as the last replace left them. */
const current = new Map<string, string>();

/** The terms, with those of `changes` in their places and the others behind. */
function changed(terms: FieldList, changes: FieldList): FieldList {
  const tags = new Set(changes.map(([tag]) => tag));
  return [...terms.filter(([tag]) => !tags.has(tag)), ...changes];
}

function head(clOrdId: string, side: number): FieldList {
  return [
    [11, clOrdId],
    [55, 'AAPL'],
    [54, side],
    [60, formatTimestamp(Date.now())],
    [38, 300],
    [1, 'ALPHA'],
  ];
}

async function viewOf(clOrdId: string): Promise<DetailedOrderView> {
  const answer = await askEngine(world.dataDirectory, { action: 'order', order: clOrdId });
  if (answer?.ok !== true || !('orders' in answer)) throw new Error(`${clOrdId}: ${JSON.stringify(answer)}`);
  return answer.orders[0]!;
}

/** Text of the request's refusal; undefined: it was taken. */
async function answerTo(clOrdId: string): Promise<string | undefined> {
  const answer = () =>
    [...client.told.values()].find(({ message }) => {
      if (message.type === '9') return message.text(11) === clOrdId;
      if (message.type === 'j') return message.number(45) === orders.requests.get(clOrdId)!.number;
      return message.type === '8' && message.text(11) === clOrdId && ['5', '8', '0'].includes(message.text(150));
    })?.message;
  await until(`${clOrdId} is answered`, () => answer() !== undefined);
  const message = answer()!;
  return message.type === '8' && message.text(150) !== '8' ? undefined : message.text(58);
}

function shows(view: DetailedOrderView, expected: View, what: string): void {
  const names = Object.keys(expected) as (keyof View)[];
  assert.equal(Object.fromEntries(names.map((name) => [name, view[name]])), expected, what);
}

/** Sends until it is taken: in the first moments there is no price yet. */
async function send({ name, side, terms, more = [] }: Kind): Promise<void> {
  for (let attempt = 1; !current.has(name); attempt++) {
    const clOrdId = `${name}-${attempt}`;
    orders.request(clOrdId, 'D', [...head(clOrdId, side), ...terms, ...more, [7001, 1]]);
    const refusal = await answerTo(clOrdId);
    if (refusal === undefined) current.set(name, clOrdId);
    else if (!/no trusted price/.test(refusal)) throw new Error(`${clOrdId}: ${refusal}`);
    else await sleep(50);
  }
}

test.before(async () => {
  world = await World.make();
  daemon = await world.startDaemon();
  await client.connect(daemon.port);
});

test.after(() => {
  client.drop();
  world.remove();
});

for (const kind of KINDS) {
  test(`${kind.name}: every field that it has is in the answer to a query`, async () => {
    await send(kind);
    const view = await viewOf(current.get(kind.name)!);
    shows(
      view,
      {
        clOrdId: current.get(kind.name)!,
        session: 'ALPHA',
        account: 'ALPHA',
        strategy: 'BETA',
        symbol: 'AAPL',
        side: kind.side === BUY ? 'buy' : 'sell',
        orderType: kind.name,
        timeInForce: 'GTC',
        quantity: 300,
        filledQuantity: 0,
        remainingQuantity: 300,
        ...kind.view,
      },
      kind.name,
    );
    const [accepted, updated] = [Date.parse(view.acceptedTime!), Date.parse(view.updatedTime!)];
    assert.ok(accepted <= updated && updated <= Date.now() + MINUTE_MS, `${view.acceptedTime} ${view.updatedTime}`);
  });

  for (const [number, [what, fields, outcome]] of kind.replaces.entries()) {
    test(`${kind.name}, replaced: ${what}`, async () => {
      const original = current.get(kind.name)!;
      const before = await viewOf(original);
      const clOrdId = `${kind.name}-r${number}`;
      const kept: FieldList = [
        [41, original],
        [38, before.quantity],
      ];
      const price: FieldList = before.price === undefined ? [] : [[44, before.price.toFixed(2)]];
      const stop: FieldList = before.stopPrice === undefined ? [] : [[99, before.stopPrice.toFixed(2)]];
      const repeated = changed(changed(kind.terms, [...price, ...stop]), fields);
      const request = changed(changed(head(clOrdId, kind.side), kept), repeated);
      orders.request(clOrdId, 'G', request);
      const refusal = await answerTo(clOrdId);
      if (outcome instanceof RegExp) {
        assert.match(refusal ?? 'it was taken', outcome);
        const { updatedTime: _before, ...terms } = before;
        const { updatedTime: _after, ...now } = await viewOf(original);
        assert.equal({ ...now, ...passing(now) }, { ...terms, ...passing(now) });
        return;
      }
      assert.is(refusal, undefined);
      current.set(kind.name, clOrdId);
      const after = await viewOf(clOrdId);
      shows(after, outcome, what);
      assert.ok(Date.parse(after.updatedTime!) >= Date.parse(before.updatedTime!));
      assert.is(after.acceptedTime, before.acceptedTime);
    });
  }
}

/** What the market and the clock change without a command of the order's own. */
function passing(view: View): View {
  const { status, nextTime, elapsedShare, marketAveragePrice, marketQuantity, workingQuantity, childOrders } = view;
  return { status, nextTime, elapsedShare, marketAveragePrice, marketQuantity, workingQuantity, childOrders } as View;
}

test('and in the journal, with the command that brought it', async () => {
  await client.logout();
  assert.is(await daemon.child.stop(), 0, daemon.child.output);
  for (const { name, record } of KINDS) {
    const type = name === 'LIMIT' ? 'NEW_ORDER' : 'NEW_ADVANCED_ORDER';
    const { stdout, status, stderr } = spawnSync(
      process.execPath,
      [CLI, 'journal', world.dataDirectory, '--type', type],
      { encoding: 'utf8' },
    );
    assert.is(status, 0, stderr);
    const line = stdout.split('\n').find((text) => text.includes(`clOrdId=${name}-`));
    for (const field of ['quantityLots=300', ...record]) assert.ok(line?.includes(field), `${field}: ${line}`);
  }
  assert.equal([...client.faults, ...orders.faults], []);
});

test.run();
