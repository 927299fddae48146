import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { openBarFile } from '../../workers/edges/feeds/boards/bar_file.ts';
import { MinuteBars } from '../../workers/edges/feeds/boards/minute_bars.ts';
import { parseConfiguration } from '../configuration/load.ts';
import { UsualVolumes } from './usual_volumes.ts';

const JANUARY = Date.UTC(2026, 0, 5);

test('the engine is told of each instrument whose earlier days are known, by the clock of each venue', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-volumes-'));
  const parsed = parseConfiguration(`[log]\ndirectory = '${directory}'`);
  assert.ok(parsed.ok);
  if (!parsed.ok) return;
  const { instruments, venues } = parsed.configuration;
  const symbols = instruments.map(({ symbol }) => symbol);
  const configuration = {
    ...parsed.configuration,
    venues: venues.map((venue, i) => (i === 0 ? venue : { ...venue, feedTimeZone: 'Asia/Kolkata' })),
  };
  // The same quarter of an hour: 10:00 UTC is 15:30 there.
  const bars = (venue: number, minute: number, shares: number): void => {
    new MinuteBars(() => openBarFile(join(directory, 'bars'), venues[venue]!.name, 20_260_102, symbols)).add(
      1,
      10_000,
      shares,
      minute * 60e9,
    );
  };
  bars(0, 600, 300);
  bars(1, 15 * 60 + 30, 100);
  writeFileSync(join(directory, 'bars', `${venues[0]!.name}-20260101.bars`), 'nothing');
  const notices: string[] = [];
  const told = new Promise<{ instrument: number; days: number; shares: Int32Array }>((resolve) => {
    const control = {
      setVolumeCurve: (instrument: number, days: number, shares: Int32Array) => resolve({ instrument, days, shares }),
    };
    const notice = (text: string): void => void notices.push(text);
    new UsualVolumes({ configuration, control, date: 20_260_105, nowMs: JANUARY, notice }).start();
  });
  const { instrument, days, shares } = await told;
  rmSync(directory, { recursive: true });
  assert.equal([instrument, days, shares[40], shares.reduce((sum, share) => sum + share, 0)], [1, 1, 1e6, 1e6]);
  assert.match(notices.join(), /not a file of minute bars; left out/);
});

test.run();
