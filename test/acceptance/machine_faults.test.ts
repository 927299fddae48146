/** What the machine may lack, and what may happen to its files: small tmpfs, full disk, flipped bytes. */

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readdirSync, readSync, rmSync, writeSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sleep, until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { TradingLoad } from './trading_load.ts';

/** A tmpfs of so many MiB, for who may mount one; undefined otherwise. */
function smallDisk(mib: number): { path: string; remove: () => void } | undefined {
  const path = mkdtempSync(join(tmpdir(), 'sluice-small-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', path]);
  if (status !== 0) {
    rmSync(path, { recursive: true });
    return undefined;
  }
  const remove = (): void => {
    spawnSync('umount', ['-l', path]);
    rmSync(path, { recursive: true, force: true });
  };
  return { path, remove };
}

const probe = smallDisk(1);
probe?.remove();
const testWithMounts = probe === undefined ? test.skip : test;

testWithMounts('windows that do not fit their tmpfs: exit code 6, and how to enlarge it', async () => {
  const disk = smallDisk(4)!;
  const world = await World.make({ windowDirectory: disk.path });
  try {
    const { exitCode, output } = await world.startInVain();
    assert.is(exitCode, 6, output);
    assert.match(output, /is too small: .*windows needs \d+ MiB more, \d+ MiB are free/);
  } finally {
    world.remove();
    disk.remove();
  }
});

test('what the engine finds missing when its threads run already ends the start too', async () => {
  const taken = createServer();
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const world = await World.make();
  try {
    const noRecording = await world.startInVain('--market-data', '/none.itch50');
    assert.is(noRecording.exitCode, 2, noRecording.output);
    assert.match(noRecording.output, '--market-data: /none.itch50 is no file');
    const noPort = await world.startInVain('--port', String(port));
    assert.is(noPort.exitCode, 6, noPort.output);
    assert.match(noPort.output, `address already in use 127.0.0.1:${port}`);
  } finally {
    taken.close();
    world.remove();
  }
});

test('a journal with a flipped byte: exit code 5, and where', async () => {
  const world = await World.make({ ownExchange: false });
  try {
    const daemon = await world.startDaemon();
    const client = new FixClient('ALPHA');
    const load = new TradingLoad(client, 3);
    await client.connect(daemon.port);
    for (let i = 0; i < 50; i++) load.turn();
    await until('all is answered', () => load.orders.unanswered().length === 0);
    await client.logout();
    assert.is(await daemon.child.stop(), 0, daemon.child.output);

    const folder = join(world.dataDirectory, 'journal');
    const segment = readdirSync(folder).filter((name) => name.startsWith('input-'))[0]!;
    const file = openSync(join(folder, segment), 'r+');
    const at = 40_000;
    const byte = Buffer.alloc(1);
    readSync(file, byte, 0, 1, at);
    byte[0]! ^= 0x10;
    writeSync(file, byte, 0, 1, at);
    closeSync(file);

    const { exitCode, output } = await world.startInVain();
    assert.is(exitCode, 5, output);
    const [, place] = output.match(new RegExp(`${segment}.*?(\\d{4,})`)) ?? [];
    assert.ok(Number(place) <= at && Number(place) > at - 600, `${at} was flipped: ${output}`);
  } finally {
    world.remove();
  }
});

testWithMounts('a full disk: new orders are refused, cancels pass, and the next start has it all', async () => {
  const disk = smallDisk(96)!;
  const world = await World.make({
    dataDirectory: join(disk.path, 'data'),
    log: 'windowSize = "1 MiB"\nwindows = 4\nsegmentSize = "4 MiB"\nretention = "1 GiB"',
    accountDefaults: 'maxOrdersPerSecond = 1000000\norderBurst = 1000000',
  });
  try {
    let daemon = await world.startDaemon();
    const client = new FixClient('ALPHA');
    const load = new TradingLoad(client, 4);
    await client.connect(daemon.port);
    for (let i = 0; i < 20; i++) load.turn();
    await until('all is answered', () => load.orders.unanswered().length === 0);
    load.start();
    await sleep(500);
    const ballast = join(disk.path, 'ballast');
    fill(ballast);
    await until('a new order is refused as busy', () => refusedAsBusy(client) > 0);
    load.stop();
    await until('all is answered', () => load.orders.unanswered().length === 0);
    load.massCancel();
    await until('every order is cancelled', () => load.orders.open().length === 0);
    assert.is(daemon.child.process.exitCode, null, 'it still runs');
    await daemon.child.kill();
    rmSync(ballast);

    daemon = await world.startDaemon();
    await client.connect(daemon.port);
    const answered = refusedAsBusy(client);
    for (let i = 0; i < 20; i++) load.turn();
    await until('all is answered', () => load.orders.unanswered().length === 0);
    assert.is(refusedAsBusy(client), answered, 'there is room again');
    assert.equal([...client.faults, ...load.orders.faults], []);
    load.massCancel();
    await until('nothing is left that could trade untold', () => load.orders.open().length === 0);
    await client.logout();
    assert.is(await daemon.child.stop(), 0, daemon.child.output);
    const shown = new Map(daemon.figures().positions.map(({ symbol, quantity }) => [symbol, quantity]));
    for (const [symbol, quantity] of load.orders.positions) assert.is(shown.get(symbol) ?? 0, quantity, symbol);
  } finally {
    world.remove();
    disk.remove();
  }
});

function refusedAsBusy(client: FixClient): number {
  return [...client.told.values()].filter(({ message }) => message.type === 'j' && /busy/.test(message.text(58)))
    .length;
}

function fill(path: string): void {
  const file = openSync(path, 'w');
  const block = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    assert.is((error as NodeJS.ErrnoException).code, 'ENOSPC');
  } finally {
    closeSync(file);
  }
}

test.run();
