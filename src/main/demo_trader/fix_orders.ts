/** The trader's actions as FIX messages, and the engine's reports as the trader's. Ticks meet decimals here. */

import { Decimal } from 'decimal.js';
import { type FieldList, formatTimestamp, type Message } from './fix_text.ts';
import type { Action, TraderInstrument, TraderReport } from './trader.ts';

export interface DemoInstrument extends TraderInstrument {
  readonly tickSizeMantissa: number;
  readonly tickSizeExponent: number;
}

export interface Request {
  readonly type: string;
  readonly fields: FieldList;
}

const DAY = 0;
const IMMEDIATE_OR_CANCEL = 3;

export class OrderMessages {
  readonly #instruments: readonly DemoInstrument[];
  readonly #ticks: readonly Decimal[];
  readonly #account: string;

  constructor(instruments: readonly DemoInstrument[], account: string) {
    this.#instruments = instruments;
    this.#ticks = instruments.map((instrument) =>
      new Decimal(10).pow(instrument.tickSizeExponent).times(instrument.tickSizeMantissa),
    );
    this.#account = account;
  }

  request(action: Action, nowMs: number): Request {
    if (action.kind === 'new') {
      const { clOrdId, instrument, side, quantity, priceTicks, immediate, overSeconds } = action;
      const terms: FieldList =
        priceTicks === undefined
          ? [[40, 1]]
          : [
              [40, 2],
              [44, this.#price(instrument, priceTicks)],
            ];
      return {
        type: 'D',
        fields: [
          [11, clOrdId],
          ...this.#common(instrument, side, nowMs),
          [38, quantity],
          ...terms,
          [59, immediate ? IMMEDIATE_OR_CANCEL : DAY],
          ...schedule(overSeconds, nowMs),
        ],
      };
    }
    const { clOrdId, order } = action;
    const named: FieldList = [[41, order.clOrdId], [11, clOrdId], ...this.#common(order.instrument, order.side, nowMs)];
    if (action.kind === 'cancel') return { type: 'F', fields: [...named, [38, order.quantity]] };
    const { quantity, priceTicks } = action;
    return {
      type: 'G',
      fields: [...named, [38, quantity], [40, 2], [44, this.#price(order.instrument, priceTicks)], [59, DAY]],
    };
  }

  /** Cancels whatever an earlier run left open. */
  cancelAll(clOrdId: string, nowMs: number): Request {
    return {
      type: 'q',
      fields: [
        [11, clOrdId],
        [530, 7],
        [60, formatTimestamp(nowMs)],
      ],
    };
  }

  #common(instrument: number, side: number, nowMs: number): FieldList {
    return [
      [1, this.#account],
      [55, this.#instruments[instrument]!.symbol],
      [54, side],
      [60, formatTimestamp(nowMs)],
    ];
  }

  #price(instrument: number, ticks: number): string {
    return this.#ticks[instrument]!.times(ticks).toFixed();
  }

  toTicks(symbol: string, price: string): number {
    const instrument = this.#instruments.findIndex((candidate) => candidate.symbol === symbol);
    if (instrument < 0 || price === '') return 0;
    return new Decimal(price).div(this.#ticks[instrument]!).round().toNumber();
  }

  /** undefined: nothing about an order. */
  report(message: Message): TraderReport | undefined {
    const names = { clOrdId: message.text(11), origClOrdId: message.text(41), lastQuantity: 0, lastTicks: 0 };
    // Filled, cancelled, rejected, expired.
    const ended = ['2', '4', '8', 'C'].includes(message.text(39));
    switch (message.type) {
      case '9':
        return { ...names, kind: 'refused', done: ended };
      case 'j':
        return { ...names, clOrdId: message.text(379), kind: 'denied', done: true };
      case '8':
        return {
          ...names,
          kind: reportKind(message.text(150)),
          done: ended,
          lastQuantity: message.number(32),
          lastTicks: this.toTicks(message.text(55), message.text(31)),
        };
      default:
        return undefined;
    }
  }
}

function reportKind(execType: string): TraderReport['kind'] {
  switch (execType) {
    case '0':
      return 'accepted';
    case '5':
      return 'replaced';
    case 'F':
      return 'traded';
    case '4':
    case 'C':
      return 'ended';
    case '8':
      return 'denied';
    default:
      return 'other';
  }
}

/** TargetStrategy TWAP from now on, a slice a second. */
function schedule(seconds: number, nowMs: number): FieldList {
  if (seconds === 0) return [];
  return [
    [847, 1001],
    [126, formatTimestamp(nowMs + seconds * 1_000)],
    [848, 'interval=1'],
  ];
}
