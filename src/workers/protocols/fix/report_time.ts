/** TransactTime of reports: the time of the command that each tells of. Within a minute only its seconds are written anew. */
import type { RecordHeader } from '../../../../schemas/generated/engine.ts';
import { word4 } from './ascii.ts';
import { checksumOf } from './checksum.ts';
import * as summedText from './summed_text.ts';
import * as timestamp from './timestamp.ts';

/** Of this module, and so constants: an import is looked up and checked at each use. */
const { MINUTE_MS, SECONDS_AT, TimestampWriter } = timestamp;
const { cursorAt, CURSOR_POSITION: POSITION, putSeconds } = summedText;

const F60 = word4('\x0160=');
const FIELD_60_BYTES = 4;
const MINUTE_NS = 60e9;

export class ReportTime {
  private readonly time = new TimestampWriter();
  private baseTimeMs = 0;
  /** Record time at which the minute of `minute` began; -1: none is kept. In an array: a double of an object is a box. */
  private readonly minuteNs = Float64Array.of(-1);
  /** `|60=YYYYMMDD-HH:MM:` and room for the seconds. */
  private readonly minute = new Float64Array(4);

  /** What its text before the seconds adds to a cursor. */
  private minuteStep = 0;

  /** Milliseconds since 1970 at the base time of the trading day: what record times count from. */
  setBase(baseTimeMs: number): void {
    this.baseTimeMs = baseTimeMs;
    this.minuteNs[0] = -1;
  }

  /** The field with its SOH in front, of a record's time; returns the cursor behind it. */
  put(view: DataView, cursor: number, header: RecordHeader): number {
    const timeNs = header.time;
    const { minuteNs, minute } = this;
    const startNs = minuteNs[0]!;
    const since = timeNs - startNs;
    const restMs = since >= 0 && since < MINUTE_NS && startNs >= 0 ? (since / 1e6) | 0 : this.enter(timeNs);
    const { minuteStep } = this;
    const first = minute[0]!;
    const second = minute[1]!;
    const third = minute[2]!;
    const at = cursor & POSITION;
    view.setFloat64(at, first, true);
    view.setFloat64((at + 8) | 0, second, true);
    view.setFloat64((at + 16) | 0, third, true);
    return putSeconds(view, (cursor + minuteStep) | 0, restMs);
  }

  /** Keeps the text of the minute that a time is in; returns the milliseconds since it began. */
  private enter(timeNs: number): number {
    const ms = this.baseTimeMs + Math.floor(timeNs / 1e6);
    const minuteMs = Math.floor(ms / MINUTE_MS) * MINUTE_MS;
    this.minuteNs[0] = (minuteMs - this.baseTimeMs) * 1e6;
    const view = new DataView(this.minute.buffer);
    view.setInt32(0, F60, true);
    this.time.write(view, FIELD_60_BYTES, minuteMs);
    const byteLength = FIELD_60_BYTES + SECONDS_AT;
    this.minuteStep = cursorAt(byteLength, checksumOf(view, 0, byteLength));
    return ms - minuteMs;
  }
}
