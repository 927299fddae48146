import { BookState } from '../../../model/book_state.ts';
import { type FeedSink, FeedState } from '../../../protocols/moldudp64/receiver_config.ts';
import { SoupState } from '../../../protocols/soupbin/client.ts';
import type { FeedBooks } from './feed_books.ts';
import type { QuoteWriter } from './quote_writer.ts';
import { SnapshotRecovery } from './snapshot_recovery.ts';

/**
 * What a receiver's word on its feed means for the books: whole from a session's first message on, as long as nothing is
 * missing or lost, and only while something is heard. Told as it changes, published with the turn's quotes: what was missing
 * and came within one turn nobody hears of.
 */
export class FeedTrust implements FeedSink {
  /** BookState of the feed as a whole. */
  state: number = BookState.SILENT;
  /** Times that messages were lost, or the feed joined in the middle. */
  incomplete = 0;
  private readonly books: FeedBooks;
  private readonly writer: QuoteWriter;
  /** The sequence with which a session begins here. */
  private readonly next: () => number;
  private heard: number = BookState.SILENT;
  private isWhole = false;
  private hasSession = false;
  private snapshots: SnapshotRecovery | undefined;

  constructor(books: FeedBooks, writer: QuoteWriter, next: () => number) {
    this.books = books;
    this.writer = writer;
    this.next = next;
    writer.setFeedState(this.state);
  }

  /** Messages are missing that may still come. */
  get isBehind(): boolean {
    return this.heard === BookState.GAP;
  }

  /** Where books that are not whole can be made anew. */
  useSnapshots(): SnapshotRecovery {
    this.snapshots = new SnapshotRecovery(this.books, () => {
      this.isWhole = true;
      this.judge();
    });
    return this.snapshots;
  }

  onMessages(view: DataView, from: number, to: number, count: number): void {
    if (this.snapshots === undefined) this.books.onBlock(view, from, to);
    else this.snapshots.onLive(view, from, to, this.next(), count);
  }

  onSession(): void {
    // Clearing touches all of the memory, which takes a while the first time.
    if (this.hasSession) this.books.clear();
    this.hasSession = true;
    this.isWhole = this.next() <= 1;
    if (this.isWhole) this.snapshots?.cancel();
    else this.becomeIncomplete();
    this.judge();
  }

  onLost(): void {
    this.becomeIncomplete();
    this.judge();
  }

  onState(state: number): void {
    this.hear(MOLD_STATES[state]!);
  }

  onSoupState(state: number): void {
    this.hear(SOUP_STATES[state]!);
  }

  /** Nothing more comes of this feed: whoever reads it cannot go on. */
  fail(): void {
    this.hear(BookState.FAILED);
  }

  private becomeIncomplete(): void {
    this.incomplete++;
    this.isWhole = false;
    this.snapshots?.want();
  }

  private hear(heard: number): void {
    this.heard = heard;
    this.judge();
  }

  private judge(): void {
    const isHeard = this.heard === BookState.TRUSTED || this.heard === BookState.GAP;
    const state = isHeard && !this.isWhole ? BookState.INCOMPLETE : this.heard;
    if (state === this.state) return;
    this.state = state;
    this.writer.setFeedState(state);
  }
}

const MOLD_STATES: Readonly<Record<number, BookState>> = {
  [FeedState.WAITING]: BookState.SILENT,
  [FeedState.LIVE]: BookState.TRUSTED,
  [FeedState.QUIET]: BookState.TRUSTED,
  [FeedState.STALE]: BookState.GAP,
  [FeedState.SILENT]: BookState.SILENT,
  [FeedState.ENDED]: BookState.ENDED,
};

const SOUP_STATES: Readonly<Record<number, BookState>> = {
  [SoupState.DISCONNECTED]: BookState.SILENT,
  [SoupState.LOGGING_IN]: BookState.SILENT,
  [SoupState.LIVE]: BookState.TRUSTED,
  [SoupState.ENDED]: BookState.ENDED,
  [SoupState.REFUSED]: BookState.FAILED,
};
