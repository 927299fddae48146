/** What the event log tells of the live run's hashes: what a replay is compared with. */

import { EventGap, RecordHeader, StageHash } from '../../../schemas/generated/engine.ts';
import { EMPTY } from '../../ring/spsc.ts';
import { diskFiles } from '../durability/journal/files.ts';
import { JournalReader } from '../durability/journal/journal_reader.ts';
import { SegmentKind } from '../durability/journal/segment_layout.ts';
import { RecordType } from '../model/record_type.ts';

export interface RecordedHash {
  /** The command behind which the stage stood so. */
  readonly sequence: number;
  readonly stage: number;
  readonly low: number;
  readonly high: number;
  /** Sections that the stage had hashed. */
  readonly records: number;
}

export interface RecordedHashes {
  /** By sequence, rising. */
  readonly hashes: readonly RecordedHash[];
  /** Sections that are there, and commands whose sections are named as missing. */
  readonly sections: number;
  readonly lostCommands: number;
}

/** From `fromSequence` on; throws JournalCorruptedError where the event log is damaged. */
export function readRecordedHashes(journalDirectory: string, fromSequence: number): RecordedHashes {
  const reader = new JournalReader({
    files: diskFiles,
    directory: journalDirectory,
    kind: SegmentKind.EVENTS,
    fromSequence,
  });
  const header = new RecordHeader();
  const body = new StageHash();
  const gap = new EventGap();
  const hashes: RecordedHash[] = [];
  let sections = 0;
  let lostCommands = 0;
  for (let at = reader.next(); at !== EMPTY; at = reader.next()) {
    const { type, sequence } = header.wrap(reader.data, at);
    if (type === RecordType.STAGE_HASH) {
      const { stage, hash0, hash1, records } = body.wrap(reader.data, at + RecordHeader.BYTES);
      hashes.push({ sequence, stage, low: hash0, high: hash1, records });
    } else if (type === RecordType.EVENT_GAP) {
      const { firstSequence, lastSequence } = gap.wrap(reader.data, at + RecordHeader.BYTES);
      lostCommands += lastSequence - firstSequence + 1;
    } else sections++;
  }
  reader.close();
  return { hashes, sections, lostCommands };
}
