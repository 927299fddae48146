import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MapFileError, mapFile } from './mapped_memory.ts';
import { EMPTY, SpscConsumer, SpscProducer } from './spsc.ts';
import { SPSC_HEADER_BYTES } from './spsc_layout.ts';

const RECORDS = 200_000;
const ADDS = 1_000_000;
const RING_BYTES = SPSC_HEADER_BYTES + 65_536;
const MAPPED_BYTES = 81_920;
const COUNTER = (MAPPED_BYTES - 64) / 4;

const shm = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const child = process.env.SLUICE_MAPPED_CHILD;

/** The other process: counts on one word, then writes records into the ring at the file's start. */
function runChild(path: string): void {
  const region = mapFile(path, MAPPED_BYTES, { create: false });
  for (let i = 0; i < ADDS; i++) Atomics.add(region.i32, COUNTER, 1);
  const producer = new SpscProducer(region.slice(0, RING_BYTES));
  for (let i = 0; i < RECORDS; i++) {
    const bytes = 8 + (i % 5) * 8;
    let offset = producer.claim(bytes);
    while (offset < 0) {
      producer.publish();
      Atomics.pause();
      offset = producer.claim(bytes);
    }
    for (let at = 0; at < bytes; at += 8) producer.data.f64[(offset + at) >> 3] = i + at;
    producer.commit();
    if (i % 32 === 0) producer.publish();
  }
  producer.publish();
}

if (child !== undefined) {
  runChild(child);
} else {
  const folder = mkdtempSync(join(shm, 'sluice-mapped-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));

  test('two processes count on one word and pass records through one ring, none lost', async () => {
    const path = join(folder, 'shared');
    const region = mapFile(path, MAPPED_BYTES, { create: true });
    assert.instance(region.buffer, SharedArrayBuffer);
    const consumer = new SpscConsumer(region.slice(0, RING_BYTES));
    const other = fork(fileURLToPath(import.meta.url), { env: { ...process.env, SLUICE_MAPPED_CHILD: path } });
    const ended = once(other, 'exit');
    for (let i = 0; i < ADDS; i++) Atomics.add(region.i32, COUNTER, 1);
    const deadline = Date.now() + 60_000;
    for (let i = 0; i < RECORDS; ) {
      const offset = consumer.poll();
      if (offset === EMPTY) {
        consumer.release();
        if (Date.now() > deadline) break;
        continue;
      }
      let wrong = consumer.length === 8 + (i % 5) * 8 ? 0 : 1;
      for (let at = 0; at < consumer.length; at += 8) if (consumer.data.f64[(offset + at) >> 3] !== i + at) wrong++;
      if (wrong > 0) assert.unreachable(`record ${i} of ${consumer.length} bytes is wrong`);
      i++;
    }
    const [code] = await ended;
    assert.is(code, 0);
    assert.is(Atomics.load(region.i32, COUNTER), 2 * ADDS);
  });

  test('what is stored is in the file, and mapping it again finds it', () => {
    const path = join(folder, 'kept');
    mapFile(path, 4096, { create: true }).f64[7] = 42;
    assert.is(readFileSync(path).readDoubleLE(56), 42);
    assert.is(mapFile(path, 4096, { create: true }).f64[7], 42);
  });

  test('a file that is missing, of another size, or of a broken page count is refused', () => {
    assert.throws(() => mapFile(join(folder, 'missing'), 4096, { create: false }), /ENOENT/);
    const path = join(folder, 'short');
    writeFileSync(path, Buffer.alloc(100));
    assert.throws(() => mapFile(path, 4096, { create: true }), /has 100 bytes, not 4096/);
    assert.throws(() => mapFile(join(folder, 'odd'), 100, { create: true }), RangeError);
  });

  test('a file system that is too small is an error that says how to enlarge it, and leaves no file', () => {
    const path = join(folder, 'large');
    const { bavail, bsize } = statfsSync(folder);
    const tooMuch = Math.ceil((bavail * bsize) / 4096 + 1_000) * 4096;
    assert.throws(
      () => mapFile(path, tooMuch, { create: true }),
      (error: unknown) => error instanceof MapFileError && /too small.*needs \d+ MiB/.test(error.message),
    );
    assert.not.ok(existsSync(path));
  });

  test.run();
}
