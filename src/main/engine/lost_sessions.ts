/**
 * Sessions whose reports ring was full: how they come back without a restart.
 *
 *     1. egress finds the ring full, writes nothing more into it, and says so in telemetry;
 *     2. the client is logged out, and the ring is read empty;
 *     3. a marker goes into the stream: behind its mark the ring goes on, and the mark says that something is missing;
 *     4. what is missing, from the last output in the session's log to the mark, is made again from the journal;
 *     5. the log has it, the ring is read on, and the client may log on: it asks for what it has not had, as always.
 *
 * Nothing is told twice, because an output is named by its place in the stream, and each part ends where the next begins.
 */

import { join } from 'node:path';
import { MissedOutputs } from '../../workers/cold/missed_outputs.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { ClientLink } from '../fix_gateway/client_link.ts';
import type { EngineHost } from './engine_host.ts';
import { journalDirectory } from './log_windows.ts';

const CHECK_MS = 50;

export interface LostSessionsOptions {
  readonly configuration: Configuration;
  readonly host: EngineHost;
  readonly links: readonly ClientLink[];
  /** Asks for a marker. */
  readonly mark: () => void;
  readonly notice: (text: string) => void;
}

export class LostSessions {
  readonly #options: LostSessionsOptions;
  readonly #missed: MissedOutputs;
  readonly #timer: NodeJS.Timeout;
  #restoring: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: LostSessionsOptions) {
    this.#options = options;
    const { configuration } = options;
    this.#missed = new MissedOutputs({
      journalDirectory: journalDirectory(configuration),
      snapshotDirectory: join(configuration.log.directory, 'snapshots'),
    });
    this.#timer = setInterval(() => this.#check(), CHECK_MS);
  }

  /** The ring of this session goes on behind the mark at `sequence`. One after the other: each takes a whole replay. */
  onMissing(session: number, sequence: number): void {
    this.#restoring = this.#restoring.then(() => this.#restore(this.#options.links[session]!, session, sequence));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#missed.close();
    await this.#restoring;
  }

  #check(): void {
    const { host, links, mark } = this.#options;
    links.forEach((link, session) => {
      if (host.telemetry.lostSessions[session] !== 1) return;
      link.lose();
      if (!link.hasWork()) mark();
    });
  }

  async #restore(link: ClientLink, session: number, untilSequence: number): Promise<void> {
    if (this.#isClosed) return;
    const { configuration, notice } = this.#options;
    const name = link.session.config.targetCompId;
    // Without a journal there is nothing to make them from.
    if (configuration.log.durability === 'none') return notice(`${name}: stays away, log.durability is none`);
    try {
      const result = await this.#missed.make({ session, after: link.delivered, untilSequence }, (records, bytes) =>
        link.takeMissed(records, bytes),
      );
      if (result.kind === 'made') {
        link.restored();
        notice(`${name}: ${result.records} reports made again; it may log on`);
      } else notice(`${name}: stays away until the next start makes its reports: ${result.why}`);
    } catch (error) {
      // Stopped in the middle: the next start finds in the outbound log how far it came.
      if (!this.#isClosed) throw error;
    }
  }
}
