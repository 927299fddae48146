/**
 * One FIX 4.4 session, acceptor or initiator: numbers, gaps, heartbeats, logon and logout. It owns no socket, timer or
 * clock: bytes, time and connections are given to it, and it writes to what it is given. README.md lists its rules.
 */
import { RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { Views } from '../../../ring/memory.ts';
import { asciiBytes, LETTER_Y } from './ascii.ts';
import { FastHeader } from './fast_header.ts';
import { MAX_FAST_MESSAGE_BYTES } from './fast_order_layout.ts';
import { FieldIndex } from './field_index.ts';
import { Frame, FrameReader } from './frame.ts';
import { InboundNumbers } from './inbound_numbers.ts';
import { refuseLogon } from './logon_check.ts';
import { DEFINITIONS } from './message_definition.ts';
import type { OutboundLog } from './outbound_log.ts';
import { Taken } from './refusal.ts';
import { MAX_REPORT_BYTES, type ReportEncoder } from './report_encoder.ts';
import { SendingTimes } from './sending_times.ts';
import {
  type FixApplication,
  type FixSessionParts,
  type FixTransport,
  type InboundPosition,
  type ResolvedConfig,
  resolveConfig,
} from './session_config.ts';
import { SessionOutput } from './session_output.ts';
import { SessionSpeech } from './session_speech.ts';
import { SessionConnection, SessionState } from './session_state.ts';
import { MsgType, REJECT_TEXT, RejectReason, Tag } from './tag.ts';

const MS = 1e6;

export class FixSession {
  readonly config: ResolvedConfig;
  private readonly baseTimeMs: number;
  private readonly application: FixApplication;
  private readonly encoder: ReportEncoder | undefined;
  private readonly output: SessionOutput;
  private readonly speech: SessionSpeech;
  private readonly connection: SessionConnection;
  private readonly numbers: InboundNumbers;
  private readonly frames: FrameReader;
  private readonly fields = new FieldIndex();
  private readonly fastHeader = new FastHeader();
  private readonly reportHeader = new RecordHeader();
  private readonly theirCompId: Uint8Array;
  private readonly ourCompId: Uint8Array;
  private readonly times: SendingTimes;
  /** False: even a message that is not long may be too long for this session. */
  private readonly isFastAllowed: boolean;

  constructor(parts: FixSessionParts) {
    this.config = resolveConfig(parts.config);
    this.application = parts.application;
    this.encoder = parts.encoder;
    this.baseTimeMs = parts.baseTimeMs;
    this.encoder?.setBaseTime(parts.baseTimeMs);
    this.output = new SessionOutput(this.config, parts.log, parts.application);
    this.speech = new SessionSpeech(this.config, this.output, this.fields);
    this.connection = new SessionConnection(this.config, this.output, this.speech, parts.listener);
    this.times = new SendingTimes(this.config, this.output, this.fields, this.fastHeader);
    this.frames = new FrameReader(this.config.maxMessageBytes);
    this.isFastAllowed = this.frames.allows(MAX_FAST_MESSAGE_BYTES);
    this.theirCompId = asciiBytes(this.config.targetCompId);
    this.ourCompId = asciiBytes(this.config.senderCompId);
    this.numbers = new InboundNumbers(1, this.fields, this.speech, this.connection);
    this.resumeAfter(parts.inbound);
    this.application.onEpoch(parts.log.epoch);
  }

  get state(): SessionState {
    return this.connection.state;
  }

  get isConnected(): boolean {
    return this.connection.isConnected;
  }

  get nextInbound(): number {
    return this.numbers.next;
  }

  set nextInbound(next: number) {
    this.numbers.next = next;
  }

  get garbledCount(): number {
    return this.frames.garbledCount;
  }

  /** Of a message that is not whole yet. */
  get pendingBytes(): number {
    return this.frames.pendingBytes;
  }

  get log(): OutboundLog {
    return this.output.log;
  }

  // ---------------------------------------------------------------- what the gateway calls

  /** The next inbound number follows the last that the engine's log has, or that was answered here, whichever is later. */
  resumeAfter(inbound: InboundPosition | undefined): void {
    this.numbers.resumeAfter(inbound, this.log);
  }

  /** False: this session is connected already, and the new connection must be refused. */
  onConnect(transport: FixTransport, nowNs: number): boolean {
    if (this.isConnected) return false;
    this.setTime(nowNs);
    this.connection.connect(transport, nowNs);
    this.frames.clear();
    this.numbers.forgetGap();
    if (this.config.role === 'acceptor') this.connection.enter(SessionState.LOGON_AWAITED);
    else {
      this.connection.enter(SessionState.LOGON_SENT);
      this.connection.heartbeatNs = this.config.heartbeatSeconds * 1000 * MS;
      if (this.config.resetOnLogon) this.resetNumbers();
      this.speech.logon(this.connection.heartbeatNs, this.config.resetOnLogon);
      this.flush();
    }
    return true;
  }

  onDisconnect(nowNs: number): void {
    this.setTime(nowNs);
    this.connection.close('disconnected by the other side');
  }

  /** Bytes as they came. What they are answered with is written before this returns. */
  onBytes(chunk: Uint8Array, nowNs: number): void {
    this.setTime(nowNs);
    this.connection.lastReceivedNs = nowNs;
    this.application.setTime(nowNs);
    this.times.judgeOnceAMillisecond();
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
    this.connection.onTimer();
  }

  /** Before reports of a turn, so that SendingTime is the turn's. */
  setTime(nowNs: number): void {
    this.connection.nowNs = nowNs;
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
    this.speech.refuseBusy(sequence, this.state === SessionState.ACTIVE);
  }

  /** An application message about an output of the engine: its fields go to what this returns, then `finish`. */
  begin(type: number): SessionOutput['writer'] {
    return this.output.begin(type);
  }

  finish(streamSequence: number, outputIndex: number): void {
    this.output.finish(streamSequence, outputIndex, 0, this.state === SessionState.ACTIVE);
  }

  /** Any other application message: `write` adds the fields behind the header. */
  sendApplication(type: number, write: (output: SessionOutput['writer']) => void): void {
    write(this.output.begin(type));
    this.output.finish(-1, -1, 0, this.state === SessionState.ACTIVE);
  }

  /** Log, then socket. */
  flush(): void {
    this.connection.flush();
  }

  /** Ends the session in good order. */
  logout(text: string, nowNs: number): void {
    this.setTime(nowNs);
    if (this.state === SessionState.ACTIVE) {
      this.speech.logout(text);
      this.connection.enter(SessionState.LOGOUT_SENT);
      this.flush();
    } else this.connection.close(text);
  }

  /** Ends it at once: a client that does not read, an engine that stops. */
  drop(reason: string): void {
    this.connection.close(reason);
  }

  // ---------------------------------------------------------------- inbound

  private takeMessages(): void {
    const { frames } = this;
    while (this.isConnected) {
      this.takeFast();
      switch (frames.next()) {
        case Frame.NONE:
          return;
        case Frame.MESSAGE:
          this.takeMessage();
          break;
        case Frame.OTHER_VERSION:
          this.connection.endWith('Incorrect BeginString: FIX.4.4 is spoken here');
          return;
        case Frame.TOO_LONG:
          this.connection.endWith(`Message longer than ${this.config.maxMessageBytes} bytes`);
          return;
      }
    }
  }

  private takeFast(): void {
    const { frames, fastHeader } = this;
    if (this.state !== SessionState.ACTIVE || !this.times.isFastMinuteInTime || !this.isFastAllowed) return;
    fastHeader.nextSequence = this.nextInbound;
    const end = this.application.takeFast(fastHeader, frames.view, frames.end, frames.readEnd);
    if (end === frames.end) return;
    frames.passTo(end);
    this.connection.isTestRequestOut = false;
    this.nextInbound = fastHeader.nextSequence;
  }

  private takeMessage(): void {
    const { fields, frames } = this;
    fields.index(frames.bytes, frames.bodyStart, frames.checksumStart);
    this.connection.isTestRequestOut = false;
    const type = fields.messageType();
    if (this.state <= SessionState.LOGON_SENT && type !== MsgType.LOGON) {
      const isRefusal = this.config.role === 'initiator' && type === MsgType.LOGOUT;
      this.connection.close(
        isRefusal ? `logon refused: ${this.speech.theirText()}` : 'the first message must be Logon',
      );
      return;
    }
    const sequence = fields.whole(Tag.MSG_SEQ_NUM);
    if (sequence < 0) {
      this.connection.endWith('MsgSeqNum (34) is missing or not a number');
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
      this.numbers.takeReset(sequence);
      return;
    }
    if (sequence > this.nextInbound) {
      this.takeEarly(type, sequence);
      return;
    }
    if (sequence < this.nextInbound) {
      if (!this.numbers.takeLate(sequence)) this.refuseTime(sequence);
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
      this.speech.refuseType(sequence);
      return;
    }
    if (!(this.config.isLenient ? fields.isUsable(definition) : fields.validate(definition))) {
      this.speech.rejectFault(sequence);
      return;
    }
    if (!this.times.isSentInTime(frames.view)) {
      this.refuseTime(sequence);
      return;
    }
    switch (type) {
      case MsgType.HEARTBEAT:
        return;
      case MsgType.REJECT:
        this.application.takeReject?.(fields);
        return;
      case MsgType.TEST_REQUEST:
        this.speech.heartbeat(fields.start(Tag.TEST_REQ_ID), fields.end(Tag.TEST_REQ_ID));
        return;
      case MsgType.RESEND_REQUEST:
        this.speech.answerResend(sequence);
        return;
      case MsgType.SEQUENCE_RESET:
        this.numbers.takeGapFill(sequence);
        return;
      case MsgType.LOGOUT:
        this.takeLogout();
        return;
      default: {
        const taken = this.application.take(type, fields, frames.view, sequence);
        if (taken === Taken.RECORD) {
          this.fastHeader.learn(fields, frames.view, frames.bodyStart);
          this.times.judge();
        } else this.speech.refuse(taken, this.application.refusal, sequence);
      }
    }
  }

  /** A number beyond the next: what is between is asked for, and this is taken when it comes again. */
  private takeEarly(type: number, sequence: number): void {
    // These two cannot wait: the other side may be asking for the very messages that it needs to go on, or leaving.
    if (type === MsgType.RESEND_REQUEST && this.fields.validate(DEFINITIONS[type]!)) this.speech.answerResend(sequence);
    if (type === MsgType.LOGOUT) {
      this.takeLogout();
      return;
    }
    this.numbers.askForGap(sequence);
  }

  private takeLogout(): void {
    if (this.state !== SessionState.LOGOUT_SENT) this.speech.logout('');
    this.connection.close('logged out');
  }

  // ---------------------------------------------------------------- logon

  private takeLogon(sequence: number): void {
    const { fields, config } = this;
    const isReset = fields.char(Tag.RESET_SEQ_NUM_FLAG) === LETTER_Y;
    const isInitiator = config.role === 'initiator';
    if (this.state > SessionState.LOGON_SENT && !(isReset && !isInitiator && this.state === SessionState.ACTIVE)) {
      this.numbers.takeIfNext(sequence);
      this.speech.reject(sequence, RejectReason.OTHER, 0, 'already logged on');
      return;
    }
    const refusal = refuseLogon(fields, config, this.output.nowMs, sequence, isReset);
    if (refusal !== '') {
      this.connection.endWith(refusal);
      return;
    }
    if (isReset && !isInitiator) this.resetNumbers();
    const isPossDup = fields.char(Tag.POSS_DUP_FLAG) === LETTER_Y;
    if (sequence < this.nextInbound && !isPossDup) {
      this.numbers.endTooLow(sequence);
      return;
    }
    const theirNext = fields.whole(Tag.NEXT_EXPECTED_MSG_SEQ_NUM);
    this.numbers.takeIfNext(sequence);
    this.connection.heartbeatNs = fields.whole(Tag.HEART_BT_INT) * 1000 * MS;
    if (!isInitiator) this.speech.logon(this.connection.heartbeatNs, isReset);
    const wasActive = this.state === SessionState.ACTIVE;
    this.connection.enter(SessionState.ACTIVE);
    // Asked for by the Logon itself: 789 below our Logon's number.
    const lastBefore = this.log.nextOutbound - 2;
    if (theirNext > 0 && theirNext <= lastBefore) this.output.resend(theirNext, lastBefore);
    if (sequence > this.nextInbound) this.numbers.askForGap(sequence);
    if (!wasActive) this.connection.tellActive();
  }

  private resetNumbers(): void {
    const epoch = this.log.epoch + 1;
    this.log.reset(epoch);
    this.numbers.restart();
    this.application.onEpoch(epoch);
  }

  private refuseCompIds(sequence: number, type: number): void {
    this.numbers.takeIfNext(sequence);
    if (type !== MsgType.LOGON) {
      const tag = this.fields.equals(Tag.SENDER_COMP_ID, this.theirCompId) ? Tag.TARGET_COMP_ID : Tag.SENDER_COMP_ID;
      this.speech.reject(sequence, RejectReason.COMP_ID_PROBLEM, tag, REJECT_TEXT[9]);
    }
    this.connection.endWith('SenderCompID or TargetCompID is wrong');
  }

  private refuseTime(sequence: number): void {
    this.speech.reject(sequence, RejectReason.SENDING_TIME_ACCURACY, Tag.SENDING_TIME, REJECT_TEXT[10]);
    this.connection.endWith('SendingTime accuracy problem');
  }
}
