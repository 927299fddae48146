/** Records as plain objects with names for codes, and those as one line of text. */

import type { FieldValue, StructDescription } from '../../../schemas/description.ts';
import { readStruct } from '../../../schemas/description.ts';
import { RecordHeader } from '../../../schemas/generated/engine.ts';
import { allocateRegion, type Views } from '../../ring/memory.ts';
import { MAX_RECORD_BYTES } from '../../workers/durability/log/log_layout.ts';
import { RecordType } from '../../workers/model/record_type.ts';
import { bodyOf, codeName, sourceName, typeName } from './record_names.ts';

export type Fields = { readonly [name: string]: FieldValue };

export interface JournalRecord {
  readonly sequence: number;
  readonly type: string;
  readonly source: string;
  readonly sourceSequence: number;
  /** Nanoseconds since the base time of the trading day, and the same as a date. */
  readonly timeNs: number;
  readonly at: string;
  readonly body: Fields;
}

/** Fields in which 0 is somebody's number, so that it is printed. */
const INDEXES = new Set([
  'instrument',
  'account',
  'strategy',
  'venue',
  'order',
  'leg',
  'session',
  'primaryVenue',
  'stage',
]);
/** Arrays of which only so many elements are content. */
const COUNTS: Readonly<Record<string, string>> = {
  fragments: 'fragmentCount',
  backups: 'backupCount',
  instructions: 'instructionCount',
  followUpTypes: 'followUpCount',
  followUpNumbers: 'followUpCount',
};

export class RecordDecoder {
  /** Symbols by instrument, as the stream has set them. */
  readonly symbols = new Map<number, string>();
  baseTimeMs = 0;
  readonly #header = new RecordHeader();
  readonly #scratch = allocateRegion(MAX_RECORD_BYTES);

  decode(views: Views, at: number): JournalRecord {
    const header = this.#header.wrap(views, at);
    const { sequence, sourceSequence, time: timeNs, type } = header;
    const body = this.#body(type, views, at + RecordHeader.BYTES, header.length - RecordHeader.BYTES);
    this.#learn(type, body);
    return {
      sequence,
      type: typeName(type),
      source: sourceName(header.source),
      sourceSequence,
      timeNs,
      at: dateText(this.baseTimeMs, timeNs),
      body,
    };
  }

  symbolOf(instrument: number): string {
    return this.symbols.get(instrument) ?? String(instrument);
  }

  /** A record may hold less than its struct: what is missing is zero. */
  #body(type: number, views: Views, at: number, length: number): Fields {
    const description = bodyOf(type);
    if (description === undefined) return {};
    const { u8 } = this.#scratch;
    u8.fill(0, 0, description.byteLength);
    u8.set(views.u8.subarray(at, at + Math.min(length, description.byteLength)));
    return readStruct(description, this.#scratch, 0);
  }

  #learn(type: number, body: Fields): void {
    if (type === RecordType.SET_INSTRUMENT) this.symbols.set(body.instrument as number, body.symbol as string);
    if (type === RecordType.DAY_ROLL) this.baseTimeMs = body.baseTimeMs as number;
  }

  /** For JSON: codes by name, arrays as long as they are. */
  named(record: JournalRecord): JournalRecord {
    const type = RecordType[record.type as keyof typeof RecordType];
    const description = type === undefined ? undefined : bodyOf(type);
    return description === undefined ? record : { ...record, body: this.#named(description, record.body) };
  }

  #named(description: StructDescription, body: Fields): Fields {
    const named: { [name: string]: FieldValue } = {};
    for (const { name, struct } of description.fields) {
      const value = body[name];
      if (value === undefined) continue;
      named[name] = this.#value(description.name, name, value, struct, body);
    }
    return named;
  }

  #value(
    structName: string,
    name: string,
    value: FieldValue,
    struct: StructDescription | undefined,
    body: Fields,
  ): FieldValue {
    if (Array.isArray(value)) {
      const content = value.slice(0, (body[COUNTS[name] ?? ''] as number | undefined) ?? value.length);
      return struct === undefined ? content : content.map((element) => this.#named(struct, element as Fields));
    }
    if (typeof value !== 'number') return value;
    const symbol = name === 'instrument' && structName !== 'SetInstrument' ? this.symbols.get(value) : undefined;
    return symbol ?? codeName(structName, name, value) ?? value;
  }
}

/** `name=value`, without what is empty. */
export function fieldsText(fields: Fields): string {
  return Object.entries(fields)
    .filter(([name, value]) => !isEmptyValue(name, value))
    .map(([name, value]) => `${name}=${valueText(value)}`)
    .join(' ');
}

function isEmptyValue(name: string, value: FieldValue): boolean {
  if (value === '' || value === 'NONE' || name === 'length') return true;
  if (Array.isArray(value)) return value.length === 0;
  return value === 0 && !INDEXES.has(name);
}

function valueText(value: FieldValue): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  return typeof value === 'object' ? `{${fieldsText(value)}}` : String(value);
}

/** UTC, to the nanosecond. */
function dateText(baseTimeMs: number, timeNs: number): string {
  const ms = Math.floor(timeNs / 1e6);
  const rest = String(timeNs - ms * 1e6).padStart(6, '0');
  return `${new Date(baseTimeMs + ms).toISOString().slice(0, -1)}${rest}Z`;
}
