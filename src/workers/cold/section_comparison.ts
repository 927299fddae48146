/** Every section that a replay publishes against the one that the event log has of the same command, byte by byte. */

import { EventGap, RecordHeader } from '../../../schemas/generated/engine.ts';
import type { Views } from '../../ring/memory.ts';
import { EMPTY } from '../../ring/spsc.ts';
import { diskFiles } from '../durability/journal/files.ts';
import { JournalReader } from '../durability/journal/journal_reader.ts';
import { SegmentKind } from '../durability/journal/segment_layout.ts';
import { RecordType } from '../model/record_type.ts';
import { EventAgent, type EventSink, eventStart } from '../pipeline/events/agent.ts';
import type { Single } from '../pipeline/single.ts';

export interface SectionDifference {
  readonly sequence: number;
  /** RecordType of the section. */
  readonly type: number;
  readonly what: string;
}

export class SectionComparison implements EventSink {
  compared = 0;
  difference: SectionDifference | undefined;
  readonly #recorded: JournalReader;
  readonly #header = new RecordHeader();
  readonly #replayed = new RecordHeader();
  readonly #gap = new EventGap();
  #agent: EventAgent | undefined;
  /** The recorded section or gap that comes next; EMPTY: the event log has no more. */
  #at = EMPTY;

  constructor(directory: string, fromSequence: number) {
    this.#recorded = new JournalReader({ files: diskFiles, directory, kind: SegmentKind.EVENTS, fromSequence });
    this.#next();
  }

  /** The live run's own reader, over the replay's memory: what it writes is compared instead of written. */
  follow(single: Single): void {
    const { sequence } = single.engines.sequencer;
    this.#agent = new EventAgent(single.memory, eventStart(single.memory, sequence), 'full', this);
  }

  take(): void {
    while (this.#agent!.doWork() > 0);
  }

  /** The replay is over: what the event log has of commands up to `lastSequence` must all have been met. */
  finish(lastSequence: number): void {
    if (this.difference === undefined && this.#at !== EMPTY) {
      const { sequence, type } = this.#header.wrap(this.#recorded.data, this.#at);
      const what = 'the event log has one, the replay has none';
      if (type !== RecordType.EVENT_GAP && sequence <= lastSequence) this.difference = { sequence, type, what };
    }
    this.#recorded.close();
  }

  append(views: Views, byteOffset: number, lengthBytes: number): boolean {
    const { type, sequence } = this.#replayed.wrap(views, byteOffset);
    if (type === RecordType.STAGE_HASH || this.difference !== undefined || this.#isInGap(sequence)) return true;
    // Behind the event log's end there is nothing to compare with.
    if (this.#at === EMPTY) return true;
    const recorded = this.#header.wrap(this.#recorded.data, this.#at);
    if (recorded.sequence !== sequence || recorded.type !== type) {
      const first = Math.min(recorded.sequence, sequence);
      const what = `the event log has one of type ${recorded.type} for command ${recorded.sequence}, the replay one of type ${type} for command ${sequence}`;
      this.difference = { sequence: first, type, what };
      return true;
    }
    this.compared++;
    const word = firstDifference(this.#recorded.data.i32, this.#at >> 2, views.i32, byteOffset >> 2, lengthBytes >> 2);
    if (word >= 0) this.difference = { sequence, type, what: `byte ${word * 4 - RecordHeader.BYTES} of the section` };
    this.#next();
    return true;
  }

  flush(): boolean {
    return true;
  }

  /** True when the event log says that it lacks this command. A gap that ends before it is passed. */
  #isInGap(sequence: number): boolean {
    while (this.#at !== EMPTY && this.#header.wrap(this.#recorded.data, this.#at).type === RecordType.EVENT_GAP) {
      const { firstSequence, lastSequence } = this.#gap.wrap(this.#recorded.data, this.#at + RecordHeader.BYTES);
      if (sequence <= lastSequence) return sequence >= firstSequence;
      this.#next();
    }
    return false;
  }

  #next(): void {
    do this.#at = this.#recorded.next();
    while (this.#at !== EMPTY && this.#header.wrap(this.#recorded.data, this.#at).type === RecordType.STAGE_HASH);
  }
}

/** The word at which two records differ first, their checksums apart; -1: nowhere. */
function firstDifference(a: Int32Array, aAt: number, b: Int32Array, bAt: number, words: number): number {
  if (a[aAt] !== b[bAt]) return 0;
  for (let word = RecordHeader.BYTES / 4; word < words; word++) if (a[aAt + word] !== b[bAt + word]) return word;
  return -1;
}
