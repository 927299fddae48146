/**
 * The interface of an execution algorithm: a pure function of the order's state, the market and the time. It says what to
 * do now and when to ask again; the desk (desk.ts) sends children through risk and routing, counts what they come to, and
 * asks again when a child has ended, a fill has come, its time has come, or, where it asked for them, at quotes.
 *
 * What the desk sees to for all of them: never more than the parent, one action at a time, nothing new while the parent is
 * being cancelled or replaced, another try a second after risk denied a child, cancel of what is open before the end.
 */

import * as orderModel from '../../../model/order.ts';
import type { VenueMeans } from '../venue_means.ts';
import type { Decision } from './decision.ts';
import type { Market } from './market.ts';
import * as marketCodes from './market.ts';
import type { VolumeCurves } from './volume_curves.ts';
import type { Works } from './works.ts';
import * as workCodes from './works.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { Side } = orderModel;
const { MarketFigure } = marketCodes;
const { MEMORY_DOUBLES, WorkDouble, WorkInt } = workCodes;

export interface Algorithm {
  readonly name: string;
  /** Called with a cleared decision. */
  decide(order: WorkedOrder, decision: Decision): void;
}

/** What an algorithm sees: lots, ticks, and times in ms since 1970. One, moved from work to work. */
export class WorkedOrder {
  readonly #works: Works;
  readonly #market: Market;
  readonly #means: VenueMeans;
  readonly #curves: VolumeCurves;
  #work = 0;
  readonly #now = new Float64Array(1);

  constructor(works: Works, market: Market, means: VenueMeans, curves: VolumeCurves) {
    this.#works = works;
    this.#market = market;
    this.#means = means;
    this.#curves = curves;
  }

  /** Looks the market up once for the decision that follows. */
  moveTo(work: number, nowMs: number): void {
    this.#work = work;
    this.#now[0] = nowMs;
    this.#market.look(this.#works.int(work, WorkInt.INSTRUMENT));
  }

  get nowMs(): number {
    return this.#now[0]!;
  }

  get isBuy(): boolean {
    return this.#works.int(this.#work, WorkInt.SIDE) === Side.BUY;
  }

  get orderType(): number {
    return this.#works.int(this.#work, WorkInt.ORDER_TYPE);
  }

  get quantityLots(): number {
    return this.#double(WorkDouble.QUANTITY);
  }

  /** The limit; 0: none. */
  get priceTicks(): number {
    return this.#double(WorkDouble.PRICE);
  }

  get filledLots(): number {
    return this.#double(WorkDouble.FILLED);
  }

  /** Sum of ticks x lots. */
  get filledValue(): number {
    return this.#double(WorkDouble.FILLED_VALUE);
  }

  /** What children have open at venues. */
  get openLots(): number {
    return this.#double(WorkDouble.OPEN);
  }

  /** Children that are not over. */
  get children(): number {
    return this.#works.int(this.#work, WorkInt.CHILDREN);
  }

  /** When the schedule begins: at acceptance unless the order named a later time. */
  get startMs(): number {
    return this.#double(WorkDouble.START);
  }

  get endMs(): number {
    return this.#double(WorkDouble.END);
  }

  /** 0: not given. */
  get intervalMs(): number {
    return this.#double(WorkDouble.INTERVAL);
  }

  get participationRate(): number {
    return this.#double(WorkDouble.PARTICIPATION);
  }

  get variation(): number {
    return this.#double(WorkDouble.VARIATION);
  }

  get peg(): number {
    return this.#works.int(this.#work, WorkInt.PEG);
  }

  get pegOffsetTicks(): number {
    return this.#double(WorkDouble.PEG_OFFSET);
  }

  get repriceTicks(): number {
    return this.#double(WorkDouble.REPRICE);
  }

  get riskAversion(): number {
    return this.#double(WorkDouble.RISK_AVERSION);
  }

  get volatility(): number {
    return this.#double(WorkDouble.VOLATILITY);
  }

  get impact(): number {
    return this.#double(WorkDouble.IMPACT);
  }

  get displayLots(): number {
    return this.#double(WorkDouble.DISPLAY);
  }

  /** Whether some venue shows a part of an order, and the next one when that is filled, by itself. */
  get canShowParts(): boolean {
    return this.#means.canShowParts(this.#works.int(this.#work, WorkInt.INSTRUMENT));
  }

  /** Completion of the schedule. */
  get completion(): number {
    return this.#works.int(this.#work, WorkInt.COMPLETION);
  }

  get orderId(): number {
    return this.#double(WorkDouble.ORDER_ID);
  }

  /** Middle of the market, or the last trade, when the order was accepted; 0: unknown. */
  get arrivalTicks(): number {
    return this.#double(WorkDouble.ARRIVAL);
  }

  /** Best prices of books that can be believed; 0: none. */
  get bidTicks(): number {
    return this.#market.figures[MarketFigure.BID]!;
  }

  get askTicks(): number {
    return this.#market.figures[MarketFigure.ASK]!;
  }

  get lastTicks(): number {
    return this.#market.figures[MarketFigure.LAST]!;
  }

  /** What the market has traded since the order was accepted, its own fills included. */
  get marketLots(): number {
    return this.#market.figures[MarketFigure.VOLUME]! - this.#double(WorkDouble.START_VOLUME);
  }

  /** The part of a usual day's volume between two times in ms since 1970, up to a factor; 0: nothing is known. */
  usualVolume(fromMs: number, toMs: number): number {
    return this.#curves.between(this.#works.int(this.#work, WorkInt.INSTRUMENT), fromMs, toMs);
  }

  /** What the algorithm remembers: `index` below MEMORY_DOUBLES, 0 at first. */
  recall(index: number): number {
    return this.#double(WorkDouble.MEMORY + (index % MEMORY_DOUBLES));
  }

  remember(index: number, value: number): void {
    this.#works.setDouble(this.#work, WorkDouble.MEMORY + (index % MEMORY_DOUBLES), value);
  }

  #double(field: number): number {
    return this.#works.double(this.#work, field);
  }
}
