/**
 * A small honest venue: takes orders, cancels and replaces, trades at random, and says what it did. It never reports
 * what did not happen; reports may leave in another order than they were made when `shuffles` allows it.
 */

import {
  RecordHeader,
  type TradeChange,
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
  type VenueReport,
  VenueStatusRequest,
} from '../../schemas/generated/engine.ts';
import { Region } from '../../src/ring/memory.ts';
import { OrderType, Side, TimeInForce } from '../../src/workers/model/order.ts';
import { RecordType } from '../../src/workers/model/record_type.ts';
import { ReportKind, TradeChangeKind, VenueReason } from '../../src/workers/model/venue.ts';
import type { Random } from './random.ts';
import { showsParts } from './world_setup.ts';

export interface Leg {
  readonly ref: number;
  readonly instrument: number;
  readonly side: number;
  lots: number;
  ticks: number;
  cumulative: number;
  isLive: boolean;
}

type Body = Partial<VenueReport> | { readonly change: Partial<TradeChange> };

/** A trade as the venue has it now. */
interface Trade {
  readonly leg: Leg;
  /** The names that it has had: of its fill, and of corrections. */
  readonly names: number[];
  lots: number;
  ticks: number;
  readonly day: number;
  /** Told after its order had ended: the engine may not know whose it is. */
  readonly isLate: boolean;
}

const MOST_SAID = 30;
/** Trades of before this are not spoken of again. */
const MOST_TRADES = 400;

/** Where a venue speaks to. */
export interface VenueWires {
  readonly report: (body: Partial<VenueReport>) => void;
  readonly change: (body: Partial<TradeChange>) => void;
}

export class VenueModel {
  readonly number: number;
  readonly legs = new Map<number, Leg>();
  readonly #live: Leg[] = [];
  readonly #random: Random;
  readonly #wires: VenueWires;
  /** Told of, so that a change cannot overtake them. */
  readonly #trades: Trade[] = [];
  #untold: Trade[] = [];
  /** Ended, though more of them had traded than was said. */
  readonly #late: Leg[] = [];
  /** Counts the trading days. */
  day = 0;
  readonly #header = new RecordHeader();
  readonly #new = new VenueNewOrder();
  readonly #cancel = new VenueCancel();
  readonly #replace = new VenueReplace();
  readonly #status = new VenueStatusRequest();
  #inbox: Int32Array[] = [];
  #made: Body[] = [];
  #executions = 0;
  /** Some of what was said before. */
  readonly #said: (Body | undefined)[] = [];
  /** Lots traded, bought less sold, by instrument. */
  readonly position: number[];
  /** Reports may overtake each other. */
  shuffles = false;
  /** Refuses at random what it could do. */
  isMoody = true;
  /** So many times likelier it refuses a cancel, takes a trade back, and tells of one after the order's end. */
  harshness = 1;

  constructor(number: number, instruments: number, random: Random, wires: VenueWires) {
    this.number = number;
    this.#random = random;
    this.#wires = wires;
    this.position = new Array(instruments).fill(0);
  }

  get liveLegs(): readonly Leg[] {
    return this.#live;
  }

  get waiting(): number {
    return this.#inbox.length + this.#made.length;
  }

  receive(record: Int32Array): void {
    this.#inbox.push(record);
  }

  /** What was on its way to the venue is lost. */
  loseInbox(): void {
    this.#inbox = [];
  }

  /** Acts on up to `most` messages. */
  work(most: number): void {
    for (const record of this.#inbox.splice(0, most)) this.#act(new Region(new Int32Array(record).buffer as never));
  }

  /** Something happens to an order that rests here. */
  trade(): void {
    if (this.#late.length > 0 && this.#random.oneIn(8)) this.#tellLate();
    if (this.#trades.length > 0 && this.#isTime(30)) this.#change(this.#random.pick(this.#trades));
    if (this.#live.length === 0) return;
    const leg = this.#random.pick(this.#live);
    if (this.#random.oneIn(40)) this.#end(leg, this.#random.oneIn(2) ? ReportKind.CANCELLED : ReportKind.EXPIRED);
    else this.#fill(leg, this.#random.between(1, leg.lots - leg.cumulative));
  }

  /** Hands over what was made, in order or nearly. */
  flush(): void {
    const made = this.#made;
    this.#made = [];
    this.#trades.push(...this.#untold);
    this.#untold = [];
    this.#trades.splice(0, this.#trades.length - MOST_TRADES);
    if (this.shuffles) {
      for (let i = made.length - 1; i > 0; i--) {
        const j = Math.max(0, i - this.#random.below(4));
        const other = made[j]!;
        made[j] = made[i]!;
        made[i] = other;
      }
    }
    for (const body of made) {
      this.#send(body);
      // A venue that is not sure of its session says some things twice, at once or much later.
      if (this.#random.oneIn(25)) this.#send(body);
      this.#said[this.#random.below(MOST_SAID)] = body;
      if (this.#random.oneIn(25)) this.#send(this.#random.pick(this.#said.filter((said) => said !== undefined)));
    }
  }

  #send(body: Body): void {
    if ('change' in body) this.#wires.change(body.change);
    else this.#wires.report(body);
  }

  /** Fills that were not told when the order ended, while the engine can still know whose they are, or later. */
  #tellLate(): void {
    const leg = this.#late.splice(this.#random.below(this.#late.length), 1)[0]!;
    this.#fill(leg, this.#random.between(1, leg.lots - leg.cumulative));
  }

  /** Takes a trade back, or corrects its price, or its lots to fewer. One of the day before yesterday is nobody's business. */
  #change(trade: Trade): void {
    const random = this.#random;
    const { leg } = trade;
    const isOld = trade.day < this.day - 1;
    if (trade.lots === 0) return;
    const isCancel = trade.isLate || random.oneIn(2);
    const lots = isCancel ? 0 : random.oneIn(2) ? trade.lots : random.between(1, trade.lots);
    const ticks = isCancel ? trade.ticks : trade.ticks + random.between(-2, 2);
    if (lots === trade.lots && ticks === trade.ticks) return;
    const name = ++this.#executions;
    // Some venues open again what they take back of an order that they have.
    const reopened = leg.isLive && !isOld && !this.shuffles && lots < trade.lots && random.oneIn(2) ? 1 : 0;
    const change = {
      reopened,
      kind: isCancel ? TradeChangeKind.CANCELLED : TradeChangeKind.CORRECTED,
      legRef: reopened === 1 || random.oneIn(2) ? leg.ref : 0,
      executionId: name,
      originalExecutionId: random.pick(trade.names),
      lastLots: lots,
      lastTicks: isCancel ? 0 : ticks,
    };
    this.#made.push({ change });
    if (isOld) return;
    if (reopened === 1) leg.lots += trade.lots - lots;
    this.position[leg.instrument]! += (leg.side === Side.BUY ? 1 : -1) * (lots - trade.lots);
    trade.lots = lots;
    trade.ticks = ticks;
    // One that overtakes it must not name what nobody has heard of yet.
    if (!this.shuffles) trade.names.push(name);
  }

  #act(data: Region): void {
    const at = RecordHeader.BYTES;
    switch (this.#header.wrap(data, 0).type) {
      case RecordType.VENUE_NEW_ORDER:
        this.#onNew(this.#new.wrap(data, at));
        break;
      case RecordType.VENUE_CANCEL:
        this.#onCancel(this.#cancel.wrap(data, at));
        break;
      case RecordType.VENUE_REPLACE:
        this.#onReplace(this.#replace.wrap(data, at));
        break;
      case RecordType.VENUE_STATUS_REQUEST:
        this.#onStatus(this.#status.wrap(data, at));
        break;
      default:
        break;
    }
  }

  #onNew(order: VenueNewOrder): void {
    const { legRef: ref, instrument, side, lots, priceTicks: ticks, orderType, timeInForce } = order;
    if (this.legs.has(ref)) throw new Error(`venue ${this.number} was sent leg ${ref} twice`);
    if (order.displayLots > 0 && order.displayLots < lots && !showsParts(this.number)) {
      throw new Error(`venue ${this.number} was sent leg ${ref} to show a part of`);
    }
    if (!(lots > 0)) throw new Error(`venue ${this.number} was sent leg ${ref} of ${lots} lots`);
    const leg: Leg = { ref, instrument, side, lots, ticks: ticks || 1_000, cumulative: 0, isLive: true };
    this.legs.set(ref, leg);
    if (this.isMoody && this.#random.oneIn(15)) {
      leg.isLive = false;
      this.#report(leg, ReportKind.REJECTED, { reason: VenueReason.THROTTLED });
      return;
    }
    this.#live.push(leg);
    this.#report(leg, ReportKind.ACKNOWLEDGED);
    const isWhole = timeInForce === TimeInForce.FOK;
    const isImmediate = isWhole || timeInForce === TimeInForce.IOC || orderType === OrderType.MARKET;
    if (!isImmediate) return;
    if (isWhole) {
      if (this.#random.oneIn(2)) this.#fill(leg, lots);
    } else {
      for (let part = this.#random.below(3); part > 0 && leg.isLive; part--) {
        this.#fill(leg, this.#random.between(1, leg.lots - leg.cumulative));
      }
    }
    if (leg.isLive) this.#end(leg, ReportKind.EXPIRED);
  }

  #onCancel({ legRef: ref, request }: VenueCancel): void {
    const leg = this.legs.get(ref);
    if (leg === undefined) this.#unknown(ref, ReportKind.CANCEL_REJECTED, request);
    else if (!leg.isLive) this.#report(leg, ReportKind.CANCEL_REJECTED, { reason: VenueReason.TOO_LATE, request });
    else if (this.isMoody && this.#isTime(12)) {
      this.#report(leg, ReportKind.CANCEL_REJECTED, { reason: VenueReason.THROTTLED, request });
    } else this.#end(leg, ReportKind.CANCELLED);
  }

  #onReplace(body: VenueReplace): void {
    const { legRef: ref, lots, priceTicks, request } = body;
    const leg = this.legs.get(ref);
    if (leg === undefined) this.#unknown(ref, ReportKind.REPLACE_REJECTED, request);
    else if (!leg.isLive || lots <= leg.cumulative || (this.isMoody && this.#random.oneIn(6))) {
      this.#report(leg, ReportKind.REPLACE_REJECTED, { reason: VenueReason.TOO_LATE, request });
    } else {
      leg.lots = lots;
      leg.ticks = priceTicks;
      this.#report(leg, ReportKind.REPLACED, { request });
    }
  }

  #isTime(usual: number): boolean {
    return this.#random.oneIn(Math.ceil(usual / this.harshness));
  }

  #onStatus({ legRef: ref, request }: VenueStatusRequest): void {
    const leg = this.legs.get(ref);
    if (leg === undefined) this.#unknown(ref, ReportKind.UNKNOWN_ORDER, request);
    else this.#report(leg, ReportKind.STATUS, { request });
  }

  #fill(leg: Leg, lots: number): void {
    leg.cumulative += lots;
    this.position[leg.instrument]! += leg.side === Side.BUY ? lots : -lots;
    const isLate = !leg.isLive;
    if (leg.isLive && leg.cumulative === leg.lots) this.#remove(leg);
    this.#report(leg, ReportKind.FILLED, { lastLots: lots, lastTicks: leg.ticks });
    this.#untold.push({ leg, names: [this.#executions], lots, ticks: leg.ticks, day: this.day, isLate });
  }

  #end(leg: Leg, kind: number): void {
    this.#remove(leg);
    this.#report(leg, kind);
    if (this.isMoody && this.#isTime(20)) this.#late.push(leg);
  }

  #remove(leg: Leg): void {
    leg.isLive = false;
    this.#live.splice(this.#live.indexOf(leg), 1);
  }

  #report(leg: Leg, kind: number, more: Partial<VenueReport> = {}): void {
    this.#made.push({
      kind,
      legRef: leg.ref,
      venueOrderId: leg.ref,
      executionId: ++this.#executions,
      cumLots: leg.cumulative,
      leavesLots: leg.isLive ? leg.lots - leg.cumulative : 0,
      orderLots: leg.lots,
      priceTicks: leg.ticks,
      ...more,
    });
  }

  #unknown(ref: number, kind: number, request: number): void {
    const reason = VenueReason.UNKNOWN_ORDER;
    this.#made.push({ kind, legRef: ref, executionId: ++this.#executions, reason, request });
  }
}
