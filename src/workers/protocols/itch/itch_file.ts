import { openRecording } from '../capture/recording.ts';
import type { ItchMessage } from './itch_message.ts';

const BLOCK_BYTES = 1 << 20;
const LENGTH_BYTES = 2;

/** What `next` answers at the end. */
export const END_OF_FILE = -2;

/** Messages one after the other, each behind its two-byte big-endian length: the form of Nasdaq's files, and what is made of a capture. */
export interface ItchSource {
  /** Decodes the next message into `message`; answers as its `decode`, or END_OF_FILE. */
  next(message: ItchMessage): number;
  close(): void;
}

/** A message of length 0 ends a session, and with it the file; so does one that the end of the file cuts off. */
export function openItchFile(path: string): ItchSource {
  const file = openRecording(path);
  const bytes = new Uint8Array(BLOCK_BYTES);
  const view = new DataView(bytes.buffer);
  let at = 0;
  let end = 0;
  let isOpen = true;

  function refill(): void {
    bytes.copyWithin(0, at, end);
    end -= at;
    at = 0;
    let got = 1;
    while (got > 0 && end < BLOCK_BYTES) {
      got = file.read(bytes, end, BLOCK_BYTES - end);
      end += got;
    }
  }

  function hasBytes(count: number): boolean {
    if (end - at < count) refill();
    return end - at >= count;
  }

  return {
    next(message) {
      if (!isOpen || !hasBytes(LENGTH_BYTES)) return END_OF_FILE;
      const length = view.getUint16(at);
      if (length === 0 || !hasBytes(LENGTH_BYTES + length)) return END_OF_FILE;
      const from = at + LENGTH_BYTES;
      at = from + length;
      return message.decode(view, from, length);
    },
    close() {
      if (isOpen) file.close();
      isOpen = false;
    },
  };
}
