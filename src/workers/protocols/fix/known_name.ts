/** A session's last Account (1), as its bytes lay in the message: the next order mostly names the same, and is not looked up. */

/** With its SOH, what two words hold; a longer name is looked up each time. */
const MOST_BYTES = 8;

export class KnownName {
  /** Its number; -1: nothing is known yet. */
  number = -1;
  byteSum = 0;
  /** With its SOH. */
  byteLength = 0;
  word0 = 0;
  word1 = 0;
  /** Of the second word, the bytes that are compared. */
  mask1 = 0;

  /** From `start`, with the SOH that stands before `end`. */
  learn(view: DataView, start: number, end: number, number: number, byteSum: number): void {
    const byteLength = end - start;
    if (byteLength > MOST_BYTES || byteLength < 4) return;
    this.number = number;
    this.byteSum = byteSum;
    this.byteLength = byteLength;
    this.word0 = view.getInt32(start, true);
    this.mask1 = byteLength === MOST_BYTES ? -1 : (1 << ((byteLength - 4) << 3)) - 1;
    this.word1 = view.getInt32(start + 4, true) & this.mask1;
  }
}
