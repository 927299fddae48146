import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encode, FixTextError, Framer, formatTimestamp, type Message } from './fix_text.ts';

test('a message has its length and checksum', () => {
  const text = encode([
    [35, '0'],
    [49, 'A'],
    [56, 'B'],
    [34, 2],
    [52, '20191230-14:35:00'],
  ]);
  assert.is(text, '8=FIX.4.4|9=41|35=0|49=A|56=B|34=2|52=20191230-14:35:00|10=134|'.replaceAll('|', '\x01'));
});

test('messages come out whole however they arrive', () => {
  const values = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '1', '=', ' '), minLength: 1 }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(
      fc.array(values, { maxLength: 8 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
      (all, sizes) => {
        const stream = all
          .map((fields) => encode([[35, 'D'], ...fields.map((v, i) => [100 + i, v] as const)]))
          .join('');
        const framer = new Framer();
        const received: Message[] = [];
        for (let at = 0; at < stream.length; ) {
          const size = sizes.next().value;
          received.push(...framer.push(stream.slice(at, at + size)));
          at += size;
        }
        assert.equal(
          received.map((message, m) => all[m]!.map((_, i) => message.text(100 + i))),
          all,
        );
      },
    ),
    { numRuns: 200 },
  );
});

test('what is no FIX is refused', () => {
  const broken = encode([[35, '0']]).replace(/10=\d\d\d/, '10=000');
  for (const text of [
    broken,
    `GET / HTTP/1.1\r\n${'x'.repeat(40)}\x01`,
    `8=FIX.4.4\x019=-5\x01`,
    '8=FIX.4.4\x019='.padEnd(60, '1'),
  ]) {
    assert.throws(
      () => new Framer().push(text),
      (error: unknown) => error instanceof FixTextError,
    );
  }
});

test('timestamps are UTC with milliseconds', () => {
  assert.is(formatTimestamp(Date.UTC(2019, 11, 30, 14, 35, 0, 7)), '20191230-14:35:00.007');
});

test.run();
