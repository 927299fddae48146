import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Agent } from './agent.ts';
import { BackOffIdle, SpinIdle, YieldIdle } from './idle.ts';
import { allocateRegion, Region, type RegionTransfer } from './memory.ts';
import { AgentRunner, RUNNER_REGION_BYTES, RunnerControl, RunnerState } from './runner.ts';
import { EMPTY, SpscConsumer, SpscProducer, spscRegionBytes } from './spsc.ts';
import { pollOnEventLoop, WAKER_REGION_BYTES, Waker } from './wake.ts';

interface EchoJob {
  readonly control: RegionTransfer;
  readonly inbound: RegionTransfer;
  readonly outbound: RegionTransfer;
  readonly mainWaker: RegionTransfer;
  readonly maxParkMs: number;
}

const nowMs = (): number => performance.timeOrigin + performance.now();
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends each number back, one higher, and rings whoever reads. */
function echoAgent(job: EchoJob, inbound: SpscConsumer): Agent {
  const outbound = new SpscProducer(Region.from(job.outbound));
  const mainWaker = new Waker(Region.from(job.mainWaker));
  return {
    name: 'echo',
    doWork() {
      const offset = inbound.poll();
      if (offset === EMPTY) return 0;
      const reply = outbound.claim(8);
      outbound.data.f64[reply >> 3] = inbound.data.f64[offset >> 3]! + 1;
      inbound.release();
      outbound.commit();
      outbound.publish();
      mainWaker.wake();
      return 1;
    },
  };
}

function runEcho(job: EchoJob): void {
  const region = Region.from(job.control);
  const inbound = new SpscConsumer(Region.from(job.inbound));
  const idle = new BackOffIdle({
    waker: new RunnerControl(region).waker,
    hasWork: () => !inbound.isEmpty(),
    limits: { spins: 10, yields: 1, maxParkMs: job.maxParkMs },
  });
  new AgentRunner({ agents: [echoAgent(job, inbound)], idle, region, nowMs }).run();
}

function recorder(name: string, calls: string[], onWork: () => number = () => 0): Agent {
  return {
    name,
    doWork: onWork,
    onStart: () => calls.push(`start ${name}`),
    onClose: () => calls.push(`close ${name}`),
  };
}

if (isMainThread) {
  test('agents start in order, take turns until the flag, and close in reverse', () => {
    const region = allocateRegion(RUNNER_REGION_BYTES);
    const control = new RunnerControl(region);
    const calls: string[] = [];
    let turns = 0;
    const count = (): number => {
      if (++turns === 100) control.stop();
      return 1;
    };
    const agents = [recorder('a', calls, count), recorder('b', calls)];
    assert.is(control.state, RunnerState.CREATED);
    new AgentRunner({ agents, idle: new SpinIdle(), region, nowMs }).run();
    assert.equal(calls, ['start a', 'start b', 'close b', 'close a']);
    assert.is(control.state, RunnerState.STOPPED);
    assert.is(control.turns, 100);
  });

  test('an error of an agent closes those that started and leaves the state FAILED', () => {
    const region = allocateRegion(RUNNER_REGION_BYTES);
    const calls: string[] = [];
    const failing = recorder('b', calls, () => {
      throw new Error('bug');
    });
    const runner = new AgentRunner({ agents: [recorder('a', calls), failing], idle: new YieldIdle(), region, nowMs });
    assert.throws(() => runner.run(), /bug/);
    assert.equal(calls, ['start a', 'start b', 'close b', 'close a']);
    assert.is(runner.control.state, RunnerState.FAILED);
  });

  test('a parked worker is woken by its ring and wakes main; it parks, says until when, and stops at once', async () => {
    const maxParkMs = 60_000;
    const ring = (): Region => allocateRegion(spscRegionBytes(4096));
    const [inbound, outbound] = [ring(), ring()];
    const [controlRegion, mainWaker] = [allocateRegion(RUNNER_REGION_BYTES), allocateRegion(WAKER_REGION_BYTES)];
    const control = new RunnerControl(controlRegion);
    const job: EchoJob = {
      control: controlRegion.transfer(),
      inbound: inbound.transfer(),
      outbound: outbound.transfer(),
      mainWaker: mainWaker.transfer(),
      maxParkMs,
    };
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: job });
    const ended = new Promise<number>((resolve) => worker.once('exit', resolve));
    const producer = new SpscProducer(inbound);
    const consumer = new SpscConsumer(outbound);
    const abort = new AbortController();
    let received = 0;
    const send = (): void => {
      const offset = producer.claim(8);
      producer.data.f64[offset >> 3] = received;
      producer.commit();
      producer.publish();
      control.waker.wake();
    };
    const poll = (): number => {
      const offset = consumer.poll();
      if (offset === EMPTY) return 0;
      assert.is(consumer.data.f64[offset >> 3], received + 1);
      consumer.release();
      if (++received === 500) abort.abort();
      // Every other one finds the worker parked or about to.
      else if (received % 2 === 0) setTimeout(send, 1);
      else send();
      return 1;
    };
    send();
    const waker = new Waker(mainWaker);
    await pollOnEventLoop(waker, {
      poll,
      hasWork: () => !consumer.isEmpty(),
      maxSleepMs: 10_000,
      signal: abort.signal,
    });
    assert.is(received, 500);

    const deadline = nowMs() + 5_000;
    while (control.state !== RunnerState.PARKED && nowMs() < deadline) await sleep(1);
    assert.is(control.state, RunnerState.PARKED);
    assert.ok(Math.abs(control.parkedUntilMs - nowMs() - maxParkMs) < 10_000);
    const stopped = nowMs();
    control.stop();
    assert.is(await ended, 0);
    assert.ok(nowMs() - stopped < 5_000, 'stopped without waiting for the end of its sleep');
    assert.is(control.state, RunnerState.STOPPED);
  });

  test.run();
} else runEcho(workerData);
