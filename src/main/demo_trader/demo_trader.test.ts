import { createServer, type Server, type Socket } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadConfiguration } from '../configuration/load.ts';
import { DemoTrader } from './demo_trader.ts';
import { encode, type FieldList, Framer, type Message } from './fix_text.ts';
import { demoSettings } from './settings.ts';
import { startDemoThread } from './thread.ts';

/** Takes every logon and answers orders at once: immediate ones fill, too large ones are rejected, changes are granted. */
class Acceptor {
  readonly seen: Message[] = [];
  /** Demanded of the next logons without a reset; undefined: any is taken. */
  expectedNumber: number | undefined;
  readonly #server: Server = createServer((socket) => this.#serve(socket));
  readonly sockets: Socket[] = [];

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.address() as { port: number }).port));
    });
  }

  close(): Promise<unknown> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  ofType(type: string): Message[] {
    return this.seen.filter((message) => message.type === type);
  }

  #serve(socket: Socket): void {
    const framer = new Framer();
    let number = 1;
    const send = (type: string, fields: FieldList = []) =>
      socket.write(encode([[35, type], [49, 'SLUICE'], [56, 'DEMO'], [34, number++], ...fields]));
    this.sockets.push(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      for (const message of framer.push(chunk.toString('latin1'))) {
        this.seen.push(message);
        if (message.type === '5')
          socket.end(
            encode([
              [35, '5'],
              [49, 'SLUICE'],
              [56, 'DEMO'],
              [34, number++],
            ]),
          );
        else this.#answer(message, send);
      }
    });
  }

  #answer(message: Message, send: (type: string, fields?: FieldList) => void): void {
    const ids: FieldList = [
      [11, message.text(11)],
      [41, message.text(41)],
      [55, message.text(55)],
    ];
    const rejected = Number(message.text(38)) > 10_000;
    switch (message.type) {
      case 'A':
        if (this.expectedNumber !== undefined && message.number(34) !== this.expectedNumber) {
          send('5', [[58, `MsgSeqNum too low, expecting ${this.expectedNumber}`]]);
        } else send('A', [[108, message.text(108)]]);
        break;
      case 'D':
        send('8', [...ids, [150, rejected ? '8' : '0'], [39, rejected ? '8' : '0']]);
        if (message.text(59) === '3' && !rejected) {
          send('8', [...ids, [150, 'F'], [39, '2'], [31, message.text(44) || '10.00'], [32, message.text(38)]]);
        }
        break;
      case 'F':
        send('8', [...ids, [150, '4'], [39, '4']]);
        break;
      case 'G':
        send('8', [...ids, [150, '5'], [39, '0']]);
        break;
    }
  }
}

const loaded = loadConfiguration();
if (!loaded.ok) throw new Error(loaded.errors.join('\n'));
const configuration = loaded.configuration;

async function until(condition: () => boolean, limitMs = 5_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not after ${limitMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('it logs on, cleans up, trades at its rate, and logs out', async () => {
  const acceptor = new Acceptor();
  const settings = { ...demoSettings(configuration, await acceptor.listen(), 0), ordersPerSecond: 1_000 };
  const trader = new DemoTrader(settings);
  const startMs = Date.now();
  trader.start();
  await until(() => trader.counts().filled > 50 && trader.counts().replaces > 5 && trader.counts().denied > 0);
  const { sent, cancels, replaces } = trader.counts();
  assert.ok(sent + cancels + replaces <= 30 + Date.now() - startMs, 'no faster than asked');
  await trader.stop();
  assert.equal(
    acceptor.seen.slice(0, 2).map((message) => message.type),
    ['A', 'q'],
  );
  assert.is(acceptor.seen.at(-1)!.type, '5');
  for (const order of acceptor.ofType('D')) {
    assert.is(order.text(1), 'DEMO');
    assert.ok(configuration.instruments.some((instrument) => instrument.symbol === order.text(55)));
    if (order.text(40) === '2') assert.match(order.text(44), /^\d+(\.\d{1,2})?$/);
  }
  const numbers = acceptor.seen.map((message) => message.number(34));
  assert.equal(
    numbers,
    numbers.map((_, i) => i + 1),
  );
  assert.is(trader.counts().sessionRejects, 0);
  await acceptor.close();
});

test('a lost connection is made again', async () => {
  const acceptor = new Acceptor();
  const trader = new DemoTrader(demoSettings(configuration, await acceptor.listen(), 0));
  trader.start();
  await until(() => trader.counts().loggedOn);
  acceptor.sockets[0]!.destroy();
  await until(() => trader.counts().logons === 2 && trader.counts().loggedOn);
  await trader.stop();
  await acceptor.close();
});

test('an engine that expects another number gets it', async () => {
  const acceptor = new Acceptor();
  acceptor.expectedNumber = 42;
  const trader = new DemoTrader(demoSettings(configuration, await acceptor.listen(), 0));
  trader.start();
  await until(() => trader.counts().loggedOn);
  assert.is(acceptor.ofType('A').at(-1)!.number(34), 42);
  await trader.stop();
  await acceptor.close();
});

test('in a thread of its own, told to stop, it hands over its last counts', async () => {
  const acceptor = new Acceptor();
  const demo = startDemoThread(demoSettings(configuration, await acceptor.listen(), 0));
  await until(() => (demo.counts()?.sent ?? 0) > 10);
  const counts = await demo.stop();
  assert.is(counts!.loggedOn, false);
  assert.is(counts!.sent, acceptor.ofType('D').length);
  await acceptor.close();
});

test.run();
