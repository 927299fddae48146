/** `sluice record` as people call it: what it writes is what was sent, to us and to Wireshark. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dissectCapture, HAS_TSHARK } from '../../../test/tshark.ts';
import { CaptureFile, captureTime } from '../../workers/edges/feeds/capture_file.ts';
import { FilePublisher } from '../../workers/edges/feeds/file_publisher.ts';
import { parseFeedAddress } from '../../workers/feed_sockets/feed_address.ts';
import { CaptureReader } from '../../workers/protocols/capture/capture_reader.ts';
import { openRecording } from '../../workers/protocols/capture/recording.ts';
import { END_OF_FILE, openItchFile } from '../../workers/protocols/itch/itch_file.ts';
import { ItchMessage } from '../../workers/protocols/itch/itch_message.ts';
import { SPECIFIED_MESSAGES } from '../../workers/protocols/itch/specified_messages.ts';

const CLI = new URL('../cli.ts', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'sluice-record-'));
test.after(() => rmSync(folder, { recursive: true }));

const REPEATS = 20;
const MESSAGES = REPEATS * SPECIFIED_MESSAGES.length;
const PACKET_MESSAGES = 40;
const HEX = Array.from({ length: REPEATS }, () => SPECIFIED_MESSAGES.map(({ hex }) => hex)).flat();
const recorded = join(folder, 'recorded.itch50');
writeFileSync(
  recorded,
  Buffer.concat(HEX.map((hex) => Buffer.from((hex.length / 2).toString(16).padStart(4, '0') + hex, 'hex'))),
);

class Recorder {
  readonly child;
  readonly ended: Promise<number | null>;
  output = '';

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, [CLI, 'record', ...args]);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.on('data', (chunk) => {
        this.output += chunk;
      });
    }
    this.ended = new Promise((resolve) => this.child.on('close', resolve));
  }

  async saying(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = this.output.match(pattern);
      if (match !== null) return match;
      if (this.child.exitCode !== null) assert.unreachable(`ended without ${pattern}: ${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

async function publish(address: string): Promise<FilePublisher> {
  return await FilePublisher.open({
    file: recorded,
    address: parseFeedAddress(address),
    pace: { messagesPerSecond: 20_000 },
  });
}

function bytesOf(path: string): Buffer {
  const recording = openRecording(path);
  const bytes = Buffer.alloc(1 << 20);
  let end = 0;
  for (let got = 1; got > 0; end += got) got = recording.read(bytes, end, 1 << 16);
  recording.close();
  return bytes.subarray(0, end);
}

/** What the exchange's player is given. */
function played(path: string): number[] {
  const source = openItchFile(path);
  const message = new ItchMessage();
  const types: number[] = [];
  for (let type = source.next(message); type !== END_OF_FILE; type = source.next(message)) types.push(type);
  source.close();
  return types;
}

/** What `sluice feed` says of it, but for name and time. */
function shown(path: string): string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'feed', path], { encoding: 'utf8' });
  assert.is(status, 0, stderr);
  return stdout.split('\n').filter((line) => !line.includes(path));
}

test('MoldUDP64 on two lines, ended by a signal', async () => {
  const path = join(folder, 'mold.pcapng');
  const recorder = new Recorder('mold://127.0.0.1:0?b=127.0.0.1:0', path);
  const [, a, b] = await recorder.saying(/recording to .* from port (\d+), (\d+)\n/);
  const publisher = await publish(`mold://127.0.0.1:${a}?b=127.0.0.1:${b}&session=TODAY`);
  await publisher.ended;
  // The last packet is in the kernel; when the file has both lines' ends, everything before them is in it too.
  const ends = (): number => (existsSync(path) ? readFileSync(path, 'latin1').split('TODAY').length - 1 : 0);
  while (ends() < 2 * Math.ceil(MESSAGES / PACKET_MESSAGES)) await new Promise((resolve) => setTimeout(resolve, 20));
  publisher.close();
  recorder.child.kill('SIGTERM');
  assert.is(await recorder.ended, 0, recorder.output);
  assert.match(recorder.output, /recorded: \d+ packets, \d+ bytes\n$/);
  assert.equal(bytesOf(path), readFileSync(recorded));
  assert.equal(played(path), played(recorded));
  assert.equal(shown(path), shown(recorded));
  if (!HAS_TSHARK) return;
  const fields = [
    'frame.interface_name',
    'ip.proto',
    'udp.dstport',
    'ip.checksum.status',
    'frame.time_epoch',
    'moldudp64.session',
    'moldudp64.msgseq',
  ];
  const rows = dissectCapture(path, `udp.port==${a},moldudp64`, fields).map((line) => line.split('|'));
  const lineA = rows.filter(([name]) => name === 'line A');
  assert.ok(rows.every((row) => row[1] === '17' && row[2] === (row[0] === 'line A' ? a : b)));
  assert.match(lineA[0]![4]!, /^\d{10}\.\d{9}$/);
  const numbers = lineA.flatMap((row) => (row[6] === '' ? [] : row[6]!.split(';').map(Number)));
  assert.equal(
    numbers,
    Array.from({ length: MESSAGES }, (_, i) => i + 1),
  );
  assert.ok(lineA.every((row) => row[5]!.trimEnd() === 'TODAY'));
});

test('SoupBinTCP, until the session ends', async () => {
  const path = join(folder, 'soup.pcapng');
  const publisher = await publish('soup://USER:SECRET@127.0.0.1:0?session=TODAY');
  const recorder = new Recorder(`soup://USER:SECRET@127.0.0.1:${publisher.ports[0]}?from=1`, path);
  assert.is(await recorder.ended, 0, recorder.output);
  publisher.close();
  assert.equal(bytesOf(path), readFileSync(recorded));
  if (!HAS_TSHARK) return;
  const fields = ['tcp.analysis.flags', 'soupbintcp.packet_type', '_ws.malformed', 'soupbintcp.session'];
  const rows = dissectCapture(path, `tcp.port==${publisher.ports[0]},soupbintcp`, fields).map((line) =>
    line.split('|'),
  );
  assert.ok(rows.every((row) => row[0] === '' && row[2] === ''));
  const types = rows.flatMap((row) => row[1]!.split(';'));
  assert.is(types.filter((type) => /^'?S'?$|^0x53$/.test(type)).length, MESSAGES, types.join());
  assert.is(rows[0]![3]!.trim(), 'TODAY');
});

test('files are whole at any size; what finds both buffers full is dropped and counted', async () => {
  const path = join(folder, 'many.pcapng');
  const rotateBytes = 20_000;
  const capture = await CaptureFile.create({ path, interfaces: ['line A'], rotateBytes, bufferBytes: 4_096 });
  let written = 0;
  const write = (): boolean => {
    if (!capture.packet(0, captureTime(), 100)) return false;
    new Uint8Array(capture.view.buffer, capture.at, 100).fill(written++);
    return true;
  };
  let refused = 0;
  for (let phase = 0; phase < 10; phase++) {
    // As fast as the disk takes them; then so fast that it does not get its turn, and two buffers hold 60.
    for (let i = 0; i < 100; i++) {
      for (; !write(); refused++) await new Promise((resolve) => setImmediate(resolve));
    }
    let kept = 0;
    for (let i = 0; i < 100; i++) if (write()) kept++;
    assert.ok(kept <= 62, `${kept} kept`);
    refused += 100 - kept;
  }
  await capture.close();
  assert.is(capture.error, undefined);
  assert.is(capture.packets, written);
  assert.is(capture.dropped, refused);
  assert.ok(capture.files > 5);
  let read = 0;
  for (let number = 1; number <= capture.files; number++) {
    const name = number === 1 ? path : path.replace('.pcapng', `-${number}.pcapng`);
    assert.ok(readFileSync(name).length <= rotateBytes + 100);
    const reader = new CaptureReader(name);
    for (; reader.read(); read++) {
      assert.is(reader.bytes, 100);
      assert.is(reader.view.getUint8(reader.at), read & 255);
    }
    reader.close();
  }
  assert.is(read, written);
});

test('what is wrong is said, with the exit code for it', async () => {
  const nowhere = new Recorder('mold://127.0.0.1:0', join(folder, 'none', 'file.pcapng'));
  assert.is.not(await nowhere.ended, 0);
  assert.match(nowhere.output, /ENOENT/);
  const wrong = new Recorder('udp://127.0.0.1:1', join(folder, 'file.pcapng'));
  assert.is(await wrong.ended, 2);
  const small = new Recorder('mold://127.0.0.1:0', join(folder, 'file.pcapng'), '--rotate', '5 B');
  assert.is(await small.ended, 2);
  assert.match(small.output, /64 KiB/);
});

test.run();
