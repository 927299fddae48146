import { VenueReason } from '../../model/venue.ts';
import { RejectReason } from '../../protocols/ouch/codes.ts';

const REASONS = new Map<number, number>([
  [RejectReason.DESTINATION_CLOSED, VenueReason.CLOSED],
  [RejectReason.INVALID_QUANTITY, VenueReason.BAD_QUANTITY],
  [RejectReason.INVALID_SYMBOL, VenueReason.UNKNOWN_INSTRUMENT],
  [RejectReason.INVALID_PRICE, VenueReason.BAD_PRICE],
  [RejectReason.PORT_MESSAGE_RATE, VenueReason.THROTTLED],
  [RejectReason.PROCESSING_ERROR, VenueReason.BOOK_FULL],
]);

/** A reject reason of OUCH in the engine's words; most of OUCH's many have none of their own. */
export function reasonOf(reject: number): number {
  return REASONS.get(reject) ?? VenueReason.UNSUPPORTED;
}
