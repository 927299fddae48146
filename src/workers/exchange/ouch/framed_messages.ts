/**
 * Messages as the exchange's log keeps them: each behind its two-byte length, the whole filled up with zeros to eight
 * bytes. An OUCH message is never empty, so that a length of zero is the end.
 */

const LENGTH_BYTES = 2;
/** Longer than any: the options of one tag each are 130 bytes. */
const MOST_BYTES = 512;
const FIRST_BYTES = 1 << 14;

export type VisitMessage = (view: DataView, at: number, length: number, bytes: Uint8Array) => void;

/** Gathers a turn's messages; grows to the longest turn. */
export class FramedMessages {
  private memory = new Uint8Array(FIRST_BYTES);
  private view = new DataView(this.memory.buffer);
  private end = 0;

  get isEmpty(): boolean {
    return this.end === 0;
  }

  /** Where a message of up to `MOST_BYTES` may be written, in `target`. */
  begin(): number {
    if (this.end + LENGTH_BYTES + MOST_BYTES > this.memory.length) this.grow();
    return this.end + LENGTH_BYTES;
  }

  get target(): DataView {
    return this.view;
  }

  finish(length: number): void {
    this.view.setUint16(this.end, length);
    this.end += LENGTH_BYTES + length;
  }

  append(view: DataView, at: number, length: number): void {
    const to = this.begin();
    for (let i = 0; i < length; i++) this.memory[to + i] = view.getUint8(at + i);
    this.finish(length);
  }

  /** Whole, as the log wants them; valid until the next message. */
  bytes(): Uint8Array {
    const padded = Math.ceil(this.end / 8) * 8;
    this.memory.fill(0, this.end, padded);
    return this.memory.subarray(0, padded);
  }

  each(visit: VisitMessage): void {
    eachFramed(this.memory.subarray(0, this.end), visit);
  }

  clear(): void {
    this.end = 0;
  }

  private grow(): void {
    const memory = new Uint8Array(this.memory.length * 2);
    memory.set(this.memory);
    this.memory = memory;
    this.view = new DataView(memory.buffer);
  }
}

export function eachFramed(bytes: Uint8Array, visit: VisitMessage): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + LENGTH_BYTES <= bytes.length; ) {
    const length = view.getUint16(at);
    if (length === 0) return;
    visit(view, at + LENGTH_BYTES, length, bytes);
    at += LENGTH_BYTES + length;
  }
}

/** What a client may send: nothing longer is a message. */
export function isTooLong(length: number): boolean {
  return length > MOST_BYTES;
}
