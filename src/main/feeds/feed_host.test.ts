import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion } from '../../ring/memory.ts';
import { RUNNER_REGION_BYTES } from '../../ring/runner.ts';
import { spscRegionBytes } from '../../ring/spsc.ts';
import { QuoteReader } from '../../workers/edges/feeds/quotes/made_feed.ts';
import { BookState } from '../../workers/model/book_state.ts';
import { anchorClock } from '../../workers/pipeline/engine_clock.ts';
import { parseConfiguration } from '../configuration/load.ts';
import type { EngineHost } from '../engine/engine_host.ts';
import { FeedHost } from './feed_host.ts';

const LIMIT_MS = 60_000;

test('a feed handler that dies is begun again, and meanwhile its venues are not trusted', async () => {
  const workers: Worker[] = [];
  const onWorker = (worker: Worker): void => void workers.push(worker);
  process.on('worker', onWorker);
  const ring = allocateRegion(spscRegionBytes(1 << 14));
  const reader = new QuoteReader(ring);
  const host = {
    memory: { rings: { quotes: [ring] }, runners: [allocateRegion(RUNNER_REGION_BYTES)] },
    anchor: anchorClock(),
    clock: { now: () => 0 },
    wake: () => undefined,
  } as unknown as EngineHost;
  const notices: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'sluice-feed-host-'));
  const defaults = parseConfiguration(`[log]\ndirectory = '${folder}'`);
  assert.ok(defaults.ok);
  if (!defaults.ok) return;
  const feeds = new FeedHost(
    {
      configuration: defaults.configuration,
      host,
      engineEpoch: 1,
      baseTimeMs: 0,
      date: 20_261_122,
      idle: 'park',
      notice: (text) => notices.push(text),
    },
    [{ venue: 0, address: 'mold://127.0.0.1:0' }],
  );
  const states = (): number[] => {
    reader.read();
    return reader.statuses.map(([, state]) => state!);
  };
  const until = async (count: number): Promise<void> => {
    for (const startMs = performance.now(); states().length < count; ) {
      assert.ok(performance.now() - startMs < LIMIT_MS, `${states()} ${notices}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  feeds.start();
  await until(1);
  await workers[0]!.terminate();
  await until(3);
  process.off('worker', onWorker);
  assert.equal(states(), [BookState.SILENT, BookState.FAILED, BookState.SILENT]);
  // The engine drops what is not above the number before.
  assert.equal(
    reader.numbers,
    [...reader.numbers].sort((a, b) => a - b),
  );
  assert.is(new Set(reader.numbers).size, 3);
  assert.ok(notices.some((text) => text.startsWith('feed handler')));
  const ended = once(workers[1]!, 'exit');
  await feeds.stop();
  await ended;
  assert.is(workers.length, 2);
  rmSync(folder, { recursive: true });
});

test.run();
