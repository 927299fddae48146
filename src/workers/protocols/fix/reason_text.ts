/** Why an order was denied or refused, as Text (58): `order size limit (lots): limit 100, observed 250`. */
import { REASON_TEXT } from '../../model/reason.ts';
import { asciiBytes } from './ascii.ts';
import type { MessageWriter } from './message_writer.ts';
import { writeScaled, writeWhole } from './number_text.ts';
import { Tag } from './tag.ts';

const TEXTS: ReadonlyMap<number, Uint8Array> = new Map(
  Object.entries(REASON_TEXT).map(([code, text]) => [Number(code), asciiBytes(text === '' ? 'no reason given' : text)]),
);
const LIMIT = asciiBytes(': limit ');
const OBSERVED = asciiBytes(', observed ');

/** The field; the two values only where one tripped. */
export function putReason(writer: MessageWriter, reason: number, limit: number, observed: number): void {
  writer.tag(Tag.TEXT);
  const known = TEXTS.get(reason);
  if (known === undefined) writer.at = writeWhole(writer.view, writer.at, reason);
  else put(writer, known);
  if (limit === 0 && observed === 0) return;
  put(writer, LIMIT);
  putAmount(writer, limit);
  put(writer, OBSERVED);
  putAmount(writer, observed);
}

function put(writer: MessageWriter, text: Uint8Array): void {
  const { bytes, at } = writer;
  for (let i = 0; i < text.length; i++) bytes[at + i] = text[i]!;
  writer.at = at + text.length;
}

/** Whole where it is; else with three decimals, which is enough to show why. */
function putAmount(writer: MessageWriter, value: number): void {
  const { view, at } = writer;
  if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) {
    writer.bytes[writer.at++] = 0x3f;
    return;
  }
  const thousandths = Math.round(value * 1000);
  const isWhole = Number.isInteger(value) || Math.abs(thousandths) > Number.MAX_SAFE_INTEGER;
  writer.at = isWhole ? writeScaled(view, at, Math.round(value), 0) : writeScaled(view, at, thousandths, -3);
}
