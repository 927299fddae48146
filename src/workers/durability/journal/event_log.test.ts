import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion } from '../../../ring/memory.ts';
import { EMPTY } from '../../../ring/spsc.ts';
import { FIRST_CHAIN } from './block_mark.ts';
import { EventLogWriter } from './event_log_writer.ts';
import { JournalReader } from './journal_reader.ts';
import { fillRecord, SCHEMA, SMALL_SEGMENT_BYTES } from './journal_rig.ts';
import { openJournal } from './open_journal.ts';
import { PowerLossFiles } from './power_loss.ts';
import { SegmentKind } from './segment_layout.ts';

const DIRECTORY = '/events';

function newWriter(files: PowerLossFiles): EventLogWriter {
  return new EventLogWriter({
    files,
    directory: DIRECTORY,
    segmentBytes: SMALL_SEGMENT_BYTES,
    baseTimeMs: 0,
    engineEpoch: 1,
    behaviourVersion: '0.1.0',
    schema: SCHEMA,
    start: openJournal({ files, directory: DIRECTORY, kind: SegmentKind.EVENTS }),
  });
}

async function flushed(log: EventLogWriter): Promise<void> {
  for (let tries = 0; tries < 100 && !log.flush(); tries++) await new Promise<void>((resolve) => setImmediate(resolve));
}

function readSequences(files: PowerLossFiles, fromSequence = 1): number[] {
  const reader = new JournalReader({ files, directory: DIRECTORY, kind: SegmentKind.EVENTS, fromSequence });
  const sequences: number[] = [];
  for (let at = reader.next(); at !== EMPTY; at = reader.next()) sequences.push(reader.data.f64[(at >> 3) + 2]!);
  return sequences;
}

test('several events a command, none for some, over segments, a refused write and a restart', async () => {
  const files = new PowerLossFiles();
  const scratch = allocateRegion(4096);
  const written: number[] = [];
  let log = newWriter(files);
  for (let sequence = 1; sequence <= 1500; sequence++) {
    for (let event = 0; event < sequence % 4; event++) {
      fillRecord(scratch, 64, 128 + 8 * event, sequence);
      assert.ok(log.append(scratch, 64, 128 + 8 * event));
      written.push(sequence);
    }
    if (sequence % 100 === 0) {
      files.faults = { write: 'ENOSPC' };
      log.flush();
      files.faults = {};
    }
    if (sequence % 10 === 0) await flushed(log);
    if (sequence === 700) {
      await flushed(log);
      files.killProcess();
      log = newWriter(files);
    }
  }
  await flushed(log);
  log.close();
  assert.equal(readSequences(files), written);
  assert.equal(
    readSequences(files, 900),
    written.filter((sequence) => sequence >= 900),
  );
});

test('a disk that stays full costs events, counted, and blocks nobody', () => {
  const files = new PowerLossFiles();
  files.freeBytes = 0;
  const log = newWriter(files);
  const scratch = allocateRegion(65_536);
  for (let sequence = 1; sequence <= 100; sequence++) {
    fillRecord(scratch, 0, 60_000, sequence);
    log.append(scratch, 0, 60_000);
    assert.not(log.flush());
  }
  assert.ok(log.droppedRecords > 20);
  assert.equal(openJournal({ files, directory: DIRECTORY, kind: SegmentKind.EVENTS }).chain, FIRST_CHAIN);
});

test.run();
