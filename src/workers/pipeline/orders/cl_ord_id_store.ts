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
const ENTRY_WORDS = 13;
const SESSION = 10;
const ORDER = 11;
const GENERATION = 12;
export const NO_ENTRY = -1;

/** Low bits of the hash that the last character alone decides. */
const NEIGHBOUR_BITS = 4;
const NEIGHBOURS = (1 << NEIGHBOUR_BITS) - 1;

// Registers.
const COUNT = 0;

export class ClOrdIdStore {
  readonly capacity: number;
  readonly #registers: Int32Array;
  readonly #entries: Int32Array;
  readonly #table: Int32Array;
  readonly #mask: number;
  /** The identifier being looked for, set by the caller: no argument list of ten words on the hot path. */
  readonly key = new Int32Array(CL_ORD_ID_WORDS);
  /** Where `find` ended: the table slot that `insert` fills. */
  #slot = 0;
  #hash = 0;

  constructor(state: EngineState, capacity: number) {
    this.capacity = capacity;
    this.#registers = state.i32('ids.registers', 1);
    const registers = this.#registers;
    this.#entries = state.i32('ids.entries', capacity * ENTRY_WORDS, () => registers[COUNT]! * ENTRY_WORDS);
    const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
    this.#mask = slots - 1;
    this.#table = state.i32('ids.table', slots * 2);
  }

  get count(): number {
    return this.#registers[COUNT]!;
  }

  /** The entry of `key` in `session`, or NO_ENTRY. */
  find(session: number): number {
    const table = this.#table;
    const mask = this.#mask;
    const hash = this.#hashKey(session);
    this.#hash = hash;
    let slot = hash & mask;
    for (;;) {
      const entry = table[slot << 1]! - 1;
      if (entry < 0) {
        this.#slot = slot;
        return NO_ENTRY;
      }
      if (table[(slot << 1) + 1] === hash && this.#equals(entry, session)) return entry;
      slot = (slot + 1) & mask;
    }
  }

  /** Appends `key` where the last `find` missed. The caller has checked `count < capacity`. */
  insert(session: number, order: number, generation: number): number {
    const entry = this.#registers[COUNT]!;
    const entries = this.#entries;
    const key = this.key;
    this.#registers[COUNT] = entry + 1;
    const at = entry * ENTRY_WORDS;
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) entries[at + i] = key[i]!;
    entries[at + SESSION] = session;
    entries[at + ORDER] = order;
    entries[at + GENERATION] = generation;
    this.#table[this.#slot << 1] = entry + 1;
    this.#table[(this.#slot << 1) + 1] = this.#hash;
    return entry;
  }

  order(entry: number): number {
    return this.#entries[entry * ENTRY_WORDS + ORDER]!;
  }

  generation(entry: number): number {
    return this.#entries[entry * ENTRY_WORDS + GENERATION]!;
  }

  word(entry: number, index: number): number {
    return this.#entries[entry * ENTRY_WORDS + index]!;
  }

  /** Forgets the identifiers of ended orders. `keep` tells which entries belong to open ones, and hears where they went. */
  roll(keep: (entry: number) => boolean, moved: (from: number, to: number) => void): void {
    const count = this.#registers[COUNT]!;
    // Untouched memory stays untouched: it may be hundreds of megabytes that no order has used.
    if (count === 0) return;
    this.#table.fill(0);
    this.#registers[COUNT] = 0;
    for (let entry = 0; entry < count; entry++) {
      if (!keep(entry)) continue;
      const at = entry * ENTRY_WORDS;
      for (let i = 0; i < CL_ORD_ID_WORDS; i++) this.key[i] = this.#entries[at + i]!;
      const session = this.#entries[at + SESSION]!;
      const order = this.#entries[at + ORDER]!;
      const generation = this.#entries[at + GENERATION]!;
      this.find(session);
      moved(entry, this.insert(session, order, generation));
    }
    this.#entries.fill(0, this.#registers[COUNT]! * ENTRY_WORDS, count * ENTRY_WORDS);
  }

  #equals(entry: number, session: number): boolean {
    const entries = this.#entries;
    const key = this.key;
    const at = entry * ENTRY_WORDS;
    if (entries[at + SESSION] !== session) return false;
    for (let i = 0; i < CL_ORD_ID_WORDS; i++) if (entries[at + i] !== key[i]) return false;
    return true;
  }

  /**
   * Multiply and rotate over the words (the mixing step of MurmurHash3, A. Appleby), finished so that low bits spread.
   * The low bits of the last character are left out of the mixing and become the hash's own.
   */
  #hashKey(session: number): number {
    const key = this.key;
    let hash = Math.imul(session + 1, 0x9e3779b1 | 0);
    let word = key[0]!;
    let neighbour = 0;
    for (let i = 1; word !== 0; i++) {
      const next = i < CL_ORD_ID_WORDS ? key[i]! : 0;
      if (next === 0) {
        const lastCharacter = (31 - Math.clz32(word)) & ~7;
        neighbour = (word >>> lastCharacter) & NEIGHBOURS;
        word ^= neighbour << lastCharacter;
      }
      hash = Math.imul(hash ^ Math.imul(word, 0xcc9e2d51 | 0), 0x1b873593);
      hash ^= hash >>> 15;
      word = next;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b | 0);
    return ((hash ^ (hash >>> 13)) & ~NEIGHBOURS) | neighbour;
  }
}
