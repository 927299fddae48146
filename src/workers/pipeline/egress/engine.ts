/**
 * Egress: composes what leaves. Sections hold codes and numbers; here they become reports to clients and messages to
 * venues, one record each, addressed to a destination. It remembers nothing.
 */

import { OutputMark, RecordHeader } from '../../../../schemas/generated/engine.ts';
import { RecordType } from '../../model/record_type.ts';
import type { Engine, Slot } from '../slot.ts';
import { ClientOutputs } from './client_outputs.ts';
import { type OutputSink, writeOutputHeader } from './output.ts';
import { VenueOutputs } from './venue_outputs.ts';

export class EgressEngine implements Engine {
  readonly #sink: OutputSink;
  readonly #clients: ClientOutputs;
  readonly #venues: VenueOutputs;
  readonly #header = new RecordHeader();
  readonly #mark = new OutputMark();
  readonly #marker = new OutputMark();

  constructor(sink: OutputSink) {
    this.#sink = sink;
    this.#clients = new ClientOutputs(sink);
    this.#venues = new VenueOutputs(sink);
  }

  onCommand(slot: Slot): void {
    this.#venues.write(slot);
    this.#clients.write(slot);
    if (slot.header.type === RecordType.SNAPSHOT_MARKER) this.#markAll(slot);
  }

  #markAll(slot: Slot): void {
    const sink = this.#sink;
    const number = this.#marker.wrap(slot.commands, slot.bodyAt).number;
    const bytes = RecordHeader.BYTES + OutputMark.BYTES;
    for (let session = 0; session < sink.sessions; session++) {
      sink.toSession(session, bytes);
      this.#writeMark(slot, number, bytes);
    }
    for (let venue = 0; venue < sink.venues; venue++) {
      sink.toVenue(venue, bytes);
      this.#writeMark(slot, number, bytes);
    }
  }

  #writeMark(slot: Slot, number: number, bytes: number): void {
    const sink = this.#sink;
    writeOutputHeader(this.#header.wrap(sink.views, sink.at), slot, RecordType.OUTPUT_MARK, bytes, 0);
    this.#mark.wrap(sink.views, sink.at + RecordHeader.BYTES).number = number;
    sink.markDone();
  }
}
