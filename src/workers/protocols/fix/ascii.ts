/** ASCII text as the numbers that hot paths compare and store: four bytes an Int32, eight a double, little-endian. */

export const SOH = 0x01;
export const EQUALS = 0x3d;
export const DIGIT_0 = 0x30;
export const DIGIT_9 = 0x39;
export const DOT = 0x2e;
export const MINUS = 0x2d;
export const LETTER_N = 0x4e;
export const LETTER_Y = 0x59;

export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) throw new RangeError(`not ASCII: ${JSON.stringify(text)}`);
    bytes[i] = code;
  }
  return bytes;
}

/** `text` of at most eight characters as one double, zero-padded. ASCII never makes a NaN, whose bits would not survive. */
export function double8(text: string): number {
  return padded(text, 8).getFloat64(0, true);
}

/** `text` of at most four characters as one Int32, zero-padded. */
export function word4(text: string): number {
  return padded(text, 4).getInt32(0, true);
}

/** `text` as doubles, the last one zero-padded: written whole, so that a writer needs eight spare bytes after it. */
export function doubles(text: string): Float64Array {
  const count = Math.ceil(text.length / 8);
  return Float64Array.from({ length: count }, (_, i) => double8(text.slice(i * 8, i * 8 + 8)));
}

function padded(text: string, byteLength: number): DataView {
  if (text.length > byteLength) throw new RangeError(`${JSON.stringify(text)} is longer than ${byteLength} bytes`);
  const bytes = new Uint8Array(byteLength);
  bytes.set(asciiBytes(text));
  return new DataView(bytes.buffer);
}

export function isDigit(byte: number): boolean {
  return byte >= DIGIT_0 && byte <= DIGIT_9;
}

/** The text of a value, for messages about it; cold. Bytes that are not printable show as '?'. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '?';
  }
  return text;
}
