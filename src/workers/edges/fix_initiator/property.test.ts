/** What a venue should not say: random bytes, truncated and mutated messages, any chunks. Nothing throws, and no report lies. */
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ReportKind, TradeChangeKind } from '../../model/venue.ts';
import { body, type Fields, frame, NOW_TEXT } from '../../protocols/fix/test_kit.ts';
import { CHANGE_KINDS, DIALECT, Engine, Rig, report, START_MS } from './test_kit.ts';

const RUNS = process.env.SLUICE_LONG === '1' ? 200_000 : 1_500;
const CHANGES = Object.values(TradeChangeKind).map((kind) => CHANGE_KINDS + kind);
const KINDS = new Set<number>([...Object.values(ReportKind), ...CHANGES]);
const LEGS = [1, 2, 3];

/** Logged on, with three orders at the venue. */
function up(): Rig {
  const rig = new Rig({ engine: new Engine() });
  rig.logOn();
  for (const leg of LEGS) rig.engine.order(leg);
  rig.engine.replace(1, 50, 18_000, 1);
  rig.engine.cancel(2, 1);
  rig.engine.status(3, 1);
  rig.poll();
  return rig;
}

function giveBytes(rig: Rig, text: string, chunk: number): void {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += chunk) {
    const part = bytes.subarray(at, at + chunk);
    rig.end.onBytes(part, part.length);
  }
}

function looksTrue(rig: Rig): void {
  let last = 0;
  for (const { number, kind, leg, last: lots, cum, ticks, leaves } of rig.engine.take()) {
    assert.ok(KINDS.has(kind), `kind ${kind}`);
    assert.ok(number > last, 'numbers rise');
    last = number;
    assert.ok(Number.isSafeInteger(leg) && leg > 0);
    for (const amount of [lots, cum, leaves]) assert.ok(Number.isSafeInteger(amount) && amount >= 0, `${amount}`);
    assert.ok(Number.isFinite(ticks) && ticks >= 0);
    if (kind === ReportKind.FILLED) assert.ok(lots > 0 && lots <= cum);
  }
}

const value = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '2',
    '4',
    '5',
    '8',
    'C',
    'E',
    'F',
    'G',
    'I',
    'A',
    'H',
    'Y',
    '-1',
    '1e9',
    '',
    '187.25',
    '0.001',
    'NONE',
  ),
  fc.constantFrom('1', '1R1', '2C1', '3', '9R', '1C0', '0', '9007199254740993', '18014398509481984', '1R99999999999'),
  fc.constantFrom('AAPL', 'MSFT', 'NONESUCH', '9007199254740992', '99999999999999999999', NOW_TEXT),
  fc.nat(200).map(String),
);
const tag = fc.constantFrom(
  11,
  41,
  37,
  17,
  19,
  150,
  39,
  38,
  44,
  32,
  31,
  151,
  14,
  6,
  54,
  55,
  790,
  103,
  102,
  434,
  58,
  45,
  372,
  379,
  380,
  43,
  9303,
);

function fieldsOf(type: string): Fields {
  switch (type) {
    case '8':
      return report('1', 'F', '1', { cum: 10, leaves: 90, last: 10, lastPx: '187.25', lots: 100, price: '187.25' });
    case '9':
      return [
        [37, '1'],
        [11, '2C1'],
        [41, '2'],
        [39, '0'],
        [434, '1'],
        [102, '1'],
      ];
    case 'j':
      return [
        [45, 2],
        [372, 'D'],
        [379, '1'],
        [380, 0],
      ];
    default:
      return [
        [45, 3],
        [372, 'D'],
        [373, 5],
      ];
  }
}

test('messages with fields of any value, missing, repeated, in any order', () => {
  let rig = up();
  fc.assert(
    fc.property(
      fc.constantFrom('8', '8', '8', '9', 'j', '3'),
      fc.array(fc.tuple(tag, value), { maxLength: 4 }),
      fc.array(tag, { maxLength: 2 }),
      fc.boolean(),
      (type, changes, dropped, isShuffled) => {
        let fields = fieldsOf(type).filter(([t]) => !dropped.includes(t as never));
        fields = fields.map(([t, v]) => [t, changes.find(([changed]) => changed === t)?.[1] ?? v] as const);
        fields = [...fields, ...changes.filter(([t]) => t > 700)];
        if (isShuffled) fields = [...fields].reverse();
        rig.say(type, fields);
        looksTrue(rig);
        if (!rig.end.isUp) rig = up();
      },
    ),
    { numRuns: RUNS },
  );
});

test('bytes that are no messages, cut and changed ones, in any chunks', () => {
  let rig = up();
  fc.assert(
    fc.property(
      fc.constantFrom('8', '9', 'j', '3'),
      fc.nat(),
      fc.nat(255),
      fc.integer({ min: 1, max: 200 }),
      fc.constantFrom('changed', 'cut', 'noise'),
      (type, at, byte, chunk, how) => {
        const head: Fields = [
          [35, type],
          [49, 'VENUE'],
          [56, 'SLUICE'],
          [34, rig.number],
          [52, '20261123-09:00:00.000'],
        ];
        const bytes = Buffer.from(frame(body([...head, ...fieldsOf(type)])), 'latin1');
        const place = at % bytes.length;
        if (how === 'changed') bytes[place] = byte;
        const text = bytes.toString('latin1');
        giveBytes(rig, how === 'cut' ? text.slice(0, place) : text, chunk);
        if (how === 'noise') giveBytes(rig, String.fromCharCode(byte).repeat(1 + (at % 50)), chunk);
        looksTrue(rig);
        rig.number = rig.end.session.nextInbound;
        if (!rig.end.isUp) rig = up();
      },
    ),
    { numRuns: RUNS },
  );
});

test('an identifier is read back as it was written, and no other text is one', () => {
  const rig = new Rig({ dialect: DIALECT, startMs: START_MS });
  rig.logOn();
  fc.assert(
    fc.property(
      fc.maxSafeNat().filter((leg) => leg > 0),
      fc.integer({ min: 1, max: 65_535 }),
      (leg, request) => {
        rig.engine.order(leg);
        rig.engine.cancel(leg, request);
        const [order, cancel] = rig.poll();
        assert.match(order!, `\x0111=${leg}\x01`);
        assert.match(cancel!, `\x0111=${leg}C${request}\x0141=${leg}\x01`);
        rig.say('9', [
          [37, '1'],
          [11, `${leg}C${request}`],
          [41, String(leg)],
          [39, '0'],
          [434, '1'],
          [102, '0'],
        ]);
        rig.say('8', report(String(leg), '4', '4'));
        const [refused, cancelled] = rig.engine.take();
        assert.equal([refused!.leg, refused!.request, cancelled!.leg], [leg, request, leg]);
      },
    ),
    { numRuns: 200 },
  );
});

test.run();
