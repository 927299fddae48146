/** Entry of a thread that reads files of minute bars once: `new Worker(curveWorkerUrl, { workerData: CurveWorkerData })`. */

import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { type BarVenue, readVolumeCurves } from './volume_curve.ts';

export const curveWorkerUrl = new URL(import.meta.url);

export interface CurveWorkerData {
  readonly kind: 'volume curves';
  readonly folder: string;
  readonly venues: readonly BarVenue[];
  /** yyyymmdd. */
  readonly before: number;
}

if (!isMainThread && (workerData as CurveWorkerData | null)?.kind === 'volume curves') {
  const { folder, venues, before } = workerData as CurveWorkerData;
  parentPort!.postMessage(readVolumeCurves(folder, venues, before));
}
