import { EventEmitter } from 'node:events';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ExitCode } from './exit_code.ts';
import { Shutdown } from './shutdown.ts';
import { onSignals, REPEAT_IGNORED_MS } from './signals.ts';

class Lines {
  readonly lines: string[] = [];
  info(text: string): void {
    this.lines.push(text);
  }
  error(text: string): void {
    this.lines.push(`error: ${text}`);
  }
}

test('steps run in order, once, whoever asks', async () => {
  const done: string[] = [];
  const shutdown = new Shutdown(new Lines());
  shutdown.step('a', 100, async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    done.push('a');
  });
  shutdown.step('b', 100, () => done.push('b'));
  const first = shutdown.request('Ctrl-C');
  assert.equal(done, [], 'no step runs inside the caller');
  assert.ok(shutdown.requested);
  assert.equal(await Promise.all([first, shutdown.request('again')]), [ExitCode.OK, ExitCode.OK]);
  assert.equal(done, ['a', 'b']);
});

test('a step that fails or hangs is reported and does not stop the others', async () => {
  const log = new Lines();
  const done: string[] = [];
  const shutdown = new Shutdown(log);
  shutdown.step('drain', 5, () => new Promise(() => done.push('drain')));
  shutdown.step('snapshot', 100, () => {
    throw new Error('disk full');
  });
  shutdown.step('close', 100, () => done.push('close'));
  assert.is(await shutdown.request('SIGTERM'), ExitCode.STOP_INCOMPLETE);
  assert.equal(done, ['drain', 'close']);
  assert.equal(log.lines, [
    'stopping: SIGTERM',
    'error: while stopping: drain: not done after 5 ms',
    'error: while stopping: snapshot: disk full',
  ]);
});

test('the first failure is the exit code, also when it comes while draining', async () => {
  const shutdown = new Shutdown(new Lines());
  const running = shutdown.request('Ctrl-C');
  void shutdown.request('engine died', ExitCode.THREAD_DIED);
  void shutdown.request('then the disk', ExitCode.DISK);
  assert.is(await running, ExitCode.THREAD_DIED);
});

test('the first signal drains, its echo is ignored, a later one forces', () => {
  const source = new EventEmitter();
  const seen: string[] = [];
  let now = 1_000;
  const remove = onSignals(source, {
    drain: (signal) => seen.push(`drain ${signal}`),
    force: (signal) => seen.push(`force ${signal}`),
    nowMs: () => now,
  });
  source.emit('SIGINT', 'SIGINT');
  now += REPEAT_IGNORED_MS;
  source.emit('SIGINT', 'SIGINT');
  assert.equal(seen, ['drain SIGINT']);
  now += 1;
  source.emit('SIGTERM', 'SIGTERM');
  assert.equal(seen, ['drain SIGINT', 'force SIGTERM']);
  remove();
  assert.is(source.listenerCount('SIGINT'), 0);
});

test.run();
