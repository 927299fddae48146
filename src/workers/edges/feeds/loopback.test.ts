/** Recorded files over real sockets of this host: what comes out is what the file has, whatever the network between does. */
import { createHash } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type MoldAddress, parseFeedAddress, type SoupAddress } from '../../feed_sockets/feed_address.ts';
import { EventLine } from '../../feed_sockets/line.ts';
import { monotonicNs } from '../../feed_sockets/monotonic_clock.ts';
import { UdpBatch } from '../../feed_sockets/udp_batch.ts';
import { openSender } from '../../feed_sockets/udp_socket.ts';
import { visitMessages } from '../../protocols/moldudp64/packet.ts';
import { type FeedSink, FeedState } from '../../protocols/moldudp64/receiver_config.ts';
import { type SoupClientListener, SoupState } from '../../protocols/soupbin/client.ts';
import { FilePublisher } from './file_publisher.ts';
import { MoldFeed } from './mold_feed.ts';
import { MoldLines } from './mold_lines.ts';
import { SoupFeed } from './soup_feed.ts';

const MESSAGES = 20_000;
const LIMIT_MS = 20_000;

interface Recording {
  readonly file: string;
  readonly hash: string;
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-feeds-'));
const recording = record(MESSAGES);

/** Messages of many lengths, each with the time of ITCH where ITCH has it, a microsecond apart. */
function record(messages: number): Recording {
  const hash = createHash('sha256');
  const parts: Buffer[] = [];
  for (let i = 0; i < messages; i++) {
    const message = Buffer.alloc(12 + ((i * 7) % 40), i & 0xff);
    message.writeUIntBE(34_200_000_000_000 + i * 1_000, 5, 6);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    parts.push(length, message);
    hash.update(length).update(message);
  }
  const file = join(folder, 'recording.itch50');
  writeFileSync(file, Buffer.concat(parts));
  return { file, hash: hash.digest('hex') };
}

/** Takes what a feed brings, in the form of the file. */
class Heard {
  messages = 0;
  readonly lost: string[] = [];
  readonly sessions: string[] = [];
  state = -1;
  readonly #hash = createHash('sha256');

  message(view: DataView, at: number, length: number): void {
    this.messages++;
    const prefix = Buffer.alloc(2);
    prefix.writeUInt16BE(length);
    this.#hash.update(prefix).update(Buffer.from(view.buffer as ArrayBuffer, view.byteOffset + at, length));
  }

  hash(): string {
    return this.#hash.digest('hex');
  }

  moldSink(): FeedSink {
    const visit = (view: DataView, at: number, length: number): void => this.message(view, at, length);
    return {
      onMessages: (view, from, to) => visitMessages(view, from, to, visit),
      onSession: (session) => this.sessions.push(session),
      onLost: (first, count) => this.lost.push(`${first}+${count}`),
      onState: (state) => {
        this.state = state;
      },
    };
  }

  soupListener(): SoupClientListener {
    const onMessage = (view: DataView, at: number, length: number): void => this.message(view, at, length);
    return { ...this.moldSink(), onMessage, onUnsequenced: () => undefined };
  }
}

async function until(isDone: () => boolean, what: () => string): Promise<void> {
  for (const startMs = performance.now(); !isDone(); await sleep(5)) {
    if (performance.now() - startMs > LIMIT_MS) throw new Error(`not in time: ${what()}`);
  }
}

function moldAddress(text: string): MoldAddress {
  const address = parseFeedAddress(text);
  assert.is(address.protocol, 'mold');
  return address as MoldAddress;
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

/** Stands between sender and line: passes a packet on as often and as many milliseconds later as `weather` says. */
async function makeRelay(toPort: number, weather: () => readonly number[]): Promise<{ port: number; socket: Socket }> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  let isClosed = false;
  socket.once('close', () => {
    isClosed = true;
  });
  const pass = (packet: Buffer): void => {
    // The test may be over when a packet's time comes.
    if (!isClosed) socket.send(packet, toPort, '127.0.0.1', () => undefined);
  };
  socket.on('message', (packet) => {
    for (const ms of weather()) {
      if (ms === 0) pass(packet);
      else setTimeout(() => pass(packet), ms).unref();
    }
  });
  return { port: socket.address().port, socket };
}

type Feed = Pick<MoldFeed, 'receiver' | 'ports' | 'close'>;

/** Driven by the event loop, or by an owner who asks. */
type Open = (address: MoldAddress, heard: Heard) => Promise<Feed>;

const openFeed: Open = (address, heard) => MoldFeed.open(address, heard.moldSink());

const openLines: Open = (address, heard) => {
  const lines = MoldLines.open(address, heard.moldSink());
  const timer = setInterval(() => {
    while (lines.doWork(monotonicNs()) > 0);
  }, 1);
  const { receiver, ports } = lines;
  const close = (): void => {
    clearInterval(timer);
    lines.close();
  };
  return Promise.resolve({ receiver, ports, close });
};

async function playMold(
  weather: () => readonly number[],
  lines: 1 | 2,
  open: Open,
): Promise<{ heard: Heard; feed: Feed }> {
  const requestPort = await freePort();
  const heard = new Heard();
  const b = lines === 2 ? 'b=127.0.0.1:0&' : '';
  const listen = `mold://127.0.0.1:0?${b}requests=127.0.0.1:${requestPort}&from=1`;
  const feed = await open(moldAddress(listen), heard);
  const relays = await Promise.all(feed.ports.map((port) => makeRelay(port, weather)));
  const [first, second] = relays.map(({ port }) => `127.0.0.1:${port}`);
  const query = `${second === undefined ? '' : `b=${second}&`}requests=127.0.0.1:${requestPort}&session=DAY1`;
  const publisher = await FilePublisher.open({
    file: recording.file,
    address: parseFeedAddress(`mold://${first}?${query}`),
    pace: { messagesPerSecond: 50_000 },
  });
  try {
    await publisher.ended;
    await until(
      () => heard.state === FeedState.ENDED,
      () => `${JSON.stringify(feed.receiver.counters)} ${publisher.figures()}`,
    );
  } finally {
    publisher.close();
    for (const { socket } of relays) socket.close();
    feed.close();
  }
  return { heard, feed };
}

const canBatch = UdpBatch.canServe([{ host: '127.0.0.1', port: 0 }]);
for (const [how, open] of Object.entries({ 'by events': openFeed, ...(canBatch ? { 'in batches': openLines } : {}) })) {
  test(`MoldUDP64 ${how}, a calm network: everything, nothing asked for`, async () => {
    const { heard } = await playMold(() => [0], 1, open);
    assert.equal(heard.sessions, ['DAY1']);
    assert.is(heard.messages, MESSAGES);
    assert.is(heard.hash(), recording.hash);
    assert.equal(heard.lost, []);
  });

  test(`MoldUDP64 ${how}, losses, duplicates and packets that overtake: the same messages`, async () => {
    let seed = 1;
    const random = (): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed / 2 ** 31;
    };
    const { heard, feed } = await playMold(
      () => {
        if (random() < 0.05) return [];
        const delay = random() < 0.05 ? 1 + random() * 5 : 0;
        return random() < 0.05 ? [delay, 0] : [delay];
      },
      1,
      open,
    );
    assert.is(heard.hash(), recording.hash);
    assert.equal(heard.lost, []);
    const { gaps, requests, recovered, duplicates } = feed.receiver.counters;
    assert.ok(gaps > 0 && requests > 0 && recovered > 0 && duplicates > 0, JSON.stringify(feed.receiver.counters));
  });

  test(`MoldUDP64 ${how}, two lines that lose a fifth each: the same messages`, async () => {
    let packets = 0;
    const { heard, feed } = await playMold(() => (packets++ % 5 === 2 ? [] : [0]), 2, open);
    assert.is(heard.hash(), recording.hash);
    const [a, b] = feed.receiver.firstByLine;
    assert.ok(a! > 0 && b! > 0);
  });
}

const CUT_AFTER_BYTES = 10_000;

test('MoldUDP64, nobody answers: what is lost is told, and the end is reached', async () => {
  const heard = new Heard();
  const nobody = await freePort();
  const feed = await MoldFeed.open(
    moldAddress(`mold://127.0.0.1:0?requests=127.0.0.1:${nobody}&from=1`),
    heard.moldSink(),
    {
      requestTimeoutNs: 2e6,
      maxAttempts: 2,
    },
  );
  let packets = 0;
  const relay = await makeRelay(feed.ports[0]!, () => (packets++ === 100 ? [] : [0]));
  const publisher = await FilePublisher.open({
    file: recording.file,
    address: parseFeedAddress(`mold://127.0.0.1:${relay.port}`),
    pace: { messagesPerSecond: 50_000 },
  });
  await until(
    () => heard.state === FeedState.ENDED,
    () => JSON.stringify(feed.receiver.counters),
  );
  publisher.close();
  relay.socket.close();
  feed.close();
  assert.ok(heard.lost.length > 0);
  assert.is(heard.messages + feed.receiver.counters.lost, MESSAGES);
  assert.is(feed.receiver.counters.requests, 2 * heard.lost.length);
});

test('a line that is taken cannot be heard twice, and what was opened before it is closed', async () => {
  const taken = createSocket('udp4').bind(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = moldAddress(`mold://127.0.0.1:0?b=127.0.0.1:${taken.address().port}`);
  await MoldFeed.open(address, new Heard().moldSink()).then(
    () => assert.unreachable(),
    (error: NodeJS.ErrnoException) => assert.is(error.code, 'EADDRINUSE'),
  );
  taken.close();
});

for (const [how, open] of Object.entries({ 'by events': openFeed, ...(canBatch ? { 'in batches': openLines } : {}) })) {
  test(`multicast ${how}: both lines joined, everything heard`, async () => {
    const heard = new Heard();
    const port = await freePort();
    const text = `mold://239.255.77.1:${port}?b=239.255.77.2:${port}&interface=127.0.0.1`;
    const feed = await open(moldAddress(text), heard);
    const publisher = await FilePublisher.open({
      file: recording.file,
      address: parseFeedAddress(text),
      pace: { messagesPerSecond: 50_000 },
    });
    try {
      await until(
        () => heard.state === FeedState.ENDED,
        () => `${JSON.stringify(feed.receiver.counters)} ${publisher.figures()}`,
      );
    } finally {
      publisher.close();
      feed.close();
    }
    assert.is(heard.hash(), recording.hash);
    assert.is(feed.receiver.counters.duplicates > 0, true);
  });
}

test('lines through sockets of Node carry the same packets', async () => {
  const receiver = createSocket('udp4').bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  const got: string[] = [];
  receiver.on('message', (packet) => got.push(packet.toString()));
  const line = new EventLine(await openSender({ host: '127.0.0.1', port: receiver.address().port }, undefined));
  const packet = Buffer.alloc(100);
  for (let i = 0; i < 300; i++) {
    packet.write(String(i).padStart(3, '0'));
    assert.ok(line.send(packet, 3));
    // Its buffer is the kernel's usual one.
    if (i % 100 < 99) continue;
    await until(
      () => got.length === i + 1,
      () => `${got.length} packets`,
    );
  }
  assert.equal(
    got,
    Array.from({ length: 300 }, (_, i) => String(i).padStart(3, '0')),
  );
  line.close();
  receiver.close();
});

test('in batches: a port that is taken is told, and what has come is taken 64 packets at a time and answered', () => {
  const address = moldAddress('mold://127.0.0.1:0?requests=127.0.0.1:9');
  const lines = MoldLines.open(address, new Heard().moldSink());
  const [port] = lines.ports;
  assert.throws(
    () => MoldLines.open(moldAddress(`mold://127.0.0.1:${port}`), new Heard().moldSink()),
    (error: NodeJS.ErrnoException) => error.code === 'EADDRINUSE' && error.message.includes(`127.0.0.1:${port}`),
  );
  const sender = UdpBatch.connect({ host: '127.0.0.1', port: port! });
  const packet = new Uint8Array(2_048);
  packet[19] = 1;
  packet[20] = 2_026 >> 8;
  packet[21] = 2_026 & 0xff;
  packet.fill(65, 0, 10);
  for (let i = 0; i < 100; i++) {
    packet[17] = i;
    assert.ok(sender.send(packet, packet.length));
  }
  const taken = [lines.doWork(1), lines.doWork(2), lines.doWork(3)];
  assert.equal(taken, [64, 36, 0]);
  assert.is(lines.receiver.counters.messages, 100);
  const server = UdpBatch.listen({ host: '127.0.0.1', port: 0 }, undefined);
  const asking = [1, 2].map(() => UdpBatch.connect({ host: '127.0.0.1', port: server.port }));
  asking.forEach((socket, i) => {
    assert.ok(socket.send(Uint8Array.of(i), 1));
  });
  assert.is(server.receive(), 2);
  for (const i of [0, 1]) assert.ok(server.reply(i, Uint8Array.of(server.view.getUint8(server.at(i)) + 10, 0), 1));
  asking.forEach((socket, i) => {
    assert.equal([socket.receive(), socket.lengthOf(0), socket.view.getUint8(0)], [1, 1, i + 10]);
    socket.close();
  });
  server.close();
  sender.close();
  lines.close();
});

test('SoupBinTCP, connections that break: the same messages', async () => {
  const publisher = await FilePublisher.open({
    file: recording.file,
    address: parseFeedAddress('soup://user:secret@127.0.0.1:0?session=DAY1'),
    pace: { messagesPerSecond: 50_000 },
  });
  // Between the two, cut off now and then: far less than the recording has passed then.
  let connections = 0;
  const relay = createServer((incoming) => {
    connections++;
    const outgoing = connect(publisher.ports[0]!, '127.0.0.1');
    incoming.pipe(outgoing).pipe(incoming);
    const part = (): void => {
      incoming.destroy();
      outgoing.destroy();
    };
    for (const socket of [incoming, outgoing]) socket.on('error', part).on('close', part);
    if (connections === 4) return;
    let passed = 0;
    outgoing.on('data', (bytes) => {
      passed += bytes.length;
      if (passed > CUT_AFTER_BYTES) part();
    });
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const { port } = relay.address() as { port: number };
  const heard = new Heard();
  const address = parseFeedAddress(`soup://USER:Secret@127.0.0.1:${port}`) as SoupAddress;
  const feed = new SoupFeed(address, heard.soupListener(), { firstBackOffNs: 10e6 });
  await until(
    () => feed.client.state === SoupState.ENDED,
    () => `${heard.messages} messages, state ${feed.client.state}, ${connections} connections`,
  );
  feed.close();
  publisher.close();
  relay.close();
  assert.is(heard.hash(), recording.hash);
  assert.equal(heard.sessions, ['DAY1']);
  assert.equal(heard.lost, []);
  assert.is(connections, 4);
});

test('a recording is played at its own times', async () => {
  // Twenty milliseconds of recording, at a tenth of its speed.
  const startMs = performance.now();
  const publisher = await FilePublisher.open({
    file: recording.file,
    address: parseFeedAddress('soup://user:secret@127.0.0.1:0'),
    pace: { speed: 0.1 },
  });
  await publisher.ended;
  const tookMs = performance.now() - startMs;
  publisher.close();
  assert.ok(tookMs >= 199, `${tookMs} ms`);
});

test.after(() => rmSync(folder, { recursive: true }));
test.run();
