/** Broadcast, board and waker (broadcast.ts, board.ts, wake.ts) in every interleaving, and ways to get each of them wrong. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  add,
  atomicLoad,
  atomicStore,
  type ExploreOptions,
  exchange,
  explore,
  type Loaded,
  load,
  notify,
  type Program,
  store,
  until,
  use,
  wait,
} from './explorer.ts';

interface Mistakes {
  readonly openByStore?: boolean;
  readonly closeByLoad?: boolean;
  readonly noOpen?: boolean;
  readonly noClose?: boolean;
  readonly publishBeforeWrite?: boolean;
  readonly noSecondLook?: boolean;
  readonly lookBeforeFlag?: boolean;
  readonly flagByPlainStore?: boolean;
  readonly askBeforePublish?: boolean;
  readonly workByPlainStore?: boolean;
}

function outcomesOf(options: ExploreOptions): string[] {
  return [...explore(options).outcomes];
}

// Broadcast: three records of two words through two slots; the intent moves one slot at a time.

const BROADCAST_MEMORY = { intent: 0, tail: 0, a0: -1, b0: -1, a1: -1, b1: -1 };
const BROADCAST_SLOTS = 2;

function broadcastWriter(wrong: Mistakes): Program {
  return function* () {
    for (let position = 0; position < 3; position++) {
      const slot = position % BROADCAST_SLOTS;
      if (wrong.publishBeforeWrite) yield atomicStore('tail', position + 1);
      if (wrong.openByStore) yield atomicStore('intent', position + 1);
      else if (!wrong.noOpen) yield add('intent', 1);
      yield store(`a${slot}`, position);
      yield store(`b${slot}`, position);
      if (!wrong.publishBeforeWrite) yield atomicStore('tail', position + 1);
    }
  };
}

/** Two looks at the record that is due first, whatever has become of it. */
function broadcastReader(wrong: Mistakes): Program {
  return function* () {
    const got: unknown[] = [];
    for (let position = 0; position < 2; position++) {
      const tail: number = yield atomicLoad('tail');
      if (tail <= position) {
        got.push('empty');
        break;
      }
      yield load(`a${position}`, 'a');
      yield load(`b${position}`, 'b');
      let intent = 0;
      if (!wrong.noClose) intent = yield wrong.closeByLoad ? atomicLoad('intent') : add('intent', 0);
      const { a, b }: Loaded = yield use();
      if (intent - position > BROADCAST_SLOTS) got.push('lost');
      else got.push(a === position && b === position ? 'record' : 'torn');
    }
    return got;
  };
}

function broadcastOutcomes(wrong: Mistakes): string[] {
  return outcomesOf({ memory: BROADCAST_MEMORY, programs: [broadcastWriter(wrong), broadcastReader(wrong)] });
}

test('broadcast: a reader gets a record whole, finds none, or knows that it is lost', () => {
  const outcomes = broadcastOutcomes({});
  assert.equal(
    outcomes.filter((outcome) => outcome.includes('torn') || outcome === 'deadlock'),
    [],
  );
  for (const seen of ['record', 'empty', 'lost'])
    assert.ok(
      outcomes.some((outcome) => outcome.includes(seen)),
      seen,
    );
});

for (const mistake of ['openByStore', 'closeByLoad', 'noOpen', 'noClose', 'publishBeforeWrite'] as const) {
  test(`broadcast, found: ${mistake}`, () => {
    assert.ok(broadcastOutcomes({ [mistake]: true }).some((outcome) => outcome.includes('torn')));
  });
}

// Board: two values of two words.

const BOARD_MEMORY = { version: 0, a: 0, b: 0 };

function boardWriter(wrong: Mistakes): Program {
  return function* () {
    for (let value = 1; value <= 2; value++) {
      if (wrong.openByStore) yield atomicStore('version', 2 * value - 1);
      else if (!wrong.noOpen) yield add('version', 1);
      if (wrong.publishBeforeWrite) yield atomicStore('version', 2 * value);
      yield store('a', value);
      yield store('b', value);
      if (!wrong.publishBeforeWrite) yield atomicStore('version', 2 * value);
    }
  };
}

function boardReader(wrong: Mistakes): Program {
  return function* () {
    const version: number = yield atomicLoad('version');
    if (version % 2 === 1) return 'busy';
    yield load('a');
    yield load('b');
    let after = version;
    if (!wrong.noClose) after = yield wrong.closeByLoad ? atomicLoad('version') : add('version', 0);
    const { a, b }: Loaded = yield use();
    if (after !== version) return 'again';
    return a === version / 2 && b === a ? `value ${a}` : 'torn';
  };
}

function boardOutcomes(wrong: Mistakes): string[] {
  return outcomesOf({ memory: BOARD_MEMORY, programs: [boardWriter(wrong), boardReader(wrong)] });
}

test('board: a reader gets the value of the version it saw, or knows that it must try again', () => {
  const outcomes = boardOutcomes({});
  const allowed = ['busy', 'again', 'value 0', 'value 1', 'value 2'].map((end) => JSON.stringify([null, end]));
  assert.equal(outcomes.toSorted(), allowed.toSorted());
});

for (const mistake of ['openByStore', 'closeByLoad', 'noOpen', 'noClose', 'publishBeforeWrite'] as const) {
  test(`board, found: ${mistake}`, () => {
    assert.ok(boardOutcomes({ [mistake]: true }).some((outcome) => outcome.includes('torn')));
  });
}

test('on an ordered machine a store and a load would have done: what the adds are for is ARM', () => {
  const wrong = { openByStore: true, closeByLoad: true };
  const options = { memory: BOARD_MEMORY, programs: [boardWriter(wrong), boardReader(wrong)], ordered: true };
  assert.not.ok(outcomesOf(options).some((outcome) => outcome.includes('torn')));
});

// Waker: one sleeper, which must see all work; two wakers, each with a piece of it.

const WAKER_MEMORY = { sleeping: 0, work1: 0, work2: 0 };

function wakerOf(work: string, wrong: Mistakes): Program {
  return function* () {
    const publish = wrong.workByPlainStore ? store(work, 1) : atomicStore(work, 1);
    if (!wrong.askBeforePublish) yield publish;
    const sleeping: number = yield atomicLoad('sleeping');
    if (wrong.askBeforePublish) yield publish;
    if (sleeping === 0) return;
    const before: number = yield exchange('sleeping', 0);
    if (before === 1) yield notify('sleeping');
  };
}

/** Sleeps until it has seen both pieces; a lost wake-up is a deadlock. */
function sleeper(wrong: Mistakes): Program {
  return function* () {
    for (;;) {
      const seen: number = (yield atomicLoad('work1')) + (yield atomicLoad('work2'));
      if (seen === 2) return 'all seen';
      let now = seen;
      if (wrong.lookBeforeFlag) now = (yield atomicLoad('work1')) + (yield atomicLoad('work2'));
      yield (wrong.flagByPlainStore ? store : atomicStore)('sleeping', 1);
      if (!wrong.lookBeforeFlag && !wrong.noSecondLook) {
        now = (yield atomicLoad('work1')) + (yield atomicLoad('work2'));
      }
      if (now === seen) yield wait('sleeping', 1);
      yield atomicStore('sleeping', 0);
    }
  };
}

function wakerOutcomes(wrong: Mistakes): string[] {
  const programs = [sleeper(wrong), wakerOf('work1', wrong), wakerOf('work2', wrong)];
  return outcomesOf({ memory: WAKER_MEMORY, programs });
}

test('waker: no wake-up is lost', () => {
  assert.equal(wakerOutcomes({}), [JSON.stringify(['all seen', null, null])]);
});

for (const mistake of [
  'noSecondLook',
  'lookBeforeFlag',
  'flagByPlainStore',
  'askBeforePublish',
  'workByPlainStore',
] as const) {
  test(`waker, found: ${mistake}`, () => assert.ok(wakerOutcomes({ [mistake]: true }).includes('deadlock')));
}

test('the explorer itself: store buffering is seen with plain accesses and not with atomic ones', () => {
  const memory = { x: 0, y: 0 };
  const plain = (mine: string, other: string): Program =>
    function* () {
      yield store(mine, 1);
      yield load(other, 'other');
      return ((yield use()) as Loaded).other;
    };
  const atomic = (mine: string, other: string): Program =>
    function* () {
      yield atomicStore(mine, 1);
      return yield atomicLoad(other);
    };
  const both0 = JSON.stringify([0, 0]);
  assert.ok(outcomesOf({ memory, programs: [plain('x', 'y'), plain('y', 'x')] }).includes(both0));
  assert.not.ok(outcomesOf({ memory, programs: [atomic('x', 'y'), atomic('y', 'x')] }).includes(both0));
  assert.equal(
    outcomesOf({
      memory,
      programs: [
        function* () {
          yield until('x', (x) => x === 1);
        },
      ],
    }),
    ['deadlock'],
  );
});

test.run();
