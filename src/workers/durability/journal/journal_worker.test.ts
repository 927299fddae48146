import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { durableSequence } from '../log/log_header.ts';
import { diskFiles } from './files.ts';
import { JournalRig, readAll, SCHEMA } from './journal_rig.ts';
import { type JournalWorkerData, journalWorkerUrl } from './journal_worker.ts';
import { stopJournal } from './run_journal.ts';

for (const durability of ['process', 'disk'] as const) {
  test(`the worker at \`${durability}\` follows a writer on another thread, over segments`, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sluice-journal-worker-'));
    try {
      const rig = await JournalRig.start({ files: diskFiles, directory, durability, dataBytes: 1 << 18 });
      const writer = {
        directory,
        segmentBytes: 1 << 19,
        baseTimeMs: 0,
        engineEpoch: 1,
        behaviourVersion: '0.1.0',
        schema: SCHEMA,
        start: rig.recovered,
      };
      const workerData: JournalWorkerData = { log: rig.log.transfer(), durability, writer };
      const worker = new Worker(journalWorkerUrl, { workerData });
      const ended = new Promise<number>((resolve, reject) => worker.on('exit', resolve).on('error', reject));
      for (let n = 0; n < 10_000; n++) {
        while (!rig.write(168)) {
          rig.publish();
          await new Promise<void>((resolve) => setTimeout(resolve, 1));
        }
        if (n % 16 === 0) rig.publish();
      }
      rig.publish();
      stopJournal(rig.log);
      assert.is(await ended, 0);
      assert.is(durableSequence(rig.log), 10_000);
      assert.is(readAll(diskFiles, directory), 10_000);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
}

test.run();
