/** Writes what this side needs of the feed ring: its structs, its codes, and the checksum by which both sides know one layout. */
import { createHash } from 'node:crypto';
import { writeClasses } from './flyweight.ts';
import type { ReflectedEnum, ReflectedObject } from './reflection.ts';

export interface FeedRingSchema {
  readonly structs: readonly ReflectedObject[];
  readonly enums: readonly ReflectedEnum[];
  /** Of engine.fbs: what a record in the ring is made of. */
  readonly records: readonly ReflectedObject[];
}

export function writeFeedRing({ structs, enums, records }: FeedRingSchema): string {
  const constants = [
    '/** Checksum of the layout of the records. */',
    `export const FEED_RING_LAYOUT = ${layoutChecksum(records)};`,
    ...enums.flatMap(({ name, values }) => [
      '',
      `export const ${name} = {`,
      ...values.map((entry) => `  ${entry.name}: ${entry.value},`),
      '} as const;',
      `export type ${name} = (typeof ${name})[keyof typeof ${name}];`,
    ]),
  ];
  return [...writeClasses('feed_ring.fbs', structs, constants), ''].join('\n');
}

/** 31 bits: a whole positive number wherever it is read. */
export function layoutChecksum(records: readonly ReflectedObject[]): number {
  const layout = records
    .map(({ name, byteLength, fields }) => {
      const places = fields.map((field) => `${field.name}:${field.base}[${field.count}]@${field.offset}`);
      return `${name}(${byteLength}) ${places.join(' ')}`;
    })
    .sort()
    .join('\n');
  return createHash('sha256').update(layout).digest().readUInt32LE() >>> 1;
}
