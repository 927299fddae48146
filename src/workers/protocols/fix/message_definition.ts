/** The dictionary's text compiled into tables that the scanner indexes by tag. */
import { DATA_PAIRS, FieldType, HEADER, MESSAGES, TAGS_BY_TYPE, TRAILER, VALUES } from './dictionary.ts';
import { Tag } from './tag.ts';

/** The highest tag of FIX 4.4. Tags beyond are user-defined from 5000 on, and unknown between. */
export const MAX_TAG = 956;
export const FIRST_USER_TAG = 5000;
/** Tables have a slot a tag, and a last one for the only user-defined tag that is read. */
export const STRATEGY_SLOT = 1023;
export const SLOTS = 1024;

/** Unknown and user-defined tags have no slot (-1). */
export function slotOf(tag: number): number {
  if (tag <= MAX_TAG) return tag;
  return tag === Tag.STRATEGY ? STRATEGY_SLOT : -1;
}

export interface MessageDefinition {
  readonly type: string;
  /** 1 where the body may have the tag outside groups. */
  readonly allowed: Uint8Array;
  readonly required: readonly number[];
}

export interface GroupDefinition {
  readonly countTag: number;
  /** Position of a member in the order of the specification, from 1; 0: not a member. The delimiter is 1. */
  readonly order: Uint8Array;
}

export const FIELD_TYPE: Uint8Array = fieldTypes();
/** The DATA tag that follows a LENGTH tag, by the latter; 0: none. */
export const DATA_TAG_AFTER: Uint16Array = dataTags();
/** Values that a tag may have, as a set of the 96 printable characters, three words a tag. */
const VALUE_SETS: Int32Array = valueSets();
export const HAS_VALUES: Uint8Array = Uint8Array.from({ length: SLOTS }, (_, tag) =>
  VALUES.some(([listed]) => listed === tag) ? 1 : 0,
);
export const GROUPS: ReadonlyArray<GroupDefinition | undefined> = allGroups();
export const IN_HEADER: Uint8Array = define('header', HEADER).allowed;
export const IN_TRAILER: Uint8Array = define('trailer', TRAILER).allowed;
export const REQUIRED_IN_HEADER: readonly number[] = define('header', HEADER).required;
/** By the byte of MsgType. */
export const DEFINITIONS: ReadonlyArray<MessageDefinition | undefined> = Array.from({ length: 256 }, (_, byte) => {
  const type = String.fromCharCode(byte);
  const text = MESSAGES[type];
  return text === undefined ? undefined : define(type, text);
});

export function isValueOf(tag: number, byte: number): boolean {
  const index = byte - 0x20;
  return index >= 0 && index < 96 && (VALUE_SETS[tag * 3 + (index >> 5)]! & (1 << (index & 31))) !== 0;
}

function define(type: string, text: string): MessageDefinition {
  const allowed = new Uint8Array(SLOTS);
  const required: number[] = [];
  const tokens = text.split(/\s+/);
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    const tag = Number(token.replace(/[*(]/g, ''));
    allowed[slotOf(tag)] = 1;
    if (token.startsWith('*')) required.push(tag);
    if (token.endsWith('(')) i = endOfGroup(tokens, i);
  }
  return { type, allowed, required };
}

function endOfGroup(tokens: readonly string[], open: number): number {
  let depth = 1;
  let i = open;
  while (depth > 0) {
    i++;
    if (tokens[i]!.endsWith('(')) depth++;
    else if (tokens[i] === ')') depth--;
  }
  return i;
}

/** A group has the same members wherever it occurs, so one table serves all messages. */
function allGroups(): Array<GroupDefinition | undefined> {
  const groups = new Array<GroupDefinition | undefined>(SLOTS).fill(undefined);
  for (const text of [HEADER, ...Object.values(MESSAGES)]) {
    const tokens = text.split(/\s+/);
    tokens.forEach((token, i) => {
      if (token.endsWith('(')) groups[Number.parseInt(token, 10)] ??= defineGroup(tokens, i);
    });
  }
  return groups;
}

function defineGroup(tokens: readonly string[], open: number): GroupDefinition {
  const order = new Uint8Array(SLOTS);
  const end = endOfGroup(tokens, open);
  let position = 0;
  for (let i = open + 1; i < end; i++) {
    order[Number.parseInt(tokens[i]!, 10)] = ++position;
    if (tokens[i]!.endsWith('(')) i = endOfGroup(tokens, i);
  }
  return { countTag: Number.parseInt(tokens[open]!, 10), order };
}

function fieldTypes(): Uint8Array {
  const types = new Uint8Array(SLOTS).fill(FieldType.STRING);
  for (const [type, tags] of TAGS_BY_TYPE) {
    for (const tag of tags.split(' ')) types[slotOf(Number(tag))] = type;
  }
  return types;
}

function dataTags(): Uint16Array {
  const tags = new Uint16Array(SLOTS);
  for (const [length, data] of DATA_PAIRS) tags[length] = data;
  return tags;
}

function valueSets(): Int32Array {
  const sets = new Int32Array(SLOTS * 3);
  for (const [tag, values] of VALUES) {
    for (const value of values) {
      const index = value.charCodeAt(0) - 0x20;
      sets[tag * 3 + (index >> 5)]! |= 1 << (index & 31);
    }
  }
  return sets;
}
