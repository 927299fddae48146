/** Messages to venues: one for each instruction of the outcome section. */

import {
  RecordHeader,
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
  VenueStatusRequest,
} from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import * as rules from '../../model/rules.ts';
import type { Slot } from '../slot.ts';
import * as slotConstants from '../slot.ts';
import { type OutputTarget, writeOutputHeader } from './output.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { InstructionKind } = frontEventCodes;
const { RecordType } = recordTypeCodes;
const { EMPTY_SECTION_BYTES } = slotConstants;
const { RULES_MINIMUM_TO_VENUES } = rules;

export type VenueOutputs = ReturnType<typeof makeVenueOutputs>;

export function makeVenueOutputs(to: OutputTarget, slot: Slot, rulesInForce: Int32Array) {
  const { front, header, outcome } = slot;
  const outputHeader = new RecordHeader();
  const newBody = new VenueNewOrder();
  const cancelBody = new VenueCancel();
  const replaceBody = new VenueReplace();
  const statusBody = new VenueStatusRequest();

  function write(): void {
    if (outcome.length === EMPTY_SECTION_BYTES) return;
    const count = outcome.instructionCount;
    for (let i = 0; i < count; i++) {
      switch (outcome.instructionsKind(i)) {
        case InstructionKind.NEW:
          writeNew(i);
          break;
        case InstructionKind.CANCEL:
          writeCancel(i);
          break;
        case InstructionKind.REPLACE:
          writeReplace(i);
          break;
        default:
          writeStatusRequest(i);
          break;
      }
      to.sink.done();
    }
  }

  function writeNew(i: number): void {
    const at = begin(i, RecordType.VENUE_NEW_ORDER, VenueNewOrder.BYTES);
    const body = newBody.wrap(to.sink.views, at);
    body.venue = outcome.instructionsVenue(i);
    body.instrument = outcome.instructionsInstrument(i);
    body.side = outcome.instructionsSide(i);
    body.orderType = outcome.instructionsOrderType(i);
    body.timeInForce = outcome.instructionsTimeInForce(i);
    body.reserved = 0;
    body.minLots = minimumOf(outcome.instructionsLots(i));
    body.legRef = outcome.instructionsLegRef(i);
    body.lots = outcome.instructionsLots(i);
    body.priceTicks = outcome.instructionsPriceTicks(i);
    body.displayLots = outcome.instructionsDisplayLots(i);
  }

  /** What of the order's minimum is not filled yet, at most all that the venue gets; what fills meet asks no more of the rest. */
  function minimumOf(lots: number): number {
    if (rulesInForce[0]! < RULES_MINIMUM_TO_VENUES || front.length === EMPTY_SECTION_BYTES) return 0;
    const open = front.minLots - front.filledLots;
    if (!(open > 0)) return 0;
    return open < lots ? open : lots;
  }

  function writeCancel(i: number): void {
    const at = begin(i, RecordType.VENUE_CANCEL, VenueCancel.BYTES);
    const body = cancelBody.wrap(to.sink.views, at);
    body.venue = outcome.instructionsVenue(i);
    body.request = outcome.instructionsRequest(i);
    body.instrument = outcome.instructionsInstrument(i);
    body.legRef = outcome.instructionsLegRef(i);
  }

  function writeReplace(i: number): void {
    const at = begin(i, RecordType.VENUE_REPLACE, VenueReplace.BYTES);
    const body = replaceBody.wrap(to.sink.views, at);
    body.venue = outcome.instructionsVenue(i);
    body.request = outcome.instructionsRequest(i);
    body.instrument = outcome.instructionsInstrument(i);
    body.legRef = outcome.instructionsLegRef(i);
    body.lots = outcome.instructionsLots(i);
    body.priceTicks = outcome.instructionsPriceTicks(i);
  }

  function writeStatusRequest(i: number): void {
    const at = begin(i, RecordType.VENUE_STATUS_REQUEST, VenueStatusRequest.BYTES);
    const body = statusBody.wrap(to.sink.views, at);
    body.venue = outcome.instructionsVenue(i);
    body.request = outcome.instructionsRequest(i);
    body.instrument = outcome.instructionsInstrument(i);
    body.legRef = outcome.instructionsLegRef(i);
  }

  /** Claims the record, writes its header, and returns where its body goes. */
  function begin(i: number, type: number, bodyBytes: number): number {
    const bytes = RecordHeader.BYTES + bodyBytes;
    const { sink } = to;
    sink.toVenue(outcome.instructionsVenue(i), bytes);
    writeOutputHeader(outputHeader.wrap(sink.views, sink.at), header, type, bytes, i);
    return sink.at + RecordHeader.BYTES;
  }

  return { write };
}
