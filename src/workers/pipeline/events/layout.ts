/** Which record of the event log holds which section, and how long such a record can be. */

import { FrontSection, OutcomeSection, PortfolioSection, RouteSection } from '../../../../schemas/generated/engine.ts';
import { RECORD_HEADER_BYTES } from '../../durability/log/log_layout.ts';
import { RecordType } from '../../model/record_type.ts';

/** In the order of the flow, which is their order in the event log. */
export const SECTION_RECORDS = [
  { type: RecordType.FRONT_EVENT, stage: 'front', body: FrontSection },
  { type: RecordType.ROUTE_EVENT, stage: 'routing', body: RouteSection },
  { type: RecordType.OUTCOME_EVENT, stage: 'execution', body: OutcomeSection },
  { type: RecordType.PORTFOLIO_EVENT, stage: 'portfolio', body: PortfolioSection },
] as const;

/** All records of one command at their longest. */
export const MOST_EVENT_BYTES = SECTION_RECORDS.reduce((sum, { body }) => sum + RECORD_HEADER_BYTES + body.BYTES, 0);
