/**
 * Egress: composes what leaves. Sections hold codes and numbers; here they become reports to clients and messages to
 * venues, one record each, addressed to a destination. It remembers nothing.
 */

import { DayRoll, OutputMark, RecordHeader } from '../../../../schemas/generated/engine.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import type { Engine, Slot } from '../slot.ts';
import { ClientOutputs } from './client_outputs.ts';
import { type OutputSink, writeOutputHeader } from './output.ts';
import { VenueOutputs } from './venue_outputs.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { MarkFlag, RecordType } = recordTypeCodes;

const MARK_BYTES = RecordHeader.BYTES + OutputMark.BYTES;

export class EgressEngine implements Engine {
  readonly #sink: OutputSink;
  readonly #clients: ClientOutputs;
  readonly #venues: VenueOutputs;
  readonly #header = new RecordHeader();
  readonly #mark = new OutputMark();
  readonly #marker = new OutputMark();
  readonly #dayRoll = new DayRoll();

  constructor(sink: OutputSink) {
    this.#sink = sink;
    this.#clients = new ClientOutputs(sink);
    this.#venues = new VenueOutputs(sink);
  }

  onCommand(slot: Slot): void {
    this.#venues.write(slot);
    this.#clients.write(slot);
    const { type } = slot.header;
    if (type === RecordType.SNAPSHOT_MARKER) this.#markAll(slot);
    else if (type === RecordType.DAY_ROLL) this.#markNewDay(slot);
  }

  #markAll(slot: Slot): void {
    const sink = this.#sink;
    const number = this.#marker.wrap(slot.commands, slot.bodyAt).number;
    for (let session = 0; session < sink.sessions; session++) {
      const isMissing = sink.markSession(session, MARK_BYTES);
      this.#writeMark(slot, number, isMissing ? MarkFlag.OUTPUTS_MISSING : 0);
    }
    for (let venue = 0; venue < sink.venues; venue++) {
      const isMissing = sink.markVenue(venue, MARK_BYTES);
      this.#writeMark(slot, number, isMissing ? MarkFlag.OUTPUTS_MISSING : 0);
    }
  }

  /** Reports carry times of the day that their command was in; a lost ring learns it with what it missed. */
  #markNewDay(slot: Slot): void {
    const sink = this.#sink;
    const baseTimeMs = this.#dayRoll.wrap(slot.commands, slot.bodyAt).baseTimeMs;
    for (let session = 0; session < sink.sessions; session++) {
      sink.toSession(session, MARK_BYTES);
      this.#writeMark(slot, baseTimeMs, MarkFlag.NEW_DAY);
    }
  }

  #writeMark(slot: Slot, number: number, flags: number): void {
    const sink = this.#sink;
    const header = this.#header.wrap(sink.views, sink.at);
    writeOutputHeader(header, slot, RecordType.OUTPUT_MARK, MARK_BYTES, 0);
    header.flags = flags;
    this.#mark.wrap(sink.views, sink.at + RecordHeader.BYTES).number = number;
    sink.markDone();
  }
}
