import type { VenueNewOrder, VenueReplace } from '../../../../schemas/generated/engine.ts';
import { OrderType, Side, TimeInForce } from '../../model/order.ts';
import { VenueReason } from '../../model/venue.ts';
import { LegState, type Legs, Waiting } from './legs.ts';
import type { OuchInstrument } from './request_writer.ts';

const MAX_SHARES = 2 ** 31;
const MAX_TICKS = 2 ** 31;

const TIMES_IN_FORCE: ReadonlySet<number> = new Set([
  TimeInForce.DAY,
  TimeInForce.GTC,
  TimeInForce.IOC,
  TimeInForce.FOK,
]);

/** Why an order cannot be said in OUCH; NONE: it can. */
export function refusalOf(order: VenueNewOrder, legs: Legs, instruments: readonly OuchInstrument[]): number {
  const instrument = instruments[order.instrument];
  if (instrument === undefined) return VenueReason.UNKNOWN_INSTRUMENT;
  if (legs.find(order.legRef) !== 0) return VenueReason.DUPLICATE;
  if (order.side !== Side.BUY && order.side !== Side.SELL) return VenueReason.UNSUPPORTED;
  const type = order.orderType;
  const isKnown = type === OrderType.MARKET || type === OrderType.LIMIT || type === OrderType.ICEBERG;
  if (!isKnown || !TIMES_IN_FORCE.has(order.timeInForce)) return VenueReason.UNSUPPORTED;
  if (type !== OrderType.MARKET && !isPrice(order.priceTicks)) return VenueReason.BAD_PRICE;
  return isQuantity(order.lots * instrument.lotShares) ? VenueReason.NONE : VenueReason.BAD_QUANTITY;
}

/** The venue cancels an order whose replace has terms that cannot be; what the engine asks for is a change or none. */
export function refusalOfReplace(
  { lots, priceTicks }: VenueReplace,
  leg: number,
  legs: Legs,
  instruments: readonly OuchInstrument[],
): number {
  if (leg === 0) return VenueReason.UNKNOWN_ORDER;
  if (legs.state[leg] === LegState.ENDED) return VenueReason.TOO_LATE;
  if (legs.waitsFor(leg, Waiting.REPLACE)) return VenueReason.THROTTLED;
  const shares = lots * instruments[legs.instrument[leg]!]!.lotShares;
  if (!(lots > legs.cumLots[leg]!) || !isQuantity(shares)) return VenueReason.BAD_QUANTITY;
  return isPrice(priceTicks) ? VenueReason.NONE : VenueReason.BAD_PRICE;
}

function isPrice(ticks: number): boolean {
  return Number.isInteger(ticks) && ticks > 0 && ticks < MAX_TICKS;
}

function isQuantity(shares: number): boolean {
  return Number.isInteger(shares) && shares > 0 && shares < MAX_SHARES;
}
