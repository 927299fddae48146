/**
 * The outbound half of a session: every message gets the next number, is logged, and leaves with the others of its turn in
 * one write. While nobody is connected, or before Logon, messages are logged all the same: the client asks for them.
 */
import { FieldIndex } from './field_index.ts';
import { MessageWriter } from './message_writer.ts';
import type { OutboundLog } from './outbound_log.ts';
import type { FixApplication, FixTransport, ResolvedConfig } from './session_config.ts';
import { MsgType, Tag } from './tag.ts';
import { TIMESTAMP_BYTES } from './timestamp.ts';

const BUFFER_BYTES = 262_144;
/** Texts of ours are cut to this, so that a message has a known limit. */
const MAX_TEXT_CHARS = 400;
const MAX_ADMIN_BYTES = 2_048;
const CHECKSUM_BYTES = 7;

/** Never sent again: a gap fill stands for them. Reject is the one administrative message that is. */
const NOT_RESENT: ReadonlySet<number> = new Set([
  MsgType.HEARTBEAT,
  MsgType.TEST_REQUEST,
  MsgType.RESEND_REQUEST,
  MsgType.SEQUENCE_RESET,
  MsgType.LOGOUT,
  MsgType.LOGON,
]);

export class SessionOutput {
  readonly writer: MessageWriter;
  readonly log: OutboundLog;
  nowMs = 0;
  /** Something went to the socket since this was last cleared. */
  hasWritten = false;
  private transport: FixTransport | undefined;
  private readonly application: Pick<FixApplication, 'isResent'>;
  private readonly fields = new FieldIndex();

  constructor(config: ResolvedConfig, log: OutboundLog, application: Pick<FixApplication, 'isResent'> = {}) {
    const constant = config.headerFields.map(([tag, value]) => `${tag}=${value}\x01`).join('');
    this.writer = new MessageWriter(BUFFER_BYTES, config.senderCompId, config.targetCompId, constant);
    this.log = log;
    this.application = application;
  }

  /** SendingTime of what is written from now on. */
  setTime(nowMs: number): void {
    this.nowMs = nowMs;
    this.writer.setSendingTime(nowMs);
  }

  connect(transport: FixTransport): void {
    this.transport = transport;
  }

  disconnect(): void {
    this.transport = undefined;
    this.writer.clear();
  }

  /** Starts the next message. What follows writes its fields, then `finish`. */
  begin(type: number, roomBytes = MAX_ADMIN_BYTES): MessageWriter {
    if (this.writer.roomBytes < roomBytes) this.flush();
    this.writer.begin(type, this.log.nextOutbound);
    return this.writer;
  }

  /** Ends and logs it. `isSent` false: it stays in the log until it is asked for. */
  finish(streamSequence: number, outputIndex: number, answeredInbound: number, isSent: boolean): void {
    this.writer.end();
    this.keep(streamSequence, outputIndex, answeredInbound, isSent);
  }

  /** Logs the message that the writer has just ended. */
  keep(streamSequence: number, outputIndex: number, answeredInbound: number, isSent: boolean): void {
    const { writer, log } = this;
    const { bytes, start, at } = writer;
    log.append(log.nextOutbound, streamSequence, outputIndex, answeredInbound, bytes, start, at);
    if (isSent && this.transport !== undefined) this.hasWritten = true;
    else writer.at = start;
  }

  /** The log first, then the socket. Once per turn of the event loop, and when the buffer is full. */
  flush(): void {
    this.log.flush();
    const { writer } = this;
    if (writer.at === 0) return;
    this.transport?.write(writer.bytes.subarray(0, writer.at));
    writer.clear();
  }

  /** Messages from one number to another as possible duplicates, gaps filled. Neither numbered nor logged anew. */
  resend(from: number, to: number): void {
    this.log.flush();
    let next = from;
    this.log.read(from, to, (number, bytes, start, end) => {
      const bodyStart = startOfBody(bytes, start);
      const type = bytes[bodyStart + 3]!;
      if (NOT_RESENT.has(type)) return;
      this.fields.index(bytes, bodyStart, end - CHECKSUM_BYTES);
      if (this.application.isResent?.(type, number, this.fields) === false) return;
      if (number > next) this.fillGap(next, number);
      this.resendOne(number, type, bytes, bodyStart, end - CHECKSUM_BYTES);
      next = number + 1;
    });
    if (next <= to) this.fillGap(next, to + 1);
  }

  private fillGap(from: number, newSequence: number): void {
    const { writer } = this;
    if (writer.roomBytes < MAX_ADMIN_BYTES) this.flush();
    writer.begin(MsgType.SEQUENCE_RESET, from);
    writer.text(Tag.POSS_DUP_FLAG, 'Y');
    writer.timestamp(Tag.ORIG_SENDING_TIME, this.nowMs);
    writer.text(Tag.GAP_FILL_FLAG, 'Y');
    writer.whole(Tag.NEW_SEQ_NO, newSequence);
    writer.end();
    this.hasWritten = true;
  }

  /** `fields` are its own already. */
  private resendOne(number: number, type: number, bytes: Uint8Array, bodyStart: number, bodyEnd: number): void {
    const { writer, fields } = this;
    if (writer.roomBytes < bodyEnd - bodyStart + MAX_ADMIN_BYTES) this.flush();
    const timeStart = fields.start(Tag.SENDING_TIME);
    const restStart = timeStart + TIMESTAMP_BYTES + 1;
    writer.begin(type, number);
    writer.text(Tag.POSS_DUP_FLAG, 'Y');
    writer.tag(Tag.ORIG_SENDING_TIME);
    writer.bytes.set(bytes.subarray(timeStart, restStart), writer.at);
    // The SOH after the body is written by `end`, the one before it came with the time.
    writer.at += TIMESTAMP_BYTES + 1;
    writer.bytes.set(bytes.subarray(restStart, bodyEnd - 1), writer.at);
    writer.at += Math.max(-1, bodyEnd - 1 - restStart);
    writer.end();
    this.hasWritten = true;
  }
}

export function cutText(text: string): string {
  return text.length <= MAX_TEXT_CHARS ? text : `${text.slice(0, MAX_TEXT_CHARS - 3)}...`;
}

/** Behind the second SOH: at tag 35. */
function startOfBody(bytes: Uint8Array, start: number): number {
  return bytes.indexOf(1, bytes.indexOf(1, start) + 1) + 1;
}
