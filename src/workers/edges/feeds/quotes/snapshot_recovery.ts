import { SnapshotEnd } from '../../../protocols/itch/snapshot_end.ts';
import type { FeedBooks } from './feed_books.ts';

/** Live messages kept while a snapshot comes: some seconds of a busy market. */
const KEPT_BYTES = 16 << 20;
const LENGTH_BYTES = 2;

/**
 * Books that are not whole made anew from a snapshot: its messages go into empty books, what the live feed says meanwhile is kept, and
 * of that what the snapshot does not contain follows. Knows no socket: who has one starts it, again and again until it is done.
 */
export class SnapshotRecovery {
  readonly counters = { started: 0, done: 0 };
  /** The books are not whole: live messages are kept. */
  isWanted = false;
  /** What was kept does not go with the snapshot that is coming: it has to be asked for again. */
  isSpoilt = false;
  private readonly books: FeedBooks;
  private readonly onWhole: () => void;
  private kept: Uint8Array | undefined;
  private view = new DataView(new ArrayBuffer(0));
  private keptBytes = 0;
  private first = 0;
  private end = 0;
  /** Of live messages that the snapshot contained and that have not come yet. */
  private skipUntil = 0;

  constructor(books: FeedBooks, onWhole: () => void) {
    this.books = books;
    this.onWhole = onWhole;
  }

  want(): void {
    this.isWanted = true;
    this.isSpoilt = true;
    this.skipUntil = 0;
  }

  /** Another session began with its first message: there is nothing to make good. */
  cancel(): void {
    this.isWanted = false;
    this.skipUntil = 0;
  }

  /** Before a snapshot is asked for. `next` is the sequence of the live feed's next message. */
  start(next: number): void {
    this.kept ??= this.allocate();
    this.counters.started++;
    this.books.clear();
    this.isSpoilt = false;
    this.keptBytes = 0;
    this.first = next;
    this.end = next;
  }

  /** Live messages in sequence, behind their lengths. */
  onLive(view: DataView, from: number, to: number, first: number, count: number): void {
    if (this.isWanted) this.keep(view, from, to, first, count);
    else if (first >= this.skipUntil) this.books.onBlock(view, from, to);
    else this.books.onBlock(view, passOver(view, from, to, this.skipUntil - first), to);
  }

  /** A message of the snapshot. */
  onMessage(view: DataView, at: number, length: number): void {
    if (!this.isWanted || this.isSpoilt) return;
    if (length === SnapshotEnd.BYTES && view.getUint8(at) === SnapshotEnd.TYPE) this.finish(sequenceAt(view, at));
    else this.books.onMessage(view, at, length);
  }

  private keep(view: DataView, from: number, to: number, first: number, count: number): void {
    const { kept } = this;
    if (this.isSpoilt || kept === undefined) return;
    if (first !== this.end || this.keptBytes + to - from > kept.length) {
      this.isSpoilt = true;
      return;
    }
    for (let at = from; at < to; at++) kept[this.keptBytes++] = view.getUint8(at);
    this.end += count;
  }

  private finish(sequence: number): void {
    // Older than what was kept, or no number.
    if (!(sequence >= this.first)) {
      this.isSpoilt = true;
      return;
    }
    this.isWanted = false;
    this.skipUntil = sequence;
    this.counters.done++;
    this.onLive(this.view, 0, this.keptBytes, this.first, this.end - this.first);
    this.onWhole();
  }

  private allocate(): Uint8Array {
    const kept = new Uint8Array(KEPT_BYTES);
    this.view = new DataView(kept.buffer);
    return kept;
  }
}

/** Where the message after so many begins, or the end. */
function passOver(view: DataView, from: number, to: number, messages: number): number {
  let at = from;
  for (let left = messages; left > 0 && at + LENGTH_BYTES <= to; left--) at += LENGTH_BYTES + view.getUint16(at);
  return Math.min(at, to);
}

/** NaN: no number. */
function sequenceAt(view: DataView, at: number): number {
  let text = '';
  for (let i = 0; i < SnapshotEnd.SEQUENCE_BYTES; i++) {
    text += String.fromCharCode(view.getUint8(at + SnapshotEnd.SEQUENCE + i));
  }
  return /^ *\d{1,15} *$/.test(text) ? Number(text) : Number.NaN;
}
