import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RecordHeader, StageHash } from '../../../schemas/generated/engine.ts';
import { type Recording, recordRun } from '../../../test/golden/recording.ts';
import { flipBit, rewriteEvents } from '../../../test/golden/rewriting.ts';
import { newestSnapshot, readSnapshot } from '../durability/snapshot/read_snapshot.ts';
import { RecordType } from '../model/record_type.ts';
import { checkedReplay, isEqual } from './checked_replay.ts';
import { JournalReplay } from './journal_replay.ts';
import { readRunDescription } from './run_description.ts';
import { SnapshotKeeper } from './snapshot_keeper.ts';
import type { SnapshotResult } from './snapshot_task.ts';

let recorded: string;
let recording: Recording;

function snapshotsOf(directory: string): string {
  return join(directory, 'snapshots');
}

async function take(directory: string, ...markers: number[]): Promise<SnapshotResult[]> {
  const keeper = new SnapshotKeeper({
    journalDirectory: directory,
    snapshotDirectory: snapshotsOf(directory),
    behaviourVersion: '0.1.0',
    patienceMs: 300,
  });
  const results: SnapshotResult[] = [];
  for (const marker of markers) results.push(await keeper.request(marker));
  await keeper.close();
  return results;
}

async function inCopy(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-snapshot-'));
  try {
    cpSync(recorded, directory, { recursive: true });
    await work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What a start does: the newest whole snapshot, then the journal behind it. */
function recover(directory: string): { startedAt: number; replay: JournalReplay } {
  const { snapshot } = newestSnapshot(snapshotsOf(directory));
  const replay = new JournalReplay({ directory, runs: readRunDescription(directory), snapshot });
  replay.advanceTo(Number.POSITIVE_INFINITY);
  replay.close();
  return { startedAt: snapshot?.meta.sequence ?? 0, replay };
}

test.before(async () => {
  recorded = mkdtempSync(join(tmpdir(), 'sluice-snapshot-'));
  recording = await recordRun({ directory: recorded, seed: 11, rounds: 300, markerRounds: 90 });
});

test.after(() => {
  rmSync(recorded, { recursive: true });
});

test('a snapshot by shadow, the next one from it, and recovery from it is the state that was', () =>
  inCopy(async (directory) => {
    const [first, second, third] = recording.markers as [number, number, number];
    const results = await take(directory, first, second, third);
    assert.equal(
      results.map((result) => [result.kind, result.kind === 'written' ? result.commands : 0]),
      [
        ['written', first],
        ['written', second - first],
        ['written', third - second],
      ],
    );
    assert.is((results[2] as { coveredSequence: number }).coveredSequence, second, 'the older of two covers');
    const { startedAt, replay } = recover(directory);
    assert.is(startedAt, third);
    assert.is(replay.sequence, recording.lastSequence);
    assert.equal(replay.engines.stateHashes(), recording.stateHashes);
    for (const fromSnapshot of [false, true]) {
      const checked = checkedReplay({
        journalDirectory: directory,
        snapshotDirectory: snapshotsOf(directory),
        fromSnapshot,
        comparesSections: true,
      });
      assert.ok(isEqual(checked), JSON.stringify(checked));
      assert.is(checked.firstSequence, fromSnapshot ? third + 1 : 1);
      assert.is(checked.snapshots.length, fromSnapshot ? 0 : 2, 'two are kept');
    }
  }));

test('none without proof: a hash that differs, a marker that is none, one that there is', () =>
  inCopy(async (directory) => {
    const [first, second] = recording.markers as [number, number];
    await rewriteEvents(directory, (data, header) => {
      if (header.type === RecordType.STAGE_HASH && header.sequence === first) {
        new StageHash().wrap(data, RecordHeader.BYTES).hash0 ^= 1;
      }
      return true;
    });
    const results = await take(directory, first, first + 1, second, second, recording.lastSequence + 1);
    assert.equal(
      results.map((result) => (result.kind === 'written' ? 'written' : result.why)),
      [
        'the replay differs from the live run: front, routing, execution, portfolio, egress',
        'the event log has 0 of 5 hashes there',
        'written',
        'there is one of this sequence',
        'the event log has 0 of 5 hashes there',
      ],
    );
    assert.is(newestSnapshot(snapshotsOf(directory)).snapshot?.meta.sequence, second);
  }));

test('a flipped bit in a snapshot: recovery takes the one before it, replay names it', () =>
  inCopy(async (directory) => {
    const [first, second] = recording.markers as [number, number];
    const results = await take(directory, first, second);
    const { path } = results[1] as { path: string };
    flipBit(path, statSync(path).size >> 1);
    assert.throws(
      () => readSnapshot(path),
      (error: Error) => error.message.includes(path),
    );
    const { startedAt, replay } = recover(directory);
    assert.is(startedAt, first);
    assert.equal(replay.engines.stateHashes(), recording.stateHashes);
    const checked = checkedReplay({
      journalDirectory: directory,
      snapshotDirectory: snapshotsOf(directory),
      fromSnapshot: false,
      comparesSections: false,
    });
    assert.not(isEqual(checked));
    assert.match(checked.snapshots.find(({ problem }) => problem !== undefined)?.problem ?? '', path);
  }));

test('the shadow gives way: its thread is nice, the process is not', async () => {
  const own = readFileSync('/proc/self/stat', 'utf8');
  const nice = Number(own.slice(own.lastIndexOf(')') + 2).split(' ')[16]);
  assert.is.not(nice, 19);
});

test.run();
