/** Where a feed's messages come from, whichever protocol brings them. */

import type { FeedTrust } from '../quotes/feed_trust.ts';
import type { FeedClock } from './feed_clock.ts';

export interface SourceFigures {
  packets: number;
  messages: number;
  gaps: number;
  requests: number;
  recovered: number;
  lost: number;
  duplicates: number;
  malformed: number;
  otherSession: number;
  behind: number;
  sessions: number;
}

export interface FeedSource {
  /** Sockets to wait for; none where the event loop brings what comes. */
  readonly descriptors: readonly number[];
  /** It needs its thread's event loop to turn. */
  readonly needsEventLoop: boolean;
  /** Takes what is there into the books; how much there was. The clock has been read. */
  doWork(clock: FeedClock): number;
  /** Copies its figures: seldom, for people. */
  figures(into: SourceFigures): void;
  close(): void;
}

/** What a source gives its messages to. */
export interface SourceOptions {
  readonly trust: FeedTrust;
  /** Before messages that the event loop brought, and after them. */
  readonly onRead: () => void;
  readonly afterRead: () => void;
  /** Nothing heard for so long: the feed is silent. */
  readonly silenceNs: number;
}
