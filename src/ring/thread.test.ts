import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion } from './memory.ts';
import { allowedCores, lockMemory, nameThread, pinThread, scheduleRealTime, type ThreadOutcome } from './thread.ts';

const onLinux = process.platform === 'linux';

/** On a thread of its own: what it asks for stays with it, and this one keeps its cores. */
function onWorker(body: string): Promise<ThreadOutcome & { seen: string }> {
  const source = `
    const { parentPort } = require('node:worker_threads');
    const { readFileSync } = require('node:fs');
    import(${JSON.stringify(new URL('./thread.ts', import.meta.url).href)}).then((thread) => {
      parentPort.postMessage((${body})(thread, readFileSync));
    });`;
  return new Promise((resolve, reject) => {
    new Worker(source, { eval: true }).once('message', resolve).once('error', reject);
  });
}

const firstCore = (): number => Number(/^\d+/.exec(allowedCores())?.[0] ?? 0);

test('a worker is pinned and named, alone of all threads', async () => {
  if (!onLinux) return;
  const before = allowedCores();
  const pinned = await onWorker(
    `(thread, read) => ({ ...thread.pinThread(${firstCore()}), seen: read('/proc/thread-self/status', 'utf8') })`,
  );
  assert.ok(pinned.ok, pinned.why);
  assert.match(pinned.seen, new RegExp(`Cpus_allowed_list:\\s*${firstCore()}\\n`));
  assert.is(allowedCores(), before);
  const named = await onWorker(
    `(thread, read) => ({ ...thread.nameThread('front stage of seven'), seen: read('/proc/thread-self/comm', 'utf8') })`,
  );
  assert.ok(named.ok, named.why);
  assert.is(named.seen, 'front stage of \n');
  assert.is.not(readFileSync('/proc/thread-self/comm', 'utf8'), named.seen);
});

test('what the kernel refuses is an outcome that says why', () => {
  const outcome = pinThread(1023);
  assert.not.ok(outcome.ok);
  assert.match(outcome.why, onLinux ? /EINVAL.*may use cores/ : /no C library/);
  assert.not.ok(pinThread(-1).ok);
  assert.not.ok(nameThread('').ok && !onLinux);
});

test('memory is locked and priority raised where there are the rights, and otherwise it is said', async () => {
  const locked = lockMemory(allocateRegion(65_536));
  assert.match(locked.why, locked.ok ? /locked in memory/ : /ulimit -l|no C library|counts no/);
  // A worker that ends at once: a real-time thread must not stay behind.
  const realTime = await onWorker(`(thread) => ({ ...thread.scheduleRealTime(1), seen: '' })`);
  assert.match(realTime.why, realTime.ok ? /real-time priority 1/ : /CAP_SYS_NICE|no C library|policy/);
  assert.type(scheduleRealTime, 'function');
});

test.run();
