import { Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import type { ItchSource } from '../../protocols/itch/itch_file.ts';
import { END_OF_FILE } from '../../protocols/itch/itch_file.ts';
import { ItchMessage, MALFORMED_MESSAGE, UNKNOWN_TYPE } from '../../protocols/itch/itch_message.ts';
import { ItchType } from '../../protocols/itch/message_type.ts';
import type { ExchangeCore } from '../core.ts';
import { OWNER_RECORDED } from '../core.ts';
import type { ExchangeInstrument } from '../options.ts';
import { RecordedOrders } from './recorded_orders.ts';

export interface PlayerCounters {
  messages: number;
  /** Messages that changed or could have changed the book. */
  played: number;
  /** P: trades against orders that were never displayed. */
  hiddenTrades: number;
  /** Types that say nothing about a book. */
  otherTypes: number;
  unknownTypes: number;
  malformed: number;
  /** Name an order that the file never added: it is older than the file. */
  unknownOrders: number;
  /** Of stocks that are no instrument here. */
  otherStocks: number;
  /** Prices that are no multiple of the tick, or shares that are no whole lots. */
  offGrid: number;
  /** Orders that the exchange or the player's table had no room or no price range for. */
  refused: number;
}

/** Orders of a recording that may rest at once; the recorded stock has a few hundred. */
const RECORDED_CAPACITY = 2 ** 18;
const NO_INSTRUMENT = -1;
const NOT_SEEN = -2;

/**
 * Plays recorded messages into the matching engine, so that our orders queue and trade among the real ones.
 *
 * - An Add is a limit order that rests, or trades when it crosses one of ours.
 * - An Execute is an aggressor at the executed order's price: it takes from the front of the real queue, ours first
 *   where ours is first. What it took from us, it did not take from the recorded order, which stays until its own
 *   Delete, or until somebody trades with it.
 * - A Replace leaves the queue and joins the end of another. A reduction keeps its place.
 * - When the file ends the feed stops, and the book stays as it is.
 */
export class ItchPlayer {
  readonly counters: PlayerCounters = {
    messages: 0,
    played: 0,
    hiddenTrades: 0,
    otherTypes: 0,
    unknownTypes: 0,
    malformed: 0,
    unknownOrders: 0,
    otherStocks: 0,
    offGrid: 0,
    refused: 0,
  };
  hasEnded = false;
  private readonly core: ExchangeCore;
  private readonly instruments: readonly ExchangeInstrument[];
  private readonly source: ItchSource;
  private readonly speed: number;
  private readonly message = new ItchMessage();
  private readonly orders: RecordedOrders;
  /** By stock locate code, which is the day's number of a stock. */
  private readonly instrumentOf = new Int32Array(65_536).fill(NOT_SEEN);
  private firstNs = -1;
  /** A message that was read and is not due yet. */
  private isAhead = false;

  constructor(
    core: ExchangeCore,
    instruments: readonly ExchangeInstrument[],
    source: ItchSource,
    speed: number,
    capacity = RECORDED_CAPACITY,
  ) {
    this.core = core;
    this.instruments = instruments;
    this.source = source;
    this.speed = speed;
    this.orders = new RecordedOrders(capacity);
  }

  /** Plays all that is due this long after the start; the first message is due at once. */
  advance(elapsedMs: number): void {
    const dueNs = elapsedMs * 1e6 * this.speed;
    while (this.readAhead() && this.message.timeNs - this.firstNs <= dueNs) this.playNext();
  }

  /** Plays one message, due or not; false at the end of the file. */
  step(): boolean {
    if (!this.readAhead()) return false;
    this.playNext();
    return true;
  }

  private readAhead(): boolean {
    while (!this.isAhead && !this.hasEnded) {
      const type = this.source.next(this.message);
      if (type === END_OF_FILE) {
        this.hasEnded = true;
        this.source.close();
        break;
      }
      this.counters.messages++;
      if (type === UNKNOWN_TYPE) this.counters.unknownTypes++;
      else if (type === MALFORMED_MESSAGE) this.counters.malformed++;
      else this.isAhead = true;
      if (this.isAhead && this.firstNs < 0) this.firstNs = this.message.timeNs;
    }
    return this.isAhead;
  }

  private playNext(): void {
    this.isAhead = false;
    const { message, counters } = this;
    switch (message.type) {
      case ItchType.ADD:
      case ItchType.ADD_ATTRIBUTED:
        this.add(this.instrument(), message.reference, message.isBuy ? Side.BUY : Side.SELL);
        break;
      case ItchType.EXECUTED:
      case ItchType.EXECUTED_WITH_PRICE:
        this.execute();
        break;
      case ItchType.REDUCED:
        this.reduce();
        break;
      case ItchType.DELETED:
        this.remove(this.find());
        break;
      case ItchType.REPLACED:
        this.replace();
        break;
      case ItchType.TRADE:
        counters.hiddenTrades++;
        break;
      default:
        counters.otherTypes++;
    }
  }

  private instrument(): number {
    const locate = this.message.locate;
    if (this.instrumentOf[locate] === NOT_SEEN) {
      const stock = this.message.stock();
      const found = this.instruments.findIndex((instrument) => instrument.symbol === stock);
      this.instrumentOf[locate] = found < 0 ? NO_INSTRUMENT : found;
    }
    return this.instrumentOf[locate]!;
  }

  private add(instrument: number, reference: number, side: number): void {
    const { message, counters, orders } = this;
    const terms = this.instruments[instrument];
    if (terms === undefined) {
      counters.otherStocks++;
      return;
    }
    const ticks = message.price4 / terms.tickPrice4;
    const lots = message.shares / terms.lotShares;
    if (!Number.isInteger(ticks) || !Number.isInteger(lots)) {
      counters.offGrid++;
      return;
    }
    counters.played++;
    const id = this.core.nextOrderId();
    const order = orders.find(reference) === 0 ? orders.take(reference) : 0;
    const isTaken =
      order !== 0 &&
      this.core.engine.newOrder(instrument, id, OWNER_RECORDED, side, TimeInForce.GTC, ticks, lots, 0) ===
        VenueReason.NONE;
    if (isTaken) {
      orders.set(order, id, instrument, side, ticks, lots);
      return;
    }
    counters.refused++;
    if (order !== 0) orders.give(order);
  }

  private execute(): void {
    const order = this.find();
    if (order === 0) return;
    const { orders } = this;
    const lots = this.wholeLots(order);
    const instrument = orders.instrument[order]!;
    const side = orders.side[order] === Side.BUY ? Side.SELL : Side.BUY;
    const id = this.core.nextOrderId();
    this.core.engine.newOrder(instrument, id, OWNER_RECORDED, side, TimeInForce.IOC, orders.ticks[order]!, lots, 0);
    orders.lots[order]! -= lots;
    if (orders.lots[order]! <= 0) orders.give(order);
  }

  private reduce(): void {
    const order = this.find();
    if (order === 0) return;
    const lots = this.wholeLots(order);
    const id = this.orders.orderId[order]!;
    if (this.core.engine.openLots(id) > 0) this.core.engine.reduce(id, lots, OWNER_RECORDED);
    this.orders.lots[order]! -= lots;
    if (this.orders.lots[order]! <= 0) this.orders.give(order);
  }

  private replace(): void {
    const order = this.find();
    if (order === 0) return;
    const instrument = this.orders.instrument[order]!;
    const side = this.orders.side[order]!;
    this.remove(order);
    this.counters.played--;
    this.add(instrument, this.message.newReference, side);
  }

  /** Takes an order out of the exchange, however much of it is left there. */
  private remove(order: number): void {
    if (order === 0) return;
    const id = this.orders.orderId[order]!;
    if (this.core.engine.openLots(id) > 0) this.core.engine.cancel(id, OWNER_RECORDED);
    this.orders.give(order);
  }

  /** The recorded order that the message names; 0, and counted, when the file never added it. */
  private find(): number {
    const order = this.orders.find(this.message.reference);
    if (order === 0) this.counters.unknownOrders++;
    else this.counters.played++;
    return order;
  }

  private wholeLots(order: number): number {
    return this.message.shares / this.instruments[this.orders.instrument[order]!]!.lotShares;
  }
}
