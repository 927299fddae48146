/**
 * SoupBinTCP 3.00 (Nasdaq, 22 February 2017) and 4.00, 4.10, which add the server's unsequenced data and the login's
 * heartbeat timeout. The length is big-endian and counts what follows it.
 *
 *      0 1 2 3
 *     +---+-+--------------
 *     |len|t| payload                              logical packet (1.1)
 *     +---+-+--------------
 *
 *     +------+----------+----------+--------------------+-----+
 *     | user | password | session  | sequence           | ms  |   Login Request (2.3.1); the timeout from 4.00 on
 *     +------+----------+----------+--------------------+-----+
 *     | session  | sequence           |                           Login Accepted (2.2.1)
 *     +----------+--------------------+
 *
 * Text is ASCII, padded with spaces: user and password on the right, session and numbers on the left. A sequenced message
 * carries no number: both sides count, from the one that the login agreed on (1.2). Who has sent nothing for a second
 * sends a heartbeat (1.3).
 */

export const LENGTH_BYTES = 2;
export const HEADER_BYTES = 3;
/** The most that a packet's length leaves for its payload. */
export const MAX_PAYLOAD_BYTES = 0xffff - 1;

export const PacketType = {
  DEBUG: 0x2b, // +
  LOGIN_ACCEPTED: 0x41, // A
  LOGIN_REJECTED: 0x4a, // J
  SEQUENCED: 0x53, // S
  SERVER_HEARTBEAT: 0x48, // H
  END_OF_SESSION: 0x5a, // Z
  LOGIN_REQUEST: 0x4c, // L
  UNSEQUENCED: 0x55, // U
  CLIENT_HEARTBEAT: 0x52, // R
  LOGOUT_REQUEST: 0x4f, // O
} as const;

export const RejectCode = {
  /** Wrong user or password. */
  NOT_AUTHORIZED: 0x41, // A
  SESSION_NOT_AVAILABLE: 0x53, // S
} as const;

/** [offset, size] in the payload. */
type Field = readonly [at: number, size: number];

export const LoginRequest = {
  USERNAME: [0, 6] as Field,
  PASSWORD: [6, 10] as Field,
  SESSION: [16, 10] as Field,
  SEQUENCE: [26, 20] as Field,
  BYTES: 46,
  /** Milliseconds, from 4.00 on. */
  HEARTBEAT_TIMEOUT: [46, 5] as Field,
  BYTES_WITH_TIMEOUT: 51,
} as const;

export const LoginAccepted = {
  SESSION: [0, 10] as Field,
  SEQUENCE: [10, 20] as Field,
  BYTES: 30,
} as const;

const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;

/** Without its padding on either side: writers differ in where they put it. */
export function readText(view: DataView, at: number, [offset, size]: Field): string {
  let text = '';
  for (let i = 0; i < size; i++) text += String.fromCharCode(view.getUint8(at + offset + i));
  return text.trim();
}

/** A number, or -1 when it is none or no double holds it. */
export function readNumber(view: DataView, at: number, [offset, size]: Field): number {
  let value = 0;
  let i = 0;
  while (i < size && view.getUint8(at + offset + i) === SPACE) i++;
  if (i === size) return -1;
  for (; i < size; i++) {
    const byte = view.getUint8(at + offset + i);
    if (byte < ZERO || byte > NINE) return -1;
    value = value * 10 + (byte - ZERO);
    if (value > Number.MAX_SAFE_INTEGER) return -1;
  }
  return value;
}

export function writeText(bytes: Uint8Array, at: number, [offset, size]: Field, text: string): void {
  write(bytes, at + offset, text.padEnd(size), size);
}

export function writeLeftPadded(bytes: Uint8Array, at: number, [offset, size]: Field, text: string): void {
  write(bytes, at + offset, text.padStart(size), size);
}

function write(bytes: Uint8Array, at: number, text: string, size: number): void {
  if (text.length !== size || !/^[\x20-\x7e]*$/.test(text))
    throw new RangeError(`'${text}' is no ${size} ASCII characters`);
  for (let i = 0; i < size; i++) bytes[at + i] = text.charCodeAt(i);
}
