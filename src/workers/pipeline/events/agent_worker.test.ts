import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CommandWriter } from '../../../../test/simulation/command_writer.ts';
import { readRecordedHashes } from '../../cold/recorded_hashes.ts';
import { Side } from '../../model/order.ts';
import { Single } from '../single.ts';
import { type EventMode, eventStart } from './agent.ts';
import { type EventWorkerData, eventWorkerUrl } from './agent_worker.ts';
import { EventControl } from './control.ts';

const SCHEMA = Uint8Array.from(readFileSync(new URL('../../../../schemas/generated/engine.bfbs', import.meta.url)));
const ORDERS = 3_000;

test('the worker follows a live engine, is told to stop, and has written everything', async () => {
  for (const mode of ['full', 'hashes'] as EventMode[]) {
    const directory = mkdtempSync(join(tmpdir(), 'sluice-events-'));
    const capacity = { orders: 64, clOrdIds: 8_192, accounts: 2, strategies: 2, instruments: 2, venues: 16 };
    let now = 0;
    const single = new Single({
      engines: capacity,
      sessions: 1,
      venues: 1,
      clock: { now: () => ++now, rebase: () => undefined },
    });
    const control = new EventControl();
    const data: EventWorkerData = {
      kind: 'events',
      memory: single.memory.transfer(),
      control: control.transfer(),
      start: eventStart(single.memory, 0),
      mode,
      writer: {
        directory,
        segmentBytes: 1 << 20,
        baseTimeMs: 0,
        engineEpoch: 1,
        behaviourVersion: 'test',
        schema: SCHEMA,
      },
    };
    const worker = new Worker(eventWorkerUrl, { workerData: data });
    const exited = new Promise<number>((resolve) => worker.once('exit', resolve));
    single.goLive();
    const writer = new CommandWriter(single.memory);
    for (let order = 0; order < ORDERS; order++) {
      writer.order(0, { id: `N${order}`, side: Side.BUY, lots: 1, ticks: 1 });
      single.drain();
      if (order % 50 === 0) await sleep(1);
    }
    writer.marker(1);
    single.drain();
    single.assembly.sendHashes();
    control.stop();
    assert.is(await exited, 0);
    assert.is(control.sequence, ORDERS + 1);
    const { hashes, sections, lostCommands } = readRecordedHashes(directory, 1);
    rmSync(directory, { recursive: true });
    assert.is(hashes.filter(({ sequence }) => sequence === ORDERS + 1).length, 10, 'the marker and the end');
    if (mode === 'full') assert.ok(sections + lostCommands >= ORDERS, `${sections} and ${lostCommands} lost`);
    else assert.is(sections, 0);
  }
});

test.run();
