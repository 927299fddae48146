/** A feed's counters as the figures that people see. */

import type { FeedFigures } from '../../workers/edges/feeds/handler/feed_figures.ts';
import { BookState } from '../../workers/model/book_state.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { FeedViewFigures } from '../live_view/figures.ts';

const STATE_NAMES = new Map<number, string>(
  Object.entries(BookState).map(([name, code]) => [code, name.toLowerCase()]),
);
const PRICE4 = 10_000;

export function feedFigures(
  name: string,
  figures: FeedFigures,
  faults: FeedViewFigures['faults'],
  { instruments }: Configuration,
): Omit<FeedViewFigures, 'messagesPerSecond'> {
  const offTickOf = instruments[figures.lastOffTickInstrument]?.symbol;
  const offTick = figures.offTickQuotes + figures.offTickTrades;
  return {
    name,
    state: STATE_NAMES.get(figures.state) ?? String(figures.state),
    messages: figures.messages,
    gaps: figures.gaps,
    requests: figures.requests,
    strangePackets: figures.otherSession + figures.malformed,
    lostMessages: figures.lost,
    staleBooks: figures.staleBooks,
    quotes: figures.quotes,
    conflated: figures.conflated,
    offTick,
    lastOffTick: offTick === 0 ? undefined : `${offTickOf} ${figures.lastOffTickPrice4 / PRICE4}`,
    halts: figures.halts,
    crosses: figures.crosses,
    brokenTrades: figures.brokenTrades,
    faults,
    failures: figures.failures,
  };
}
