// Written by schemas/generate.ts from the compiled schema. Do not edit: change schemas/feed_ring.fbs, then `npm run generate`.
import type { Views } from '../../src/ring/memory.ts';
import type { StructDescription } from '../description.ts';

/** Checksum of the layout of the records. */
export const FEED_RING_LAYOUT = 1669924093;

export const FeedRejection = {
  NONE: 0,
  NO_QUOTE: 1,
  UNKNOWN_INSTRUMENT: 2,
  BAD_PRICE: 3,
  BAD_QUANTITY: 4,
  BAD_COUNT: 5,
  BAD_TRADES: 6,
  BAD_FRAME: 7,
} as const;
export type FeedRejection = (typeof FeedRejection)[keyof typeof FeedRejection];

export const FeedRingState = {
  NONE: 0,
  OPEN: 1,
  GONE: 2,
} as const;
export type FeedRingState = (typeof FeedRingState)[keyof typeof FeedRingState];

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

export class FeedRingHeader {
  static readonly NAME = 'FeedRingHeader';
  static readonly BYTES = 384;
  static readonly MAGIC_AT = 0;
  static readonly MAGIC_BYTES = 8;
  static readonly MAGIC_WORDS = 2;
  static readonly VENUE_NAME_AT = 48;
  static readonly VENUE_NAME_BYTES = 16;
  static readonly VENUE_NAME_WORDS = 4;
  static readonly RESERVED0_AT = 64;
  static readonly RESERVED0_BYTES = 64;
  static readonly RESERVED0_WORDS = 16;
  static readonly RESERVED2_AT = 168;
  static readonly RESERVED2_BYTES = 88;
  static readonly RESERVED2_WORDS = 22;
  static readonly RESERVED3_AT = 272;
  static readonly RESERVED3_BYTES = 112;
  static readonly RESERVED3_WORDS = 28;
  static readonly FIELDS: StructDescription = {
    name: 'FeedRingHeader',
    byteLength: 384,
    fields: [
      { name: 'magic', kind: 'bytes', byteOffset: 0, count: 8, strideBytes: 1, isArray: true },
      { name: 'version', kind: 'i32', byteOffset: 8, count: 1, strideBytes: 4, isArray: false },
      { name: 'layout', kind: 'i32', byteOffset: 12, count: 1, strideBytes: 4, isArray: false },
      { name: 'creation', kind: 'f64', byteOffset: 16, count: 1, strideBytes: 8, isArray: false },
      { name: 'venue', kind: 'i32', byteOffset: 24, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrumentCount', kind: 'i32', byteOffset: 28, count: 1, strideBytes: 4, isArray: false },
      { name: 'instrumentsOffset', kind: 'i32', byteOffset: 32, count: 1, strideBytes: 4, isArray: false },
      { name: 'ringOffset', kind: 'i32', byteOffset: 36, count: 1, strideBytes: 4, isArray: false },
      { name: 'capacityBytes', kind: 'i32', byteOffset: 40, count: 1, strideBytes: 4, isArray: false },
      { name: 'recordBytes', kind: 'i32', byteOffset: 44, count: 1, strideBytes: 4, isArray: false },
      { name: 'venueName', kind: 'bytes', byteOffset: 48, count: 16, strideBytes: 1, isArray: true },
      { name: 'reserved0', kind: 'bytes', byteOffset: 64, count: 64, strideBytes: 1, isArray: true },
      { name: 'readerState', kind: 'i32', byteOffset: 128, count: 1, strideBytes: 4, isArray: false },
      { name: 'readerPid', kind: 'i32', byteOffset: 132, count: 1, strideBytes: 4, isArray: false },
      { name: 'readerBeat', kind: 'i32', byteOffset: 136, count: 1, strideBytes: 4, isArray: false },
      { name: 'readerRefresh', kind: 'i32', byteOffset: 140, count: 1, strideBytes: 4, isArray: false },
      { name: 'rejection', kind: 'i32', byteOffset: 144, count: 1, strideBytes: 4, isArray: false },
      { name: 'reserved1', kind: 'i32', byteOffset: 148, count: 1, strideBytes: 4, isArray: false },
      { name: 'accepted', kind: 'f64', byteOffset: 152, count: 1, strideBytes: 8, isArray: false },
      { name: 'rejected', kind: 'f64', byteOffset: 160, count: 1, strideBytes: 8, isArray: false },
      { name: 'reserved2', kind: 'bytes', byteOffset: 168, count: 88, strideBytes: 1, isArray: true },
      { name: 'writerState', kind: 'i32', byteOffset: 256, count: 1, strideBytes: 4, isArray: false },
      { name: 'writerPid', kind: 'i32', byteOffset: 260, count: 1, strideBytes: 4, isArray: false },
      { name: 'writerBeat', kind: 'i32', byteOffset: 264, count: 1, strideBytes: 4, isArray: false },
      { name: 'writerCount', kind: 'i32', byteOffset: 268, count: 1, strideBytes: 4, isArray: false },
      { name: 'reserved3', kind: 'bytes', byteOffset: 272, count: 112, strideBytes: 1, isArray: true },
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
  static over(views: Views, mask: number = ANYWHERE): FeedRingHeader {
    return new FixedFeedRingHeader(views, checkedMask(views, mask, 384));
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
  }

  magicWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + i]!;
  }
  setMagicWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get magicAt(): number {
    return (this.at4 & this.mask4);
  }
  copyMagic(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4);
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
  }
  get version(): number {
    return this.i32[(this.at4 & this.mask4) + 2]!;
  }
  set version(value: number) {
    this.i32[(this.at4 & this.mask4) + 2] = value;
  }
  get layout(): number {
    return this.i32[(this.at4 & this.mask4) + 3]!;
  }
  set layout(value: number) {
    this.i32[(this.at4 & this.mask4) + 3] = value;
  }
  get creation(): number {
    return this.f64[(this.at8 & this.mask8) + 2]!;
  }
  set creation(value: number) {
    this.f64[(this.at8 & this.mask8) + 2] = value;
  }
  get venue(): number {
    return this.i32[(this.at4 & this.mask4) + 6]!;
  }
  set venue(value: number) {
    this.i32[(this.at4 & this.mask4) + 6] = value;
  }
  get instrumentCount(): number {
    return this.i32[(this.at4 & this.mask4) + 7]!;
  }
  set instrumentCount(value: number) {
    this.i32[(this.at4 & this.mask4) + 7] = value;
  }
  get instrumentsOffset(): number {
    return this.i32[(this.at4 & this.mask4) + 8]!;
  }
  set instrumentsOffset(value: number) {
    this.i32[(this.at4 & this.mask4) + 8] = value;
  }
  get ringOffset(): number {
    return this.i32[(this.at4 & this.mask4) + 9]!;
  }
  set ringOffset(value: number) {
    this.i32[(this.at4 & this.mask4) + 9] = value;
  }
  get capacityBytes(): number {
    return this.i32[(this.at4 & this.mask4) + 10]!;
  }
  set capacityBytes(value: number) {
    this.i32[(this.at4 & this.mask4) + 10] = value;
  }
  get recordBytes(): number {
    return this.i32[(this.at4 & this.mask4) + 11]!;
  }
  set recordBytes(value: number) {
    this.i32[(this.at4 & this.mask4) + 11] = value;
  }
  venueNameWord(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 12 + i]!;
  }
  setVenueNameWord(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 12 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get venueNameAt(): number {
    return (this.at4 & this.mask4) + 12;
  }
  copyVenueName(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 12;
    i32[to] = source[from]!;
    i32[to + 1] = source[from + 1]!;
    i32[to + 2] = source[from + 2]!;
    i32[to + 3] = source[from + 3]!;
  }
  reserved0Word(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 16 + i]!;
  }
  setReserved0Word(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 16 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get reserved0At(): number {
    return (this.at4 & this.mask4) + 16;
  }
  copyReserved0(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 16;
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
    i32[to + 10] = source[from + 10]!;
    i32[to + 11] = source[from + 11]!;
    i32[to + 12] = source[from + 12]!;
    i32[to + 13] = source[from + 13]!;
    i32[to + 14] = source[from + 14]!;
    i32[to + 15] = source[from + 15]!;
  }
  get readerState(): number {
    return this.i32[(this.at4 & this.mask4) + 32]!;
  }
  set readerState(value: number) {
    this.i32[(this.at4 & this.mask4) + 32] = value;
  }
  get readerPid(): number {
    return this.i32[(this.at4 & this.mask4) + 33]!;
  }
  set readerPid(value: number) {
    this.i32[(this.at4 & this.mask4) + 33] = value;
  }
  get readerBeat(): number {
    return this.i32[(this.at4 & this.mask4) + 34]!;
  }
  set readerBeat(value: number) {
    this.i32[(this.at4 & this.mask4) + 34] = value;
  }
  get readerRefresh(): number {
    return this.i32[(this.at4 & this.mask4) + 35]!;
  }
  set readerRefresh(value: number) {
    this.i32[(this.at4 & this.mask4) + 35] = value;
  }
  get rejection(): number {
    return this.i32[(this.at4 & this.mask4) + 36]!;
  }
  set rejection(value: number) {
    this.i32[(this.at4 & this.mask4) + 36] = value;
  }
  get reserved1(): number {
    return this.i32[(this.at4 & this.mask4) + 37]!;
  }
  set reserved1(value: number) {
    this.i32[(this.at4 & this.mask4) + 37] = value;
  }
  get accepted(): number {
    return this.f64[(this.at8 & this.mask8) + 19]!;
  }
  set accepted(value: number) {
    this.f64[(this.at8 & this.mask8) + 19] = value;
  }
  get rejected(): number {
    return this.f64[(this.at8 & this.mask8) + 20]!;
  }
  set rejected(value: number) {
    this.f64[(this.at8 & this.mask8) + 20] = value;
  }
  reserved2Word(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 42 + i]!;
  }
  setReserved2Word(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 42 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get reserved2At(): number {
    return (this.at4 & this.mask4) + 42;
  }
  copyReserved2(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 42;
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
    i32[to + 10] = source[from + 10]!;
    i32[to + 11] = source[from + 11]!;
    i32[to + 12] = source[from + 12]!;
    i32[to + 13] = source[from + 13]!;
    i32[to + 14] = source[from + 14]!;
    i32[to + 15] = source[from + 15]!;
    i32[to + 16] = source[from + 16]!;
    i32[to + 17] = source[from + 17]!;
    i32[to + 18] = source[from + 18]!;
    i32[to + 19] = source[from + 19]!;
    i32[to + 20] = source[from + 20]!;
    i32[to + 21] = source[from + 21]!;
  }
  get writerState(): number {
    return this.i32[(this.at4 & this.mask4) + 64]!;
  }
  set writerState(value: number) {
    this.i32[(this.at4 & this.mask4) + 64] = value;
  }
  get writerPid(): number {
    return this.i32[(this.at4 & this.mask4) + 65]!;
  }
  set writerPid(value: number) {
    this.i32[(this.at4 & this.mask4) + 65] = value;
  }
  get writerBeat(): number {
    return this.i32[(this.at4 & this.mask4) + 66]!;
  }
  set writerBeat(value: number) {
    this.i32[(this.at4 & this.mask4) + 66] = value;
  }
  get writerCount(): number {
    return this.i32[(this.at4 & this.mask4) + 67]!;
  }
  set writerCount(value: number) {
    this.i32[(this.at4 & this.mask4) + 67] = value;
  }
  reserved3Word(i: number): number {
    return this.i32[(this.at4 & this.mask4) + 68 + i]!;
  }
  setReserved3Word(i: number, value: number): void {
    this.i32[(this.at4 & this.mask4) + 68 + i] = value;
  }
  /** Where the text starts, in words of `i32`. */
  get reserved3At(): number {
    return (this.at4 & this.mask4) + 68;
  }
  copyReserved3(source: Int32Array, from: number): void {
    const { i32 } = this;
    const to = (this.at4 & this.mask4) + 68;
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
    i32[to + 10] = source[from + 10]!;
    i32[to + 11] = source[from + 11]!;
    i32[to + 12] = source[from + 12]!;
    i32[to + 13] = source[from + 13]!;
    i32[to + 14] = source[from + 14]!;
    i32[to + 15] = source[from + 15]!;
    i32[to + 16] = source[from + 16]!;
    i32[to + 17] = source[from + 17]!;
    i32[to + 18] = source[from + 18]!;
    i32[to + 19] = source[from + 19]!;
    i32[to + 20] = source[from + 20]!;
    i32[to + 21] = source[from + 21]!;
    i32[to + 22] = source[from + 22]!;
    i32[to + 23] = source[from + 23]!;
    i32[to + 24] = source[from + 24]!;
    i32[to + 25] = source[from + 25]!;
    i32[to + 26] = source[from + 26]!;
    i32[to + 27] = source[from + 27]!;
  }
}

class FixedFeedRingHeader extends FeedRingHeader {}

export class FeedRingInstrument {
  static readonly NAME = 'FeedRingInstrument';
  static readonly BYTES = 32;
  static readonly SYMBOL_AT = 0;
  static readonly SYMBOL_BYTES = 16;
  static readonly SYMBOL_WORDS = 4;
  static readonly FIELDS: StructDescription = {
    name: 'FeedRingInstrument',
    byteLength: 32,
    fields: [
      { name: 'symbol', kind: 'bytes', byteOffset: 0, count: 16, strideBytes: 1, isArray: true },
      { name: 'tickSizeMantissa', kind: 'i32', byteOffset: 16, count: 1, strideBytes: 4, isArray: false },
      { name: 'tickSizeExponent', kind: 'i32', byteOffset: 20, count: 1, strideBytes: 4, isArray: false },
      { name: 'lotSize', kind: 'i32', byteOffset: 24, count: 1, strideBytes: 4, isArray: false },
      { name: 'reserved', kind: 'i32', byteOffset: 28, count: 1, strideBytes: 4, isArray: false },
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
  static over(views: Views, mask: number = ANYWHERE): FeedRingInstrument {
    return new FixedFeedRingInstrument(views, checkedMask(views, mask, 32));
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
  get tickSizeMantissa(): number {
    return this.i32[(this.at4 & this.mask4) + 4]!;
  }
  set tickSizeMantissa(value: number) {
    this.i32[(this.at4 & this.mask4) + 4] = value;
  }
  get tickSizeExponent(): number {
    return this.i32[(this.at4 & this.mask4) + 5]!;
  }
  set tickSizeExponent(value: number) {
    this.i32[(this.at4 & this.mask4) + 5] = value;
  }
  get lotSize(): number {
    return this.i32[(this.at4 & this.mask4) + 6]!;
  }
  set lotSize(value: number) {
    this.i32[(this.at4 & this.mask4) + 6] = value;
  }
  get reserved(): number {
    return this.i32[(this.at4 & this.mask4) + 7]!;
  }
  set reserved(value: number) {
    this.i32[(this.at4 & this.mask4) + 7] = value;
  }
}

class FixedFeedRingInstrument extends FeedRingInstrument {}
