/**
 * BLOCK_MARK: the record behind each commit. It tells up to where fdatasync had returned when it was written, so
 * finding it whole proves that those bytes had reached the disk: damage there is no torn tail.
 *
 *    chain = SHA-256(chain before, checksum words of the block's records)
 *
 * The chain runs over the records' checksums, 4 bytes each, not over their bytes: SHA-256 of all bytes does 1.5 GB/s
 * (November 2026, EPYC, SHA extensions), 5.5 ms for each 8 MB beside 3 ms for writing and syncing them. What is given
 * up: someone who forges records to match 32-bit checksums is not found out. Lost, moved, repeated and damaged blocks are.
 */
import { createHash } from 'node:crypto';
import type { Region } from '../../../ring/memory.ts';
import { RecordType } from '../../model/record_type.ts';
import { sealRecord } from '../log/checksum.ts';
import { RECORD_CHECKSUM_BYTE, RECORD_HEADER_BYTES } from '../log/log_layout.ts';
import { CHAIN_BYTES } from './segment_layout.ts';

export const MARK_BYTES = RECORD_HEADER_BYTES + 24 + CHAIN_BYTES;

const SYNCED_F64 = RECORD_HEADER_BYTES / 8;
const BLOCK_F64 = SYNCED_F64 + 1;
const LAST_F64 = SYNCED_F64 + 2;
const CHAIN_BYTE = RECORD_HEADER_BYTES + 24;
const CHECKSUM_WORD = RECORD_CHECKSUM_BYTE / 4;

type MarkViews = Pick<Region, 'f64' | 'i32' | 'u8'>;

export interface BlockMark {
  /** Bytes of the segment that were synced before this mark was written: up to it at `disk`, short of it at `process`. */
  readonly syncedBytes: number;
  /** Records between the mark before (or the header) and this one. */
  readonly blockBytes: number;
  readonly lastSequence: number;
}

export function writeMark(views: MarkViews, mark: BlockMark, chain: Uint8Array): void {
  views.i32.fill(0, 0, MARK_BYTES / 4);
  views.i32[0] = MARK_BYTES;
  views.i32[1] = RecordType.BLOCK_MARK | (1 << 16); // version 1, no flags
  views.f64[2] = mark.lastSequence;
  views.f64[SYNCED_F64] = mark.syncedBytes;
  views.f64[BLOCK_F64] = mark.blockBytes;
  views.f64[LAST_F64] = mark.lastSequence;
  views.u8.set(chain, CHAIN_BYTE);
  sealRecord(views.i32, 0, MARK_BYTES);
}

export function readMark(views: MarkViews, byteOffset: number): BlockMark {
  const word = byteOffset >> 3;
  return {
    syncedBytes: views.f64[word + SYNCED_F64]!,
    blockBytes: views.f64[word + BLOCK_F64]!,
    lastSequence: views.f64[word + LAST_F64]!,
  };
}

export function markChain(views: MarkViews, byteOffset: number): Uint8Array {
  return views.u8.slice(byteOffset + CHAIN_BYTE, byteOffset + MARK_BYTES);
}

export const FIRST_CHAIN: Uint8Array = new Uint8Array(CHAIN_BYTES);

/** Gathers the checksums of a block's records, then makes the next value of the chain. */
export class BlockChain {
  value: Uint8Array;
  private readonly checksums = new Int32Array(16_384);
  private readonly bytes = new Uint8Array(this.checksums.buffer);
  private count = 0;
  private hash = createHash('sha256');

  constructor(value: Uint8Array) {
    this.value = value;
    this.hash.update(value);
  }

  add(checksum: number): void {
    if (this.count === this.checksums.length) this.drain();
    this.checksums[this.count++] = checksum;
  }

  /** The same for whole records, one behind the other. */
  addRecords(words: Int32Array, byteOffset: number, lengthBytes: number): void {
    const end = (byteOffset + lengthBytes) >> 2;
    for (let at = byteOffset >> 2; at < end; at += words[at]! >> 2) this.add(words[at + CHECKSUM_WORD]!);
  }

  finishBlock(): Uint8Array {
    this.drain();
    this.value = this.hash.digest();
    this.hash = createHash('sha256').update(this.value);
    return this.value;
  }

  private drain(): void {
    this.hash.update(this.bytes.subarray(0, this.count * 4));
    this.count = 0;
  }
}
