/**
 * What no bytes may do: make the session throw, read beyond what came, take a message whose checksum is wrong, or differ by
 * how they were cut into chunks or by which way they were taken. SLUICE_LONG=1 runs a million cases.
 */
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Frame, FrameReader } from './frame.ts';
import {
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
  relog,
  send,
  show,
  TestTransport,
} from './test_kit.ts';

const RUNS = process.env.SLUICE_LONG ? 1_000_000 : 20_000;

const amount = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 30_000 }).map((n) => String(n * 100)) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 2_000_000 }).map((n) => (n / 100).toFixed(2)) },
  { weight: 1, arbitrary: fc.stringMatching(/^\d{1,20}(\.\d{1,20})?$/) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[
        '0',
        '-1',
        '-0',
        '-0.0',
        '.',
        '.5',
        '5.',
        '00012',
        '9007199254740992',
        '90071992547409.91',
        '1e3',
        '+1',
        '-',
        '',
      ],
    ),
  },
);
/** Mostly the first. */
function usually(usual: readonly string[], ...rare: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...rare) },
  );
}

/** One time in twelve. */
function seldom(arbitrary: fc.Arbitrary<string>): fc.Arbitrary<string | undefined> {
  return fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const time = usually(
  [NOW_TEXT, '20261122-14:30:59.999', '20261122-14:30:00.000'],
  '20261122-14:30:60.000',
  '20261122-14:31:00.000',
  '20261122-14:30:0:.000',
  '20261122-14:30:0/.000',
  '20261122-14:30:00',
  '20261122-14:30:00.123456',
  '20261122-14:30:00.12x',
  '20260230-14:30:00.123',
);
/** Mostly what a client sends, now and then anything. */
const orderFields: fc.Arbitrary<Fields> = fc
  .record({
    11: fc.oneof({ weight: 9, arbitrary: fc.stringMatching(/^[a-zA-Z0-9-]{1,41}$/) }, fc.string({ maxLength: 6 })),
    1: usually(['ALPHA', 'BETA', 'NOBODY'], 'A', 'ALPHA\0', 'x'.repeat(30)),
    55: usually(['AAPL', 'MSFT', 'EURUSD', 'BRK.A-LONGNAME16'], 'BRK.A-LONGNAME1', 'AAPLX', 'NOPE', 'x'.repeat(21)),
    54: usually(['1', '2'], '5', '0', 'B', '12'),
    60: time,
    38: amount,
    40: usually(['1', '2'], '3', '4', 'P', 'K', '0', '22'),
    44: amount,
    59: usually(['0', '1', '3', '4'], '2', '6', '9', ''),
    21: usually(['1', '2', '3'], '4', 'x'),
    7001: usually(['1', '0', '2147483647'], '2147483648', '1.5', 'x', '007', '0000000001'),
    110: seldom(amount),
    432: seldom(fc.constantFrom('20261123', '20261199')),
    5999: seldom(fc.constant('user')),
    100: seldom(fc.constant('XNAS')),
  })
  .map(
    (all): Fields =>
      Object.entries(all).flatMap(
        ([tag, value]): Fields => (value === undefined ? [] : [[Number(tag), value.replaceAll('\x01', '')]]),
      ),
  )
  .chain((fields) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(fields) },
      { weight: 4, arbitrary: fc.shuffledSubarray([...fields], { minLength: fields.length }) },
      { weight: 1, arbitrary: fc.nat(fields.length - 1).map((i): Fields => [...fields, fields[i]!]) },
      { weight: 2, arbitrary: fc.shuffledSubarray([...fields]) },
    ),
  );

function taken(rig: Rig): string[] {
  return rig.sink.records.map((record) => record.toString('hex'));
}

/** Logged on, and one order taken, so that the header and the minute are known. */
function warm(rig: Rig): Rig {
  relog(rig);
  rig.session.onBytes(Buffer.from(message('D', 2, ORDER)), NOW_NS);
  rig.sink.records.length = 0;
  rig.transport.take();
  return rig;
}

const ONE = loggedOn();
const OTHER = loggedOn();
/** Takes every message the general way. */
const GENERAL = loggedOn();
GENERAL.application.takeFast = (_header, _view, start) => start;

/** What was sent, but for the numbers, which go on from case to case. */
function said(rig: Rig): string[] {
  return rig.transport.take().map((text) => JSON.stringify(parse(text).filter(([tag]) => tag !== 34)));
}

test('the fast way and the general scanner give the same records and answers', () => {
  let fast = 0;
  fc.assert(
    fc.property(fc.array(orderFields, { minLength: 1, maxLength: 6 }), (orders) => {
      const one = warm(ONE);
      const other = warm(GENERAL);
      const before = one.application.fastCount;
      orders.forEach((fields, i) => {
        const bytes = Buffer.from(message('D', 3 + i, fields), 'latin1');
        one.session.onBytes(bytes, NOW_NS);
        other.session.onBytes(bytes, NOW_NS);
      });
      assert.equal(taken(one), taken(other));
      assert.equal(said(one), said(other));
      fast += one.application.fastCount - before;
    }),
    { numRuns: RUNS / 4 },
  );
  assert.ok(fast > RUNS / 40, `only ${fast} orders went the fast way`);
});

/** Bytes of a message changed anywhere behind BodyLength, and its length and checksum made right again, or only its length. */
const change = fc.record({
  at: fc.nat(400),
  kind: fc.nat(2),
  byte: fc.constantFrom(...Buffer.from('\x01=.|0123456789A-\0\x80')),
});

test('the fast way and the general scanner give the same of changed messages, whatever their checksum', () => {
  let fast = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.oneof(fc.constant(ORDER), orderFields), fc.array(change, { maxLength: 2 }), fc.nat(9)), {
        minLength: 1,
        maxLength: 4,
      }),
      (orders) => {
        const one = warm(ONE);
        const other = warm(GENERAL);
        const before = one.application.fastCount;
        for (const [fields, changes, wrongBy] of orders) {
          const text = message('D', one.session.nextInbound, fields);
          const bodyText = text.slice(text.indexOf('\x01', 12) + 1, -7);
          const changed = changes.reduce<Buffer>(changeBody, Buffer.from(bodyText, 'latin1'));
          const whole = frame(changed.toString('latin1'));
          // One in ten states another sum.
          const sum = (Number(whole.slice(-4, -1)) + (wrongBy === 0 ? 1 : 0)) % 256;
          const bytes = Buffer.from(`${whole.slice(0, -4)}${String(sum).padStart(3, '0')}\x01`, 'latin1');
          one.session.onBytes(bytes, NOW_NS);
          other.session.onBytes(bytes, NOW_NS);
          assert.is(one.session.nextInbound, other.session.nextInbound, show(bytes.toString('latin1')));
        }
        assert.equal(taken(one), taken(other));
        assert.equal(said(one), said(other));
        assert.is(one.session.isConnected, other.session.isConnected);
        fast += one.application.fastCount - before;
      },
    ),
    { numRuns: RUNS / 4 },
  );
  assert.ok(fast > RUNS / 40, `only ${fast} orders went the fast way`);
});

function changeBody(bytes: Buffer, { at, kind, byte }: { at: number; kind: number; byte: number }): Buffer {
  const place = at % bytes.length;
  const rest = bytes.subarray(kind === 2 ? place : place + 1);
  return Buffer.concat([bytes.subarray(0, place), kind === 1 ? Buffer.alloc(0) : Buffer.from([byte]), rest]);
}

test('chunks do not matter', () => {
  fc.assert(
    fc.property(
      fc.array(orderFields, { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }),
      fc.constantFrom('', 'noise', '8=FIX.4.4\x019=5\x01', '8=FIX.'),
      (orders, cuts, noise) => {
        const text = orders.map((fields, i) => message('D', 3 + i, fields)).join(noise);
        const bytes = Buffer.from(text, 'latin1');
        const whole = warm(ONE);
        whole.session.onBytes(bytes, NOW_NS);
        const cut = warm(OTHER);
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const end = at + cuts[i % cuts.length]!;
          cut.session.onBytes(bytes.subarray(at, end), NOW_NS);
          at = end;
        }
        assert.equal(taken(cut), taken(whole));
        assert.equal(said(cut), said(whole));
        assert.is(cut.session.nextInbound, whole.session.nextInbound);
      },
    ),
    { numRuns: RUNS / 10 },
  );
});

function reconnect(rig: Rig): void {
  rig.session.onDisconnect(NOW_NS);
  rig.transport = new TestTransport();
  rig.session.onConnect(rig.transport, NOW_NS);
}

const mutation = fc.record({ at: fc.nat(400), kind: fc.nat(3), byte: fc.nat(255) });

function mutate(bytes: Buffer, { at, kind, byte }: { at: number; kind: number; byte: number }): Buffer {
  const place = at % bytes.length;
  if (kind === 0) return bytes.subarray(0, place);
  if (kind === 1) return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1)]);
  if (kind === 2) return Buffer.concat([bytes.subarray(0, place), Buffer.from([byte]), bytes.subarray(place)]);
  const changed = Buffer.from(bytes);
  changed[place] = byte;
  return changed;
}

/** By the definition, slowly: does the text hold the message at this place with length and checksum right. */
function isValidAt(text: string, start: number): boolean {
  const lengthEnd = text.indexOf('\x01', start + 12);
  if (!text.startsWith('8=FIX.4.4\x019=', start) || lengthEnd < 0) return false;
  const digits = text.slice(start + 12, lengthEnd);
  if (!/^\d{1,7}$/.test(digits) || !text.startsWith('35=', lengthEnd + 1)) return false;
  const end = lengthEnd + 1 + Number(digits);
  if (text[end - 1] !== '\x01') return false;
  let sum = 0;
  for (let i = start; i < end; i++) sum = (sum + text.charCodeAt(i)) % 256;
  return text.slice(end, end + 7) === `10=${String(sum).padStart(3, '0')}\x01`;
}

test('a changed message is taken only if its checksum is right', () => {
  const original = Buffer.from(message('D', 3, having(ORDER, { 21: 1, 7001: 5 })), 'latin1');
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), fc.nat(400), (mutations, cut) => {
      const bytes = mutations.reduce<Buffer>((b, m) => (b.length === 0 ? b : mutate(b, m)), original);
      const frames = new FrameReader(4096);
      const found: number[] = [];
      const take = (part: Buffer): void => {
        let held = 0;
        while (held < part.length) {
          held += frames.take(part, held);
          for (let kind = frames.next(); kind !== Frame.NONE; kind = frames.next()) {
            if (kind === Frame.TOO_LONG || kind === Frame.OTHER_VERSION) return;
            const text = Buffer.from(frames.bytes.subarray(frames.start, frames.end)).toString('latin1');
            assert.ok(isValidAt(text, 0), show(text));
            found.push(frames.start);
          }
        }
      };
      const place = cut % (bytes.length + 1);
      take(bytes.subarray(0, place));
      take(bytes.subarray(place));
      if (isValidAt(bytes.toString('latin1'), 0)) assert.is(found.length, 1);
      const rig = warm(ONE);
      rig.session.onBytes(bytes, NOW_NS);
      if (found.length === 0) assert.is(rig.sink.records.length, 0);
    }),
    { numRuns: RUNS },
  );
});

/** Anything that starts like FIX, framed rightly, so that it comes to the scanner and the session. */
const piece = fc.oneof(
  fc.constantFrom('35=D', '35=A', '34=3', '49=CLIENT', '56=SLUICE', '11=x', '453=2', '448=', '354=5', '355=', '='),
  fc.constantFrom('95=99999', '78=1', '802=1', '10=000', '8=FIX.4.4', '36=1', '7=1', '16=0', '123=Y', '43=Y', '122=x'),
  fc.string({ maxLength: 12 }),
  fc.tuple(fc.nat(1100), fc.string({ maxLength: 8 })).map(([tag, value]) => `${tag}=${value}`),
);

test('framed nonsense never throws, and leaves the session able to go on or ended', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('0', '1', '2', '3', '4', '5', 'A', 'D', 'F', 'G', 'H', 'q', 'j', '8', 'ZZ', ''),
      fc.array(piece, { maxLength: 12 }),
      fc.boolean(),
      (type, pieces, isLoggedOn) => {
        const rig = isLoggedOn ? warm(ONE) : relog(ONE);
        if (!isLoggedOn) reconnect(rig);
        const fields = pieces.map((text): [number, string] => [
          Number.parseInt(text, 10) || 0,
          text.slice(text.indexOf('=') + 1),
        ]);
        const number = rig.session.nextInbound;
        rig.session.onBytes(Buffer.from(message(type, number, fields), 'latin1'), NOW_NS);
        if (!rig.session.isConnected) return;
        assert.ok(rig.session.nextInbound >= number);
        rig.session.onTimer(NOW_NS + 1e9);
      },
    ),
    { numRuns: RUNS / 4 },
  );
});

test('random bytes after a Logon, in any chunks', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 }), (chunks) => {
      const rig = relog(ONE);
      for (const chunk of chunks) rig.session.onBytes(chunk, NOW_NS);
      assert.is(rig.sink.records.length, 0);
      reconnect(rig);
      const answers = send(rig, message('A', rig.session.nextInbound, LOGON));
      assert.is(get(answers[0]!, 35), 'A');
    }),
    { numRuns: RUNS / 10 },
  );
});

test.run();
