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
    const { reason, instrument, side, lots, ticks } = this.#templates;
    const mask = TEMPLATES - 1;
    while (reason[this.#nextApproved & mask] !== ReasonCode.NONE) this.#nextApproved++;
    const row = this.#nextApproved & mask;
    const header = this.#header.wrap(views, at);
    const leg = this.#leg.wrap(views, at + RecordHeader.BYTES);
    const isRight =
      header.type === RecordType.VENUE_NEW_ORDER &&
      leg.instrument === instrument[row] &&
      leg.side === side[row] &&
      leg.lots === lots[row] &&
      leg.priceTicks === ticks[row] &&
      leg.venue === 0 &&
      leg.orderType === OrderType.LIMIT;
    if (!isRight) {
      const told = `${header.type}: instrument ${leg.instrument}, side ${leg.side}, ${leg.lots} at ${leg.priceTicks}`;
      const due = `instrument ${instrument[row]}, side ${side[row]}, ${lots[row]} at ${ticks[row]}`;
      throw new Error(`leg of order ${this.#nextApproved} should be ${due}, is ${told}`);
    }
    this.#nextApproved++;
    this.legs++;
    return leg;
  }

  /** The order of the leg last checked. */
  get legOrder(): number {
    return this.#nextApproved - 1;
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
    const report = this.#report.wrap(views, at + RecordHeader.BYTES);
    const isRight =
      report.reason === reason[number & mask] &&
      report.clOrdIdWord(0) === ID_PREFIX &&
      report.clOrdIdWord(3) === idWord(number, 3) &&
      report.clOrdIdWord(2) === idWord(number, 2);
    if (!isRight) throw new Error(`denial of order ${number} is not: reason ${report.reason}`);
    this.#nextDenied++;
    this.denials++;
  }
}
