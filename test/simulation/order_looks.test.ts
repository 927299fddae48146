/**
 * What a look at orders from another thread rests on (src/workers/pipeline/stage_look.ts): a command changes no record but
 * those of the orders that its front section names. Held against every command of random worlds, replayed ones included.
 */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FrontFlag } from '../../src/workers/model/front_event.ts';
import { RecordType } from '../../src/workers/model/record_type.ts';
import type { Engines } from '../../src/workers/pipeline/engines.ts';
import * as L from '../../src/workers/pipeline/orders/order_layout.ts';
import { TERMS_WORDS } from '../../src/workers/pipeline/orders/order_row.ts';
import { EMPTY_SECTION_BYTES } from '../../src/workers/pipeline/slot.ts';
import { StageIndex } from '../../src/workers/pipeline/stages.ts';
import { World } from './world.ts';

const WORLDS = process.env.SLUICE_LONG ? 40 : 3;
const COMMANDS = 4_000;

/** Words of a record that no reader takes: lists through the pool, which change with orders beside. */
const LINKS: ReadonlySet<number> = new Set([L.SESSION_PREVIOUS, L.SESSION_NEXT, L.FREE_NEXT]);
/** Words that a day's roll may change. */
const ENTRIES: ReadonlySet<number> = new Set([L.CL_ENTRY, L.PENDING_CANCEL_ENTRY, L.PENDING_REPLACE_ENTRY]);
const WORDS = Array.from({ length: TERMS_WORDS }, (_, word) => word).filter((word) => !LINKS.has(word));

/** The status is the first byte of its word. */
const isOpen = (words: Int32Array, at: number): boolean => (words[at + (L.STATUS >> 2)]! & 0xff) !== 0;

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
    const named = new Set<number>();
    if (front.length !== EMPTY_SECTION_BYTES) {
      named.add(front.order);
      if ((front.flags & FrontFlag.CHILD) !== 0) named.add(front.parent);
    }
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

function live(seed: number, sabotage: (engines: Engines) => void): void {
  const world = new World({ seed, sabotage });
  world.run(COMMANDS);
  world.quiesce();
}

test(`commands of ${WORLDS} worlds change orders that they name, and no others`, () => {
  for (let seed = 1; seed <= WORLDS; seed++) live(seed, watch);
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
