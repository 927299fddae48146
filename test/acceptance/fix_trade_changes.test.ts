/**
 * A venue over FIX that busts and corrects what it traded, also while the engine is dead: the client is told of each, with the
 * report that it refers to, and of every lot that trades afterwards.
 */

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Message } from '../../src/main/demo_trader/fix_text.ts';
import { type PlainOrder, PlainVenue } from '../../src/workers/edges/fix_initiator/plain_venue.ts';
import { until, World } from './daemon.ts';
import { FixClient } from './fix_client.ts';
import { limitOrder } from './requests.ts';

const TIMER_MS = 100;

/** The venue behind a socket. */
class ServedVenue {
  readonly #startMs = Date.now();
  readonly #venue = new PlainVenue(this.#startMs);
  readonly #server: Server;
  readonly #timer: NodeJS.Timeout;
  #socket: Socket | undefined;

  constructor() {
    const { session } = this.#venue;
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#socket = socket;
      session.onConnect(
        { write: (bytes) => socket.write(Uint8Array.from(bytes)), close: () => socket.end() },
        this.#nowNs(),
      );
      socket.on('data', (bytes) => {
        session.onBytes(bytes, this.#nowNs());
        session.flush();
      });
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        if (this.#socket === socket) session.onDisconnect(this.#nowNs());
      });
    });
    this.#timer = setInterval(() => session.onTimer(this.#nowNs()), TIMER_MS);
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  get orders(): readonly PlainOrder[] {
    return [...this.#venue.orders.values()];
  }

  fill(order: PlainOrder, quantity: number): void {
    this.#act(() => this.#venue.fill(order, quantity));
  }

  /** Of its trade with this place in the order of trades. */
  takeBack(place: number, quantity: number): void {
    this.#act(() => this.#venue.takeBack(this.#venue.trades[place]!, quantity));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket?.destroy();
    this.#server.close();
  }

  #act(action: () => void): void {
    this.#venue.session.setTime(this.#nowNs());
    action();
    this.#venue.session.flush();
  }

  #nowNs(): number {
    return (Date.now() - this.#startMs) * 1e6;
  }
}

const brief = (message: Message): string[] => [150, 39, 32, 14, 151].map((tag) => message.text(tag));

test('a FIX venue busts and corrects trades, before and behind a kill of the engine', async () => {
  const venue = new ServedVenue();
  const port = await venue.listen();
  const world = await World.make({
    venue: `[[venues]]\nname = "XFIX"\naddress = "127.0.0.1:${port}"\nfeed = "none"\nprotocol = "fix"\n[venues.fix]\nsenderCompId = "SLUICE"\ntargetCompId = "VENUE"`,
    instruments: '[[instruments]]\nsymbol = "AAPL"\nreferencePrice = "289.50"\nprimaryVenue = "XFIX"\n',
  });
  try {
    let daemon = await world.startDaemon();
    const client = new FixClient('ALPHA');
    await client.connect(daemon.port);
    const reports = (): Message[] => [...client.told.values()].map(({ message }) => message);
    const trades = (): Message[] => reports().filter((message) => ['F', 'G', 'H'].includes(message.text(150)));
    // Denied until prices are there, and elsewhere until the venue is.
    for (let count = 1; venue.orders.length === 0; count++) {
      const clOrdId = `order-${count}`;
      client.send('D', limitOrder(clOrdId, '285.00', { quantity: 100 }));
      const answer = (): Message | undefined => reports().find((message) => message.text(11) === clOrdId);
      await until('the order is open or denied', () => venue.orders.length > 0 || answer() !== undefined);
    }
    const [order] = venue.orders;
    venue.fill(order!, 30);
    venue.fill(order!, 20);
    venue.takeBack(0, 30);
    await until('the bust is told', () => trades().length === 3);
    const [first, second, bust] = trades();
    assert.equal(brief(bust!), ['H', '1', '30', '20', '80']);
    assert.is(bust!.text(19), first!.text(17));
    await daemon.child.kill();
    client.drop();
    venue.takeBack(1, 5);
    venue.fill(order!, 10);
    daemon = await world.startDaemon();
    await client.connect(daemon.port);
    await until('what came meanwhile is told', () => trades().length === 5);
    const [correction, next] = trades().slice(3);
    assert.equal(brief(correction!), ['G', '1', '15', '15', '85']);
    assert.is(correction!.text(19), second!.text(17));
    assert.equal(brief(next!), ['F', '1', '10', '25', '75']);
    venue.fill(order!, 75);
    await until('the rest is told', () => trades().length === 6);
    assert.equal(brief(trades()[5]!), ['F', '2', '75', '100', '0']);
    assert.is(order!.filled, 100);
    assert.equal(client.faults, []);
    await client.logout();
    assert.is(await daemon.child.stop(), 0);
  } finally {
    venue.close();
    world.remove();
  }
});

test.run();
