/**
 * Orders of one session that belong together: they came with the same ClOrdLinkID and a contingency. When one of them trades,
 * the others are cancelled; who is left, the group's list tells. Or some are held until the one that triggers them has ended:
 * its members have roles then, and the group a phase.
 *
 * A group is found by session and identifier through a chained hash table; its members are linked through rows of their own,
 * because few orders have any. A group ends with its last member.
 */

import { NewAdvancedOrder } from '../../../../schemas/generated/engine.ts';
import { groupsOf } from '../../model/linked.ts';
import type { EngineState } from '../engine_state.ts';
import * as linkPhases from './link_phases.ts';
import { makeLinkRoles } from './link_roles.ts';
import { makeLinkUpdates } from './link_updates.ts';
import { makeLinkWindows } from './link_windows.ts';

const ID_WORDS = NewAdvancedOrder.CL_ORD_LINK_ID_WORDS;
const { LinkRole, makeLinkPhases } = linkPhases;
export const NO_GROUP = -1;
/** A step looks at all of a group's members: they are so few that it stays one. */
export const MOST_MEMBERS = 32;
/** The same for every capacity: a snapshot is loaded into an engine that has more. */
const BUCKETS = 4_096;

// Words of a group; of those that name something, plus one, so that 0 is none.
const SESSION = 0;
const FIRST = 1;
const MEMBERS = 2;
const GENERATION = 3;
const NEXT = 4;
const BEFORE = 5;
const ID = 6;
const GROUP_WORDS = 16;

// Words of an order's row, likewise.
const OF_GROUP = 0;
const PREVIOUS = 1;
const FOLLOWING = 2;
const ROLE = 3;
const ROW_WORDS = 4;

// Words of an order that has ended: its group plus one and that one's generation, and its role.
const LAST_GENERATION = 1;
const LAST_ROLE = 2;
const LAST_WORDS = 3;

// Registers.
const GROUPS_USED = 0;
const FREE = 1;
const ROWS_USED = 2;

export type LinkGroups = ReturnType<typeof makeLinkGroups>;

export function makeLinkGroups(state: EngineState, orders: number) {
  const capacity = groupsOf(orders);
  const registers = state.laterI32('links.registers', 3);
  const groups = state.laterI32('links.groups', capacity * GROUP_WORDS, () => registers[GROUPS_USED]! * GROUP_WORDS);
  const heads = state.laterI32('links.buckets', BUCKETS);
  const rows = state.laterI32('links.rows', orders * ROW_WORDS, () => registers[ROWS_USED]! * ROW_WORDS);

  const lastOf = state.laterI32('links.last', orders * LAST_WORDS, () => registers[ROWS_USED]! * LAST_WORDS);
  const phases = makeLinkPhases(state, capacity, () => registers[GROUPS_USED]!);
  const updates = makeLinkUpdates(state, orders, () => registers[ROWS_USED]!);
  const windows = makeLinkWindows(state, capacity, () => registers[GROUPS_USED]!);

  /** The group that the identifier at `at` names for the session now, or NO_GROUP. */
  function find(session: number, words: Int32Array, at: number): number {
    const bucket = bucketOf(session, words, at);
    for (let group = heads[bucket]! - 1; group >= 0; group = groups[group * GROUP_WORDS + NEXT]! - 1) {
      if (isNamed(group, session, words, at)) return group;
    }
    return NO_GROUP;
  }

  /** The group that the identifier at `at` names for the session, made where there is none; NO_GROUP: no room for one. */
  function groupNamed(session: number, words: Int32Array, at: number): number {
    const known = find(session, words, at);
    if (known !== NO_GROUP) return known;
    const group = take();
    if (group === NO_GROUP) return NO_GROUP;
    const bucket = bucketOf(session, words, at);
    const row = group * GROUP_WORDS;
    groups[row + SESSION] = session;
    for (let i = 0; i < ID_WORDS; i++) groups[row + ID + i] = words[at + i]!;
    const next = heads[bucket]!;
    groups[row + NEXT] = next;
    groups[row + BEFORE] = 0;
    if (next !== 0) groups[(next - 1) * GROUP_WORDS + BEFORE] = group + 1;
    heads[bucket] = group + 1;
    return group;
  }

  /** Whether `groupNamed` would find room. */
  function hasRoom(session: number, words: Int32Array, at: number): boolean {
    if (registers[FREE] !== 0 || registers[GROUPS_USED]! < capacity) return true;
    return find(session, words, at) !== NO_GROUP;
  }

  function join(order: number, group: number, role: number = LinkRole.MEMBER): void {
    if (order >= registers[ROWS_USED]!) registers[ROWS_USED] = order + 1;
    const row = group * GROUP_WORDS;
    const first = groups[row + FIRST]!;
    rows[order * ROW_WORDS + OF_GROUP] = group + 1;
    rows[order * ROW_WORDS + ROLE] = role;
    phases.joined(group, role);
    rows[order * ROW_WORDS + PREVIOUS] = 0;
    rows[order * ROW_WORDS + FOLLOWING] = first;
    if (first !== 0) rows[(first - 1) * ROW_WORDS + PREVIOUS] = order + 1;
    groups[row + FIRST] = order + 1;
    groups[row + MEMBERS] = groups[row + MEMBERS]! + 1;
  }

  /** The order's group, or NO_GROUP. */
  function groupOf(order: number): number {
    return order < registers[ROWS_USED]! ? rows[order * ROW_WORDS + OF_GROUP]! - 1 : NO_GROUP;
  }

  /** Of a member. */
  function roleOf(order: number): number {
    return rows[order * ROW_WORDS + ROLE]!;
  }

  /** A member is held no longer. */
  function released(order: number): void {
    const role = roleOf(order);
    const isExit = role === LinkRole.HELD_EXIT;
    rows[order * ROW_WORDS + ROLE] = isExit
      ? LinkRole.EXIT
      : role === LinkRole.HELD_UPDATER
        ? LinkRole.UPDATING_EXIT
        : LinkRole.RELEASED;
  }

  /** Whether anybody but the order itself is in its group. */
  function hasOthers(group: number): boolean {
    return groups[group * GROUP_WORDS + MEMBERS]! > 1;
  }

  function members(group: number): number {
    return groups[group * GROUP_WORDS + MEMBERS]!;
  }

  function generation(group: number): number {
    return groups[group * GROUP_WORDS + GENERATION]!;
  }

  /** Whether group and generation name one that has members still. */
  function isCurrent(group: number, generationThen: number): boolean {
    if (!(group >= 0 && group < registers[GROUPS_USED]!)) return false;
    return groups[group * GROUP_WORDS + MEMBERS]! > 0 && generation(group) === generationThen;
  }

  /** The group's newest member, and who comes after one; -1: nobody. */
  function first(group: number): number {
    return groups[group * GROUP_WORDS + FIRST]! - 1;
  }

  function next(order: number): number {
    return rows[order * ROW_WORDS + FOLLOWING]! - 1;
  }

  /** The order left the pool. */
  function leave(order: number): void {
    const group = groupOf(order);
    if (group === NO_GROUP) return;
    const at = order * ROW_WORDS;
    const previous = rows[at + PREVIOUS]!;
    const following = rows[at + FOLLOWING]!;
    if (previous === 0) groups[group * GROUP_WORDS + FIRST] = following;
    else rows[(previous - 1) * ROW_WORDS + FOLLOWING] = following;
    if (following !== 0) rows[(following - 1) * ROW_WORDS + PREVIOUS] = previous;
    lastOf[order * LAST_WORDS] = group + 1;
    lastOf[order * LAST_WORDS + LAST_GENERATION] = generation(group);
    lastOf[order * LAST_WORDS + LAST_ROLE] = roleOf(order);
    rows[at + OF_GROUP] = 0;
    rows[at + PREVIOUS] = 0;
    rows[at + FOLLOWING] = 0;
    rows[at + ROLE] = LinkRole.MEMBER;
    const left = groups[group * GROUP_WORDS + MEMBERS]! - 1;
    groups[group * GROUP_WORDS + MEMBERS] = left;
    if (left === 0) give(group);
  }

  function take(): number {
    const free = registers[FREE]! - 1;
    if (free >= 0) {
      registers[FREE] = groups[free * GROUP_WORDS + NEXT]!;
      return free;
    }
    const fresh = registers[GROUPS_USED]!;
    if (fresh === capacity) return NO_GROUP;
    registers[GROUPS_USED] = fresh + 1;
    return fresh;
  }

  /** Out of its bucket, and free under its next generation. */
  function give(group: number): void {
    const row = group * GROUP_WORDS;
    const before = groups[row + BEFORE]!;
    const next = groups[row + NEXT]!;
    if (before === 0) heads[bucketOf(groups[row + SESSION]!, groups, row + ID)] = next;
    else groups[(before - 1) * GROUP_WORDS + NEXT] = next;
    if (next !== 0) groups[(next - 1) * GROUP_WORDS + BEFORE] = before;
    phases.clear(group);
    groups[row + GENERATION] = (groups[row + GENERATION]! + 1) | 0;
    groups[row + NEXT] = registers[FREE]!;
    registers[FREE] = group + 1;
  }

  function isNamed(group: number, session: number, words: Int32Array, at: number): boolean {
    const row = group * GROUP_WORDS;
    if (groups[row + SESSION] !== session) return false;
    for (let i = 0; i < ID_WORDS; i++) if (groups[row + ID + i] !== words[at + i]) return false;
    return true;
  }

  /** Of an order that was linked and has ended: its group, if that has members still, or NO_GROUP. */
  function groupOfEnded(order: number): number {
    const group = lastOf[order * LAST_WORDS]! - 1;
    return isCurrent(group, lastOf[order * LAST_WORDS + LAST_GENERATION]!) ? group : NO_GROUP;
  }

  function roleOfEnded(order: number): number {
    return lastOf[order * LAST_WORDS + LAST_ROLE]!;
  }

  return {
    ...phases,
    ...updates,
    ...makeLinkRoles({ first, next, groupOf, roleOf }, phases, updates),
    capacity,
    windows,
    find,
    groupNamed,
    hasRoom,
    join,
    groupOf,
    roleOf,
    groupOfEnded,
    roleOfEnded,
    released,
    members,
    hasOthers,
    generation,
    isCurrent,
    first,
    next,
    leave,
  };
}

/** FNV-1a over words. */
function bucketOf(session: number, words: Int32Array, at: number): number {
  let hash = Math.imul(0x811c9dc5 ^ session, 0x01000193);
  for (let i = 0; i < ID_WORDS; i++) hash = Math.imul(hash ^ words[at + i]!, 0x01000193);
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
}
