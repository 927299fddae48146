/** What clients ask for, as fields behind the header. */

import { type FieldList, formatTimestamp } from '../../src/main/demo_trader/fix_text.ts';

export interface LimitTerms {
  readonly symbol?: string;
  readonly side?: number;
  readonly quantity?: number | string;
  /** As FIX has it: 0 for the day, 1 until it is cancelled, 3 at once. */
  readonly timeInForce?: number;
}

/** NewOrderSingle (D) of a limit order: without further terms 100 AAPL, bought, until cancelled. */
export function limitOrder(clOrdId: string, price: string, terms: LimitTerms = {}): FieldList {
  const { symbol = 'AAPL', side = 1, quantity = 100, timeInForce = 1 } = terms;
  return [
    [11, clOrdId],
    [55, symbol],
    [54, side],
    [60, formatTimestamp(Date.now())],
    [38, quantity],
    [40, 2],
    [44, price],
    [59, timeInForce],
  ];
}

/** OrderCancelRequest (F) of an AAPL order. */
export function cancelOf(original: string, clOrdId: string, side = 1): FieldList {
  return [
    [41, original],
    [11, clOrdId],
    [55, 'AAPL'],
    [54, side],
    [60, formatTimestamp(Date.now())],
  ];
}

/** OrderMassCancelRequest (q) of all that the client has. */
export function massCancel(clOrdId: string): FieldList {
  return [
    [11, clOrdId],
    [530, 7],
    [60, formatTimestamp(Date.now())],
  ];
}

/** OrderStatusRequest (H) of a bought AAPL order. */
export function statusOf(clOrdId: string, statusRequestId: string | number): FieldList {
  return [
    [11, clOrdId],
    [55, 'AAPL'],
    [54, 1],
    [790, statusRequestId],
  ];
}
