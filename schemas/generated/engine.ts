// Written by schemas/generate.ts from the compiled schema. Do not edit: change schemas/engine.fbs, then `npm run generate`.
import type { Views } from '../../src/ring/memory.ts';
import type { StructDescription } from '../description.ts';

/** SHA-256 of engine.bfbs: which layouts these are. */
export const SCHEMA_HASH = '256150be81b6ab2a2f8eca0c818e742e3a8dac8417f4078429e9688bf5a1c454';

const NO_BYTES = new SharedArrayBuffer(0);
const NOTHING: Views = {
  f64: new Float64Array(NO_BYTES),
  i32: new Int32Array(NO_BYTES),
  u16: new Uint16Array(NO_BYTES),
  u8: new Uint8Array(NO_BYTES),
};
/** Every byte offset that there is. */
const ANYWHERE = 0x7fffffff;

function checkedMask(views: Views, mask: number, byteLength: number): number {
  if (mask === ANYWHERE || ((mask & (mask + 1)) === 0 && mask + byteLength <= views.u8.length)) return mask;
  throw new RangeError('a mask of ' + mask + ' with ' + byteLength + ' bytes behind it leaves ' + views.u8.length + ' bytes');
}

export class LegInstruction {
  static readonly NAME = 'LegInstruction';
  static readonly BYTES = 48;
  static readonly FIELDS: StructDescription = {
    name: 'LegInstruction',
    byteLength: 48,
    fields: [
      { name: 'kind', kind: 'u8', byteOffset: 0, count: 1, strideBytes: 1, isArray: false },
      { name: 'orderType', kind: 'u8', byteOffset: 1, count: 1, strideBytes: 1, isArray: false },
      { name: 'timeInForce', kind: 'u8', byteOffset: 2, count: 1, strideBytes: 1, isArray: false },
      { name: 'side', kind: 'u8', byteOffset: 3, count: 1, strideBytes: 1, isArray: false },
      { name: 'venue', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'request', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'legRef', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
      { name: 'lots', kind: 'f64', byteOffset: 24, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 32, count: 1, strideBytes: 8, isArray: false },
      { name: 'displayLots', kind: 'f64', byteOffset: 40, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): LegInstruction {
    return new FixedLegInstruction(views, checkedMask(views, mask, 48));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
  }

  get kind(): number {
    return this.u8[(this.at1 & this.mask1)]!;
  }
  set kind(value: number) {
    this.u8[(this.at1 & this.mask1)] = value;
  }
  get orderType(): number {
    return this.u8[(this.at1 & this.mask1) + 1]!;
  }
  set orderType(value: number) {
    this.u8[(this.at1 & this.mask1) + 1] = value;
  }
  get timeInForce(): number {
    return this.u8[(this.at1 & this.mask1) + 2]!;
  }
  set timeInForce(value: number) {
    this.u8[(this.at1 & this.mask1) + 2] = value;
  }
  get side(): number {
    return this.u8[(this.at1 & this.mask1) + 3]!;
  }
  set side(value: number) {
    this.u8[(this.at1 & this.mask1) + 3] = value;
  }
  get venue(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get request(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set request(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get legRef(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set legRef(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
  get lots(): number {
    return this.f64[(this.at8 & this.mask8) + 3]!;
  }
  set lots(value: number) {
    this.f64[(this.at8 & this.mask8) + 3] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 4]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 4] = value;
  }
  get displayLots(): number {
    return this.f64[(this.at8 & this.mask8) + 5]!;
  }
  set displayLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 5] = value;
  }
}

class FixedLegInstruction extends LegInstruction {}

export class RouteFragment {
  static readonly NAME = 'RouteFragment';
  static readonly BYTES = 24;
  static readonly FIELDS: StructDescription = {
    name: 'RouteFragment',
    byteLength: 24,
    fields: [
      { name: 'venue', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'orderType', kind: 'u8', byteOffset: 4, count: 1, strideBytes: 1, isArray: false },
      { name: 'timing', kind: 'u8', byteOffset: 5, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'u16', byteOffset: 6, count: 1, strideBytes: 2, isArray: false },
      { name: 'lots', kind: 'f64', byteOffset: 8, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): RouteFragment {
    return new FixedRouteFragment(views, checkedMask(views, mask, 24));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
  }

  get venue(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get orderType(): number {
    return this.u8[(this.at1 & this.mask1) + 4]!;
  }
  set orderType(value: number) {
    this.u8[(this.at1 & this.mask1) + 4] = value;
  }
  get timing(): number {
    return this.u8[(this.at1 & this.mask1) + 5]!;
  }
  set timing(value: number) {
    this.u8[(this.at1 & this.mask1) + 5] = value;
  }
  get reserved(): number {
    return this.u16[(this.at2 & this.mask2) + 3]!;
  }
  set reserved(value: number) {
    this.u16[(this.at2 & this.mask2) + 3] = value;
  }
  get lots(): number {
    return this.f64[(this.at8 & this.mask8) + 1]!;
  }
  set lots(value: number) {
    this.f64[(this.at8 & this.mask8) + 1] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
}

class FixedRouteFragment extends RouteFragment {}

export class BlockMark {
  static readonly NAME = 'BlockMark';
  static readonly BYTES = 56;
  static readonly CHAIN_AT = 24;
  static readonly CHAIN_BYTES = 32;
  static readonly CHAIN_WORDS = 8;
  static readonly FIELDS: StructDescription = {
    name: 'BlockMark',
    byteLength: 56,
    fields: [
      { name: 'syncedBytes', kind: 'f64', byteOffset: 0, count: 1, strideBytes: 8, isArray: false },
      { name: 'blockBytes', kind: 'f64', byteOffset: 8, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastSequence', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
      { name: 'chain', kind: 'bytes', byteOffset: 24, count: 32, strideBytes: 1, isArray: true },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): BlockMark {
    return new FixedBlockMark(views, checkedMask(views, mask, 56));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
  }

  get syncedBytes(): number {
    return this.f64[(this.at8 & this.mask8)]!;
  }
  set syncedBytes(value: number) {
    this.f64[(this.at8 & this.mask8)] = value;
  }
  get blockBytes(): number {
    return this.f64[(this.at8 & this.mask8) + 1]!;
  }
  set blockBytes(value: number) {
    this.f64[(this.at8 & this.mask8) + 1] = value;
  }
  get lastSequence(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set lastSequence(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
  chainWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 6 + i]!;
  }
  setChainWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 6 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get chainAt(): number {
    return (this.at4 & this.mask4) + 6;
  }
  copyChain(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 6;
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
  }
}

class FixedBlockMark extends BlockMark {}

export class CancelChild {
  static readonly NAME = 'CancelChild';
  static readonly BYTES = 8;
  static readonly FIELDS: StructDescription = {
    name: 'CancelChild',
    byteLength: 8,
    fields: [
      { name: 'order', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'generation', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare i32: Int32Array<SharedArrayBuffer>;
  declare at4: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.i32 = views.i32;
    this.at4 = 0;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): CancelChild {
    return new FixedCancelChild(views, checkedMask(views, mask, 8));
  }

  wrap(views: Views, byteOffset: number): this {
    this.i32 = views.i32;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { i32 } = this;
    const at = (this.at4 & this.mask4);
    i32[at] = 0;
    i32[at + 1] = 0;
  }

  get order(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set order(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get generation(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set generation(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
}

class FixedCancelChild extends CancelChild {}

export class CancelLinked {
  static readonly NAME = 'CancelLinked';
  static readonly BYTES = 16;
  static readonly FIELDS: StructDescription = {
    name: 'CancelLinked',
    byteLength: 16,
    fields: [
      { name: 'group', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'generation', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'order', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'orderGeneration', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare i32: Int32Array<SharedArrayBuffer>;
  declare at4: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.i32 = views.i32;
    this.at4 = 0;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): CancelLinked {
    return new FixedCancelLinked(views, checkedMask(views, mask, 16));
  }

  wrap(views: Views, byteOffset: number): this {
    this.i32 = views.i32;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { i32 } = this;
    const at = (this.at4 & this.mask4);
    i32[at] = 0;
    i32[at + 1] = 0;
    i32[at + 2] = 0;
    i32[at + 3] = 0;
  }

  get group(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set group(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get generation(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set generation(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get order(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set order(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get orderGeneration(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set orderGeneration(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
}

class FixedCancelLinked extends CancelLinked {}

export class CancelOrder {
  static readonly NAME = 'CancelOrder';
  static readonly BYTES = 96;
  static readonly CL_ORD_ID_AT = 0;
  static readonly CL_ORD_ID_BYTES = 40;
  static readonly CL_ORD_ID_WORDS = 10;
  static readonly ORIG_CL_ORD_ID_AT = 40;
  static readonly ORIG_CL_ORD_ID_BYTES = 40;
  static readonly ORIG_CL_ORD_ID_WORDS = 10;
  static readonly FIELDS: StructDescription = {
    name: 'CancelOrder',
    byteLength: 96,
    fields: [
      { name: 'clOrdId', kind: 'bytes', byteOffset: 0, count: 40, strideBytes: 1, isArray: true },
      { name: 'origClOrdId', kind: 'bytes', byteOffset: 40, count: 40, strideBytes: 1, isArray: true },
      { name: 'instrument', kind: 'i32', byteOffset: 80, count: 1, strideBytes: 4, isArray: false },
      { name: 'side', kind: 'u8', byteOffset: 84, count: 1, strideBytes: 1, isArray: false },
      { name: 'flags', kind: 'u8', byteOffset: 85, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'u16', byteOffset: 86, count: 1, strideBytes: 2, isArray: false },
      { name: 'orderId', kind: 'f64', byteOffset: 88, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): CancelOrder {
    return new FixedCancelOrder(views, checkedMask(views, mask, 96));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
    f64[at + 8] = 0;
    f64[at + 9] = 0;
    f64[at + 10] = 0;
    f64[at + 11] = 0;
  }

  clOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get clOrdIdAt(): number {
    return (this.at4 & this.mask4);
  }
  copyClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  origClOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 10 + i]!;
  }
  setOrigClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 10 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get origClOrdIdAt(): number {
    return (this.at4 & this.mask4) + 10;
  }
  copyOrigClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 10;
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 20]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 20] = value;
  }
  get side(): number {
    return this.u8[(this.at1 & this.mask1) + 84]!;
  }
  set side(value: number) {
    this.u8[(this.at1 & this.mask1) + 84] = value;
  }
  get flags(): number {
    return this.u8[(this.at1 & this.mask1) + 85]!;
  }
  set flags(value: number) {
    this.u8[(this.at1 & this.mask1) + 85] = value;
  }
  get reserved(): number {
    return this.u16[(this.at2 & this.mask2) + 43]!;
  }
  set reserved(value: number) {
    this.u16[(this.at2 & this.mask2) + 43] = value;
  }
  get orderId(): number {
    return this.f64[(this.at8 & this.mask8) + 11]!;
  }
  set orderId(value: number) {
    this.f64[(this.at8 & this.mask8) + 11] = value;
  }
}

class FixedCancelOrder extends CancelOrder {}

export class CancelReject {
  static readonly NAME = 'CancelReject';
  static readonly BYTES = 104;
  static readonly CL_ORD_ID_AT = 0;
  static readonly CL_ORD_ID_BYTES = 40;
  static readonly CL_ORD_ID_WORDS = 10;
  static readonly ORIG_CL_ORD_ID_AT = 40;
  static readonly ORIG_CL_ORD_ID_BYTES = 40;
  static readonly ORIG_CL_ORD_ID_WORDS = 10;
  static readonly FIELDS: StructDescription = {
    name: 'CancelReject',
    byteLength: 104,
    fields: [
      { name: 'clOrdId', kind: 'bytes', byteOffset: 0, count: 40, strideBytes: 1, isArray: true },
      { name: 'origClOrdId', kind: 'bytes', byteOffset: 40, count: 40, strideBytes: 1, isArray: true },
      { name: 'status', kind: 'u8', byteOffset: 80, count: 1, strideBytes: 1, isArray: false },
      { name: 'responseTo', kind: 'u8', byteOffset: 81, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'u16', byteOffset: 82, count: 1, strideBytes: 2, isArray: false },
      { name: 'reason', kind: 'i32', byteOffset: 84, count: 1, strideBytes: 4, isArray: false },
      { name: 'account', kind: 'i32', byteOffset: 88, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 92, count: 1, strideBytes: 4, isArray: false },
      { name: 'orderId', kind: 'f64', byteOffset: 96, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): CancelReject {
    return new FixedCancelReject(views, checkedMask(views, mask, 104));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
    f64[at + 8] = 0;
    f64[at + 9] = 0;
    f64[at + 10] = 0;
    f64[at + 11] = 0;
    f64[at + 12] = 0;
  }

  clOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get clOrdIdAt(): number {
    return (this.at4 & this.mask4);
  }
  copyClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  origClOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 10 + i]!;
  }
  setOrigClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 10 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get origClOrdIdAt(): number {
    return (this.at4 & this.mask4) + 10;
  }
  copyOrigClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 10;
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  get status(): number {
    return this.u8[(this.at1 & this.mask1) + 80]!;
  }
  set status(value: number) {
    this.u8[(this.at1 & this.mask1) + 80] = value;
  }
  get responseTo(): number {
    return this.u8[(this.at1 & this.mask1) + 81]!;
  }
  set responseTo(value: number) {
    this.u8[(this.at1 & this.mask1) + 81] = value;
  }
  get reserved(): number {
    return this.u16[(this.at2 & this.mask2) + 41]!;
  }
  set reserved(value: number) {
    this.u16[(this.at2 & this.mask2) + 41] = value;
  }
  get reason(): number {
    return this.i32[(this.at4 & this.mask4) + 21]!;
  }
  set reason(value: number) {
    this.i32[(this.at4 & this.mask4) + 21] = value;
  }
  get account(): number {
    return this.i32[(this.at4 & this.mask4) + 22]!;
  }
  set account(value: number) {
    this.i32[(this.at4 & this.mask4) + 22] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 23]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 23] = value;
  }
  get orderId(): number {
    return this.f64[(this.at8 & this.mask8) + 12]!;
  }
  set orderId(value: number) {
    this.f64[(this.at8 & this.mask8) + 12] = value;
  }
}

class FixedCancelReject extends CancelReject {}

export class ChildOrder {
  static readonly NAME = 'ChildOrder';
  static readonly BYTES = 40;
  static readonly FIELDS: StructDescription = {
    name: 'ChildOrder',
    byteLength: 40,
    fields: [
      { name: 'order', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'generation', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'venue', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'fromLeg', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'orderType', kind: 'u8', byteOffset: 16, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'u8', byteOffset: 17, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved1', kind: 'u16', byteOffset: 18, count: 1, strideBytes: 2, isArray: false },
      { name: 'attempt', kind: 'i32', byteOffset: 20, count: 1, strideBytes: 4, isArray: false },
      { name: 'lots', kind: 'f64', byteOffset: 24, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 32, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): ChildOrder {
    return new FixedChildOrder(views, checkedMask(views, mask, 40));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
  }

  get order(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set order(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get generation(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set generation(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get venue(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get fromLeg(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set fromLeg(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get orderType(): number {
    return this.u8[(this.at1 & this.mask1) + 16]!;
  }
  set orderType(value: number) {
    this.u8[(this.at1 & this.mask1) + 16] = value;
  }
  get reserved(): number {
    return this.u8[(this.at1 & this.mask1) + 17]!;
  }
  set reserved(value: number) {
    this.u8[(this.at1 & this.mask1) + 17] = value;
  }
  get reserved1(): number {
    return this.u16[(this.at2 & this.mask2) + 9]!;
  }
  set reserved1(value: number) {
    this.u16[(this.at2 & this.mask2) + 9] = value;
  }
  get attempt(): number {
    return this.i32[(this.at4 & this.mask4) + 5]!;
  }
  set attempt(value: number) {
    this.i32[(this.at4 & this.mask4) + 5] = value;
  }
  get lots(): number {
    return this.f64[(this.at8 & this.mask8) + 3]!;
  }
  set lots(value: number) {
    this.f64[(this.at8 & this.mask8) + 3] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 4]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 4] = value;
  }
}

class FixedChildOrder extends ChildOrder {}

export class DayRoll {
  static readonly NAME = 'DayRoll';
  static readonly BYTES = 16;
  static readonly FIELDS: StructDescription = {
    name: 'DayRoll',
    byteLength: 16,
    fields: [
      { name: 'baseTimeMs', kind: 'f64', byteOffset: 0, count: 1, strideBytes: 8, isArray: false },
      { name: 'tradingDate', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'reserved', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): DayRoll {
    return new FixedDayRoll(views, checkedMask(views, mask, 16));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
  }

  get baseTimeMs(): number {
    return this.f64[(this.at8 & this.mask8)]!;
  }
  set baseTimeMs(value: number) {
    this.f64[(this.at8 & this.mask8)] = value;
  }
  get tradingDate(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set tradingDate(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get reserved(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set reserved(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
}

class FixedDayRoll extends DayRoll {}

export class EngineStarted {
  static readonly NAME = 'EngineStarted';
  static readonly BYTES = 16;
  static readonly FIELDS: StructDescription = {
    name: 'EngineStarted',
    byteLength: 16,
    fields: [
      { name: 'epoch', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'rules', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'wallTimeMs', kind: 'f64', byteOffset: 8, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): EngineStarted {
    return new FixedEngineStarted(views, checkedMask(views, mask, 16));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
  }

  get epoch(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set epoch(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get rules(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set rules(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get wallTimeMs(): number {
    return this.f64[(this.at8 & this.mask8) + 1]!;
  }
  set wallTimeMs(value: number) {
    this.f64[(this.at8 & this.mask8) + 1] = value;
  }
}

class FixedEngineStarted extends EngineStarted {}

export class EventGap {
  static readonly NAME = 'EventGap';
  static readonly BYTES = 16;
  static readonly FIELDS: StructDescription = {
    name: 'EventGap',
    byteLength: 16,
    fields: [
      { name: 'firstSequence', kind: 'f64', byteOffset: 0, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastSequence', kind: 'f64', byteOffset: 8, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare at8: number;
  declare protected readonly mask8: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.at8 = 0;
    this.mask8 = mask >>> 3;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): EventGap {
    return new FixedEventGap(views, checkedMask(views, mask, 16));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.at8 = byteOffset >>> 3;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
  }

  get firstSequence(): number {
    return this.f64[(this.at8 & this.mask8)]!;
  }
  set firstSequence(value: number) {
    this.f64[(this.at8 & this.mask8)] = value;
  }
  get lastSequence(): number {
    return this.f64[(this.at8 & this.mask8) + 1]!;
  }
  set lastSequence(value: number) {
    this.f64[(this.at8 & this.mask8) + 1] = value;
  }
}

class FixedEventGap extends EventGap {}

export class ExecutionReport {
  static readonly NAME = 'ExecutionReport';
  static readonly BYTES = 208;
  static readonly CL_ORD_ID_AT = 0;
  static readonly CL_ORD_ID_BYTES = 40;
  static readonly CL_ORD_ID_WORDS = 10;
  static readonly ORIG_CL_ORD_ID_AT = 40;
  static readonly ORIG_CL_ORD_ID_BYTES = 40;
  static readonly ORIG_CL_ORD_ID_WORDS = 10;
  static readonly FIELDS: StructDescription = {
    name: 'ExecutionReport',
    byteLength: 208,
    fields: [
      { name: 'clOrdId', kind: 'bytes', byteOffset: 0, count: 40, strideBytes: 1, isArray: true },
      { name: 'origClOrdId', kind: 'bytes', byteOffset: 40, count: 40, strideBytes: 1, isArray: true },
      { name: 'execType', kind: 'u8', byteOffset: 80, count: 1, strideBytes: 1, isArray: false },
      { name: 'status', kind: 'u8', byteOffset: 81, count: 1, strideBytes: 1, isArray: false },
      { name: 'side', kind: 'u8', byteOffset: 82, count: 1, strideBytes: 1, isArray: false },
      { name: 'orderType', kind: 'u8', byteOffset: 83, count: 1, strideBytes: 1, isArray: false },
      { name: 'timeInForce', kind: 'u8', byteOffset: 84, count: 1, strideBytes: 1, isArray: false },
      { name: 'flags', kind: 'u8', byteOffset: 85, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'u16', byteOffset: 86, count: 1, strideBytes: 2, isArray: false },
      { name: 'reason', kind: 'i32', byteOffset: 88, count: 1, strideBytes: 4, isArray: false },
      { name: 'account', kind: 'i32', byteOffset: 92, count: 1, strideBytes: 4, isArray: false },
      { name: 'strategy', kind: 'i32', byteOffset: 96, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 100, count: 1, strideBytes: 4, isArray: false },
      { name: 'venue', kind: 'i32', byteOffset: 104, count: 1, strideBytes: 4, isArray: false },
      { name: 'reserved1', kind: 'i32', byteOffset: 108, count: 1, strideBytes: 4, isArray: false },
      { name: 'orderId', kind: 'f64', byteOffset: 112, count: 1, strideBytes: 8, isArray: false },
      { name: 'executionId', kind: 'f64', byteOffset: 120, count: 1, strideBytes: 8, isArray: false },
      { name: 'quantityLots', kind: 'f64', byteOffset: 128, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 136, count: 1, strideBytes: 8, isArray: false },
      { name: 'filledLots', kind: 'f64', byteOffset: 144, count: 1, strideBytes: 8, isArray: false },
      { name: 'leavesLots', kind: 'f64', byteOffset: 152, count: 1, strideBytes: 8, isArray: false },
      { name: 'filledValue', kind: 'f64', byteOffset: 160, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastLots', kind: 'f64', byteOffset: 168, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastTicks', kind: 'f64', byteOffset: 176, count: 1, strideBytes: 8, isArray: false },
      { name: 'limitValue', kind: 'f64', byteOffset: 184, count: 1, strideBytes: 8, isArray: false },
      { name: 'observedValue', kind: 'f64', byteOffset: 192, count: 1, strideBytes: 8, isArray: false },
      { name: 'requestId', kind: 'f64', byteOffset: 200, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): ExecutionReport {
    return new FixedExecutionReport(views, checkedMask(views, mask, 208));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
    f64[at + 8] = 0;
    f64[at + 9] = 0;
    f64[at + 10] = 0;
    f64[at + 11] = 0;
    f64[at + 12] = 0;
    f64[at + 13] = 0;
    f64[at + 14] = 0;
    f64[at + 15] = 0;
    f64[at + 16] = 0;
    f64[at + 17] = 0;
    f64[at + 18] = 0;
    f64[at + 19] = 0;
    f64[at + 20] = 0;
    f64[at + 21] = 0;
    f64[at + 22] = 0;
    f64[at + 23] = 0;
    f64[at + 24] = 0;
    f64[at + 25] = 0;
  }

  clOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get clOrdIdAt(): number {
    return (this.at4 & this.mask4);
  }
  copyClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  origClOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 10 + i]!;
  }
  setOrigClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 10 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get origClOrdIdAt(): number {
    return (this.at4 & this.mask4) + 10;
  }
  copyOrigClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 10;
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  get execType(): number {
    return this.u8[(this.at1 & this.mask1) + 80]!;
  }
  set execType(value: number) {
    this.u8[(this.at1 & this.mask1) + 80] = value;
  }
  get status(): number {
    return this.u8[(this.at1 & this.mask1) + 81]!;
  }
  set status(value: number) {
    this.u8[(this.at1 & this.mask1) + 81] = value;
  }
  get side(): number {
    return this.u8[(this.at1 & this.mask1) + 82]!;
  }
  set side(value: number) {
    this.u8[(this.at1 & this.mask1) + 82] = value;
  }
  get orderType(): number {
    return this.u8[(this.at1 & this.mask1) + 83]!;
  }
  set orderType(value: number) {
    this.u8[(this.at1 & this.mask1) + 83] = value;
  }
  get timeInForce(): number {
    return this.u8[(this.at1 & this.mask1) + 84]!;
  }
  set timeInForce(value: number) {
    this.u8[(this.at1 & this.mask1) + 84] = value;
  }
  get flags(): number {
    return this.u8[(this.at1 & this.mask1) + 85]!;
  }
  set flags(value: number) {
    this.u8[(this.at1 & this.mask1) + 85] = value;
  }
  get reserved(): number {
    return this.u16[(this.at2 & this.mask2) + 43]!;
  }
  set reserved(value: number) {
    this.u16[(this.at2 & this.mask2) + 43] = value;
  }
  get reason(): number {
    return this.i32[(this.at4 & this.mask4) + 22]!;
  }
  set reason(value: number) {
    this.i32[(this.at4 & this.mask4) + 22] = value;
  }
  get account(): number {
    return this.i32[(this.at4 & this.mask4) + 23]!;
  }
  set account(value: number) {
    this.i32[(this.at4 & this.mask4) + 23] = value;
  }
  get strategy(): number {
    return this.i32[(this.at4 & this.mask4) + 24]!;
  }
  set strategy(value: number) {
    this.i32[(this.at4 & this.mask4) + 24] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 25]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 25] = value;
  }
  get venue(): number {
    return this.i32[(this.at4 & this.mask4) + 26]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4) + 26] = value;
  }
  get reserved1(): number {
    return this.i32[(this.at4 & this.mask4) + 27]!;
  }
  set reserved1(value: number) {
    this.i32[(this.at4 & this.mask4) + 27] = value;
  }
  get orderId(): number {
    return this.f64[(this.at8 & this.mask8) + 14]!;
  }
  set orderId(value: number) {
    this.f64[(this.at8 & this.mask8) + 14] = value;
  }
  get executionId(): number {
    return this.f64[(this.at8 & this.mask8) + 15]!;
  }
  set executionId(value: number) {
    this.f64[(this.at8 & this.mask8) + 15] = value;
  }
  get quantityLots(): number {
    return this.f64[(this.at8 & this.mask8) + 16]!;
  }
  set quantityLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 16] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 17]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 17] = value;
  }
  get filledLots(): number {
    return this.f64[(this.at8 & this.mask8) + 18]!;
  }
  set filledLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 18] = value;
  }
  get leavesLots(): number {
    return this.f64[(this.at8 & this.mask8) + 19]!;
  }
  set leavesLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 19] = value;
  }
  get filledValue(): number {
    return this.f64[(this.at8 & this.mask8) + 20]!;
  }
  set filledValue(value: number) {
    this.f64[(this.at8 & this.mask8) + 20] = value;
  }
  get lastLots(): number {
    return this.f64[(this.at8 & this.mask8) + 21]!;
  }
  set lastLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 21] = value;
  }
  get lastTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 22]!;
  }
  set lastTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 22] = value;
  }
  get limitValue(): number {
    return this.f64[(this.at8 & this.mask8) + 23]!;
  }
  set limitValue(value: number) {
    this.f64[(this.at8 & this.mask8) + 23] = value;
  }
  get observedValue(): number {
    return this.f64[(this.at8 & this.mask8) + 24]!;
  }
  set observedValue(value: number) {
    this.f64[(this.at8 & this.mask8) + 24] = value;
  }
  get requestId(): number {
    return this.f64[(this.at8 & this.mask8) + 25]!;
  }
  set requestId(value: number) {
    this.f64[(this.at8 & this.mask8) + 25] = value;
  }
}

class FixedExecutionReport extends ExecutionReport {}

export class ExpireOrder {
  static readonly NAME = 'ExpireOrder';
  static readonly BYTES = 8;
  static readonly FIELDS: StructDescription = {
    name: 'ExpireOrder',
    byteLength: 8,
    fields: [
      { name: 'order', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'generation', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare i32: Int32Array<SharedArrayBuffer>;
  declare at4: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.i32 = views.i32;
    this.at4 = 0;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): ExpireOrder {
    return new FixedExpireOrder(views, checkedMask(views, mask, 8));
  }

  wrap(views: Views, byteOffset: number): this {
    this.i32 = views.i32;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { i32 } = this;
    const at = (this.at4 & this.mask4);
    i32[at] = 0;
    i32[at + 1] = 0;
  }

  get order(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set order(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get generation(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set generation(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
}

class FixedExpireOrder extends ExpireOrder {}

export class FeedStatus {
  static readonly NAME = 'FeedStatus';
  static readonly BYTES = 16;
  static readonly FIELDS: StructDescription = {
    name: 'FeedStatus',
    byteLength: 16,
    fields: [
      { name: 'venue', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'state', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'reserved', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare i32: Int32Array<SharedArrayBuffer>;
  declare at4: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.i32 = views.i32;
    this.at4 = 0;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): FeedStatus {
    return new FixedFeedStatus(views, checkedMask(views, mask, 16));
  }

  wrap(views: Views, byteOffset: number): this {
    this.i32 = views.i32;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { i32 } = this;
    const at = (this.at4 & this.mask4);
    i32[at] = 0;
    i32[at + 1] = 0;
    i32[at + 2] = 0;
    i32[at + 3] = 0;
  }

  get venue(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get state(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set state(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get reserved(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set reserved(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
}

class FixedFeedStatus extends FeedStatus {}

export class FrontSection {
  static readonly NAME = 'FrontSection';
  static readonly BYTES = 288;
  static readonly CL_ORD_ID_AT = 160;
  static readonly CL_ORD_ID_BYTES = 40;
  static readonly CL_ORD_ID_WORDS = 10;
  static readonly ORIG_CL_ORD_ID_AT = 200;
  static readonly ORIG_CL_ORD_ID_BYTES = 40;
  static readonly ORIG_CL_ORD_ID_WORDS = 10;
  static readonly LOST_CL_ORD_ID_AT = 240;
  static readonly LOST_CL_ORD_ID_BYTES = 40;
  static readonly LOST_CL_ORD_ID_WORDS = 10;
  static readonly FIELDS: StructDescription = {
    name: 'FrontSection',
    byteLength: 288,
    fields: [
      { name: 'length', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'event', kind: 'u8', byteOffset: 4, count: 1, strideBytes: 1, isArray: false },
      { name: 'verdict', kind: 'u8', byteOffset: 5, count: 1, strideBytes: 1, isArray: false },
      { name: 'status', kind: 'u8', byteOffset: 6, count: 1, strideBytes: 1, isArray: false },
      { name: 'statusBefore', kind: 'u8', byteOffset: 7, count: 1, strideBytes: 1, isArray: false },
      { name: 'reason', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'session', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'order', kind: 'i32', byteOffset: 16, count: 1, strideBytes: 4, isArray: false },
      { name: 'generation', kind: 'i32', byteOffset: 20, count: 1, strideBytes: 4, isArray: false },
      { name: 'leg', kind: 'i32', byteOffset: 24, count: 1, strideBytes: 4, isArray: false },
      { name: 'account', kind: 'i32', byteOffset: 28, count: 1, strideBytes: 4, isArray: false },
      { name: 'strategy', kind: 'i32', byteOffset: 32, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 36, count: 1, strideBytes: 4, isArray: false },
      { name: 'side', kind: 'u8', byteOffset: 40, count: 1, strideBytes: 1, isArray: false },
      { name: 'orderType', kind: 'u8', byteOffset: 41, count: 1, strideBytes: 1, isArray: false },
      { name: 'timeInForce', kind: 'u8', byteOffset: 42, count: 1, strideBytes: 1, isArray: false },
      { name: 'flags', kind: 'u8', byteOffset: 43, count: 1, strideBytes: 1, isArray: false },
      { name: 'sweep', kind: 'i32', byteOffset: 44, count: 1, strideBytes: 4, isArray: false },
      { name: 'orderId', kind: 'f64', byteOffset: 48, count: 1, strideBytes: 8, isArray: false },
      { name: 'quantityLots', kind: 'f64', byteOffset: 56, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 64, count: 1, strideBytes: 8, isArray: false },
      { name: 'filledLots', kind: 'f64', byteOffset: 72, count: 1, strideBytes: 8, isArray: false },
      { name: 'leavesLots', kind: 'f64', byteOffset: 80, count: 1, strideBytes: 8, isArray: false },
      { name: 'filledValue', kind: 'f64', byteOffset: 88, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastLots', kind: 'f64', byteOffset: 96, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastTicks', kind: 'f64', byteOffset: 104, count: 1, strideBytes: 8, isArray: false },
      { name: 'limitValue', kind: 'f64', byteOffset: 112, count: 1, strideBytes: 8, isArray: false },
      { name: 'observedValue', kind: 'f64', byteOffset: 120, count: 1, strideBytes: 8, isArray: false },
      { name: 'riskScore', kind: 'f64', byteOffset: 128, count: 1, strideBytes: 8, isArray: false },
      { name: 'displayLots', kind: 'f64', byteOffset: 136, count: 1, strideBytes: 8, isArray: false },
      { name: 'minLots', kind: 'f64', byteOffset: 144, count: 1, strideBytes: 8, isArray: false },
      { name: 'requestId', kind: 'f64', byteOffset: 152, count: 1, strideBytes: 8, isArray: false },
      { name: 'clOrdId', kind: 'bytes', byteOffset: 160, count: 40, strideBytes: 1, isArray: true },
      { name: 'origClOrdId', kind: 'bytes', byteOffset: 200, count: 40, strideBytes: 1, isArray: true },
      { name: 'lostClOrdId', kind: 'bytes', byteOffset: 240, count: 40, strideBytes: 1, isArray: true },
      { name: 'parent', kind: 'i32', byteOffset: 280, count: 1, strideBytes: 4, isArray: false },
      { name: 'parentGeneration', kind: 'i32', byteOffset: 284, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): FrontSection {
    return new FixedFrontSection(views, checkedMask(views, mask, 288));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
    f64[at + 8] = 0;
    f64[at + 9] = 0;
    f64[at + 10] = 0;
    f64[at + 11] = 0;
    f64[at + 12] = 0;
    f64[at + 13] = 0;
    f64[at + 14] = 0;
    f64[at + 15] = 0;
    f64[at + 16] = 0;
    f64[at + 17] = 0;
    f64[at + 18] = 0;
    f64[at + 19] = 0;
    f64[at + 20] = 0;
    f64[at + 21] = 0;
    f64[at + 22] = 0;
    f64[at + 23] = 0;
    f64[at + 24] = 0;
    f64[at + 25] = 0;
    f64[at + 26] = 0;
    f64[at + 27] = 0;
    f64[at + 28] = 0;
    f64[at + 29] = 0;
    f64[at + 30] = 0;
    f64[at + 31] = 0;
    f64[at + 32] = 0;
    f64[at + 33] = 0;
    f64[at + 34] = 0;
    f64[at + 35] = 0;
  }

  get length(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set length(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get event(): number {
    return this.u8[(this.at1 & this.mask1) + 4]!;
  }
  set event(value: number) {
    this.u8[(this.at1 & this.mask1) + 4] = value;
  }
  get verdict(): number {
    return this.u8[(this.at1 & this.mask1) + 5]!;
  }
  set verdict(value: number) {
    this.u8[(this.at1 & this.mask1) + 5] = value;
  }
  get status(): number {
    return this.u8[(this.at1 & this.mask1) + 6]!;
  }
  set status(value: number) {
    this.u8[(this.at1 & this.mask1) + 6] = value;
  }
  get statusBefore(): number {
    return this.u8[(this.at1 & this.mask1) + 7]!;
  }
  set statusBefore(value: number) {
    this.u8[(this.at1 & this.mask1) + 7] = value;
  }
  get reason(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set reason(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get session(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set session(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get order(): number {
    return this.i32[(this.at4 & this.mask4) + 4]!;
  }
  set order(value: number) {
    this.i32[(this.at4 & this.mask4) + 4] = value;
  }
  get generation(): number {
    return this.i32[(this.at4 & this.mask4) + 5]!;
  }
  set generation(value: number) {
    this.i32[(this.at4 & this.mask4) + 5] = value;
  }
  get leg(): number {
    return this.i32[(this.at4 & this.mask4) + 6]!;
  }
  set leg(value: number) {
    this.i32[(this.at4 & this.mask4) + 6] = value;
  }
  get account(): number {
    return this.i32[(this.at4 & this.mask4) + 7]!;
  }
  set account(value: number) {
    this.i32[(this.at4 & this.mask4) + 7] = value;
  }
  get strategy(): number {
    return this.i32[(this.at4 & this.mask4) + 8]!;
  }
  set strategy(value: number) {
    this.i32[(this.at4 & this.mask4) + 8] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 9]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 9] = value;
  }
  get side(): number {
    return this.u8[(this.at1 & this.mask1) + 40]!;
  }
  set side(value: number) {
    this.u8[(this.at1 & this.mask1) + 40] = value;
  }
  get orderType(): number {
    return this.u8[(this.at1 & this.mask1) + 41]!;
  }
  set orderType(value: number) {
    this.u8[(this.at1 & this.mask1) + 41] = value;
  }
  get timeInForce(): number {
    return this.u8[(this.at1 & this.mask1) + 42]!;
  }
  set timeInForce(value: number) {
    this.u8[(this.at1 & this.mask1) + 42] = value;
  }
  get flags(): number {
    return this.u8[(this.at1 & this.mask1) + 43]!;
  }
  set flags(value: number) {
    this.u8[(this.at1 & this.mask1) + 43] = value;
  }
  get sweep(): number {
    return this.i32[(this.at4 & this.mask4) + 11]!;
  }
  set sweep(value: number) {
    this.i32[(this.at4 & this.mask4) + 11] = value;
  }
  get orderId(): number {
    return this.f64[(this.at8 & this.mask8) + 6]!;
  }
  set orderId(value: number) {
    this.f64[(this.at8 & this.mask8) + 6] = value;
  }
  get quantityLots(): number {
    return this.f64[(this.at8 & this.mask8) + 7]!;
  }
  set quantityLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 7] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 8]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 8] = value;
  }
  get filledLots(): number {
    return this.f64[(this.at8 & this.mask8) + 9]!;
  }
  set filledLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 9] = value;
  }
  get leavesLots(): number {
    return this.f64[(this.at8 & this.mask8) + 10]!;
  }
  set leavesLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 10] = value;
  }
  get filledValue(): number {
    return this.f64[(this.at8 & this.mask8) + 11]!;
  }
  set filledValue(value: number) {
    this.f64[(this.at8 & this.mask8) + 11] = value;
  }
  get lastLots(): number {
    return this.f64[(this.at8 & this.mask8) + 12]!;
  }
  set lastLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 12] = value;
  }
  get lastTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 13]!;
  }
  set lastTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 13] = value;
  }
  get limitValue(): number {
    return this.f64[(this.at8 & this.mask8) + 14]!;
  }
  set limitValue(value: number) {
    this.f64[(this.at8 & this.mask8) + 14] = value;
  }
  get observedValue(): number {
    return this.f64[(this.at8 & this.mask8) + 15]!;
  }
  set observedValue(value: number) {
    this.f64[(this.at8 & this.mask8) + 15] = value;
  }
  get riskScore(): number {
    return this.f64[(this.at8 & this.mask8) + 16]!;
  }
  set riskScore(value: number) {
    this.f64[(this.at8 & this.mask8) + 16] = value;
  }
  get displayLots(): number {
    return this.f64[(this.at8 & this.mask8) + 17]!;
  }
  set displayLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 17] = value;
  }
  get minLots(): number {
    return this.f64[(this.at8 & this.mask8) + 18]!;
  }
  set minLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 18] = value;
  }
  get requestId(): number {
    return this.f64[(this.at8 & this.mask8) + 19]!;
  }
  set requestId(value: number) {
    this.f64[(this.at8 & this.mask8) + 19] = value;
  }
  clOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 40 + i]!;
  }
  setClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 40 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get clOrdIdAt(): number {
    return (this.at4 & this.mask4) + 40;
  }
  copyClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 40;
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  origClOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 50 + i]!;
  }
  setOrigClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 50 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get origClOrdIdAt(): number {
    return (this.at4 & this.mask4) + 50;
  }
  copyOrigClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 50;
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  lostClOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 60 + i]!;
  }
  setLostClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 60 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get lostClOrdIdAt(): number {
    return (this.at4 & this.mask4) + 60;
  }
  copyLostClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 60;
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  get parent(): number {
    return this.i32[(this.at4 & this.mask4) + 70]!;
  }
  set parent(value: number) {
    this.i32[(this.at4 & this.mask4) + 70] = value;
  }
  get parentGeneration(): number {
    return this.i32[(this.at4 & this.mask4) + 71]!;
  }
  set parentGeneration(value: number) {
    this.i32[(this.at4 & this.mask4) + 71] = value;
  }
}

class FixedFrontSection extends FrontSection {}

export class KillSwitch {
  static readonly NAME = 'KillSwitch';
  static readonly BYTES = 16;
  static readonly FIELDS: StructDescription = {
    name: 'KillSwitch',
    byteLength: 16,
    fields: [
      { name: 'engaged', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'scope', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'account', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare i32: Int32Array<SharedArrayBuffer>;
  declare at4: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.i32 = views.i32;
    this.at4 = 0;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): KillSwitch {
    return new FixedKillSwitch(views, checkedMask(views, mask, 16));
  }

  wrap(views: Views, byteOffset: number): this {
    this.i32 = views.i32;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { i32 } = this;
    const at = (this.at4 & this.mask4);
    i32[at] = 0;
    i32[at + 1] = 0;
    i32[at + 2] = 0;
    i32[at + 3] = 0;
  }

  get engaged(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set engaged(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get scope(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set scope(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get account(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set account(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
}

class FixedKillSwitch extends KillSwitch {}

export class LegsSettled {
  static readonly NAME = 'LegsSettled';
  static readonly BYTES = 32;
  static readonly FIELDS: StructDescription = {
    name: 'LegsSettled',
    byteLength: 32,
    fields: [
      { name: 'order', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'generation', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'outcome', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'reason', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'quantityLots', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 24, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): LegsSettled {
    return new FixedLegsSettled(views, checkedMask(views, mask, 32));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
  }

  get order(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set order(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get generation(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set generation(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get outcome(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set outcome(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get reason(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set reason(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get quantityLots(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set quantityLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 3]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 3] = value;
  }
}

class FixedLegsSettled extends LegsSettled {}

export class MassCancel {
  static readonly NAME = 'MassCancel';
  static readonly BYTES = 56;
  static readonly CL_ORD_ID_AT = 0;
  static readonly CL_ORD_ID_BYTES = 40;
  static readonly CL_ORD_ID_WORDS = 10;
  static readonly FIELDS: StructDescription = {
    name: 'MassCancel',
    byteLength: 56,
    fields: [
      { name: 'clOrdId', kind: 'bytes', byteOffset: 0, count: 40, strideBytes: 1, isArray: true },
      { name: 'instrument', kind: 'i32', byteOffset: 40, count: 1, strideBytes: 4, isArray: false },
      { name: 'account', kind: 'i32', byteOffset: 44, count: 1, strideBytes: 4, isArray: false },
      { name: 'side', kind: 'u8', byteOffset: 48, count: 1, strideBytes: 1, isArray: false },
      { name: 'scope', kind: 'u8', byteOffset: 49, count: 1, strideBytes: 1, isArray: false },
      { name: 'ofStrategy', kind: 'u16', byteOffset: 50, count: 1, strideBytes: 2, isArray: false },
      { name: 'ofSession', kind: 'i32', byteOffset: 52, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at4: number;
  declare at2: number;
  declare at1: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at4 = 0;
    this.at2 = 0;
    this.at1 = 0;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): MassCancel {
    return new FixedMassCancel(views, checkedMask(views, mask, 56));
  }

  wrap(views: Views, byteOffset: number): this {
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { i32 } = this;
    const at = (this.at4 & this.mask4);
    i32[at] = 0;
    i32[at + 1] = 0;
    i32[at + 2] = 0;
    i32[at + 3] = 0;
    i32[at + 4] = 0;
    i32[at + 5] = 0;
    i32[at + 6] = 0;
    i32[at + 7] = 0;
    i32[at + 8] = 0;
    i32[at + 9] = 0;
    i32[at + 10] = 0;
    i32[at + 11] = 0;
    i32[at + 12] = 0;
    i32[at + 13] = 0;
  }

  clOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get clOrdIdAt(): number {
    return (this.at4 & this.mask4);
  }
  copyClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 10]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 10] = value;
  }
  get account(): number {
    return this.i32[(this.at4 & this.mask4) + 11]!;
  }
  set account(value: number) {
    this.i32[(this.at4 & this.mask4) + 11] = value;
  }
  get side(): number {
    return this.u8[(this.at1 & this.mask1) + 48]!;
  }
  set side(value: number) {
    this.u8[(this.at1 & this.mask1) + 48] = value;
  }
  get scope(): number {
    return this.u8[(this.at1 & this.mask1) + 49]!;
  }
  set scope(value: number) {
    this.u8[(this.at1 & this.mask1) + 49] = value;
  }
  get ofStrategy(): number {
    return this.u16[(this.at2 & this.mask2) + 25]!;
  }
  set ofStrategy(value: number) {
    this.u16[(this.at2 & this.mask2) + 25] = value;
  }
  get ofSession(): number {
    return this.i32[(this.at4 & this.mask4) + 13]!;
  }
  set ofSession(value: number) {
    this.i32[(this.at4 & this.mask4) + 13] = value;
  }
}

class FixedMassCancel extends MassCancel {}

export class MassCancelReport {
  static readonly NAME = 'MassCancelReport';
  static readonly BYTES = 64;
  static readonly CL_ORD_ID_AT = 0;
  static readonly CL_ORD_ID_BYTES = 40;
  static readonly CL_ORD_ID_WORDS = 10;
  static readonly FIELDS: StructDescription = {
    name: 'MassCancelReport',
    byteLength: 64,
    fields: [
      { name: 'clOrdId', kind: 'bytes', byteOffset: 0, count: 40, strideBytes: 1, isArray: true },
      { name: 'response', kind: 'u8', byteOffset: 40, count: 1, strideBytes: 1, isArray: false },
      { name: 'scope', kind: 'u8', byteOffset: 41, count: 1, strideBytes: 1, isArray: false },
      { name: 'side', kind: 'u8', byteOffset: 42, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'u8', byteOffset: 43, count: 1, strideBytes: 1, isArray: false },
      { name: 'reason', kind: 'i32', byteOffset: 44, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 48, count: 1, strideBytes: 4, isArray: false },
      { name: 'account', kind: 'i32', byteOffset: 52, count: 1, strideBytes: 4, isArray: false },
      { name: 'affected', kind: 'f64', byteOffset: 56, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): MassCancelReport {
    return new FixedMassCancelReport(views, checkedMask(views, mask, 64));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
  }

  clOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get clOrdIdAt(): number {
    return (this.at4 & this.mask4);
  }
  copyClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  get response(): number {
    return this.u8[(this.at1 & this.mask1) + 40]!;
  }
  set response(value: number) {
    this.u8[(this.at1 & this.mask1) + 40] = value;
  }
  get scope(): number {
    return this.u8[(this.at1 & this.mask1) + 41]!;
  }
  set scope(value: number) {
    this.u8[(this.at1 & this.mask1) + 41] = value;
  }
  get side(): number {
    return this.u8[(this.at1 & this.mask1) + 42]!;
  }
  set side(value: number) {
    this.u8[(this.at1 & this.mask1) + 42] = value;
  }
  get reserved(): number {
    return this.u8[(this.at1 & this.mask1) + 43]!;
  }
  set reserved(value: number) {
    this.u8[(this.at1 & this.mask1) + 43] = value;
  }
  get reason(): number {
    return this.i32[(this.at4 & this.mask4) + 11]!;
  }
  set reason(value: number) {
    this.i32[(this.at4 & this.mask4) + 11] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 12]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 12] = value;
  }
  get account(): number {
    return this.i32[(this.at4 & this.mask4) + 13]!;
  }
  set account(value: number) {
    this.i32[(this.at4 & this.mask4) + 13] = value;
  }
  get affected(): number {
    return this.f64[(this.at8 & this.mask8) + 7]!;
  }
  set affected(value: number) {
    this.f64[(this.at8 & this.mask8) + 7] = value;
  }
}

class FixedMassCancelReport extends MassCancelReport {}

export class NewAdvancedOrder {
  static readonly NAME = 'NewAdvancedOrder';
  static readonly BYTES = 240;
  static readonly CL_ORD_ID_AT = 0;
  static readonly CL_ORD_ID_BYTES = 40;
  static readonly CL_ORD_ID_WORDS = 10;
  static readonly CL_ORD_LINK_ID_AT = 200;
  static readonly CL_ORD_LINK_ID_BYTES = 40;
  static readonly CL_ORD_LINK_ID_WORDS = 10;
  static readonly FIELDS: StructDescription = {
    name: 'NewAdvancedOrder',
    byteLength: 240,
    fields: [
      { name: 'clOrdId', kind: 'bytes', byteOffset: 0, count: 40, strideBytes: 1, isArray: true },
      { name: 'account', kind: 'i32', byteOffset: 40, count: 1, strideBytes: 4, isArray: false },
      { name: 'strategy', kind: 'i32', byteOffset: 44, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 48, count: 1, strideBytes: 4, isArray: false },
      { name: 'reserved', kind: 'i32', byteOffset: 52, count: 1, strideBytes: 4, isArray: false },
      { name: 'side', kind: 'u8', byteOffset: 56, count: 1, strideBytes: 1, isArray: false },
      { name: 'orderType', kind: 'u8', byteOffset: 57, count: 1, strideBytes: 1, isArray: false },
      { name: 'timeInForce', kind: 'u8', byteOffset: 58, count: 1, strideBytes: 1, isArray: false },
      { name: 'flags', kind: 'u8', byteOffset: 59, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved1', kind: 'i32', byteOffset: 60, count: 1, strideBytes: 4, isArray: false },
      { name: 'quantityLots', kind: 'f64', byteOffset: 64, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 72, count: 1, strideBytes: 8, isArray: false },
      { name: 'displayLots', kind: 'f64', byteOffset: 80, count: 1, strideBytes: 8, isArray: false },
      { name: 'minLots', kind: 'f64', byteOffset: 88, count: 1, strideBytes: 8, isArray: false },
      { name: 'expireTimeMs', kind: 'f64', byteOffset: 96, count: 1, strideBytes: 8, isArray: false },
      { name: 'trigger', kind: 'u8', byteOffset: 104, count: 1, strideBytes: 1, isArray: false },
      { name: 'peg', kind: 'u8', byteOffset: 105, count: 1, strideBytes: 1, isArray: false },
      { name: 'completion', kind: 'u8', byteOffset: 106, count: 1, strideBytes: 1, isArray: false },
      { name: 'contingency', kind: 'u8', byteOffset: 107, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved2', kind: 'i32', byteOffset: 108, count: 1, strideBytes: 4, isArray: false },
      { name: 'stopTicks', kind: 'f64', byteOffset: 112, count: 1, strideBytes: 8, isArray: false },
      { name: 'pegOffsetTicks', kind: 'f64', byteOffset: 120, count: 1, strideBytes: 8, isArray: false },
      { name: 'startTimeMs', kind: 'f64', byteOffset: 128, count: 1, strideBytes: 8, isArray: false },
      { name: 'endTimeMs', kind: 'f64', byteOffset: 136, count: 1, strideBytes: 8, isArray: false },
      { name: 'intervalMs', kind: 'f64', byteOffset: 144, count: 1, strideBytes: 8, isArray: false },
      { name: 'participationRate', kind: 'f64', byteOffset: 152, count: 1, strideBytes: 8, isArray: false },
      { name: 'variation', kind: 'f64', byteOffset: 160, count: 1, strideBytes: 8, isArray: false },
      { name: 'repriceTicks', kind: 'f64', byteOffset: 168, count: 1, strideBytes: 8, isArray: false },
      { name: 'riskAversion', kind: 'f64', byteOffset: 176, count: 1, strideBytes: 8, isArray: false },
      { name: 'volatility', kind: 'f64', byteOffset: 184, count: 1, strideBytes: 8, isArray: false },
      { name: 'impact', kind: 'f64', byteOffset: 192, count: 1, strideBytes: 8, isArray: false },
      { name: 'clOrdLinkId', kind: 'bytes', byteOffset: 200, count: 40, strideBytes: 1, isArray: true },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): NewAdvancedOrder {
    return new FixedNewAdvancedOrder(views, checkedMask(views, mask, 240));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
    f64[at + 8] = 0;
    f64[at + 9] = 0;
    f64[at + 10] = 0;
    f64[at + 11] = 0;
    f64[at + 12] = 0;
    f64[at + 13] = 0;
    f64[at + 14] = 0;
    f64[at + 15] = 0;
    f64[at + 16] = 0;
    f64[at + 17] = 0;
    f64[at + 18] = 0;
    f64[at + 19] = 0;
    f64[at + 20] = 0;
    f64[at + 21] = 0;
    f64[at + 22] = 0;
    f64[at + 23] = 0;
    f64[at + 24] = 0;
    f64[at + 25] = 0;
    f64[at + 26] = 0;
    f64[at + 27] = 0;
    f64[at + 28] = 0;
    f64[at + 29] = 0;
  }

  clOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get clOrdIdAt(): number {
    return (this.at4 & this.mask4);
  }
  copyClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  get account(): number {
    return this.i32[(this.at4 & this.mask4) + 10]!;
  }
  set account(value: number) {
    this.i32[(this.at4 & this.mask4) + 10] = value;
  }
  get strategy(): number {
    return this.i32[(this.at4 & this.mask4) + 11]!;
  }
  set strategy(value: number) {
    this.i32[(this.at4 & this.mask4) + 11] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 12]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 12] = value;
  }
  get reserved(): number {
    return this.i32[(this.at4 & this.mask4) + 13]!;
  }
  set reserved(value: number) {
    this.i32[(this.at4 & this.mask4) + 13] = value;
  }
  get side(): number {
    return this.u8[(this.at1 & this.mask1) + 56]!;
  }
  set side(value: number) {
    this.u8[(this.at1 & this.mask1) + 56] = value;
  }
  get orderType(): number {
    return this.u8[(this.at1 & this.mask1) + 57]!;
  }
  set orderType(value: number) {
    this.u8[(this.at1 & this.mask1) + 57] = value;
  }
  get timeInForce(): number {
    return this.u8[(this.at1 & this.mask1) + 58]!;
  }
  set timeInForce(value: number) {
    this.u8[(this.at1 & this.mask1) + 58] = value;
  }
  get flags(): number {
    return this.u8[(this.at1 & this.mask1) + 59]!;
  }
  set flags(value: number) {
    this.u8[(this.at1 & this.mask1) + 59] = value;
  }
  get reserved1(): number {
    return this.i32[(this.at4 & this.mask4) + 15]!;
  }
  set reserved1(value: number) {
    this.i32[(this.at4 & this.mask4) + 15] = value;
  }
  get quantityLots(): number {
    return this.f64[(this.at8 & this.mask8) + 8]!;
  }
  set quantityLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 8] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 9]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 9] = value;
  }
  get displayLots(): number {
    return this.f64[(this.at8 & this.mask8) + 10]!;
  }
  set displayLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 10] = value;
  }
  get minLots(): number {
    return this.f64[(this.at8 & this.mask8) + 11]!;
  }
  set minLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 11] = value;
  }
  get expireTimeMs(): number {
    return this.f64[(this.at8 & this.mask8) + 12]!;
  }
  set expireTimeMs(value: number) {
    this.f64[(this.at8 & this.mask8) + 12] = value;
  }
  get trigger(): number {
    return this.u8[(this.at1 & this.mask1) + 104]!;
  }
  set trigger(value: number) {
    this.u8[(this.at1 & this.mask1) + 104] = value;
  }
  get peg(): number {
    return this.u8[(this.at1 & this.mask1) + 105]!;
  }
  set peg(value: number) {
    this.u8[(this.at1 & this.mask1) + 105] = value;
  }
  get completion(): number {
    return this.u8[(this.at1 & this.mask1) + 106]!;
  }
  set completion(value: number) {
    this.u8[(this.at1 & this.mask1) + 106] = value;
  }
  get contingency(): number {
    return this.u8[(this.at1 & this.mask1) + 107]!;
  }
  set contingency(value: number) {
    this.u8[(this.at1 & this.mask1) + 107] = value;
  }
  get reserved2(): number {
    return this.i32[(this.at4 & this.mask4) + 27]!;
  }
  set reserved2(value: number) {
    this.i32[(this.at4 & this.mask4) + 27] = value;
  }
  get stopTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 14]!;
  }
  set stopTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 14] = value;
  }
  get pegOffsetTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 15]!;
  }
  set pegOffsetTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 15] = value;
  }
  get startTimeMs(): number {
    return this.f64[(this.at8 & this.mask8) + 16]!;
  }
  set startTimeMs(value: number) {
    this.f64[(this.at8 & this.mask8) + 16] = value;
  }
  get endTimeMs(): number {
    return this.f64[(this.at8 & this.mask8) + 17]!;
  }
  set endTimeMs(value: number) {
    this.f64[(this.at8 & this.mask8) + 17] = value;
  }
  get intervalMs(): number {
    return this.f64[(this.at8 & this.mask8) + 18]!;
  }
  set intervalMs(value: number) {
    this.f64[(this.at8 & this.mask8) + 18] = value;
  }
  get participationRate(): number {
    return this.f64[(this.at8 & this.mask8) + 19]!;
  }
  set participationRate(value: number) {
    this.f64[(this.at8 & this.mask8) + 19] = value;
  }
  get variation(): number {
    return this.f64[(this.at8 & this.mask8) + 20]!;
  }
  set variation(value: number) {
    this.f64[(this.at8 & this.mask8) + 20] = value;
  }
  get repriceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 21]!;
  }
  set repriceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 21] = value;
  }
  get riskAversion(): number {
    return this.f64[(this.at8 & this.mask8) + 22]!;
  }
  set riskAversion(value: number) {
    this.f64[(this.at8 & this.mask8) + 22] = value;
  }
  get volatility(): number {
    return this.f64[(this.at8 & this.mask8) + 23]!;
  }
  set volatility(value: number) {
    this.f64[(this.at8 & this.mask8) + 23] = value;
  }
  get impact(): number {
    return this.f64[(this.at8 & this.mask8) + 24]!;
  }
  set impact(value: number) {
    this.f64[(this.at8 & this.mask8) + 24] = value;
  }
  clOrdLinkIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 50 + i]!;
  }
  setClOrdLinkIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 50 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get clOrdLinkIdAt(): number {
    return (this.at4 & this.mask4) + 50;
  }
  copyClOrdLinkId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 50;
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
}

class FixedNewAdvancedOrder extends NewAdvancedOrder {}

export class NewOrder {
  static readonly NAME = 'NewOrder';
  static readonly BYTES = 104;
  static readonly CL_ORD_ID_AT = 0;
  static readonly CL_ORD_ID_BYTES = 40;
  static readonly CL_ORD_ID_WORDS = 10;
  static readonly FIELDS: StructDescription = {
    name: 'NewOrder',
    byteLength: 104,
    fields: [
      { name: 'clOrdId', kind: 'bytes', byteOffset: 0, count: 40, strideBytes: 1, isArray: true },
      { name: 'account', kind: 'i32', byteOffset: 40, count: 1, strideBytes: 4, isArray: false },
      { name: 'strategy', kind: 'i32', byteOffset: 44, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 48, count: 1, strideBytes: 4, isArray: false },
      { name: 'reserved', kind: 'i32', byteOffset: 52, count: 1, strideBytes: 4, isArray: false },
      { name: 'side', kind: 'u8', byteOffset: 56, count: 1, strideBytes: 1, isArray: false },
      { name: 'orderType', kind: 'u8', byteOffset: 57, count: 1, strideBytes: 1, isArray: false },
      { name: 'timeInForce', kind: 'u8', byteOffset: 58, count: 1, strideBytes: 1, isArray: false },
      { name: 'flags', kind: 'u8', byteOffset: 59, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved1', kind: 'i32', byteOffset: 60, count: 1, strideBytes: 4, isArray: false },
      { name: 'quantityLots', kind: 'f64', byteOffset: 64, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 72, count: 1, strideBytes: 8, isArray: false },
      { name: 'displayLots', kind: 'f64', byteOffset: 80, count: 1, strideBytes: 8, isArray: false },
      { name: 'minLots', kind: 'f64', byteOffset: 88, count: 1, strideBytes: 8, isArray: false },
      { name: 'expireTimeMs', kind: 'f64', byteOffset: 96, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): NewOrder {
    return new FixedNewOrder(views, checkedMask(views, mask, 104));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
    f64[at + 8] = 0;
    f64[at + 9] = 0;
    f64[at + 10] = 0;
    f64[at + 11] = 0;
    f64[at + 12] = 0;
  }

  clOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get clOrdIdAt(): number {
    return (this.at4 & this.mask4);
  }
  copyClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  get account(): number {
    return this.i32[(this.at4 & this.mask4) + 10]!;
  }
  set account(value: number) {
    this.i32[(this.at4 & this.mask4) + 10] = value;
  }
  get strategy(): number {
    return this.i32[(this.at4 & this.mask4) + 11]!;
  }
  set strategy(value: number) {
    this.i32[(this.at4 & this.mask4) + 11] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 12]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 12] = value;
  }
  get reserved(): number {
    return this.i32[(this.at4 & this.mask4) + 13]!;
  }
  set reserved(value: number) {
    this.i32[(this.at4 & this.mask4) + 13] = value;
  }
  get side(): number {
    return this.u8[(this.at1 & this.mask1) + 56]!;
  }
  set side(value: number) {
    this.u8[(this.at1 & this.mask1) + 56] = value;
  }
  get orderType(): number {
    return this.u8[(this.at1 & this.mask1) + 57]!;
  }
  set orderType(value: number) {
    this.u8[(this.at1 & this.mask1) + 57] = value;
  }
  get timeInForce(): number {
    return this.u8[(this.at1 & this.mask1) + 58]!;
  }
  set timeInForce(value: number) {
    this.u8[(this.at1 & this.mask1) + 58] = value;
  }
  get flags(): number {
    return this.u8[(this.at1 & this.mask1) + 59]!;
  }
  set flags(value: number) {
    this.u8[(this.at1 & this.mask1) + 59] = value;
  }
  get reserved1(): number {
    return this.i32[(this.at4 & this.mask4) + 15]!;
  }
  set reserved1(value: number) {
    this.i32[(this.at4 & this.mask4) + 15] = value;
  }
  get quantityLots(): number {
    return this.f64[(this.at8 & this.mask8) + 8]!;
  }
  set quantityLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 8] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 9]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 9] = value;
  }
  get displayLots(): number {
    return this.f64[(this.at8 & this.mask8) + 10]!;
  }
  set displayLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 10] = value;
  }
  get minLots(): number {
    return this.f64[(this.at8 & this.mask8) + 11]!;
  }
  set minLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 11] = value;
  }
  get expireTimeMs(): number {
    return this.f64[(this.at8 & this.mask8) + 12]!;
  }
  set expireTimeMs(value: number) {
    this.f64[(this.at8 & this.mask8) + 12] = value;
  }
}

class FixedNewOrder extends NewOrder {}

export class OrderStatusRequest {
  static readonly NAME = 'OrderStatusRequest';
  static readonly BYTES = 64;
  static readonly CL_ORD_ID_AT = 0;
  static readonly CL_ORD_ID_BYTES = 40;
  static readonly CL_ORD_ID_WORDS = 10;
  static readonly FIELDS: StructDescription = {
    name: 'OrderStatusRequest',
    byteLength: 64,
    fields: [
      { name: 'clOrdId', kind: 'bytes', byteOffset: 0, count: 40, strideBytes: 1, isArray: true },
      { name: 'instrument', kind: 'i32', byteOffset: 40, count: 1, strideBytes: 4, isArray: false },
      { name: 'side', kind: 'u8', byteOffset: 44, count: 1, strideBytes: 1, isArray: false },
      { name: 'flags', kind: 'u8', byteOffset: 45, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'u16', byteOffset: 46, count: 1, strideBytes: 2, isArray: false },
      { name: 'orderId', kind: 'f64', byteOffset: 48, count: 1, strideBytes: 8, isArray: false },
      { name: 'requestId', kind: 'f64', byteOffset: 56, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): OrderStatusRequest {
    return new FixedOrderStatusRequest(views, checkedMask(views, mask, 64));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
  }

  clOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get clOrdIdAt(): number {
    return (this.at4 & this.mask4);
  }
  copyClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 10]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 10] = value;
  }
  get side(): number {
    return this.u8[(this.at1 & this.mask1) + 44]!;
  }
  set side(value: number) {
    this.u8[(this.at1 & this.mask1) + 44] = value;
  }
  get flags(): number {
    return this.u8[(this.at1 & this.mask1) + 45]!;
  }
  set flags(value: number) {
    this.u8[(this.at1 & this.mask1) + 45] = value;
  }
  get reserved(): number {
    return this.u16[(this.at2 & this.mask2) + 23]!;
  }
  set reserved(value: number) {
    this.u16[(this.at2 & this.mask2) + 23] = value;
  }
  get orderId(): number {
    return this.f64[(this.at8 & this.mask8) + 6]!;
  }
  set orderId(value: number) {
    this.f64[(this.at8 & this.mask8) + 6] = value;
  }
  get requestId(): number {
    return this.f64[(this.at8 & this.mask8) + 7]!;
  }
  set requestId(value: number) {
    this.f64[(this.at8 & this.mask8) + 7] = value;
  }
}

class FixedOrderStatusRequest extends OrderStatusRequest {}

export class OutcomeSection {
  static readonly NAME = 'OutcomeSection';
  static readonly BYTES = 416;
  static readonly FOLLOW_UP_TYPES_COUNT = 2;
  static readonly FOLLOW_UP_NUMBERS_COUNT = 2;
  static readonly INSTRUCTIONS_AT = 32;
  static readonly INSTRUCTIONS_COUNT = 8;
  static readonly INSTRUCTIONS_STRIDE = 48;
  static readonly FIELDS: StructDescription = {
    name: 'OutcomeSection',
    byteLength: 416,
    fields: [
      { name: 'length', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'instructionCount', kind: 'u8', byteOffset: 4, count: 1, strideBytes: 1, isArray: false },
      { name: 'followUpCount', kind: 'u8', byteOffset: 5, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'u16', byteOffset: 6, count: 1, strideBytes: 2, isArray: false },
      { name: 'followUpTypes', kind: 'i32', byteOffset: 8, count: 2, strideBytes: 4, isArray: true },
      { name: 'followUpNumbers', kind: 'f64', byteOffset: 16, count: 2, strideBytes: 8, isArray: true },
      { name: 'instructions', kind: 'struct', byteOffset: 32, count: 8, strideBytes: LegInstruction.BYTES, isArray: true, struct: LegInstruction.FIELDS },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): OutcomeSection {
    return new FixedOutcomeSection(views, checkedMask(views, mask, 416));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
    f64[at + 8] = 0;
    f64[at + 9] = 0;
    f64[at + 10] = 0;
    f64[at + 11] = 0;
    f64[at + 12] = 0;
    f64[at + 13] = 0;
    f64[at + 14] = 0;
    f64[at + 15] = 0;
    f64[at + 16] = 0;
    f64[at + 17] = 0;
    f64[at + 18] = 0;
    f64[at + 19] = 0;
    f64[at + 20] = 0;
    f64[at + 21] = 0;
    f64[at + 22] = 0;
    f64[at + 23] = 0;
    f64[at + 24] = 0;
    f64[at + 25] = 0;
    f64[at + 26] = 0;
    f64[at + 27] = 0;
    f64[at + 28] = 0;
    f64[at + 29] = 0;
    f64[at + 30] = 0;
    f64[at + 31] = 0;
    f64[at + 32] = 0;
    f64[at + 33] = 0;
    f64[at + 34] = 0;
    f64[at + 35] = 0;
    f64[at + 36] = 0;
    f64[at + 37] = 0;
    f64[at + 38] = 0;
    f64[at + 39] = 0;
    f64[at + 40] = 0;
    f64[at + 41] = 0;
    f64[at + 42] = 0;
    f64[at + 43] = 0;
    f64[at + 44] = 0;
    f64[at + 45] = 0;
    f64[at + 46] = 0;
    f64[at + 47] = 0;
    f64[at + 48] = 0;
    f64[at + 49] = 0;
    f64[at + 50] = 0;
    f64[at + 51] = 0;
  }

  get length(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set length(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get instructionCount(): number {
    return this.u8[(this.at1 & this.mask1) + 4]!;
  }
  set instructionCount(value: number) {
    this.u8[(this.at1 & this.mask1) + 4] = value;
  }
  get followUpCount(): number {
    return this.u8[(this.at1 & this.mask1) + 5]!;
  }
  set followUpCount(value: number) {
    this.u8[(this.at1 & this.mask1) + 5] = value;
  }
  get reserved(): number {
    return this.u16[(this.at2 & this.mask2) + 3]!;
  }
  set reserved(value: number) {
    this.u16[(this.at2 & this.mask2) + 3] = value;
  }
  followUpTypes(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 2 + i]!;
  }
  setFollowUpTypes(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 2 + i] = value;
  }
  followUpNumbers(i: number): number {
    return this.f64[(this.at8 & this.mask8) + 2 + i]!;
  }
  setFollowUpNumbers(i: number, value: number): void {
    this.f64[(this.at8 & this.mask8) + 2 + i] = value;
  }
  instructionsKind(i: number): number {
    return this.u8[(this.at1 & this.mask1) + 32 + i * 48]!;
  }
  setInstructionsKind(i: number, value: number): void {
    this.u8[(this.at1 & this.mask1) + 32 + i * 48] = value;
  }
  instructionsOrderType(i: number): number {
    return this.u8[(this.at1 & this.mask1) + 33 + i * 48]!;
  }
  setInstructionsOrderType(i: number, value: number): void {
    this.u8[(this.at1 & this.mask1) + 33 + i * 48] = value;
  }
  instructionsTimeInForce(i: number): number {
    return this.u8[(this.at1 & this.mask1) + 34 + i * 48]!;
  }
  setInstructionsTimeInForce(i: number, value: number): void {
    this.u8[(this.at1 & this.mask1) + 34 + i * 48] = value;
  }
  instructionsSide(i: number): number {
    return this.u8[(this.at1 & this.mask1) + 35 + i * 48]!;
  }
  setInstructionsSide(i: number, value: number): void {
    this.u8[(this.at1 & this.mask1) + 35 + i * 48] = value;
  }
  instructionsVenue(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 9 + i * 12]!;
  }
  setInstructionsVenue(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 9 + i * 12] = value;
  }
  instructionsInstrument(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 10 + i * 12]!;
  }
  setInstructionsInstrument(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 10 + i * 12] = value;
  }
  instructionsRequest(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 11 + i * 12]!;
  }
  setInstructionsRequest(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 11 + i * 12] = value;
  }
  instructionsLegRef(i: number): number {
    return this.f64[(this.at8 & this.mask8) + 6 + i * 6]!;
  }
  setInstructionsLegRef(i: number, value: number): void {
    this.f64[(this.at8 & this.mask8) + 6 + i * 6] = value;
  }
  instructionsLots(i: number): number {
    return this.f64[(this.at8 & this.mask8) + 7 + i * 6]!;
  }
  setInstructionsLots(i: number, value: number): void {
    this.f64[(this.at8 & this.mask8) + 7 + i * 6] = value;
  }
  instructionsPriceTicks(i: number): number {
    return this.f64[(this.at8 & this.mask8) + 8 + i * 6]!;
  }
  setInstructionsPriceTicks(i: number, value: number): void {
    this.f64[(this.at8 & this.mask8) + 8 + i * 6] = value;
  }
  instructionsDisplayLots(i: number): number {
    return this.f64[(this.at8 & this.mask8) + 9 + i * 6]!;
  }
  setInstructionsDisplayLots(i: number, value: number): void {
    this.f64[(this.at8 & this.mask8) + 9 + i * 6] = value;
  }
}

class FixedOutcomeSection extends OutcomeSection {}

export class OutputMark {
  static readonly NAME = 'OutputMark';
  static readonly BYTES = 8;
  static readonly FIELDS: StructDescription = {
    name: 'OutputMark',
    byteLength: 8,
    fields: [
      { name: 'number', kind: 'f64', byteOffset: 0, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare at8: number;
  declare protected readonly mask8: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.at8 = 0;
    this.mask8 = mask >>> 3;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): OutputMark {
    return new FixedOutputMark(views, checkedMask(views, mask, 8));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.at8 = byteOffset >>> 3;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
  }

  get number(): number {
    return this.f64[(this.at8 & this.mask8)]!;
  }
  set number(value: number) {
    this.f64[(this.at8 & this.mask8)] = value;
  }
}

class FixedOutputMark extends OutputMark {}

export class PortfolioSection {
  static readonly NAME = 'PortfolioSection';
  static readonly BYTES = 56;
  static readonly FIELDS: StructDescription = {
    name: 'PortfolioSection',
    byteLength: 56,
    fields: [
      { name: 'length', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'account', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'strategy', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'positionLots', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
      { name: 'averageTicks', kind: 'f64', byteOffset: 24, count: 1, strideBytes: 8, isArray: false },
      { name: 'realised', kind: 'f64', byteOffset: 32, count: 1, strideBytes: 8, isArray: false },
      { name: 'unrealised', kind: 'f64', byteOffset: 40, count: 1, strideBytes: 8, isArray: false },
      { name: 'volumeLots', kind: 'f64', byteOffset: 48, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): PortfolioSection {
    return new FixedPortfolioSection(views, checkedMask(views, mask, 56));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
  }

  get length(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set length(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get account(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set account(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get strategy(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set strategy(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get positionLots(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set positionLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
  get averageTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 3]!;
  }
  set averageTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 3] = value;
  }
  get realised(): number {
    return this.f64[(this.at8 & this.mask8) + 4]!;
  }
  set realised(value: number) {
    this.f64[(this.at8 & this.mask8) + 4] = value;
  }
  get unrealised(): number {
    return this.f64[(this.at8 & this.mask8) + 5]!;
  }
  set unrealised(value: number) {
    this.f64[(this.at8 & this.mask8) + 5] = value;
  }
  get volumeLots(): number {
    return this.f64[(this.at8 & this.mask8) + 6]!;
  }
  set volumeLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 6] = value;
  }
}

class FixedPortfolioSection extends PortfolioSection {}

export class Quote {
  static readonly NAME = 'Quote';
  static readonly BYTES = 80;
  static readonly FIELDS: StructDescription = {
    name: 'Quote',
    byteLength: 80,
    fields: [
      { name: 'instrument', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'venue', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'conflated', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'tradeCount', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'bidTicks', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
      { name: 'bidLots', kind: 'f64', byteOffset: 24, count: 1, strideBytes: 8, isArray: false },
      { name: 'askTicks', kind: 'f64', byteOffset: 32, count: 1, strideBytes: 8, isArray: false },
      { name: 'askLots', kind: 'f64', byteOffset: 40, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastTicks', kind: 'f64', byteOffset: 48, count: 1, strideBytes: 8, isArray: false },
      { name: 'highTicks', kind: 'f64', byteOffset: 56, count: 1, strideBytes: 8, isArray: false },
      { name: 'lowTicks', kind: 'f64', byteOffset: 64, count: 1, strideBytes: 8, isArray: false },
      { name: 'volumeLots', kind: 'f64', byteOffset: 72, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): Quote {
    return new FixedQuote(views, checkedMask(views, mask, 80));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
    f64[at + 8] = 0;
    f64[at + 9] = 0;
  }

  get instrument(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get venue(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get conflated(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set conflated(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get tradeCount(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set tradeCount(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get bidTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set bidTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
  get bidLots(): number {
    return this.f64[(this.at8 & this.mask8) + 3]!;
  }
  set bidLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 3] = value;
  }
  get askTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 4]!;
  }
  set askTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 4] = value;
  }
  get askLots(): number {
    return this.f64[(this.at8 & this.mask8) + 5]!;
  }
  set askLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 5] = value;
  }
  get lastTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 6]!;
  }
  set lastTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 6] = value;
  }
  get highTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 7]!;
  }
  set highTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 7] = value;
  }
  get lowTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 8]!;
  }
  set lowTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 8] = value;
  }
  get volumeLots(): number {
    return this.f64[(this.at8 & this.mask8) + 9]!;
  }
  set volumeLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 9] = value;
  }
}

class FixedQuote extends Quote {}

export class RecordHeader {
  static readonly NAME = 'RecordHeader';
  static readonly BYTES = 64;
  static readonly FIELDS: StructDescription = {
    name: 'RecordHeader',
    byteLength: 64,
    fields: [
      { name: 'length', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'type', kind: 'u16', byteOffset: 4, count: 1, strideBytes: 2, isArray: false },
      { name: 'version', kind: 'u8', byteOffset: 6, count: 1, strideBytes: 1, isArray: false },
      { name: 'flags', kind: 'u8', byteOffset: 7, count: 1, strideBytes: 1, isArray: false },
      { name: 'checksum', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'source', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'sequence', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
      { name: 'time', kind: 'f64', byteOffset: 24, count: 1, strideBytes: 8, isArray: false },
      { name: 'sourceEpoch', kind: 'i32', byteOffset: 32, count: 1, strideBytes: 4, isArray: false },
      { name: 'outputIndex', kind: 'i32', byteOffset: 36, count: 1, strideBytes: 4, isArray: false },
      { name: 'sourceSequence', kind: 'f64', byteOffset: 40, count: 1, strideBytes: 8, isArray: false },
      { name: 'ingressTime', kind: 'f64', byteOffset: 48, count: 1, strideBytes: 8, isArray: false },
      { name: 'reserved', kind: 'f64', byteOffset: 56, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): RecordHeader {
    return new FixedRecordHeader(views, checkedMask(views, mask, 64));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
  }

  get length(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set length(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get type(): number {
    return this.u16[(this.at2 & this.mask2) + 2]!;
  }
  set type(value: number) {
    this.u16[(this.at2 & this.mask2) + 2] = value;
  }
  get version(): number {
    return this.u8[(this.at1 & this.mask1) + 6]!;
  }
  set version(value: number) {
    this.u8[(this.at1 & this.mask1) + 6] = value;
  }
  get flags(): number {
    return this.u8[(this.at1 & this.mask1) + 7]!;
  }
  set flags(value: number) {
    this.u8[(this.at1 & this.mask1) + 7] = value;
  }
  get checksum(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set checksum(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get source(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set source(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get sequence(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set sequence(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
  get time(): number {
    return this.f64[(this.at8 & this.mask8) + 3]!;
  }
  set time(value: number) {
    this.f64[(this.at8 & this.mask8) + 3] = value;
  }
  get sourceEpoch(): number {
    return this.i32[(this.at4 & this.mask4) + 8]!;
  }
  set sourceEpoch(value: number) {
    this.i32[(this.at4 & this.mask4) + 8] = value;
  }
  get outputIndex(): number {
    return this.i32[(this.at4 & this.mask4) + 9]!;
  }
  set outputIndex(value: number) {
    this.i32[(this.at4 & this.mask4) + 9] = value;
  }
  get sourceSequence(): number {
    return this.f64[(this.at8 & this.mask8) + 5]!;
  }
  set sourceSequence(value: number) {
    this.f64[(this.at8 & this.mask8) + 5] = value;
  }
  get ingressTime(): number {
    return this.f64[(this.at8 & this.mask8) + 6]!;
  }
  set ingressTime(value: number) {
    this.f64[(this.at8 & this.mask8) + 6] = value;
  }
  get reserved(): number {
    return this.f64[(this.at8 & this.mask8) + 7]!;
  }
  set reserved(value: number) {
    this.f64[(this.at8 & this.mask8) + 7] = value;
  }
}

class FixedRecordHeader extends RecordHeader {}

export class ReplaceAdvancedOrder {
  static readonly NAME = 'ReplaceAdvancedOrder';
  static readonly BYTES = 232;
  static readonly CL_ORD_ID_AT = 0;
  static readonly CL_ORD_ID_BYTES = 40;
  static readonly CL_ORD_ID_WORDS = 10;
  static readonly ORIG_CL_ORD_ID_AT = 40;
  static readonly ORIG_CL_ORD_ID_BYTES = 40;
  static readonly ORIG_CL_ORD_ID_WORDS = 10;
  static readonly FIELDS: StructDescription = {
    name: 'ReplaceAdvancedOrder',
    byteLength: 232,
    fields: [
      { name: 'clOrdId', kind: 'bytes', byteOffset: 0, count: 40, strideBytes: 1, isArray: true },
      { name: 'origClOrdId', kind: 'bytes', byteOffset: 40, count: 40, strideBytes: 1, isArray: true },
      { name: 'account', kind: 'i32', byteOffset: 80, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 84, count: 1, strideBytes: 4, isArray: false },
      { name: 'side', kind: 'u8', byteOffset: 88, count: 1, strideBytes: 1, isArray: false },
      { name: 'orderType', kind: 'u8', byteOffset: 89, count: 1, strideBytes: 1, isArray: false },
      { name: 'timeInForce', kind: 'u8', byteOffset: 90, count: 1, strideBytes: 1, isArray: false },
      { name: 'flags', kind: 'u8', byteOffset: 91, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'i32', byteOffset: 92, count: 1, strideBytes: 4, isArray: false },
      { name: 'orderId', kind: 'f64', byteOffset: 96, count: 1, strideBytes: 8, isArray: false },
      { name: 'quantityLots', kind: 'f64', byteOffset: 104, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 112, count: 1, strideBytes: 8, isArray: false },
      { name: 'displayLots', kind: 'f64', byteOffset: 120, count: 1, strideBytes: 8, isArray: false },
      { name: 'stopTicks', kind: 'f64', byteOffset: 128, count: 1, strideBytes: 8, isArray: false },
      { name: 'pegOffsetTicks', kind: 'f64', byteOffset: 136, count: 1, strideBytes: 8, isArray: false },
      { name: 'endTimeMs', kind: 'f64', byteOffset: 144, count: 1, strideBytes: 8, isArray: false },
      { name: 'participationRate', kind: 'f64', byteOffset: 152, count: 1, strideBytes: 8, isArray: false },
      { name: 'expireTimeMs', kind: 'f64', byteOffset: 160, count: 1, strideBytes: 8, isArray: false },
      { name: 'named', kind: 'i32', byteOffset: 168, count: 1, strideBytes: 4, isArray: false },
      { name: 'trigger', kind: 'u8', byteOffset: 172, count: 1, strideBytes: 1, isArray: false },
      { name: 'peg', kind: 'u8', byteOffset: 173, count: 1, strideBytes: 1, isArray: false },
      { name: 'completion', kind: 'u8', byteOffset: 174, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved1', kind: 'u8', byteOffset: 175, count: 1, strideBytes: 1, isArray: false },
      { name: 'startTimeMs', kind: 'f64', byteOffset: 176, count: 1, strideBytes: 8, isArray: false },
      { name: 'intervalMs', kind: 'f64', byteOffset: 184, count: 1, strideBytes: 8, isArray: false },
      { name: 'variation', kind: 'f64', byteOffset: 192, count: 1, strideBytes: 8, isArray: false },
      { name: 'repriceTicks', kind: 'f64', byteOffset: 200, count: 1, strideBytes: 8, isArray: false },
      { name: 'riskAversion', kind: 'f64', byteOffset: 208, count: 1, strideBytes: 8, isArray: false },
      { name: 'volatility', kind: 'f64', byteOffset: 216, count: 1, strideBytes: 8, isArray: false },
      { name: 'impact', kind: 'f64', byteOffset: 224, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): ReplaceAdvancedOrder {
    return new FixedReplaceAdvancedOrder(views, checkedMask(views, mask, 232));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
    f64[at + 8] = 0;
    f64[at + 9] = 0;
    f64[at + 10] = 0;
    f64[at + 11] = 0;
    f64[at + 12] = 0;
    f64[at + 13] = 0;
    f64[at + 14] = 0;
    f64[at + 15] = 0;
    f64[at + 16] = 0;
    f64[at + 17] = 0;
    f64[at + 18] = 0;
    f64[at + 19] = 0;
    f64[at + 20] = 0;
    f64[at + 21] = 0;
    f64[at + 22] = 0;
    f64[at + 23] = 0;
    f64[at + 24] = 0;
    f64[at + 25] = 0;
    f64[at + 26] = 0;
    f64[at + 27] = 0;
    f64[at + 28] = 0;
  }

  clOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get clOrdIdAt(): number {
    return (this.at4 & this.mask4);
  }
  copyClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  origClOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 10 + i]!;
  }
  setOrigClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 10 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get origClOrdIdAt(): number {
    return (this.at4 & this.mask4) + 10;
  }
  copyOrigClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 10;
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  get account(): number {
    return this.i32[(this.at4 & this.mask4) + 20]!;
  }
  set account(value: number) {
    this.i32[(this.at4 & this.mask4) + 20] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 21]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 21] = value;
  }
  get side(): number {
    return this.u8[(this.at1 & this.mask1) + 88]!;
  }
  set side(value: number) {
    this.u8[(this.at1 & this.mask1) + 88] = value;
  }
  get orderType(): number {
    return this.u8[(this.at1 & this.mask1) + 89]!;
  }
  set orderType(value: number) {
    this.u8[(this.at1 & this.mask1) + 89] = value;
  }
  get timeInForce(): number {
    return this.u8[(this.at1 & this.mask1) + 90]!;
  }
  set timeInForce(value: number) {
    this.u8[(this.at1 & this.mask1) + 90] = value;
  }
  get flags(): number {
    return this.u8[(this.at1 & this.mask1) + 91]!;
  }
  set flags(value: number) {
    this.u8[(this.at1 & this.mask1) + 91] = value;
  }
  get reserved(): number {
    return this.i32[(this.at4 & this.mask4) + 23]!;
  }
  set reserved(value: number) {
    this.i32[(this.at4 & this.mask4) + 23] = value;
  }
  get orderId(): number {
    return this.f64[(this.at8 & this.mask8) + 12]!;
  }
  set orderId(value: number) {
    this.f64[(this.at8 & this.mask8) + 12] = value;
  }
  get quantityLots(): number {
    return this.f64[(this.at8 & this.mask8) + 13]!;
  }
  set quantityLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 13] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 14]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 14] = value;
  }
  get displayLots(): number {
    return this.f64[(this.at8 & this.mask8) + 15]!;
  }
  set displayLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 15] = value;
  }
  get stopTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 16]!;
  }
  set stopTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 16] = value;
  }
  get pegOffsetTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 17]!;
  }
  set pegOffsetTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 17] = value;
  }
  get endTimeMs(): number {
    return this.f64[(this.at8 & this.mask8) + 18]!;
  }
  set endTimeMs(value: number) {
    this.f64[(this.at8 & this.mask8) + 18] = value;
  }
  get participationRate(): number {
    return this.f64[(this.at8 & this.mask8) + 19]!;
  }
  set participationRate(value: number) {
    this.f64[(this.at8 & this.mask8) + 19] = value;
  }
  get expireTimeMs(): number {
    return this.f64[(this.at8 & this.mask8) + 20]!;
  }
  set expireTimeMs(value: number) {
    this.f64[(this.at8 & this.mask8) + 20] = value;
  }
  get named(): number {
    return this.i32[(this.at4 & this.mask4) + 42]!;
  }
  set named(value: number) {
    this.i32[(this.at4 & this.mask4) + 42] = value;
  }
  get trigger(): number {
    return this.u8[(this.at1 & this.mask1) + 172]!;
  }
  set trigger(value: number) {
    this.u8[(this.at1 & this.mask1) + 172] = value;
  }
  get peg(): number {
    return this.u8[(this.at1 & this.mask1) + 173]!;
  }
  set peg(value: number) {
    this.u8[(this.at1 & this.mask1) + 173] = value;
  }
  get completion(): number {
    return this.u8[(this.at1 & this.mask1) + 174]!;
  }
  set completion(value: number) {
    this.u8[(this.at1 & this.mask1) + 174] = value;
  }
  get reserved1(): number {
    return this.u8[(this.at1 & this.mask1) + 175]!;
  }
  set reserved1(value: number) {
    this.u8[(this.at1 & this.mask1) + 175] = value;
  }
  get startTimeMs(): number {
    return this.f64[(this.at8 & this.mask8) + 22]!;
  }
  set startTimeMs(value: number) {
    this.f64[(this.at8 & this.mask8) + 22] = value;
  }
  get intervalMs(): number {
    return this.f64[(this.at8 & this.mask8) + 23]!;
  }
  set intervalMs(value: number) {
    this.f64[(this.at8 & this.mask8) + 23] = value;
  }
  get variation(): number {
    return this.f64[(this.at8 & this.mask8) + 24]!;
  }
  set variation(value: number) {
    this.f64[(this.at8 & this.mask8) + 24] = value;
  }
  get repriceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 25]!;
  }
  set repriceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 25] = value;
  }
  get riskAversion(): number {
    return this.f64[(this.at8 & this.mask8) + 26]!;
  }
  set riskAversion(value: number) {
    this.f64[(this.at8 & this.mask8) + 26] = value;
  }
  get volatility(): number {
    return this.f64[(this.at8 & this.mask8) + 27]!;
  }
  set volatility(value: number) {
    this.f64[(this.at8 & this.mask8) + 27] = value;
  }
  get impact(): number {
    return this.f64[(this.at8 & this.mask8) + 28]!;
  }
  set impact(value: number) {
    this.f64[(this.at8 & this.mask8) + 28] = value;
  }
}

class FixedReplaceAdvancedOrder extends ReplaceAdvancedOrder {}

export class ReplaceOrder {
  static readonly NAME = 'ReplaceOrder';
  static readonly BYTES = 128;
  static readonly CL_ORD_ID_AT = 0;
  static readonly CL_ORD_ID_BYTES = 40;
  static readonly CL_ORD_ID_WORDS = 10;
  static readonly ORIG_CL_ORD_ID_AT = 40;
  static readonly ORIG_CL_ORD_ID_BYTES = 40;
  static readonly ORIG_CL_ORD_ID_WORDS = 10;
  static readonly FIELDS: StructDescription = {
    name: 'ReplaceOrder',
    byteLength: 128,
    fields: [
      { name: 'clOrdId', kind: 'bytes', byteOffset: 0, count: 40, strideBytes: 1, isArray: true },
      { name: 'origClOrdId', kind: 'bytes', byteOffset: 40, count: 40, strideBytes: 1, isArray: true },
      { name: 'account', kind: 'i32', byteOffset: 80, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 84, count: 1, strideBytes: 4, isArray: false },
      { name: 'side', kind: 'u8', byteOffset: 88, count: 1, strideBytes: 1, isArray: false },
      { name: 'orderType', kind: 'u8', byteOffset: 89, count: 1, strideBytes: 1, isArray: false },
      { name: 'timeInForce', kind: 'u8', byteOffset: 90, count: 1, strideBytes: 1, isArray: false },
      { name: 'flags', kind: 'u8', byteOffset: 91, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'i32', byteOffset: 92, count: 1, strideBytes: 4, isArray: false },
      { name: 'orderId', kind: 'f64', byteOffset: 96, count: 1, strideBytes: 8, isArray: false },
      { name: 'quantityLots', kind: 'f64', byteOffset: 104, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 112, count: 1, strideBytes: 8, isArray: false },
      { name: 'displayLots', kind: 'f64', byteOffset: 120, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): ReplaceOrder {
    return new FixedReplaceOrder(views, checkedMask(views, mask, 128));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
    f64[at + 8] = 0;
    f64[at + 9] = 0;
    f64[at + 10] = 0;
    f64[at + 11] = 0;
    f64[at + 12] = 0;
    f64[at + 13] = 0;
    f64[at + 14] = 0;
    f64[at + 15] = 0;
  }

  clOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get clOrdIdAt(): number {
    return (this.at4 & this.mask4);
  }
  copyClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  origClOrdIdWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 10 + i]!;
  }
  setOrigClOrdIdWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 10 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get origClOrdIdAt(): number {
    return (this.at4 & this.mask4) + 10;
  }
  copyOrigClOrdId(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 10;
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
    i32[to + 4] = source[from + 4]!;
    i32[to + 5] = source[from + 5]!;
    i32[to + 6] = source[from + 6]!;
    i32[to + 7] = source[from + 7]!;
    i32[to + 8] = source[from + 8]!;
    i32[to + 9] = source[from + 9]!;
  }
  get account(): number {
    return this.i32[(this.at4 & this.mask4) + 20]!;
  }
  set account(value: number) {
    this.i32[(this.at4 & this.mask4) + 20] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 21]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 21] = value;
  }
  get side(): number {
    return this.u8[(this.at1 & this.mask1) + 88]!;
  }
  set side(value: number) {
    this.u8[(this.at1 & this.mask1) + 88] = value;
  }
  get orderType(): number {
    return this.u8[(this.at1 & this.mask1) + 89]!;
  }
  set orderType(value: number) {
    this.u8[(this.at1 & this.mask1) + 89] = value;
  }
  get timeInForce(): number {
    return this.u8[(this.at1 & this.mask1) + 90]!;
  }
  set timeInForce(value: number) {
    this.u8[(this.at1 & this.mask1) + 90] = value;
  }
  get flags(): number {
    return this.u8[(this.at1 & this.mask1) + 91]!;
  }
  set flags(value: number) {
    this.u8[(this.at1 & this.mask1) + 91] = value;
  }
  get reserved(): number {
    return this.i32[(this.at4 & this.mask4) + 23]!;
  }
  set reserved(value: number) {
    this.i32[(this.at4 & this.mask4) + 23] = value;
  }
  get orderId(): number {
    return this.f64[(this.at8 & this.mask8) + 12]!;
  }
  set orderId(value: number) {
    this.f64[(this.at8 & this.mask8) + 12] = value;
  }
  get quantityLots(): number {
    return this.f64[(this.at8 & this.mask8) + 13]!;
  }
  set quantityLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 13] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 14]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 14] = value;
  }
  get displayLots(): number {
    return this.f64[(this.at8 & this.mask8) + 15]!;
  }
  set displayLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 15] = value;
  }
}

class FixedReplaceOrder extends ReplaceOrder {}

export class ResetBreaker {
  static readonly NAME = 'ResetBreaker';
  static readonly BYTES = 8;
  static readonly FIELDS: StructDescription = {
    name: 'ResetBreaker',
    byteLength: 8,
    fields: [
      { name: 'instrument', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'reserved', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare i32: Int32Array<SharedArrayBuffer>;
  declare at4: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.i32 = views.i32;
    this.at4 = 0;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): ResetBreaker {
    return new FixedResetBreaker(views, checkedMask(views, mask, 8));
  }

  wrap(views: Views, byteOffset: number): this {
    this.i32 = views.i32;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { i32 } = this;
    const at = (this.at4 & this.mask4);
    i32[at] = 0;
    i32[at + 1] = 0;
  }

  get instrument(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get reserved(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set reserved(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
}

class FixedResetBreaker extends ResetBreaker {}

export class ResolveFill {
  static readonly NAME = 'ResolveFill';
  static readonly BYTES = 32;
  static readonly FIELDS: StructDescription = {
    name: 'ResolveFill',
    byteLength: 32,
    fields: [
      { name: 'number', kind: 'f64', byteOffset: 0, count: 1, strideBytes: 8, isArray: false },
      { name: 'assigned', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'account', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'strategy', kind: 'i32', byteOffset: 16, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 20, count: 1, strideBytes: 4, isArray: false },
      { name: 'side', kind: 'i32', byteOffset: 24, count: 1, strideBytes: 4, isArray: false },
      { name: 'reserved', kind: 'i32', byteOffset: 28, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): ResolveFill {
    return new FixedResolveFill(views, checkedMask(views, mask, 32));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
  }

  get number(): number {
    return this.f64[(this.at8 & this.mask8)]!;
  }
  set number(value: number) {
    this.f64[(this.at8 & this.mask8)] = value;
  }
  get assigned(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set assigned(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get account(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set account(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get strategy(): number {
    return this.i32[(this.at4 & this.mask4) + 4]!;
  }
  set strategy(value: number) {
    this.i32[(this.at4 & this.mask4) + 4] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 5]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 5] = value;
  }
  get side(): number {
    return this.i32[(this.at4 & this.mask4) + 6]!;
  }
  set side(value: number) {
    this.i32[(this.at4 & this.mask4) + 6] = value;
  }
  get reserved(): number {
    return this.i32[(this.at4 & this.mask4) + 7]!;
  }
  set reserved(value: number) {
    this.i32[(this.at4 & this.mask4) + 7] = value;
  }
}

class FixedResolveFill extends ResolveFill {}

export class RouteSection {
  static readonly NAME = 'RouteSection';
  static readonly BYTES = 144;
  static readonly BACKUPS_COUNT = 4;
  static readonly FRAGMENTS_AT = 48;
  static readonly FRAGMENTS_COUNT = 4;
  static readonly FRAGMENTS_STRIDE = 24;
  static readonly FIELDS: StructDescription = {
    name: 'RouteSection',
    byteLength: 144,
    fields: [
      { name: 'length', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'strategy', kind: 'u8', byteOffset: 4, count: 1, strideBytes: 1, isArray: false },
      { name: 'fragmentCount', kind: 'u8', byteOffset: 5, count: 1, strideBytes: 1, isArray: false },
      { name: 'backupCount', kind: 'u8', byteOffset: 6, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'u8', byteOffset: 7, count: 1, strideBytes: 1, isArray: false },
      { name: 'primaryVenue', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'reason', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'backups', kind: 'i32', byteOffset: 16, count: 4, strideBytes: 4, isArray: true },
      { name: 'expectedQuality', kind: 'f64', byteOffset: 32, count: 1, strideBytes: 8, isArray: false },
      { name: 'estimatedCost', kind: 'f64', byteOffset: 40, count: 1, strideBytes: 8, isArray: false },
      { name: 'fragments', kind: 'struct', byteOffset: 48, count: 4, strideBytes: RouteFragment.BYTES, isArray: true, struct: RouteFragment.FIELDS },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): RouteSection {
    return new FixedRouteSection(views, checkedMask(views, mask, 144));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
    f64[at + 8] = 0;
    f64[at + 9] = 0;
    f64[at + 10] = 0;
    f64[at + 11] = 0;
    f64[at + 12] = 0;
    f64[at + 13] = 0;
    f64[at + 14] = 0;
    f64[at + 15] = 0;
    f64[at + 16] = 0;
    f64[at + 17] = 0;
  }

  get length(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set length(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get strategy(): number {
    return this.u8[(this.at1 & this.mask1) + 4]!;
  }
  set strategy(value: number) {
    this.u8[(this.at1 & this.mask1) + 4] = value;
  }
  get fragmentCount(): number {
    return this.u8[(this.at1 & this.mask1) + 5]!;
  }
  set fragmentCount(value: number) {
    this.u8[(this.at1 & this.mask1) + 5] = value;
  }
  get backupCount(): number {
    return this.u8[(this.at1 & this.mask1) + 6]!;
  }
  set backupCount(value: number) {
    this.u8[(this.at1 & this.mask1) + 6] = value;
  }
  get reserved(): number {
    return this.u8[(this.at1 & this.mask1) + 7]!;
  }
  set reserved(value: number) {
    this.u8[(this.at1 & this.mask1) + 7] = value;
  }
  get primaryVenue(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set primaryVenue(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get reason(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set reason(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  backups(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 4 + i]!;
  }
  setBackups(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 4 + i] = value;
  }
  get expectedQuality(): number {
    return this.f64[(this.at8 & this.mask8) + 4]!;
  }
  set expectedQuality(value: number) {
    this.f64[(this.at8 & this.mask8) + 4] = value;
  }
  get estimatedCost(): number {
    return this.f64[(this.at8 & this.mask8) + 5]!;
  }
  set estimatedCost(value: number) {
    this.f64[(this.at8 & this.mask8) + 5] = value;
  }
  fragmentsVenue(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 12 + i * 6]!;
  }
  setFragmentsVenue(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 12 + i * 6] = value;
  }
  fragmentsOrderType(i: number): number {
    return this.u8[(this.at1 & this.mask1) + 52 + i * 24]!;
  }
  setFragmentsOrderType(i: number, value: number): void {
    this.u8[(this.at1 & this.mask1) + 52 + i * 24] = value;
  }
  fragmentsTiming(i: number): number {
    return this.u8[(this.at1 & this.mask1) + 53 + i * 24]!;
  }
  setFragmentsTiming(i: number, value: number): void {
    this.u8[(this.at1 & this.mask1) + 53 + i * 24] = value;
  }
  fragmentsReserved(i: number): number {
    return this.u16[(this.at2 & this.mask2) + 27 + i * 12]!;
  }
  setFragmentsReserved(i: number, value: number): void {
    this.u16[(this.at2 & this.mask2) + 27 + i * 12] = value;
  }
  fragmentsLots(i: number): number {
    return this.f64[(this.at8 & this.mask8) + 7 + i * 3]!;
  }
  setFragmentsLots(i: number, value: number): void {
    this.f64[(this.at8 & this.mask8) + 7 + i * 3] = value;
  }
  fragmentsPriceTicks(i: number): number {
    return this.f64[(this.at8 & this.mask8) + 8 + i * 3]!;
  }
  setFragmentsPriceTicks(i: number, value: number): void {
    this.f64[(this.at8 & this.mask8) + 8 + i * 3] = value;
  }
}

class FixedRouteSection extends RouteSection {}

export class SessionRecovered {
  static readonly NAME = 'SessionRecovered';
  static readonly BYTES = 24;
  static readonly FIELDS: StructDescription = {
    name: 'SessionRecovered',
    byteLength: 24,
    fields: [
      { name: 'venue', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'venueRestarted', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'lastStreamSequence', kind: 'f64', byteOffset: 8, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastOutputIndex', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): SessionRecovered {
    return new FixedSessionRecovered(views, checkedMask(views, mask, 24));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
  }

  get venue(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get venueRestarted(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set venueRestarted(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get lastStreamSequence(): number {
    return this.f64[(this.at8 & this.mask8) + 1]!;
  }
  set lastStreamSequence(value: number) {
    this.f64[(this.at8 & this.mask8) + 1] = value;
  }
  get lastOutputIndex(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set lastOutputIndex(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
}

class FixedSessionRecovered extends SessionRecovered {}

export class SetAccount {
  static readonly NAME = 'SetAccount';
  static readonly BYTES = 64;
  static readonly NAME_AT = 0;
  static readonly NAME_BYTES = 16;
  static readonly NAME_WORDS = 4;
  static readonly FIELDS: StructDescription = {
    name: 'SetAccount',
    byteLength: 64,
    fields: [
      { name: 'name', kind: 'bytes', byteOffset: 0, count: 16, strideBytes: 1, isArray: true },
      { name: 'account', kind: 'i32', byteOffset: 16, count: 1, strideBytes: 4, isArray: false },
      { name: 'enabled', kind: 'i32', byteOffset: 20, count: 1, strideBytes: 4, isArray: false },
      { name: 'maxOrderLots', kind: 'f64', byteOffset: 24, count: 1, strideBytes: 8, isArray: false },
      { name: 'maxPositionLots', kind: 'f64', byteOffset: 32, count: 1, strideBytes: 8, isArray: false },
      { name: 'maxExposure', kind: 'f64', byteOffset: 40, count: 1, strideBytes: 8, isArray: false },
      { name: 'maxOrdersPerSecond', kind: 'f64', byteOffset: 48, count: 1, strideBytes: 8, isArray: false },
      { name: 'orderBurst', kind: 'f64', byteOffset: 56, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): SetAccount {
    return new FixedSetAccount(views, checkedMask(views, mask, 64));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
  }

  nameWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setNameWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get nameAt(): number {
    return (this.at4 & this.mask4);
  }
  copyName(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
  }
  get account(): number {
    return this.i32[(this.at4 & this.mask4) + 4]!;
  }
  set account(value: number) {
    this.i32[(this.at4 & this.mask4) + 4] = value;
  }
  get enabled(): number {
    return this.i32[(this.at4 & this.mask4) + 5]!;
  }
  set enabled(value: number) {
    this.i32[(this.at4 & this.mask4) + 5] = value;
  }
  get maxOrderLots(): number {
    return this.f64[(this.at8 & this.mask8) + 3]!;
  }
  set maxOrderLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 3] = value;
  }
  get maxPositionLots(): number {
    return this.f64[(this.at8 & this.mask8) + 4]!;
  }
  set maxPositionLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 4] = value;
  }
  get maxExposure(): number {
    return this.f64[(this.at8 & this.mask8) + 5]!;
  }
  set maxExposure(value: number) {
    this.f64[(this.at8 & this.mask8) + 5] = value;
  }
  get maxOrdersPerSecond(): number {
    return this.f64[(this.at8 & this.mask8) + 6]!;
  }
  set maxOrdersPerSecond(value: number) {
    this.f64[(this.at8 & this.mask8) + 6] = value;
  }
  get orderBurst(): number {
    return this.f64[(this.at8 & this.mask8) + 7]!;
  }
  set orderBurst(value: number) {
    this.f64[(this.at8 & this.mask8) + 7] = value;
  }
}

class FixedSetAccount extends SetAccount {}

export class SetInstrument {
  static readonly NAME = 'SetInstrument';
  static readonly BYTES = 80;
  static readonly SYMBOL_AT = 0;
  static readonly SYMBOL_BYTES = 16;
  static readonly SYMBOL_WORDS = 4;
  static readonly FIELDS: StructDescription = {
    name: 'SetInstrument',
    byteLength: 80,
    fields: [
      { name: 'symbol', kind: 'bytes', byteOffset: 0, count: 16, strideBytes: 1, isArray: true },
      { name: 'instrument', kind: 'i32', byteOffset: 16, count: 1, strideBytes: 4, isArray: false },
      { name: 'primaryVenue', kind: 'i32', byteOffset: 20, count: 1, strideBytes: 4, isArray: false },
      { name: 'tickSizeExponent', kind: 'i32', byteOffset: 24, count: 1, strideBytes: 4, isArray: false },
      { name: 'tickSizeMantissa', kind: 'i32', byteOffset: 28, count: 1, strideBytes: 4, isArray: false },
      { name: 'lotSize', kind: 'i32', byteOffset: 32, count: 1, strideBytes: 4, isArray: false },
      { name: 'valueMultiplier', kind: 'i32', byteOffset: 36, count: 1, strideBytes: 4, isArray: false },
      { name: 'collarBps', kind: 'f64', byteOffset: 40, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceMaxAgeNs', kind: 'f64', byteOffset: 48, count: 1, strideBytes: 8, isArray: false },
      { name: 'breakerMoveBps', kind: 'f64', byteOffset: 56, count: 1, strideBytes: 8, isArray: false },
      { name: 'breakerWindowNs', kind: 'f64', byteOffset: 64, count: 1, strideBytes: 8, isArray: false },
      { name: 'breakerCooldownNs', kind: 'f64', byteOffset: 72, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): SetInstrument {
    return new FixedSetInstrument(views, checkedMask(views, mask, 80));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
    f64[at + 8] = 0;
    f64[at + 9] = 0;
  }

  symbolWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setSymbolWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get symbolAt(): number {
    return (this.at4 & this.mask4);
  }
  copySymbol(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 4]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 4] = value;
  }
  get primaryVenue(): number {
    return this.i32[(this.at4 & this.mask4) + 5]!;
  }
  set primaryVenue(value: number) {
    this.i32[(this.at4 & this.mask4) + 5] = value;
  }
  get tickSizeExponent(): number {
    return this.i32[(this.at4 & this.mask4) + 6]!;
  }
  set tickSizeExponent(value: number) {
    this.i32[(this.at4 & this.mask4) + 6] = value;
  }
  get tickSizeMantissa(): number {
    return this.i32[(this.at4 & this.mask4) + 7]!;
  }
  set tickSizeMantissa(value: number) {
    this.i32[(this.at4 & this.mask4) + 7] = value;
  }
  get lotSize(): number {
    return this.i32[(this.at4 & this.mask4) + 8]!;
  }
  set lotSize(value: number) {
    this.i32[(this.at4 & this.mask4) + 8] = value;
  }
  get valueMultiplier(): number {
    return this.i32[(this.at4 & this.mask4) + 9]!;
  }
  set valueMultiplier(value: number) {
    this.i32[(this.at4 & this.mask4) + 9] = value;
  }
  get collarBps(): number {
    return this.f64[(this.at8 & this.mask8) + 5]!;
  }
  set collarBps(value: number) {
    this.f64[(this.at8 & this.mask8) + 5] = value;
  }
  get priceMaxAgeNs(): number {
    return this.f64[(this.at8 & this.mask8) + 6]!;
  }
  set priceMaxAgeNs(value: number) {
    this.f64[(this.at8 & this.mask8) + 6] = value;
  }
  get breakerMoveBps(): number {
    return this.f64[(this.at8 & this.mask8) + 7]!;
  }
  set breakerMoveBps(value: number) {
    this.f64[(this.at8 & this.mask8) + 7] = value;
  }
  get breakerWindowNs(): number {
    return this.f64[(this.at8 & this.mask8) + 8]!;
  }
  set breakerWindowNs(value: number) {
    this.f64[(this.at8 & this.mask8) + 8] = value;
  }
  get breakerCooldownNs(): number {
    return this.f64[(this.at8 & this.mask8) + 9]!;
  }
  set breakerCooldownNs(value: number) {
    this.f64[(this.at8 & this.mask8) + 9] = value;
  }
}

class FixedSetInstrument extends SetInstrument {}

export class SetVenue {
  static readonly NAME = 'SetVenue';
  static readonly BYTES = 64;
  static readonly NAME_AT = 0;
  static readonly NAME_BYTES = 16;
  static readonly NAME_WORDS = 4;
  static readonly FIELDS: StructDescription = {
    name: 'SetVenue',
    byteLength: 64,
    fields: [
      { name: 'name', kind: 'bytes', byteOffset: 0, count: 16, strideBytes: 1, isArray: true },
      { name: 'venue', kind: 'i32', byteOffset: 16, count: 1, strideBytes: 4, isArray: false },
      { name: 'venueType', kind: 'i32', byteOffset: 20, count: 1, strideBytes: 4, isArray: false },
      { name: 'enabled', kind: 'i32', byteOffset: 24, count: 1, strideBytes: 4, isArray: false },
      { name: 'lacks', kind: 'i32', byteOffset: 28, count: 1, strideBytes: 4, isArray: false },
      { name: 'latencyNs', kind: 'f64', byteOffset: 32, count: 1, strideBytes: 8, isArray: false },
      { name: 'feeBps', kind: 'f64', byteOffset: 40, count: 1, strideBytes: 8, isArray: false },
      { name: 'fillProbability', kind: 'f64', byteOffset: 48, count: 1, strideBytes: 8, isArray: false },
      { name: 'rejectionRate', kind: 'f64', byteOffset: 56, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): SetVenue {
    return new FixedSetVenue(views, checkedMask(views, mask, 64));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
  }

  nameWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setNameWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get nameAt(): number {
    return (this.at4 & this.mask4);
  }
  copyName(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
  }
  get venue(): number {
    return this.i32[(this.at4 & this.mask4) + 4]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4) + 4] = value;
  }
  get venueType(): number {
    return this.i32[(this.at4 & this.mask4) + 5]!;
  }
  set venueType(value: number) {
    this.i32[(this.at4 & this.mask4) + 5] = value;
  }
  get enabled(): number {
    return this.i32[(this.at4 & this.mask4) + 6]!;
  }
  set enabled(value: number) {
    this.i32[(this.at4 & this.mask4) + 6] = value;
  }
  get lacks(): number {
    return this.i32[(this.at4 & this.mask4) + 7]!;
  }
  set lacks(value: number) {
    this.i32[(this.at4 & this.mask4) + 7] = value;
  }
  get latencyNs(): number {
    return this.f64[(this.at8 & this.mask8) + 4]!;
  }
  set latencyNs(value: number) {
    this.f64[(this.at8 & this.mask8) + 4] = value;
  }
  get feeBps(): number {
    return this.f64[(this.at8 & this.mask8) + 5]!;
  }
  set feeBps(value: number) {
    this.f64[(this.at8 & this.mask8) + 5] = value;
  }
  get fillProbability(): number {
    return this.f64[(this.at8 & this.mask8) + 6]!;
  }
  set fillProbability(value: number) {
    this.f64[(this.at8 & this.mask8) + 6] = value;
  }
  get rejectionRate(): number {
    return this.f64[(this.at8 & this.mask8) + 7]!;
  }
  set rejectionRate(value: number) {
    this.f64[(this.at8 & this.mask8) + 7] = value;
  }
}

class FixedSetVenue extends SetVenue {}

export class SetVolumeCurve {
  static readonly NAME = 'SetVolumeCurve';
  static readonly BYTES = 392;
  static readonly SHARES_COUNT = 96;
  static readonly FIELDS: StructDescription = {
    name: 'SetVolumeCurve',
    byteLength: 392,
    fields: [
      { name: 'instrument', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'days', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'shares', kind: 'i32', byteOffset: 8, count: 96, strideBytes: 4, isArray: true },
    ],
  };

  declare i32: Int32Array<SharedArrayBuffer>;
  declare at4: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.i32 = views.i32;
    this.at4 = 0;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): SetVolumeCurve {
    return new FixedSetVolumeCurve(views, checkedMask(views, mask, 392));
  }

  wrap(views: Views, byteOffset: number): this {
    this.i32 = views.i32;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { i32 } = this;
    const at = (this.at4 & this.mask4);
    i32[at] = 0;
    i32[at + 1] = 0;
    i32[at + 2] = 0;
    i32[at + 3] = 0;
    i32[at + 4] = 0;
    i32[at + 5] = 0;
    i32[at + 6] = 0;
    i32[at + 7] = 0;
    i32[at + 8] = 0;
    i32[at + 9] = 0;
    i32[at + 10] = 0;
    i32[at + 11] = 0;
    i32[at + 12] = 0;
    i32[at + 13] = 0;
    i32[at + 14] = 0;
    i32[at + 15] = 0;
    i32[at + 16] = 0;
    i32[at + 17] = 0;
    i32[at + 18] = 0;
    i32[at + 19] = 0;
    i32[at + 20] = 0;
    i32[at + 21] = 0;
    i32[at + 22] = 0;
    i32[at + 23] = 0;
    i32[at + 24] = 0;
    i32[at + 25] = 0;
    i32[at + 26] = 0;
    i32[at + 27] = 0;
    i32[at + 28] = 0;
    i32[at + 29] = 0;
    i32[at + 30] = 0;
    i32[at + 31] = 0;
    i32[at + 32] = 0;
    i32[at + 33] = 0;
    i32[at + 34] = 0;
    i32[at + 35] = 0;
    i32[at + 36] = 0;
    i32[at + 37] = 0;
    i32[at + 38] = 0;
    i32[at + 39] = 0;
    i32[at + 40] = 0;
    i32[at + 41] = 0;
    i32[at + 42] = 0;
    i32[at + 43] = 0;
    i32[at + 44] = 0;
    i32[at + 45] = 0;
    i32[at + 46] = 0;
    i32[at + 47] = 0;
    i32[at + 48] = 0;
    i32[at + 49] = 0;
    i32[at + 50] = 0;
    i32[at + 51] = 0;
    i32[at + 52] = 0;
    i32[at + 53] = 0;
    i32[at + 54] = 0;
    i32[at + 55] = 0;
    i32[at + 56] = 0;
    i32[at + 57] = 0;
    i32[at + 58] = 0;
    i32[at + 59] = 0;
    i32[at + 60] = 0;
    i32[at + 61] = 0;
    i32[at + 62] = 0;
    i32[at + 63] = 0;
    i32[at + 64] = 0;
    i32[at + 65] = 0;
    i32[at + 66] = 0;
    i32[at + 67] = 0;
    i32[at + 68] = 0;
    i32[at + 69] = 0;
    i32[at + 70] = 0;
    i32[at + 71] = 0;
    i32[at + 72] = 0;
    i32[at + 73] = 0;
    i32[at + 74] = 0;
    i32[at + 75] = 0;
    i32[at + 76] = 0;
    i32[at + 77] = 0;
    i32[at + 78] = 0;
    i32[at + 79] = 0;
    i32[at + 80] = 0;
    i32[at + 81] = 0;
    i32[at + 82] = 0;
    i32[at + 83] = 0;
    i32[at + 84] = 0;
    i32[at + 85] = 0;
    i32[at + 86] = 0;
    i32[at + 87] = 0;
    i32[at + 88] = 0;
    i32[at + 89] = 0;
    i32[at + 90] = 0;
    i32[at + 91] = 0;
    i32[at + 92] = 0;
    i32[at + 93] = 0;
    i32[at + 94] = 0;
    i32[at + 95] = 0;
    i32[at + 96] = 0;
    i32[at + 97] = 0;
  }

  get instrument(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get days(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set days(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  shares(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 2 + i]!;
  }
  setShares(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 2 + i] = value;
  }
}

class FixedSetVolumeCurve extends SetVolumeCurve {}

export class SliceOrder {
  static readonly NAME = 'SliceOrder';
  static readonly BYTES = 48;
  static readonly FIELDS: StructDescription = {
    name: 'SliceOrder',
    byteLength: 48,
    fields: [
      { name: 'order', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'generation', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'orderType', kind: 'u8', byteOffset: 8, count: 1, strideBytes: 1, isArray: false },
      { name: 'timeInForce', kind: 'u8', byteOffset: 9, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'u16', byteOffset: 10, count: 1, strideBytes: 2, isArray: false },
      { name: 'reserved1', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'lots', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 24, count: 1, strideBytes: 8, isArray: false },
      { name: 'displayLots', kind: 'f64', byteOffset: 32, count: 1, strideBytes: 8, isArray: false },
      { name: 'minLots', kind: 'f64', byteOffset: 40, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): SliceOrder {
    return new FixedSliceOrder(views, checkedMask(views, mask, 48));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
  }

  get order(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set order(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get generation(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set generation(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get orderType(): number {
    return this.u8[(this.at1 & this.mask1) + 8]!;
  }
  set orderType(value: number) {
    this.u8[(this.at1 & this.mask1) + 8] = value;
  }
  get timeInForce(): number {
    return this.u8[(this.at1 & this.mask1) + 9]!;
  }
  set timeInForce(value: number) {
    this.u8[(this.at1 & this.mask1) + 9] = value;
  }
  get reserved(): number {
    return this.u16[(this.at2 & this.mask2) + 5]!;
  }
  set reserved(value: number) {
    this.u16[(this.at2 & this.mask2) + 5] = value;
  }
  get reserved1(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set reserved1(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get lots(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set lots(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 3]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 3] = value;
  }
  get displayLots(): number {
    return this.f64[(this.at8 & this.mask8) + 4]!;
  }
  set displayLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 4] = value;
  }
  get minLots(): number {
    return this.f64[(this.at8 & this.mask8) + 5]!;
  }
  set minLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 5] = value;
  }
}

class FixedSliceOrder extends SliceOrder {}

export class SnapshotMarker {
  static readonly NAME = 'SnapshotMarker';
  static readonly BYTES = 8;
  static readonly FIELDS: StructDescription = {
    name: 'SnapshotMarker',
    byteLength: 8,
    fields: [
      { name: 'number', kind: 'f64', byteOffset: 0, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare at8: number;
  declare protected readonly mask8: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.at8 = 0;
    this.mask8 = mask >>> 3;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): SnapshotMarker {
    return new FixedSnapshotMarker(views, checkedMask(views, mask, 8));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.at8 = byteOffset >>> 3;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
  }

  get number(): number {
    return this.f64[(this.at8 & this.mask8)]!;
  }
  set number(value: number) {
    this.f64[(this.at8 & this.mask8)] = value;
  }
}

class FixedSnapshotMarker extends SnapshotMarker {}

export class StageHash {
  static readonly NAME = 'StageHash';
  static readonly BYTES = 24;
  static readonly FIELDS: StructDescription = {
    name: 'StageHash',
    byteLength: 24,
    fields: [
      { name: 'stage', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'reserved', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'hash0', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'hash1', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'records', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): StageHash {
    return new FixedStageHash(views, checkedMask(views, mask, 24));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
  }

  get stage(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set stage(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get reserved(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set reserved(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get hash0(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set hash0(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get hash1(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set hash1(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get records(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set records(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
}

class FixedStageHash extends StageHash {}

export class StrayFill {
  static readonly NAME = 'StrayFill';
  static readonly BYTES = 48;
  static readonly FIELDS: StructDescription = {
    name: 'StrayFill',
    byteLength: 48,
    fields: [
      { name: 'venue', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'side', kind: 'u8', byteOffset: 8, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'u8', byteOffset: 9, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved1', kind: 'u16', byteOffset: 10, count: 1, strideBytes: 2, isArray: false },
      { name: 'reserved2', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'venueOrderId', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
      { name: 'executionId', kind: 'f64', byteOffset: 24, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastLots', kind: 'f64', byteOffset: 32, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastTicks', kind: 'f64', byteOffset: 40, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): StrayFill {
    return new FixedStrayFill(views, checkedMask(views, mask, 48));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
  }

  get venue(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get side(): number {
    return this.u8[(this.at1 & this.mask1) + 8]!;
  }
  set side(value: number) {
    this.u8[(this.at1 & this.mask1) + 8] = value;
  }
  get reserved(): number {
    return this.u8[(this.at1 & this.mask1) + 9]!;
  }
  set reserved(value: number) {
    this.u8[(this.at1 & this.mask1) + 9] = value;
  }
  get reserved1(): number {
    return this.u16[(this.at2 & this.mask2) + 5]!;
  }
  set reserved1(value: number) {
    this.u16[(this.at2 & this.mask2) + 5] = value;
  }
  get reserved2(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set reserved2(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get venueOrderId(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set venueOrderId(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
  get executionId(): number {
    return this.f64[(this.at8 & this.mask8) + 3]!;
  }
  set executionId(value: number) {
    this.f64[(this.at8 & this.mask8) + 3] = value;
  }
  get lastLots(): number {
    return this.f64[(this.at8 & this.mask8) + 4]!;
  }
  set lastLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 4] = value;
  }
  get lastTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 5]!;
  }
  set lastTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 5] = value;
  }
}

class FixedStrayFill extends StrayFill {}

export class Sweep {
  static readonly NAME = 'Sweep';
  static readonly BYTES = 8;
  static readonly FIELDS: StructDescription = {
    name: 'Sweep',
    byteLength: 8,
    fields: [
      { name: 'sweep', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'generation', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare i32: Int32Array<SharedArrayBuffer>;
  declare at4: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.i32 = views.i32;
    this.at4 = 0;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): Sweep {
    return new FixedSweep(views, checkedMask(views, mask, 8));
  }

  wrap(views: Views, byteOffset: number): this {
    this.i32 = views.i32;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { i32 } = this;
    const at = (this.at4 & this.mask4);
    i32[at] = 0;
    i32[at + 1] = 0;
  }

  get sweep(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set sweep(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get generation(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set generation(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
}

class FixedSweep extends Sweep {}

export class Tick {
  static readonly NAME = 'Tick';
  static readonly BYTES = 8;
  static readonly FIELDS: StructDescription = {
    name: 'Tick',
    byteLength: 8,
    fields: [
      { name: 'deadline', kind: 'f64', byteOffset: 0, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare at8: number;
  declare protected readonly mask8: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.at8 = 0;
    this.mask8 = mask >>> 3;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): Tick {
    return new FixedTick(views, checkedMask(views, mask, 8));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.at8 = byteOffset >>> 3;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
  }

  get deadline(): number {
    return this.f64[(this.at8 & this.mask8)]!;
  }
  set deadline(value: number) {
    this.f64[(this.at8 & this.mask8)] = value;
  }
}

class FixedTick extends Tick {}

export class TradeChange {
  static readonly NAME = 'TradeChange';
  static readonly BYTES = 48;
  static readonly FIELDS: StructDescription = {
    name: 'TradeChange',
    byteLength: 48,
    fields: [
      { name: 'venue', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'kind', kind: 'u8', byteOffset: 4, count: 1, strideBytes: 1, isArray: false },
      { name: 'reopened', kind: 'u8', byteOffset: 5, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'u8', byteOffset: 6, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved1', kind: 'u8', byteOffset: 7, count: 1, strideBytes: 1, isArray: false },
      { name: 'legRef', kind: 'f64', byteOffset: 8, count: 1, strideBytes: 8, isArray: false },
      { name: 'executionId', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
      { name: 'originalExecutionId', kind: 'f64', byteOffset: 24, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastLots', kind: 'f64', byteOffset: 32, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastTicks', kind: 'f64', byteOffset: 40, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): TradeChange {
    return new FixedTradeChange(views, checkedMask(views, mask, 48));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
  }

  get venue(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get kind(): number {
    return this.u8[(this.at1 & this.mask1) + 4]!;
  }
  set kind(value: number) {
    this.u8[(this.at1 & this.mask1) + 4] = value;
  }
  get reopened(): number {
    return this.u8[(this.at1 & this.mask1) + 5]!;
  }
  set reopened(value: number) {
    this.u8[(this.at1 & this.mask1) + 5] = value;
  }
  get reserved(): number {
    return this.u8[(this.at1 & this.mask1) + 6]!;
  }
  set reserved(value: number) {
    this.u8[(this.at1 & this.mask1) + 6] = value;
  }
  get reserved1(): number {
    return this.u8[(this.at1 & this.mask1) + 7]!;
  }
  set reserved1(value: number) {
    this.u8[(this.at1 & this.mask1) + 7] = value;
  }
  get legRef(): number {
    return this.f64[(this.at8 & this.mask8) + 1]!;
  }
  set legRef(value: number) {
    this.f64[(this.at8 & this.mask8) + 1] = value;
  }
  get executionId(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set executionId(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
  get originalExecutionId(): number {
    return this.f64[(this.at8 & this.mask8) + 3]!;
  }
  set originalExecutionId(value: number) {
    this.f64[(this.at8 & this.mask8) + 3] = value;
  }
  get lastLots(): number {
    return this.f64[(this.at8 & this.mask8) + 4]!;
  }
  set lastLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 4] = value;
  }
  get lastTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 5]!;
  }
  set lastTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 5] = value;
  }
}

class FixedTradeChange extends TradeChange {}

export class TradingStatus {
  static readonly NAME = 'TradingStatus';
  static readonly BYTES = 24;
  static readonly FIELDS: StructDescription = {
    name: 'TradingStatus',
    byteLength: 24,
    fields: [
      { name: 'venue', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'change', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'phase', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'newOrders', kind: 'i32', byteOffset: 16, count: 1, strideBytes: 4, isArray: false },
      { name: 'reserved', kind: 'i32', byteOffset: 20, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare i32: Int32Array<SharedArrayBuffer>;
  declare at4: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.i32 = views.i32;
    this.at4 = 0;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): TradingStatus {
    return new FixedTradingStatus(views, checkedMask(views, mask, 24));
  }

  wrap(views: Views, byteOffset: number): this {
    this.i32 = views.i32;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { i32 } = this;
    const at = (this.at4 & this.mask4);
    i32[at] = 0;
    i32[at + 1] = 0;
    i32[at + 2] = 0;
    i32[at + 3] = 0;
    i32[at + 4] = 0;
    i32[at + 5] = 0;
  }

  get venue(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get change(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set change(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get phase(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set phase(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get newOrders(): number {
    return this.i32[(this.at4 & this.mask4) + 4]!;
  }
  set newOrders(value: number) {
    this.i32[(this.at4 & this.mask4) + 4] = value;
  }
  get reserved(): number {
    return this.i32[(this.at4 & this.mask4) + 5]!;
  }
  set reserved(value: number) {
    this.i32[(this.at4 & this.mask4) + 5] = value;
  }
}

class FixedTradingStatus extends TradingStatus {}

export class TriggerOrder {
  static readonly NAME = 'TriggerOrder';
  static readonly BYTES = 16;
  static readonly FIELDS: StructDescription = {
    name: 'TriggerOrder',
    byteLength: 16,
    fields: [
      { name: 'order', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'generation', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'triggerTicks', kind: 'f64', byteOffset: 8, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): TriggerOrder {
    return new FixedTriggerOrder(views, checkedMask(views, mask, 16));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
  }

  get order(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set order(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get generation(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set generation(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get triggerTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 1]!;
  }
  set triggerTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 1] = value;
  }
}

class FixedTriggerOrder extends TriggerOrder {}

export class VenueCancel {
  static readonly NAME = 'VenueCancel';
  static readonly BYTES = 16;
  static readonly FIELDS: StructDescription = {
    name: 'VenueCancel',
    byteLength: 16,
    fields: [
      { name: 'venue', kind: 'u16', byteOffset: 0, count: 1, strideBytes: 2, isArray: false },
      { name: 'request', kind: 'u16', byteOffset: 2, count: 1, strideBytes: 2, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'legRef', kind: 'f64', byteOffset: 8, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): VenueCancel {
    return new FixedVenueCancel(views, checkedMask(views, mask, 16));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
  }

  get venue(): number {
    return this.u16[(this.at2 & this.mask2)]!;
  }
  set venue(value: number) {
    this.u16[(this.at2 & this.mask2)] = value;
  }
  get request(): number {
    return this.u16[(this.at2 & this.mask2) + 1]!;
  }
  set request(value: number) {
    this.u16[(this.at2 & this.mask2) + 1] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get legRef(): number {
    return this.f64[(this.at8 & this.mask8) + 1]!;
  }
  set legRef(value: number) {
    this.f64[(this.at8 & this.mask8) + 1] = value;
  }
}

class FixedVenueCancel extends VenueCancel {}

export class VenueNewOrder {
  static readonly NAME = 'VenueNewOrder';
  static readonly BYTES = 48;
  static readonly FIELDS: StructDescription = {
    name: 'VenueNewOrder',
    byteLength: 48,
    fields: [
      { name: 'venue', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'side', kind: 'u8', byteOffset: 8, count: 1, strideBytes: 1, isArray: false },
      { name: 'orderType', kind: 'u8', byteOffset: 9, count: 1, strideBytes: 1, isArray: false },
      { name: 'timeInForce', kind: 'u8', byteOffset: 10, count: 1, strideBytes: 1, isArray: false },
      { name: 'reserved', kind: 'u8', byteOffset: 11, count: 1, strideBytes: 1, isArray: false },
      { name: 'minLots', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'legRef', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
      { name: 'lots', kind: 'f64', byteOffset: 24, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 32, count: 1, strideBytes: 8, isArray: false },
      { name: 'displayLots', kind: 'f64', byteOffset: 40, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): VenueNewOrder {
    return new FixedVenueNewOrder(views, checkedMask(views, mask, 48));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
  }

  get venue(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get side(): number {
    return this.u8[(this.at1 & this.mask1) + 8]!;
  }
  set side(value: number) {
    this.u8[(this.at1 & this.mask1) + 8] = value;
  }
  get orderType(): number {
    return this.u8[(this.at1 & this.mask1) + 9]!;
  }
  set orderType(value: number) {
    this.u8[(this.at1 & this.mask1) + 9] = value;
  }
  get timeInForce(): number {
    return this.u8[(this.at1 & this.mask1) + 10]!;
  }
  set timeInForce(value: number) {
    this.u8[(this.at1 & this.mask1) + 10] = value;
  }
  get reserved(): number {
    return this.u8[(this.at1 & this.mask1) + 11]!;
  }
  set reserved(value: number) {
    this.u8[(this.at1 & this.mask1) + 11] = value;
  }
  get minLots(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set minLots(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get legRef(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set legRef(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
  get lots(): number {
    return this.f64[(this.at8 & this.mask8) + 3]!;
  }
  set lots(value: number) {
    this.f64[(this.at8 & this.mask8) + 3] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 4]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 4] = value;
  }
  get displayLots(): number {
    return this.f64[(this.at8 & this.mask8) + 5]!;
  }
  set displayLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 5] = value;
  }
}

class FixedVenueNewOrder extends VenueNewOrder {}

export class VenueReplace {
  static readonly NAME = 'VenueReplace';
  static readonly BYTES = 32;
  static readonly FIELDS: StructDescription = {
    name: 'VenueReplace',
    byteLength: 32,
    fields: [
      { name: 'venue', kind: 'u16', byteOffset: 0, count: 1, strideBytes: 2, isArray: false },
      { name: 'request', kind: 'u16', byteOffset: 2, count: 1, strideBytes: 2, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'legRef', kind: 'f64', byteOffset: 8, count: 1, strideBytes: 8, isArray: false },
      { name: 'lots', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 24, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): VenueReplace {
    return new FixedVenueReplace(views, checkedMask(views, mask, 32));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
  }

  get venue(): number {
    return this.u16[(this.at2 & this.mask2)]!;
  }
  set venue(value: number) {
    this.u16[(this.at2 & this.mask2)] = value;
  }
  get request(): number {
    return this.u16[(this.at2 & this.mask2) + 1]!;
  }
  set request(value: number) {
    this.u16[(this.at2 & this.mask2) + 1] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get legRef(): number {
    return this.f64[(this.at8 & this.mask8) + 1]!;
  }
  set legRef(value: number) {
    this.f64[(this.at8 & this.mask8) + 1] = value;
  }
  get lots(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set lots(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 3]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 3] = value;
  }
}

class FixedVenueReplace extends VenueReplace {}

export class VenueReport {
  static readonly NAME = 'VenueReport';
  static readonly BYTES = 80;
  static readonly FIELDS: StructDescription = {
    name: 'VenueReport',
    byteLength: 80,
    fields: [
      { name: 'venue', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'kind', kind: 'u8', byteOffset: 4, count: 1, strideBytes: 1, isArray: false },
      { name: 'reason', kind: 'u8', byteOffset: 5, count: 1, strideBytes: 1, isArray: false },
      { name: 'request', kind: 'u16', byteOffset: 6, count: 1, strideBytes: 2, isArray: false },
      { name: 'legRef', kind: 'f64', byteOffset: 8, count: 1, strideBytes: 8, isArray: false },
      { name: 'venueOrderId', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
      { name: 'executionId', kind: 'f64', byteOffset: 24, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastLots', kind: 'f64', byteOffset: 32, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastTicks', kind: 'f64', byteOffset: 40, count: 1, strideBytes: 8, isArray: false },
      { name: 'cumLots', kind: 'f64', byteOffset: 48, count: 1, strideBytes: 8, isArray: false },
      { name: 'leavesLots', kind: 'f64', byteOffset: 56, count: 1, strideBytes: 8, isArray: false },
      { name: 'orderLots', kind: 'f64', byteOffset: 64, count: 1, strideBytes: 8, isArray: false },
      { name: 'priceTicks', kind: 'f64', byteOffset: 72, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare u8: Uint8Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare at1: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;
  declare protected readonly mask1: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.at1 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
    this.mask1 = mask;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): VenueReport {
    return new FixedVenueReport(views, checkedMask(views, mask, 80));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.u8 = views.u8;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    this.at1 = byteOffset;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
    f64[at + 3] = 0;
    f64[at + 4] = 0;
    f64[at + 5] = 0;
    f64[at + 6] = 0;
    f64[at + 7] = 0;
    f64[at + 8] = 0;
    f64[at + 9] = 0;
  }

  get venue(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get kind(): number {
    return this.u8[(this.at1 & this.mask1) + 4]!;
  }
  set kind(value: number) {
    this.u8[(this.at1 & this.mask1) + 4] = value;
  }
  get reason(): number {
    return this.u8[(this.at1 & this.mask1) + 5]!;
  }
  set reason(value: number) {
    this.u8[(this.at1 & this.mask1) + 5] = value;
  }
  get request(): number {
    return this.u16[(this.at2 & this.mask2) + 3]!;
  }
  set request(value: number) {
    this.u16[(this.at2 & this.mask2) + 3] = value;
  }
  get legRef(): number {
    return this.f64[(this.at8 & this.mask8) + 1]!;
  }
  set legRef(value: number) {
    this.f64[(this.at8 & this.mask8) + 1] = value;
  }
  get venueOrderId(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set venueOrderId(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
  get executionId(): number {
    return this.f64[(this.at8 & this.mask8) + 3]!;
  }
  set executionId(value: number) {
    this.f64[(this.at8 & this.mask8) + 3] = value;
  }
  get lastLots(): number {
    return this.f64[(this.at8 & this.mask8) + 4]!;
  }
  set lastLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 4] = value;
  }
  get lastTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 5]!;
  }
  set lastTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 5] = value;
  }
  get cumLots(): number {
    return this.f64[(this.at8 & this.mask8) + 6]!;
  }
  set cumLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 6] = value;
  }
  get leavesLots(): number {
    return this.f64[(this.at8 & this.mask8) + 7]!;
  }
  set leavesLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 7] = value;
  }
  get orderLots(): number {
    return this.f64[(this.at8 & this.mask8) + 8]!;
  }
  set orderLots(value: number) {
    this.f64[(this.at8 & this.mask8) + 8] = value;
  }
  get priceTicks(): number {
    return this.f64[(this.at8 & this.mask8) + 9]!;
  }
  set priceTicks(value: number) {
    this.f64[(this.at8 & this.mask8) + 9] = value;
  }
}

class FixedVenueReport extends VenueReport {}

export class VenueStatus {
  static readonly NAME = 'VenueStatus';
  static readonly BYTES = 8;
  static readonly FIELDS: StructDescription = {
    name: 'VenueStatus',
    byteLength: 8,
    fields: [
      { name: 'venue', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'connected', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare i32: Int32Array<SharedArrayBuffer>;
  declare at4: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.i32 = views.i32;
    this.at4 = 0;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): VenueStatus {
    return new FixedVenueStatus(views, checkedMask(views, mask, 8));
  }

  wrap(views: Views, byteOffset: number): this {
    this.i32 = views.i32;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { i32 } = this;
    const at = (this.at4 & this.mask4);
    i32[at] = 0;
    i32[at + 1] = 0;
  }

  get venue(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get connected(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set connected(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
}

class FixedVenueStatus extends VenueStatus {}

export class VenueStatusRequest {
  static readonly NAME = 'VenueStatusRequest';
  static readonly BYTES = 16;
  static readonly FIELDS: StructDescription = {
    name: 'VenueStatusRequest',
    byteLength: 16,
    fields: [
      { name: 'venue', kind: 'u16', byteOffset: 0, count: 1, strideBytes: 2, isArray: false },
      { name: 'request', kind: 'u16', byteOffset: 2, count: 1, strideBytes: 2, isArray: false },
      { name: 'instrument', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'legRef', kind: 'f64', byteOffset: 8, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare u16: Uint16Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare at2: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;
  declare protected readonly mask2: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.at8 = 0;
    this.at4 = 0;
    this.at2 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
    this.mask2 = mask >>> 1;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): VenueStatusRequest {
    return new FixedVenueStatusRequest(views, checkedMask(views, mask, 16));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.u16 = views.u16;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    this.at2 = byteOffset >>> 1;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
  }

  get venue(): number {
    return this.u16[(this.at2 & this.mask2)]!;
  }
  set venue(value: number) {
    this.u16[(this.at2 & this.mask2)] = value;
  }
  get request(): number {
    return this.u16[(this.at2 & this.mask2) + 1]!;
  }
  set request(value: number) {
    this.u16[(this.at2 & this.mask2) + 1] = value;
  }
  get instrument(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set instrument(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get legRef(): number {
    return this.f64[(this.at8 & this.mask8) + 1]!;
  }
  set legRef(value: number) {
    this.f64[(this.at8 & this.mask8) + 1] = value;
  }
}

class FixedVenueStatusRequest extends VenueStatusRequest {}

export class VenueSweep {
  static readonly NAME = 'VenueSweep';
  static readonly BYTES = 24;
  static readonly FIELDS: StructDescription = {
    name: 'VenueSweep',
    byteLength: 24,
    fields: [
      { name: 'venue', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'cursor', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
      { name: 'lastStreamSequence', kind: 'f64', byteOffset: 8, count: 1, strideBytes: 8, isArray: false },
      { name: 'lastOutputIndex', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
    ],
  };

  declare f64: Float64Array<SharedArrayBuffer>;
  declare i32: Int32Array<SharedArrayBuffer>;
  declare at8: number;
  declare at4: number;
  declare protected readonly mask8: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = 0;
    this.at4 = 0;
    this.mask8 = mask >>> 3;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): VenueSweep {
    return new FixedVenueSweep(views, checkedMask(views, mask, 24));
  }

  wrap(views: Views, byteOffset: number): this {
    this.f64 = views.f64;
    this.i32 = views.i32;
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at8 = byteOffset >>> 3;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { f64 } = this;
    const at = (this.at8 & this.mask8);
    f64[at] = 0;
    f64[at + 1] = 0;
    f64[at + 2] = 0;
  }

  get venue(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get cursor(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set cursor(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
  get lastStreamSequence(): number {
    return this.f64[(this.at8 & this.mask8) + 1]!;
  }
  set lastStreamSequence(value: number) {
    this.f64[(this.at8 & this.mask8) + 1] = value;
  }
  get lastOutputIndex(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set lastOutputIndex(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
}

class FixedVenueSweep extends VenueSweep {}

export class WorkStep {
  static readonly NAME = 'WorkStep';
  static readonly BYTES = 8;
  static readonly FIELDS: StructDescription = {
    name: 'WorkStep',
    byteLength: 8,
    fields: [
      { name: 'reserved', kind: 'i32', byteOffset: 0, count: 1, strideBytes: 4, isArray: false },
      { name: 'reserved1', kind: 'i32', byteOffset: 4, count: 1, strideBytes: 4, isArray: false },
    ],
  };

  declare i32: Int32Array<SharedArrayBuffer>;
  declare at4: number;
  declare protected readonly mask4: number;

  constructor(views: Views = NOTHING, mask: number = ANYWHERE) {
    this.i32 = views.i32;
    this.at4 = 0;
    this.mask4 = mask >>> 2;
  }

  /** See `Fixed` in the generator: for good over these views, anywhere that `mask` allows. */
  static over(views: Views, mask: number = ANYWHERE): WorkStep {
    return new FixedWorkStep(views, checkedMask(views, mask, 8));
  }

  wrap(views: Views, byteOffset: number): this {
    this.i32 = views.i32;
    this.at4 = byteOffset >>> 2;
    return this;
  }

  /** Elsewhere in the views wrapped last: a store of a view costs a write barrier, and most never change. */
  move(byteOffset: number): this {
    this.at4 = byteOffset >>> 2;
    return this;
  }

  clear(): void {
    const { i32 } = this;
    const at = (this.at4 & this.mask4);
    i32[at] = 0;
    i32[at + 1] = 0;
  }

  get reserved(): number {
    return this.i32[(this.at4 & this.mask4)]!;
  }
  set reserved(value: number) {
    this.i32[(this.at4 & this.mask4)] = value;
  }
  get reserved1(): number {
    return this.i32[(this.at4 & this.mask4) + 1]!;
  }
  set reserved1(value: number) {
    this.i32[(this.at4 & this.mask4) + 1] = value;
  }
}

class FixedWorkStep extends WorkStep {}

export const STRUCTS: readonly StructDescription[] = [
  LegInstruction.FIELDS,
  RouteFragment.FIELDS,
  BlockMark.FIELDS,
  CancelChild.FIELDS,
  CancelLinked.FIELDS,
  CancelOrder.FIELDS,
  CancelReject.FIELDS,
  ChildOrder.FIELDS,
  DayRoll.FIELDS,
  EngineStarted.FIELDS,
  EventGap.FIELDS,
  ExecutionReport.FIELDS,
  ExpireOrder.FIELDS,
  FeedStatus.FIELDS,
  FrontSection.FIELDS,
  KillSwitch.FIELDS,
  LegsSettled.FIELDS,
  MassCancel.FIELDS,
  MassCancelReport.FIELDS,
  NewAdvancedOrder.FIELDS,
  NewOrder.FIELDS,
  OrderStatusRequest.FIELDS,
  OutcomeSection.FIELDS,
  OutputMark.FIELDS,
  PortfolioSection.FIELDS,
  Quote.FIELDS,
  RecordHeader.FIELDS,
  ReplaceAdvancedOrder.FIELDS,
  ReplaceOrder.FIELDS,
  ResetBreaker.FIELDS,
  ResolveFill.FIELDS,
  RouteSection.FIELDS,
  SessionRecovered.FIELDS,
  SetAccount.FIELDS,
  SetInstrument.FIELDS,
  SetVenue.FIELDS,
  SetVolumeCurve.FIELDS,
  SliceOrder.FIELDS,
  SnapshotMarker.FIELDS,
  StageHash.FIELDS,
  StrayFill.FIELDS,
  Sweep.FIELDS,
  Tick.FIELDS,
  TradeChange.FIELDS,
  TradingStatus.FIELDS,
  TriggerOrder.FIELDS,
  VenueCancel.FIELDS,
  VenueNewOrder.FIELDS,
  VenueReplace.FIELDS,
  VenueReport.FIELDS,
  VenueStatus.FIELDS,
  VenueStatusRequest.FIELDS,
  VenueSweep.FIELDS,
  WorkStep.FIELDS,
];
