/** What egress shows: counts of what happened, and how long requests took from the gateway's receipt to here. */

import { DayRoll } from '../../../../schemas/generated/engine.ts';
import * as frontEventCodes from '../../model/front_event.ts';
import * as orderCodes from '../../model/order.ts';
import * as recordTypeCodes from '../../model/record_type.ts';
import type { Clock } from '../clock.ts';
import type { Slot } from '../slot.ts';
import * as stageAgentConstants from '../stage_agent.ts';
import type { Telemetry } from '../telemetry.ts';
import * as telemetryConstants from '../telemetry.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FrontEvent, FrontFlag, Verdict } = frontEventCodes;
const { OrderStatus } = orderCodes;
const { RecordType } = recordTypeCodes;
const { MOST_PER_BATCH } = stageAgentConstants;
const { Gauge, RequestIndex } = telemetryConstants;

export class EgressDisplay {
  readonly #telemetry: Telemetry;
  readonly #clock: Clock;
  readonly #dayRoll = new DayRoll();
  readonly #ingress = new Float64Array(MOST_PER_BATCH);
  readonly #requests = new Uint8Array(MOST_PER_BATCH);
  /** What recovery replays was shown by the run that it happened in. */
  isLive = false;
  #count = 0;
  #sequence = 0;
  #shownChanges = 0;

  /** The clock of ingress times; a thread apart from the sequencer's has one of its own, and hears of a new day here. */
  constructor(telemetry: Telemetry, clock: Clock) {
    this.#telemetry = telemetry;
    this.#clock = clock;
  }

  note(slot: Slot): void {
    if (!this.isLive) return;
    if (slot.header.type === RecordType.DAY_ROLL) {
      this.#clock.rebase(this.#dayRoll.wrap(slot.commands, slot.bodyAt).baseTimeMs);
    }
    const { events, reasons } = this.#telemetry;
    const front = slot.front;
    this.#sequence = slot.header.sequence;
    events[front.event] = events[front.event]! + 1;
    const isRefused = front.verdict === Verdict.REJECTED || front.event === FrontEvent.REPORT_IGNORED;
    if (front.event !== 0 && isRefused) reasons[front.reason] = reasons[front.reason]! + 1;
    if (front.event !== 0 && (front.flags & FrontFlag.ORDER_ENDED) !== 0 && front.status === OrderStatus.FILLED) {
      const { gauges } = this.#telemetry;
      gauges[Gauge.FILLED_ORDERS] = gauges[Gauge.FILLED_ORDERS]! + 1;
    }
    const request = requestOf(slot.header.type);
    const ingress = slot.header.ingressTime;
    if (request < 0 || ingress === 0) return;
    this.#ingress[this.#count] = ingress;
    this.#requests[this.#count] = request;
    this.#count++;
  }

  /** Which rings are lost, when that has changed. */
  showLosses(sink: LostDestinations): void {
    if (sink.changes === this.#shownChanges) return;
    const { gauges, lostSessions, lostVenues } = this.#telemetry;
    this.#shownChanges = sink.changes;
    gauges[Gauge.LOST_OUTPUTS] = sink.lost;
    for (let session = 0; session < sink.sessions; session++) {
      lostSessions[session] = sink.isSessionLost(session) ? 1 : 0;
    }
    for (let venue = 0; venue < sink.venues; venue++) lostVenues[venue] = sink.isVenueLost(venue) ? 1 : 0;
  }

  /** The batch's outputs are visible: one look at the clock for all of it. */
  batchDone(): void {
    const { gauges, requests } = this.#telemetry;
    gauges[Gauge.SEQUENCE] = this.#sequence;
    if (this.#count === 0) return;
    const now = this.#clock.now();
    for (let i = 0; i < this.#count; i++) {
      const elapsed = now - this.#ingress[i]!;
      requests[this.#requests[i]!]!.record(elapsed > 0 ? elapsed : 0);
    }
    this.#count = 0;
  }
}

/** What of a sink is shown. */
export interface LostDestinations {
  readonly lost: number;
  /** Moves whenever one of the answers below does. */
  readonly changes: number;
  readonly sessions: number;
  readonly venues: number;
  isSessionLost(session: number): boolean;
  isVenueLost(venue: number): boolean;
}

function requestOf(type: number): number {
  switch (type) {
    case RecordType.NEW_ORDER:
      return RequestIndex.SUBMIT;
    case RecordType.REPLACE_ORDER:
      return RequestIndex.MODIFY;
    case RecordType.CANCEL_ORDER:
      return RequestIndex.CANCEL;
    case RecordType.VENUE_REPORT:
      return RequestIndex.FILL;
    default:
      return -1;
  }
}
