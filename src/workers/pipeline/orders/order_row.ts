/** What a copied record of an order says, and whether that is what was asked for. Cold: allocates. */

import { makeOrderFields } from './order_fields.ts';
import * as L from './order_layout.ts';
import { makeOrderStates } from './order_states.ts';

/** An open order as its record has it. Numbers are the engine's: places in the configuration, ticks, lots. */
export interface OrderRow {
  /** Place in the pool, which with the generation is the order's identity. */
  readonly order: number;
  readonly generation: number;
  readonly orderId: number;
  /** Of a child -1, and its ClOrdID is empty. */
  readonly session: number;
  readonly clOrdId: string;
  /** Place and id of the order whose child this is; -1 and 0: of none. */
  readonly parent: number;
  readonly parentOrderId: number;
  readonly account: number;
  readonly strategy: number;
  readonly instrument: number;
  readonly side: number;
  readonly orderType: number;
  readonly timeInForce: number;
  /** OrderStatus, as its client is told it. */
  readonly status: number;
  readonly quantityLots: number;
  readonly filledLots: number;
  /** Sum of ticks x lots. */
  readonly filledValue: number;
  readonly leavesLots: number;
  /** 0: at the market's. */
  readonly priceTicks: number;
  /** 0: all of it. */
  readonly displayLots: number;
  /** 0: any. */
  readonly minLots: number;
  /** Ms since 1970; 0: an earlier release did, and kept no time. */
  readonly acceptedMs: number;
  /** When a command last changed it, ms since 1970; 0: none has since an earlier release, which kept no time. */
  readonly updatedMs: number;
  /** What a replace that no venue has answered yet asks for; undefined: none is pending. */
  readonly pending: { readonly quantityLots: number; readonly priceTicks: number } | undefined;
  /** It is in a group of linked orders. */
  readonly isLinked: boolean;
}

/** Which orders are meant: each as in OrderRow, undefined is any. */
export type OrderFilter = Partial<
  Pick<OrderRow, 'orderId' | 'session' | 'parentOrderId' | 'account' | 'strategy' | 'instrument' | 'side' | 'status'>
>;

/** Bytes of a record up to its legs, which are the engine's own. */
export const TERMS_WORDS = L.LEGS;

/** What a record does not say itself, of the copy at an index: its ClOrdID, its parent's id, when it was last changed. */
export interface CopiedNames {
  readonly clOrdIdOf: (copy: number) => string;
  readonly parentOrderIdOf: (copy: number) => number;
  readonly updatedMsOf: (copy: number) => number;
}

/** Reads rows out of `records`, which lie as in the pool. */
export function makeRows(records: Int32Array, { clOrdIdOf, parentOrderIdOf, updatedMsOf }: CopiedNames) {
  const { buffer } = records;
  const fields = makeOrderFields({ i32: records, f64: new Float64Array(buffer), u8: new Uint8Array(buffer) });
  const states = makeOrderStates(fields);
  const { byte, double, int } = fields;

  /** What the copy at this index says of the order at `order`; undefined: no open order was there. */
  return (copy: number, order: number): OrderRow | undefined => {
    if (byte(copy, L.STATUS) === 0) return undefined;
    const filledLots = double(copy, L.FILLED);
    const quantityLots = states.shownLots(copy, filledLots);
    return {
      order,
      generation: int(copy, L.GENERATION),
      orderId: double(copy, L.ORDER_ID),
      session: int(copy, L.SESSION),
      clOrdId: clOrdIdOf(copy),
      parent: int(copy, L.PARENT_PLUS_1) - 1,
      parentOrderId: parentOrderIdOf(copy),
      account: int(copy, L.ACCOUNT),
      strategy: int(copy, L.STRATEGY),
      instrument: int(copy, L.INSTRUMENT),
      side: byte(copy, L.SIDE),
      orderType: byte(copy, L.ORDER_TYPE),
      timeInForce: byte(copy, L.TIME_IN_FORCE),
      status: states.visibleStatus(copy),
      quantityLots,
      filledLots,
      filledValue: double(copy, L.FILLED_VALUE),
      leavesLots: Math.max(0, quantityLots - filledLots),
      priceTicks: double(copy, L.PRICE),
      displayLots: double(copy, L.DISPLAY),
      minLots: double(copy, L.MINIMUM),
      acceptedMs: double(copy, L.ACCEPTED),
      updatedMs: updatedMsOf(copy),
      pending: states.isReplacePending(copy)
        ? { quantityLots: double(copy, L.PENDING_QUANTITY), priceTicks: double(copy, L.PENDING_PRICE) }
        : undefined,
      isLinked: (int(copy, L.LEGS_DONE) & L.LINKED) !== 0,
    };
  };
}

export function isMeant(row: OrderRow, filter: OrderFilter): boolean {
  return (Object.keys(filter) as (keyof OrderFilter)[]).every(
    (name) => filter[name] === undefined || filter[name] === row[name],
  );
}
