import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { SpinIdle } from '../../ring/idle.ts';
import { allocateRegion } from '../../ring/memory.ts';
import { AgentRunner, RUNNER_REGION_BYTES, RunnerControl } from '../../ring/runner.ts';
import { CHECK_INTERVAL_MS, HUNG_AFTER_MS, ProgressWatch } from './progress_watch.ts';
import { watchRunner } from './runner_watch.ts';

class FakeWorker {
  readonly name: string;
  turns = 0;
  ended = false;

  constructor(name: string) {
    this.name = name;
  }
  progress(): number {
    return this.turns;
  }
  stopped(): boolean {
    return this.ended;
  }
}

test('a worker without progress is named after the limit, one that turns is not', () => {
  const [engine, egress] = [new FakeWorker('engine'), new FakeWorker('egress')];
  const watch = new ProgressWatch([engine, egress], 0);
  let found: string | undefined;
  let now = 0;
  while (found === undefined && now < 10_000) {
    now += CHECK_INTERVAL_MS;
    engine.turns++;
    found = watch.check(now);
  }
  assert.is(found, 'egress');
  assert.is(now, HUNG_AFTER_MS);
});

test('time that main itself slept counts as one look', () => {
  const watch = new ProgressWatch([new FakeWorker('engine')], 0);
  assert.is(watch.check(60_000), undefined);
  assert.is(watch.check(120_000), undefined);
});

test('a stopped worker need not progress', () => {
  const worker = new FakeWorker('engine');
  worker.ended = true;
  const watch = new ProgressWatch([worker], 0);
  for (let now = 250; now < 10_000; now += 250) assert.is(watch.check(now), undefined);
});

test('a runner is watched from its first turn until it is told to stop', () => {
  const region = allocateRegion(RUNNER_REGION_BYTES);
  const worker = watchRunner('engine', new RunnerControl(region));
  assert.ok(worker.stopped(), 'created');
  let turns = 0;
  const agent = {
    name: 'counting',
    doWork: () => {
      assert.not(worker.stopped(), 'running');
      assert.is(worker.progress(), turns++);
      if (turns === 3) new RunnerControl(region).stop();
      return 1;
    },
  };
  new AgentRunner({ agents: [agent], idle: new SpinIdle(), region, nowMs: () => 0 }).run();
  assert.is(turns, 3);
  assert.ok(worker.stopped(), 'ended');
});

test.run();
