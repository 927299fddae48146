import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EngineState } from '../engine_state.ts';
import { CL_ORD_ID_WORDS, type ClOrdIdStore, makeClOrdIdStore, NO_ENTRY } from './cl_ord_id_store.ts';

const CAPACITY = 64;

function setKey(store: ClOrdIdStore, words: readonly number[]): void {
  for (let i = 0; i < CL_ORD_ID_WORDS; i++) store.key[i] = words[i] ?? 0;
}

/** Few words, so that identifiers meet; zeros inside, so that a hash that stops early meets equal ones. */
const identifier = fc.array(fc.constantFrom(0, 1, 2, -1, 0x41414141), { minLength: 1, maxLength: CL_ORD_ID_WORDS });
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ session: fc.nat(2), id: identifier, order: fc.integer({ min: -1, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ keep: fc.nat(9) }) },
);

test('finds what a Map finds, also after days have rolled', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const store = makeClOrdIdStore(new EngineState('x'), CAPACITY);
      let model = new Map<string, { order: number; words: number[]; session: number }>();
      for (const each of steps) {
        if ('keep' in each) {
          store.roll(
            (entry) => store.order(entry) >= each.keep,
            () => undefined,
          );
          model = new Map([...model].filter(([, { order }]) => order >= each.keep));
          assert.is(store.count(), model.size);
          continue;
        }
        const words = Array.from({ length: CL_ORD_ID_WORDS }, (_, i) => each.id[i] ?? 0);
        const name = `${each.session}:${words}`;
        setKey(store, words);
        const found = store.find(each.session);
        assert.is(found === NO_ENTRY, !model.has(name), name);
        if (found !== NO_ENTRY) assert.is(store.order(found), model.get(name)!.order);
        else if (store.count() < CAPACITY) {
          const entry = store.insert(each.session, each.order, 7);
          assert.is(store.generation(entry), 7);
          model.set(name, { order: each.order, words, session: each.session });
        }
      }
      for (const { words, session, order } of model.values()) {
        setKey(store, words);
        assert.is(store.order(store.find(session)), order);
      }
    }),
  );
});

test('a roll tells where kept entries went, and they can be read there', () => {
  const store = makeClOrdIdStore(new EngineState('x'), CAPACITY);
  for (let i = 0; i < 10; i++) {
    setKey(store, [i + 1]);
    store.find(0);
    store.insert(0, i, i);
  }
  const moves: [number, number][] = [];
  store.roll(
    (entry) => entry % 3 === 0,
    (from, to) => moves.push([from, to]),
  );
  assert.equal(moves, [
    [0, 0],
    [3, 1],
    [6, 2],
    [9, 3],
  ]);
  for (const [from, to] of moves) assert.is(store.word(to, 0), from + 1);
});

test.run();
