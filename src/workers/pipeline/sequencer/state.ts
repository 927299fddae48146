/** What the sequencer remembers: how far each source was heard, the next sequence number, the last time. */

import { SOURCE_COUNT } from '../../model/source.ts';
import { EngineState } from '../engine_state.ts';

const SEQUENCE = 0;
const TIME = 1;
const TICK = 2;
const BASE_TIME_MS = 3;

export class SequencerState {
  readonly state = new EngineState('sequencer');
  readonly #registers = this.state.f64('registers', 4);
  readonly #sequences = this.state.f64('sources.sequences', SOURCE_COUNT).fill(-1);
  readonly #epochs = this.state.i32('sources.epochs', SOURCE_COUNT);

  /** Sequence of the last command. */
  get sequence(): number {
    return this.#registers[SEQUENCE]!;
  }

  /** Time of the last command: no later one has an earlier stamp. */
  get time(): number {
    return this.#registers[TIME]!;
  }

  get tickTime(): number {
    return this.#registers[TICK]!;
  }

  set tickTime(time: number) {
    this.#registers[TICK] = time;
  }

  /** Base time of the trading day, ms since 1970. */
  get baseTimeMs(): number {
    return this.#registers[BASE_TIME_MS]!;
  }

  isNewer(source: number, epoch: number, sequence: number): boolean {
    const known = this.#epochs[source]!;
    return epoch > known || (epoch === known && sequence > this.#sequences[source]!);
  }

  took(sequence: number, time: number, source: number, epoch: number, sourceSequence: number): void {
    this.#registers[SEQUENCE] = sequence;
    this.#registers[TIME] = time;
    this.#epochs[source] = epoch;
    this.#sequences[source] = sourceSequence;
  }

  /** A new base time: the clock starts again. */
  rollDay(baseTimeMs: number): void {
    this.#registers[BASE_TIME_MS] = baseTimeMs;
    this.#registers[TIME] = 0;
    this.#registers[TICK] = 0;
  }

  /** The last sequence heard of a source in its latest incarnation; -1: none. */
  lastOf(source: number): number {
    return this.#sequences[source]!;
  }

  /** The latest incarnation that was heard of a source. */
  epochOf(source: number): number {
    return this.#epochs[source]!;
  }

  /** Of every source, what was heard of it last: where each resumes after a restart. */
  sourcePositions(): { epoch: number; sequence: number }[] {
    return Array.from(this.#sequences, (sequence, source) => ({ epoch: this.#epochs[source]!, sequence }));
  }
}
