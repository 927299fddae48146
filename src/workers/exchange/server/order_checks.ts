import type { VenueNewOrder } from '../../../../schemas/generated/engine.ts';
import { OrderType, Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import type { LegTable } from './leg_table.ts';

/** Why a session's new order is refused before it comes to the matching engine; NONE: it is not. */
export function refusalOf(legs: LegTable, session: number, order: VenueNewOrder): number {
  if (legs.find(session, order.legRef) !== 0) return VenueReason.DUPLICATE;
  if (order.side !== Side.BUY && order.side !== Side.SELL) return VenueReason.UNSUPPORTED;
  const type = order.orderType;
  if (type !== OrderType.MARKET && type !== OrderType.LIMIT && type !== OrderType.ICEBERG) {
    return VenueReason.UNSUPPORTED;
  }
  if (type !== OrderType.MARKET && !(order.priceTicks > 0)) return VenueReason.BAD_PRICE;
  const tif = order.timeInForce;
  const isKnown =
    tif === TimeInForce.DAY || tif === TimeInForce.GTC || tif === TimeInForce.IOC || tif === TimeInForce.FOK;
  return isKnown ? VenueReason.NONE : VenueReason.UNSUPPORTED;
}
