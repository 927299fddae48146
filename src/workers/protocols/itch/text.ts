/**
 * Text of fixed length as the numbers that its bytes are, first byte highest, so that it is moved and compared without a
 * string: one number for one to four characters, two for the eight of a stock.
 */

const SPACE = 0x20;

/** Without the padding behind it. */
export function textOf(word: number, characters: number): string {
  let text = '';
  for (let shift = (characters - 1) * 8; shift >= 0; shift -= 8) text += String.fromCharCode((word >>> shift) & 0xff);
  return text.trimEnd();
}

/** Padded with spaces; what does not fit is left out. */
export function wordOf(text: string, characters: number): number {
  let word = 0;
  for (let i = 0; i < characters; i++) word = (word << 8) | (i < text.length ? text.charCodeAt(i) & 0xff : SPACE);
  return word;
}

export function stockOf(high: number, low: number): string {
  return (textOf(high, 4).padEnd(4) + textOf(low, 4)).trimEnd();
}
