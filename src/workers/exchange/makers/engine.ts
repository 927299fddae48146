import { Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import type { Random } from '../flow/random.ts';
import type { LitEngine, MatchingEngine } from '../matching/engine.ts';
import { EventType, FillKind } from '../matching/event_layout.ts';
import type { EventBuffer } from '../matching/events.ts';
import { MARKET } from '../matching/layout.ts';
import type { MakerOptions } from './maker_options.ts';
import { type MakerQuotes, makeMakerQuotes } from './quotes.ts';

const { ACCEPTED, FILLED, REPLACE_REJECTED } = EventType;
const { NONE, REFUSED } = VenueReason;
const { BUY, SELL } = Side;
const { FOK, IOC } = TimeInForce;

/**
 * A venue that is one market maker: it quotes around a reference, and trades with who comes.
 *
 * - Its quotes are orders in an ordinary book, so that they are told, and traded with, like any others'. It quotes
 *   `spreadTicks` around the mid-point, moved against its inventory, and anew some time after the reference has moved or
 *   it has traded; so between the two it is stale. Without a reference, or with a locked or crossed one, it withdraws.
 * - An order that would trade with the quote is looked at first, and refused where it is too large, where the quote is
 *   stale and the order would gain by it, or by chance (last look). A replace is looked at in the same way.
 * - By chance it trades at a better price, where the quote's size suffices for all of it: as a trade with an order of the
 *   maker's that was never shown, and the quote falls by as much.
 * - What does not trade waits in the book where the venue keeps limits (retail; a later quote may meet it), and expires where
 *   it does not (wholesale).
 *
 * What is drawn by chance: for each quote its two sizes, bid first; for each order that meets a quote first last look, then
 * improvement; for each plan to quote anew its delay.
 */
export interface MakerEngine extends MatchingEngine {
  setReference(instrument: number, bidTicks: number, askTicks: number): void;
  /** The maker's time: does what is due by now. */
  advance(seconds: number): void;
  inventory(instrument: number): number;
}

export function makeMakerEngine(
  engine: LitEngine,
  events: EventBuffer,
  owner: number,
  nextOrderId: () => number,
  random: Random,
  options: MakerOptions,
): MakerEngine {
  const quotes: MakerQuotes = makeMakerQuotes(engine, owner, nextOrderId, random, options);
  const { refusal, reject } = engine.newOrders;
  const { emit } = events;

  function newOrder(
    instrument: number,
    id: number,
    by: number,
    side: number,
    timeInForce: number,
    ticks: number,
    lots: number,
    displayLots: number,
  ): number {
    const reason = refusal(instrument, id, side, ticks, lots, displayLots);
    if (reason !== NONE) return reject(reason, instrument, id, by, side, ticks, lots);
    const quote = instrument * 2 + (side === BUY ? 1 : 0);
    if (meets(quote, ticks)) {
      if (refuses(quote, lots)) return reject(REFUSED, instrument, id, by, side, ticks, lots);
      const better = improvedTicks(quote, lots);
      if (better !== 0) return improve(quote, id, by, ticks, lots, better);
    }
    const isKept = options.keepsLimits || timeInForce === FOK;
    engine.newOrder(instrument, id, by, side, isKept ? timeInForce : IOC, ticks, lots, displayLots);
    quotes.count(instrument);
    return NONE;
  }

  function replace(id: number, ticks: number, lots: number, by: number): number {
    const side = engine.callBook.sideIndexOf(id);
    if (side >= 0 && meets(side ^ 1, ticks) && refuses(side ^ 1, lots)) {
      emit(REPLACE_REJECTED | (REFUSED << 16), -1, by, 0, 0, 0, 0, 0, id, 0);
      return REFUSED;
    }
    const reason = engine.replace(id, ticks, lots, by);
    if (side >= 0) quotes.count(side >> 1);
    return reason;
  }

  function meets(quote: number, ticks: number): boolean {
    const quoted = quotes.ticksOf(quote);
    if (quoted === 0) return false;
    return ticks === MARKET || ((quote & 1) === 1 ? ticks >= quoted : ticks <= quoted);
  }

  function refuses(quote: number, lots: number): boolean {
    const isUnlucky = random.unit() < options.refusalShare;
    const instrument = quote >> 1;
    // Who buys gains where the mid-point has risen above the offer's, who sells where it has fallen.
    const moved = quotes.twiceMid[instrument]! - quotes.quotedMid[instrument]!;
    const against = (quote & 1) === 1 ? moved : -moved;
    return isUnlucky || lots > options.maxOrderLots || against > options.staleTicks * 2;
  }

  /** The price of an improved trade, or 0: better than every other order's, and not beyond the mid-point. */
  function improvedTicks(quote: number, lots: number): number {
    const isChosen = random.unit() < options.improvementShare;
    if (!isChosen || lots > quotes.lotsOf(quote)) return 0;
    const instrument = quote >> 1;
    const mid = quotes.twiceMid[instrument]! / 2;
    const quoted = quotes.ticksOf(quote);
    const bid = engine.bestTicks(instrument, BUY);
    const ask = engine.bestTicks(instrument, SELL);
    if ((quote & 1) === 1) {
      const ticks = Math.max(Math.ceil(mid), quoted - options.improvementTicks);
      return ticks < ask && ticks > bid ? ticks : 0;
    }
    const ticks = Math.min(Math.floor(mid), quoted + options.improvementTicks);
    return ticks > bid && (ask === 0 || ticks < ask) ? ticks : 0;
  }

  function improve(quote: number, id: number, by: number, ticks: number, lots: number, better: number): number {
    const instrument = quote >> 1;
    const makerId = nextOrderId();
    const makerSide = ((quote & 1) === 1 ? SELL : BUY) << 8;
    const side = ((quote & 1) === 1 ? BUY : SELL) << 8;
    emit(ACCEPTED | side, instrument, by, 0, lots, ticks, lots, 0, id, 0);
    emit(ACCEPTED | makerSide, instrument, owner, 0, lots, better, lots, 0, makerId, 0);
    emit(FILLED | side | (FillKind.HIDDEN << 16), instrument, by, owner, lots, better, 0, 0, id, makerId);
    quotes.take(quote, lots);
    return NONE;
  }

  return {
    instruments: engine.instruments,
    newOrder,
    cancel: engine.cancel,
    reduce: engine.reduce,
    replace,
    bestTicks: engine.bestTicks,
    bestLots: engine.bestLots,
    visitOrders: engine.visitOrders,
    orderCount: engine.orderCount,
    openLots: engine.openLots,
    setReference: quotes.setReference,
    advance: quotes.advance,
    inventory: (instrument) => quotes.inventory[instrument]!,
  };
}
