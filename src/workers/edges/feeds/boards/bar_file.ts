/**
 * A venue's minute bars of one day: a file of fixed size that is mapped while it is written, so that a trade is a few stores, others may
 * look, and what was stored outlives a crash.
 *
 *     0       8       16             24           32                  64         64 + 16 x instruments, up to a page
 *     | magic | date  | instruments  | last time  | unused             | symbols  | rows: instrument by instrument, 1,440 minutes each
 *
 *     row, 64 bytes, doubles: | open | high | low | close | shares | trades | value | - |
 *
 * Numbers are little-endian doubles, prices ten-thousandths; `value` is the sum of price x shares, exact to 2^53. Symbols are 16
 * bytes of ASCII, zero-padded. A minute is one since the venue's midnight; one without trades is zero.
 */
import { mkdirSync, readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { mapFile } from '../../../../ring/mapped_memory.ts';
import type { Region } from '../../../../ring/memory.ts';

/** "SLBARS01" as a double's bytes. */
const MAGIC = new Float64Array(Uint8Array.from('SLBARS01', (character) => character.charCodeAt(0)).buffer)[0]!;
const PAGE = 4096;
const SYMBOLS_AT = 64;
export const SYMBOL_BYTES = 16;
export const MINUTES = 1_440;
export const ROW_DOUBLES = 8;
/** Days of each venue that are kept: two weeks of trading. 92 KB an instrument and day. */
export const KEPT_DAYS = 10;

const AT = { MAGIC: 0, DATE: 1, INSTRUMENTS: 2, LAST_TIME: 3 } as const;
export const Row = { OPEN: 0, HIGH: 1, LOW: 2, CLOSE: 3, SHARES: 4, TRADES: 5, VALUE: 6 } as const;

export interface BarFile {
  readonly date: number;
  readonly symbols: readonly string[];
  /** Rows, instrument by instrument. */
  readonly rows: Float64Array;
  /** Time of the newest trade in it, in its one element. */
  readonly lastTime: Float64Array;
}

/** Rows lie behind this. */
function headerBytes(instruments: number): number {
  return Math.ceil((SYMBOLS_AT + instruments * SYMBOL_BYTES) / PAGE) * PAGE;
}

export function barFileName(venue: string, date: number): string {
  return `${venue}-${date}.bars`;
}

/**
 * Opens the day's file, with what is in it if the engine wrote it earlier in the day under the same instruments, and removes the
 * oldest days of the venue.
 */
export function openBarFile(folder: string, venue: string, date: number, symbols: readonly string[]): BarFile {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, barFileName(venue, date));
  const header = headerBytes(symbols.length);
  const bytes = header + Math.ceil((symbols.length * MINUTES * ROW_DOUBLES * 8) / PAGE) * PAGE;
  const file = mapOrReplace(path, bytes, symbols);
  const { f64 } = file;
  f64[AT.MAGIC] = MAGIC;
  f64[AT.DATE] = date;
  f64[AT.INSTRUMENTS] = symbols.length;
  symbols.forEach((symbol, i) => {
    for (let at = 0; at < SYMBOL_BYTES; at++) {
      file.u8[SYMBOLS_AT + i * SYMBOL_BYTES + at] = at < symbol.length ? symbol.charCodeAt(at) : 0;
    }
  });
  removeOld(folder, venue);
  return { date, symbols, rows: f64.subarray(header / 8), lastTime: f64.subarray(AT.LAST_TIME, AT.LAST_TIME + 1) };
}

/** What is no file of these instruments is of no use any more. */
function mapOrReplace(path: string, bytes: number, symbols: readonly string[]): Region {
  try {
    const file = mapFile(path, bytes, { create: true });
    const isNew = file.f64[AT.MAGIC] === 0;
    if (isNew || hasSymbols(file.u8, file.f64, symbols)) return file;
  } catch (error) {
    // Another size: other instruments.
    if ((error as Error).name !== 'MapFileError') throw error;
  }
  unlinkSync(path);
  return mapFile(path, bytes, { create: true });
}

function hasSymbols(u8: Uint8Array, f64: Float64Array, symbols: readonly string[]): boolean {
  if (f64[AT.MAGIC] !== MAGIC || f64[AT.INSTRUMENTS] !== symbols.length) return false;
  return symbols.every((symbol, i) => symbolAt(u8, i) === symbol);
}

function symbolAt(u8: Uint8Array, instrument: number): string {
  const at = SYMBOLS_AT + instrument * SYMBOL_BYTES;
  const bytes = u8.subarray(at, at + SYMBOL_BYTES);
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end < 0 ? SYMBOL_BYTES : end));
}

/** Throws where the bytes are no bar file. */
export function readBarFile(bytes: Uint8Array<ArrayBuffer>): BarFile {
  const copy = bytes.slice();
  const f64 = new Float64Array(copy.buffer, 0, copy.length >> 3);
  const instruments = f64[AT.INSTRUMENTS] ?? -1;
  const header = headerBytes(instruments);
  const isWhole = Number.isInteger(instruments) && copy.length >= header + instruments * MINUTES * ROW_DOUBLES * 8;
  if (f64[AT.MAGIC] !== MAGIC || instruments < 0 || !isWhole) throw new Error('not a file of minute bars');
  return {
    date: f64[AT.DATE]!,
    symbols: Array.from({ length: instruments }, (_, i) => symbolAt(copy, i)),
    rows: f64.subarray(header / 8),
    lastTime: f64.subarray(AT.LAST_TIME, AT.LAST_TIME + 1),
  };
}

/** The venue's files, oldest first. */
export function barFiles(folder: string, venue: string): string[] {
  const pattern = /^(?<venue>.+)-\d{8}\.bars$/;
  return readdirSync(folder)
    .filter((name) => pattern.exec(name)?.groups?.venue === venue)
    .sort()
    .map((name) => join(folder, name));
}

function removeOld(folder: string, venue: string): void {
  for (const path of barFiles(folder, venue).slice(0, -KEPT_DAYS)) unlinkSync(path);
}
