/** Finds the session of a new connection by its Logon, and refuses a second connection of the same CompIDs. */
import { textOf } from './ascii.ts';
import { FieldIndex } from './field_index.ts';
import { Frame, FrameReader } from './frame.ts';
import type { FixSession } from './session.ts';
import type { FixTransport } from './session_config.ts';
import { MsgType, Tag } from './tag.ts';

const MAX_LOGON_BYTES = 4_096;
const LOGON_TIMEOUT_NS = 10e9;

/** A connection from accept to close. The gateway calls it with what the socket says; it needs no other state. */
export class FixConnection {
  /** Known once the Logon is here. */
  session: FixSession | undefined;
  private readonly acceptor: FixAcceptor;
  private readonly transport: FixTransport;
  private readonly sinceNs: number;
  private frames: FrameReader | undefined = new FrameReader(MAX_LOGON_BYTES);
  private held: Uint8Array[] = [];
  private isClosed = false;

  constructor(acceptor: FixAcceptor, transport: FixTransport, nowNs: number) {
    this.acceptor = acceptor;
    this.transport = transport;
    this.sinceNs = nowNs;
  }

  onBytes(chunk: Uint8Array, nowNs: number): void {
    if (this.session !== undefined) this.session.onBytes(chunk, nowNs);
    else if (!this.isClosed) this.awaitLogon(chunk, nowNs);
  }

  /** Only for connections without a session: sessions have timers of their own. */
  onTimer(nowNs: number): void {
    if (this.session === undefined && nowNs - this.sinceNs > LOGON_TIMEOUT_NS) this.refuse('no Logon in time');
  }

  onDisconnect(nowNs: number): void {
    this.isClosed = true;
    this.session?.onDisconnect(nowNs);
    this.session = undefined;
  }

  private awaitLogon(chunk: Uint8Array, nowNs: number): void {
    const frames = this.frames!;
    // A Logon comes in its first bytes or not at all: what does not fit is no Logon.
    if (frames.take(chunk, 0) < chunk.length) {
      this.refuse('no Logon among the first bytes');
      return;
    }
    this.held.push(Uint8Array.from(chunk));
    const frame = frames.next();
    if (frames.garbledCount > 0 || (frame !== Frame.MESSAGE && frame !== Frame.NONE))
      this.refuse('not a FIX 4.4 Logon');
    else if (frame === Frame.MESSAGE) this.attach(frames, nowNs);
  }

  private attach(frames: FrameReader, nowNs: number): void {
    const fields = new FieldIndex();
    fields.index(frames.bytes, frames.bodyStart, frames.checksumStart);
    if (
      fields.char(Tag.MSG_TYPE) !== MsgType.LOGON ||
      !fields.has(Tag.SENDER_COMP_ID) ||
      !fields.has(Tag.TARGET_COMP_ID)
    ) {
      this.refuse('the first message must be Logon');
      return;
    }
    const theirs = text(fields, Tag.SENDER_COMP_ID);
    const ours = text(fields, Tag.TARGET_COMP_ID);
    const session = this.acceptor.find(ours, theirs);
    if (session === undefined) {
      this.refuse(`no session ${ours} for ${theirs}`);
      return;
    }
    if (!session.onConnect(this.transport, nowNs)) {
      this.refuse(`${theirs} is logged on already`);
      return;
    }
    this.session = session;
    const { held } = this;
    this.held = [];
    this.frames = undefined;
    for (const chunk of held) session.onBytes(chunk, nowNs);
  }

  /** Without a word: who has not logged on, or is a second one, is told nothing. */
  private refuse(reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.held = [];
    this.transport.close();
    this.acceptor.onRefused?.(reason);
  }
}

export class FixAcceptor {
  /** For the log of the process. */
  onRefused: ((reason: string) => void) | undefined;
  private readonly sessions = new Map<string, FixSession>();

  constructor(sessions: readonly FixSession[]) {
    for (const session of sessions) {
      const key = keyOf(session.config.senderCompId, session.config.targetCompId);
      if (this.sessions.has(key)) throw new RangeError(`session ${key} is there twice`);
      this.sessions.set(key, session);
    }
  }

  accept(transport: FixTransport, nowNs: number): FixConnection {
    return new FixConnection(this, transport, nowNs);
  }

  find(ourCompId: string, theirCompId: string): FixSession | undefined {
    return this.sessions.get(keyOf(ourCompId, theirCompId));
  }
}

function keyOf(ourCompId: string, theirCompId: string): string {
  return `${ourCompId} ${theirCompId}`;
}

function text(fields: FieldIndex, tag: number): string {
  return textOf(fields.bytes, fields.start(tag), fields.end(tag));
}
