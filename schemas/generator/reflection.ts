/**
 * Reads a compiled schema (.bfbs), which is itself a FlatBuffer.
 *
 * The slots below are those of the format's own schema of schemas; they are part of its stable binary form, which is why
 * they can stand here as numbers.
 */
import { ByteBuffer, SIZEOF_INT } from 'flatbuffers';

const SCHEMA_OBJECTS = 4;
const SCHEMA_ENUMS = 6;
const ENUM = { NAME: 4, VALUES: 6 } as const;
const ENUM_VALUE = { NAME: 4, VALUE: 6 } as const;
const OBJECT = { NAME: 4, FIELDS: 6, IS_STRUCT: 8, BYTE_SIZE: 12 } as const;
const FIELD = { NAME: 4, TYPE: 6, ID: 8, OFFSET: 10 } as const;
const TYPE = { BASE: 4, ELEMENT: 6, INDEX: 8, FIXED_LENGTH: 10 } as const;

export const BaseType = { UBYTE: 4, USHORT: 6, INT: 7, DOUBLE: 12, OBJECT: 15, ARRAY: 17 } as const;

export interface ReflectedField {
  readonly name: string;
  /** BaseType of the field, or of an array's elements. */
  readonly base: number;
  /** 0: not an array. */
  readonly count: number;
  /** The struct that the field or its elements are; undefined for numbers. */
  readonly struct: string | undefined;
  /** Structs: bytes from the start. Tables: the slot in the vtable. */
  readonly offset: number;
  /** Position in the table, from 0. */
  readonly id: number;
}

export interface ReflectedObject {
  /** Without its namespace. */
  readonly name: string;
  readonly isStruct: boolean;
  readonly byteLength: number;
  /** In memory order for structs, by id for tables. */
  readonly fields: readonly ReflectedField[];
}

export interface ReflectedEnum {
  /** Without its namespace. */
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly value: number }[];
}

export function readEnums(bfbs: Uint8Array): ReflectedEnum[] {
  const buffer = new ByteBuffer(bfbs);
  return vector(buffer, buffer.readInt32(0), SCHEMA_ENUMS).map((at) => ({
    name: bareName(text(buffer, at, ENUM.NAME)),
    values: vector(buffer, at, ENUM.VALUES).map((value) => ({
      name: text(buffer, value, ENUM_VALUE.NAME),
      value: scalar(buffer, value, ENUM_VALUE.VALUE, (offset) => Number(buffer.readInt64(offset))),
    })),
  }));
}

export function readSchema(bfbs: Uint8Array): ReflectedObject[] {
  const buffer = new ByteBuffer(bfbs);
  const root = buffer.readInt32(0);
  const objects = vector(buffer, root, SCHEMA_OBJECTS);
  const names = objects.map((at) => bareName(text(buffer, at, OBJECT.NAME)));
  return objects.map((at, index) => readObject(buffer, at, names[index]!, names));
}

function readObject(buffer: ByteBuffer, at: number, name: string, names: readonly string[]): ReflectedObject {
  const isStruct = scalar(buffer, at, OBJECT.IS_STRUCT, (offset) => buffer.readInt8(offset)) !== 0;
  const fields = vector(buffer, at, OBJECT.FIELDS).map((field) => readField(buffer, field, names));
  fields.sort((a, b) => (isStruct ? a.offset - b.offset : a.id - b.id));
  const byteLength = scalar(buffer, at, OBJECT.BYTE_SIZE, (offset) => buffer.readInt32(offset));
  return { name, isStruct, byteLength, fields };
}

function readField(buffer: ByteBuffer, at: number, names: readonly string[]): ReflectedField {
  const typeAt = buffer.__indirect(at + buffer.__offset(at, FIELD.TYPE));
  const base = scalar(buffer, typeAt, TYPE.BASE, (offset) => buffer.readInt8(offset));
  const element = scalar(buffer, typeAt, TYPE.ELEMENT, (offset) => buffer.readInt8(offset));
  // The index of "no object" is -1 and is stored, 0 is the default and is not.
  const index = scalar(buffer, typeAt, TYPE.INDEX, (offset) => buffer.readInt32(offset), -1);
  const isArray = base === BaseType.ARRAY;
  const elementBase = isArray ? element : base;
  return {
    name: text(buffer, at, FIELD.NAME),
    base: elementBase,
    count: isArray ? scalar(buffer, typeAt, TYPE.FIXED_LENGTH, (offset) => buffer.readUint16(offset)) : 0,
    struct: elementBase === BaseType.OBJECT ? names[index] : undefined,
    offset: scalar(buffer, at, FIELD.OFFSET, (offset) => buffer.readUint16(offset)),
    id: scalar(buffer, at, FIELD.ID, (offset) => buffer.readUint16(offset)),
  };
}

function scalar(buffer: ByteBuffer, table: number, slot: number, read: (at: number) => number, absent = 0): number {
  const offset = buffer.__offset(table, slot);
  return offset === 0 ? absent : read(table + offset);
}

function text(buffer: ByteBuffer, table: number, slot: number): string {
  return buffer.__string(table + buffer.__offset(table, slot)) as string;
}

function vector(buffer: ByteBuffer, table: number, slot: number): number[] {
  const offset = buffer.__offset(table, slot);
  if (offset === 0) return [];
  const start = buffer.__vector(table + offset);
  const length = buffer.__vector_len(table + offset);
  return Array.from({ length }, (_, index) => buffer.__indirect(start + index * SIZEOF_INT));
}

function bareName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
