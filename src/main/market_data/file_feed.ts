/** A file of messages, each behind its length, read as fast as the books take it. */

import { statSync } from 'node:fs';
import type { BookBuilder } from '../../workers/edges/feeds/books/book_builder.ts';
import { openRecording } from '../../workers/protocols/capture/recording.ts';
import { Header } from '../../workers/protocols/itch/layout.ts';
import { lengthOfType } from '../../workers/protocols/itch/message_type.ts';
import { timeAt } from '../../workers/protocols/itch/wide_numbers.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { Fault } from '../supervision/fault.ts';

const BLOCK_BYTES = 1 << 20;
const LENGTH_BYTES = 2;
/** The first two bytes of gzip, in which Nasdaq's files come. */
const GZIP = 0x1f8b;

export interface FileFeed {
  /** Takes a block; false: that was all. */
  pump(): boolean;
  /** Time of day of the newest message. */
  timeNs(): number;
  /** Of a message that the end cut off; 0 before the end. */
  bytesLeft(): number;
  /** Why it ended before the end of the file. */
  problem(): string | undefined;
  close(): void;
}

/** Answers with its size. */
export function requireFile(path: string): number {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isFile() !== true) {
    throw new Fault(
      ExitCode.USAGE,
      `'${path}': expected mold://HOST:PORT or soup://USER:PASSWORD@HOST:PORT, or a file`,
    );
  }
  if (status.size === 0) throw new Fault(ExitCode.USAGE, `${path} is empty`);
  return status.size;
}

/** Throws when the file does not begin with an ITCH message. */
export function openFileFeed(path: string, books: BookBuilder, untilNs = Number.POSITIVE_INFINITY): FileFeed {
  const file = openRecording(path);
  const bytes = new Uint8Array(BLOCK_BYTES);
  const view = new DataView(bytes.buffer);
  let end = 0;
  let timeNs = 0;
  let bytesLeft = 0;
  let isOver = false;
  refill(0);
  const complaint = firstComplaint();
  if (complaint !== undefined) {
    file.close();
    throw new Fault(ExitCode.USAGE, `${path} ${complaint}`);
  }

  /** Keeps what is behind `at`, and reads on. */
  function refill(at: number): void {
    bytes.copyWithin(0, at, end);
    end -= at;
    for (let got = 1; got > 0 && end < BLOCK_BYTES; end += got) got = file.read(bytes, end, BLOCK_BYTES - end);
  }

  /** What is wrong with the file's beginning. */
  function firstComplaint(): string | undefined {
    const length = end < LENGTH_BYTES ? 0 : view.getUint16(0);
    if (length === GZIP) return 'is compressed; gunzip it first';
    const isWhole = length > 0 && LENGTH_BYTES + length <= end;
    if (isWhole && lengthOfType[view.getUint8(LENGTH_BYTES)] === length) return undefined;
    return 'does not begin with an ITCH 5.0 message behind its two-byte length';
  }

  /** Answers with where the block ends: at `untilNs`, or at what is cut off. */
  function walk(): number {
    let at = 0;
    while (at + LENGTH_BYTES <= end) {
      const length = view.getUint16(at);
      if (at + LENGTH_BYTES + length > end) break;
      if (length >= Header.BYTES) {
        const messageNs = timeAt(view, at + LENGTH_BYTES + Header.TIME);
        if (messageNs >= untilNs) {
          isOver = true;
          break;
        }
        timeNs = messageNs;
      }
      at += LENGTH_BYTES + length;
    }
    return at;
  }

  return {
    pump() {
      if (isOver) return false;
      const to = walk();
      books.onBlock(view, 0, to);
      books.clearChanged();
      if (isOver) return false;
      const before = end - to;
      refill(to);
      isOver = end === before;
      bytesLeft = isOver ? end : 0;
      return !isOver;
    },
    timeNs: () => timeNs,
    bytesLeft: () => bytesLeft,
    problem: () => file.problem,
    close: () => file.close(),
  };
}
