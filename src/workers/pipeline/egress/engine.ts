/**
 * Egress: composes what leaves. Sections hold codes and numbers; here they become reports to clients and messages to
 * venues, one record each, addressed to a destination. It remembers by which rules the engine was started, and nothing else.
 */

import {
  DayRoll,
  EngineStarted,
  OutputMark,
  RecordHeader,
  SnapshotMarker,
} from '../../../../schemas/generated/engine.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import { EngineState } from '../engine_state.ts';
import type { Slot } from '../slot.ts';
import { makeClientOutputs } from './client_outputs.ts';
import { type OutputSink, type OutputTarget, writeOutputHeader } from './output.ts';
import { makeVenueOutputs } from './venue_outputs.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { MarkFlag, RecordType } = recordTypeCodes;

const NOTHING = new SharedArrayBuffer(0);
const MARK_BYTES = RecordHeader.BYTES + OutputMark.BYTES;

/** Before it is connected: an output would be a bug. */
const NOWHERE: OutputSink = {
  sessions: 0,
  venues: 0,
  views: {
    f64: new Float64Array(NOTHING),
    i32: new Int32Array(NOTHING),
    u16: new Uint16Array(NOTHING),
    u8: new Uint8Array(NOTHING),
  },
  at: 0,
  toSession: unconnected,
  toVenue: unconnected,
  done: unconnected,
  markSession: unconnected,
  markVenue: unconnected,
  markDone: unconnected,
};

function unconnected(): never {
  throw new Error('egress was not connected to its rings');
}

export type EgressEngine = ReturnType<typeof makeEgressEngine>;

export function makeEgressEngine(slot: Slot) {
  const { header } = slot;
  const to: OutputTarget = { sink: NOWHERE };
  const outputHeader = new RecordHeader();
  const mark = new OutputMark();
  const marker = SnapshotMarker.over(slot.commands);
  const dayRoll = DayRoll.over(slot.commands);
  const clients = makeClientOutputs(to, slot);
  const state = new EngineState('egress');
  const rulesInForce = state.laterI32('rules', 1);
  const started = EngineStarted.over(slot.commands);
  const venues = makeVenueOutputs(to, slot, rulesInForce);

  /** Where outputs go from now on. */
  function connect(sink: OutputSink): void {
    to.sink = sink;
  }

  function onCommand(): void {
    venues.write();
    clients.write();
    const { type } = header;
    if (type === RecordType.SNAPSHOT_MARKER) markAll();
    else if (type === RecordType.DAY_ROLL) markNewDay();
    else if (type === RecordType.ENGINE_STARTED) rulesInForce[0] = started.move(slot.bodyAt).rules;
  }

  function markAll(): void {
    const { sink } = to;
    const number = marker.move(slot.bodyAt).number;
    for (let session = 0; session < sink.sessions; session++) {
      const isMissing = sink.markSession(session, MARK_BYTES);
      writeMark(number, isMissing ? MarkFlag.OUTPUTS_MISSING : 0);
    }
    for (let venue = 0; venue < sink.venues; venue++) {
      const isMissing = sink.markVenue(venue, MARK_BYTES);
      writeMark(number, isMissing ? MarkFlag.OUTPUTS_MISSING : 0);
    }
  }

  /** Reports carry times of the day that their command was in; a lost ring learns it with what it missed. */
  function markNewDay(): void {
    const { sink } = to;
    const baseTimeMs = dayRoll.move(slot.bodyAt).baseTimeMs;
    for (let session = 0; session < sink.sessions; session++) {
      sink.toSession(session, MARK_BYTES);
      writeMark(baseTimeMs, MarkFlag.NEW_DAY);
    }
  }

  function writeMark(number: number, flags: number): void {
    const { sink } = to;
    writeOutputHeader(outputHeader.wrap(sink.views, sink.at), header, RecordType.OUTPUT_MARK, MARK_BYTES, 0);
    outputHeader.flags = flags;
    mark.wrap(sink.views, sink.at + RecordHeader.BYTES).number = number;
    sink.markDone();
  }

  return { state, connect, onCommand };
}
