/** Which number comes next from the other side, and what becomes of any other. */
import { LETTER_Y } from './ascii.ts';
import type { FieldIndex } from './field_index.ts';
import { DEFINITIONS } from './message_definition.ts';
import type { OutboundPosition } from './outbound_log.ts';
import type { InboundPosition } from './session_config.ts';
import type { SessionSpeech } from './session_speech.ts';
import type { SessionConnection } from './session_state.ts';
import { MsgType, RejectReason, Tag } from './tag.ts';

/** A resend that has not come in this time is asked for again, when something newer comes. */
const RESEND_PATIENCE_NS = 10_000 * 1e6;

export class InboundNumbers {
  next: number;
  /** The highest number seen beyond a gap; the gap is open while `next` is not above it. */
  private gapEnd = 0;
  private gapAskedNs = 0;
  private readonly fields: FieldIndex;
  private readonly speech: SessionSpeech;
  private readonly connection: SessionConnection;

  constructor(next: number, fields: FieldIndex, speech: SessionSpeech, connection: SessionConnection) {
    this.next = next;
    this.fields = fields;
    this.speech = speech;
    this.connection = connection;
  }

  resumeAfter(inbound: InboundPosition | undefined, { epoch, answeredInbound }: OutboundPosition): void {
    // What the engine logged of an earlier incarnation of the numbers says nothing of this one.
    const logged = inbound !== undefined && inbound.sourceEpoch === epoch ? inbound.sourceSequence : 0;
    this.next = Math.max(logged, answeredInbound) + 1;
  }

  /** A new connection: nothing beyond a gap has been seen on it. */
  forgetGap(): void {
    this.gapEnd = 0;
  }

  restart(): void {
    this.next = 1;
    this.gapEnd = 0;
  }

  takeIfNext(sequence: number): void {
    if (sequence === this.next) this.next++;
  }

  /** What lies between is asked for, once, and again when it does not come. */
  askForGap(seen: number): void {
    const { nowNs } = this.connection;
    const isOpen = this.gapEnd >= this.next;
    this.gapEnd = Math.max(this.gapEnd, seen);
    if (isOpen && nowNs - this.gapAskedNs < RESEND_PATIENCE_NS) return;
    this.gapAskedNs = nowNs;
    this.speech.resendRequest(this.next);
  }

  /** A number below the next: ours already if it says so, else the two sides do not agree. False: its times contradict. */
  takeLate(sequence: number): boolean {
    const { fields } = this;
    if (fields.char(Tag.POSS_DUP_FLAG) !== LETTER_Y) {
      this.endTooLow(sequence);
      return true;
    }
    if (!fields.has(Tag.ORIG_SENDING_TIME)) {
      const text = 'Required tag missing';
      this.speech.reject(sequence, RejectReason.REQUIRED_TAG_MISSING, Tag.ORIG_SENDING_TIME, text);
      return true;
    }
    return !(fields.timestamp(Tag.ORIG_SENDING_TIME) > fields.timestamp(Tag.SENDING_TIME));
  }

  endTooLow(sequence: number): void {
    this.connection.endWith(`MsgSeqNum too low, expecting ${this.next} but received ${sequence}`);
  }

  /** SequenceReset without GapFillFlag: its own number does not count. */
  takeReset(sequence: number): void {
    const { fields } = this;
    const next = fields.whole(Tag.NEW_SEQ_NO);
    if (!fields.validate(DEFINITIONS[MsgType.SEQUENCE_RESET]!)) this.speech.rejectFault(sequence);
    else if (next < this.next) {
      this.speech.reject(sequence, RejectReason.VALUE_OUT_OF_RANGE, Tag.NEW_SEQ_NO, `below ${this.next}`);
    } else this.next = next;
  }

  takeGapFill(sequence: number): void {
    const next = this.fields.whole(Tag.NEW_SEQ_NO);
    if (next <= sequence) {
      const text = `NewSeqNo (36) ${next} is not above ${sequence}`;
      this.speech.reject(sequence, RejectReason.VALUE_OUT_OF_RANGE, Tag.NEW_SEQ_NO, text);
    } else this.next = next;
  }
}
