/**
 * The hot path's accessors and the flatbuffers package see the same records: for every struct, over random bytes, each field
 * read by one and by the other, and each field written by one read by the other.
 */
import * as fc from 'fast-check';
import { ByteBuffer } from 'flatbuffers';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion, type Region } from '../src/ring/memory.ts';
import { type FieldDescription, readStruct, type StructDescription } from './description.ts';
import { differences, generate } from './generate.ts';
import * as engine from './generated/engine.ts';

type Accessor = (...args: unknown[]) => unknown;
type Reader = Record<string, Accessor>;
type Flyweight = Record<string, unknown> & { wrap(region: Region, at: number): Flyweight; clear(): void };

const RUNS = process.env.SLUICE_LONG ? 10_000 : 60;
/** Away from the start, so that an accessor that forgets where it was wrapped is found out. */
const AT = 136;

function kebabCase(name: string): string {
  return name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
}

function snakeCase(name: string): string {
  return name.replace(/([A-Z])/g, (letter) => `_${letter.toLowerCase()}`);
}

function capitalised(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}

async function openBoth(struct: StructDescription): Promise<{ region: Region; flyweight: Flyweight; reader: Reader }> {
  const region = allocateRegion(4_096);
  const Flyweight = (engine as unknown as Record<string, new () => Flyweight>)[struct.name]!;
  const module = await import(new URL(`./generated/flatc/sluice/${kebabCase(struct.name)}.js`, import.meta.url).href);
  const reader = new module[struct.name]().__init(AT, new ByteBuffer(region.u8));
  return { region, flyweight: new Flyweight().wrap(region, AT), reader };
}

/** Bytes in which every double is finite: a NaN need not keep its bits on the way through a register. */
function structBytes(struct: StructDescription): fc.Arbitrary<Uint8Array> {
  const length = struct.byteLength;
  return fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => withoutNaN(bytes, struct, 0));
}

function withoutNaN(bytes: Uint8Array, struct: StructDescription, at: number): Uint8Array {
  for (const field of struct.fields) {
    for (let i = 0; i < field.count; i++) {
      const start = at + field.byteOffset + i * field.strideBytes;
      if (field.kind === 'struct') withoutNaN(bytes, field.struct!, start);
      // The exponent's top bits: with one of them clear, it is neither infinite nor NaN.
      if (field.kind === 'f64') bytes[start + 7]! &= 0xbf;
    }
  }
  return bytes;
}

/** Reads and writes one element, whichever kind of accessor the field has. */
interface Element {
  readonly label: string;
  readonly expected: unknown;
  get(): unknown;
  set(value: number): void;
}

function elementsOf(field: FieldDescription, flyweight: Flyweight, reader: Reader): Element[] {
  const { name, count } = field;
  const indices = Array.from({ length: field.kind === 'bytes' ? count / 4 : count }, (_, i) => i);
  const method = (key: string): Accessor => (flyweight[key] as Accessor).bind(flyweight);
  if (field.kind === 'struct') {
    return indices.flatMap((i) =>
      field.struct!.fields.map((inner) => ({
        label: `${name}[${i}].${inner.name}`,
        expected: ((reader[name]!(i) as Reader)[inner.name] as Accessor)(),
        get: () => method(name + capitalised(inner.name))(i),
        set: (value) => method(`set${capitalised(name)}${capitalised(inner.name)}`)(i, value),
      })),
    );
  }
  if (field.kind === 'bytes') {
    const byte = (i: number): number => reader[name]!(i) as number;
    return indices.map((i) => ({
      label: `${name} word ${i}`,
      expected: byte(4 * i) | (byte(4 * i + 1) << 8) | (byte(4 * i + 2) << 16) | (byte(4 * i + 3) << 24),
      get: () => method(`${name}Word`)(i),
      set: (value) => method(`set${capitalised(name)}Word`)(i, value),
    }));
  }
  if (field.isArray) {
    return indices.map((i) => ({
      label: `${name}[${i}]`,
      expected: reader[name]!(i),
      get: () => method(name)(i),
      set: (value) => method(`set${capitalised(name)}`)(i, value),
    }));
  }
  return [
    {
      label: name,
      expected: reader[name]!(),
      get: () => flyweight[name],
      set: (value) => {
        flyweight[name] = value;
      },
    },
  ];
}

for (const struct of engine.STRUCTS) {
  test(`${struct.name}: both read the same bytes, and writing every field gives the bytes back`, async () => {
    const { region, flyweight, reader } = await openBoth(struct);
    fc.assert(
      fc.property(structBytes(struct), (bytes) => {
        region.u8.set(bytes, AT);
        const elements = struct.fields.flatMap((field) => elementsOf(field, flyweight, reader));
        for (const { label, expected, get } of elements) {
          assert.ok(Object.is(get(), expected), `${struct.name}.${label}: ${get()} is not ${expected}`);
        }
        region.u8.fill(0xa5, AT, AT + struct.byteLength);
        flyweight.clear();
        assert.ok(region.u8.subarray(AT, AT + struct.byteLength).every((byte) => byte === 0));
        for (const { expected, set } of elements) set(expected as number);
        assert.equal(Uint8Array.from(region.u8.subarray(AT, AT + struct.byteLength)), bytes);
        assert.ok(
          region.u8.subarray(0, AT).every((byte) => byte === 0),
          'wrote before its start',
        );
        assert.ok(
          region.u8.subarray(AT + struct.byteLength).every((byte) => byte === 0),
          'wrote past its end',
        );
      }),
      { numRuns: RUNS },
    );
  });

  test(`${struct.name}: what the flatbuffers package writes, the flyweight reads`, async () => {
    const { region, flyweight, reader } = await openBoth(struct);
    fc.assert(
      fc.property(structBytes(struct), structBytes(struct), (before, after) => {
        region.u8.set(after, AT);
        const scalars = struct.fields.filter((field) => !field.isArray);
        const values = scalars.map((field) => reader[field.name]!() as number);
        region.u8.set(before, AT);
        for (const [i, field] of scalars.entries()) reader[`mutate_${snakeCase(field.name)}`]!(values[i]);
        for (const [i, field] of scalars.entries()) assert.ok(Object.is(flyweight[field.name], values[i]), field.name);
      }),
      { numRuns: RUNS },
    );
  });
}

test('a struct is read by name for printing, text as text, padding left out', () => {
  const region = allocateRegion(256);
  const order = new engine.NewOrder().wrap(region, 64);
  order.quantityLots = 12;
  order.side = 1;
  Buffer.from('ABC-1').forEach((byte, i) => {
    region.u8[64 + engine.NewOrder.CL_ORD_ID_AT + i] = byte;
  });
  const values = readStruct(engine.NewOrder.FIELDS, region, 64);
  assert.is(values.clOrdId, 'ABC-1');
  assert.is(values.quantityLots, 12);
  assert.is(values.side, 1);
  assert.not.ok('reserved' in values);
});

test('the committed generated code is what the schemas give', async () => {
  assert.equal(differences(await generate()), []);
});

test.run();
