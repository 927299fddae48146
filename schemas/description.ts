/** What a struct holds, for those who print, export or compare records without knowing each type. Cold path only. */
import type { Views } from '../src/ring/memory.ts';

/** `bytes` is text padded with zeros, or a hash; its reader knows which. */
export type FieldKind = 'f64' | 'i32' | 'u16' | 'u8' | 'bytes' | 'struct';

export interface FieldDescription {
  /** As the accessors call it. */
  readonly name: string;
  readonly kind: FieldKind;
  /** From the start of the struct. */
  readonly byteOffset: number;
  /** Elements of an array, bytes of `bytes`; 1 for a single value. */
  readonly count: number;
  /** From one element to the next. */
  readonly strideBytes: number;
  /** True for a fixed array, also one of a single element. */
  readonly isArray: boolean;
  readonly struct?: StructDescription;
}

export interface StructDescription {
  readonly name: string;
  readonly byteLength: number;
  readonly fields: readonly FieldDescription[];
}

export type FieldValue = number | string | FieldValue[] | { [name: string]: FieldValue };

/** Every field by name. Padding (`reserved...`) is left out; bytes that are no printable text come as hexadecimal. */
export function readStruct(
  description: StructDescription,
  views: Views,
  byteOffset: number,
): { [name: string]: FieldValue } {
  const values: { [name: string]: FieldValue } = {};
  for (const field of description.fields) {
    if (field.name.startsWith('reserved')) continue;
    values[field.name] = readField(field, views, byteOffset + field.byteOffset);
  }
  return values;
}

function readField(field: FieldDescription, views: Views, at: number): FieldValue {
  if (field.kind === 'bytes') return readBytes(views, at, field.count);
  if (!field.isArray) return readElement(field, views, at);
  return Array.from({ length: field.count }, (_, index) => readElement(field, views, at + index * field.strideBytes));
}

function readElement(field: FieldDescription, views: Views, at: number): FieldValue {
  switch (field.kind) {
    case 'f64':
      return views.f64[at >> 3]!;
    case 'i32':
      return views.i32[at >> 2]!;
    case 'u16':
      return views.u16[at >> 1]!;
    case 'struct':
      return readStruct(field.struct!, views, at);
    default:
      return views.u8[at]!;
  }
}

function readBytes(views: Views, at: number, count: number): string {
  const bytes = Array.from(views.u8.subarray(at, at + count));
  const end = bytes.indexOf(0);
  const content = end < 0 ? bytes : bytes.slice(0, end);
  const isText =
    content.every((code) => code >= 32 && code < 127) && bytes.slice(content.length).every((code) => code === 0);
  return isText ? String.fromCharCode(...content) : Buffer.from(bytes).toString('hex');
}
