/** Which record of the event log holds which section, in the order of the flow. */

import {
  FrontSection,
  OutcomeSection,
  PortfolioSection,
  RecordHeader,
  RouteSection,
} from '../../../../schemas/generated/engine.ts';
import { RecordType } from '../../model/record_type.ts';

/** A section that has nothing to say gets no record. */
export const SECTION_RECORDS = [
  { type: RecordType.FRONT_EVENT, stage: 'front', body: FrontSection },
  { type: RecordType.ROUTE_EVENT, stage: 'routing', body: RouteSection },
  { type: RecordType.OUTCOME_EVENT, stage: 'execution', body: OutcomeSection },
  { type: RecordType.PORTFOLIO_EVENT, stage: 'portfolio', body: PortfolioSection },
] as const;

/** All records of one command at their longest. */
export const MOST_EVENT_BYTES = SECTION_RECORDS.reduce((sum, { body }) => sum + RecordHeader.BYTES + body.BYTES, 0);
