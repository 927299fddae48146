/**
 * The SPSC ring's protocol (spsc.ts) in every interleaving: records of one slot each, through a ring of three slots, of which
 * one stays free for the mark. `frame` is a slot's sequence word, `data` its payload; positions count slots.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  atomicStore,
  explore,
  type Loaded,
  load,
  type Operation,
  type Program,
  store,
  until,
  use,
} from './explorer.ts';

const SLOTS = 3;
const frame = (position: number): string => `frame${position % SLOTS}`;
const data = (position: number): string => `data${position % SLOTS}`;

/** Ways to get it wrong. */
interface Mistakes {
  readonly publishBeforeWrite?: boolean;
  readonly publishByPlainStore?: boolean;
  readonly noMark?: boolean;
  readonly noSlotForMark?: boolean;
  readonly positionBeforeFrame?: boolean;
  readonly overwriteUnreleased?: boolean;
  readonly releaseBeforeRead?: boolean;
}

/** Record n carries n + 1. `batches` are the records of each publish. */
function writer(batches: readonly number[], wrong: Mistakes): Program {
  return function* () {
    let position = 0;
    for (const records of batches) {
      const first = position;
      const end = position + records;
      const most = SLOTS - (wrong.noSlotForMark ? 0 : 1);
      if (!wrong.overwriteUnreleased) yield until('released', (released) => end - released <= most);
      const publish = function* (): Generator<Operation> {
        if (!wrong.noMark) yield store(frame(end), end);
        if (wrong.positionBeforeFrame) yield atomicStore('written', end);
        yield (wrong.publishByPlainStore ? store : atomicStore)(frame(first), ~first);
        if (!wrong.positionBeforeFrame) yield atomicStore('written', end);
      };
      if (wrong.publishBeforeWrite) yield* publish();
      for (; position < end; position++) {
        yield store(data(position), position + 1);
        if (position !== first) yield store(frame(position), ~position);
      }
      if (!wrong.publishBeforeWrite) yield* publish();
    }
  };
}

/** By its frames alone, or by the writer's position once it has met one. Releases after `releaseEach` records. */
function reader(count: number, by: 'frames' | 'position', releaseEach: number, wrong: Mistakes): Program {
  return function* () {
    const read: unknown[] = [];
    const release = (position: number): Operation => atomicStore('released', position);
    for (let position = 0, limit = 0; position < count; position++) {
      const isBehind = by === 'position' && position > 0;
      if (isBehind && position >= limit) limit = yield until('written', (written) => written > position);
      if (!isBehind) yield until(frame(position), (sequence) => sequence === ~position);
      const isLast = (position + 1) % releaseEach === 0;
      if (isLast && wrong.releaseBeforeRead) yield release(position + 1);
      yield load(data(position), 'data');
      yield load(frame(position), 'frame');
      const loaded: Loaded = yield use();
      read.push(loaded.frame === ~position ? loaded.data : 'corrupt');
      if (isLast && !wrong.releaseBeforeRead) yield release(position + 1);
    }
    return read;
  };
}

/** Where the ring was used before, every word looks like the sequence that is due there next. */
const MEMORY = { written: 0, released: 0, frame0: 0, frame1: ~1, frame2: ~2, data0: -1, data1: -1, data2: -1 };

interface Shape {
  readonly batches: readonly number[];
  readonly by: 'frames' | 'position';
  readonly releaseEach: number;
}

const SHAPES: readonly Shape[] = [
  { batches: [1, 1, 1, 1], by: 'frames', releaseEach: 1 },
  { batches: [1, 1, 1, 1], by: 'position', releaseEach: 1 },
  { batches: [2, 2], by: 'frames', releaseEach: 2 },
  { batches: [2, 2], by: 'position', releaseEach: 1 },
  { batches: [1, 2, 1], by: 'position', releaseEach: 1 },
];

/** Outcomes of one shape that are not all records, whole and in order. */
function badOutcomes({ batches, by, releaseEach }: Shape, wrong: Mistakes): { bad: string[]; states: number } {
  const programs = [writer(batches, wrong), reader(4, by, releaseEach, wrong)];
  const { outcomes, states } = explore({ memory: MEMORY, programs });
  return { bad: [...outcomes].filter((outcome) => outcome !== '[null,[1,2,3,4]]'), states };
}

test('in every interleaving the reader gets every record, whole and in order', () => {
  for (const shape of SHAPES) {
    const { bad, states } = badOutcomes(shape, {});
    assert.equal(bad, []);
    assert.ok(states > 300, `${states} states`);
  }
});

const MISTAKES: readonly (keyof Mistakes)[] = [
  'publishBeforeWrite',
  'publishByPlainStore',
  'noMark',
  'noSlotForMark',
  'positionBeforeFrame',
  'overwriteUnreleased',
  'releaseBeforeRead',
];
for (const mistake of MISTAKES) {
  test(`found: ${mistake}`, () =>
    assert.ok(SHAPES.some((shape) => badOutcomes(shape, { [mistake]: true }).bad.length > 0)));
}

test.run();
