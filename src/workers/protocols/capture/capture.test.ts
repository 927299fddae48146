/** Captures that others made, and broken ones: read as far as they go, and never further. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MessageStore } from '../message_store.ts';
import { MoldPublisher } from '../moldudp64/publisher.ts';
import { CaptureMessages } from './capture_messages.ts';
import { CaptureError, CaptureReader, isCapture } from './capture_reader.ts';
import { TCP_HEADERS_BYTES, UDP_HEADERS_BYTES, writeTcpHeaders, writeUdpHeaders } from './ip_packet.ts';
import { writeInterface, writePacketFrame, writeSection, writeStatistics } from './pcapng_writer.ts';
import { openRecording } from './recording.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-capture-'));
test.after(() => rmSync(folder, { recursive: true }));
/** Bytes from one cut to the next. */
const STEP = process.env.SLUICE_LONG ? 1 : 7;
const MUTATIONS = process.env.SLUICE_LONG ? 200_000 : 150;

const A = { ip: 0xef010101, port: 26_400 };
const B = { ip: 0xef010102, port: 26_401 };
const SERVER = { ip: 0x0a000001, port: 9_000 };

function file(name: string, parts: readonly Uint8Array[]): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

function udp(payload: Uint8Array, to = A): Buffer {
  const packet = Buffer.alloc(UDP_HEADERS_BYTES + payload.length);
  packet.set(payload, UDP_HEADERS_BYTES);
  writeUdpHeaders(viewOf(packet), 0, SERVER, to, payload.length);
  return packet;
}

function tcp(payload: Uint8Array, sequence: number): Buffer {
  const packet = Buffer.alloc(TCP_HEADERS_BYTES + payload.length);
  packet.set(payload, TCP_HEADERS_BYTES);
  writeTcpHeaders(viewOf(packet), 0, SERVER, A, sequence, payload.length);
  return packet;
}

function pcapng(packets: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.alloc(4_096 + packets.reduce((sum, packet) => sum + packet.length + 64, 0));
  const view = viewOf(bytes);
  let at = writeSection(view, 0);
  at += writeInterface(view, at, 'line A');
  packets.forEach((packet, i) => {
    const length = writePacketFrame(view, at, 0, { high: 400_000_000, low: i * 1_000 }, packet.length);
    bytes.set(packet, at + 28);
    at += length;
  });
  at += writeStatistics(view, at, 0, { high: 400_000_000, low: 0 }, { received: packets.length, dropped: 3 });
  return bytes.subarray(0, at);
}

/** As tcpdump writes it, of either byte order. */
function pcap(packets: readonly Uint8Array[], { isLittle = true, linkType = 101, magic = 0xa1b2c3d4 } = {}): Buffer {
  const words = (values: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(values.length * 4);
    const view = viewOf(bytes);
    for (const [i, value] of values.entries()) view.setUint32(i * 4, value, isLittle);
    return bytes;
  };
  const head = words([magic, 0, 0, 0, 65_535, linkType]);
  return Buffer.concat([
    head,
    ...packets.flatMap((packet, i) => [words([1_700_000_000, i * 10, packet.length, packet.length]), packet]),
  ]);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Packets of MoldUDP64, of two messages each. */
function moldPackets(texts: readonly string[]): Uint8Array[] {
  const packets: Uint8Array[] = [];
  const config = { session: 'DAY0000001', maxPacketBytes: 1_400, maxPacketMessages: 2 };
  const publisher = new MoldPublisher(config, new MessageStore(10_000, 100), (packet, length) => {
    packets.push(packet.slice(0, length));
  });
  for (const text of texts) publisher.add(Buffer.from(text), 0, text.length, 0);
  publisher.flush(0);
  return packets;
}

function messagesOf(path: string): string[] {
  const recording = openRecording(path);
  const bytes = Buffer.alloc(1 << 16);
  let end = 0;
  // In odd pieces: whoever reads takes what he has room for.
  for (let got = 1; got > 0; end += got) got = recording.read(bytes, end, 7);
  recording.close();
  const messages: string[] = [];
  for (let at = 0; at < end; at += 2 + bytes.readUInt16BE(at)) {
    messages.push(bytes.toString('latin1', at + 2, at + 2 + bytes.readUInt16BE(at)));
  }
  return messages;
}

const TEXTS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'];

test('a capture of MoldUDP64: what one line lost the other has, repeated and reordered packets count once', () => {
  const [one, two, three, four] = moldPackets(TEXTS) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const packets = [udp(one), udp(three), udp(one, B), udp(two, B), udp(three, B), udp(four), udp(four)];
  const path = file('lines.pcapng', [pcapng(packets)]);
  assert.ok(isCapture(path));
  assert.equal(messagesOf(path), TEXTS);
});

test('a gap that nobody fills is left out and counted, what is behind it is read', () => {
  const [one, , three, four] = moldPackets(TEXTS) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const path = file('gap.pcapng', [pcapng([udp(one), udp(three), udp(four)])]);
  assert.equal(messagesOf(path), ['first', 'second', 'fifth', 'sixth', 'seventh']);
  const messages = new CaptureMessages(path);
  while (messages.read(Buffer.alloc(100), 0, 100) > 0);
  assert.is(messages.receiver.counters.lost, 2);
  messages.close();
});

for (const [name, options] of [
  ['little-endian', {}],
  ['big-endian', { isLittle: false }],
  ['in nanoseconds', { magic: 0xa1b23c4d }],
] as const) {
  test(`pcap as tcpdump writes it: ${name}`, () => {
    const path = file(`${name}.pcap`, [
      pcap(
        moldPackets(TEXTS).map((packet) => udp(packet)),
        options,
      ),
    ]);
    assert.equal(messagesOf(path), TEXTS);
    const reader = new CaptureReader(path);
    reader.read();
    reader.read();
    assert.is(reader.timeNs, 'magic' in options ? 10 : 10_000);
    reader.close();
  });
}

test('Ethernet, with and without VLAN tags; what is no IPv4 is passed over', () => {
  const ethernet = (packet: Uint8Array, ...tags: number[]): Buffer => {
    const types = [...tags.flatMap((tag) => [tag, 7]), 0x0800].map((type) => Buffer.from([type >> 8, type & 255]));
    return Buffer.concat([Buffer.alloc(12), ...types, packet]);
  };
  const [one, two, three, four] = moldPackets(TEXTS).map((packet) => udp(packet)) as [Buffer, Buffer, Buffer, Buffer];
  const arp = Buffer.concat([Buffer.alloc(12), Buffer.from([8, 6]), Buffer.alloc(40)]);
  const packets = [
    ethernet(one),
    arp,
    ethernet(two, 0x8100),
    Buffer.alloc(5),
    ethernet(three, 0x88a8, 0x8100),
    ethernet(four),
  ];
  assert.equal(messagesOf(file('ethernet.pcap', [pcap(packets, { linkType: 1 })])), TEXTS);
});

test('a capture of SoupBinTCP: segments cut anywhere, sent twice, and a second connection that begins before the first one ended', () => {
  const soup = (type: string, payload: string): Buffer => {
    const packet = Buffer.from(`\0\0${type}${payload}`, 'latin1');
    packet.writeUInt16BE(packet.length - 2);
    return packet;
  };
  const accepted = (sequence: number): Buffer => soup('A', `TODAY     ${String(sequence).padStart(20)}`);
  const first = Buffer.concat([accepted(1), ...TEXTS.slice(0, 4).map((text) => soup('S', text)), soup('H', '')]);
  const segments: Buffer[] = [];
  for (let at = 0; at < first.length; at += 11) segments.push(tcp(first.subarray(at, at + 11), at + 1));
  segments.splice(2, 0, segments[1]!);
  const again = Buffer.concat([accepted(3), ...TEXTS.slice(2).map((text) => soup('S', text))]);
  const second = tcp(again, 1);
  viewOf(second).setUint16(22, 50_000);
  const path = file('soup.pcapng', [pcapng([...segments, second])]);
  assert.equal(messagesOf(path), TEXTS);
});

test('cut anywhere it is read up to there; bytes that are no blocks are an error with their place', () => {
  const whole = pcapng(moldPackets(TEXTS).map((packet) => udp(packet)));
  let longest = 0;
  for (let length = 4; length < whole.length; length += STEP) {
    const read = messagesOf(file('cut.pcapng', [whole.subarray(0, length)]));
    assert.equal(read, TEXTS.slice(0, read.length));
    assert.ok(read.length >= longest);
    longest = read.length;
  }
  const broken = Buffer.from(whole);
  broken.writeUInt32LE(6, 32);
  const messages = new CaptureMessages(file('broken.pcapng', [broken]));
  assert.is(messages.read(Buffer.alloc(100), 0, 100), 0);
  assert.match(messages.problem!, /broken.pcapng, byte 28: a block of 6 bytes/);
  messages.close();
  assert.throws(
    () => new CaptureReader(file('empty', [])),
    (error: unknown) => error instanceof CaptureError,
  );
  assert.not.ok(isCapture(file('text', [Buffer.from('no capture')])));
});

test('mutated captures: every one ends, and nothing is read that lies outside of its packet', () => {
  const whole = pcapng(moldPackets(TEXTS).map((packet) => udp(packet)));
  let seed = 1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  for (let i = 0; i < MUTATIONS; i++) {
    const bytes = Buffer.from(whole);
    for (let k = random(6); k >= 0; k--) bytes[4 + random(bytes.length - 4)] = random(2) === 0 ? random(256) : 0xff;
    const path = file('mutated.pcapng', [bytes]);
    const messages = new CaptureMessages(path);
    let total = 0;
    for (let got = 1; got > 0; total += got) got = messages.read(Buffer.alloc(512), 0, 512);
    messages.close();
    assert.ok(total <= 7 * 9, `mutation ${i}: ${total} bytes of messages`);
  }
});

test.run();
