/** One file, written once a second by a process that may stand still for longer than that. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sampleFigures } from '../live_view/sample_figures.ts';
import { readStatus, StatusFile } from './status_file.ts';

test('writes that overlap end with the newest, and none fails', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'status-'));
  const file = new StatusFile(folder);
  const figures = sampleFigures();
  await Promise.all(Array.from({ length: 50 }, (_, i) => file.write({ pid: 1, writtenMs: i, figures })));
  assert.is(readStatus(folder)!.writtenMs, 49);
  assert.equal(readdirSync(folder), ['status.json']);
  await file.write({ pid: 1, writtenMs: 50, figures });
  assert.is(readStatus(folder)!.writtenMs, 50);
  rmSync(folder, { recursive: true });
});

test('a folder that is gone fails each write by itself', async () => {
  const file = new StatusFile('/nowhere/at/all');
  for (let i = 0; i < 2; i++) {
    const error = await file
      .write({ pid: 1, writtenMs: i, figures: sampleFigures() })
      .catch((reason: unknown) => reason);
    assert.is((error as NodeJS.ErrnoException).code, 'ENOENT');
  }
});

test.run();
