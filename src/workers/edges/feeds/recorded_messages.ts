import { openRecording, type Recording } from '../../protocols/capture/recording.ts';

const BLOCK_BYTES = 1 << 20;
const LENGTH_BYTES = 2;
/** Type, locate and tracking number stand before it, in every message of ITCH 5.0. */
const TIME_AT = 5;
const TIME_END = 11;

/**
 * The messages of a recorded ITCH file, or of a capture, as they are, one after the other: `at` and `length` say where in `bytes`
 * the one last read lies. What the file's end cuts off is not read.
 */
export class RecordedMessages {
  readonly bytes = new Uint8Array(BLOCK_BYTES);
  at = 0;
  length = 0;
  private readonly view = new DataView(this.bytes.buffer);
  private readonly file: Recording;
  private next = 0;
  private end = 0;

  constructor(path: string) {
    this.file = openRecording(path);
  }

  /** False at the end. */
  read(): boolean {
    if (!this.hasBytes(LENGTH_BYTES)) return false;
    const length = this.view.getUint16(this.next);
    if (!this.hasBytes(LENGTH_BYTES + length)) return false;
    this.at = this.next + LENGTH_BYTES;
    this.length = length;
    this.next = this.at + length;
    return true;
  }

  /** Of the message last read, since midnight; 0 when it is too short to have one. */
  get timeNs(): number {
    if (this.length < TIME_END) return 0;
    return this.view.getUint16(this.at + TIME_AT) * 2 ** 32 + this.view.getUint32(this.at + TIME_AT + 2);
  }

  close(): void {
    this.file.close();
  }

  private hasBytes(count: number): boolean {
    if (this.end - this.next < count) this.refill();
    return this.end - this.next >= count;
  }

  private refill(): void {
    this.bytes.copyWithin(0, this.next, this.end);
    this.end -= this.next;
    this.next = 0;
    let got = 1;
    while (got > 0 && this.end < BLOCK_BYTES) {
      got = this.file.read(this.bytes, this.end, BLOCK_BYTES - this.end);
      this.end += got;
    }
  }
}
