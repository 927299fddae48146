/**
 * Writes sluice_feed.h, which is all that a feed handler in C needs: structs whose every offset the compiler checks, the ring's
 * constants, and the functions of feed_writer.h behind them.
 */
import {
  CONSUMER_POSITION_BYTE,
  MAX_RUN_WORDS,
  PRODUCER_POSITION_BYTE,
  SPSC_HEADER_BYTES,
  WORD_BYTES,
} from '../../src/ring/spsc_layout.ts';
import { type FeedRingSchema, layoutChecksum } from './feed_ring.ts';
import { BaseType, type ReflectedEnum, type ReflectedField, type ReflectedObject } from './reflection.ts';

const TYPES: Readonly<Record<number, string>> = {
  [BaseType.DOUBLE]: 'double',
  [BaseType.INT]: 'int32_t',
  [BaseType.USHORT]: 'uint16_t',
  [BaseType.UBYTE]: 'uint8_t',
};

/** Words that both sides look at while they change. */
const ATOMIC = /^(reader|writer)_/;

export function writeFeedHeader({ structs, enums, records }: FeedRingSchema, functions: string): string {
  const constants = {
    LAYOUT: layoutChecksum(records),
    QUOTE_TYPE: 40,
    QUOTE_VERSION: 1,
    RECORD_BYTES: records.reduce((sum, { byteLength }) => sum + byteLength, 0),
    WORD_BYTES,
    PRODUCER_POSITION_BYTE,
    CONSUMER_POSITION_BYTE,
    POSITIONS_BYTES: SPSC_HEADER_BYTES,
    MAX_RUN_WORDS,
  };
  return [
    '/* Written by schemas/generate.ts. Do not edit: change schemas/feed_ring.fbs or schemas/feed_writer.h, then `npm run generate`. */',
    '#ifndef SLUICE_FEED_H',
    '#define SLUICE_FEED_H',
    '',
    '#include <assert.h>',
    '#include <stdatomic.h>',
    '#include <stddef.h>',
    '#include <stdint.h>',
    '',
    ...Object.entries(constants).map(([name, value]) => `#define SLUICE_FEED_${name} ${value}`),
    ...enums.flatMap(writeEnum),
    ...records.flatMap((struct) => writeStruct(struct, false)),
    ...structs.flatMap((struct) => writeStruct(struct, struct.name === 'FeedRingHeader')),
    '',
    functions.trimEnd(),
    '',
    '#endif',
    '',
  ].join('\n');
}

function writeEnum({ name, values }: ReflectedEnum): string[] {
  const prefix = `SLUICE_${snakeCase(name).toUpperCase()}`;
  const lines = values.map((entry) => `  ${prefix}_${entry.name} = ${entry.value},`);
  return ['', `enum sluice_${snakeCase(name)} {`, ...lines, '};'];
}

function writeStruct(struct: ReflectedObject, isShared: boolean): string[] {
  const name = `struct sluice_${snakeCase(struct.name)}`;
  const checks = struct.fields.map(
    (field) => `static_assert(offsetof(${name}, ${field.name}) == ${field.offset}, "${struct.name}.${field.name}");`,
  );
  return [
    '',
    `${name} {`,
    ...struct.fields.map((field) => `  ${writeField(field, isShared)};`),
    '};',
    `static_assert(sizeof(${name}) == ${struct.byteLength}, "${struct.name}");`,
    ...checks,
  ];
}

function writeField({ name, base, count }: ReflectedField, isShared: boolean): string {
  if (base === BaseType.UBYTE && count > 0) return `char ${name}[${count}]`;
  const type = TYPES[base];
  if (type === undefined || count > 0) throw new Error(`${name}: type ${base} has no place in a C header yet`);
  return `${isShared && ATOMIC.test(name) ? `_Atomic ${type}` : type} ${name}`;
}

function snakeCase(name: string): string {
  return name.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
}
