/** What an operator says of fills that nobody knew: those of orders that were sent are ours, any other is not. */

import type { Engines } from '../../src/workers/pipeline/engines.ts';
import {
  MOST_SUSPENDED,
  SUSPENDED_ACCOUNT,
  SUSPENDED_DOUBLES,
  SUSPENDED_LEG_REF,
  SUSPENDED_NUMBER,
  SUSPENDED_STATE,
  SUSPENDED_VENUE,
  SUSPENDED_WORDS,
  SuspendedState,
} from '../../src/workers/pipeline/orders/suspense.ts';
import type { CommandWriter } from './command_writer.ts';
import type { Random } from './random.ts';
import type { VenueModel } from './venue_model.ts';

export function resolveFills(
  engines: Engines,
  venues: readonly VenueModel[],
  random: Random,
  writer: CommandWriter,
): void {
  const { i32, f64 } = engines.front.orders.store.suspense;
  for (let row = 0; row < MOST_SUSPENDED; row++) {
    if (i32[row * SUSPENDED_WORDS + SUSPENDED_STATE] !== SuspendedState.WAITING) continue;
    const venue = venues[i32[row * SUSPENDED_WORDS + SUSPENDED_VENUE]!]!;
    const leg = venue.legs.get(f64[row * SUSPENDED_DOUBLES + SUSPENDED_LEG_REF]!);
    const account = Math.max(0, i32[row * SUSPENDED_WORDS + SUSPENDED_ACCOUNT]!);
    const number = f64[row * SUSPENDED_DOUBLES + SUSPENDED_NUMBER]!;
    if (leg === undefined) writer.resolveFill(number);
    else writer.resolveFill(number, { assigned: 1, account, instrument: leg.instrument, side: leg.side });
    // He is not believed twice.
    if (random.oneIn(3)) writer.resolveFill(number, { assigned: 1, account, instrument: 0, side: 1 });
  }
}
