import {
  BLOCK_LENGTH_BYTES,
  COUNT_AT,
  END_OF_SESSION,
  HEADER_BYTES,
  readSequence,
  SEQUENCE_AT,
  type SessionId,
  writeHeader,
} from './layout.ts';

/** The header of a downstream packet, and where its blocks are. */
export class DownstreamPacket {
  /** Of its first message; of the next one when it has none. */
  sequence = 0;
  /** Messages in it. */
  count = 0;
  isEndOfSession = false;
  blocksAt = 0;
  blocksBytes = 0;

  /** False when it is cut, has bytes behind its last block, or a sequence that no double holds. */
  decode(view: DataView, at: number, length: number): boolean {
    if (length < HEADER_BYTES) return false;
    this.sequence = readSequence(view, at + SEQUENCE_AT);
    const count = view.getUint16(at + COUNT_AT);
    this.isEndOfSession = count === END_OF_SESSION;
    this.count = this.isEndOfSession ? 0 : count;
    this.blocksAt = at + HEADER_BYTES;
    this.blocksBytes = length - HEADER_BYTES;
    return this.sequence >= 0 && this.blocksFit(view, at + length);
  }

  /** Looked at before anything is taken from the packet: half a packet would be a gap that nobody asks for. */
  private blocksFit(view: DataView, end: number): boolean {
    let at = this.blocksAt;
    for (let left = this.count; left > 0; left--) {
      if (at + BLOCK_LENGTH_BYTES > end) return false;
      at += BLOCK_LENGTH_BYTES + view.getUint16(at);
    }
    return at === end;
  }
}

/** Asks for `count` messages from `sequence` on. */
export function writeRequest(view: DataView, at: number, session: SessionId, sequence: number, count: number): number {
  writeHeader(view, at, session, sequence, count);
  return HEADER_BYTES;
}

/** What a request asks for. */
export class RequestPacket {
  sequence = 0;
  count = 0;

  /** False when it is no request at all, of another session, or for nothing. */
  decode(view: DataView, at: number, length: number, session: SessionId): boolean {
    if (length !== HEADER_BYTES || !session.isAt(view, at)) return false;
    this.sequence = readSequence(view, at + SEQUENCE_AT);
    this.count = view.getUint16(at + COUNT_AT);
    return this.sequence >= 0 && this.count > 0;
  }
}

/** Every message of a run of blocks, in place. */
export function visitMessages(
  view: DataView,
  from: number,
  to: number,
  visit: (view: DataView, at: number, length: number) => void,
): void {
  for (let at = from; at < to; ) {
    const length = view.getUint16(at);
    visit(view, at + BLOCK_LENGTH_BYTES, length);
    at += BLOCK_LENGTH_BYTES + length;
  }
}
