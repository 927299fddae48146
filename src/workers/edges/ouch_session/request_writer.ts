import { OrderType, Side, TimeInForce } from '../../model/order.ts';
import {
  DisplayCode,
  MARKET_PRICE,
  NO,
  PRINCIPAL,
  Request,
  SideCode,
  TimeInForceCode,
} from '../../protocols/ouch/codes.ts';
import { Field, INBOUND, Tag } from '../../protocols/ouch/layout.ts';
import { OuchMessage } from '../../protocols/ouch/ouch_message.ts';
import { LegState, type Legs, Waiting } from './legs.ts';

/** Longer than any request. */
const MOST_BYTES = 256;

/** An instrument as the venue knows it. */
export interface OuchInstrument {
  readonly symbol: string;
  /** Price of a tick in ten-thousandths. */
  readonly tickPrice4: number;
  /** Shares of a lot. */
  readonly lotShares: number;
}

/** A message for a login's connection; the bytes are the writer's again when it returns. */
export type SendRequest = (login: number, bytes: Uint8Array, length: number) => void;

/** What a leg's columns say, as OUCH. */
export class RequestWriter {
  readonly instruments: readonly OuchInstrument[];
  private readonly legs: Legs;
  private readonly send: SendRequest;
  private readonly message = new OuchMessage(INBOUND);
  private readonly bytes = new Uint8Array(MOST_BYTES);
  private readonly view = new DataView(this.bytes.buffer);

  constructor(instruments: readonly OuchInstrument[], legs: Legs, send: SendRequest) {
    this.instruments = instruments;
    this.legs = legs;
    this.send = send;
  }

  enter(leg: number): void {
    const { message, legs } = this;
    const { symbol, lotShares } = this.instruments[legs.instrument[leg]!]!;
    const shares = legs.orderLots[leg]! * lotShares;
    const isNow = legs.timeInForce[leg] === TimeInForce.IOC || legs.timeInForce[leg] === TimeInForce.FOK;
    this.common(leg, legs.userRef[leg]!, shares, legs.priceTicks[leg]!);
    message.set(Field.SIDE, legs.side[leg] === Side.BUY ? SideCode.BUY : SideCode.SELL);
    message.setText(Field.SYMBOL, symbol);
    message.set(Field.TIME_IN_FORCE, isNow ? TimeInForceCode.IOC : TimeInForceCode.DAY);
    message.set(Field.CAPACITY, PRINCIPAL);
    message.set(Field.CROSS_TYPE, NO);
    if (legs.orderType[leg] === OrderType.MARKET) message.set(Field.PRICE, MARKET_PRICE);
    if (legs.minLots[leg]! > 0) message.setOption(Tag.MIN_QUANTITY, legs.minLots[leg]! * lotShares);
    if (legs.timeInForce[leg] === TimeInForce.FOK) message.setOption(Tag.MIN_QUANTITY, shares);
    if (legs.displayLots[leg]! > 0) message.setOption(Tag.MAX_FLOOR, legs.displayLots[leg]! * lotShares);
    this.write(leg, Request.ENTER);
  }

  replace(leg: number): void {
    const { message, legs } = this;
    const shares = legs.replaceLots[leg]! * this.instruments[legs.instrument[leg]!]!.lotShares;
    this.common(leg, legs.replaceRef[leg]!, shares, legs.replaceTicks[leg]!);
    message.set(Field.ORIG_USER_REF_NUM, legs.userRef[leg]!);
    message.set(Field.TIME_IN_FORCE, TimeInForceCode.DAY);
    this.write(leg, Request.REPLACE);
  }

  /** By both numbers while a replace is under way: whichever it is that lives then, the other is passed over. */
  cancel(leg: number): void {
    const { message, legs } = this;
    message.clearOptions();
    message.set(Field.QUANTITY, 0);
    message.set(Field.USER_REF_NUM, legs.userRef[leg]!);
    this.write(leg, Request.CANCEL);
    if (legs.replaceRef[leg] === 0) return;
    message.set(Field.USER_REF_NUM, legs.replaceRef[leg]!);
    this.write(leg, Request.CANCEL);
  }

  /** For a login that is not current yet, by its connection. */
  accountQuery(send: (bytes: Uint8Array, length: number) => void): void {
    this.message.clearOptions();
    send(this.bytes, this.message.encode(Request.ACCOUNT_QUERY, this.view, 0));
  }

  /** What a login sent and the venue has not got, in the order of its numbers, as at first. */
  sendAgain(login: number, next: number): void {
    const { legs } = this;
    const due: Array<readonly [userRef: number, leg: number]> = [];
    const cancelled: number[] = [];
    for (let leg = 1; leg <= legs.capacity; leg++) {
      const state = legs.state[leg];
      if (legs.login[leg] !== login || state === LegState.FREE || state === LegState.ENDED) continue;
      if (state === LegState.ENTERED && legs.userRef[leg]! >= next) due.push([legs.userRef[leg]!, leg]);
      if (legs.replaceRef[leg]! >= next) due.push([legs.replaceRef[leg]!, leg]);
      if (legs.waitsFor(leg, Waiting.CANCEL)) cancelled.push(leg);
    }
    due.sort(([a], [b]) => a - b);
    for (const [userRef, leg] of due) {
      if (userRef === legs.userRef[leg]) this.enter(leg);
      else this.replace(leg);
    }
    for (const leg of cancelled) this.cancel(leg);
  }

  private common(leg: number, userRef: number, shares: number, ticks: number): void {
    const { message, legs } = this;
    message.clearOptions();
    message.set(Field.USER_REF_NUM, userRef);
    message.set(Field.QUANTITY, shares);
    message.set(Field.PRICE, ticks * this.instruments[legs.instrument[leg]!]!.tickPrice4);
    message.set(Field.DISPLAY, DisplayCode.VISIBLE);
    message.set(Field.INTERMARKET_SWEEP, NO);
    message.setDigits(Field.CL_ORD_ID, legs.legRef[leg]!);
  }

  private write(leg: number, type: number): void {
    this.send(this.legs.login[leg]!, this.bytes, this.message.encode(type, this.view, 0));
  }
}
