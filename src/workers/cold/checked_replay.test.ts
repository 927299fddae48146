import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FrontSection, RecordHeader, StageHash } from '../../../schemas/generated/engine.ts';
import { CAPACITY, type Recording, recordRun } from '../../../test/golden/recording.ts';
import { flipBit, rewriteEvents } from '../../../test/golden/rewriting.ts';
import { JournalCorruptedError } from '../durability/journal/corruption.ts';
import { RecordType } from '../model/record_type.ts';
import { OutboxCorruptedError } from '../pipeline/execution/outbox.ts';
import { StageIndex } from '../pipeline/stages.ts';
import { type CheckedReplay, checkedReplay, isEqual } from './checked_replay.ts';
import { RunDescriptionError, readRunDescription, writeRunDescription } from './run_description.ts';

const ROUNDS = process.env.SLUICE_LONG ? 20_000 : 300;
const SEED = 7;
let recorded: string;
let second: Recording;

async function inCopy(work: (directory: string) => Promise<void> | void): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-replay-'));
  try {
    cpSync(recorded, directory, { recursive: true });
    await work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function run(directory: string, comparesSections = false): CheckedReplay {
  const snapshotDirectory = join(directory, 'snapshots');
  return checkedReplay({ journalDirectory: directory, snapshotDirectory, fromSnapshot: false, comparesSections });
}

/** A segment of the run before last: whatever is wrong in it is no torn tail. */
function firstSegment(directory: string, kind: 'input' | 'events'): string {
  return join(directory, readdirSync(directory).find((name) => name.startsWith(`${kind}-0`))!);
}

test.before(async () => {
  recorded = mkdtempSync(join(tmpdir(), 'sluice-replay-'));
  await recordRun({ directory: recorded, seed: SEED, rounds: ROUNDS, markerRounds: 100 });
  const capacity = { ...CAPACITY, orders: 16_384 };
  second = await recordRun({ directory: recorded, seed: SEED, rounds: ROUNDS, markerRounds: 100, capacity });
});

test.after(() => {
  rmSync(recorded, { recursive: true });
});

test('two runs with a recovery between them replay as they were', () => {
  const replay = run(recorded, true);
  assert.is(replay.lastSequence, second.lastSequence);
  assert.is(replay.comparedUpTo, second.lastSequence);
  assert.ok(replay.sections!.compared > replay.commands);
  assert.ok(isEqual(replay), JSON.stringify(replay));
});

test('one word of one hash is found, and where to look is said', () =>
  inCopy(async (directory) => {
    const at: number[] = [];
    await rewriteEvents(directory, (data, header) => {
      if (header.type !== RecordType.STAGE_HASH) return true;
      const hash = new StageHash().wrap(data, RecordHeader.BYTES);
      if (hash.stage !== StageIndex.EGRESS) return true;
      at.push(header.sequence);
      if (at.length === 2) hash.hash1 ^= 1 << 20;
      return true;
    });
    const replay = run(directory);
    assert.not(isEqual(replay));
    const differing = replay.stages.filter(({ difference }) => difference !== undefined);
    assert.equal(
      differing.map(({ stage, difference }) => [stage, difference?.equalUpTo, difference?.sequence]),
      [['egress', at[0], at[1]]],
    );
  }));

test('a section that is another is found by its command', () =>
  inCopy(async (directory) => {
    let changed = 0;
    await rewriteEvents(directory, (data, header) => {
      if (header.type !== RecordType.FRONT_EVENT || header.sequence < 200 || changed > 0) return true;
      changed = header.sequence;
      new FrontSection().wrap(data, RecordHeader.BYTES).leavesLots += 1;
      return true;
    });
    const { sections, stages } = run(directory, true);
    assert.is(sections?.difference?.sequence, changed);
    assert.is(sections?.difference?.type, RecordType.FRONT_EVENT);
    assert.ok(stages.every(({ difference }) => difference === undefined));
  }));

test('a section that was left out is missed', () =>
  inCopy(async (directory) => {
    let dropped = 0;
    await rewriteEvents(directory, (_data, header) => {
      if (header.type !== RecordType.ROUTE_EVENT || header.sequence < 200 || dropped > 0) return true;
      dropped = header.sequence;
      return false;
    });
    assert.is(run(directory, true).sections?.difference?.sequence, dropped);
  }));

test('without hashes nothing is equal', () =>
  inCopy(async (directory) => {
    await rewriteEvents(directory, (_data, header) => header.type !== RecordType.STAGE_HASH);
    const replay = run(directory);
    assert.is(replay.commands, second.lastSequence);
    assert.not(isEqual(replay));
    assert.is(replay.comparedUpTo, 0);
    for (const name of readdirSync(directory)) if (name.startsWith('events-')) rmSync(join(directory, name));
    assert.not(isEqual(run(directory)));
  }));

const isOutboxError = (error: Error): boolean => error instanceof OutboxCorruptedError;

test('how many sessions there are changes nothing, another pool does, and no description is an error', () =>
  inCopy((directory) => {
    const [first, ...rest] = readRunDescription(directory);
    rmSync(join(directory, 'engine.json'));
    assert.throws(
      () => run(directory),
      (error: Error) => error instanceof RunDescriptionError,
    );
    const runs = [first!, ...rest];
    for (const made of runs) writeRunDescription(directory, { ...made, sessions: 1 });
    assert.ok(isEqual(run(directory)));
    rmSync(join(directory, 'engine.json'));
    writeRunDescription(directory, { ...first!, capacity: { ...first!.capacity, orders: 64 } });
    assert.throws(() => {
      if (!isEqual(run(directory))) throw new OutboxCorruptedError('a stage differed before the outbox did');
    }, isOutboxError);
  }));

test('the description keeps what each part was written with', () =>
  inCopy((directory) => {
    const runs = readRunDescription(directory);
    assert.equal(
      runs.map(({ capacity }) => capacity.orders),
      [CAPACITY.orders, 16_384],
    );
    writeRunDescription(directory, { ...runs[1]!, firstSequence: 10_000_000 });
    assert.equal(readRunDescription(directory), runs);
    writeRunDescription(directory, { ...runs[1]!, firstSequence: 5 });
    assert.equal(readRunDescription(directory), [runs[0], { ...runs[1], firstSequence: 5 }]);
  }));

test('a flipped bit of the journal or of the event log is named by file and byte', async () => {
  for (const kind of ['input', 'events'] as const) {
    for (const part of [0.4, 0.7, 0.95]) {
      await inCopy((directory) => {
        const path = firstSegment(directory, kind);
        const offset = Math.floor(statSync(path).size * part);
        flipBit(path, offset);
        try {
          run(directory);
          assert.unreachable('damage was not found');
        } catch (error) {
          assert.instance(error, JournalCorruptedError);
          const { path: where, offset: record } = error as JournalCorruptedError;
          assert.is(where, path);
          assert.ok(record <= offset && offset - record < 1_024, `${record} for ${offset}`);
        }
      });
    }
  }
});

test('a journal that has lost its end is not called whole', () =>
  inCopy((directory) => {
    const names = readdirSync(directory).filter((name) => name.startsWith('input-0'));
    truncateSync(join(directory, names.at(-1)!), statSync(join(directory, names.at(-1)!)).size >> 1);
    rmSync(join(directory, names.at(-1)!));
    const replay = run(directory);
    assert.ok(replay.lastRecordedHash > replay.lastSequence);
  }));

test.run();
