/**
 * Tells the engine how instruments' volume lies over the day, as the bars of earlier days have it. A thread of its own reads
 * the files, 92 KB an instrument, venue and day, so that neither the start nor main waits for them.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type CurveWorkerData, curveWorkerUrl } from '../../workers/edges/feeds/boards/curve_worker.ts';
import type { VolumeCurve, VolumeCurves } from '../../workers/edges/feeds/boards/volume_curve.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { ControlSource } from '../engine/control_source.ts';
import { describe } from '../supervision/fault.ts';
import { offsetMinutes } from '../trading_calendar/time_zone.ts';

/** The control ring is others' too: so many, then a moment for the engine. */
const BATCH = 16;
const BETWEEN_BATCHES_MS = 5;

export interface UsualVolumesOptions {
  readonly configuration: Configuration;
  readonly control: Pick<ControlSource, 'setVolumeCurve'>;
  /** Today, yyyymmdd: what earlier days have left counts. */
  readonly date: number;
  readonly nowMs: number;
  readonly notice: (text: string) => void;
}

export class UsualVolumes {
  readonly #options: UsualVolumesOptions;
  #worker: Worker | undefined;
  #isStopped = false;

  constructor(options: UsualVolumesOptions) {
    this.#options = options;
  }

  start(): void {
    const { configuration, date, nowMs, notice } = this.#options;
    const folder = join(configuration.log.directory, 'bars');
    if (!existsSync(folder)) return;
    const workerData: CurveWorkerData = {
      kind: 'volume curves',
      folder,
      venues: configuration.venues.map(({ name, feedTimeZone }) => ({
        name,
        offsetMinutes: offsetMinutes(feedTimeZone, nowMs),
      })),
      before: date,
    };
    const worker = new Worker(curveWorkerUrl, { workerData, name: 'volume curves' });
    this.#worker = worker;
    worker.on('message', (read: VolumeCurves) => void this.#tell(read));
    worker.on('error', (error) => notice(`volume curves: ${describe(error)}; VWAP has what the engine has learnt`));
  }

  stop(): void {
    this.#isStopped = true;
    void this.#worker?.terminate();
  }

  async #tell({ curves, problems }: VolumeCurves): Promise<void> {
    const { configuration, control, notice } = this.#options;
    for (const problem of problems) notice(`volume curves: ${problem}; left out`);
    const bySymbol = new Map<string, VolumeCurve>(curves.map((curve) => [curve.symbol, curve]));
    let told = 0;
    for (const [instrument, { symbol }] of configuration.instruments.entries()) {
      const curve = bySymbol.get(symbol);
      if (curve === undefined) continue;
      if (this.#isStopped) return;
      control.setVolumeCurve(instrument, curve.days, curve.shares);
      if (++told % BATCH === 0) await pause(BETWEEN_BATCHES_MS);
    }
  }
}
