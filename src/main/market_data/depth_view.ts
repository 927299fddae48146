/** A book by its levels: bids left, asks right, with what is said of the instrument above. */

import type { BookBuilder } from '../../workers/edges/feeds/books/book_builder.ts';
import { columns, formatCount } from '../live_view/text.ts';

const PRICE4 = 10_000;
const CENT_DIGITS = 2;
const STATES: Readonly<Record<string, string>> = { H: 'halted', P: 'paused', Q: 'quotation only', T: 'trading' };

export function depthLines(books: BookBuilder, instrument: number, levels: number): string[] {
  const rows = [['', 'orders', 'shares', 'bid', 'ask', 'shares', 'orders']];
  const bids = sideCells(books, instrument, false, levels);
  const asks = sideCells(books, instrument, true, levels);
  for (let i = 0; i < Math.max(bids.length, asks.length); i++) {
    const [price, shares, orders] = bids[i] ?? ['', '', ''];
    rows.push(['', orders!, shares!, price!, ...(asks[i] ?? ['', '', ''])]);
  }
  return [titleLine(books, instrument), ...columns(rows)];
}

function titleLine({ instruments, trades }: BookBuilder, instrument: number): string {
  const symbol = instruments.symbol(instrument);
  const parts = [symbol === '' ? `instrument ${instrument}` : symbol];
  const state = STATES[String.fromCharCode(instruments.tradingState(instrument))];
  if (state !== undefined) parts.push(`${state} ${instruments.reason(instrument)}`.trimEnd());
  if (instruments.isHaltedHere(instrument)) parts.push('halted by this market');
  if (trades.dayTrades(instrument) > 0) parts.push(`last ${formatPrice4(trades.dayLastPrice4(instrument))}`);
  parts.push(
    `volume ${formatCount(trades.dayVolumeShares(instrument))} in ${formatCount(trades.dayTrades(instrument))} trades`,
  );
  const opening = instruments.openingPrice4(instrument);
  const closing = instruments.closingPrice4(instrument);
  if (opening > 0) parts.push(`opened at ${formatPrice4(opening)}`);
  if (closing > 0) parts.push(`closed at ${formatPrice4(closing)}`);
  return parts.join('  ');
}

function sideCells(books: BookBuilder, instrument: number, isAsk: boolean, levels: number): string[][] {
  const cells: string[][] = [];
  books.visitLevels(instrument, isAsk, levels, (price4, shares, orders) => {
    cells.push([formatPrice4(price4), formatCount(shares), formatCount(orders)]);
  });
  return cells;
}

/** Two decimals, or four where they say something. */
function formatPrice4(price4: number): string {
  return (price4 / PRICE4).toFixed(price4 % 100 === 0 ? CENT_DIGITS : 4);
}
