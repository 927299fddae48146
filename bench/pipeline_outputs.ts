/** What leaves the engine, compared with what went in. */
import { ExecutionReport, RecordHeader, VenueNewOrder } from '../schemas/generated/engine.ts';
import type { Views } from '../src/ring/memory.ts';
import { OrderStatus, OrderType } from '../src/workers/model/order.ts';
import { ReasonCode } from '../src/workers/model/reason.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { ID_PREFIX, idWord, TEMPLATES, type Templates } from './pipeline_templates.ts';

/** Decodes every output and compares it with the order that it must belong to. */
export class Outputs {
  readonly #templates: Templates;
  readonly #header = new RecordHeader();
  readonly #leg = new VenueNewOrder();
  readonly #report = new ExecutionReport();
  /** The order that the next leg, and the next denial, belongs to. */
  #nextApproved = 0;
  #nextDenied = 0;
  legs = 0;
  denials = 0;

  constructor(templates: Templates) {
    this.#templates = templates;
  }

  /** Orders whose leg or denial has come: all before this number. */
  get answered(): number {
    return this.legs + this.denials;
  }

  /** A record from the venue's ring: the leg of the next approved order. Returns it. */
  checkLeg(views: Views, at: number): VenueNewOrder {
    const { reason } = this.#templates;
    const mask = TEMPLATES - 1;
    while (reason[this.#nextApproved & mask] !== ReasonCode.NONE) this.#nextApproved++;
    const leg = this.checkLegOf(views, at, this.#nextApproved);
    this.#nextApproved++;
    this.legs++;
    return leg;
  }

  /** The same where the caller knows whose leg it must be. */
  checkLegOf(views: Views, at: number, order: number): VenueNewOrder {
    const { reason, instrument, side, lots, ticks } = this.#templates;
    const row = order & (TEMPLATES - 1);
    const header = this.#header.wrap(views, at);
    const leg = this.#leg.wrap(views, at + RecordHeader.BYTES);
    const isRight =
      header.type === RecordType.VENUE_NEW_ORDER &&
      reason[row] === ReasonCode.NONE &&
      leg.instrument === instrument[row] &&
      leg.side === side[row] &&
      leg.lots === lots[row] &&
      leg.priceTicks === ticks[row] &&
      leg.venue === 0 &&
      leg.orderType === OrderType.LIMIT;
    if (!isRight) {
      const told = `${header.type}: instrument ${leg.instrument}, side ${leg.side}, ${leg.lots} at ${leg.priceTicks}`;
      const due = `instrument ${instrument[row]}, side ${side[row]}, ${lots[row]} at ${ticks[row]}`;
      throw new Error(`leg of order ${order} should be ${due}, is ${told}`);
    }
    return leg;
  }

  isDenial(views: Views, at: number): boolean {
    return this.#report.wrap(views, at + RecordHeader.BYTES).status === OrderStatus.REJECTED;
  }

  /** A denial from the client's ring: of the next denied order, with its reason. */
  checkDenial(views: Views, at: number): void {
    const { reason } = this.#templates;
    const mask = TEMPLATES - 1;
    while (reason[this.#nextDenied & mask] === ReasonCode.NONE) this.#nextDenied++;
    const number = this.#nextDenied;
    const told = this.reasonOf(views, at, number);
    if (told !== reason[number & mask]) throw new Error(`denial of order ${number} is not: reason ${told}`);
    this.#nextDenied++;
    this.denials++;
  }

  /** Why `order` was denied, as the report says that is known to be about it. */
  reasonOf(views: Views, at: number, order: number): number {
    const report = this.#report.wrap(views, at + RecordHeader.BYTES);
    const isRight =
      report.clOrdIdWord(0) === ID_PREFIX &&
      report.clOrdIdWord(3) === idWord(order, 3) &&
      report.clOrdIdWord(2) === idWord(order, 2);
    if (!isRight) throw new Error(`the denial of order ${order} is of another one: reason ${report.reason}`);
    return report.reason;
  }
}
