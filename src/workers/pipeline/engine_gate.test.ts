import { Worker } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Region } from '../../ring/memory.ts';
import { EngineGate } from './engine_gate.ts';

/** A worker that comes to warm up third. */
const THIRD = `
  const { workerData } = require('node:worker_threads');
  import(workerData.module).then(({ EngineGate }) => {
    const gate = new EngineGate(workerData.region);
    gate.waitUntilWarm(2);
    gate.addWarm();
  });
`;

test('workers warm up one after another, and recovery waits for the last', async () => {
  const gate = new EngineGate();
  const module = new URL('./engine_gate.ts', import.meta.url).href;
  const memory = gate.region.transfer();
  const region = { f64: Region.from(memory).f64, i32: Region.from(memory).i32 };
  const worker = new Worker(THIRD, { eval: true, workerData: { module, region } });
  const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
  gate.addWarm();
  await new Promise((resolve) => worker.once('online', resolve));
  assert.is(gate.warm, 1, 'the third waits for the second');
  gate.addWarm();
  gate.waitUntilWarm(3);
  assert.is(gate.warm, 3);
  assert.is(await ended, 0);
});

test.run();
