/**
 * MoldUDP64 1.00 (Nasdaq, 7 July 2009). Numbers are unsigned and big-endian.
 *
 *      0         1         2
 *      0123456789012345678901234567
 *     +---------+-------+-+-+------
 *     | session |sequenc|cnt| message blocks      downstream packet ("Downstream Packet Header")
 *     +---------+-------+---+------
 *     | session |sequenc|cnt|                     request packet ("Request Packet"), to a re-request server
 *     +---------+-------+---+
 *
 * The sequence is that of the first message; a block is `| length 2 | message |`, and messages have no number of their own.
 * A downstream packet without messages is a heartbeat, one whose count is END_OF_SESSION ends the session; both carry the
 * sequence of the next message ("Heartbeats", "End of Session"). An answer to a request is a downstream packet sent to
 * whoever asked, and holds as many of the messages asked for as fit.
 */

export const SESSION_BYTES = 10;
export const SEQUENCE_AT = 10;
export const COUNT_AT = 18;
export const HEADER_BYTES = 20;
export const BLOCK_LENGTH_BYTES = 2;

export const HEARTBEAT = 0;
export const END_OF_SESSION = 0xffff;
/** The most messages that a packet's count can name. */
export const MAX_COUNT = END_OF_SESSION - 1;

const HIGH = 2 ** 32;
/** Sequences are whole numbers that a double holds exactly, with all messages of the packet. */
const MAX_HIGH_WORD = 2 ** 21 - 1;

/** The sequence at `at`, or -1 when no double holds it. */
export function readSequence(view: DataView, at: number): number {
  const high = view.getUint32(at);
  return high < MAX_HIGH_WORD ? high * HIGH + view.getUint32(at + 4) : -1;
}

export function writeHeader(view: DataView, at: number, session: SessionId, sequence: number, count: number): void {
  session.write(view, at);
  view.setUint32(at + SEQUENCE_AT, Math.floor(sequence / HIGH));
  view.setUint32(at + SEQUENCE_AT + 4, sequence % HIGH);
  view.setUint16(at + COUNT_AT, count);
}

/** A session's ten characters, compared as three numbers. */
export class SessionId {
  private first = 0;
  private second = 0;
  private third = 0;

  /** Padded on the right with spaces; throws when it is too long or not ASCII. */
  static of(text: string): SessionId {
    if (!/^[\x20-\x7e]{1,10}$/.test(text)) throw new RangeError(`'${text}' is no session of 1 to 10 ASCII characters`);
    const session = new SessionId();
    const bytes = new TextEncoder().encode(text.padEnd(SESSION_BYTES));
    session.read(new DataView(bytes.buffer), 0);
    return session;
  }

  read(view: DataView, at: number): void {
    this.first = view.getInt32(at);
    this.second = view.getInt32(at + 4);
    this.third = view.getInt16(at + 8);
  }

  write(view: DataView, at: number): void {
    view.setInt32(at, this.first);
    view.setInt32(at + 4, this.second);
    view.setInt16(at + 8, this.third);
  }

  isAt(view: DataView, at: number): boolean {
    return (
      view.getInt32(at) === this.first && view.getInt32(at + 4) === this.second && view.getInt16(at + 8) === this.third
    );
  }

  text(): string {
    const bytes = new Uint8Array(SESSION_BYTES);
    this.write(new DataView(bytes.buffer), 0);
    return String.fromCharCode(...bytes).trimEnd();
  }
}
