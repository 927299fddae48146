import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BoardReader, BoardWriter, boardRegionBytes } from './board.ts';
import { allocateRegion, Region } from './memory.ts';

const VALUES = 200_000;
const WORDS = 32;

/** Every word of value n is n: a torn read shows two numbers. */
function writeValues(writer: BoardWriter): void {
  for (let n = 1; n <= VALUES; n++) {
    writer.open();
    for (let i = 0; i < WORDS; i++) writer.value.f64[i] = n;
    writer.close();
  }
}

if (!isMainThread) writeValues(new BoardWriter(Region.from(workerData)));
else {
  test('a reader sees the last value written, and none while one is being written', () => {
    const region = allocateRegion(boardRegionBytes(16));
    const writer = new BoardWriter(region);
    const reader = new BoardReader(region, allocateRegion(16));
    assert.ok(reader.read());
    assert.is(reader.version, 0);
    writer.open();
    writer.value.f64[0] = 5;
    assert.not.ok(reader.read(3));
    writer.close();
    assert.ok(reader.read());
    assert.is(reader.value.f64[0], 5);
    assert.is(reader.version, 2);
  });

  test('a value that a dead writer left half written is never read, and its board is not locked for ever', () => {
    const region = allocateRegion(boardRegionBytes(8));
    const dead = new BoardWriter(region);
    dead.open();
    dead.value.f64[0] = 1;
    const writer = new BoardWriter(region);
    const reader = new BoardReader(region, allocateRegion(8));
    assert.not.ok(reader.read(3));
    writer.open();
    assert.not.ok(reader.read(3));
    writer.value.f64[0] = 2;
    writer.close();
    assert.ok(reader.read());
    assert.is(reader.value.f64[0], 2);
  });

  test('two threads: no value is torn, none is older than the one before', async () => {
    const region = allocateRegion(boardRegionBytes(WORDS * 8));
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: region.transfer() });
    await new Promise((resolve) => worker.once('online', resolve));
    const reader = new BoardReader(region, allocateRegion(WORDS * 8));
    const { f64 } = reader.value;
    const deadline = Date.now() + 30_000;
    let last = 0;
    while (last < VALUES && Date.now() < deadline) {
      if (!reader.read()) continue;
      let torn = 0;
      for (let i = 1; i < WORDS; i++) if (f64[i] !== f64[0]) torn++;
      assert.is(torn, 0);
      assert.ok(f64[0]! >= last);
      last = f64[0]!;
    }
    assert.is(last, VALUES);
  });

  test.run();
}
