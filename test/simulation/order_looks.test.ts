/**
 * What a look at orders from another thread rests on (src/workers/pipeline/stage_look.ts): a command changes no record but
 * those of the orders that its front section names. Held against every command of random worlds, replayed ones included.
 */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { FrontSection } from '../../schemas/generated/engine.ts';
import { FrontFlag } from '../../src/workers/model/front_event.ts';
import { RecordType } from '../../src/workers/model/record_type.ts';
import type { Engines } from '../../src/workers/pipeline/engines.ts';
import { GENERATION } from '../../src/workers/pipeline/execution/leg_store.ts';
import { WorkReader } from '../../src/workers/pipeline/execution/work/work_reader.ts';
import * as L from '../../src/workers/pipeline/orders/order_layout.ts';
import { TERMS_WORDS } from '../../src/workers/pipeline/orders/order_row.ts';
import { EMPTY_SECTION_BYTES } from '../../src/workers/pipeline/slot.ts';
import { StageIndex } from '../../src/workers/pipeline/stages.ts';
import { World } from './world.ts';
import { CAPACITY } from './world_setup.ts';

const WORLDS = process.env.SLUICE_LONG ? 40 : 3;
const COMMANDS = 4_000;

/** Words of a record that no reader takes: lists through the pool, which change with orders beside. */
const LINKS: ReadonlySet<number> = new Set([L.SESSION_PREVIOUS, L.SESSION_NEXT, L.FREE_NEXT]);
/** Words that a day's roll may change. */
const ENTRIES: ReadonlySet<number> = new Set([L.CL_ENTRY, L.PENDING_CANCEL_ENTRY, L.PENDING_REPLACE_ENTRY]);
const WORDS = Array.from({ length: TERMS_WORDS }, (_, word) => word).filter((word) => !LINKS.has(word));

/** The status is the first byte of its word. */
const isOpen = (words: Int32Array, at: number): boolean => (words[at + (L.STATUS >> 2)]! & 0xff) !== 0;

function namedBy(front: FrontSection): Set<number> {
  const named = new Set<number>();
  if (front.length === EMPTY_SECTION_BYTES) return named;
  named.add(front.order);
  if ((front.flags & FrontFlag.CHILD) !== 0) named.add(front.parent);
  return named;
}

/** Looks at the pool around each command of the front stage. */
function watch(engines: Engines): void {
  const { pool } = engines.front.orders.store;
  const { front, header } = engines.slots[StageIndex.FRONT]!;
  const before = new Int32Array(pool.i32.length);
  const onCommand = engines.front.onCommand;
  let isLoaded = false;
  engines.front.onCommand = (): void => {
    // A snapshot may have been loaded since the engines were made.
    if (!isLoaded) before.set(pool.i32);
    isLoaded = true;
    onCommand();
    const named = namedBy(front);
    const isRoll = header.type === RecordType.DAY_ROLL;
    for (let order = 0; order < pool.highWater(); order++) {
      const at = order * L.ORDER_WORDS;
      const wasOpen = isOpen(before, at);
      for (const word of WORDS) {
        const value = pool.i32[at + word]!;
        if (value === before[at + word]) continue;
        before[at + word] = value;
        const isKnown = named.has(order) || (isRoll && ENTRIES.has(word));
        // What a late fill makes of an order that has ended is nobody's to read.
        if (!isKnown && (wasOpen || isOpen(pool.i32, at)))
          throw new Error(`command ${header.sequence}, event ${front.event}: word ${word} of ${order}`);
      }
    }
  };
}

/** Looks at what execution works around each of its commands: as a reader would, but for what only one word says. */
function watchWork(engines: Engines): void {
  const { execution } = engines;
  const { front, header } = engines.slots[StageIndex.EXECUTION]!;
  const reader = new WorkReader(execution.workView());
  const before: string[] = [];
  const onCommand = execution.onCommand;
  const termsOf = (order: number): string => {
    reader.copy(order);
    return JSON.stringify(reader.terms(0, execution.legs.int(order, GENERATION)).work ?? 'none');
  };
  execution.onCommand = (): void => {
    if (before.length === 0) for (let order = 0; order < CAPACITY.orders; order++) before.push(termsOf(order));
    onCommand();
    const named = namedBy(front);
    for (let order = 0; order < CAPACITY.orders; order++) {
      const terms = termsOf(order);
      if (terms === before[order]) continue;
      if (!named.has(order)) {
        throw new Error(`command ${header.sequence}, event ${front.event}: order ${order} ${before[order]} ${terms}`);
      }
      before[order] = terms;
    }
  };
}

function live(seed: number, sabotage: (engines: Engines) => void): void {
  const world = new World({ seed, sabotage });
  world.run(COMMANDS);
  world.quiesce();
}

test(`commands of ${WORLDS} worlds change orders that they name, and no others`, () => {
  for (let seed = 1; seed <= WORLDS; seed++) live(seed, watch);
});

test('and terms of worked orders likewise', () => {
  for (let seed = 1; seed <= WORLDS; seed++) live(seed, watchWork);
});

test('one that changes another is found', () => {
  const spoil = (engines: Engines): void => {
    const { orders } = engines.front;
    const { store } = orders;
    const { front } = engines.slots[StageIndex.FRONT]!;
    const apply = orders.apply.bind(orders);
    orders.apply = (): void => {
      apply();
      const other = front.order + 1;
      const isThere = front.length !== EMPTY_SECTION_BYTES && other < store.pool.highWater();
      if (isThere) store.setDouble(other, L.MINIMUM, store.double(other, L.MINIMUM) + 1);
    };
    watch(engines);
  };
  assert.throws(() => live(1, spoil), /word \d+ of \d+/);
});

test.run();
