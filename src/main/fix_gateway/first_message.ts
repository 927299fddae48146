/** Reads of a new connection what tells its session: the SenderCompID (49) of the first message, which must be a Logon. */

const SOH = 1;
/** A Logon is a few hundred bytes; who sends more without ending a message is not a FIX client. */
const MOST_BYTES = 4_096;

export type FirstMessage =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'unusable'; readonly why: string }
  | { readonly kind: 'sender'; readonly compId: string };

/** `bytes` is everything received so far; the session itself judges the message afterwards. */
export function readFirstMessage(bytes: Buffer): FirstMessage {
  const start = `8=FIX.4.4${String.fromCharCode(SOH)}`;
  const seen = bytes.subarray(0, start.length).toString('latin1');
  if (!start.startsWith(seen)) return { kind: 'unusable', why: 'it does not begin with 8=FIX.4.4' };
  const end = bytes.indexOf('\x0110=');
  const isComplete = end >= 0 && bytes.indexOf(SOH, end + 1) >= 0;
  if (!isComplete) {
    return bytes.length > MOST_BYTES
      ? { kind: 'unusable', why: `no message within ${MOST_BYTES} bytes` }
      : { kind: 'incomplete' };
  }
  const tag = bytes.indexOf('\x0149=');
  if (tag < 0 || tag > end) return { kind: 'unusable', why: 'its first message has no SenderCompID (49)' };
  const valueEnd = bytes.indexOf(SOH, tag + 4);
  return { kind: 'sender', compId: bytes.subarray(tag + 4, valueEnd).toString('latin1') };
}
