/** What `sluice feed` prints: how the feed is, and the books that were asked for or trade most. */

import type { BookBuilder } from '../../workers/edges/feeds/books/book_builder.ts';
import { INSTRUMENTS } from '../../workers/edges/feeds/books/layout.ts';
import type { FeedFigures } from '../../workers/edges/feeds/network_feed.ts';
import { columns, formatCount } from '../live_view/text.ts';

export function feedLine(figures: FeedFigures, messagesPerSecond: number, orders: number): string {
  const { state, session, messages, gaps, recovered, lost, behind, requests, duplicates, malformed } = figures;
  const parts = [
    state,
    ...(session === '' ? [] : [`session ${session}`]),
    `${formatCount(messages)} messages`,
    `${formatCount(messagesPerSecond)}/s`,
    `${formatCount(orders)} open orders`,
    `${formatCount(gaps)} gaps`,
  ];
  for (const [name, value] of Object.entries({ recovered, lost, missing: behind, requests, duplicates, malformed })) {
    if (value > 0) parts.push(`${formatCount(value)} ${name}`);
  }
  return parts.join('  ');
}

/** Instruments by their symbols, or those of the largest volume; unknown symbols are left out. */
export function chooseInstruments(books: BookBuilder, symbols: readonly string[], most: number): number[] {
  if (symbols.length > 0) return symbols.map((symbol) => books.instruments.find(symbol)).filter((found) => found >= 0);
  const volume = (instrument: number): number => books.trades.dayVolumeShares(instrument);
  const named = Array.from({ length: INSTRUMENTS }, (_, i) => i).filter((i) => books.instruments.isNamed(i));
  return named.sort((a, b) => volume(b) - volume(a)).slice(0, most);
}

export function bookLines(books: BookBuilder, instruments: readonly number[]): string[] {
  const rows = instruments.map((instrument) => [
    `  ${books.instruments.symbol(instrument)}`,
    'bid',
    side(books.bidShares(instrument), books.bidPrice4(instrument)),
    'ask',
    side(books.askShares(instrument), books.askPrice4(instrument)),
    'last',
    priceText(books.trades.dayLastPrice4(instrument)),
    'volume',
    formatCount(books.trades.dayVolumeShares(instrument)),
  ]);
  return columns(rows);
}

function side(shares: number, price4: number): string {
  return price4 === 0 ? '-' : `${formatCount(shares)} @ ${priceText(price4)}`;
}

function priceText(price4: number): string {
  return price4 === 0 ? '-' : (price4 / 10_000).toFixed(4);
}
