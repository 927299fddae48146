/**
 * Snapshots of the running engine: a marker in the stream, every client session's outbound log past it, and a shadow that
 * replays to it and keeps what it has only if its hashes are the live ones.
 */

import { join } from 'node:path';
import { SnapshotKeeper } from '../../workers/cold/snapshot_keeper.ts';
import type { SnapshotResult } from '../../workers/cold/snapshot_task.ts';
import { allowReuse } from '../../workers/durability/log/log_header.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { ControlSource } from './control_source.ts';
import type { EngineHost } from './engine_host.ts';
import { journalDirectory } from './log_windows.ts';

const NS_PER_MS = 1e6;
/** A session that does not pass the marker in this time has lost outputs, and only the journal has them. */
const MARK_PATIENCE_MS = 5_000;
/** A ring that is as full as before at its mark is tried again after this. */
const LEAST_BETWEEN_MARKS_MS = 500;

export interface SnapshotsOptions {
  readonly configuration: Configuration;
  readonly host: EngineHost;
  readonly control: ControlSource;
  readonly behaviourVersion: string;
  readonly notice: (text: string) => void;
}

interface Marker {
  readonly number: number;
  readonly sessions: Set<number>;
  readonly passed: (sequence: number) => void;
}

export class Snapshots {
  readonly #options: SnapshotsOptions;
  readonly #keeper: SnapshotKeeper;
  #timer: NodeJS.Timeout | undefined;
  #number = 0;
  #markedMs = Number.NEGATIVE_INFINITY;
  #marker: Marker | undefined;
  #running: Promise<void> | undefined;

  constructor(options: SnapshotsOptions) {
    this.#options = options;
    const { configuration, behaviourVersion } = options;
    this.#keeper = new SnapshotKeeper({
      journalDirectory: journalDirectory(configuration),
      snapshotDirectory: join(configuration.log.directory, 'snapshots'),
      behaviourVersion,
    });
  }

  /** From now on, at the configured interval. */
  start(): void {
    const intervalMs = this.#options.configuration.log.snapshotIntervalNs / NS_PER_MS;
    this.#timer = setInterval(() => void this.take(), intervalMs);
    this.#timer.unref();
  }

  /** A client session's outbound log has everything before the marker with this number, at `sequence`. */
  onMark(session: number, number: number, sequence: number): void {
    const marker = this.#marker;
    if (marker?.number !== number) return;
    marker.sessions.delete(session);
    if (marker.sessions.size === 0) marker.passed(sequence);
  }

  /** A marker that no snapshot waits for: rings that were full open again at it. Asked for as often as one likes. */
  mark(): void {
    const nowMs = performance.now();
    if (nowMs - this.#markedMs < LEAST_BETWEEN_MARKS_MS) return;
    this.#markedMs = nowMs;
    this.#options.control.snapshotMarker(++this.#number);
  }

  /** One at a time: who asks while one is made waits for that one. */
  take(): Promise<void> {
    this.#running ??= this.#take().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#keeper.close();
  }

  async #take(): Promise<void> {
    const { configuration, host, control, notice } = this.#options;
    if (configuration.log.durability === 'none') return;
    const sequence = await this.#mark(control);
    if (sequence === undefined) {
      notice('no snapshot: a session did not pass the marker');
      return;
    }
    const result: SnapshotResult = await this.#keeper.request(sequence);
    if (result.kind === 'written') {
      allowReuse(host.memory.log, result.coveredSequence);
      notice(`snapshot at ${result.sequence}: ${result.commands} commands replayed and equal`);
    } else {
      notice(`no snapshot at ${result.sequence}: ${result.why}`);
    }
  }

  /** The marker's sequence once every session has passed it; undefined when one does not in time. */
  #mark(control: ControlSource): Promise<number | undefined> {
    const sessions = this.#options.configuration.fix.sessions;
    return new Promise((resolve) => {
      const limit = setTimeout(() => resolve(undefined), MARK_PATIENCE_MS);
      this.#number++;
      this.#marker = {
        number: this.#number,
        sessions: new Set(sessions.keys()),
        passed: (sequence) => {
          clearTimeout(limit);
          this.#marker = undefined;
          resolve(sequence);
        },
      };
      control.snapshotMarker(this.#number);
    });
  }
}
