/** Fills that are kept apart, for people: copied by another thread while the engine goes on (stage_look.ts says how). */

import * as events from '../../model/front_event.ts';
import type { PipelineMemory } from '../pipeline_memory.ts';
import { StageLook } from '../stage_look.ts';
import { StageIndex } from '../stages.ts';
import * as S from './suspense.ts';

/** The suspense's memory, as other threads may look at it. */
export interface SuspenseView {
  /** How many wait, and the last number: suspense.ts. */
  readonly figures: Float64Array;
  /** Places, in words. */
  readonly rows: Int32Array;
  readonly names: Float64Array;
}

/** A fill that waits for an operator. */
export interface SuspendedFill {
  /** What `sluice assign` calls it; the journal has it as requestId. */
  readonly number: number;
  /** Of the command that it came by, in the stream. */
  readonly sequence: number;
  readonly venue: number;
  readonly executionId: number;
  /** 0: the venue named no order of ours. */
  readonly legRef: number;
  readonly venueOrderId: number;
  /** As its last correction has it. */
  readonly lots: number;
  readonly ticks: number;
  readonly corrections: number;
  /** -1, and side 0: not known. */
  readonly instrument: number;
  readonly side: number;
  /** Of the order that it may be of; -1: of none. */
  readonly account: number;
}

const { FILL_ASSIGNED, FILL_SUSPENDED, SUSPENDED_FILL_CORRECTED, SUSPENDED_FILL_DROPPED } = events.FrontEvent;
const CHANGES: ReadonlySet<number> = new Set([
  FILL_ASSIGNED,
  FILL_SUSPENDED,
  SUSPENDED_FILL_CORRECTED,
  SUSPENDED_FILL_DROPPED,
]);

export class SuspenseReader {
  readonly #view: SuspenseView;
  readonly #look: StageLook;
  readonly #rows = new Int32Array(S.MOST_SUSPENDED * S.SUSPENDED_WORDS);
  readonly #doubles = new Float64Array(this.#rows.buffer);
  readonly #names = new Float64Array(S.MOST_SUSPENDED * S.MOST_CORRECTIONS);

  constructor(view: SuspenseView, pipeline: PipelineMemory) {
    this.#view = view;
    this.#look = new StageLook(pipeline, StageIndex.FRONT);
  }

  /** Copies them all. */
  look(): void {
    this.#look.begin();
    this.#rows.set(this.#view.rows);
    this.#names.set(this.#view.names);
    this.#look.end();
  }

  /** Whether the engine has passed every command that the copy may be torn by: only then `judge`. */
  isSettled(): boolean {
    return this.#look.isSettled();
  }

  /** False: one of them changed meanwhile, and the look is to be begun anew. */
  judge(): boolean {
    return this.#look.isWithout(CHANGES);
  }

  /** What the look found, by number. */
  waiting(): SuspendedFill[] {
    const fills: SuspendedFill[] = [];
    for (let row = 0; row < S.MOST_SUSPENDED; row++) {
      if (this.#rows[row * S.SUSPENDED_WORDS + S.SUSPENDED_STATE] === S.SuspendedState.WAITING)
        fills.push(this.#fill(row));
    }
    return fills.sort((a, b) => a.number - b.number);
  }

  #fill(row: number): SuspendedFill {
    const word = (at: number): number => this.#rows[row * S.SUSPENDED_WORDS + at]!;
    const double = (at: number): number => this.#doubles[row * S.SUSPENDED_DOUBLES + at]!;
    const names = this.#names.subarray(row * S.MOST_CORRECTIONS, (row + 1) * S.MOST_CORRECTIONS);
    return {
      number: double(S.SUSPENDED_NUMBER),
      sequence: double(S.SUSPENDED_SEQUENCE),
      venue: word(S.SUSPENDED_VENUE),
      executionId: double(S.SUSPENDED_EXECUTION),
      legRef: double(S.SUSPENDED_LEG_REF),
      venueOrderId: double(S.SUSPENDED_VENUE_ORDER),
      lots: double(S.SUSPENDED_LOTS),
      ticks: double(S.SUSPENDED_TICKS),
      corrections: names.filter((name) => name !== 0).length,
      instrument: word(S.SUSPENDED_INSTRUMENT),
      side: word(S.SUSPENDED_SIDE),
      account: word(S.SUSPENDED_ACCOUNT),
    };
  }
}
