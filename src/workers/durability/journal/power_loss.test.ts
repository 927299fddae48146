import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { durableSequence } from '../log/log_header.ts';
import { JOURNAL_COVERED_F64 } from '../log/log_layout.ts';
import { JournalRig, readAll, SMALL_SEGMENT_BYTES } from './journal_rig.ts';
import { PowerCut, PowerLossFiles } from './power_loss.ts';
import { recoverJournal } from './salvage.ts';

const CASES = process.env.SLUICE_LONG ? 10_000 : 300;
const FIRST_SEED = Number(process.env.SLUICE_SEED ?? 1);
const DIRECTORY = '/journal';
const RETAIN_BYTES = 3 * SMALL_SEGMENT_BYTES;

/** mulberry32: a case is its seed. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs until the power goes; returns what had been reported durable by then. */
async function runUntilCut(
  files: PowerLossFiles,
  random: () => number,
  known: { durable: number; covered: number },
): Promise<void> {
  const durability = random() < 0.5 ? ('disk' as const) : ('process' as const);
  files.callsToCut = 1 + Math.floor(random() * (random() < 0.2 ? 400 : 60));
  const options = { files, directory: DIRECTORY, durability, retainBytes: RETAIN_BYTES };
  try {
    const rig = await JournalRig.start(options);
    assert.ok(
      rig.recovered.lastSequence >= known.durable,
      `recovered ${rig.recovered.lastSequence}, durable ${known.durable}`,
    );
    while (!files.isDown) {
      const burst = 1 + Math.floor(random() * (random() < 0.3 ? 80 : 5));
      for (let n = 0; n < burst; n++) rig.write(64 + 8 * Math.floor(random() * (random() < 0.1 ? 900 : 30)));
      rig.publish();
      rig.nowMs += random() < 0.3 ? 60 : 0;
      try {
        await rig.step();
      } finally {
        known.durable = Math.max(known.durable, durableSequence(rig.log));
      }
      known.covered = Math.max(known.covered, durableSequence(rig.log) - 50);
      rig.log.f64[JOURNAL_COVERED_F64] = known.covered;
    }
  } catch (error) {
    if (!(error instanceof PowerCut) && !((error as Error).cause instanceof PowerCut)) throw error;
  }
}

async function powerLossCase(seed: number): Promise<void> {
  const random = generator(seed);
  const files = new PowerLossFiles();
  const known = { durable: 0, covered: 0 };
  for (let life = 0; life < 4; life++) {
    await runUntilCut(files, random, known);
    const share = [0, 0.2, 0.5, 0.9, 1][Math.floor(random() * 5)]!;
    files.losePower(() => random() < share);
    const identity = { bootId: new Int32Array(4), behaviourVersion: '0.1.0', schema: new Uint8Array(3) };
    const recovered = await recoverJournal({ files, directory: DIRECTORY, log: undefined, ...identity });
    assert.ok(
      recovered.lastSequence >= known.durable,
      `recovered ${recovered.lastSequence} of ${known.durable} durable`,
    );
    const from = Math.max(1, recovered.segments[0]?.firstSequence ?? 1);
    assert.ok(from <= known.covered + 1, `only covered segments are gone: ${from} of ${known.covered}`);
    assert.is(readAll(files, DIRECTORY, from), recovered.lastSequence);
  }
}

test(`power loss at any call: all that was reported durable is there, nothing torn is accepted (${CASES} cases)`, async () => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + CASES; seed++) {
    try {
      await powerLossCase(seed);
    } catch (error) {
      throw new Error(`seed ${seed} (repeat with SLUICE_SEED=${seed}): ${(error as Error).message}`, { cause: error });
    }
  }
});

test.run();
