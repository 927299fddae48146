import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EXIT_TEXT, ExitCode } from './exit_code.ts';
import { describe, exitCodeOf, Fault, FORESEEN_ERROR_NAMES } from './fault.ts';
import { logDestination, openLog } from './logger.ts';
import { Shutdown } from './shutdown.ts';
import { StallMonitor } from './stall_monitor.ts';
import { guardWorker } from './worker_guard.ts';

const QUIET = { info: () => undefined, error: () => undefined };

test('foreseen errors are a sentence and a code, a bug is a stack and 1', () => {
  const fault = new Fault(ExitCode.LOCKED, 'data/sluice is held by process 12');
  assert.is(exitCodeOf(fault), ExitCode.LOCKED);
  assert.is(describe(fault), 'data/sluice is held by process 12');
  assert.is(exitCodeOf(Object.assign(new Error('in use'), { code: 'EADDRINUSE' })), ExitCode.RESOURCES);
  assert.is(exitCodeOf(Object.assign(new Error('full'), { code: 'ENOSPC' })), ExitCode.DISK);
  assert.is(exitCodeOf(new TypeError('x is undefined')), ExitCode.BUG);
  assert.match(describe(new TypeError('x is undefined')), 'faults.test.ts');
  assert.is(exitCodeOf(undefined), ExitCode.BUG);
  assert.equal(Object.keys(EXIT_TEXT).map(Number).sort(), Object.values(ExitCode).sort());
});

test('an error from a worker keeps its meaning', async () => {
  const source = 'class E extends Error { name = "DirectoryLockedError" } throw new E("held by process 12")';
  const shutdown = new Shutdown(QUIET);
  const stopped = new Promise((resolve) => shutdown.step('stop', 1_000, resolve as () => void));
  guardWorker('journal', new Worker(source, { eval: true }), shutdown);
  await stopped;
  assert.is(await shutdown.request('join'), ExitCode.LOCKED);
});

test('each name in the table of errors is a class that exists', () => {
  const sources = new URL('../../', import.meta.url).pathname;
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const text = files.map((file) => readFileSync(join(sources, file), 'utf8')).join('\n');
  for (const name of FORESEEN_ERROR_NAMES) assert.match(text, `class ${name} extends Error`);
});

test('a worker that throws, and one that just ends, stop the engine', async () => {
  for (const source of ['throw new Error("broken")', 'process.exit(3)', '']) {
    const shutdown = new Shutdown(QUIET);
    const stopped = new Promise((resolve) => shutdown.step('stop', 1_000, resolve as () => void));
    guardWorker('engine', new Worker(source, { eval: true }), shutdown);
    await stopped;
    assert.is(await shutdown.request('join'), ExitCode.THREAD_DIED, source);
  }
});

test('a worker that ends because it was told to is no failure', async () => {
  const shutdown = new Shutdown(QUIET);
  const worker = new Worker('require("node:worker_threads").parentPort.once("message", () => process.exit(0))', {
    eval: true,
  });
  guardWorker('engine', worker, shutdown);
  shutdown.step('stop the worker', 5_000, () => {
    worker.postMessage('stop');
    return new Promise((resolve) => worker.once('exit', resolve));
  });
  assert.is(await shutdown.request('Ctrl-C'), ExitCode.OK);
});

test('a blocked main loop shows as a stall', async () => {
  const monitor = new StallMonitor('main');
  assert.equal(monitor.figures(), { thread: 'main', p50Ns: 0, p99Ns: 0, maxNs: 0 });
  monitor.start();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const until = performance.now() + 80;
  while (performance.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 50));
  monitor.stop();
  const { maxNs, p50Ns } = monitor.figures();
  assert.ok(maxNs > 50e6 && maxNs >= p50Ns, `max ${maxNs}`);
});

test('the log goes to its file without passwords, and is whole after close', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-log-'));
  try {
    const settings = { logging: { level: 'info', destination: 'auto' } as const, log: { directory } as never };
    assert.is(logDestination(settings, false), 'stderr');
    const log = openLog(settings, true);
    assert.is(log.destination, join(directory, 'sluice.log'));
    log.logger.info({ session: { password: 'hunter2' } }, 'logged on');
    log.logger.debug('not written');
    await log.close();
    const lines = readFileSync(log.destination, 'utf8').trim().split('\n');
    assert.is(lines.length, 1);
    assert.is(JSON.parse(lines[0]!).msg, 'logged on');
    assert.not.match(lines[0]!, 'hunter2');
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test.run();
