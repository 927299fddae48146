/** Terms of a worked order's algorithm that a replace names; the others stay. */

import type { ReplaceAdvancedOrder } from '../../../../../schemas/generated/engine.ts';
import * as orderModel from '../../../model/order.ts';
import type { Works } from './works.ts';
import * as workCodes from './works.ts';

const { ReplaceTerm } = orderModel;
const { WorkDouble, WorkInt } = workCodes;

/** `named`: bits of ReplaceTerm. */
export function changeTerms(works: Works, work: number, replacement: ReplaceAdvancedOrder, named: number): void {
  const { PARTICIPATION, PEG_OFFSET, START, ACCEPTED, INTERVAL, VARIATION, REPRICE } = WorkDouble;
  const { RISK_AVERSION, VOLATILITY, IMPACT } = WorkDouble;
  if ((named & ReplaceTerm.PARTICIPATION_RATE) !== 0) {
    works.setDouble(work, PARTICIPATION, replacement.participationRate);
  }
  if ((named & ReplaceTerm.PEG_OFFSET) !== 0) works.setDouble(work, PEG_OFFSET, replacement.pegOffsetTicks);
  if ((named & ReplaceTerm.START_TIME) !== 0) {
    works.setDouble(work, START, Math.max(replacement.startTimeMs, works.double(work, ACCEPTED)));
  }
  if ((named & ReplaceTerm.INTERVAL) !== 0) works.setDouble(work, INTERVAL, replacement.intervalMs);
  // Steps are counted anew: what was remembered of them names others.
  if ((named & (ReplaceTerm.START_TIME | ReplaceTerm.INTERVAL)) !== 0) works.forgetSteps(work);
  if ((named & ReplaceTerm.VARIATION) !== 0) works.setDouble(work, VARIATION, replacement.variation);
  if ((named & ReplaceTerm.REPRICE) !== 0) works.setDouble(work, REPRICE, replacement.repriceTicks);
  if ((named & ReplaceTerm.RISK_AVERSION) !== 0) works.setDouble(work, RISK_AVERSION, replacement.riskAversion);
  if ((named & ReplaceTerm.VOLATILITY) !== 0) works.setDouble(work, VOLATILITY, replacement.volatility);
  if ((named & ReplaceTerm.IMPACT) !== 0) works.setDouble(work, IMPACT, replacement.impact);
  if ((named & ReplaceTerm.COMPLETION) !== 0) works.setInt(work, WorkInt.COMPLETION, replacement.completion);
  if ((named & ReplaceTerm.PEG) !== 0) works.setInt(work, WorkInt.PEG, replacement.peg);
}
