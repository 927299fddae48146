/** What the stages made of each command: from the event log where it has everything, otherwise from a replay. */

import { RecordHeader } from '../../../schemas/generated/engine.ts';
import type { Views } from '../../ring/memory.ts';
import { EMPTY } from '../../ring/spsc.ts';
import { firstSequenceOf, JournalReplay } from '../../workers/cold/journal_replay.ts';
import { readRecordedHashes } from '../../workers/cold/recorded_hashes.ts';
import { readRunDescription } from '../../workers/cold/run_description.ts';
import { diskFiles } from '../../workers/durability/journal/files.ts';
import { JournalReader } from '../../workers/durability/journal/journal_reader.ts';
import { SegmentKind } from '../../workers/durability/journal/segment_layout.ts';
import { EventAgent, type EventSink, eventStart } from '../../workers/pipeline/events/agent.ts';
import type { JournalRecord, RecordDecoder } from './record_text.ts';

/** Asked for sequences that never fall. */
export interface SectionSource {
  at(sequence: number): readonly JournalRecord[];
  close(): void;
}

/** `notice` is told when the event log lacks something. */
export function openSections(directory: string, decoder: RecordDecoder, notice: (text: string) => void): SectionSource {
  const { sections, lostCommands } = readRecordedHashes(directory, 1);
  if (sections > 0 && lostCommands === 0) return new RecordedSections(directory, decoder);
  const lacks = sections === 0 ? 'the event log has no sections' : `the event log lacks ${lostCommands} commands`;
  if (firstSequenceOf(directory) !== 1) {
    notice(`${lacks}, and the journal no longer begins at 1: what is missing cannot be shown`);
    return new RecordedSections(directory, decoder);
  }
  notice(`${lacks}: verdicts come from a replay`);
  return new ReplayedSections(directory, decoder);
}

class RecordedSections implements SectionSource {
  readonly #reader: JournalReader;
  readonly #header = new RecordHeader();
  readonly #decoder: RecordDecoder;
  #at: number;

  constructor(directory: string, decoder: RecordDecoder) {
    this.#reader = new JournalReader({ files: diskFiles, directory, kind: SegmentKind.EVENTS });
    this.#decoder = decoder;
    this.#at = this.#reader.next();
  }

  at(sequence: number): readonly JournalRecord[] {
    const records: JournalRecord[] = [];
    for (; this.#at !== EMPTY; this.#at = this.#reader.next()) {
      const of = this.#header.wrap(this.#reader.data, this.#at).sequence;
      if (of > sequence) break;
      if (of === sequence) records.push(this.#decoder.decode(this.#reader.data, this.#at));
    }
    return records;
  }

  close(): void {
    this.#reader.close();
  }
}

const REPLAY_AHEAD = 1_024;

class ReplayedSections implements SectionSource, EventSink {
  readonly #replay: JournalReplay;
  readonly #decoder: RecordDecoder;
  readonly #records: JournalRecord[] = [];
  #taken = 0;
  #agent: EventAgent | undefined;

  constructor(directory: string, decoder: RecordDecoder) {
    this.#decoder = decoder;
    this.#replay = new JournalReplay({
      directory,
      runs: readRunDescription(directory),
      snapshot: undefined,
      onEngines: ({ memory, engines }) => {
        this.#agent = new EventAgent(memory, eventStart(memory, engines.sequencer.sequence), 'full', this);
      },
      afterBatch: () => {
        while (this.#agent!.doWork() > 0);
      },
    });
  }

  append(views: Views, byteOffset: number): boolean {
    this.#records.push(this.#decoder.decode(views, byteOffset));
    return true;
  }

  flush(): boolean {
    return true;
  }

  at(sequence: number): readonly JournalRecord[] {
    if (this.#replay.sequence < sequence) {
      this.#records.splice(0, this.#taken);
      this.#taken = 0;
      this.#replay.advanceTo(sequence + REPLAY_AHEAD);
    }
    const records = this.#records;
    while (this.#taken < records.length && records[this.#taken]!.sequence < sequence) this.#taken++;
    const from = this.#taken;
    while (this.#taken < records.length && records[this.#taken]!.sequence === sequence) this.#taken++;
    return records.slice(from, this.#taken);
  }

  close(): void {
    this.#replay.close();
  }
}
