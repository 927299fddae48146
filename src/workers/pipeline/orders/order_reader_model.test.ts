/**
 * A look at an order (stage_look.ts) in every interleaving of sequencer, stage and reader, with plain accesses as late and as
 * early as ARM lets them take effect; and ways to get it wrong, each of which must be found. The order has two words. The
 * first command changes it and says so in its section, the second names no order.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  atomicLoad,
  atomicStore,
  explore,
  type Loaded,
  load,
  type Program,
  store,
  until,
  use,
} from '../../../ring/model/explorer.ts';

interface Mistakes {
  readonly noFence?: boolean;
  readonly sequencerFirst?: boolean;
  readonly cursorLast?: boolean;
  readonly noWait?: boolean;
  readonly noSecondLook?: boolean;
  readonly unnamed?: boolean;
}

/** What the two words hold once so many commands are done. */
const HELD = [0, 1, 1];
const COMMANDS = 2;

const sequencer: Program = function* () {
  for (let command = 1; command <= COMMANDS; command++) yield atomicStore('sequencer', command);
};

function stage(slots: number, wrong: Mistakes): Program {
  return function* () {
    for (let command = 1; command <= COMMANDS; command++) {
      yield until('sequencer', (cursor) => cursor >= command);
      const isChange = HELD[command] !== HELD[command - 1];
      if (isChange) {
        yield store('a', HELD[command]!);
        yield store('b', HELD[command]!);
      }
      yield store(`names${command % slots}`, isChange && !wrong.unnamed ? 1 : 0);
      yield atomicStore('stage', command);
    }
  };
}

function reader(slots: number, wrong: Mistakes): Program {
  return function* () {
    let to = 0;
    if (wrong.sequencerFirst) to = yield atomicLoad('sequencer');
    let from: number = yield atomicLoad('stage');
    yield load('a');
    yield load('b');
    if (!wrong.noFence) yield atomicStore('fence', 0);
    if (wrong.cursorLast) from = yield atomicLoad('stage');
    if (!wrong.sequencerFirst) to = yield atomicLoad('sequencer');
    if (!wrong.noWait) yield until('stage', (cursor) => cursor >= to);
    for (let command = from + 1; command <= to; command++) yield load(`names${command % slots}`, `names${command}`);
    yield atomicStore('fence', 0);
    const ahead: number = (yield atomicLoad('sequencer')) - from;
    const copy: Loaded = yield use();
    if (!wrong.noSecondLook && ahead > slots) return 'lost';
    for (let command = from + 1; command <= to; command++) if (copy[`names${command}`] === 1) return 'known to be torn';
    return copy.a === HELD[from] && copy.b === HELD[from] ? 'whole' : 'torn';
  };
}

function outcomesOf(slots: number, wrong: Mistakes): string[] {
  const names = Object.fromEntries(Array.from({ length: slots }, (_, slot) => [`names${slot}`, 0]));
  const memory = { sequencer: 0, stage: 0, a: 0, b: 0, fence: 0, ...names };
  return [...explore({ memory, programs: [sequencer, stage(slots, wrong), reader(slots, wrong)] }).outcomes];
}

const isTorn = (outcome: string): boolean => outcome.includes('"torn"');

for (const slots of [2, 1]) {
  test(`a look with ${slots} slots gives an order as of where it began, or knows that it cannot`, () => {
    const outcomes = outcomesOf(slots, {});
    assert.equal(
      outcomes.filter((outcome) => isTorn(outcome) || outcome === 'deadlock'),
      [],
    );
    for (const seen of slots === 1 ? ['whole', 'known', 'lost'] : ['whole', 'known']) {
      assert.ok(
        outcomes.some((outcome) => outcome.includes(seen)),
        seen,
      );
    }
  });
}

for (const mistake of ['noFence', 'sequencerFirst', 'cursorLast', 'noWait', 'noSecondLook', 'unnamed'] as const) {
  test(`a look, found: ${mistake}`, () => {
    assert.ok([2, 1].some((slots) => outcomesOf(slots, { [mistake]: true }).some(isTorn)));
  });
}

test.run();
