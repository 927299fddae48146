/** How a simulated exchange of ours matches: keys of `venues[].matching` and `venues[].maker`. */

import { z } from 'zod';
import { choice, duration, fraction, key, optional, whole } from './fields.ts';

const MAX_LOTS = 1_000_000_000;

export const venueMatching = z.strictObject({
  selfTrades: key(
    choice(['allowed', 'cancelNewest', 'cancelOldest', 'cancelBoth', 'decrement']),
    'allowed',
    'What happens when two orders of one session would trade with each other. A DARK venue passes such a pair over, however they are prevented.',
  ),
  minimumLots: key(whole(1, MAX_LOTS), 1, 'Of a DARK venue: smallest fill, except one that ends an order.'),
  haltedOrders: key(
    choice(['refused', 'collected']),
    'refused',
    'New orders while an instrument is halted. Cancels are always taken.',
  ),
  openingCall: key(duration('0s', '24h'), '0s', 'Call at the start, ended by the opening cross. `0s`: none.'),
  tradingDay: key(duration('0s', '24h'), '0s', 'Continuous trading until the closing call. `0s`: it never closes.'),
  closingCall: key(duration('0s', '24h'), '0s', 'Call ended by the closing cross, after which the venue is closed.'),
  indications: key(duration('0s', '1h'), '1s', 'Between two indicative prices in a call. `0s`: none.'),
});

/** Left out: as the kind of maker has it. */
export const venueMaker = z.strictObject({
  spreadTicks: optional(whole(1, 10_000), 'Between its bid and its offer.'),
  medianLots: optional(whole(1, 1_000_000), 'Median of the log-normal size of a quote.'),
  lotsSigma: optional(fraction(0, 5), 'Sigma of the log-normal size of a quote.'),
  skewTicks: optional(fraction(0, 10_000), 'How far a full inventory moves its quotes against itself.'),
  inventoryLots: optional(whole(1, MAX_LOTS), 'What a full inventory is.'),
  requoteDelay: optional(
    duration('1us', '1h'),
    'Mean of the exponential time from a trade, or a change of the reference, to the new quote.',
  ),
  maxOrderLots: optional(whole(1, MAX_LOTS), 'It refuses larger orders.'),
  refusalShare: optional(fraction(0, 1), 'Share of orders that last look refuses.'),
  staleTicks: optional(
    fraction(0, 10_000),
    'It refuses who would gain by a quote that the mid-point has left behind by more.',
  ),
  improvementShare: optional(fraction(0, 1), 'Share of orders that trade at a better price than the quote.'),
  improvementTicks: optional(whole(1, 10_000), 'How much better, no further than the mid-point.'),
});
