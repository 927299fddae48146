/**
 * What the engine shows of itself, in shared memory: event counts and latency histograms. Written by agents once a
 * batch, read by main, never read by an engine, never compared in replay.
 */

import { HISTOGRAM_REGION_BYTES, Histogram } from '../../ring/histogram.ts';
import { allocateRegion, CACHE_LINE_BYTES, Region, type RegionTransfer } from '../../ring/memory.ts';
import { MAX_SESSIONS } from '../model/source.ts';
import { MAX_VENUES } from '../model/venue.ts';
import { STAGES } from './stages.ts';

/** Requests whose latency is measured from the gateway's receipt of the bytes to egress. */
export const REQUESTS = ['submit', 'modify', 'cancel', 'fill'] as const;
export const RequestIndex = { SUBMIT: 0, MODIFY: 1, CANCEL: 2, FILL: 3 } as const;

const EVENT_CODES = 64;
const REASON_CODES = 1024;
const SEQUENCER_WORDS = 16;
const HEAD_DOUBLES = EVENT_CODES + REASON_CODES + SEQUENCER_WORDS + MAX_SESSIONS + MAX_VENUES;
const HEAD_BYTES = Math.ceil((HEAD_DOUBLES * 8) / CACHE_LINE_BYTES) * CACHE_LINE_BYTES;
const HISTOGRAMS = STAGES.length + REQUESTS.length;

/** Words that the sequencer and egress write for display. */
export const Gauge = {
  SEQUENCE: 0,
  DUPLICATES: 1,
  REFUSED: 2,
  MALFORMED: 3,
  OPEN_ORDERS: 4,
  LOST_OUTPUTS: 5,
  FILLED_ORDERS: 6,
} as const;

export class Telemetry {
  readonly region: Region;
  /** By FrontEvent. */
  readonly events: Float64Array<SharedArrayBuffer>;
  /** Denials by ReasonCode. */
  readonly reasons: Float64Array<SharedArrayBuffer>;
  readonly gauges: Float64Array<SharedArrayBuffer>;
  /** 1 where a destination's ring was full and has not been opened again by a mark. */
  readonly lostSessions: Float64Array<SharedArrayBuffer>;
  readonly lostVenues: Float64Array<SharedArrayBuffer>;
  /** Service time a command, by stage. */
  readonly stages: readonly Histogram[];
  /** By request. */
  readonly requests: readonly Histogram[];

  private constructor(region: Region) {
    this.region = region;
    this.events = region.f64.subarray(0, EVENT_CODES);
    this.reasons = region.f64.subarray(EVENT_CODES, EVENT_CODES + REASON_CODES);
    const gaugesAt = EVENT_CODES + REASON_CODES;
    this.gauges = region.f64.subarray(gaugesAt, gaugesAt + SEQUENCER_WORDS);
    const sessionsAt = gaugesAt + SEQUENCER_WORDS;
    this.lostSessions = region.f64.subarray(sessionsAt, sessionsAt + MAX_SESSIONS);
    this.lostVenues = region.f64.subarray(sessionsAt + MAX_SESSIONS, HEAD_DOUBLES);
    const histogram = (index: number): Histogram =>
      new Histogram(region.slice(HEAD_BYTES + index * HISTOGRAM_REGION_BYTES, HISTOGRAM_REGION_BYTES));
    this.stages = STAGES.map((_, index) => histogram(index));
    this.requests = REQUESTS.map((_, index) => histogram(STAGES.length + index));
  }

  static allocate(): Telemetry {
    return new Telemetry(allocateRegion(HEAD_BYTES + HISTOGRAMS * HISTOGRAM_REGION_BYTES));
  }

  static from(transfer: RegionTransfer): Telemetry {
    return new Telemetry(Region.from(transfer));
  }

  /** Orders that ended filled. */
  get filledOrders(): number {
    return this.gauges[Gauge.FILLED_ORDERS]!;
  }

  transfer(): RegionTransfer {
    return this.region.transfer();
  }
}
