/** Fills that are taken back or corrected, against books that had them right from the start. */

import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PipelineFixture } from '../../../../test/pipeline_fixture.ts';
import { FrontEvent } from '../../model/front_event.ts';
import { Side } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { makePortfolioEngine } from './engine.ts';
import { MOST_LATER } from './fill_changes.ts';
import { readPositions, readTotals } from './reader.ts';
import type { PortfolioOptions } from './state.ts';
import { SHORT_CHANGES } from './state.ts';

const OPTIONS: PortfolioOptions = { maxAccounts: 2, maxStrategies: 2, maxInstruments: 2 };

interface Fill {
  readonly account: number;
  readonly strategy: number;
  readonly instrument: number;
  readonly side: number;
  readonly lastLots: number;
  readonly lastTicks: number;
}

class Books {
  readonly fixture = new PipelineFixture();
  readonly engine: ReturnType<typeof makePortfolioEngine>;

  constructor(options: Partial<PortfolioOptions> = {}) {
    this.engine = makePortfolioEngine({ ...OPTIONS, ...options }, this.fixture.slot);
    for (const instrument of [0, 1]) {
      this.fixture.setInstrument(instrument, 0, { valueMultiplier: 3 + instrument });
      this.engine.onCommand();
    }
  }

  /** Answers with the sequence that a change names. */
  fill(fill: Fill): number {
    this.fixture.filled(fill);
    this.engine.onCommand();
    return this.fixture.sequence;
  }

  cancel(sequence: number, fill: Fill): void {
    this.#change(FrontEvent.TRADE_CANCELLED, sequence, fill);
  }

  correct(sequence: number, fill: Fill, lastLots: number, lastTicks: number): void {
    this.#change(FrontEvent.TRADE_CORRECTED, sequence, { ...fill, lastLots, lastTicks });
  }

  rollDay(): void {
    this.fixture.front({ event: FrontEvent.NONE }, RecordType.DAY_ROLL);
    this.engine.onCommand();
  }

  #change(event: number, sequence: number, fill: Fill): void {
    const slot = this.fixture.front({ event, ...fill }, RecordType.TRADE_CHANGE);
    slot.front.limitValue = sequence;
    this.engine.onCommand();
  }

  /** Everything but the marks, which a fill that never was has set. */
  get told(): object {
    const view = this.engine.view();
    return {
      positions: readPositions(view).map(({ markTicks: _, unrealised: __, ...row }) => row),
      totals: readTotals(view),
    };
  }
}

const arbitraryFill: fc.Arbitrary<Fill> = fc.record({
  account: fc.nat(1),
  strategy: fc.integer({ min: -1, max: 1 }),
  instrument: fc.nat(1),
  side: fc.constantFrom(Side.BUY, Side.SELL),
  lastLots: fc.integer({ min: 1, max: 9 }),
  lastTicks: fc.integer({ min: 90, max: 110 }),
});
interface Change {
  readonly lots: number;
  readonly ticks: number;
}
const arbitraryChange: fc.Arbitrary<Change> = fc.record({
  lots: fc.integer({ min: 0, max: 9 }),
  ticks: fc.integer({ min: 90, max: 110 }),
});

test('changed fills leave the books as they would be had the fills been right from the start', () => {
  const arbitrary = fc.array(fc.tuple(arbitraryFill, fc.option(arbitraryChange, { nil: undefined })), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(arbitrary, fc.integer({ min: 1, max: 4 }), (fills, maxPositions) => {
      const changed = new Books({ maxPositions });
      const right = new Books({ maxPositions });
      // Rows by the order of first fills, and marks, are the same in both.
      for (const instrument of [0, 1]) {
        for (const books of [changed, right]) {
          books.fixture.quote({ instrument, venue: 0, lastTicks: 100 });
          books.engine.onCommand();
        }
      }
      const sequences = fills.map(([fill]) => changed.fill(fill));
      for (const [i, [fill, change]] of fills.entries()) {
        if (change === undefined) continue;
        if (change.lots === 0) changed.cancel(sequences[i]!, fill);
        else changed.correct(sequences[i]!, fill, change.lots, change.ticks);
      }
      const kept: Fill[] = [];
      for (const [fill, change] of fills) {
        const now = change === undefined ? fill : { ...fill, lastLots: change.lots, lastTicks: change.ticks };
        if (now.lastLots > 0) {
          right.fill(now);
          kept.push(now);
          continue;
        }
        // Its row is made all the same, by a fill that is taken back at once: nothing came before or after it.
        right.cancel(right.fill(fill), fill);
      }
      assert.equal(changed.told, right.told);
      const lots = kept.reduce((sum, { lastLots }) => sum + lastLots, 0);
      const volume = readTotals(changed.engine.view()).instruments.reduce((sum, row) => sum + row.volumeLots, 0);
      assert.is(volume, lots);
    }),
    { numRuns: process.env.SLUICE_LONG ? 20_000 : 400 },
  );
});

const BUY: Fill = { account: 0, strategy: 0, instrument: 0, side: Side.BUY, lastLots: 10, lastTicks: 100 };
const SELL: Fill = { ...BUY, side: Side.SELL, lastTicks: 110 };

test('the opening fill of a closed position is taken back: what closed it has opened one', () => {
  const books = new Books();
  const bought = books.fill(BUY);
  books.fill(SELL);
  assert.is(readPositions(books.engine.view())[0]!.realised, 100);
  books.cancel(bought, BUY);
  const { positionLots, averageTicks, realised, fills } = readPositions(books.engine.view())[0]!;
  assert.equal([positionLots, averageTicks, realised, fills], [-10, 110, 0, 1]);
});

test('with too many fills behind it a fill is reversed at its price, which is counted; the whole result is right', () => {
  const books = new Books();
  const first = books.fill({ ...BUY, lastTicks: 90 });
  for (let i = 0; i <= MOST_LATER; i++) books.fill({ ...(i % 2 === 0 ? BUY : SELL), lastLots: 1, lastTicks: 100 });
  books.cancel(first, { ...BUY, lastTicks: 90 });
  const row = readPositions(books.engine.view())[0]!;
  assert.is(row.positionLots, 1);
  assert.is(row.realised + row.unrealised, row.cash + row.positionLots * row.markTicks);
  assert.is(row.cash, -100);
  assert.is(books.engine.view().figures[SHORT_CHANGES], 1);
  // And one after it: its position is not what the rows behind it say.
  books.cancel(books.fill(BUY), BUY);
  assert.is(readPositions(books.engine.view())[0]!.positionLots, 1);
});

test('fills of today and yesterday can be changed, older ones cannot; the ring is used again', () => {
  const books = new Books({ maxFills: 3 });
  const old = books.fill(BUY);
  books.rollDay();
  const kept = books.fill(BUY);
  books.rollDay();
  books.cancel(old, BUY);
  assert.is(readTotals(books.engine.view()).unplacedFills, 1);
  books.cancel(kept, BUY);
  assert.is(readPositions(books.engine.view())[0]!.positionLots, 10);
  const sequences = [1, 2, 3, 4].map(() => books.fill(BUY));
  books.cancel(sequences[0]!, BUY);
  assert.is(readTotals(books.engine.view()).unplacedFills, 2);
  for (const sequence of sequences.slice(1)) books.cancel(sequence, BUY);
  assert.is(readPositions(books.engine.view())[0]!.positionLots, 20);
});

test.run();
