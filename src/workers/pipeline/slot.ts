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
import { CACHE_LINE_BYTES, type Region } from '../../ring/memory.ts';

/** A stage's view of its place in the pipeline. One per agent: flyweights are not shared. */
export class Slot {
  /** Where command records lie; a body starts at `bodyAt`. */
  declare readonly commands: Region;
  declare readonly header: RecordHeader;
  declare readonly front: FrontSection;
  declare readonly route: RouteSection;
  declare readonly outcome: OutcomeSection;
  declare readonly portfolio: PortfolioSection;
  /** Byte offset of the command's body in `commands`. */
  declare bodyAt: number;
  declare private readonly mask: number;

  constructor(commands: Region, sections: SectionRings) {
    this.commands = commands;
    this.mask = sections.mask;
    this.header = RecordHeader.over(commands);
    this.front = FrontSection.over(sections.front, sections.byteMask(FRONT_STRIDE_BYTES));
    this.route = RouteSection.over(sections.route, sections.byteMask(ROUTE_STRIDE_BYTES));
    this.outcome = OutcomeSection.over(sections.outcome, sections.byteMask(OUTCOME_STRIDE_BYTES));
    this.portfolio = PortfolioSection.over(sections.portfolio, sections.byteMask(PORTFOLIO_STRIDE_BYTES));
    this.bodyAt = 0;
  }

  /** `cursor` counts commands since the pipeline was made; `recordAt` is the record's byte offset. */
  moveTo(cursor: number, recordAt: number): void {
    const index = cursor & this.mask;
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
const STRIDES = [FRONT_STRIDE_BYTES, ROUTE_STRIDE_BYTES, OUTCOME_STRIDE_BYTES, PORTFOLIO_STRIDE_BYTES];

/** One ring a section, same index as the command. */
export class SectionRings {
  readonly mask: number;
  readonly front: Region;
  readonly route: Region;
  readonly outcome: Region;
  readonly portfolio: Region;

  /** `slots` is a power of two. */
  static bytes(slots: number): number {
    return STRIDES.reduce((sum, strideBytes) => sum + ringBytes(slots, strideBytes), 0);
  }

  constructor(region: Region, slots: number) {
    if ((slots & (slots - 1)) !== 0) throw new RangeError(`slots must be a power of two: ${slots}`);
    this.mask = slots - 1;
    let at = 0;
    const next = (strideBytes: number): Region => {
      const part = region.slice(at, ringBytes(slots, strideBytes));
      at += part.byteLength;
      return part;
    };
    this.front = next(FRONT_STRIDE_BYTES);
    this.route = next(ROUTE_STRIDE_BYTES);
    this.outcome = next(OUTCOME_STRIDE_BYTES);
    this.portfolio = next(PORTFOLIO_STRIDE_BYTES);
  }

  /** What a flyweight over a ring of this stride is masked with: see the generator of flyweights. */
  byteMask(strideBytes: number): number {
    return maskOver((this.mask + 1) * strideBytes);
  }
}

/** A ring takes the room that its mask reaches, and one section: what lies beyond its slots is never touched. */
function ringBytes(slots: number, strideBytes: number): number {
  return maskOver(slots * strideBytes) + 1 + strideBytes;
}

/** The smallest mask of one-bits that holds every offset below `byteLength`. */
function maskOver(byteLength: number): number {
  return 2 ** Math.ceil(Math.log2(byteLength)) - 1;
}

/** The bytes of a section that a writer filled in when it had nothing to say: its own `length` field. */
export const EMPTY_SECTION_BYTES = 8;

/** A stage as a pure state machine: no thread, ring, clock or socket. */
export interface Engine {
  /** Reads the command and the sections before its own, changes its state, and writes its own section wholly. */
  onCommand(slot: Slot): void;
}
