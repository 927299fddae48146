/**
 * FIX messages as text, the client's side. Written to be plain, not fast, and apart from the engine's own codec, so that
 * the two do not share a misreading.
 */

const SOH = '\x01';
const BEGIN = `8=FIX.4.4${SOH}9=`;
/** `10=nnn` and its end. */
const TRAILER_LENGTH = 7;
const LONGEST_MESSAGE = 65_536;

export type FieldList = readonly (readonly [tag: number, value: string | number])[];

export class FixTextError extends Error {}

/** Begin, body length and checksum around `fields`, the first of which is MsgType. */
export function encode(fields: FieldList): string {
  const body = fields.map(([tag, value]) => `${tag}=${value}${SOH}`).join('');
  const text = `${BEGIN}${body.length}${SOH}${body}`;
  return `${text}10=${checksumOf(text)}${SOH}`;
}

/** One received message: the last value of each tag; the client asks for no repeating groups. */
export class Message {
  readonly #values = new Map<number, string>();

  constructor(text: string) {
    for (const field of text.split(SOH)) {
      const equals = field.indexOf('=');
      if (equals > 0) this.#values.set(Number(field.slice(0, equals)), field.slice(equals + 1));
    }
  }

  get type(): string {
    return this.text(35);
  }

  /** Empty where the tag is missing. */
  text(tag: number): string {
    return this.#values.get(tag) ?? '';
  }

  /** 0 where the tag is missing. */
  number(tag: number): number {
    return Number(this.#values.get(tag) ?? 0);
  }

  has(tag: number): boolean {
    return this.#values.has(tag);
  }

  fields(): IterableIterator<[tag: number, value: string]> {
    return this.#values.entries();
  }
}

/** Cuts what arrives on a connection into messages. */
export class Framer {
  #rest = '';

  /** Throws FixTextError where the bytes are no FIX: the connection is of no use any more. */
  push(chunk: string): Message[] {
    this.#rest += chunk;
    const messages: Message[] = [];
    for (let end = this.#endOfFirst(); end > 0; end = this.#endOfFirst()) {
      const text = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end);
      const sum = text.slice(-TRAILER_LENGTH + 3, -1);
      if (sum !== checksumOf(text.slice(0, -TRAILER_LENGTH)))
        throw new FixTextError(`checksum ${sum} is wrong: ${text}`);
      messages.push(new Message(text));
    }
    return messages;
  }

  /** 0: not all there yet. */
  #endOfFirst(): number {
    const lengthEnd = this.#rest.indexOf(SOH, BEGIN.length);
    if (lengthEnd < 0) {
      if (this.#rest.length > BEGIN.length + 8) throw new FixTextError('no body length');
      return 0;
    }
    const length = Number(this.#rest.slice(BEGIN.length, lengthEnd));
    if (!this.#rest.startsWith(BEGIN) || !(length > 0 && length <= LONGEST_MESSAGE)) {
      throw new FixTextError(`not a FIX 4.4 message: ${this.#rest.slice(0, 60)}`);
    }
    const end = lengthEnd + 1 + length + TRAILER_LENGTH;
    return this.#rest.length >= end ? end : 0;
  }
}

function checksumOf(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += text.charCodeAt(i);
  return String(sum & 0xff).padStart(3, '0');
}

/** `20191230-14:35:00.123` */
export function formatTimestamp(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10).replaceAll('-', '')}-${iso.slice(11, 23)}`;
}
