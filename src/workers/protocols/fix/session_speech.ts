/** What a session says for itself, reports apart: administrative messages, and why a message was not taken. */
import { REASON_TEXT, ReasonCode } from '../../model/reason.ts';
import { textOf } from './ascii.ts';
import type { FieldIndex } from './field_index.ts';
import { type Refusal, Taken } from './refusal.ts';
import type { ResolvedConfig } from './session_config.ts';
import { cutText, type SessionOutput } from './session_output.ts';
import { BusinessReason, MsgType, REJECT_TEXT, RejectReason, Tag } from './tag.ts';

export class SessionSpeech {
  private readonly config: ResolvedConfig;
  private readonly output: SessionOutput;
  /** Of the message at hand, which the answers name. */
  private readonly fields: FieldIndex;

  constructor(config: ResolvedConfig, output: SessionOutput, fields: FieldIndex) {
    this.config = config;
    this.output = output;
    this.fields = fields;
  }

  logon(heartbeatNs: number, isReset: boolean): void {
    const { config } = this;
    const writer = this.output.begin(MsgType.LOGON);
    writer.text(Tag.ENCRYPT_METHOD, '0');
    writer.whole(Tag.HEART_BT_INT, Math.round(heartbeatNs / 1e9));
    if (isReset) writer.text(Tag.RESET_SEQ_NUM_FLAG, 'Y');
    if (config.role === 'initiator') {
      if (config.username !== undefined) writer.text(Tag.USERNAME, config.username);
      if (config.password !== undefined) writer.text(Tag.PASSWORD, config.password);
    }
    for (const [tag, value] of config.logonFields) writer.text(tag, value);
    this.finish(0);
  }

  logout(text: string): void {
    const writer = this.output.begin(MsgType.LOGOUT);
    if (text !== '') writer.text(Tag.TEXT, cutText(text));
    this.finish(0);
  }

  testRequest(id: number): void {
    this.output.begin(MsgType.TEST_REQUEST).whole(Tag.TEST_REQ_ID, id);
    this.finish(0);
  }

  /** Echoes the TestReqID that lies in the message at hand; -1: there is none. */
  heartbeat(idStart: number, idEnd: number): void {
    const writer = this.output.begin(MsgType.HEARTBEAT, idEnd - idStart + 1_024);
    if (idStart >= 0) {
      writer.tag(Tag.TEST_REQ_ID);
      writer.bytes.set(this.fields.bytes.subarray(idStart, idEnd), writer.at);
      writer.at += idEnd - idStart;
    }
    this.finish(0);
  }

  /** All from `next` on. */
  resendRequest(next: number): void {
    const writer = this.output.begin(MsgType.RESEND_REQUEST);
    writer.whole(Tag.BEGIN_SEQ_NO, next);
    writer.whole(Tag.END_SEQ_NO, 0);
    this.finish(0);
  }

  reject(sequence: number, reason: RejectReason, tag: number, text: string): void {
    const writer = this.output.begin(MsgType.REJECT);
    writer.whole(Tag.REF_SEQ_NUM, sequence);
    if (tag !== 0) writer.whole(Tag.REF_TAG_ID, tag);
    const type = this.typeText();
    if (type !== '') writer.text(Tag.REF_MSG_TYPE, type);
    writer.whole(Tag.SESSION_REJECT_REASON, reason);
    writer.text(Tag.TEXT, cutText(text));
    this.finish(sequence);
  }

  /** What the field index found wrong with the message at hand. */
  rejectFault(sequence: number): void {
    const { fault, faultTag } = this.fields;
    this.reject(sequence, fault, faultTag, REJECT_TEXT[fault]);
  }

  refuse(taken: Taken, refusal: Refusal, sequence: number): void {
    if (taken === Taken.REJECTED) this.reject(sequence, refusal.rejectReason, refusal.tag, refusal.text);
    else this.businessReject(sequence, refusal.businessReason, refusal.text);
  }

  refuseType(sequence: number): void {
    // One or two letters as FIX gives them out, or the U of user-defined types: known, but not taken here.
    if (/^([0-9A-Za-z]|A[A-Z]|B[A-H]|U.+)$/.test(this.typeText())) {
      const text = `Unsupported message type ${this.typeText()}`;
      this.businessReject(sequence, BusinessReason.UNSUPPORTED_MESSAGE_TYPE, text);
    } else this.reject(sequence, RejectReason.INVALID_MSG_TYPE, Tag.MSG_TYPE, REJECT_TEXT[11]);
  }

  /** Of a new order that was taken and then found no room. */
  refuseBusy(sequence: number, isSent: boolean): void {
    const writer = this.output.begin(MsgType.BUSINESS_MESSAGE_REJECT);
    writer.whole(Tag.REF_SEQ_NUM, sequence);
    writer.text(Tag.REF_MSG_TYPE, 'D');
    writer.whole(Tag.BUSINESS_REJECT_REASON, BusinessReason.APPLICATION_NOT_AVAILABLE);
    writer.text(Tag.TEXT, REASON_TEXT[ReasonCode.ENGINE_BUSY]);
    this.output.finish(-1, -1, sequence, isSent);
  }

  /** Sends again what the message at hand asks for. */
  answerResend(sequence: number): void {
    const { fields, output } = this;
    const from = fields.whole(Tag.BEGIN_SEQ_NO);
    const to = fields.whole(Tag.END_SEQ_NO);
    const last = output.log.nextOutbound - 1;
    if (from < 1 || from > last || (to !== 0 && to < from)) {
      const text = `BeginSeqNo (7) ${from} to EndSeqNo (16) ${to} are not among 1 to ${last}`;
      this.reject(sequence, RejectReason.VALUE_OUT_OF_RANGE, Tag.BEGIN_SEQ_NO, text);
      return;
    }
    output.resend(from, to === 0 ? last : Math.min(to, last));
  }

  /** Text (58) of the message at hand, for our log. */
  theirText(): string {
    const { fields } = this;
    return fields.has(Tag.TEXT)
      ? textOf(fields.bytes, fields.start(Tag.TEXT), fields.end(Tag.TEXT))
      : 'no reason given';
  }

  private businessReject(sequence: number, reason: BusinessReason, text: string): void {
    const { fields } = this;
    const writer = this.output.begin(MsgType.BUSINESS_MESSAGE_REJECT);
    writer.whole(Tag.REF_SEQ_NUM, sequence);
    writer.text(Tag.REF_MSG_TYPE, this.typeText());
    if (fields.has(Tag.CL_ORD_ID)) {
      const start = fields.start(Tag.CL_ORD_ID);
      writer.text(
        Tag.BUSINESS_REJECT_REF_ID,
        textOf(fields.bytes, start, Math.min(fields.end(Tag.CL_ORD_ID), start + 64)),
      );
    }
    writer.whole(Tag.BUSINESS_REJECT_REASON, reason);
    writer.text(Tag.TEXT, cutText(text));
    this.finish(sequence);
  }

  private typeText(): string {
    const { fields } = this;
    const start = fields.start(Tag.MSG_TYPE);
    return textOf(fields.bytes, start, Math.min(fields.end(Tag.MSG_TYPE), start + 8));
  }

  /** Numbers, logs and queues it; without a connection, it is only logged. */
  private finish(answeredInbound: number): void {
    this.output.finish(-1, -1, answeredInbound, true);
  }
}
