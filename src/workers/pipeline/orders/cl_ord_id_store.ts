/**
 * Every ClOrdID of the day, by session: duplicates are known until the day rolls, ended orders included.
 *
 * Entries are appended; an open-addressed table finds them. Each entry, and each slot of the table:
 *
 *     words 0..9   the identifier, 40 bytes, zero padded        word 0   entry number plus one; 0: empty
 *     word  10     session                                      word 1   hash
 *     word  11     order, or -1
 *     word  12     generation of the order
 *
 * A day's table is far larger than any cache, so a look-up costs what its lines cost. Identifiers that differ in the last
 * character only, as consecutive numbers do, share a group of two lines; and the hash lies in the slot, so that a slot of
 * another identifier is passed without a look at its entry.
 */

import type { EngineState } from '../engine_state.ts';

export const CL_ORD_ID_WORDS = 10;
const WORDS = CL_ORD_ID_WORDS;
export const ENTRY_WORDS = 13;
const SESSION = 10;
const ORDER = 11;
const GENERATION = 12;
export const NO_ENTRY = -1;
const MISSING = NO_ENTRY;

/** Low bits of the hash that the last character alone decides. */
const NEIGHBOUR_BITS = 4;
const NEIGHBOURS = (1 << NEIGHBOUR_BITS) - 1;

// Registers.
const COUNT = 0;
export const ID_COUNT = COUNT;

export type ClOrdIdStore = ReturnType<typeof makeClOrdIdStore>;

/** `state` gives the arrays: an engine's own, or another's that are only looked at. */
export function makeClOrdIdStore(state: Pick<EngineState, 'i32'>, capacity: number) {
  const registers = state.i32('ids.registers', 1);
  const entries = state.i32('ids.entries', capacity * ENTRY_WORDS, () => registers[COUNT]! * ENTRY_WORDS);
  const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
  const mask = slots - 1;
  // An empty table is no part of a snapshot: it may be hundreds of megabytes of nothing.
  const table = state.i32('ids.table', slots * 2, () => (registers[COUNT] === 0 ? 0 : slots * 2));
  const key = new Int32Array(WORDS);
  /** Where `find` ended, its table slot and hash: what `insert` fills. */
  const missed = new Int32Array(2);

  /** Names the identifier that is looked for: ten words of `words` from `from` on. */
  function setKey(words: Int32Array, from: number): void {
    for (let i = 0; i < WORDS; i++) key[i] = words[from + i]!;
  }

  /** The entry of `key` in `session`, or NO_ENTRY. */
  function find(session: number): number {
    const hash = hashKey(session);
    let slot = hash & mask;
    for (;;) {
      const entry = table[slot << 1]! - 1;
      if (entry < 0) {
        missed[0] = slot;
        missed[1] = hash;
        return MISSING;
      }
      if (table[(slot << 1) + 1] === hash && equals(entry, session)) return entry;
      slot = (slot + 1) & mask;
    }
  }

  /** Appends `key` where the last `find` missed. The caller has checked `count < capacity`. */
  function insert(session: number, order: number, generation: number): number {
    const entry = registers[COUNT]!;
    registers[COUNT] = entry + 1;
    const at = entry * ENTRY_WORDS;
    for (let i = 0; i < WORDS; i++) entries[at + i] = key[i]!;
    entries[at + SESSION] = session;
    entries[at + ORDER] = order;
    entries[at + GENERATION] = generation;
    const slot = missed[0]!;
    table[slot << 1] = entry + 1;
    table[(slot << 1) + 1] = missed[1]!;
    return entry;
  }

  function count(): number {
    return registers[COUNT]!;
  }

  function order(entry: number): number {
    return entries[entry * ENTRY_WORDS + ORDER]!;
  }

  function generation(entry: number): number {
    return entries[entry * ENTRY_WORDS + GENERATION]!;
  }

  /** Where an entry's identifier starts in `entries`. */
  function nameAt(entry: number): number {
    return entry * ENTRY_WORDS;
  }

  function word(entry: number, index: number): number {
    return entries[entry * ENTRY_WORDS + index]!;
  }

  /** Forgets the identifiers of ended orders. `keep` tells which entries belong to open ones, and hears where they went. */
  function roll(keep: (entry: number) => boolean, moved: (from: number, to: number) => void): void {
    const before = registers[COUNT]!;
    // Untouched memory stays untouched: it may be hundreds of megabytes that no order has used.
    if (before === 0) return;
    table.fill(0);
    registers[COUNT] = 0;
    for (let entry = 0; entry < before; entry++) {
      if (!keep(entry)) continue;
      const at = entry * ENTRY_WORDS;
      for (let i = 0; i < WORDS; i++) key[i] = entries[at + i]!;
      const session = entries[at + SESSION]!;
      const itsOrder = entries[at + ORDER]!;
      const itsGeneration = entries[at + GENERATION]!;
      find(session);
      moved(entry, insert(session, itsOrder, itsGeneration));
    }
    entries.fill(0, registers[COUNT]! * ENTRY_WORDS, before * ENTRY_WORDS);
  }

  function equals(entry: number, session: number): boolean {
    const at = entry * ENTRY_WORDS;
    if (entries[at + SESSION] !== session) return false;
    for (let i = 0; i < WORDS; i++) if (entries[at + i] !== key[i]) return false;
    return true;
  }

  /**
   * Multiply and rotate over the words (the mixing step of MurmurHash3, A. Appleby), finished so that low bits spread.
   * The low bits of the last character are left out of the mixing and become the hash's own.
   */
  function hashKey(session: number): number {
    let hash = Math.imul(session + 1, 0x9e3779b1 | 0);
    let current = key[0]!;
    let neighbour = 0;
    for (let i = 1; current !== 0; i++) {
      const next = i < WORDS ? key[i]! : 0;
      if (next === 0) {
        const lastCharacter = (31 - Math.clz32(current)) & ~7;
        neighbour = (current >>> lastCharacter) & NEIGHBOURS;
        current ^= neighbour << lastCharacter;
      }
      hash = Math.imul(hash ^ Math.imul(current, 0xcc9e2d51 | 0), 0x1b873593);
      hash ^= hash >>> 15;
      current = next;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b | 0);
    return ((hash ^ (hash >>> 13)) & ~NEIGHBOURS) | neighbour;
  }

  return {
    capacity,
    /** The identifier being looked for, set by the caller: no argument list of ten words on the hot path. */
    key,
    count,
    setKey,
    entries,
    nameAt,
    find,
    insert,
    order,
    generation,
    word,
    roll,
    registers,
    table,
  };
}
