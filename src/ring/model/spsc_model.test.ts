/**
 * The SPSC ring's protocol (spsc.ts) in every interleaving: records of one slot each, through a ring of three slots, of which
 * one stays free for the mark. `frame` is a slot's sequence word, `head` says how many records its run has, `data` is a payload;
 * positions count slots, and only a run's first slot has a frame that means something.
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
const head = (position: number): string => `head${position % SLOTS}`;
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
  readonly headAfterPublish?: boolean;
  readonly splitAfterRelease?: boolean;
}

/** Record n carries n + 1. `batches` are the runs of each publish, as numbers of records. */
function writer(batches: readonly (readonly number[])[], wrong: Mistakes): Program {
  return function* () {
    let position = 0;
    for (const runs of batches) {
      const first = position;
      const end = runs.reduce((sum, records) => sum + records, first);
      const most = SLOTS - (wrong.noSlotForMark ? 0 : 1);
      if (!wrong.overwriteUnreleased) yield until('released', (released) => end - released <= most);
      const publish = function* (): Generator<Operation> {
        if (!wrong.noMark) yield store(frame(end), end);
        if (wrong.positionBeforeFrame) yield atomicStore('written', end);
        yield (wrong.publishByPlainStore ? store : atomicStore)(frame(first), ~first);
        if (!wrong.positionBeforeFrame) yield atomicStore('written', end);
      };
      if (wrong.publishBeforeWrite) yield* publish();
      for (const records of runs) {
        const runStart = position;
        for (; position < runStart + records; position++) yield store(data(position), position + 1);
        if (!wrong.headAfterPublish) yield store(head(runStart), records);
        if (runStart !== first) yield store(frame(runStart), ~runStart);
      }
      if (!wrong.publishBeforeWrite) yield* publish();
      if (wrong.headAfterPublish) yield store(head(first), runs[0]!);
    }
  };
}

/**
 * By its frames alone, or by the writer's position once it has met one. Releases after `releaseEach` records: where that is within
 * a run, what is left of it gets a frame at the released position. With `replacedAfter` the reader dies when it has released so many
 * records, and one that knows nothing but the memory goes on.
 */
function reader(count: number, { by, releaseEach, replacedAfter }: Reading, wrong: Mistakes): Program {
  return function* () {
    const read: unknown[] = [];
    let limit = 0;
    for (let position = 0; position < count; ) {
      const isBehind = by === 'position' && read.length > 0;
      if (isBehind && position >= limit) limit = yield until('written', (written) => written > position);
      if (!isBehind) yield until(frame(position), (sequence) => sequence === ~position);
      yield load(frame(position), 'frame');
      yield load(head(position), 'head');
      const found: Loaded = yield use();
      if (found.frame !== ~position || !(found.head! > 0 && found.head! <= count - position)) return 'corrupt';
      const runStart = position;
      const end = position + found.head!;
      for (let isReplaced = false; position < end && !isReplaced; ) {
        const isLast = (position + 1) % releaseEach === 0;
        const release = function* (released: number): Generator<Operation> {
          const split =
            released < end ? [store(head(released), end - released), store(frame(released), ~released)] : [];
          if (!wrong.splitAfterRelease) yield* split;
          yield atomicStore('released', released);
          isReplaced = replacedAfter === released;
          if (wrong.splitAfterRelease && !isReplaced) yield* split;
        };
        if (position === runStart && wrong.releaseBeforeRead) yield* release(end);
        yield load(data(position), 'data');
        const loaded: Loaded = yield use();
        read.push(loaded.data);
        position++;
        if (isLast && !wrong.releaseBeforeRead) yield* release(position);
      }
    }
    return read;
  };
}

/** Where the ring was used before, every word looks like the sequence that is due there next, and heads are of other runs. */
const MEMORY = {
  ...{ written: 0, released: 0, frame0: 0, frame1: ~1, frame2: ~2 },
  ...{ head0: 9, head1: 9, head2: 9, data0: -1, data1: -1, data2: -1 },
};

interface Reading {
  readonly by: 'frames' | 'position';
  readonly releaseEach: number;
  readonly replacedAfter?: number;
}

interface Shape extends Reading {
  readonly batches: readonly (readonly number[])[];
}

const SHAPES: readonly Shape[] = [
  { batches: [[1], [1], [1], [1]], by: 'frames', releaseEach: 1 },
  { batches: [[1], [1], [1], [1]], by: 'position', releaseEach: 1 },
  { batches: [[2], [2]], by: 'frames', releaseEach: 2 },
  { batches: [[2], [2]], by: 'position', releaseEach: 1 },
  { batches: [[1, 1], [2]], by: 'position', releaseEach: 1 },
  { batches: [[1], [2], [1]], by: 'position', releaseEach: 1 },
  { batches: [[2], [2]], by: 'frames', releaseEach: 1, replacedAfter: 1 },
];

/** Outcomes of one shape that are not all records, whole and in order. */
function badOutcomes(shape: Shape, wrong: Mistakes): { bad: string[]; states: number } {
  const programs = [writer(shape.batches, wrong), reader(4, shape, wrong)];
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
  'headAfterPublish',
  'splitAfterRelease',
];
for (const mistake of MISTAKES) {
  test(`found: ${mistake}`, () =>
    assert.ok(SHAPES.some((shape) => badOutcomes(shape, { [mistake]: true }).bad.length > 0)));
}

test.run();
