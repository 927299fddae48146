/**
 * A look at orders' records from another thread, while a stage goes on writing them: which of what was copied is whole. The
 * stage does nothing for it: what it publishes for the stages behind tells afterwards which records it may have been changing.
 *
 *     reader                                             engine
 *     1. F = the stage's cursor   (Atomics.load)     ◀── the stage stores its cursor behind a batch's changes
 *     2. copy records             (plain)
 *     3. close the copy           (Atomics.store)
 *     4. S = sequencer's cursor   (Atomics.load)     ──▶ a stage loads the cursor in front before it takes what is there
 *     5. wait until the stage's cursor has reached S
 *     6. front sections of commands F to S: the orders that they name may be torn, all others are whole
 *     7. the sequencer's cursor once more: had slots been used again, nothing is known
 *
 * Changes of commands before F happened before the copy: 1 synchronised with the store behind them. Those from S on cannot be
 * in it: the stage made them after it had loaded a cursor that was stored after 4, and 3 keeps the plain loads of 2 in front of
 * 4, on ARM too (what stands before a store-release takes effect before it, and a load-acquire behind it comes later). Between
 * F and S a command changes no order that its section does not name as `order` or `parent`, but for the day's roll. So what is
 * whole is what stood there at F, of all stages that have passed F: one look shows orders as of one moment of the stream.
 *
 * orders/order_reader_model.test.ts goes through every interleaving, and test/simulation/order_looks.test.ts holds commands of
 * random worlds to what they name.
 */

import { FrontSection } from '../../../schemas/generated/engine.ts';
import { FrontFlag } from '../model/front_event.ts';
import type { PipelineMemory } from './pipeline_memory.ts';
import { EMPTY_SECTION_BYTES, FRONT_STRIDE_BYTES } from './slot.ts';
import { StageIndex } from './stages.ts';

/** Cold: for people, never for an engine. */
export class StageLook {
  readonly #pipeline: PipelineMemory;
  readonly #stage: number;
  readonly #section: FrontSection;
  readonly #fence = new Int32Array(new SharedArrayBuffer(4));
  #from = 0;
  #to = 0;

  /** `stage`: the last of those whose records are copied. */
  constructor(pipeline: PipelineMemory, stage: number) {
    this.#pipeline = pipeline;
    this.#stage = stage;
    const { sections } = pipeline;
    this.#section = FrontSection.over(sections.front, sections.byteMask(FRONT_STRIDE_BYTES));
  }

  /** Before the copy. Pairs with the stage's `publish`. */
  begin(): void {
    this.#from = this.#pipeline.cursor(this.#stage);
  }

  /** Behind the copy. */
  end(): void {
    this.#close();
    this.#to = this.#pipeline.cursor(StageIndex.SEQUENCER);
  }

  /** Whether the stage has passed every command that the copy may be torn by: only then `judge`. */
  isSettled(): boolean {
    return ((this.#pipeline.cursor(this.#stage) - this.#to) | 0) >= 0;
  }

  /** Puts the orders whose copies may be torn into `torn`. False: they are not known, and all may be. */
  judge(torn: Set<number>): boolean {
    for (let cursor = this.#from; cursor !== this.#to; cursor = (cursor + 1) | 0) this.#takeNamed(cursor, torn);
    this.#close();
    return ((this.#pipeline.cursor(StageIndex.SEQUENCER) - this.#from) | 0) <= this.#pipeline.slots;
  }

  /** Whether no command that the copy may be torn by has one of these events; false also where they are not known. */
  isWithout(events: ReadonlySet<number>): boolean {
    let isMet = false;
    for (let cursor = this.#from; cursor !== this.#to; cursor = (cursor + 1) | 0) {
      isMet ||= events.has(this.#sectionOf(cursor).event);
    }
    this.#close();
    return !isMet && ((this.#pipeline.cursor(StageIndex.SEQUENCER) - this.#from) | 0) <= this.#pipeline.slots;
  }

  #takeNamed(cursor: number, torn: Set<number>): void {
    const section = this.#sectionOf(cursor);
    if (section.length === EMPTY_SECTION_BYTES) return;
    torn.add(section.order);
    if ((section.flags & FrontFlag.CHILD) !== 0) torn.add(section.parent);
  }

  #sectionOf(cursor: number): FrontSection {
    return this.#section.move((cursor & (this.#pipeline.slots - 1)) * FRONT_STRIDE_BYTES);
  }

  /** No plain load before it is done later, and no load behind it is done earlier. */
  #close(): void {
    Atomics.store(this.#fence, 0, 0);
  }
}
