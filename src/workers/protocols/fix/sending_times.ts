/** Whether SendingTime (52) is near enough to our clock. Most messages are of a minute that is known to be, and need no reading. */
import * as fastFields from './fast_fields.ts';
import { type FastHeader, KnownMinute } from './fast_header.ts';
import type { FieldIndex } from './field_index.ts';
import { isInTime } from './logon_check.ts';
import type { ResolvedConfig } from './session_config.ts';
import type { SessionOutput } from './session_output.ts';
import { Tag } from './tag.ts';
import { MINUTE_MS, TIMESTAMP_BYTES } from './timestamp.ts';

/** Of this module, and so a constant: an import is looked up and checked at each use. */
const inMinute = fastFields.isInMinute;

export class SendingTimes {
  /** Every moment of the minute that the fast header knows is in time. */
  isFastMinuteInTime = false;
  private readonly config: ResolvedConfig;
  private readonly output: SessionOutput;
  private readonly fields: FieldIndex;
  private readonly fastHeader: FastHeader;
  /** The clock when that was judged last: within a millisecond nothing changes. */
  private judgedMs = -1;
  /** The last minute that every moment of was in time by the clock at `minuteJudgedMs`. */
  private readonly minute = new KnownMinute();
  private minuteJudgedMs = -1;

  constructor(config: ResolvedConfig, output: SessionOutput, fields: FieldIndex, fastHeader: FastHeader) {
    this.config = config;
    this.output = output;
    this.fields = fields;
    this.fastHeader = fastHeader;
  }

  judgeOnceAMillisecond(): void {
    if (this.judgedMs !== this.output.nowMs) this.judge();
  }

  judge(): void {
    const { sendingMinuteMs } = this.fastHeader;
    this.judgedMs = this.output.nowMs;
    this.isFastMinuteInTime = this.isWholeMinuteInTime(sendingMinuteMs);
  }

  /** Of the message at hand, which lies in `view`. */
  isSentInTime(view: DataView): boolean {
    const { fields, minute } = this;
    const { nowMs } = this.output;
    const start = fields.start(Tag.SENDING_TIME);
    const isUsual = fields.end(Tag.SENDING_TIME) - start === TIMESTAMP_BYTES;
    if (isUsual && this.minuteJudgedMs === nowMs && inMinute(view, start, minute)) return true;
    const sentMs = fields.timestamp(Tag.SENDING_TIME);
    if (!isInTime(this.config, sentMs, nowMs)) return false;
    if (isUsual && this.isWholeMinuteInTime(Math.floor(sentMs / MINUTE_MS) * MINUTE_MS)) {
      minute.learn(view, start);
      this.minuteJudgedMs = nowMs;
    }
    return true;
  }

  private isWholeMinuteInTime(startMs: number): boolean {
    const { nowMs } = this.output;
    return isInTime(this.config, startMs, nowMs) && isInTime(this.config, startMs + MINUTE_MS - 1, nowMs);
  }
}
