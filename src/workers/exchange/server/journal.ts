import { closeSync, existsSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writevSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The exchange's log: what it was told and what it answered, one batch a turn, written before any answer leaves. A turn
 * may change orders of several sessions (two that trade with each other), so a batch has a part for each, and is read
 * back wholly or not at all: after a crash no side of a trade is there without the other. A write that the kernel has
 * taken survives `kill -9`.
 *
 *     file   | magic | version | epoch | 0 ...                            (64 bytes)
 *     batch  | magic | parts | body bytes | checksum | header check | 0 | (24 bytes)  part ...
 *     part   | session | inbound bytes | report bytes | 0 | last order number (f64) | (24 bytes)
 *            | order messages as received | reports as sent |
 *
 * The inbound bytes are those of a socket read from its first order message to its last: repetitions and heartbeats that
 * came between are among them. An order is in the file before any report of it, in the same batch at the latest.
 */
const FILE_MAGIC = 0x4a584c53;
const BATCH_MAGIC = 0x42584c53;
const VERSION = 2;
const FILE_HEADER_BYTES = 64;
const BATCH_HEADER_BYTES = 24;
const PART_HEADER_BYTES = 24;
const PART_WORDS = PART_HEADER_BYTES / 4;
/** A socket read's orders and their reports are far below; a longer batch in a file is damage. */
const MAX_BATCH_BYTES = 256 * 1024 * 1024;

/** What one session said in a turn, and what it is told. */
export interface JournalPart {
  readonly session: number;
  readonly lastOrderNumber: number;
  readonly inbound: Uint8Array;
  readonly reports: readonly Uint8Array[];
}

/** A part as it is read back. */
export interface JournalEntry {
  readonly session: number;
  readonly lastOrderNumber: number;
  /** Valid during the call only. */
  readonly inbound: Uint8Array<ArrayBuffer>;
  readonly reports: Uint8Array<ArrayBuffer>;
}

export class JournalDamagedError extends Error {
  override readonly name = 'JournalDamagedError';
}

function checksum(seed: number, bytes: Uint8Array): number {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  let sum = seed;
  for (let i = 0; i < words.length; i++) sum = (Math.imul(sum, 31) + words[i]!) | 0;
  return sum;
}

/** The header is checked by itself: a wrong length must not pass for a batch that the end of the file cut off. */
function headerCheck(header: Int32Array): number {
  return Math.imul(Math.imul(header[1]! ^ BATCH_MAGIC, 31) + header[2]!, 31) ^ header[3]!;
}

export class ExchangeJournal {
  readonly epoch: number;
  private readonly file: number;
  private end: number;
  private readonly header = new Int32Array(BATCH_HEADER_BYTES / 4);

  /** Opens or begins `exchange.log` in `folder`. `newEpoch` names the exchange's life if it begins here. */
  constructor(folder: string, newEpoch: number) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'exchange.log');
    const isNew = !existsSync(path);
    this.file = openSync(path, isNew ? 'w+' : 'r+');
    const header = new Int32Array(FILE_HEADER_BYTES / 4);
    const wasWritten = readSync(this.file, header, 0, FILE_HEADER_BYTES, 0) === FILE_HEADER_BYTES;
    if (!wasWritten) {
      header.fill(0);
      header.set([FILE_MAGIC, VERSION, newEpoch]);
      writevSync(this.file, [header], 0);
    } else if (header[0] !== FILE_MAGIC || header[1] !== VERSION) {
      throw new JournalDamagedError(`${path} is not an exchange log of version ${VERSION}`);
    }
    this.epoch = header[2]!;
    this.end = FILE_HEADER_BYTES;
  }

  /**
   * Calls `visit` for every part of every whole batch, oldest first, and cuts an unfinished batch off the end: its
   * orders were not acknowledged, and the clients send them again. A whole batch that does not check is damage: refused,
   * never skipped. Returns the bytes cut off.
   */
  recover(visit: (entry: JournalEntry) => void): number {
    const fileBytes = fstatSync(this.file).size;
    this.end = this.scan(fileBytes, visit);
    if (this.end < fileBytes) ftruncateSync(this.file, this.end);
    return fileBytes - this.end;
  }

  /** Every part again, for a resend that goes further back than memory does. Slow, and rare. */
  reread(visit: (entry: JournalEntry) => void): void {
    this.scan(this.end, visit);
  }

  /** All that a turn did, in one batch. */
  append(parts: readonly JournalPart[]): void {
    const pieces: Uint8Array[] = [new Uint8Array(this.header.buffer)];
    let bodyBytes = 0;
    let sum = BATCH_MAGIC;
    for (const part of parts) {
      const from = pieces.length;
      pieces.push(partHeader(part), part.inbound, ...part.reports);
      for (let i = from; i < pieces.length; i++) {
        sum = checksum(sum, pieces[i]!);
        bodyBytes += pieces[i]!.length;
      }
    }
    const header = this.header;
    header[0] = BATCH_MAGIC;
    header[1] = parts.length;
    header[2] = bodyBytes;
    header[3] = sum;
    header[4] = headerCheck(header);
    const length = BATCH_HEADER_BYTES + bodyBytes;
    const written = writevSync(this.file, pieces, this.end);
    // Nothing may be acknowledged that the log lacks: a full disk ends the exchange.
    if (written !== length) throw new Error(`exchange log: ${written} of ${length} bytes written`);
    this.end += length;
  }

  close(): void {
    closeSync(this.file);
  }

  private scan(limit: number, visit: (entry: JournalEntry) => void): number {
    const header = new Int32Array(BATCH_HEADER_BYTES / 4);
    let at = FILE_HEADER_BYTES;
    let body = new Uint8Array(Math.min(limit, 1 << 20));
    while (at + BATCH_HEADER_BYTES <= limit) {
      if (readSync(this.file, header, 0, BATCH_HEADER_BYTES, at) !== BATCH_HEADER_BYTES) break;
      const bodyBytes = header[2]!;
      const isBatch = header[0] === BATCH_MAGIC && header[4] === headerCheck(header);
      if (!isBatch || bodyBytes > MAX_BATCH_BYTES) throw new JournalDamagedError(`no batch at byte ${at}`);
      if (at + BATCH_HEADER_BYTES + bodyBytes > limit) break;
      if (bodyBytes > body.length) body = new Uint8Array(bodyBytes);
      if (readSync(this.file, body, 0, bodyBytes, at + BATCH_HEADER_BYTES) !== bodyBytes) break;
      if (checksum(BATCH_MAGIC, body.subarray(0, bodyBytes)) !== header[3]) {
        throw new JournalDamagedError(`batch at byte ${at} does not check`);
      }
      visitParts(body, header[1]!, visit);
      at += BATCH_HEADER_BYTES + bodyBytes;
    }
    return at;
  }
}

function partHeader(part: JournalPart): Uint8Array {
  let reportBytes = 0;
  for (const chunk of part.reports) reportBytes += chunk.length;
  const words = new Int32Array(PART_WORDS);
  words[0] = part.session;
  words[1] = part.inbound.length;
  words[2] = reportBytes;
  new Float64Array(words.buffer)[2] = part.lastOrderNumber;
  return new Uint8Array(words.buffer);
}

function visitParts(body: Uint8Array<ArrayBuffer>, parts: number, visit: (entry: JournalEntry) => void): void {
  let at = 0;
  for (let part = 0; part < parts; part++) {
    const words = new Int32Array(body.buffer, at, PART_WORDS);
    const lastOrderNumber = new Float64Array(body.buffer, at, PART_WORDS / 2)[2]!;
    const inboundAt = at + PART_HEADER_BYTES;
    const reportsAt = inboundAt + words[1]!;
    at = reportsAt + words[2]!;
    const inbound = body.subarray(inboundAt, reportsAt);
    visit({ session: words[0]!, lastOrderNumber, inbound, reports: body.subarray(reportsAt, at) });
  }
}
