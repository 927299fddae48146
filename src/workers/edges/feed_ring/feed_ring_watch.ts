/**
 * Watches the writer of one feed ring, a look each LOOK_MS. Silence is counted in looks, not by a clock: a thread that itself
 * stood still for a while takes nobody for dead.
 */
import { FeedRejection, FeedRingState } from '../../../../schemas/generated/feed_ring.ts';
import { BookState } from '../../model/book_state.ts';
import type { FeedRingFile } from './feed_ring_file.ts';

export const LOOK_MS = 100;
/** A second without a beat or a quote. */
export const SILENT_LOOKS = 10;
/** Rejected records are told of once a second at most. */
const LOOKS_PER_NOTICE = 10;

/** What the sequencer counts and is told. */
export interface FeedRingFigures {
  readonly accepted: number;
  readonly rejected: number;
  readonly rejection: number;
  /** The venue's books are in this BookState until the next quote. */
  lose(state: number): void;
}

export class FeedRingWatch {
  readonly #file: FeedRingFile;
  readonly #figures: FeedRingFigures;
  readonly #notice: (text: string) => void;
  #isWriting = false;
  #beat = 0;
  #writers = 0;
  #accepted = 0;
  #told = 0;
  #silentLooks = SILENT_LOOKS;
  #looks = 0;

  constructor(file: FeedRingFile, figures: FeedRingFigures, notice: (text: string) => void) {
    this.#file = file;
    this.#figures = figures;
    this.#notice = notice;
  }

  get isWriting(): boolean {
    return this.#isWriting;
  }

  look(): void {
    const { accepted, rejected, rejection } = this.#figures;
    const { writerBeat, writerCount, writerPid, writerState } = this.#file;
    const gaveSign = writerBeat !== this.#beat || writerCount !== this.#writers || accepted !== this.#accepted;
    this.#silentLooks = gaveSign ? 0 : this.#silentLooks + 1;
    const isWriting = writerState === FeedRingState.OPEN && this.#silentLooks < SILENT_LOOKS;
    if (this.#isWriting && !isWriting) this.#lose(writerState === FeedRingState.GONE, writerPid);
    if (isWriting && (!this.#isWriting || writerCount !== this.#writers)) {
      this.#notice(`its feed handler, process ${writerPid}, writes`);
    }
    this.#isWriting = isWriting;
    this.#beat = writerBeat;
    this.#writers = writerCount;
    this.#accepted = accepted;
    if (++this.#looks % LOOKS_PER_NOTICE === 0) this.#tellRejected(rejected, rejection);
    this.#file.beat(accepted, rejected, rejection);
  }

  #lose(hasEnded: boolean, pid: number): void {
    this.#notice(`its feed handler, process ${pid}, ${hasEnded ? 'has ended' : 'gives no sign of life'}`);
    this.#figures.lose(hasEnded ? BookState.ENDED : BookState.SILENT);
    this.#file.wantAll();
  }

  #tellRejected(rejected: number, rejection: number): void {
    if (rejected === this.#told) return;
    const reason = REJECTION_TEXT[rejection] ?? String(rejection);
    this.#notice(`${rejected - this.#told} records of its feed ring were left out, the newest: ${reason}`);
    this.#told = rejected;
  }
}

const REJECTION_TEXT: Readonly<Record<number, string>> = {
  [FeedRejection.NO_QUOTE]: 'no quote by its header',
  [FeedRejection.UNKNOWN_INSTRUMENT]: 'an instrument that is not known',
  [FeedRejection.BAD_PRICE]: 'a price that is not whole or out of range',
  [FeedRejection.BAD_QUANTITY]: 'a quantity that is not whole or out of range',
  [FeedRejection.BAD_COUNT]: 'a count below 0',
  [FeedRejection.BAD_TRADES]: 'trades that contradict themselves',
  [FeedRejection.BAD_FRAME]: 'the ring is broken, and nothing more is read until the engine starts again',
};
