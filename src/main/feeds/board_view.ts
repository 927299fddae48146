/** What the boards of a feed's first instruments say, for people. */

import type { BoardReader } from '../../ring/board.ts';
import type { Region } from '../../ring/memory.ts';
import { Row } from '../../workers/edges/feeds/boards/bar_file.ts';
import * as board from '../../workers/edges/feeds/boards/board_layout.ts';
import { readBoard } from '../../workers/edges/feeds/boards/feed_boards.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { MarketFigures } from '../live_view/figures.ts';

const MOST_ROWS = 5;
const PRICE4 = 10_000;

export class BoardView {
  readonly #venue: string;
  readonly #boards: readonly { readonly symbol: string; readonly reader: BoardReader; readonly value: Float64Array }[];

  constructor(region: Region, venue: number, { instruments, venues }: Configuration) {
    this.#venue = venues[venue]!.name;
    this.#boards = instruments
      .slice(0, MOST_ROWS)
      .map(({ symbol }, instrument) => ({ symbol, ...readBoard(region, instrument) }));
  }

  rows(): MarketFigures[] {
    return this.#boards.flatMap(({ symbol, reader, value }) =>
      reader.read() && reader.version > 0 ? [{ venue: this.#venue, symbol, ...marketOf(value) }] : [],
    );
  }
}

function marketOf(value: Float64Array): Omit<MarketFigures, 'venue' | 'symbol'> {
  const hasBid = value[board.BID_LEVELS]! > 0;
  const hasAsk = value[board.ASK_LEVELS]! > 0;
  const trades = value[board.TRADE_COUNT]!;
  const newest = board.LAST_TRADES + ((trades - 1) % board.TRADES) * board.TRADE_DOUBLES;
  const minute = board.BAR + 1;
  const minuteShares = value[minute + Row.SHARES]!;
  return {
    bid: hasBid ? value[board.BIDS]! / PRICE4 : 0,
    bidShares: hasBid ? value[board.BIDS + 1]! : 0,
    ask: hasAsk ? value[board.ASKS]! / PRICE4 : 0,
    askShares: hasAsk ? value[board.ASKS + 1]! : 0,
    last: trades > 0 ? value[newest]! / PRICE4 : 0,
    dayShares: value[board.DAY_SHARES]!,
    vwap: minuteShares > 0 ? value[minute + Row.VALUE]! / minuteShares / PRICE4 : 0,
  };
}
