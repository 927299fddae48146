/**
 * Sleeps until a socket has something, or until the time is over: poll(2), for threads that turn no event loop. The descriptors are
 * given once.
 *
 *     struct pollfd, 8 bytes each: | fd (i32) | events (i16) | what happened (i16) |
 */
import koffi from 'koffi';
import { addressOf } from '../../../../ring/libc.ts';

const POLLFD_BYTES = 8;
const POLLIN = 1;

let poll: ((descriptors: bigint, count: number, timeoutMs: number) => number) | undefined;

export class Readable {
  private readonly entries: Uint8Array;
  private readonly address: bigint;
  private readonly count: number;

  constructor(descriptors: readonly number[]) {
    poll ??= koffi.load(null).func('int poll(intptr_t descriptors, unsigned long count, int timeoutMs)');
    this.count = descriptors.length;
    this.entries = new Uint8Array(Math.max(1, this.count) * POLLFD_BYTES);
    const view = new DataView(this.entries.buffer);
    descriptors.forEach((descriptor, i) => {
      view.setInt32(i * POLLFD_BYTES, descriptor, true);
      view.setInt16(i * POLLFD_BYTES + 4, POLLIN, true);
    });
    this.address = addressOf(this.entries);
  }

  wait(timeoutMs: number): boolean {
    return poll!(this.address, this.count, timeoutMs) > 0;
  }
}
