/** The start that all reports have in common: OrderID and the client's own names of the order. */
import { double8, word4 } from './ascii.ts';
import * as summedText from './summed_text.ts';

/** Of this module, and so constants: an import is looked up and checked at each use. */
const { CURSOR_POSITION: POSITION, putId, putWhole, stepOf } = summedText;

const F11 = word4('\x0111=');
const F11_STEP = stepOf('\x0111=');
const F37 = word4('\x0137=');
const F37_STEP = stepOf('\x0137=');
const F37_NONE = double8('\x0137=NONE');
const F37_NONE_STEP = stepOf('\x0137=NONE');
const F41 = word4('\x0141=');
const F41_STEP = stepOf('\x0141=');

export function putOrderId(view: DataView, cursor: number, orderId: number): number {
  const at = cursor & POSITION;
  if (orderId > 0) {
    view.setInt32(at, F37, true);
    return putWhole(view, (cursor + F37_STEP) | 0, orderId);
  }
  view.setFloat64(at, F37_NONE, true);
  return (cursor + F37_NONE_STEP) | 0;
}

/** ClOrdID: ten words at `index`; where its text is empty, no field. */
export function putClOrdId(view: DataView, cursor: number, words: Int32Array, index: number): number {
  if (words[index] === 0) return cursor;
  view.setInt32(cursor & POSITION, F11, true);
  return putId(view, (cursor + F11_STEP) | 0, words, index);
}

/** OrigClOrdID. */
export function putOrigClOrdId(view: DataView, cursor: number, words: Int32Array, index: number): number {
  if (words[index] === 0) return cursor;
  view.setInt32(cursor & POSITION, F41, true);
  return putId(view, (cursor + F41_STEP) | 0, words, index);
}
