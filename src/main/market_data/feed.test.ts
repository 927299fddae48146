/** `sluice feed` and `sluice publish`, as people run them beside each other. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { marketDataFile } from '../../../test/market_data.ts';

const CLI = new URL('../cli.ts', import.meta.url).pathname;

class Command {
  printed = '';
  readonly closed: Promise<number>;
  readonly #child: ChildProcess;
  #look = (): void => undefined;

  constructor(...args: readonly string[]) {
    this.#child = spawn(process.execPath, [CLI, ...args]);
    this.#child.stdout!.on('data', (chunk) => {
      this.printed += chunk;
      this.#look();
    });
    this.closed = new Promise((resolve) => this.#child.on('close', resolve));
  }

  has(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      this.#look = () => {
        const match = pattern.exec(this.printed);
        if (match !== null) resolve(match);
      };
      void this.closed.then((code) => reject(new Error(`ended with ${code}: ${this.printed}`)));
      this.#look();
    });
  }

  stop(): void {
    this.#child.kill('SIGTERM');
  }
}

async function freePorts(count: number): Promise<number[]> {
  const sockets = Array.from({ length: count }, () => createSocket('udp4').bind(0, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'listening')));
  const ports = sockets.map((socket) => socket.address().port);
  for (const socket of sockets) socket.close();
  return ports;
}

const recording = marketDataFile('AAPL_20191230.itch50');
const withRecording = recording === undefined ? test.skip : test;

withRecording('a recorded day over two lines of MoldUDP64: its books at the end', async () => {
  const [a, b, requests] = await freePorts(3);
  const address = `mold://127.0.0.1:${a}?b=127.0.0.1:${b}&requests=127.0.0.1:${requests}`;
  const feed = new Command('feed', `${address}&from=1`, '--every', '200ms', '--symbols', 'AAPL,NONE');
  await feed.has(/^listening to mold:/m);
  const publisher = new Command('publish', recording!, address, '--rate', '40000', '--linger', '60s');
  assert.is(await feed.closed, 0);
  publisher.stop();
  assert.is(await publisher.closed, 0);
  const [line, book] = feed.printed.trimEnd().split('\n').slice(-2);
  assert.match(line!, /^ended {2}session REPLAY {2}49,947 messages {2}.*\/s {2}.* open orders {2}\d+ gaps/);
  assert.not.match(line!, /lost/);
  assert.match(book!, /^ {2}AAPL {2}bid .* @ .* ask .* @ .* last .* volume/);
});

withRecording('the same over SoupBinTCP; a wrong password is refused', async () => {
  const publisher = new Command(
    'publish',
    recording!,
    'soup://user:secret@127.0.0.1:0',
    '--linger',
    '60s',
    '--rate',
    '40000',
  );
  const [, port] = await publisher.has(/logins at port (\d+)/);
  const refused = new Command('feed', `soup://user:wrong@127.0.0.1:${port}`);
  assert.is.not(await refused.closed, 0);
  assert.match(refused.printed, /^refused {2}/m);
  const feed = new Command('feed', `soup://user:secret@127.0.0.1:${port}`, '--every', '200ms');
  assert.is(await feed.closed, 0);
  assert.match(feed.printed, /\nended {2}session REPLAY {2}49,947 messages .*\n {2}AAPL .*\n$/);
  publisher.stop();
  await publisher.closed;
});

test('a feed that nobody sends is shown as waiting, and stops when told', async () => {
  const feed = new Command('feed', 'mold://127.0.0.1:0', '--every', '50ms');
  await feed.has(/^waiting {2}0 messages/m);
  feed.stop();
  assert.is(await feed.closed, 0);
});

test('an address that is none is refused with the form that is expected', () => {
  const { status, stderr } = spawnSync(process.execPath, [CLI, 'feed', 'nowhere'], { encoding: 'utf8' });
  assert.is(status, 2);
  assert.match(stderr, /'nowhere': expected mold:\/\/HOST:PORT or soup:\/\/USER:PASSWORD@HOST:PORT/);
});

test.run();
