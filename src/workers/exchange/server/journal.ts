import { closeSync, existsSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writevSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The exchange's log: what it was told and what it answered, one batch a socket read, written before the answer leaves.
 * A write that the kernel has taken survives `kill -9`; a batch is read back wholly or not at all.
 *
 *     file   | magic | version | epoch | 0 ...          (64 bytes)
 *     batch  | magic | session | inbound bytes | report bytes | checksum | length check | last order number (f64) |  (32 bytes)
 *            | order messages as received | reports as sent |
 *
 * The inbound bytes are those of a socket read from its first order message to its last: repetitions and heartbeats that
 * came between are among them. An order is in the file before any report of it, in the same batch at the latest.
 */
const FILE_MAGIC = 0x4a584c53;
const BATCH_MAGIC = 0x42584c53;
const VERSION = 1;
const FILE_HEADER_BYTES = 64;
const BATCH_HEADER_BYTES = 32;
/** A socket read's orders and their reports are far below; a longer batch in a file is damage. */
const MAX_BATCH_BYTES = 256 * 1024 * 1024;

export interface JournalBatch {
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

/** Lengths are checked by themselves: a wrong one must not pass for a batch that the end of the file cut off. */
function lengthCheck(header: Int32Array): number {
  return Math.imul(Math.imul(header[1]! ^ BATCH_MAGIC, 31) + header[2]!, 31) ^ header[3]!;
}

export class ExchangeJournal {
  readonly epoch: number;
  private readonly file: number;
  private end: number;
  private readonly header = new Int32Array(BATCH_HEADER_BYTES / 4);
  private readonly headerF64 = new Float64Array(this.header.buffer);
  private readonly headerBytes = new Uint8Array(this.header.buffer);

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
   * Calls `visit` for every whole batch, oldest first, and cuts an unfinished one off the end: its orders were not
   * acknowledged, and the client sends them again. A whole batch that does not check is damage: refused, never skipped.
   * Returns the bytes cut off.
   */
  recover(visit: (batch: JournalBatch) => void): number {
    const fileBytes = fstatSync(this.file).size;
    this.end = this.scan(fileBytes, visit);
    if (this.end < fileBytes) ftruncateSync(this.file, this.end);
    return fileBytes - this.end;
  }

  /** Every batch again, for a resend that goes further back than memory does. Slow, and rare. */
  reread(visit: (batch: JournalBatch) => void): void {
    this.scan(this.end, visit);
  }

  append(session: number, lastOrderNumber: number, inbound: Uint8Array, reports: readonly Uint8Array[]): void {
    let sum = checksum(session, inbound);
    let reportBytes = 0;
    for (const chunk of reports) {
      sum = checksum(sum, chunk);
      reportBytes += chunk.length;
    }
    const header = this.header;
    header[0] = BATCH_MAGIC;
    header[1] = session;
    header[2] = inbound.length;
    header[3] = reportBytes;
    header[4] = sum;
    header[5] = lengthCheck(header);
    this.headerF64[3] = lastOrderNumber;
    const length = BATCH_HEADER_BYTES + inbound.length + reportBytes;
    const written = writevSync(this.file, [this.headerBytes, inbound, ...reports], this.end);
    // Nothing may be acknowledged that the log lacks: a full disk ends the exchange.
    if (written !== length) throw new Error(`exchange log: ${written} of ${length} bytes written`);
    this.end += length;
  }

  close(): void {
    closeSync(this.file);
  }

  private scan(limit: number, visit: (batch: JournalBatch) => void): number {
    const header = new Int32Array(BATCH_HEADER_BYTES / 4);
    const headerF64 = new Float64Array(header.buffer);
    let at = FILE_HEADER_BYTES;
    let body = new Uint8Array(1 << 20);
    while (at + BATCH_HEADER_BYTES <= limit) {
      if (readSync(this.file, header, 0, BATCH_HEADER_BYTES, at) !== BATCH_HEADER_BYTES) break;
      const inboundBytes = header[2]!;
      const reportBytes = header[3]!;
      const bodyBytes = inboundBytes + reportBytes;
      const isBatch = header[0] === BATCH_MAGIC && header[5] === lengthCheck(header);
      if (!isBatch || bodyBytes > MAX_BATCH_BYTES) throw new JournalDamagedError(`no batch at byte ${at}`);
      if (at + BATCH_HEADER_BYTES + bodyBytes > limit) break;
      if (bodyBytes > body.length) body = new Uint8Array(bodyBytes);
      if (readSync(this.file, body, 0, bodyBytes, at + BATCH_HEADER_BYTES) !== bodyBytes) break;
      const inbound = body.subarray(0, inboundBytes);
      const reports = body.subarray(inboundBytes, bodyBytes);
      if (checksum(checksum(header[1]!, inbound), reports) !== header[4]) {
        throw new JournalDamagedError(`batch at byte ${at} does not check`);
      }
      visit({ session: header[1]!, lastOrderNumber: headerF64[3]!, inbound, reports });
      at += BATCH_HEADER_BYTES + bodyBytes;
    }
    return at;
  }
}
