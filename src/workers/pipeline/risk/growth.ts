/** Of an exit that grows with its entry: what it gains is judged by the limits, at the price that the order reserves already. */

import type { FrontSection } from '../../../../schemas/generated/engine.ts';
import * as reasons from '../../model/reason.ts';
import * as checkFigures from './check_figures.ts';
import type { Checks } from './checks.ts';
import type { Exposure } from './exposure.ts';
import * as layout from './risk_layout.ts';
import type { RiskState } from './state.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { ReasonCode } = reasons;
const { INSTRUMENT_DOUBLES, TRUSTED_TICKS } = layout;
const { ADDED_LOTS, ADDED_VALUE, RESERVE_TICKS, TRUSTED } = checkFigures;

export function makeGrowth(risk: RiskState, exposure: Exposure, checks: Checks, front: FrontSection) {
  const { figures } = checks;

  /** What the difference to `reservedLots` is refused for, or NONE. */
  function judge(pair: number, reservedLots: number): number {
    const { account, instrument, order, side } = front;
    const gained = front.leavesLots - reservedLots;
    figures[TRUSTED] = risk.instruments[instrument * INSTRUMENT_DOUBLES + TRUSTED_TICKS]!;
    figures[RESERVE_TICKS] = exposure.reservedTicks(order);
    figures[ADDED_LOTS] = gained;
    figures[ADDED_VALUE] = gained * figures[RESERVE_TICKS]!;
    const reason = checks.position(account, pair, side);
    return reason === ReasonCode.NONE ? checks.exposure(account, instrument, pair, side) : reason;
  }

  /** It stays as it is: the section says so. */
  function undo(reservedLots: number): void {
    front.quantityLots = front.quantityLots - front.leavesLots + reservedLots;
    front.leavesLots = reservedLots;
  }

  return { judge, undo };
}
