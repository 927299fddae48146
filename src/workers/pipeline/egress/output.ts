/** What egress writes to, and the header that every output carries. */

import type { RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { Views } from '../../../ring/memory.ts';

/** Where outputs go: a ring a destination, or nowhere in replay. */
export interface OutputSink {
  /** Room for a record to a client's session; `views` and `at` then say where. */
  toSession(session: number, byteLength: number): void;
  toVenue(venue: number, byteLength: number): void;
  /** The record of the last `to...` is written. */
  done(): void;
  /** Room for a mark, by which a destination whose ring was full opens again. True: outputs before the mark are missing. */
  markSession(session: number, byteLength: number): boolean;
  markVenue(venue: number, byteLength: number): boolean;
  /** The mark is written. Marks go to every destination that there happens to be. */
  markDone(): void;
  /** Where the record that was asked for goes. */
  readonly views: Views;
  readonly at: number;
  /** Destinations that there are. */
  readonly sessions: number;
  readonly venues: number;
}

/** The sink of an engine that is made before its rings are known. */
export interface OutputTarget {
  sink: OutputSink;
}

/** Outputs to venues are numbered from 0 (the instruction's index), outputs to clients from here. */
export const FIRST_CLIENT_OUTPUT = 8;

/** An output carries its command's sequence, time and source: a session reads there which inbound message it answers. */
export function writeOutputHeader(
  header: RecordHeader,
  command: RecordHeader,
  type: number,
  byteLength: number,
  outputIndex: number,
): void {
  header.length = byteLength;
  header.type = type;
  header.version = 1;
  header.flags = command.flags;
  header.checksum = 0;
  header.source = command.source;
  header.sequence = command.sequence;
  header.time = command.time;
  header.sourceEpoch = command.sourceEpoch;
  header.outputIndex = outputIndex;
  header.sourceSequence = command.sourceSequence;
  header.ingressTime = command.ingressTime;
  header.reserved = 0;
}
