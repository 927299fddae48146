/** Puts another event log, whole and sealed, in the place of a recorded one: what only a comparison can find. */

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RecordHeader } from '../../schemas/generated/engine.ts';
import { allocateRegion, type Region } from '../../src/ring/memory.ts';
import { EventLogWriter } from '../../src/workers/durability/journal/event_log_writer.ts';
import { diskFiles } from '../../src/workers/durability/journal/files.ts';
import { JournalReader } from '../../src/workers/durability/journal/journal_reader.ts';
import { openJournal } from '../../src/workers/durability/journal/open_journal.ts';
import { SegmentKind } from '../../src/workers/durability/journal/segment_layout.ts';
import { sealRecord } from '../../src/workers/durability/log/checksum.ts';
import { MAX_RECORD_BYTES } from '../../src/workers/durability/log/log_layout.ts';

/** `change` may alter the record at the start of `data`; false leaves it out. */
export async function rewriteEvents(
  directory: string,
  change: (data: Region, header: RecordHeader) => boolean,
): Promise<void> {
  const records = readEvents(directory, change);
  for (const name of readdirSync(directory)) if (name.startsWith('events-')) rmSync(join(directory, name));
  const log = new EventLogWriter({
    files: diskFiles,
    directory,
    segmentBytes: 16 << 20,
    baseTimeMs: 0,
    engineEpoch: 1,
    behaviourVersion: 'rewritten',
    schema: new Uint8Array(8),
    start: openJournal({ files: diskFiles, directory, kind: SegmentKind.EVENTS }),
  });
  await log.writer.prepareNow();
  const scratch = allocateRegion(MAX_RECORD_BYTES);
  for (const record of records) {
    scratch.u8.set(record);
    sealRecord(scratch.i32, 0, record.byteLength);
    log.append(scratch, 0, record.byteLength);
    if (log.lagBytes > 1 << 20) log.flush();
  }
  log.close();
}

function readEvents(directory: string, change: (data: Region, header: RecordHeader) => boolean): Uint8Array[] {
  const reader = new JournalReader({ files: diskFiles, directory, kind: SegmentKind.EVENTS });
  const scratch = allocateRegion(MAX_RECORD_BYTES);
  const header = new RecordHeader().wrap(scratch, 0);
  const records: Uint8Array[] = [];
  for (let at = reader.next(); at >= 0; at = reader.next()) {
    scratch.u8.set(reader.data.u8.subarray(at, at + reader.length));
    if (change(scratch, header)) records.push(new Uint8Array(scratch.u8.slice(0, header.length)));
  }
  return records;
}

export function flipBit(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes[offset] = bytes[offset]! ^ 4;
  writeFileSync(path, bytes);
}
