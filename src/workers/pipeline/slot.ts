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
  readonly #mask: number;

  constructor(commands: Views, sections: SectionRings) {
    this.commands = commands;
    this.#mask = sections.mask;
    this.header.wrap(commands, 0);
    this.front.wrap(sections.front, 0);
    this.route.wrap(sections.route, 0);
    this.outcome.wrap(sections.outcome, 0);
    this.portfolio.wrap(sections.portfolio, 0);
  }

  /** `cursor` counts commands since the pipeline was made; `recordAt` is the record's byte offset. */
  moveTo(cursor: number, recordAt: number): void {
    const index = cursor & this.#mask;
    this.header.move(recordAt);
    this.bodyAt = recordAt + RecordHeader.BYTES;
    this.front.move(index * FRONT_STRIDE_BYTES);
    this.route.move(index * ROUTE_STRIDE_BYTES);
    this.outcome.move(index * OUTCOME_STRIDE_BYTES);
    this.portfolio.move(index * PORTFOLIO_STRIDE_BYTES);
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
