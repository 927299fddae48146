/** The engine's codes in FIX's letters and numbers. */
import { ExecType, OrderStatus, OrderType } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';

/** Tag 150. */
export const EXEC_TYPE_CHAR: Readonly<Record<number, string>> = {
  [ExecType.NEW]: '0',
  [ExecType.TRADE]: 'F',
  [ExecType.CANCELLED]: '4',
  [ExecType.REPLACED]: '5',
  [ExecType.REJECTED]: '8',
  [ExecType.EXPIRED]: 'C',
  [ExecType.ORDER_STATUS]: 'I',
  [ExecType.PENDING_CANCEL]: '6',
  [ExecType.PENDING_REPLACE]: 'E',
  [ExecType.TRADE_CANCEL]: 'H',
  [ExecType.RESTATED]: 'D',
  [ExecType.TRADE_CORRECT]: 'G',
  [ExecType.TRIGGERED]: 'L',
};

/** Tag 39. An order that there is not is rejected. */
export const ORDER_STATUS_CHAR: Readonly<Record<number, string>> = {
  [OrderStatus.NONE]: '8',
  [OrderStatus.PENDING_NEW]: 'A',
  [OrderStatus.NEW]: '0',
  [OrderStatus.PARTIALLY_FILLED]: '1',
  [OrderStatus.FILLED]: '2',
  [OrderStatus.PENDING_CANCEL]: '6',
  [OrderStatus.CANCELLED]: '4',
  [OrderStatus.REJECTED]: '8',
  [OrderStatus.EXPIRED]: 'C',
  [OrderStatus.PENDING_REPLACE]: 'E',
};

/** Tag 40: algorithms are limit orders to a FIX client. Absent: the field is left out. */
export const ORDER_TYPE_CHAR: Readonly<Record<number, string>> = {
  [OrderType.MARKET]: '1',
  [OrderType.LIMIT]: '2',
  [OrderType.STOP]: '3',
  [OrderType.STOP_LIMIT]: '4',
  [OrderType.ICEBERG]: '2',
  [OrderType.TWAP]: '2',
  [OrderType.VWAP]: '2',
  [OrderType.IMPLEMENTATION_SHORTFALL]: '2',
  [OrderType.PEGGED]: 'P',
};

/** Tag 103; 99 (other) where nothing fits. */
const ORDER_REJECT: Readonly<Record<number, number>> = {
  [ReasonCode.DUPLICATE_CL_ORD_ID]: 6,
  [ReasonCode.UNKNOWN_ORDER]: 5,
  [ReasonCode.TOO_LATE]: 4,
  [ReasonCode.UNKNOWN_ACCOUNT]: 15,
  [ReasonCode.UNKNOWN_INSTRUMENT]: 1,
  [ReasonCode.BAD_QUANTITY]: 13,
  [ReasonCode.UNSUPPORTED_ORDER_TYPE]: 11,
  [ReasonCode.UNSUPPORTED_TIME_IN_FORCE]: 11,
  [ReasonCode.ORDER_SIZE]: 3,
  [ReasonCode.POSITION]: 3,
  [ReasonCode.EXPOSURE]: 3,
  [ReasonCode.VENUE_REJECTED]: 0,
};

/** Tag 102; 99 (other) where nothing fits. */
const CANCEL_REJECT: Readonly<Record<number, number>> = {
  [ReasonCode.TOO_LATE]: 0,
  [ReasonCode.UNKNOWN_ORDER]: 1,
  [ReasonCode.NOT_YOUR_ORDER]: 1,
  [ReasonCode.VENUE_REFUSED_CHANGE]: 2,
  [ReasonCode.PENDING_CHANGE]: 3,
  [ReasonCode.DUPLICATE_CL_ORD_ID]: 6,
};

export function orderRejectReason(reason: number): number {
  return ORDER_REJECT[reason] ?? 99;
}

export function cancelRejectReason(reason: number): number {
  return CANCEL_REJECT[reason] ?? 99;
}
