import { decodeBody } from './decode_body.ts';
import { encodeBody } from './encode_body.ts';
import { ItchFields } from './itch_fields.ts';
import { Header } from './layout.ts';
import { lengthOfType } from './message_type.ts';
import { timeAt, writeTime } from './wide_numbers.ts';

/** What `decode` answers besides the type's character code. */
export const UNKNOWN_TYPE = 0;
export const MALFORMED_MESSAGE = -1;

// An imported constant is a variable to the compiler, loaded and checked at each use; a local one is a number.
const { LOCATE, TRACKING, TIME } = Header;
const lengths = lengthOfType;

/** One message of TotalView-ITCH 5.0 at a time, decoded from bytes or to be encoded. */
export class ItchMessage extends ItchFields {
  /** The type's character code; UNKNOWN_TYPE; or MALFORMED_MESSAGE when length or a field is not as the type's must be. */
  decode(view: DataView, at: number, length: number): number {
    if (length === 0) return MALFORMED_MESSAGE;
    const type = view.getUint8(at);
    const expected = lengths[type]!;
    if (expected === 0) return UNKNOWN_TYPE;
    if (expected !== length) return MALFORMED_MESSAGE;
    this.type = type;
    this.locate = view.getUint16(at + LOCATE);
    this.tracking = view.getUint16(at + TRACKING);
    this.timeNs = timeAt(view, at + TIME);
    return decodeBody(this, view, at, type) ? type : MALFORMED_MESSAGE;
  }

  /** Writes the message of `type` and answers with its length; 0, and nothing written, when that is no type. */
  encode(view: DataView, at: number): number {
    const length = lengths[this.type]!;
    if (length === 0) return 0;
    view.setUint8(at, this.type);
    view.setUint16(at + LOCATE, this.locate);
    view.setUint16(at + TRACKING, this.tracking);
    writeTime(view, at + TIME, this.timeNs);
    encodeBody(this, view, at);
    return length;
  }
}
