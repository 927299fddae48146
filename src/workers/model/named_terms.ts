/** Which terms a change of an advanced order names. */

import { RecordHeader, ReplaceAdvancedOrder } from '../../../schemas/generated/engine.ts';
import { ReplaceTerm } from './order.ts';

/** Of records that end before `named`: all that they had. */
export const NAMED_BEFORE = ReplaceTerm.PARTICIPATION_RATE | ReplaceTerm.PEG_OFFSET;
const WHOLE_BYTES = RecordHeader.BYTES + ReplaceAdvancedOrder.BYTES;

/** ReplaceTerm bits of the record whose header this is. */
export function namedTerms(header: RecordHeader, body: ReplaceAdvancedOrder): number {
  return header.length < WHOLE_BYTES ? NAMED_BEFORE : body.named;
}
