/**
 * Implementation shortfall: the schedule of least expected cost and risk against the arrival price (Almgren and Chriss,
 * Optimal execution of portfolio transactions, Journal of Risk 3, 2000, equations 15 to 18, without permanent impact).
 *
 * With steps of tau seconds, volatility sigma (ticks a square root of a second), temporary impact eta (ticks for each lot a
 * second) and risk aversion lambda (per tick and lot):
 *
 *     2 (cosh(kappa tau) - 1) / tau^2 = lambda sigma^2 / eta            kappa from this
 *     x(t) = X sinh(kappa (T - t)) / sinh(kappa T)                      what should be left at t
 *
 * After step s of n, floor(X - x(s tau)) lots are due, all of them after the last. Without risk aversion kappa is 0 and the
 * schedule a straight line. What is filled is taken into account at each step: a slice is what is due less what is done.
 */

import { acoshOfOnePlus, exp } from '../../../../model/plain_math.ts';
import type { WorkedOrder } from '../algorithm.ts';
import { makeSchedule } from './schedule.ts';

const MS_PER_SECOND = 1_000;
/** Below it the curve is a straight line to the last lot: it bends by less than a part in 10^16. */
const LEAST_URGENCY = 1e-8;

export const implementationShortfall = makeSchedule('IMPLEMENTATION_SHORTFALL', (order, step, steps) => {
  if (step >= steps) return order.quantityLots;
  const seconds = (order.endMs - order.startMs) / MS_PER_SECOND;
  const kappa = kappaOf(order, seconds / steps);
  const urgency = kappa * seconds;
  if (urgency < LEAST_URGENCY) return Math.floor((order.quantityLots * step) / steps);
  return Math.floor(order.quantityLots * (1 - remainingPart(urgency, step / steps)));
});

/** The urgency, per second, for steps of `tau` seconds. */
function kappaOf(order: WorkedOrder, tau: number): number {
  const ratio = (order.riskAversion * order.volatility * order.volatility) / order.impact;
  return acoshOfOnePlus((ratio * tau * tau) / 2) / tau;
}

/** sinh(urgency (1 - part)) / sinh(urgency), by exponentials that do not overflow. */
function remainingPart(urgency: number, part: number): number {
  const rest = urgency * (1 - part);
  return (exp(rest - urgency) * (1 - exp(-2 * rest))) / (1 - exp(-2 * urgency));
}
