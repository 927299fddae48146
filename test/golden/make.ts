/**
 * node test/golden/make.ts: records the golden journal of this release, test/golden/v<version>/.
 *
 * Once for a release, never again: it stands for the journals that this release has written out there. A later release
 * that replays it otherwise has changed its behaviour, and says so in its changelog and its version.
 */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { diskFiles } from '../../src/workers/durability/journal/files.ts';
import { openJournal } from '../../src/workers/durability/journal/open_journal.ts';
import { SegmentKind } from '../../src/workers/durability/journal/segment_layout.ts';
import { recordRun } from './recording.ts';

const SEED = 20_261_102;
const ROUNDS = 110;
const RUNS = 2;

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const folder = new URL(`./v${version}/`, import.meta.url).pathname;
if (existsSync(folder) && !process.argv.includes('--again')) {
  throw new Error(`${folder} is there: the journal of a release is made once`);
}
const directory = mkdtempSync(join(tmpdir(), 'sluice-golden-'));
for (let run = 0; run < RUNS; run++) {
  await recordRun({ directory, seed: SEED, rounds: ROUNDS, markerRounds: 25, behaviourVersion: version });
}
// Ends each last segment behind its last record, as a restart does.
for (const kind of [SegmentKind.INPUT, SegmentKind.EVENTS]) openJournal({ files: diskFiles, directory, kind });
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(directory)) {
  const bytes = readFileSync(join(directory, name));
  if (name.endsWith('.seg')) writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  else if (name.endsWith('.json')) writeFileSync(join(folder, name), bytes);
}
rmSync(directory, { recursive: true });
