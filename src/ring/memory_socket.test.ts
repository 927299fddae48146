import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion, Region } from './memory.ts';
import { allocateMemoryLink, type MemoryEnd, type MemorySocket, memoryClient, memoryServer } from './memory_socket.ts';
import { WAKER_REGION_BYTES, Waker } from './wake.ts';

/** The smallest that takes a piece of 32 KiB wherever the buffer ends. */
const RING_BYTES = 128 * 1024;

/** Both ends on this thread, and what the server's end accepted and heard. */
function linked() {
  const [server, client] = [allocateRegion(WAKER_REGION_BYTES), allocateRegion(WAKER_REGION_BYTES)];
  const link = allocateMemoryLink(server, client, RING_BYTES);
  const accepted: MemorySocket[] = [];
  const heard: number[] = [];
  const ends = {
    client: memoryClient(link),
    server: memoryServer(link, (socket) => {
      accepted.push(socket);
      socket.on('data', (bytes: Uint8Array) => heard.push(...bytes));
    }),
  };
  return { ...ends, accepted, heard, link };
}

function pollBoth(client: MemoryEnd, server: MemoryEnd): void {
  while (client.poll() + server.poll() > 0);
}

/** Events that a socket tells a turn later have been told. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function bytesFrom(first: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (first + i) % 251);
}

test('bytes go both ways, in order', async () => {
  const { client, server, accepted, heard } = linked();
  const socket = client.connect();
  const told: string[] = [];
  const answers: number[] = [];
  socket.on('connect', () => told.push('connect'));
  socket.on('data', (bytes: Uint8Array) => answers.push(...bytes));
  assert.equal(told, [], 'not before the caller could listen');
  await turn();
  assert.equal(told, ['connect']);
  socket.write(Uint8Array.of(1, 2, 3));
  socket.write(Uint8Array.of(4));
  pollBoth(client, server);
  assert.is(accepted.length, 1);
  accepted[0]!.write(Uint8Array.of(9, 8));
  pollBoth(client, server);
  assert.equal(heard, [1, 2, 3, 4]);
  assert.equal(answers, [9, 8]);
});

test('what finds the ring full waits, is counted, and follows in order', () => {
  const { client, server, heard } = linked();
  const socket = client.connect();
  const told: string[] = [];
  socket.on('drain', () => told.push('drain'));
  const parts = Array.from({ length: 20 }, (_, i) => bytesFrom(i * 40_000, 40_000));
  for (const [i, part] of parts.entries()) socket.write(part, () => told.push(`written ${i}`));
  const waiting = socket.writableLength;
  assert.ok(waiting > 20 * 40_000 - RING_BYTES && waiting < 20 * 40_000, `${waiting} wait`);
  assert.not.ok(client.hasWork(), 'without room there is nothing to be done');
  assert.ok(server.hasWork());
  server.poll();
  assert.ok(client.hasWork(), 'there is room again');
  pollBoth(client, server);
  assert.is(socket.writableLength, 0);
  assert.is(heard.length, 20 * 40_000);
  assert.ok(heard.every((byte, i) => byte === i % 251));
  assert.equal(told, [...parts.keys()].map((i) => `written ${i}`).concat('drain'));
});

test('a paused socket leaves the rest in the ring until it is resumed', () => {
  const { client, server, accepted, heard } = linked();
  const socket = client.connect();
  pollBoth(client, server);
  accepted[0]!.pause();
  socket.write(Uint8Array.of(1));
  assert.not.ok(server.hasWork());
  pollBoth(client, server);
  assert.equal(heard, []);
  accepted[0]!.resume();
  assert.ok(server.hasWork());
  pollBoth(client, server);
  assert.equal(heard, [1]);
});

test('either side ends a connection, and both are told once', async () => {
  for (const ending of ['client ends', 'client destroys', 'server ends', 'server destroys'] as const) {
    const { client, server, accepted, heard } = linked();
    const sockets = [client.connect()];
    pollBoth(client, server);
    sockets.push(accepted[0]!);
    const closed = [0, 0];
    for (const [i, socket] of sockets.entries()) socket.on('close', () => closed[i]!++);
    const one = sockets[ending.startsWith('client') ? 0 : 1]!;
    sockets[0]!.write(Uint8Array.of(7));
    if (ending.endsWith('ends')) one.end();
    else one.destroy();
    one.write(Uint8Array.of(8));
    pollBoth(client, server);
    await turn();
    assert.equal(closed, [1, 1], ending);
    assert.equal(heard, ending.startsWith('client') ? [7] : [], ending);
    assert.ok(sockets.every(({ destroyed }) => destroyed));
  }
});

test('a destroyed socket sends nothing of what waited, and gives the memory back', () => {
  const { client, server, heard } = linked();
  const socket = client.connect();
  let givenBack = 0;
  for (let i = 0; i < 10; i++) socket.write(bytesFrom(0, 32_000), () => givenBack++);
  const sent = 10 * 32_000 - socket.writableLength;
  socket.destroy();
  assert.is(givenBack, 10);
  pollBoth(client, server);
  assert.is(heard.length, sent);
});

test('what was under way for an old connection is not taken for the next one’s', async () => {
  const { client, server, accepted, heard } = linked();
  const first = client.connect();
  const answers: number[] = [];
  first.on('data', (bytes: Uint8Array) => answers.push(...bytes));
  pollBoth(client, server);
  accepted[0]!.write(Uint8Array.of(1));
  first.write(Uint8Array.of(2));
  const second = client.connect();
  second.on('data', (bytes: Uint8Array) => answers.push(...bytes));
  second.write(Uint8Array.of(3));
  pollBoth(client, server);
  await turn();
  assert.ok(first.destroyed && accepted[0]!.destroyed);
  assert.is(accepted.length, 2);
  accepted[1]!.write(Uint8Array.of(4));
  pollBoth(client, server);
  assert.equal(heard, [2, 3]);
  assert.equal(answers, [4]);
});

test('who sleeps is woken by bytes, and who waits for room by reading', async () => {
  const { client, server, link } = linked();
  const wakers = [link.server, link.client].map((region) => new Waker(Region.from(region)));
  const [serverWaker, clientWaker] = wakers as [Waker, Waker];
  const socket = client.connect();
  pollBoth(client, server);
  const bytes = serverWaker.parkAsync(() => server.hasWork(), 60_000);
  socket.write(Uint8Array.of(1));
  await bytes;
  for (let i = 0; i < 10; i++) socket.write(bytesFrom(0, 32_000));
  const room = clientWaker.parkAsync(() => client.hasWork(), 60_000);
  server.poll();
  await room;
  assert.ok(client.hasWork());
});

test.run();
