import {
  CODE,
  DISPLAYED,
  EVENT_DOUBLES,
  EVENT_LOTS,
  EVENT_WORDS,
  EventType,
  FillKind,
  INSTRUMENT,
  LEAVES,
  MAKER_ID_F64,
  ORDER_ID_F64,
  reasonOf,
  sideOf,
  TICKS,
  typeOf,
} from '../matching/event_layout.ts';
import type { EventBuffer } from '../matching/events.ts';
import { DisplayedOrders } from './displayed_orders.ts';
import type { ItchMessages } from './itch_messages.ts';

export interface MarketFigures {
  adds: number;
  /** Each unlike all others: executions, and crosses as a whole. */
  matches: number;
  /** Orders whose price or size no message holds: they are not shown, and trade like hidden ones. */
  unshown: number;
  /** Trades at prices that no message holds. */
  untold: number;
}

/**
 * What the book's events say to the public, as ITCH messages.
 *
 *     event                    message
 *     ACCEPTED, RESTED         A    what the order displays; nothing while it is only arriving
 *     FILLED                   E    of the maker; C where the price is not its own; P where it was not shown
 *     FILLED in a cross        C    not to be printed, of both sides that were shown; Q prints the whole
 *     REFRESHED                A    an iceberg's next part is a new order
 *     REDUCED                  X    when what is displayed falls
 *     CANCELLED, EXPIRED       D
 *     REPLACED, then RESTED    U    or D, when it trades first
 *     STATE_CHANGED            H
 *     INDICATIVE, CROSSED      I, Q
 *
 * An arriving order is heard of when it rests. A replace is told when the event after it says what became of it.
 */
export class MarketPublisher {
  readonly figures: MarketFigures = { adds: 0, matches: 0, unshown: 0, untold: 0 };
  readonly orders = new DisplayedOrders();
  private readonly messages: ItchMessages;
  /** Unlike all others of this session. */
  private lastReference = 0;
  /** Of an order that left its place to come back with other terms; 0: none. */
  private movingId = 0;
  private movingReference = 0;
  private movingInstrument = 0;
  /** What the cross that is being told has traded. */
  private crossedLots = 0;

  constructor(messages: ItchMessages) {
    this.messages = messages;
  }

  onEvent(events: EventBuffer, index: number): void {
    const { words, doubles } = events;
    const at = index * EVENT_WORDS;
    const code = words[at + CODE]!;
    const id = doubles[index * EVENT_DOUBLES + ORDER_ID_F64]!;
    const instrument = words[at + INSTRUMENT]!;
    const type = typeOf(code);
    if (this.movingId !== 0 && !(type === EventType.RESTED && id === this.movingId)) this.forgetMoving();
    switch (type) {
      case EventType.ACCEPTED:
      case EventType.RESTED:
      case EventType.REFRESHED:
        this.show(instrument, sideOf(code), id, words[at + DISPLAYED]!, words[at + TICKS]!);
        break;
      case EventType.FILLED:
        this.onFill(events, index);
        break;
      case EventType.REDUCED:
        this.reduce(instrument, id, words[at + DISPLAYED]!);
        break;
      case EventType.CANCELLED:
      case EventType.EXPIRED:
        this.reduce(instrument, id, 0);
        break;
      case EventType.REPLACED:
        this.beginMove(instrument, id);
        break;
      default:
        this.onInstrument(events, at, type, instrument);
    }
  }

  /** Shows an order that already lies in the book. */
  show(instrument: number, side: number, id: number, lots: number, ticks: number): void {
    const oldReference = this.movingId === id ? this.movingReference : 0;
    this.movingId = 0;
    if (lots === 0 || !this.messages.fits(instrument, ticks, lots)) {
      if (lots > 0) this.figures.unshown++;
      if (oldReference > 0) this.messages.deleted(instrument, oldReference);
      return;
    }
    const reference = ++this.lastReference;
    this.orders.add(id, reference, lots, ticks);
    if (oldReference > 0) {
      this.messages.replaced(instrument, oldReference, reference, lots, ticks);
      return;
    }
    this.figures.adds++;
    this.messages.add(instrument, side, reference, lots, ticks);
  }

  private onFill({ words, doubles }: EventBuffer, index: number): void {
    const at = index * EVENT_WORDS;
    const instrument = words[at + INSTRUMENT]!;
    const lots = words[at + EVENT_LOTS]!;
    const ticks = words[at + TICKS]!;
    const kind = reasonOf(words[at + CODE]!);
    const match = ++this.figures.matches;
    const makerId = doubles[index * EVENT_DOUBLES + MAKER_ID_F64]!;
    if (kind === FillKind.CROSS) {
      this.crossedLots += lots;
      this.crossSide(instrument, doubles[index * EVENT_DOUBLES + ORDER_ID_F64]!, lots, match, ticks);
      this.crossSide(instrument, makerId, lots, match, ticks);
    } else if (kind === FillKind.HIDDEN || !this.orders.find(makerId)) {
      this.tradeUnshown(instrument, lots, match, ticks);
    } else {
      const { reference } = this.orders;
      if (this.orders.ticks === ticks) this.messages.executed(instrument, reference, lots, match);
      else this.messages.executedAt(instrument, reference, lots, match, ticks, true);
      this.takeOff(makerId, lots);
    }
  }

  private crossSide(instrument: number, id: number, lots: number, match: number, ticks: number): void {
    if (!this.orders.find(id)) return;
    this.messages.executedAt(instrument, this.orders.reference, lots, match, ticks, false);
    this.takeOff(id, lots);
  }

  /** In as many messages as its size needs. */
  private tradeUnshown(instrument: number, lots: number, match: number, ticks: number): void {
    if (!this.messages.fits(instrument, ticks, 0)) {
      this.figures.untold++;
      return;
    }
    if (this.messages.fits(instrument, ticks, lots)) {
      this.messages.trade(instrument, lots, match, ticks);
      return;
    }
    const half = Math.floor(lots / 2);
    if (half === 0) {
      this.figures.untold++;
      return;
    }
    this.tradeUnshown(instrument, half, match, ticks);
    this.tradeUnshown(instrument, lots - half, ++this.figures.matches, ticks);
  }

  /** An execution has told it. */
  private takeOff(id: number, lots: number): void {
    const left = this.orders.lots - lots;
    if (left > 0) this.orders.setLots(id, left);
    else this.orders.remove(id);
  }

  private reduce(instrument: number, id: number, displayed: number): void {
    const { orders } = this;
    if (!orders.find(id) || orders.lots === displayed) return;
    if (displayed === 0) {
      this.messages.deleted(instrument, orders.reference);
      orders.remove(id);
      return;
    }
    this.messages.reduced(instrument, orders.reference, orders.lots - displayed);
    orders.setLots(id, displayed);
  }

  private beginMove(instrument: number, id: number): void {
    if (!this.orders.find(id)) return;
    this.movingId = id;
    this.movingReference = this.orders.reference;
    this.movingInstrument = instrument;
    this.orders.remove(id);
  }

  private forgetMoving(): void {
    this.movingId = 0;
    this.messages.deleted(this.movingInstrument, this.movingReference);
  }

  private onInstrument({ words }: EventBuffer, at: number, type: number, instrument: number): void {
    const reason = reasonOf(words[at + CODE]!);
    const ticks = words[at + TICKS]!;
    if (type === EventType.STATE_CHANGED) this.messages.tradingState(instrument, reason);
    else if (type === EventType.INDICATIVE && this.messages.fits(instrument, ticks, 0)) {
      const side = sideOf(words[at + CODE]!);
      this.messages.imbalance(instrument, words[at + EVENT_LOTS]!, side, words[at + LEAVES]!, ticks, reason);
    } else if (type === EventType.CROSSED) {
      if (!this.messages.fits(instrument, ticks, 0)) this.figures.untold++;
      else this.messages.cross(instrument, this.crossedLots, ++this.figures.matches, ticks, reason);
      this.crossedLots = 0;
    }
  }
}
