/**
 * Blocks of pcapng, little-endian, as their bytes lie one after the other:
 *
 *     +------+--------+----------------------------------------------+--------+
 *     | type | length | body, padded to 4                            | length |
 *     +------+--------+----------------------------------------------+--------+
 *
 *     section     magic, version 1.0, its length (not known: -1)
 *     interface   link type, the longest packet, options: name, resolution of times
 *     packet      interface, time (high, low), bytes here, bytes on the wire, the packet
 *     statistics  interface, time, options: received, dropped
 *
 * An option is a code, a length and its value, padded to 4; code 0 ends them.
 */

export const BlockType = { INTERFACE: 1, STATISTICS: 5, PACKET: 6, SECTION: 0x0a0d0d0a } as const;
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
export const Option = { NAME: 2, TIME_RESOLUTION: 9, RECEIVED: 4, DROPPED: 5 } as const;
export const LinkType = { ETHERNET: 1, RAW_IP: 101 } as const;

/** Type and length in front, length behind. */
export const BLOCK_BYTES = 12;
export const PACKET_BLOCK_BYTES = BLOCK_BYTES + 20;
/** 10 to the power of minus so many seconds. */
const NANOSECONDS = 9;
const SECTION_BYTES = 28;
const STATISTICS_BYTES = BLOCK_BYTES + 12 + 12 + 12 + 4;

/** A moment: 64 bits of nanoseconds since 1970, in halves. */
export interface CaptureTime {
  readonly high: number;
  readonly low: number;
}

export function padded(bytes: number): number {
  return (bytes + 3) & ~3;
}

/** Each of these answers with the bytes that it wrote at `at`. */
export function writeSection(view: DataView, at: number): number {
  writeFrame(view, at, BlockType.SECTION, SECTION_BYTES);
  view.setUint32(at + 8, BYTE_ORDER_MAGIC, true);
  view.setUint16(at + 12, 1, true);
  view.setUint16(at + 14, 0, true);
  view.setInt32(at + 16, -1, true);
  view.setInt32(at + 20, -1, true);
  return SECTION_BYTES;
}

/** Of raw IP packets with times in nanoseconds. */
export function writeInterface(view: DataView, at: number, name: string): number {
  const nameBytes = Buffer.from(name, 'utf8');
  const length = BLOCK_BYTES + 8 + 4 + padded(nameBytes.length) + 8 + 4;
  writeFrame(view, at, BlockType.INTERFACE, length);
  view.setUint32(at + 8, LinkType.RAW_IP, true);
  view.setUint32(at + 12, 0, true);
  let option = at + 16;
  writeOption(view, option, Option.NAME, nameBytes.length);
  nameBytes.forEach((byte, i) => {
    view.setUint8(option + 4 + i, byte);
  });
  option += 4 + padded(nameBytes.length);
  writeOption(view, option, Option.TIME_RESOLUTION, 1);
  view.setUint8(option + 4, NANOSECONDS);
  return length;
}

/** Everything of a packet's block but the packet, which goes to `at + 28`. */
export function writePacketFrame(
  view: DataView,
  at: number,
  interfaceId: number,
  time: CaptureTime,
  bytes: number,
): number {
  const length = PACKET_BLOCK_BYTES + padded(bytes);
  // Behind the packet are up to three bytes of padding.
  view.setUint32(at + length - 8, 0, true);
  writeFrame(view, at, BlockType.PACKET, length);
  view.setUint32(at + 8, interfaceId, true);
  view.setUint32(at + 12, time.high, true);
  view.setUint32(at + 16, time.low, true);
  view.setUint32(at + 20, bytes, true);
  view.setUint32(at + 24, bytes, true);
  return length;
}

export function writeStatistics(
  view: DataView,
  at: number,
  interfaceId: number,
  time: CaptureTime,
  { received, dropped }: { readonly received: number; readonly dropped: number },
): number {
  writeFrame(view, at, BlockType.STATISTICS, STATISTICS_BYTES);
  view.setUint32(at + 8, interfaceId, true);
  view.setUint32(at + 12, time.high, true);
  view.setUint32(at + 16, time.low, true);
  writeOption(view, at + 20, Option.RECEIVED, 8);
  view.setBigUint64(at + 24, BigInt(received), true);
  writeOption(view, at + 32, Option.DROPPED, 8);
  view.setBigUint64(at + 36, BigInt(dropped), true);
  return STATISTICS_BYTES;
}

/** With zeros between: whatever is not written is an end of options or padding. */
function writeFrame(view: DataView, at: number, type: number, length: number): void {
  if (type !== BlockType.PACKET) for (let i = 0; i < length; i += 4) view.setUint32(at + i, 0, true);
  view.setUint32(at, type, true);
  view.setUint32(at + 4, length, true);
  view.setUint32(at + length - 4, length, true);
}

function writeOption(view: DataView, at: number, code: number, bytes: number): void {
  view.setUint16(at, code, true);
  view.setUint16(at + 2, bytes, true);
}
