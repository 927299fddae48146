/**
 * What Wireshark makes of our packets: a capture is written by hand, and tshark's dissector reads it. Where tshark is not
 * installed such a test is skipped, and counted as skipped:
 *
 *     (HAS_TSHARK ? test : test.skip)('as Wireshark reads it', () => ...);
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const HAS_TSHARK = canRun();

const PORT = 26_400;
const CLIENT_PORT = 40_000;
const LINK_IS_IP = 101;
const UDP = 17;
const TCP = 6;
const IP_BYTES = 20;
/** Tells fields of one packet apart, and occurrences of one field: both are absent from what the tests send. */
const SEPARATORS = ['-E', 'separator=|', '-E', 'aggregator=;'];

export interface Segment {
  readonly bytes: Uint8Array;
  readonly isFromServer: boolean;
}

/** One line a datagram, of the fields asked for, parted by '|'; a field that occurs often is parted by ';'. */
export function dissectDatagrams(
  datagrams: readonly Uint8Array[],
  protocol: string,
  fields: readonly string[],
): string[] {
  const packets = datagrams.map((bytes) => {
    const header = Buffer.alloc(8);
    header.writeUInt16BE(CLIENT_PORT, 0);
    header.writeUInt16BE(PORT, 2);
    header.writeUInt16BE(8 + bytes.length, 4);
    return ipPacket(UDP, Buffer.concat([header, bytes]));
  });
  return dissect(packets, `udp.port==${PORT},${protocol}`, fields);
}

/** The same for a connection: one line a segment. */
export function dissectStream(segments: readonly Segment[], protocol: string, fields: readonly string[]): string[] {
  const sent = { client: 1, server: 1 };
  const packets = segments.map(({ bytes, isFromServer }) => {
    const header = Buffer.alloc(20);
    header.writeUInt16BE(isFromServer ? PORT : CLIENT_PORT, 0);
    header.writeUInt16BE(isFromServer ? CLIENT_PORT : PORT, 2);
    header.writeUInt32BE(isFromServer ? sent.server : sent.client, 4);
    header.writeUInt32BE(isFromServer ? sent.client : sent.server, 8);
    header[12] = 5 << 4;
    header[13] = 0x18;
    header.writeUInt16BE(0xffff, 14);
    if (isFromServer) sent.server += bytes.length;
    else sent.client += bytes.length;
    return ipPacket(TCP, Buffer.concat([header, bytes]));
  });
  return dissect(packets, `tcp.port==${PORT},${protocol}`, fields);
}

/** Of a capture that lies in a file: one line a packet. */
export function dissectCapture(path: string, decodeAs: string, fields: readonly string[]): string[] {
  const wanted = fields.flatMap((field) => ['-e', field]);
  const text = execFileSync('tshark', ['-r', path, '-d', decodeAs, '-T', 'fields', ...SEPARATORS, ...wanted], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text.trimEnd().split('\n');
}

function ipPacket(protocol: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(IP_BYTES);
  header[0] = 0x45;
  header.writeUInt16BE(IP_BYTES + payload.length, 2);
  header[8] = 64;
  header[9] = protocol;
  header.writeUInt32BE(0x7f000001, 12);
  header.writeUInt32BE(0x7f000001, 16);
  return Buffer.concat([header, payload]);
}

function dissect(packets: readonly Buffer[], decodeAs: string, fields: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'dissect-'));
  const path = join(folder, 'packets.pcap');
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(0xffff, 16);
  head.writeUInt32LE(LINK_IS_IP, 20);
  const records = packets.map((packet, i) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(i, 0);
    record.writeUInt32LE(packet.length, 8);
    record.writeUInt32LE(packet.length, 12);
    return Buffer.concat([record, packet]);
  });
  try {
    writeFileSync(path, Buffer.concat([head, ...records]));
    return dissectCapture(path, decodeAs, fields);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function canRun(): boolean {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false; // Not installed.
  }
}
