/**
 * Writes the hot-path accessors: one class a struct, which reads and writes typed arrays at the struct's offsets.
 *
 * A flyweight has only the views that its struct needs, each initialised with a view of nothing: its fields then have one
 * type for life, and the compiler checks no more than the array's bounds. Offsets into views are computed once in `wrap`.
 *
 * `wrap` puts one over any views. `over` makes one for good (`Fixed`): where such an object is a constant to the compiler, its
 * views are too, addresses and lengths with them. The mask then bounds every index below the view's end, so that neither an
 * overflow nor a bound is left to check. A class of its own, because one store to a field anywhere makes it a variable everywhere.
 */
import { BaseType, type ReflectedField, type ReflectedObject } from './reflection.ts';

interface Kind {
  readonly view: 'f64' | 'i32' | 'u16' | 'u8';
  readonly at: 'at8' | 'at4' | 'at2' | 'at1';
  readonly mask: 'mask8' | 'mask4' | 'mask2' | 'mask1';
  readonly bytes: number;
}

const KINDS: Readonly<Record<number, Kind>> = {
  [BaseType.DOUBLE]: { view: 'f64', at: 'at8', mask: 'mask8', bytes: 8 },
  [BaseType.INT]: { view: 'i32', at: 'at4', mask: 'mask4', bytes: 4 },
  [BaseType.USHORT]: { view: 'u16', at: 'at2', mask: 'mask2', bytes: 2 },
  [BaseType.UBYTE]: { view: 'u8', at: 'at1', mask: 'mask1', bytes: 1 },
};
const WORD = KINDS[BaseType.INT]!;
const VIEW_TYPES = { f64: 'Float64Array', i32: 'Int32Array', u16: 'Uint16Array', u8: 'Uint8Array' } as const;
const ELEMENT_SHIFTS = { f64: 3, i32: 2, u16: 1, u8: 0 } as const;

export function writeFlyweights(objects: readonly ReflectedObject[], schemaHash: string): string {
  const structs = dependenciesFirst(objects.filter((object) => object.isStruct));
  return [
    ...writeClasses('engine.fbs', structs, [
      '/** SHA-256 of engine.bfbs: which layouts these are. */',
      `export const SCHEMA_HASH = '${schemaHash}';`,
    ]),
    '',
    'export const STRUCTS: readonly StructDescription[] = [',
    ...structs.map((struct) => `  ${struct.name}.FIELDS,`),
    '];',
    '',
  ].join('\n');
}

/** The lines of a file with a class a struct, `constants` in front of them. A struct stands behind those that it contains. */
export function writeClasses(
  schema: string,
  structs: readonly ReflectedObject[],
  constants: readonly string[],
): string[] {
  const byName = new Map(structs.map((struct) => [struct.name, struct]));
  return [
    `// Written by schemas/generate.ts from the compiled schema. Do not edit: change schemas/${schema}, then \`npm run generate\`.`,
    "import type { Views } from '../../src/ring/memory.ts';",
    "import type { StructDescription } from '../description.ts';",
    '',
    ...constants,
    '',
    'const NO_BYTES = new SharedArrayBuffer(0);',
    'const NOTHING: Views = {',
    ...Object.entries(VIEW_TYPES).map(([view, type]) => `  ${view}: new ${type}(NO_BYTES),`),
    '};',
    '/** Every byte offset that there is. */',
    'const ANYWHERE = 0x7fffffff;',
    '',
    'function checkedMask(views: Views, mask: number, byteLength: number): number {',
    '  if (mask === ANYWHERE || ((mask & (mask + 1)) === 0 && mask + byteLength <= views.u8.length)) return mask;',
    "  throw new RangeError('a mask of ' + mask + ' with ' + byteLength + ' bytes behind it leaves ' + views.u8.length + ' bytes');",
    '}',
    ...structs.map((struct) => `\n${writeClass(struct, byName)}`),
  ];
}

function writeClass(struct: ReflectedObject, byName: ReadonlyMap<string, ReflectedObject>): string {
  if (struct.byteLength % 8 !== 0) throw new Error(`${struct.name} has ${struct.byteLength} bytes, no multiple of 8`);
  const members = struct.fields.map((field) => writeMembers(struct, field, byName));
  return [
    `export class ${struct.name} {`,
    `  static readonly NAME = '${struct.name}';`,
    `  static readonly BYTES = ${struct.byteLength};`,
    ...members.flatMap((member) => member.constants),
    ...writeDescription(struct),
    '',
    ...writeWrap(struct, viewsOf(struct, byName)),
    '',
    ...members.flatMap((member) => member.accessors),
    '}',
    '',
    `class Fixed${struct.name} extends ${struct.name} {}`,
  ].join('\n');
}

/** The views a struct needs; words for byte arrays, and for clearing at least one of the wide ones. */
function viewsOf(struct: ReflectedObject, byName: ReadonlyMap<string, ReflectedObject>): Kind[] {
  const used = new Set<Kind>();
  for (const field of struct.fields) {
    if (field.struct !== undefined) for (const kind of viewsOf(byName.get(field.struct)!, byName)) used.add(kind);
    else used.add(isText(field) ? WORD : kindOf(struct, field));
  }
  if (!used.has(KINDS[BaseType.DOUBLE]!)) used.add(WORD);
  return Object.values(KINDS)
    .filter((kind) => used.has(kind))
    .sort((a, b) => b.bytes - a.bytes);
}

function writeWrap(struct: ReflectedObject, kinds: readonly Kind[]): string[] {
  const widest = kinds[0]!;
  const elements = struct.byteLength / widest.bytes;
  return [
    ...kinds.map((k) => `  declare ${k.view}: ${VIEW_TYPES[k.view]}<SharedArrayBuffer>;`),
    ...kinds.map((k) => `  declare ${k.at}: number;`),
    ...kinds.map((k) => `  declare protected readonly ${k.mask}: number;`),
    '',
    '  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {',
    ...kinds.map((k) => `    this.${k.view} = views.${k.view};`),
    ...kinds.map((k) => `    this.${k.at} = 0;`),
    ...kinds.map((k) => `    this.${k.mask} = ${shifted('mask', ELEMENT_SHIFTS[k.view])};`),
    '  }',
    '',
    '  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */',
    `  static over(views: Views, mask: number = ANYWHERE): ${struct.name} {`,
    `    return new Fixed${struct.name}(views, checkedMask(views, mask, ${struct.byteLength}));`,
    '  }',
    '',
    '  wrap(views: Views, byteOffset: number): this {',
    ...kinds.map((k) => `    this.${k.view} = views.${k.view};`),
    ...kinds.map((k) => `    this.${k.at} = ${shifted('byteOffset', ELEMENT_SHIFTS[k.view])};`),
    '    return this;',
    '  }',
    '',
    '  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */',
    '  move(byteOffset: number): this {',
    ...kinds.map((k) => `    this.${k.at} = ${shifted('byteOffset', ELEMENT_SHIFTS[k.view])};`),
    '    return this;',
    '  }',
    '',
    '  clear(): void {',
    `    const { ${widest.view} } = this;`,
    `    const at = ${place(widest)};`,
    ...Array.from({ length: elements }, (_, i) => `    ${widest.view}[at${plus(i)}] = 0;`),
    '  }',
  ];
}

interface Members {
  readonly constants: string[];
  readonly accessors: string[];
}

function writeMembers(
  struct: ReflectedObject,
  field: ReflectedField,
  byName: ReadonlyMap<string, ReflectedObject>,
): Members {
  const name = camelCase(field.name);
  const constant = field.name.toUpperCase();
  if (isText(field)) {
    if (field.offset % 4 !== 0 || field.count % 4 !== 0)
      throw new Error(`${struct.name}.${field.name} is not in words`);
    const constants = [
      `  static readonly ${constant}_AT = ${field.offset};`,
      `  static readonly ${constant}_BYTES = ${field.count};`,
      `  static readonly ${constant}_WORDS = ${field.count / 4};`,
    ];
    const accessors = [
      ...writeIndexed(`${name}Word`, WORD, field.offset, WORD.bytes),
      ...writeTextCopy(name, field.offset / 4, field.count / 4),
    ];
    return { constants, accessors };
  }
  if (field.struct !== undefined) return writeNested(name, constant, field, byName.get(field.struct)!);
  const kind = kindOf(struct, field);
  if (field.count === 0) return { constants: [], accessors: writeScalar(name, kind, field.offset) };
  const constants = [`  static readonly ${constant}_COUNT = ${field.count};`];
  return { constants, accessors: writeIndexed(name, kind, field.offset, kind.bytes) };
}

/** Word by word through two flyweights, each word would find both views anew. */
function writeTextCopy(name: string, offsetWords: number, words: number): string[] {
  return [
    `  /** Where the text starts, in words of \`i32\`. */`,
    `  get ${name}At(): number {`,
    `    return ${place(WORD)}${plus(offsetWords)};`,
    '  }',
    `  copy${name[0]!.toUpperCase()}${name.slice(1)}(source: Int32Array, from: number): void {`,
    '    const { i32 } = this;',
    `    const to = ${place(WORD)}${plus(offsetWords)};`,
    ...Array.from({ length: words }, (_, i) => `    i32[to${plus(i)}] = source[from${plus(i)}]!;`),
    '  }',
  ];
}

function writeNested(name: string, constant: string, field: ReflectedField, nested: ReflectedObject): Members {
  if (field.count === 0) throw new Error(`${name}: a single nested struct has no accessors yet`);
  const constants = [
    `  static readonly ${constant}_AT = ${field.offset};`,
    `  static readonly ${constant}_COUNT = ${field.count};`,
    `  static readonly ${constant}_STRIDE = ${nested.byteLength};`,
  ];
  const accessors = nested.fields.flatMap((inner) => {
    if (inner.count !== 0) throw new Error(`${nested.name}.${inner.name}: an array within an array of structs`);
    const innerName = name + pascalCase(inner.name);
    return writeIndexed(innerName, kindOf(nested, inner), field.offset + inner.offset, nested.byteLength);
  });
  return { constants, accessors };
}

function writeScalar(name: string, kind: Kind, byteOffset: number): string[] {
  const element = `this.${kind.view}[${place(kind)}${plus(byteOffset / kind.bytes)}]`;
  return [
    `  get ${name}(): number {`,
    `    return ${element}!;`,
    '  }',
    `  set ${name}(value: number) {`,
    `    ${element} = value;`,
    '  }',
  ];
}

function writeIndexed(name: string, kind: Kind, byteOffset: number, strideBytes: number): string[] {
  const stride = strideBytes / kind.bytes;
  if (!Number.isInteger(stride)) throw new Error(`${name}: a stride of ${strideBytes} bytes over ${kind.view}`);
  const index = stride === 1 ? 'i' : `i * ${stride}`;
  const element = `this.${kind.view}[${place(kind)}${plus(byteOffset / kind.bytes)} + ${index}]`;
  return [
    `  ${name}(i: number): number {`,
    `    return ${element}!;`,
    '  }',
    `  set${name[0]!.toUpperCase()}${name.slice(1)}(i: number, value: number): void {`,
    `    ${element} = value;`,
    '  }',
  ];
}

function writeDescription(struct: ReflectedObject): string[] {
  const rows = struct.fields.map((field) => {
    const kind = field.struct !== undefined ? 'struct' : isText(field) ? 'bytes' : kindOf(struct, field).view;
    const stride = field.struct !== undefined ? `${field.struct}.BYTES` : KINDS[field.base]!.bytes;
    const nested = field.struct !== undefined ? `, struct: ${field.struct}.FIELDS` : '';
    return (
      `      { name: '${camelCase(field.name)}', kind: '${kind}', byteOffset: ${field.offset}, ` +
      `count: ${Math.max(field.count, 1)}, strideBytes: ${stride}, isArray: ${field.count > 0}${nested} },`
    );
  });
  return [
    '  static readonly FIELDS: StructDescription = {',
    `    name: '${struct.name}',`,
    `    byteLength: ${struct.byteLength},`,
    '    fields: [',
    ...rows,
    '    ],',
    '  };',
  ];
}

/** The compiled schema is sorted by name; a description names those it contains, which must stand before it. */
function dependenciesFirst(structs: readonly ReflectedObject[]): ReflectedObject[] {
  const contained = new Set(structs.flatMap((struct) => struct.fields.map((field) => field.struct)));
  return [
    ...structs.filter((struct) => contained.has(struct.name)),
    ...structs.filter((struct) => !contained.has(struct.name)),
  ];
}

function kindOf(struct: ReflectedObject, field: ReflectedField): Kind {
  const kind = KINDS[field.base];
  if (kind === undefined) throw new Error(`${struct.name}.${field.name}: type ${field.base} is not used in records`);
  return kind;
}

function isText(field: ReflectedField): boolean {
  return field.base === BaseType.UBYTE && field.count > 0;
}

function plus(elements: number): string {
  if (!Number.isInteger(elements)) throw new Error(`offset ${elements} is not aligned to its type`);
  return elements === 0 ? '' : ` + ${elements}`;
}

/** Where the struct starts, in elements; see the head of this file for the mask. */
function place(kind: Kind): string {
  return `(this.${kind.at} & this.${kind.mask})`;
}

function shifted(name: string, bits: number): string {
  return bits === 0 ? name : `${name} >>> ${bits}`;
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
