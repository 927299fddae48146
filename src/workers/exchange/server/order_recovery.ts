import type { VenueNewOrder, VenueReport } from '../../../../schemas/generated/engine.ts';
import { TimeInForce } from '../../model/order.ts';
import { ReportKind, VenueReason } from '../../model/venue.ts';
import type { ExchangeCore } from '../core.ts';
import { FIRST_LEG_OWNER } from '../core.ts';
import { LegState, type LegTable } from './leg_table.ts';
import { refusalOf } from './order_checks.ts';

/**
 * The legs and the book as they were, from what the log has: orders as they came, reports as they went. The matching
 * engine is asked nothing until all is read; then what was open is put back, in the order in which it stood.
 */
export class OrderRecovery {
  private readonly legs: LegTable;
  private readonly core: ExchangeCore;

  constructor(legs: LegTable, core: ExchangeCore) {
    this.legs = legs;
    this.core = core;
  }

  onOrder(session: number, order: VenueNewOrder): void {
    if (refusalOf(this.legs, session, order) !== VenueReason.NONE) return;
    const leg = this.legs.take(session, order.legRef);
    if (leg !== 0) this.legs.place(leg, order, 0);
  }

  onReport(session: number, report: VenueReport): void {
    this.core.skipOrderIds(report.venueOrderId);
    const legs = this.legs;
    const leg = legs.find(session, report.legRef);
    const kind = report.kind;
    const changes = kind <= ReportKind.EXPIRED;
    if (leg === 0 || !changes || legs.state[leg] !== LegState.OPEN) return;
    // A second order under a reference that is taken: refused, and the first is not touched.
    if (kind === ReportKind.REJECTED && report.reason === VenueReason.DUPLICATE) return;
    const movesBack = report.priceTicks !== legs.priceTicks[leg] || report.leavesLots > legs.leavesLots[leg]!;
    if (kind === ReportKind.ACKNOWLEDGED || (kind === ReportKind.REPLACED && movesBack)) legs.queueLast(leg);
    legs.orderId[leg] = report.venueOrderId;
    legs.orderLots[leg] = report.orderLots;
    legs.cumLots[leg] = report.cumLots;
    legs.leavesLots[leg] = report.leavesLots;
    legs.priceTicks[leg] = report.priceTicks;
    if (report.leavesLots === 0) legs.end(leg);
  }

  /** Puts what was open back into the empty book. Answers with how many. */
  restoreBook(): number {
    const legs = this.legs;
    const open: number[] = [];
    for (let leg = 1; leg <= legs.capacity; leg++) if (legs.state[leg] === LegState.OPEN) open.push(leg);
    open.sort((a, b) => legs.placedAt[a]! - legs.placedAt[b]!);
    for (const leg of open) {
      this.core.setGroup(FIRST_LEG_OWNER + leg, legs.session[leg]! + 1);
      this.core.engine.newOrder(
        legs.instrument[leg]!,
        legs.orderId[leg]!,
        FIRST_LEG_OWNER + leg,
        legs.side[leg]!,
        TimeInForce.GTC,
        legs.priceTicks[leg]!,
        legs.leavesLots[leg]!,
        legs.displayLots[leg]!,
        Math.min(legs.minLots[leg]!, legs.leavesLots[leg]!),
      );
    }
    return open.length;
  }
}
