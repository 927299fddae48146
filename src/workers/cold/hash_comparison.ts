/** A replay's stage hashes against those that the live run recorded, stage by stage. */

import type { Engines } from '../pipeline/engines.ts';
import { STAGES, StageIndex } from '../pipeline/stages.ts';
import type { RecordedHash } from './recorded_hashes.ts';

export interface HashDifference {
  /** The first of the hashes that differ, and the last sequence before it at which they were equal (or the start). */
  readonly sequence: number;
  readonly equalUpTo: number;
  readonly expected: string;
  readonly found: string;
}

export interface StageComparison {
  readonly stage: string;
  compared: number;
  difference: HashDifference | undefined;
}

/** Stages that publish something: the sequencer's commands are covered by the journal's own chain. */
const COMPARED_STAGES = STAGES.map((stage, index) => ({ stage, index })).filter(
  ({ index }) => index !== StageIndex.SEQUENCER,
);

export class HashComparison {
  readonly stages: StageComparison[] = COMPARED_STAGES.map(({ stage }) => ({
    stage,
    compared: 0,
    difference: undefined,
  }));
  /** Up to here every stage's hashes were equal. */
  readonly #equalUpTo = new Map<number, number>();
  readonly #start: number;
  #next = 0;

  constructor(start: number) {
    this.#start = start;
  }

  /** The recorded hashes of `sequence`, to which one comes in rising order. */
  at(hashes: readonly RecordedHash[], sequence: number): readonly RecordedHash[] {
    while (this.#next < hashes.length && hashes[this.#next]!.sequence < sequence) this.#next++;
    const from = this.#next;
    while (this.#next < hashes.length && hashes[this.#next]!.sequence === sequence) this.#next++;
    return hashes.slice(from, this.#next);
  }

  compare(recorded: RecordedHash, engines: Engines): void {
    const comparison = this.stages[COMPARED_STAGES.findIndex(({ index }) => index === recorded.stage)];
    if (comparison === undefined) return;
    comparison.compared++;
    const found = engines.hashes[recorded.stage]!;
    const expectedText = hashText(recorded.low, recorded.high, recorded.records);
    const foundText = hashText(found.low, found.high, found.count);
    if (expectedText === foundText) {
      if (comparison.difference === undefined) this.#equalUpTo.set(recorded.stage, recorded.sequence);
      return;
    }
    comparison.difference ??= {
      sequence: recorded.sequence,
      equalUpTo: this.#equalUpTo.get(recorded.stage) ?? this.#start,
      expected: expectedText,
      found: foundText,
    };
  }

  /** Up to here all stages are proved equal. */
  get comparedUpTo(): number {
    return Math.min(...COMPARED_STAGES.map(({ index }) => this.#equalUpTo.get(index) ?? this.#start));
  }
}

function hashText(low: number, high: number, records: number): string {
  const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
  return `${hex(low)}${hex(high)} of ${records} records`;
}
