/** What a feed handler shows of its feeds, as counters in shared memory, one group a feed. */
import { type CounterGroup, type CounterNames, Counters } from '../../../../ring/counters.ts';
import { BookState } from '../../../model/book_state.ts';
import { FAULT_NAMES } from '../books/counters.ts';

export const FEED_COUNTERS = [
  /** BookState of the feed as a whole. */
  'state',
  'packets',
  'messages',
  'foreign',
  'gaps',
  'requests',
  'recovered',
  'lost',
  'duplicates',
  'malformed',
  /** Packets of a session that is not followed. */
  'otherSession',
  'behind',
  'sessions',
  /** Times that the books were not whole any more. */
  'incomplete',
  /** Instruments whose books are not to be believed now. */
  'staleBooks',
  'quotes',
  'conflated',
  'statuses',
  'ringFull',
  'waiting',
  'offTickQuotes',
  'offTickTrades',
  'lastOffTickPrice4',
  'lastOffTickInstrument',
  'halts',
  'crosses',
  'brokenTrades',
  'faults',
  'orders',
  /** Times that the feed could not be opened, or could not go on, and was opened again. */
  'failures',
] as const;

export type FeedCounter = (typeof FEED_COUNTERS)[number];
export type FeedFigures = Readonly<Record<FeedCounter, number>>;

export function allocateFeedCounters(feeds: number): Counters {
  const all = Array.from({ length: feeds }, (_, feed) => feed);
  const names: CounterNames = Object.fromEntries(
    all.flatMap((feed) => [
      [groupOf(feed), FEED_COUNTERS],
      [faultGroupOf(feed), FAULT_NAMES],
    ]),
  );
  const counters = new Counters(names);
  for (let feed = 0; feed < feeds; feed++) showFeedState(counters, feed, BookState.SILENT);
  return counters;
}

/** Of a feed that nobody reads. */
export function showFeedState(counters: Counters, feed: number, state: number): void {
  const group = feedGroup(counters, feed);
  group.set(group.indexOf('state'), state);
}

export function readFeedFigures(counters: Counters, feed: number): FeedFigures {
  return counters.group(groupOf(feed)).snapshot() as unknown as FeedFigures;
}

export function feedGroup(counters: Counters, feed: number): CounterGroup {
  return counters.group(groupOf(feed));
}

/** What a feed said that cannot be so or found no room, by name; those that never came are left out. */
export function readFeedFaults(counters: Counters, feed: number): Record<string, number> {
  return Object.fromEntries(Object.entries(faultGroup(counters, feed).snapshot()).filter(([, count]) => count > 0));
}

/** In the order of `Fault`. */
export function faultGroup(counters: Counters, feed: number): CounterGroup {
  return counters.group(faultGroupOf(feed));
}

function faultGroupOf(feed: number): string {
  return `feed ${feed} faults`;
}

function groupOf(feed: number): string {
  return `feed ${feed}`;
}
