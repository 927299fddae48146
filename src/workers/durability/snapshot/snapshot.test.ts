import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion } from '../../../ring/memory.ts';
import { PowerCut, PowerLossFiles } from '../journal/power_loss.ts';
import { newestSnapshot, readSnapshot } from './read_snapshot.ts';
import { coveredSequence, writeSnapshot } from './write_snapshot.ts';

const DIRECTORY = '/snapshots';

function meta(sequence: number) {
  return { sequence, baseTimeMs: 1.7e12, engineEpoch: 3, behaviourVersion: '0.1.0', stageHashes: [-1, 2, 2 ** 31] };
}

function parts(seed: number) {
  const region = allocateRegion(40_000);
  for (let word = 0; word < region.i32.length; word++) region.i32[word] = Math.imul(word + seed, 0x9e3779b1);
  return [
    { name: 'orders', bytes: region.u8 },
    { name: 'odd', bytes: new Uint8Array([1, 2, 3]) },
    { name: 'empty', bytes: new Uint8Array(0) },
    { name: 'prices', bytes: region.u8.subarray(8, 8008) },
  ];
}

test('what is written is read, from shared memory to disk and back, aligned for typed arrays', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-snapshot-'));
  try {
    const path = writeSnapshot(directory, meta(2 ** 40), parts(1));
    const snapshot = readSnapshot(path);
    assert.equal(snapshot.meta, meta(2 ** 40));
    assert.equal([...snapshot.parts.keys()], ['orders', 'odd', 'empty', 'prices']);
    for (const { name, bytes } of parts(1)) assert.ok(Buffer.from(bytes).equals(snapshot.parts.get(name)!), name);
    for (const bytes of snapshot.parts.values()) assert.is(bytes.byteOffset % 8, 0);
    assert.equal(readdirSync(directory), ['snapshot-0001099511627776.snap']);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('two are kept, the older of them says what the journal need not keep', () => {
  const files = new PowerLossFiles();
  assert.is(newestSnapshot(DIRECTORY, files).snapshot, undefined);
  for (const sequence of [100, 200, 300]) {
    writeSnapshot(DIRECTORY, meta(sequence), parts(sequence), files);
    assert.is(coveredSequence(DIRECTORY, files), Math.max(0, sequence - 100));
  }
  assert.is(files.list(DIRECTORY).length, 2);
  assert.is(newestSnapshot(DIRECTORY, files).snapshot?.meta.sequence, 300);
});

test('a damaged newest one is passed over with a word, wherever the flip is', () => {
  const files = new PowerLossFiles();
  writeSnapshot(DIRECTORY, meta(100), parts(1), files);
  const bytes = files.bytesOf(writeSnapshot(DIRECTORY, meta(200), parts(2), files));
  for (let at = 0; at < bytes.length; at += at < 200 ? 1 : 997) {
    bytes[at]! ^= 0x10;
    const { snapshot, skipped } = newestSnapshot(DIRECTORY, files);
    assert.is(snapshot?.meta.sequence, 100);
    assert.match(skipped[0] ?? '', /snapshot-0000000000000200\.snap: hash expected/);
    bytes[at]! ^= 0x10;
  }
  assert.equal(newestSnapshot(DIRECTORY, files).skipped, []);
});

test('power loss at any call leaves the new one or the one before', () => {
  for (let calls = 1; calls < 15; calls++) {
    for (const survives of [true, false]) {
      const files = new PowerLossFiles();
      writeSnapshot(DIRECTORY, meta(100), parts(1), files);
      files.callsToCut = calls;
      let isWritten = false;
      try {
        writeSnapshot(DIRECTORY, meta(200), parts(2), files);
        isWritten = true;
      } catch (error) {
        if (!(error instanceof PowerCut)) throw error;
      }
      files.losePower(() => survives);
      const { snapshot, skipped } = newestSnapshot(DIRECTORY, files);
      assert.equal(skipped, []);
      assert.ok(snapshot?.meta.sequence === 200 || (!isWritten && snapshot?.meta.sequence === 100));
    }
  }
});

test.run();
