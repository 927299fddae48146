/** What venues can do by themselves, so that the engine need not do it for them. */

import { SetVenue } from '../../../../schemas/generated/engine.ts';
import * as ruleCodes from '../../model/rules.ts';
import * as venueCodes from '../../model/venue.ts';
import type { EngineState } from '../engine_state.ts';
import type { Slot } from '../slot.ts';
import type { TradingHours } from '../trading_hours.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { RULES_PART_SHOWN_ONCE } = ruleCodes;
const { MAX_VENUES, VenueLack, VenueType } = venueCodes;

export type VenueMeans = ReturnType<typeof makeVenueMeans>;

/** `rules`: by which is decided, one number. */
export function makeVenueMeans(
  state: EngineState,
  connected: Uint8Array,
  hours: TradingHours,
  rules: Int32Array,
  slot: Slot,
) {
  const body = SetVenue.over(slot.commands);
  /** A bit for each enabled venue that shows a part of an order. */
  const means = state.laterI32('venues.show_parts', 1);

  /** SET_VENUE. One that shows nothing at all shows no parts either. */
  function set(): void {
    const { enabled, lacks, venue, venueType } = body.move(slot.bodyAt);
    if (venue < 0 || venue >= MAX_VENUES) return;
    const showsParts = enabled !== 0 && (lacks & VenueLack.DISPLAY) === 0 && venueType !== VenueType.DARK;
    const others = means[0]! & ~(1 << venue);
    means[0] = showsParts ? others | (1 << venue) : others;
  }

  /** Whether an order in the instrument of which a part is shown can go to a venue now. */
  function canShowParts(instrument: number): boolean {
    if (rules[0]! < RULES_PART_SHOWN_ONCE) return false;
    for (let venue = 0; venue < MAX_VENUES; venue++) {
      const isAble = (means[0]! & (1 << venue)) !== 0;
      if (isAble && connected[venue] !== 0 && hours.isOpenAt(instrument, venue)) return true;
    }
    return false;
  }

  return { set, canShowParts };
}
