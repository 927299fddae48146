/** Messages to venues: one for each instruction of the outcome section. */

import {
  type OutcomeSection,
  RecordHeader,
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
  VenueStatusRequest,
} from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import type { Slot } from '../slot.ts';
import * as slotConstants from '../slot.ts';
import { type OutputSink, writeOutputHeader } from './output.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { InstructionKind } = frontEventCodes;
const { RecordType } = recordTypeCodes;
const { EMPTY_SECTION_BYTES } = slotConstants;

export class VenueOutputs {
  readonly #sink: OutputSink;
  readonly #header = new RecordHeader();
  readonly #new = new VenueNewOrder();
  readonly #cancel = new VenueCancel();
  readonly #replace = new VenueReplace();
  readonly #status = new VenueStatusRequest();

  constructor(sink: OutputSink) {
    this.#sink = sink;
  }

  write(slot: Slot): void {
    const outcome = slot.outcome;
    if (outcome.length === EMPTY_SECTION_BYTES) return;
    const count = outcome.instructionCount;
    for (let i = 0; i < count; i++) {
      switch (outcome.instructionsKind(i)) {
        case InstructionKind.NEW:
          this.#writeNew(slot, outcome, i);
          break;
        case InstructionKind.CANCEL:
          this.#writeCancel(slot, outcome, i);
          break;
        case InstructionKind.REPLACE:
          this.#writeReplace(slot, outcome, i);
          break;
        default:
          this.#writeStatusRequest(slot, outcome, i);
          break;
      }
      this.#sink.done();
    }
  }

  #writeNew(slot: Slot, outcome: OutcomeSection, i: number): void {
    const at = this.#begin(slot, outcome, i, RecordType.VENUE_NEW_ORDER, VenueNewOrder.BYTES);
    const body = this.#new.wrap(this.#sink.views, at);
    body.venue = outcome.instructionsVenue(i);
    body.instrument = outcome.instructionsInstrument(i);
    body.side = outcome.instructionsSide(i);
    body.orderType = outcome.instructionsOrderType(i);
    body.timeInForce = outcome.instructionsTimeInForce(i);
    body.reserved = 0;
    body.reserved1 = 0;
    body.legRef = outcome.instructionsLegRef(i);
    body.lots = outcome.instructionsLots(i);
    body.priceTicks = outcome.instructionsPriceTicks(i);
    body.displayLots = outcome.instructionsDisplayLots(i);
  }

  #writeCancel(slot: Slot, outcome: OutcomeSection, i: number): void {
    const at = this.#begin(slot, outcome, i, RecordType.VENUE_CANCEL, VenueCancel.BYTES);
    const body = this.#cancel.wrap(this.#sink.views, at);
    body.venue = outcome.instructionsVenue(i);
    body.request = outcome.instructionsRequest(i);
    body.instrument = outcome.instructionsInstrument(i);
    body.legRef = outcome.instructionsLegRef(i);
  }

  #writeReplace(slot: Slot, outcome: OutcomeSection, i: number): void {
    const at = this.#begin(slot, outcome, i, RecordType.VENUE_REPLACE, VenueReplace.BYTES);
    const body = this.#replace.wrap(this.#sink.views, at);
    body.venue = outcome.instructionsVenue(i);
    body.request = outcome.instructionsRequest(i);
    body.instrument = outcome.instructionsInstrument(i);
    body.legRef = outcome.instructionsLegRef(i);
    body.lots = outcome.instructionsLots(i);
    body.priceTicks = outcome.instructionsPriceTicks(i);
  }

  #writeStatusRequest(slot: Slot, outcome: OutcomeSection, i: number): void {
    const at = this.#begin(slot, outcome, i, RecordType.VENUE_STATUS_REQUEST, VenueStatusRequest.BYTES);
    const body = this.#status.wrap(this.#sink.views, at);
    body.venue = outcome.instructionsVenue(i);
    body.request = outcome.instructionsRequest(i);
    body.instrument = outcome.instructionsInstrument(i);
    body.legRef = outcome.instructionsLegRef(i);
  }

  /** Claims the record, writes its header, and returns where its body goes. */
  #begin(slot: Slot, outcome: OutcomeSection, i: number, type: number, bodyBytes: number): number {
    const sink = this.#sink;
    const bytes = RecordHeader.BYTES + bodyBytes;
    sink.toVenue(outcome.instructionsVenue(i), bytes);
    writeOutputHeader(this.#header.wrap(sink.views, sink.at), slot, type, bytes, i);
    return sink.at + RecordHeader.BYTES;
  }
}
