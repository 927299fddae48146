/**
 * One FIX 4.4 session, acceptor or initiator: numbers, gaps, heartbeats, logon and logout. It owns no socket, timer or
 * clock: bytes, time and connections are given to it, and it writes to what it is given. README.md lists its rules.
 */
import { RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { Views } from '../../../ring/memory.ts';
import { REASON_TEXT, ReasonCode } from '../../model/reason.ts';
import { asciiBytes, LETTER_Y, textOf } from './ascii.ts';
import { FastHeader } from './fast_header.ts';
import { FieldIndex } from './field_index.ts';
import { Frame, FrameReader } from './frame.ts';
import { DEFINITIONS } from './message_definition.ts';
import type { OutboundLog } from './outbound_log.ts';
import { Taken } from './refusal.ts';
import { MAX_REPORT_BYTES, type ReportEncoder } from './report_encoder.ts';
import {
  type FixApplication,
  type FixSessionConfig,
  type FixSessionListener,
  type FixTransport,
  type InboundPosition,
  type ResolvedConfig,
  resolveConfig,
} from './session_config.ts';
import { cutText, SessionOutput } from './session_output.ts';
import { BusinessReason, MsgType, REJECT_TEXT, RejectReason, Tag } from './tag.ts';
import { MINUTE_MS } from './timestamp.ts';

export const SessionState = {
  DISCONNECTED: 0,
  /** Acceptor, connected. */
  LOGON_AWAITED: 1,
  /** Initiator, connected. */
  LOGON_SENT: 2,
  ACTIVE: 3,
  /** We ended it and wait for the answer. */
  LOGOUT_SENT: 4,
} as const;
export type SessionState = (typeof SessionState)[keyof typeof SessionState];

const MS = 1e6;
/** A silent side is asked after this many heartbeats, and given up after as many again. */
const SILENT_HEARTBEATS = 1.2;
/** A resend that has not come in this time is asked for again, when something newer comes. */
const RESEND_PATIENCE_NS = 10_000 * MS;

export interface FixSessionParts {
  readonly config: FixSessionConfig;
  readonly log: OutboundLog;
  readonly application: FixApplication;
  /** For a side that sends reports. */
  readonly encoder?: ReportEncoder | undefined;
  /** What recovery found in the engine's log; undefined: nothing. */
  readonly inbound?: InboundPosition | undefined;
  /** Milliseconds since 1970 at the trading day's base time: what all `nowNs` count from. */
  readonly baseTimeMs: number;
  readonly listener?: FixSessionListener | undefined;
}

export class FixSession {
  readonly config: ResolvedConfig;
  state: SessionState = SessionState.DISCONNECTED;
  nextInbound: number;
  private baseTimeMs: number;
  private readonly application: FixApplication;
  private readonly encoder: ReportEncoder | undefined;
  private readonly listener: FixSessionListener | undefined;
  private readonly output: SessionOutput;
  private readonly frames: FrameReader;
  private readonly fields = new FieldIndex();
  private readonly fastHeader = new FastHeader();
  private readonly reportHeader = new RecordHeader();
  private readonly theirCompId: Uint8Array;
  private readonly ourCompId: Uint8Array;
  private transport: FixTransport | undefined;
  private nowNs = 0;
  private lastReceivedNs = 0;
  private lastSentNs = 0;
  private stateSinceNs = 0;
  private heartbeatNs = 0;
  private isTestRequestOut = false;
  private isMinuteInTime = false;
  /** The highest number seen beyond a gap; the gap is open while `nextInbound` is not above it. */
  private gapEnd = 0;
  private gapAskedNs = 0;

  constructor(parts: FixSessionParts) {
    this.config = resolveConfig(parts.config);
    this.application = parts.application;
    this.encoder = parts.encoder;
    this.listener = parts.listener;
    this.baseTimeMs = parts.baseTimeMs;
    this.encoder?.setBaseTime(parts.baseTimeMs);
    this.output = new SessionOutput(this.config, parts.log);
    this.frames = new FrameReader(this.config.maxMessageBytes);
    this.theirCompId = asciiBytes(this.config.targetCompId);
    this.ourCompId = asciiBytes(this.config.senderCompId);
    const { inbound, log } = parts;
    // What the engine logged of an earlier incarnation of the numbers says nothing of this one.
    const logged = inbound !== undefined && inbound.sourceEpoch === log.epoch ? inbound.sourceSequence : 0;
    this.nextInbound = Math.max(logged, log.answeredInbound) + 1;
    this.application.onEpoch(log.epoch);
  }

  get isConnected(): boolean {
    return this.state !== SessionState.DISCONNECTED;
  }

  get garbledCount(): number {
    return this.frames.garbledCount;
  }

  get log(): OutboundLog {
    return this.output.log;
  }

  // ---------------------------------------------------------------- what the gateway calls

  /** False: this session is connected already, and the new connection must be refused. */
  onConnect(transport: FixTransport, nowNs: number): boolean {
    if (this.isConnected) return false;
    this.setTime(nowNs);
    this.transport = transport;
    this.output.connect(transport);
    this.frames.clear();
    this.isTestRequestOut = false;
    this.gapEnd = 0;
    this.lastReceivedNs = nowNs;
    this.lastSentNs = nowNs;
    if (this.config.role === 'acceptor') this.enter(SessionState.LOGON_AWAITED);
    else {
      this.enter(SessionState.LOGON_SENT);
      this.heartbeatNs = this.config.heartbeatSeconds * 1000 * MS;
      if (this.config.resetOnLogon) this.resetNumbers();
      this.sendLogon(this.config.resetOnLogon);
      this.flush();
    }
    return true;
  }

  onDisconnect(nowNs: number): void {
    this.setTime(nowNs);
    this.close('disconnected by the other side');
  }

  /** Bytes as they came. What they are answered with is written before this returns. */
  onBytes(chunk: Uint8Array, nowNs: number): void {
    this.setTime(nowNs);
    this.lastReceivedNs = nowNs;
    this.application.setTime(nowNs);
    this.judgeMinute();
    for (let offset = 0; offset < chunk.length && this.isConnected; ) {
      offset += this.frames.take(chunk, offset);
      this.takeMessages();
    }
    this.application.publish();
    this.flush();
  }

  /** A few times a second. */
  onTimer(nowNs: number): void {
    this.setTime(nowNs);
    const { logonTimeoutMs, logoutTimeoutMs } = this.config;
    const inStateNs = nowNs - this.stateSinceNs;
    switch (this.state) {
      case SessionState.LOGON_AWAITED:
      case SessionState.LOGON_SENT:
        if (inStateNs > logonTimeoutMs * MS) this.close('no Logon in time');
        break;
      case SessionState.ACTIVE:
        this.keepAlive();
        break;
      case SessionState.LOGOUT_SENT:
        if (inStateNs > logoutTimeoutMs * MS) this.close('no answer to Logout');
        break;
    }
    this.flush();
  }

  /** Milliseconds since 1970 at the base time of a new trading day, from which `nowNs` and record times count. */
  setBaseTime(baseTimeMs: number): void {
    this.baseTimeMs = baseTimeMs;
    this.encoder?.setBaseTime(baseTimeMs);
  }

  /** Before reports of a turn, so that SendingTime is the turn's. */
  setTime(nowNs: number): void {
    this.nowNs = nowNs;
    this.output.setTime(this.baseTimeMs + Math.floor(nowNs / MS));
  }

  /** A record for a client (ExecutionReport, CancelReject, MassCancelReport) at `byteOffset`; `flush` ends the turn. */
  sendReport(views: Views, byteOffset: number): void {
    const { encoder, output, log } = this;
    if (encoder === undefined) throw new Error('this session has no encoder for reports');
    if (output.writer.roomBytes < MAX_REPORT_BYTES) this.flush();
    encoder.encode(output.writer, views, byteOffset, log.nextOutbound);
    const header = this.reportHeader.wrap(views, byteOffset);
    output.keep(header.sequence, header.outputIndex, 0, this.state === SessionState.ACTIVE);
  }

  /** The engine had no room for the new order with this inbound number, after it was taken here. */
  refuseBusy(sequence: number): void {
    const writer = this.output.begin(MsgType.BUSINESS_MESSAGE_REJECT);
    writer.whole(Tag.REF_SEQ_NUM, sequence);
    writer.text(Tag.REF_MSG_TYPE, 'D');
    writer.whole(Tag.BUSINESS_REJECT_REASON, BusinessReason.APPLICATION_NOT_AVAILABLE);
    writer.text(Tag.TEXT, REASON_TEXT[ReasonCode.ENGINE_BUSY]);
    this.output.finish(-1, -1, sequence, this.state === SessionState.ACTIVE);
  }

  /** Any other application message: `write` adds the fields behind the header. */
  sendApplication(type: number, write: (output: SessionOutput['writer']) => void): void {
    write(this.output.begin(type));
    this.output.finish(-1, -1, 0, this.state === SessionState.ACTIVE);
  }

  /** Log, then socket. */
  flush(): void {
    this.output.flush();
    if (!this.output.hasWritten) return;
    this.output.hasWritten = false;
    this.lastSentNs = this.nowNs;
  }

  /** Ends the session in good order. */
  logout(text: string, nowNs: number): void {
    this.setTime(nowNs);
    if (this.state === SessionState.ACTIVE) {
      this.sendLogout(text);
      this.enter(SessionState.LOGOUT_SENT);
      this.flush();
    } else this.close(text);
  }

  /** Ends it at once: a client that does not read, an engine that stops. */
  drop(reason: string): void {
    this.close(reason);
  }

  // ---------------------------------------------------------------- inbound

  private takeMessages(): void {
    const { frames } = this;
    while (this.isConnected) {
      switch (frames.next()) {
        case Frame.NONE:
          return;
        case Frame.MESSAGE:
          if (!this.takeFast()) this.takeMessage();
          break;
        case Frame.OTHER_VERSION:
          this.endWith('Incorrect BeginString: FIX.4.4 is spoken here');
          return;
        case Frame.TOO_LONG:
          this.endWith(`Message longer than ${this.config.maxMessageBytes} bytes`);
          return;
      }
    }
  }

  private takeFast(): boolean {
    const { frames, fastHeader } = this;
    if (this.state !== SessionState.ACTIVE || !this.isMinuteInTime) return false;
    const bodyStart = fastHeader.match(frames.view, frames.bodyStart, frames.checksumStart);
    if (bodyStart < 0 || fastHeader.sequence !== this.nextInbound) return false;
    const { view, checksumStart } = frames;
    if (!this.application.takeFast(view, bodyStart, checksumStart, this.nextInbound)) return false;
    this.isTestRequestOut = false;
    this.nextInbound++;
    return true;
  }

  private takeMessage(): void {
    const { fields, frames } = this;
    fields.index(frames.bytes, frames.bodyStart, frames.checksumStart);
    this.isTestRequestOut = false;
    const type = this.typeOf();
    if (this.state <= SessionState.LOGON_SENT && type !== MsgType.LOGON) {
      const isRefusal = this.config.role === 'initiator' && type === MsgType.LOGOUT;
      this.close(isRefusal ? `logon refused: ${this.textField()}` : 'the first message must be Logon');
      return;
    }
    const sequence = fields.whole(Tag.MSG_SEQ_NUM);
    if (sequence < 0) {
      this.endWith('MsgSeqNum (34) is missing or not a number');
      return;
    }
    if (!fields.equals(Tag.SENDER_COMP_ID, this.theirCompId) || !fields.equals(Tag.TARGET_COMP_ID, this.ourCompId)) {
      this.refuseCompIds(sequence, type);
      return;
    }
    if (type === MsgType.LOGON) {
      this.takeLogon(sequence);
      return;
    }
    if (type === MsgType.SEQUENCE_RESET && fields.char(Tag.GAP_FILL_FLAG) !== LETTER_Y) {
      this.takeSequenceReset(sequence);
      return;
    }
    if (sequence > this.nextInbound) {
      this.takeEarly(type, sequence);
      return;
    }
    if (sequence < this.nextInbound) {
      this.takeLate(sequence);
      return;
    }
    this.nextInbound++;
    this.takeInOrder(type, sequence);
  }

  /** A message whose turn it is, its number counted. */
  private takeInOrder(type: number, sequence: number): void {
    const { fields, frames } = this;
    const definition = type === 0 ? undefined : DEFINITIONS[type];
    if (definition === undefined) {
      this.refuseType(sequence);
      return;
    }
    if (!fields.validate(definition)) {
      this.sendReject(sequence, fields.fault, fields.faultTag, REJECT_TEXT[fields.fault]);
      return;
    }
    if (!this.isInTime(fields.timestamp(Tag.SENDING_TIME))) {
      this.refuseTime(sequence);
      return;
    }
    switch (type) {
      case MsgType.HEARTBEAT:
      case MsgType.REJECT:
        return;
      case MsgType.TEST_REQUEST:
        this.sendHeartbeat(fields.start(Tag.TEST_REQ_ID), fields.end(Tag.TEST_REQ_ID));
        return;
      case MsgType.RESEND_REQUEST:
        this.takeResendRequest(sequence);
        return;
      case MsgType.SEQUENCE_RESET:
        this.takeGapFill(sequence);
        return;
      case MsgType.LOGOUT:
        this.takeLogout();
        return;
      default: {
        const taken = this.application.take(type, fields, frames.view, sequence);
        if (taken === Taken.RECORD) {
          this.fastHeader.learn(fields, frames.view, frames.bodyStart);
          this.judgeMinute();
        } else this.sendRefusal(taken, sequence);
      }
    }
  }

  /** A number beyond the next: what is between is asked for, and this is taken when it comes again. */
  private takeEarly(type: number, sequence: number): void {
    // These two cannot wait: the other side may be asking for the very messages that it needs to go on, or leaving.
    if (type === MsgType.RESEND_REQUEST && this.fields.validate(DEFINITIONS[type]!)) this.takeResendRequest(sequence);
    if (type === MsgType.LOGOUT) {
      this.takeLogout();
      return;
    }
    this.askForGap(sequence);
  }

  private askForGap(seen: number): void {
    const isOpen = this.gapEnd >= this.nextInbound;
    this.gapEnd = Math.max(this.gapEnd, seen);
    if (isOpen && this.nowNs - this.gapAskedNs < RESEND_PATIENCE_NS) return;
    this.gapAskedNs = this.nowNs;
    const writer = this.output.begin(MsgType.RESEND_REQUEST);
    writer.whole(Tag.BEGIN_SEQ_NO, this.nextInbound);
    writer.whole(Tag.END_SEQ_NO, 0);
    this.finish(0);
  }

  /** A number below the next: ours already if it says so, else the two sides do not agree. */
  private takeLate(sequence: number): void {
    const { fields } = this;
    if (fields.char(Tag.POSS_DUP_FLAG) !== LETTER_Y) {
      this.endWith(`MsgSeqNum too low, expecting ${this.nextInbound} but received ${sequence}`);
      return;
    }
    const originalMs = fields.timestamp(Tag.ORIG_SENDING_TIME);
    if (!fields.has(Tag.ORIG_SENDING_TIME)) {
      this.sendReject(sequence, RejectReason.REQUIRED_TAG_MISSING, Tag.ORIG_SENDING_TIME, 'Required tag missing');
      return;
    }
    if (originalMs > fields.timestamp(Tag.SENDING_TIME)) this.refuseTime(sequence);
  }

  private takeSequenceReset(sequence: number): void {
    const { fields } = this;
    const next = fields.whole(Tag.NEW_SEQ_NO);
    if (!fields.validate(DEFINITIONS[MsgType.SEQUENCE_RESET]!)) {
      this.sendReject(sequence, fields.fault, fields.faultTag, REJECT_TEXT[fields.fault]);
      return;
    }
    if (next < this.nextInbound) {
      this.sendReject(sequence, RejectReason.VALUE_OUT_OF_RANGE, Tag.NEW_SEQ_NO, `below ${this.nextInbound}`);
      return;
    }
    this.nextInbound = next;
  }

  private takeGapFill(sequence: number): void {
    const next = this.fields.whole(Tag.NEW_SEQ_NO);
    if (next <= sequence) {
      const text = `NewSeqNo (36) ${next} is not above ${sequence}`;
      this.sendReject(sequence, RejectReason.VALUE_OUT_OF_RANGE, Tag.NEW_SEQ_NO, text);
      return;
    }
    this.nextInbound = next;
  }

  private takeResendRequest(sequence: number): void {
    const { fields, log } = this;
    const from = fields.whole(Tag.BEGIN_SEQ_NO);
    const to = fields.whole(Tag.END_SEQ_NO);
    const last = log.nextOutbound - 1;
    if (from < 1 || from > last || (to !== 0 && to < from)) {
      const text = `BeginSeqNo (7) ${from} to EndSeqNo (16) ${to} are not among 1 to ${last}`;
      this.sendReject(sequence, RejectReason.VALUE_OUT_OF_RANGE, Tag.BEGIN_SEQ_NO, text);
      return;
    }
    this.output.resend(from, to === 0 ? last : Math.min(to, last));
  }

  private takeLogout(): void {
    if (this.state !== SessionState.LOGOUT_SENT) this.sendLogout('');
    this.close('logged out');
  }

  // ---------------------------------------------------------------- logon

  private takeLogon(sequence: number): void {
    const { fields, config } = this;
    const isReset = fields.char(Tag.RESET_SEQ_NUM_FLAG) === LETTER_Y;
    const isInitiator = config.role === 'initiator';
    if (this.state > SessionState.LOGON_SENT && !(isReset && !isInitiator && this.state === SessionState.ACTIVE)) {
      if (sequence === this.nextInbound) this.nextInbound++;
      this.sendReject(sequence, RejectReason.OTHER, 0, 'already logged on');
      return;
    }
    const refusal = this.refuseLogon(isReset, sequence);
    if (refusal !== '') {
      this.endWith(refusal);
      return;
    }
    if (isReset && !isInitiator) this.resetNumbers();
    const isPossDup = fields.char(Tag.POSS_DUP_FLAG) === LETTER_Y;
    if (sequence < this.nextInbound && !isPossDup) {
      this.endWith(`MsgSeqNum too low, expecting ${this.nextInbound} but received ${sequence}`);
      return;
    }
    const theirNext = fields.whole(Tag.NEXT_EXPECTED_MSG_SEQ_NUM);
    if (sequence === this.nextInbound) this.nextInbound++;
    this.heartbeatNs = fields.whole(Tag.HEART_BT_INT) * 1000 * MS;
    if (!isInitiator) this.sendLogon(isReset);
    const wasActive = this.state === SessionState.ACTIVE;
    this.enter(SessionState.ACTIVE);
    // Asked for by the Logon itself: 789 below our Logon's number.
    const lastBefore = this.log.nextOutbound - 2;
    if (theirNext > 0 && theirNext <= lastBefore) this.output.resend(theirNext, lastBefore);
    if (sequence > this.nextInbound) this.askForGap(sequence);
    if (!wasActive) this.listener?.onActive?.();
  }

  /** Why this Logon is not accepted; empty: it is. */
  private refuseLogon(isReset: boolean, sequence: number): string {
    const { fields, config } = this;
    if (!fields.validate(DEFINITIONS[MsgType.LOGON]!)) return `${REJECT_TEXT[fields.fault]} (${fields.faultTag})`;
    if (!this.isInTime(fields.timestamp(Tag.SENDING_TIME))) return 'SendingTime accuracy problem';
    if (fields.char(Tag.ENCRYPT_METHOD) !== 0x30) return 'EncryptMethod (98) must be 0 (none)';
    const heartbeat = fields.whole(Tag.HEART_BT_INT);
    if (heartbeat < 0 || (config.role === 'acceptor' && heartbeat > config.maxHeartbeatSeconds)) {
      return `HeartBtInt (108) must be from 0 to ${config.maxHeartbeatSeconds}`;
    }
    if (isReset && sequence !== 1) return 'MsgSeqNum must be 1 with ResetSeqNumFlag (141)';
    if (config.role === 'initiator') {
      return isReset && !config.resetOnLogon ? 'ResetSeqNumFlag (141) was not asked for' : '';
    }
    return this.isCredential(Tag.USERNAME, config.username) && this.isCredential(Tag.PASSWORD, config.password)
      ? ''
      : 'Username or Password is wrong';
  }

  private isCredential(tag: number, expected: string | undefined): boolean {
    return expected === undefined || this.fields.equals(tag, Buffer.from(expected));
  }

  private resetNumbers(): void {
    const epoch = this.log.epoch + 1;
    this.log.reset(epoch);
    this.nextInbound = 1;
    this.gapEnd = 0;
    this.application.onEpoch(epoch);
  }

  private sendLogon(isReset: boolean): void {
    const { config } = this;
    const writer = this.output.begin(MsgType.LOGON);
    writer.text(Tag.ENCRYPT_METHOD, '0');
    writer.whole(Tag.HEART_BT_INT, Math.round(this.heartbeatNs / (1000 * MS)));
    if (isReset) writer.text(Tag.RESET_SEQ_NUM_FLAG, 'Y');
    if (config.role === 'initiator') {
      if (config.username !== undefined) writer.text(Tag.USERNAME, config.username);
      if (config.password !== undefined) writer.text(Tag.PASSWORD, config.password);
    }
    this.finish(0);
  }

  // ---------------------------------------------------------------- what we say

  private keepAlive(): void {
    const { heartbeatNs, nowNs } = this;
    if (heartbeatNs === 0) return;
    if (nowNs - this.lastSentNs >= heartbeatNs) this.sendHeartbeat(-1, -1);
    const silentNs = nowNs - this.lastReceivedNs;
    if (silentNs > 2 * SILENT_HEARTBEATS * heartbeatNs) this.close('silent, and no answer to TestRequest');
    else if (silentNs > SILENT_HEARTBEATS * heartbeatNs && !this.isTestRequestOut) {
      this.isTestRequestOut = true;
      this.output.begin(MsgType.TEST_REQUEST).whole(Tag.TEST_REQ_ID, Math.floor(nowNs / MS));
      this.finish(0);
    }
  }

  /** Echoes the TestReqID that lies in the message at hand; -1: there is none. */
  private sendHeartbeat(idStart: number, idEnd: number): void {
    const writer = this.output.begin(MsgType.HEARTBEAT, idEnd - idStart + 1_024);
    if (idStart >= 0) {
      writer.tag(Tag.TEST_REQ_ID);
      writer.bytes.set(this.fields.bytes.subarray(idStart, idEnd), writer.at);
      writer.at += idEnd - idStart;
    }
    this.finish(0);
  }

  private sendLogout(text: string): void {
    const writer = this.output.begin(MsgType.LOGOUT);
    if (text !== '') writer.text(Tag.TEXT, cutText(text));
    this.finish(0);
  }

  private sendReject(sequence: number, reason: RejectReason, tag: number, text: string): void {
    const writer = this.output.begin(MsgType.REJECT);
    writer.whole(Tag.REF_SEQ_NUM, sequence);
    if (tag !== 0) writer.whole(Tag.REF_TAG_ID, tag);
    const type = this.typeText();
    if (type !== '') writer.text(Tag.REF_MSG_TYPE, type);
    writer.whole(Tag.SESSION_REJECT_REASON, reason);
    writer.text(Tag.TEXT, cutText(text));
    this.finish(sequence);
  }

  private sendRefusal(taken: Taken, sequence: number): void {
    const { refusal } = this.application;
    if (taken === Taken.REJECTED) {
      this.sendReject(sequence, refusal.rejectReason, refusal.tag, refusal.text);
      return;
    }
    this.sendBusinessReject(sequence, refusal.businessReason, refusal.text);
  }

  private sendBusinessReject(sequence: number, reason: BusinessReason, text: string): void {
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

  private refuseType(sequence: number): void {
    // One or two letters as FIX gives them out, or the U of user-defined types: known, but not taken here.
    if (/^([0-9A-Za-z]|A[A-Z]|B[A-H]|U.+)$/.test(this.typeText())) {
      const text = `Unsupported message type ${this.typeText()}`;
      this.sendBusinessReject(sequence, BusinessReason.UNSUPPORTED_MESSAGE_TYPE, text);
    } else this.sendReject(sequence, RejectReason.INVALID_MSG_TYPE, Tag.MSG_TYPE, REJECT_TEXT[11]);
  }

  private refuseCompIds(sequence: number, type: number): void {
    if (sequence === this.nextInbound) this.nextInbound++;
    if (type !== MsgType.LOGON) {
      const tag = this.fields.equals(Tag.SENDER_COMP_ID, this.theirCompId) ? Tag.TARGET_COMP_ID : Tag.SENDER_COMP_ID;
      this.sendReject(sequence, RejectReason.COMP_ID_PROBLEM, tag, REJECT_TEXT[9]);
    }
    this.endWith('SenderCompID or TargetCompID is wrong');
  }

  private refuseTime(sequence: number): void {
    this.sendReject(sequence, RejectReason.SENDING_TIME_ACCURACY, Tag.SENDING_TIME, REJECT_TEXT[10]);
    this.endWith('SendingTime accuracy problem');
  }

  // ---------------------------------------------------------------- means

  private isInTime(sendingTimeMs: number): boolean {
    const { sendingTimeToleranceMs } = this.config;
    return sendingTimeToleranceMs === 0 || Math.abs(sendingTimeMs - this.output.nowMs) <= sendingTimeToleranceMs;
  }

  /** Whether every moment of the minute that the fast header knows is: once a chunk, not once a message. */
  private judgeMinute(): void {
    const { sendingMinuteMs } = this.fastHeader;
    this.isMinuteInTime = this.isInTime(sendingMinuteMs) && this.isInTime(sendingMinuteMs + MINUTE_MS - 1);
  }

  /** The byte of MsgType, or 0 when it is longer. */
  private typeOf(): number {
    const { fields } = this;
    return fields.end(Tag.MSG_TYPE) - fields.start(Tag.MSG_TYPE) === 1 ? fields.char(Tag.MSG_TYPE) : 0;
  }

  private typeText(): string {
    const { fields } = this;
    const start = fields.start(Tag.MSG_TYPE);
    return textOf(fields.bytes, start, Math.min(fields.end(Tag.MSG_TYPE), start + 8));
  }

  private textField(): string {
    const { fields } = this;
    return fields.has(Tag.TEXT)
      ? textOf(fields.bytes, fields.start(Tag.TEXT), fields.end(Tag.TEXT))
      : 'no reason given';
  }

  /** Numbers, logs and queues the administrative message at hand. */
  private finish(answeredInbound: number): void {
    this.output.finish(-1, -1, answeredInbound, this.isConnected);
  }

  /** Logout with the reason, then the connection ends without waiting. */
  private endWith(reason: string): void {
    this.sendLogout(reason);
    this.close(reason);
  }

  private close(reason: string): void {
    if (!this.isConnected) return;
    this.flush();
    const { transport } = this;
    this.transport = undefined;
    this.output.disconnect();
    this.frames.clear();
    this.enter(SessionState.DISCONNECTED);
    transport?.close();
    this.listener?.onClosed?.(reason);
  }

  private enter(state: SessionState): void {
    this.state = state;
    this.stateSinceNs = this.nowNs;
  }
}
