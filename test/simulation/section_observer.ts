/** Reads every command's sections behind the last stage: what they may hold, and what may go to a venue. */

import type { StructDescription } from '../../schemas/description.ts';
import { FrontSection, OutcomeSection, PortfolioSection, RouteSection } from '../../schemas/generated/engine.ts';
import { LogReader } from '../../src/workers/durability/log/log_reader.ts';
import { FrontEvent, InstructionKind, MAX_FOLLOW_UPS, Verdict } from '../../src/workers/model/front_event.ts';
import { Side } from '../../src/workers/model/order.ts';
import { ReasonCode } from '../../src/workers/model/reason.ts';
import { RecordType } from '../../src/workers/model/record_type.ts';
import { EngineState } from '../../src/workers/pipeline/engine_state.ts';
import { Slot } from '../../src/workers/pipeline/slot.ts';
import { StageIndex } from '../../src/workers/pipeline/stages.ts';
import { makeTradingHours, type TradingHours } from '../../src/workers/pipeline/trading_hours.ts';
import type { Rig } from './rig.ts';

interface Section {
  readonly length: number;
  readonly f64: Float64Array<SharedArrayBuffer>;
  readonly at4: number;
}

/** Offsets of a struct's doubles, in 8-byte words. */
function doubleWords(description: StructDescription, from = 0): number[] {
  return description.fields.flatMap((field) =>
    Array.from({ length: field.count }, (_, i) => from + field.byteOffset + i * field.strideBytes).flatMap((at) => {
      if (field.struct !== undefined) return doubleWords(field.struct, at);
      return field.kind === 'f64' ? [at / 8] : [];
    }),
  );
}

const FRONT = doubleWords(FrontSection.FIELDS);
const ROUTE = doubleWords(RouteSection.FIELDS);
const OUTCOME = doubleWords(OutcomeSection.FIELDS);
const PORTFOLIO = doubleWords(PortfolioSection.FIELDS);

/** Events at which orders go to venues: of these, all but a backup's send the whole order. */
const PLACING: ReadonlySet<number> = new Set([
  FrontEvent.ORDER_ACCEPTED,
  FrontEvent.CHILD_ACCEPTED,
  FrontEvent.SLICE_ACCEPTED,
  FrontEvent.ORDER_TRIGGERED,
]);

/** Lots by instrument, bought less sold, by the command that booked them without telling a client. */
export type Untold = Map<number, { readonly instrument: number; readonly lots: number }>;

export class SectionObserver {
  readonly #slot: Slot;
  readonly #log: LogReader;
  readonly #rig: Rig;
  #cursor: number;
  /** Commands seen by event, and denials by reason: what a world has been through. */
  readonly events = new Float64Array(64);
  readonly reasons = new Float64Array(600);
  commands = 0;

  readonly #untold: Untold;
  /** Who trades, as of the command that is looked at: the stages may be ahead. */
  readonly #hours: TradingHours;
  /** Orders that had waited for a venue to open and were let go. */
  waited = 0;

  constructor(rig: Rig, untold: Untold = new Map()) {
    this.#rig = rig;
    this.#untold = untold;
    this.#log = new LogReader(rig.memory.log);
    this.#slot = new Slot(this.#log.data, rig.memory.pipeline.sections);
    this.#cursor = rig.memory.pipeline.cursor(StageIndex.EGRESS);
    this.#hours = makeTradingHours(new EngineState('observed'), rig.engines.capacity.instruments, this.#slot);
    this.takeHours();
  }

  /** As the engine has them now: nothing is under way in it. */
  takeHours(): void {
    const { registers, rows, haltedAt } = this.#rig.engines.front.hours;
    this.#hours.registers.set(registers);
    this.#hours.rows.set(rows);
    this.#hours.haltedAt.set(haltedAt);
  }

  /** Counts begin again at nothing. */
  moveCountsTo(counts: { readonly events: Float64Array; readonly reasons: Float64Array; waited: number }): void {
    for (let i = 0; i < this.events.length; i++) counts.events[i]! += this.events[i]!;
    for (let i = 0; i < this.reasons.length; i++) counts.reasons[i]! += this.reasons[i]!;
    counts.waited += this.waited;
    this.events.fill(0);
    this.reasons.fill(0);
    this.waited = 0;
  }

  /** Looks at what egress has finished; to be called before the sequencer's next turn. */
  look(): void {
    const end = this.#rig.memory.pipeline.cursor(StageIndex.EGRESS);
    while (this.#cursor !== end) {
      this.#slot.moveTo(this.#cursor, this.#log.nextKnown());
      this.#check(this.#slot);
      this.#cursor = (this.#cursor + 1) | 0;
      this.commands++;
    }
  }

  #check(slot: Slot): void {
    const { front, header } = slot;
    this.#hours.onCommand();
    checkDoubles('front', front, FRONT);
    checkDoubles('route', slot.route, ROUTE);
    checkDoubles('outcome', slot.outcome, OUTCOME);
    checkDoubles('portfolio', slot.portfolio, PORTFOLIO);
    this.events[front.event]!++;
    const isLetGo = front.event === FrontEvent.ORDER_TRIGGERED && header.type === RecordType.TRIGGER_ORDER;
    if (isLetGo && front.lastTicks === 0) this.waited++;
    this.#noteUntold(slot);
    this.#checkInstructions(slot);
    if (front.event === FrontEvent.NONE) return;
    if (front.verdict === Verdict.REJECTED || front.event === FrontEvent.REPORT_IGNORED) this.reasons[front.reason]!++;
    const where = `command ${slot.header.sequence}, event ${front.event}`;
    if (front.event === FrontEvent.CANCEL_DENIED && front.reason >= ReasonCode.UNKNOWN_ACCOUNT) {
      throw new Error(`${where}: a cancel was denied for reason ${front.reason}`);
    }
    if (front.leavesLots < 0) throw new Error(`${where}: leaves ${front.leavesLots}`);
  }

  #noteUntold({ front, header }: Slot): void {
    if (front.event === FrontEvent.NONE || front.session >= 0) return;
    const sign = front.side === Side.BUY ? 1 : -1;
    const lots =
      front.event === FrontEvent.FILL_ASSIGNED
        ? front.lastLots
        : front.event === FrontEvent.TRADE_CANCELLED
          ? -front.observedValue
          : front.event === FrontEvent.TRADE_CORRECTED
            ? front.lastLots - front.observedValue
            : 0;
    if (lots !== 0) this.#untold.set(header.sequence, { instrument: front.instrument, lots: sign * lots });
  }

  /** Only what risk approved leaves, and all of it. */
  #checkInstructions(slot: Slot): void {
    const { front, outcome, header } = slot;
    if (outcome.length === 8) return;
    const where = `command ${header.sequence}`;
    if (outcome.followUpCount > MAX_FOLLOW_UPS) throw new Error(`${where}: ${outcome.followUpCount} follow-ups`);
    let lots = 0;
    for (let i = 0; i < outcome.instructionCount; i++) {
      if (outcome.instructionsKind(i) !== InstructionKind.NEW) continue;
      if (!PLACING.has(front.event) || front.verdict !== Verdict.APPROVED) {
        throw new Error(`${where}: event ${front.event}, verdict ${front.verdict}, sends an order to a venue`);
      }
      if (!this.#hours.isOpenAt(outcome.instructionsInstrument(i), outcome.instructionsVenue(i))) {
        throw new Error(
          `${where}: an order goes to venue ${outcome.instructionsVenue(i)}, which trades nothing of it now`,
        );
      }
      lots += outcome.instructionsLots(i);
    }
    if (lots === 0) return;
    const isWhole = front.event !== FrontEvent.CHILD_ACCEPTED;
    const approved = isWhole ? front.quantityLots : front.leavesLots;
    if (lots > approved) throw new Error(`${where}: ${lots} lots go to venues, ${approved} were approved`);
    if (isWhole && lots !== approved) {
      throw new Error(`${where}: ${lots} lots of ${approved} go to venues`);
    }
  }
}

/** Content only: what follows is of an earlier lap. */
function checkDoubles(name: string, section: Section, words: readonly number[]): void {
  const content = section.length / 8;
  if (content === 1) return;
  if (!(content > 1 && Number.isInteger(content))) throw new Error(`${name} section of ${section.length} bytes`);
  const from = section.at4 / 2;
  for (const word of words) {
    if (word >= content) continue;
    const value = section.f64[from + word]!;
    // biome-ignore lint/suspicious/noSelfCompare: NaN is the one value that differs from itself.
    if (value !== value || (value === 0 && 1 / value < 0)) throw new Error(`${name} section: word ${word} is ${value}`);
  }
}
