import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion } from '../../../../ring/memory.ts';
import { SpscProducer, spscRegionBytes } from '../../../../ring/spsc.ts';
import { BookState } from '../../../model/book_state.ts';
import { QuoteReader } from './made_feed.ts';
import { QuoteWriter } from './quote_writer.ts';

const { GAP, HALTED, SILENT, TRUSTED } = BookState;

function makeWriter(ringBytes = 1 << 14): { writer: QuoteWriter; reader: QuoteReader } {
  const region = allocateRegion(spscRegionBytes(ringBytes));
  const options = { venue: 1, engineEpoch: 2, lotShares: [1, 1, 1], quotes: new SpscProducer(region) };
  return { writer: new QuoteWriter(options), reader: new QuoteReader(region) };
}

test('quotes wait while the feed is not trusted, and each known book is said again when it is', () => {
  const { writer, reader } = makeWriter();
  writer.top(0, 10, 1, 11, 1);
  writer.top(1, 20, 1, 21, 1);
  writer.publish(0);
  writer.setFeedState(GAP);
  writer.publish(0);
  writer.trade(0, 10, 5);
  writer.top(0, 10, 1, 11, 1);
  writer.publish(0);
  reader.read();
  assert.equal(reader.statuses, [
    [-1, TRUSTED, 0],
    [-1, GAP, 2],
  ]);
  assert.is(reader.quotes.length, 2);
  writer.setFeedState(TRUSTED);
  assert.ok(writer.publish(0));
  reader.read();
  assert.equal(reader.statuses[2], [-1, TRUSTED, 2]);
  assert.equal(
    reader.quotes
      .slice(2)
      .map(({ instrument, volume }) => [instrument, volume])
      .sort(),
    [
      [0, 5],
      [1, 0],
    ],
  );
  assert.is(reader.told.size, 2, 'of the third nothing was ever heard');
});

test('a gap that is filled before the turn ends is not told', () => {
  const { writer, reader } = makeWriter();
  writer.top(0, 10, 1, 11, 1);
  writer.publish(0);
  writer.setFeedState(GAP);
  writer.top(0, 10, 2, 11, 1);
  writer.write(0);
  writer.setFeedState(TRUSTED);
  writer.publish(0);
  reader.read();
  assert.equal(reader.statuses, [[-1, TRUSTED, 0]]);
  assert.equal(
    reader.quotes.map(({ top }) => top[1]),
    [1, 2],
  );
});

test('a full ring keeps the order of states and quotes, and a state that passed meanwhile is not told', () => {
  const { writer, reader } = makeWriter(1 << 9);
  writer.setFeedState(SILENT);
  writer.publish(0);
  writer.setFeedState(TRUSTED);
  for (const instrument of [2, 1, 0]) writer.top(instrument, 10, 1, 11, 1);
  assert.not(writer.publish(0), 'there is room for two states and two quotes');
  writer.setFeedState(GAP);
  writer.setFeedState(TRUSTED);
  writer.setState(0, HALTED);
  writer.top(1, 10, 1, 11, 2);
  for (let turn = 0; turn < 10 && !writer.publish(0); turn++) reader.read();
  reader.read();
  assert.equal(reader.statuses, [
    [-1, SILENT, 0],
    [-1, TRUSTED, 0],
    [0, HALTED, 2],
  ]);
  assert.equal(
    reader.quotes.map(({ instrument }) => instrument),
    [2, 1, 1],
  );
  assert.ok(writer.counters.full > 0);
  assert.equal(reader.numbers, [1, 2, 3, 4, 5, 6]);
});

test.run();
