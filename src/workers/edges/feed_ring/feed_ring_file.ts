/**
 * The file by which a program in another language gives the engine a venue's quotes, as the engine holds it (docs/feed_ring.md).
 *
 * Each start makes a new file, whole before it has its name, so that a writer sees none that is half made, and nothing of an earlier
 * life is read. The file of before is marked, for a writer that still has it.
 */
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { Quote, RecordHeader } from '../../../../schemas/generated/engine.ts';
import {
  FEED_RING_LAYOUT,
  FeedRingHeader,
  FeedRingInstrument,
  FeedRingState,
} from '../../../../schemas/generated/feed_ring.ts';
import { mapFile } from '../../../ring/mapped_memory.ts';
import type { Region } from '../../../ring/memory.ts';
import { SPSC_HEADER_BYTES } from '../../../ring/spsc_layout.ts';

const MAGIC = 'SLUICEFR';
const VERSION = 1;
const PAGE_BYTES = 4096;

export interface FeedRingFileOptions {
  readonly path: string;
  readonly venue: number;
  readonly venueName: string;
  readonly capacityBytes: number;
  /** In the order of their numbers. */
  readonly instruments: readonly FeedRingSymbol[];
}

export interface FeedRingSymbol {
  readonly symbol: string;
  readonly tickSizeMantissa: number;
  readonly tickSizeExponent: number;
  readonly lotSize: number;
}

export class FeedRingFile {
  readonly path: string;
  /** The SPSC ring in it. */
  readonly ring: Region;
  readonly #i32: Int32Array<SharedArrayBuffer>;
  readonly #header: FeedRingHeader;

  private constructor(path: string, file: Region, ring: Region) {
    this.path = path;
    this.ring = ring;
    this.#i32 = file.i32;
    this.#header = new FeedRingHeader().wrap(file, 0);
  }

  /** In a folder that only one engine writes to. */
  static create(options: FeedRingFileOptions): FeedRingFile {
    const { path, instruments, capacityBytes } = options;
    retire(path);
    const unnamed = `${path}.new`;
    rmSync(unnamed, { force: true });
    // The ring's positions end at a page, where its records begin.
    const instrumentsEnd = FeedRingHeader.BYTES + instruments.length * FeedRingInstrument.BYTES;
    const recordsAt = Math.ceil((instrumentsEnd + SPSC_HEADER_BYTES) / PAGE_BYTES) * PAGE_BYTES;
    const file = mapFile(unnamed, recordsAt + capacityBytes, { create: true });
    const ringAt = recordsAt - SPSC_HEADER_BYTES;
    describe(file, ringAt, options);
    renameSync(unnamed, path);
    return new FeedRingFile(path, file, file.slice(ringAt, SPSC_HEADER_BYTES + capacityBytes));
  }

  get writerState(): number {
    return Atomics.load(this.#i32, WRITER_STATE);
  }

  /** Rises while a writer lives. */
  get writerBeat(): number {
    return Atomics.load(this.#i32, WRITER_BEAT);
  }

  /** Writers that have opened the file so far. */
  get writerCount(): number {
    return Atomics.load(this.#i32, WRITER_COUNT);
  }

  get writerPid(): number {
    return Atomics.load(this.#i32, WRITER_PID);
  }

  /** Shows the writer that the engine lives, and what it made of the records. */
  beat(accepted: number, rejected: number, rejection: number): void {
    this.#header.accepted = accepted;
    this.#header.rejected = rejected;
    this.#header.rejection = rejection;
    Atomics.add(this.#i32, READER_BEAT, 1);
  }

  /** The engine took the writer for lost, or the file is new to both. */
  wantAll(): void {
    Atomics.add(this.#i32, READER_REFRESH, 1);
  }

  /** The engine stops: a writer sees it at its next beat, and finds no file when it comes again. */
  close(): void {
    Atomics.store(this.#i32, READER_STATE, FeedRingState.GONE);
    rmSync(this.path, { force: true });
  }
}

const READER_STATE = wordOf('readerState');
const READER_PID = wordOf('readerPid');
const READER_BEAT = wordOf('readerBeat');
const READER_REFRESH = wordOf('readerRefresh');
const WRITER_STATE = wordOf('writerState');
const WRITER_PID = wordOf('writerPid');
const WRITER_BEAT = wordOf('writerBeat');
const WRITER_COUNT = wordOf('writerCount');

function wordOf(name: string): number {
  return FeedRingHeader.FIELDS.fields.find((field) => field.name === name)!.byteOffset / 4;
}

/** A writer that still has the file of an engine that was killed learns that nobody reads it. */
function retire(path: string): void {
  if (!existsSync(path)) return;
  const { size } = statSync(path);
  if (size > 0 && size % PAGE_BYTES === 0) {
    const old = mapFile(path, size, { create: false });
    if (text(old.u8, MAGIC.length) === MAGIC) Atomics.store(old.i32, READER_STATE, FeedRingState.GONE);
  }
  rmSync(path);
}

function describe(file: Region, ringAt: number, options: FeedRingFileOptions): void {
  const { instruments, venue, venueName, capacityBytes } = options;
  const header = new FeedRingHeader().wrap(file, 0);
  putText(file.u8, 0, MAGIC, MAGIC.length);
  header.version = VERSION;
  header.layout = FEED_RING_LAYOUT;
  header.creation = Date.now();
  header.venue = venue;
  header.instrumentCount = instruments.length;
  header.instrumentsOffset = FeedRingHeader.BYTES;
  header.ringOffset = ringAt;
  header.capacityBytes = capacityBytes;
  header.recordBytes = RecordHeader.BYTES + Quote.BYTES;
  putText(file.u8, FeedRingHeader.VENUE_NAME_AT, venueName, FeedRingHeader.VENUE_NAME_BYTES);
  const entry = new FeedRingInstrument();
  instruments.forEach((instrument, number) => {
    const at = FeedRingHeader.BYTES + number * FeedRingInstrument.BYTES;
    entry.wrap(file, at);
    entry.tickSizeMantissa = instrument.tickSizeMantissa;
    entry.tickSizeExponent = instrument.tickSizeExponent;
    entry.lotSize = instrument.lotSize;
    putText(file.u8, at + FeedRingInstrument.SYMBOL_AT, instrument.symbol, FeedRingInstrument.SYMBOL_BYTES);
  });
  Atomics.store(file.i32, READER_PID, process.pid);
  Atomics.store(file.i32, READER_STATE, FeedRingState.OPEN);
}

function putText(u8: Uint8Array, at: number, value: string, most: number): void {
  const bytes = Buffer.from(value, 'latin1');
  for (let i = 0; i < Math.min(most, bytes.length); i++) u8[at + i] = bytes[i]!;
}

function text(u8: Uint8Array, length: number): string {
  return String.fromCharCode(...u8.slice(0, length));
}
