import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { copiedSequence, durableSequence } from '../log/log_header.ts';
import { JOURNAL_COVERED_F64, JOURNAL_DISK_FULL_F64 } from '../log/log_layout.ts';
import { diskFiles } from './files.ts';
import { JournalState } from './journal.ts';
import { JournalReader } from './journal_reader.ts';
import { JournalRig, readAll, SMALL_SEGMENT_BYTES } from './journal_rig.ts';
import { PowerLossFiles } from './power_loss.ts';
import { finishJournal, runJournal, stopJournal } from './run_journal.ts';

const RUNS = process.env.SLUICE_LONG ? 2_000 : 40;
const DIRECTORY = '/journal';
const STARTS = [0, (0x7fffffff - 1000) & ~7, -8, 0x7ffffff8];

function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'sluice-journal-'));
}

const length = fc.oneof({ arbitrary: fc.integer({ min: 8, max: 60 }), weight: 9 }, fc.integer({ min: 8, max: 2000 }));
const steps = fc.array(fc.tuple(length, fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 400 });

test('random records through log, journal and reader, over segments, restarts and the wrap of positions', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...STARTS),
      fc.constantFrom('process' as const, 'disk' as const),
      steps,
      async (position, durability, list) => {
        const options = { files: new PowerLossFiles(), directory: DIRECTORY, durability, position };
        let rig = await JournalRig.start(options);
        for (const [words, choice] of list) {
          while (!rig.write(words * 8)) await rig.drain();
          if (choice < 5) rig.publish();
          if (choice < 3) await rig.step();
          if (choice === 9) {
            rig.publish();
            const last = rig.sequence;
            rig = await JournalRig.start(options, rig.log);
            assert.is(rig.recovered.lastSequence, last, 'what was published is there after kill -9');
          }
        }
        await rig.drain();
        assert.is(durableSequence(rig.log), rig.sequence);
        rig.journal.close();
        assert.is(readAll(options.files, DIRECTORY), rig.sequence);
      },
    ),
    { numRuns: RUNS },
  );
});

test('reading starts at any sequence and stops after any', async () => {
  const files = new PowerLossFiles();
  const rig = await JournalRig.start({ files, directory: DIRECTORY, durability: 'disk' });
  for (let n = 0; n < 2000; n++) {
    while (!rig.write(168)) await rig.drain();
    if (n % 50 === 0) await rig.drain();
  }
  await rig.drain();
  for (const from of [1, 2, 484, 485, 486, 1000, 1999, 2000, 2001]) assert.is(readAll(files, DIRECTORY, from), 2000);
  const reader = new JournalReader({ files, directory: DIRECTORY, fromSequence: 700, toSequence: 900 });
  let count = 0;
  while (reader.next() >= 0) count++;
  assert.is(count, 201);
  assert.is(reader.header?.behaviourVersion, '0.1.0');
});

test('`disk` commits each batch, `process` by time or bytes', async () => {
  for (const durability of ['disk', 'process'] as const) {
    const rig = await JournalRig.start({ files: new PowerLossFiles(), directory: DIRECTORY, durability });
    rig.nowMs = 100;
    rig.write(168);
    await rig.drain();
    rig.write(168);
    rig.publish();
    await rig.step();
    assert.is(copiedSequence(rig.log), 2);
    assert.is(durableSequence(rig.log), durability === 'disk' ? 2 : 1);
    rig.nowMs += 60;
    // One step begins the sync that is due, the next one sees it done.
    for (let n = 0; n < 2; n++) await rig.step();
    assert.is(durableSequence(rig.log), 2);
  }
});

test('a full disk stops copying, loses nothing, and goes on when there is room', async () => {
  const files = new PowerLossFiles();
  files.freeBytes = 2 * SMALL_SEGMENT_BYTES;
  const options = { files, directory: DIRECTORY, durability: 'disk' as const };
  const rig = await JournalRig.start(options);
  const fill = async () => {
    for (let idle = 0; idle < 10; ) {
      const isWritten = rig.write(168);
      rig.publish();
      await rig.step();
      idle = isWritten ? 0 : idle + 1;
    }
  };
  await fill();
  assert.is(rig.journal.state, JournalState.DISK_FULL);
  assert.is(rig.log.f64[JOURNAL_DISK_FULL_F64]! >= 1, true);
  assert.ok(rig.writer.freeFraction() < 0.01);
  const last = rig.sequence;
  const after = await JournalRig.start({ ...options, files }, rig.log).catch((error: Error) => error);
  assert.ok(after instanceof Error, 'salvage of a full disk fails loudly');
  files.freeBytes = Number.POSITIVE_INFINITY;
  const again = await JournalRig.start(options, rig.log);
  assert.is(again.recovered.lastSequence, last);
  assert.is(readAll(files, DIRECTORY), last);
});

test('a write that the disk refuses is repeated, with nothing lost or doubled', async () => {
  const files = new PowerLossFiles();
  const rig = await JournalRig.start({ files, directory: DIRECTORY, durability: 'disk' });
  for (let round = 0; round < 30; round++) {
    for (let n = 0; n < 20; n++) while (!rig.write(200)) await rig.drain();
    rig.publish();
    if (round % 3 === 0) {
      files.faults = { write: 'ENOSPC' };
      for (let n = 0; n < 3; n++) await rig.step();
      files.faults = {};
    }
    await rig.drain();
    assert.is(rig.journal.state, JournalState.RUNNING);
  }
  assert.is(readAll(files, DIRECTORY), rig.sequence);
});

test('records that the disk refused are in no mark: a stop on a full disk leaves a journal that the next start reads', async () => {
  const files = new PowerLossFiles();
  const options = { files, directory: DIRECTORY, durability: 'process' as const };
  for (const isSyncing of [false, true]) {
    const rig = await JournalRig.start(options);
    for (let n = 0; n < 10; n++) rig.write(168);
    await rig.drain();
    for (let n = 0; n < 10; n++) rig.write(168);
    rig.publish();
    while (rig.journal.copier.lagBytes > 0) await rig.step();
    if (isSyncing) rig.journal.step(rig.nowMs + 1000);
    assert.is(rig.segments.isSyncing, isSyncing);
    const before = rig.sequence;
    for (let n = 0; n < 10; n++) rig.write(168);
    rig.publish();
    files.refuses = (length) => length >= 168 * 10;
    await finishJournal(rig.journal, rig.segments);
    assert.is(rig.journal.state, JournalState.STOPPED);
    files.refuses = () => false;
    assert.is(durableSequence(rig.log), before);
    assert.is(readAll(files, DIRECTORY), before);
    const next = await JournalRig.start(options, rig.log);
    assert.is(next.recovered.salvagedRecords, 10);
    next.journal.close();
    assert.is(readAll(files, DIRECTORY), before + 10);
  }
});

test('a failed fdatasync is fatal, moves nothing, and what it lost is written again by the next start', async () => {
  const files = new PowerLossFiles();
  const options = { files, directory: DIRECTORY, durability: 'disk' as const };
  const rig = await JournalRig.start(options);
  for (let n = 0; n < 10; n++) rig.write(168);
  await rig.drain();
  for (let n = 0; n < 10; n++) rig.write(168);
  rig.publish();
  files.faults = { fdatasync: 'EIO' };
  assert.throws(() => rig.journal.step(1e6), /fdatasync of segment 1/);
  assert.is(rig.journal.state, JournalState.FAILED);
  assert.is(durableSequence(rig.log), 10);
  files.faults = {};
  const next = await JournalRig.start(options, rig.log);
  assert.is(next.recovered.salvagedRecords, 10);
  files.losePower(() => false);
  assert.is(readAll(files, DIRECTORY), 20);
});

test('segments that snapshots cover are written again, and the disk holds no more than it should', async () => {
  const files = new PowerLossFiles();
  const options = { files, directory: DIRECTORY, durability: 'disk' as const, retainBytes: 4 * SMALL_SEGMENT_BYTES };
  const rig = await JournalRig.start(options);
  for (let n = 0; n < 6000; n++) {
    while (!rig.write(168)) await rig.drain();
    if (n % 20 === 0) rig.log.f64[JOURNAL_COVERED_F64] = Math.max(0, durableSequence(rig.log) - 600);
  }
  await rig.drain();
  const names = files.list(DIRECTORY).filter((name) => name.endsWith('.seg'));
  assert.ok(names.length <= 4, names.join(' '));
  assert.ok(rig.segments.segmentCount > 10);
  const from = rig.sequence - 500;
  assert.is(readAll(files, DIRECTORY, from), rig.sequence);
  assert.throws(() => readAll(files, DIRECTORY, 1), /no longer in it/);
  const again = await JournalRig.start(options, rig.log);
  assert.is(again.recovered.lastSequence, rig.sequence);
});

test('the loop on a real disk: what was published is in the files when it stops', async () => {
  const directory = temporaryDirectory();
  try {
    const options = {
      files: diskFiles,
      directory,
      durability: 'process' as const,
      segmentBytes: 1 << 20,
      dataBytes: 1 << 20,
    };
    const rig = await JournalRig.start(options);
    const running = runJournal({ log: rig.log, writer: rig.segments, durability: 'process' });
    for (let n = 0; n < 20_000; n++) {
      while (!rig.write(168)) {
        rig.publish();
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    }
    rig.publish();
    stopJournal(rig.log);
    await running;
    assert.is(rig.journal.state, JournalState.STOPPED);
    assert.is(readAll(diskFiles, directory), 20_000);
    const again = await JournalRig.start(options);
    assert.is(again.recovered.lastSequence, 20_000);
    assert.is(readAll(diskFiles, directory), 20_000);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('a small file system that fills up, for real', async () => {
  const directory = temporaryDirectory();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory], { stdio: 'ignore' });
  } catch {
    rmSync(directory, { recursive: true });
    return; // not root, or no right to mount
  }
  try {
    const ballast = join(directory, 'ballast');
    mkdirSync(directory, { recursive: true });
    writeFileSync(ballast, new Uint8Array(700 * 1024));
    const options = { files: diskFiles, directory, durability: 'disk' as const };
    const rig = await JournalRig.start(options);
    for (let tries = 0; rig.journal.state !== JournalState.DISK_FULL && tries < 2_000_000; tries++) {
      while (rig.write(168));
      rig.publish();
      await rig.step();
    }
    assert.is(rig.journal.state, JournalState.DISK_FULL);
    rmSync(ballast);
    for (let tries = 0; rig.journal.copier.lagBytes > 0 && tries < 2_000_000; tries++) await rig.step();
    await rig.drain();
    assert.is(rig.journal.state, JournalState.RUNNING);
    assert.is(readAll(diskFiles, directory), rig.sequence);
    rig.journal.close();
  } finally {
    execFileSync('umount', ['-l', directory]);
    rmSync(directory, { recursive: true });
  }
});

test.run();
