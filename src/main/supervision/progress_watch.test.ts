import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CHECK_INTERVAL_MS, HUNG_AFTER_MS, ProgressWatch } from './progress_watch.ts';

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

test.run();
