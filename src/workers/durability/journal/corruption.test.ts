import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { JournalCorruptedError } from './corruption.ts';
import { PAGE_BYTES } from './files.ts';
import { JournalReader } from './journal_reader.ts';
import { BOOT_ID, JournalRig, readAll, SCHEMA } from './journal_rig.ts';
import { openJournal, truncateJournal } from './open_journal.ts';
import { PowerLossFiles } from './power_loss.ts';
import { recoverJournal, SalvageError } from './salvage.ts';
import { SegmentKind } from './segment_layout.ts';

const DIRECTORY = '/journal';
const FLIPS = process.env.SLUICE_LONG ? 20_000 : 400;
const RECORDS = 1200;

async function writtenJournal(): Promise<{ files: PowerLossFiles; rig: JournalRig; paths: string[] }> {
  const files = new PowerLossFiles();
  const rig = await JournalRig.start({ files, directory: DIRECTORY, durability: 'disk' });
  for (let n = 0; n < RECORDS; n++) {
    while (!rig.write(168)) await rig.drain();
    if (n % 30 === 0) await rig.drain();
  }
  await rig.drain();
  rig.journal.close();
  const paths = files
    .list(DIRECTORY)
    .filter((name) => name.endsWith('.seg'))
    .map((name) => join(DIRECTORY, name));
  return { files, rig, paths };
}

function tailOffset(files: PowerLossFiles): number {
  const reader = new JournalReader({ files, directory: DIRECTORY });
  while (reader.next() >= 0);
  return reader.tail!.offset;
}

test('a flipped bit anywhere is found and located, or hits what holds nothing', async () => {
  const { files, paths } = await writtenJournal();
  assert.is(paths.length, 3);
  const end = tailOffset(files);
  let unused = 0;
  for (let flip = 0; flip < FLIPS; flip++) {
    const path = paths[flip % 3]!;
    const bytes = files.bytesOf(path);
    const at = (flip * 7919 + (flip % 3) * 13) % (path === paths[2] ? end : bytes.length);
    bytes[at]! ^= 1 << (flip & 7);
    try {
      assert.is(readAll(files, DIRECTORY), RECORDS);
      assert.is(path, paths[2]);
      assert.ok(at >= end - 120, `byte ${at} of ${path}: only the last mark itself may go unmissed`);
      unused++;
    } catch (error) {
      if (!(error instanceof JournalCorruptedError)) throw error;
      const isInHeader = error.offset === 0 && at < PAGE_BYTES;
      assert.is(error.path, path);
      assert.ok(
        isInHeader || (error.offset <= at && at - error.offset < 1024),
        `flip ${at}, told ${error.offset}: ${error.message}`,
      );
      assert.match(error.message, /expected|found/);
      assert.match(error.message, /--truncate-at/);
    }
    bytes[at]! ^= 1 << (flip & 7);
  }
  assert.ok(unused < FLIPS / 50);
});

test('a missing, a swapped and a shortened segment are found', async () => {
  const { files, paths } = await writtenJournal();
  const missing = files.bytesOf(paths[1]!);
  files.rename(paths[1]!, '/journal/away');
  assert.throws(() => readAll(files, DIRECTORY), /segment 2 is missing/);
  files.rename('/journal/away', paths[1]!);
  const file = files.openForWrite(paths[1]!);
  files.truncate(file, missing.length - 8192);
  assert.throws(() => readAll(files, DIRECTORY), JournalCorrupted);
});

function JournalCorrupted(error: Error): boolean {
  return error instanceof JournalCorruptedError;
}

test('--truncate-at gives up what follows, and the engine starts on what is left', async () => {
  const { files, paths } = await writtenJournal();
  files.bytesOf(paths[1]!)[40_000]! ^= 4;
  let damage: JournalCorruptedError | undefined;
  try {
    readAll(files, DIRECTORY);
  } catch (error) {
    damage = error as JournalCorruptedError;
  }
  truncateJournal(files, DIRECTORY, SegmentKind.INPUT, 2, damage!.offset);
  const opened = openJournal({ files, directory: DIRECTORY });
  assert.is(opened.lastSequence, damage!.lastSequence);
  assert.is(readAll(files, DIRECTORY), damage!.lastSequence);
});

test('an older life of the file behind the last record is no evidence', async () => {
  const { files, paths } = await writtenJournal();
  const end = tailOffset(files);
  const stale = files.bytesOf(paths[0]!).slice(8000, 8000 + 20_000);
  for (const shift of [0, 8, 96, 160]) {
    files.bytesOf(paths[2]!).set(stale, end + shift);
    assert.is(readAll(files, DIRECTORY), RECORDS);
  }
});

test('windows that contradict the journal or are damaged are refused, those of another boot ignored', async () => {
  const { files, rig } = await writtenJournal();
  const options = { files, directory: DIRECTORY, behaviourVersion: '0.1.0', schema: SCHEMA };
  for (let n = 0; n < 5; n++) rig.write(168);
  rig.publish();
  const other = await recoverJournal({ ...options, log: rig.log, bootId: new Int32Array([1, 1, 1, 1]) });
  assert.match(other.ignoredLog ?? '', /host has been restarted/);
  assert.is(other.lastSequence, RECORDS);
  const at = rig.writer.data.u8.length - 1;
  const damaged = rig.writer.data.u8;
  damaged.fill(damaged[at]! ^ 1);
  const refused = await recoverJournal({ ...options, log: rig.log, bootId: BOOT_ID }).catch((error: unknown) => error);
  assert.instance(refused, SalvageError);
});

test.run();
