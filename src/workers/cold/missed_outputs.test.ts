/** Outputs made again from the journal against those of the live run, record by record and byte by byte. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RecordHeader } from '../../../schemas/generated/engine.ts';
import { type Recording, recordRun } from '../../../test/golden/recording.ts';
import type { Views } from '../../ring/memory.ts';
import { RecordType } from '../model/record_type.ts';
import { MissedOutputs } from './missed_outputs.ts';
import type { MissedOutputsResult, OutputPosition } from './missed_outputs_task.ts';
import { SnapshotKeeper } from './snapshot_keeper.ts';

/** A client output's bytes, and which it is. */
interface Told extends OutputPosition {
  readonly session: number;
  readonly bytes: string;
}

const NEVER: OutputPosition = { sequence: -1, outputIndex: -1 };
const header = new RecordHeader();
const told: Told[] = [];
let directory: string;
let recording: Recording;

/** Marks are for whoever reads the ring, and nobody is told of them. */
function take(list: Told[], session: number, records: Views, at: number): void {
  const { type, sequence, outputIndex, length } = header.wrap(records, at);
  if (type === RecordType.OUTPUT_MARK) return;
  list.push({ session, sequence, outputIndex, bytes: Buffer.from(records.u8.slice(at, at + length)).toString('hex') });
}

function outputsOf(session: number, after: OutputPosition, untilSequence: number): Told[] {
  const isAfter = ({ sequence, outputIndex }: Told): boolean =>
    sequence > after.sequence || (sequence === after.sequence && outputIndex > after.outputIndex);
  return told.filter((each) => each.session === session && isAfter(each) && each.sequence <= untilSequence);
}

async function make(
  session: number,
  after: OutputPosition,
  untilSequence: number,
): Promise<{ result: MissedOutputsResult; made: Told[] }> {
  const missed = new MissedOutputs({
    journalDirectory: directory,
    snapshotDirectory: join(directory, 'snapshots'),
    patienceMs: 200,
  });
  const made: Told[] = [];
  const result = await missed.make({ session, after, untilSequence }, (records, bytes) => {
    for (let at = 0; at < bytes; at += header.length) {
      const { type, sequence, outputIndex, length } = header.wrap(records, at);
      if (type === RecordType.OUTPUT_MARK) continue;
      made.push({
        session,
        sequence,
        outputIndex,
        bytes: Buffer.from(records.u8.slice(at, at + length)).toString('hex'),
      });
    }
  });
  await missed.close();
  return { result, made };
}

test.before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sluice-missed-'));
  recording = await recordRun({
    directory,
    seed: 5,
    rounds: 300,
    markerRounds: 100,
    onTold: (session, records, at) => take(told, session, records, at),
  });
});

test.after(() => rmSync(directory, { recursive: true }));

test('what a session missed is made again, the same bytes in the same order, and nothing else', async () => {
  const until = recording.markers[1]!;
  for (const session of [0, 1]) {
    const all = outputsOf(session, NEVER, until);
    assert.ok(all.length > 500, `session ${session} was told ${all.length} times`);
    for (const after of [NEVER, all[0]!, all[all.length >> 1]!, all.at(-1)!]) {
      const { result, made } = await make(session, after, until);
      assert.is(result.kind, 'made');
      assert.equal(made, outputsOf(session, after, until), `session ${session} after ${after.sequence}`);
    }
  }
});

test('from a snapshot that every session had passed', async () => {
  const [first, , third] = recording.markers as [number, number, number];
  const keeper = new SnapshotKeeper({
    journalDirectory: directory,
    snapshotDirectory: join(directory, 'snapshots'),
    behaviourVersion: '0.1.0',
  });
  assert.is((await keeper.request(first)).kind, 'written');
  await keeper.close();
  const before = outputsOf(0, NEVER, first).at(-1)!;
  const { made } = await make(0, before, third);
  assert.equal(made, outputsOf(0, before, third));
});

test('a journal that does not reach the mark is said', async () => {
  const { result } = await make(0, NEVER, recording.lastSequence + 1);
  assert.equal(result, { kind: 'not made', why: 'the journal does not reach the mark' });
});

test.run();
