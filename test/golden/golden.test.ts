/** Journals that releases have written replay as they did then. */

import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkedReplay, isEqual } from '../../src/workers/cold/checked_replay.ts';

const FOLDER = new URL('.', import.meta.url).pathname;

function unpack(release: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-golden-'));
  for (const name of readdirSync(join(FOLDER, release))) {
    const path = join(FOLDER, release, name);
    if (name.endsWith('.gz')) writeFileSync(join(directory, name.slice(0, -3)), gunzipSync(readFileSync(path)));
    else copyFileSync(path, join(directory, name));
  }
  return directory;
}

const releases = readdirSync(FOLDER).filter((name) => /^v\d/.test(name));

test('there is a golden journal', () => {
  assert.ok(releases.length >= 1);
});

for (const release of releases) {
  test(`the journal of ${release} replays to the byte`, () => {
    const directory = unpack(release);
    const replay = checkedReplay({
      journalDirectory: directory,
      snapshotDirectory: join(directory, 'snapshots'),
      fromSnapshot: false,
      comparesSections: true,
    });
    rmSync(directory, { recursive: true });
    assert.ok(isEqual(replay), JSON.stringify(replay, null, 2));
    assert.is(replay.comparedUpTo, replay.lastSequence);
    assert.ok(replay.commands > 1_000);
    assert.ok(replay.sections!.compared > 1_000);
    assert.is(replay.lostSections, 0);
    for (const { compared } of replay.stages) assert.ok(compared >= 8);
  });
}

test.run();
