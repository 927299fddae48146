/**
 * What a stage sees of one command: the record in the log window and the sections beside it, through flyweights that
 * are moved, never made, on the hot path.
 */

import {
  FrontSection,
  OutcomeSection,
  PortfolioSection,
  RecordHeader,
  RouteSection,
} from '../../../schemas/generated/engine.ts';
import { CACHE_LINE_BYTES, type Region, type Views } from '../../ring/memory.ts';
import type { StageHash } from './stage_hash.ts';
import { StageIndex } from './stages.ts';

/** A stage's view of its place in the pipeline. One per agent: flyweights are not shared. */
export class Slot {
  /** Where command records lie; a body starts at `bodyAt`. */
  readonly commands: Views;
  readonly header = new RecordHeader();
  readonly front = new FrontSection();
  readonly route = new RouteSection();
  readonly outcome = new OutcomeSection();
  readonly portfolio = new PortfolioSection();
  /** Byte offset of the command's body in `commands`. */
  bodyAt = 0;
  #index = 0;
  readonly #sections: SectionRings;

  constructor(commands: Views, sections: SectionRings) {
    this.commands = commands;
    this.#sections = sections;
  }

  /** `cursor` counts commands since the pipeline was made; `recordAt` is the record's byte offset. */
  moveTo(cursor: number, recordAt: number): void {
    const index = cursor & this.#sections.mask;
    this.#index = index;
    this.header.wrap(this.commands, recordAt);
    this.bodyAt = recordAt + RecordHeader.BYTES;
    this.front.wrap(this.#sections.front, index * FRONT_STRIDE_BYTES);
    this.route.wrap(this.#sections.route, index * ROUTE_STRIDE_BYTES);
    this.outcome.wrap(this.#sections.outcome, index * OUTCOME_STRIDE_BYTES);
    this.portfolio.wrap(this.#sections.portfolio, index * PORTFOLIO_STRIDE_BYTES);
  }

  /** Takes the content of a stage's section into its hash; stages without one have nothing to add here. */
  addSectionTo(hash: StageHash, stage: number): void {
    const sections = this.#sections;
    switch (stage) {
      case StageIndex.FRONT:
        hash.add(sections.front, this.#index * FRONT_STRIDE_BYTES, this.front.length);
        break;
      case StageIndex.ROUTING:
        hash.add(sections.route, this.#index * ROUTE_STRIDE_BYTES, this.route.length);
        break;
      case StageIndex.EXECUTION:
        hash.add(sections.outcome, this.#index * OUTCOME_STRIDE_BYTES, this.outcome.length);
        break;
      case StageIndex.PORTFOLIO:
        hash.add(sections.portfolio, this.#index * PORTFOLIO_STRIDE_BYTES, this.portfolio.length);
        break;
      default:
        break;
    }
  }
}

/** Sections have different writers: each starts on a line of its own. */
function stride(structBytes: number): number {
  return Math.ceil(structBytes / CACHE_LINE_BYTES) * CACHE_LINE_BYTES;
}

export const FRONT_STRIDE_BYTES = stride(FrontSection.BYTES);
export const ROUTE_STRIDE_BYTES = stride(RouteSection.BYTES);
export const OUTCOME_STRIDE_BYTES = stride(OutcomeSection.BYTES);
export const PORTFOLIO_STRIDE_BYTES = stride(PortfolioSection.BYTES);
const SLOT_BYTES = FRONT_STRIDE_BYTES + ROUTE_STRIDE_BYTES + OUTCOME_STRIDE_BYTES + PORTFOLIO_STRIDE_BYTES;

/** One ring a section, same index as the command. */
export class SectionRings {
  readonly mask: number;
  readonly front: Region;
  readonly route: Region;
  readonly outcome: Region;
  readonly portfolio: Region;

  /** `slots` is a power of two. */
  static bytes(slots: number): number {
    return slots * SLOT_BYTES;
  }

  constructor(region: Region, slots: number) {
    if ((slots & (slots - 1)) !== 0) throw new RangeError(`slots must be a power of two: ${slots}`);
    this.mask = slots - 1;
    let at = 0;
    const next = (strideBytes: number): Region => {
      const part = region.slice(at, slots * strideBytes);
      at += slots * strideBytes;
      return part;
    };
    this.front = next(FRONT_STRIDE_BYTES);
    this.route = next(ROUTE_STRIDE_BYTES);
    this.outcome = next(OUTCOME_STRIDE_BYTES);
    this.portfolio = next(PORTFOLIO_STRIDE_BYTES);
  }
}

/** The bytes of a section that a writer filled in when it had nothing to say: its own `length` field. */
export const EMPTY_SECTION_BYTES = 8;

/** A stage as a pure state machine: no thread, ring, clock or socket. */
export interface Engine {
  /** Reads the command and the sections before its own, changes its state, and writes its own section wholly. */
  onCommand(slot: Slot): void;
}
