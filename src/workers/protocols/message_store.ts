const LENGTH_BYTES = 2;
const MAX_MESSAGE_BYTES = 0xffff;

/**
 * The latest messages of a numbered stream, in as many bytes as it was given, for those who ask again. Each lies behind its
 * two-byte big-endian length, and neighbours lie one behind the other but where the memory begins again: a run of them
 * is a run of MoldUDP64 blocks.
 */
export class MessageStore {
  readonly bytes: Uint8Array;
  /** The sequence that the next message gets. */
  next: number;
  private readonly view: DataView;
  /** In a circle: the next message's is at `slot`, and those before it are in the slots before. */
  private readonly offsets: Int32Array;
  private slot = 0;
  private count = 0;
  /** Where the next block goes. */
  private at = 0;

  constructor(sizeBytes: number, maxMessages: number, firstSequence = 1) {
    this.bytes = new Uint8Array(sizeBytes);
    this.view = new DataView(this.bytes.buffer);
    this.offsets = new Int32Array(maxMessages);
    this.next = firstSequence;
  }

  get maxMessages(): number {
    return this.offsets.length;
  }

  /** Of what is still there; `next` when nothing is. */
  get oldest(): number {
    return this.next - this.count;
  }

  has(sequence: number): boolean {
    return sequence >= this.oldest && sequence < this.next;
  }

  /** Takes a message in, and lets go of as many old ones as that needs. */
  append(source: Uint8Array, from: number, length: number): void {
    const { bytes, offsets } = this;
    const blockBytes = LENGTH_BYTES + length;
    if (length > MAX_MESSAGE_BYTES || blockBytes > bytes.length) {
      throw new RangeError(`a message of ${length} bytes does not fit a store of ${bytes.length}`);
    }
    if (this.at + blockBytes > bytes.length) {
      this.letGo(this.at, bytes.length);
      this.at = 0;
    }
    this.letGo(this.at, this.at + blockBytes);
    if (this.count === offsets.length) this.count--;
    bytes[this.at] = length >> 8;
    bytes[this.at + 1] = length;
    const to = this.at + LENGTH_BYTES;
    for (let i = 0; i < length; i++) bytes[to + i] = source[from + i]!;
    offsets[this.slot] = this.at;
    this.slot = this.slot + 1 === offsets.length ? 0 : this.slot + 1;
    this.at += blockBytes;
    this.next++;
    this.count++;
  }

  /** Where the message's block is; only for what the store `has`. */
  offsetOf(sequence: number): number {
    return this.offsetBehind(this.next - sequence);
  }

  lengthOf(sequence: number): number {
    return this.view.getUint16(this.offsetOf(sequence));
  }

  /** Messages from `sequence` on, `maxCount` at most, whose blocks lie in one run of at most `maxBytes`. */
  runCount(sequence: number, maxCount: number, maxBytes: number): number {
    if (!this.has(sequence)) return 0;
    const start = this.offsetOf(sequence);
    const last = Math.min(this.next, sequence + maxCount);
    let end = start;
    let at = sequence;
    while (at < last && this.offsetOf(at) === end) {
      const blockEnd = end + LENGTH_BYTES + this.lengthOf(at);
      if (blockEnd - start > maxBytes) break;
      end = blockEnd;
      at++;
    }
    return at - sequence;
  }

  /** The bytes of such a run. */
  runBytes(sequence: number, count: number): number {
    const last = sequence + count - 1;
    return this.offsetOf(last) + LENGTH_BYTES + this.lengthOf(last) - this.offsetOf(sequence);
  }

  private letGo(from: number, end: number): void {
    while (this.count > 0) {
      const offset = this.offsetBehind(this.count);
      if (offset < from || offset >= end) return;
      this.count--;
    }
  }

  /** Of the message that was put in so many messages ago. */
  private offsetBehind(messages: number): number {
    const slot = this.slot - messages;
    return this.offsets[slot < 0 ? slot + this.offsets.length : slot]!;
  }
}
