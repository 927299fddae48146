import { MAX_MESSAGE_BYTES, MIN_MESSAGE_BYTES, WireMessage, WireView } from './wire_message.ts';

/** Two of node's socket reads and a cut message. */
const BUFFER_BYTES = 256 * 1024;

export const MALFORMED = -1;
/** The handler wants to see the message again later. */
export const HOLD = false;

export type MessageHandler = (view: WireView, message: WireMessage, at: number, end: number) => boolean;

/** Cuts a byte stream into messages, however it arrives, and shows each in place. */
export class StreamReader {
  readonly view = new WireView(new ArrayBuffer(BUFFER_BYTES));
  private readonly message = new WireMessage();
  private readonly handler: MessageHandler;
  private start = 0;
  private end = 0;

  constructor(handler: MessageHandler) {
    this.handler = handler;
  }

  /** Bytes that `feed` can take now. */
  get room(): number {
    return BUFFER_BYTES - (this.end - this.start);
  }

  /** Adds bytes behind those not yet handled. False: no room, which only happens to a holder that goes on feeding. */
  feed(bytes: Uint8Array): boolean {
    if (this.end + bytes.length > BUFFER_BYTES) {
      // Messages are multiples of 8 long, so what is left starts on 8 bytes before and after.
      this.view.u8.copyWithin(0, this.start, this.end);
      this.end -= this.start;
      this.start = 0;
      if (this.end + bytes.length > BUFFER_BYTES) return false;
    }
    this.view.u8.set(bytes, this.end);
    this.end += bytes.length;
    return true;
  }

  /** Messages handled until the stream's end or a HOLD; MALFORMED when the bytes are not this protocol's. */
  drain(): number {
    const view = this.view;
    let handled = 0;
    while (this.end - this.start >= 4) {
      const at = this.start;
      const length = view.i32[at >> 2]! + 4;
      if (length < MIN_MESSAGE_BYTES || length > MAX_MESSAGE_BYTES || (length & 7) !== 0) return MALFORMED;
      if (this.end - at < length) break;
      if (!this.message.wrap(view, at, at + length)) return MALFORMED;
      if (this.handler(view, this.message, at, at + length) === HOLD) break;
      this.start = at + length;
      handled++;
    }
    if (this.start === this.end) this.reset();
    return handled;
  }

  reset(): void {
    this.start = 0;
    this.end = 0;
  }
}
