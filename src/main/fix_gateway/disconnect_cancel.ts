/**
 * Cancel on disconnect, of one session: when it has been without a Logon for longer than its grace, its open orders are
 * cancelled, as by an operator's mass cancel of the session. A start of the engine counts as a lost connection.
 */

import { setTimeout as sleep } from 'node:timers/promises';

/** A cancel that was not let in, or not seen to be, is sent again so much later. */
const RETRY_NS = 1e9;
const LOOK_MS = 1;
const DRAIN_LIMIT_MS = 5_000;

export interface DisconnectCancelOptions {
  readonly name: string;
  readonly graceNs: number;
  readonly now: () => number;
  /** Whether the sequencer has everything that the session sent: an order that comes behind its own cancel would live on. */
  readonly isDrained: () => boolean;
  /** Cancels the session's orders: resolves with the command's sequence once it is in force, or with why it may not be. */
  readonly cancel: () => Promise<number | string>;
  readonly notice: (text: string) => void;
}

export class DisconnectCancel {
  readonly #options: DisconnectCancelOptions;
  #dueNs = Number.POSITIVE_INFINITY;
  #underway: Promise<void> | undefined;
  #isStopped = false;

  constructor(options: DisconnectCancelOptions) {
    this.#options = options;
  }

  /** While a cancel is on its way: a connection that is let in meanwhile might have its first orders cancelled. */
  get underway(): Promise<void> | undefined {
    return this.#underway;
  }

  /** The session is without a connection from now on. */
  lost(): void {
    this.#dueNs = this.#options.now() + this.#options.graceNs;
    // Not from within: what came with its last bytes is not in the ring yet.
    queueMicrotask(() => this.look());
  }

  /** It has logged on. */
  isBack(): void {
    this.#dueNs = Number.POSITIVE_INFINITY;
  }

  /** A few times a second. */
  look(): void {
    if (this.#isStopped || this.#underway !== undefined || this.#options.now() < this.#dueNs) return;
    this.#dueNs = Number.POSITIVE_INFINITY;
    this.#underway = this.#cancel().finally(() => {
      this.#underway = undefined;
    });
  }

  /** The engine stops: its next start takes care of the orders. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#underway;
  }

  async #cancel(): Promise<void> {
    const { name, graceNs, now, cancel, notice } = this.#options;
    const outcome = (await this.#isDrained()) ? await cancel() : 'the engine does not take its last messages';
    if (typeof outcome === 'number') {
      notice(`${name} has been away for ${graceNs / 1e9} s: cancelling its orders, command ${outcome}`);
      return;
    }
    this.#dueNs = now() + RETRY_NS;
    notice(`${name}: cancel on disconnect: ${outcome}; once more in ${RETRY_NS / 1e9} s`);
  }

  async #isDrained(): Promise<boolean> {
    const { isDrained } = this.#options;
    const limitMs = performance.now() + DRAIN_LIMIT_MS;
    while (!isDrained() && performance.now() < limitMs) await sleep(LOOK_MS);
    return isDrained();
  }
}
