/** Numbers wider than 32 bits, as doubles. */

const HIGH = 2 ** 32;
/** A double holds 53 bits exactly; Nasdaq's references and match numbers count from one each day. */
const HIGH_LIMIT = 2 ** 21;

/** What `wholeAt` answers for a number that no double holds. */
export const TOO_WIDE = -1;

export function wholeAt(view: DataView, at: number): number {
  const high = view.getUint32(at);
  return high < HIGH_LIMIT ? high * HIGH + view.getUint32(at + 4) : TOO_WIDE;
}

export function writeWhole(view: DataView, at: number, value: number): void {
  view.setUint32(at, value / HIGH);
  view.setUint32(at + 4, value);
}

/** Six bytes. */
export function timeAt(view: DataView, at: number): number {
  return view.getUint16(at) * HIGH + view.getUint32(at + 2);
}

export function writeTime(view: DataView, at: number, timeNs: number): void {
  view.setUint16(at, timeNs / HIGH);
  view.setUint32(at + 2, timeNs);
}
