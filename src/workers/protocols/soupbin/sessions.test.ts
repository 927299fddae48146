/** Client and server against each other, over connections that cut, stall and break; and each against bad input. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MessageStore } from '../message_store.ts';
import { SoupClient, type SoupClientConfig, SoupState } from './client.ts';
import { SoupServerConnection } from './server.ts';

const SECOND = 1e9;
const RUNS = process.env.SLUICE_LONG ? 100_000 : 1_000;
const STATES = Object.keys(SoupState);

function text(view: DataView, at: number, length: number): string {
  return Buffer.from(view.buffer as ArrayBuffer, view.byteOffset + at, length).toString();
}

/** A client, a server and what is on its way between them. */
class World {
  readonly events: string[] = [];
  readonly store: MessageStore;
  readonly client: SoupClient;
  session = 'DAY1';
  server: SoupServerConnection | undefined;
  nowNs = 0;
  isFull = false;
  private toServer: Uint8Array[] = [];
  private toClient: Uint8Array[] = [];

  constructor(config: Partial<SoupClientConfig>, storeMessages: number) {
    const { events } = this;
    this.store = new MessageStore(65_536, storeMessages);
    const client: SoupClient = new SoupClient(
      { username: 'user', password: 'Secret', ...config },
      {
        onSession: (session) => events.push(`session ${session}`),
        onMessage: (view, at, length) => events.push(`${client.next}=${text(view, at, length)}`),
        onUnsequenced: (view, at, length) => events.push(`unsequenced ${text(view, at, length)}`),
        onLost: (first, count) => events.push(`lost ${first}+${count}`),
        onState: (state, why) => events.push(`${STATES[state]}: ${why}`),
      },
    );
    this.client = client;
  }

  connect(): void {
    const { events, toServer, toClient } = this.clear();
    const isFull = (): boolean => this.isFull;
    this.server = new SoupServerConnection(
      { session: this.session, authorize: (user, password) => user === 'USER' && password === 'SECRET' },
      this.store,
      {
        write: (bytes) => toClient.push(Uint8Array.from(bytes)),
        close: () => undefined,
        get isFull() {
          return isFull();
        },
      },
      {
        onLogin: (user) => events.push(`login ${user}`),
        onUnsequenced: (view, at, length) => events.push(`server got ${text(view, at, length)}`),
        onClose: (why) => events.push(`server: ${why}`),
      },
      this.nowNs,
    );
    this.client.onConnect(
      { write: (bytes) => toServer.push(Uint8Array.from(bytes)), close: () => undefined },
      this.nowNs,
    );
  }

  /** Delivers all that waits, in pieces of the sizes that `cut` answers. */
  deliver(cut = (bytes: number): number => bytes): void {
    while (this.toServer.length + this.toClient.length > 0) {
      const [toServer, toClient] = [Buffer.concat(this.toServer.splice(0)), Buffer.concat(this.toClient.splice(0))];
      inPieces(toServer, cut, (piece) => this.server?.onBytes(piece, this.nowNs));
      inPieces(toClient, cut, (piece) => this.client.onBytes(piece, this.nowNs));
    }
  }

  pass(seconds: number): void {
    for (let i = 0; i < seconds * 4; i++) {
      this.nowNs += SECOND / 4;
      this.client.onTimer(this.nowNs);
      this.server?.onTimer(this.nowNs);
      this.deliver();
    }
  }

  /** The connection breaks; what was on its way is gone. */
  breakOff(): void {
    this.clear();
    this.server?.onDisconnect();
    this.client.onDisconnect(this.nowNs);
  }

  publish(...texts: readonly string[]): void {
    for (const each of texts) this.store.append(Buffer.from(each), 0, each.length);
    this.server?.pump(this.nowNs);
  }

  private clear(): { events: string[]; toServer: Uint8Array[]; toClient: Uint8Array[] } {
    this.toServer = [];
    this.toClient = [];
    return { events: this.events, toServer: this.toServer, toClient: this.toClient };
  }
}

function inPieces(bytes: Buffer, cut: (bytes: number) => number, take: (piece: Buffer) => void): void {
  for (let at = 0; at < bytes.length; ) {
    const end = at + Math.max(1, cut(bytes.length - at));
    take(bytes.subarray(at, end));
    at = end;
  }
}

function makeWorld(config: Partial<SoupClientConfig> = {}, storeMessages = 1_000): World {
  return new World(config, storeMessages);
}

test('login, messages both ways, logout', () => {
  const world = makeWorld();
  world.publish('one');
  world.connect();
  world.deliver();
  world.publish('two');
  world.client.send(Buffer.from('hello'), 0, 5);
  world.client.flush();
  world.server!.send(Buffer.from('note'), 0, 4);
  world.deliver();
  world.client.logout();
  world.deliver();
  assert.equal(world.events, [
    'LOGGING_IN: connected',
    'login USER',
    'session DAY1',
    'LIVE: logged in to session DAY1 at 1',
    '1=one',
    'server got hello',
    '2=two',
    'unsequenced note',
    'ENDED: logged out',
    'server: logged out',
  ]);
});

test('a login after a break asks for what has not come, with growing back-off', () => {
  const world = makeWorld();
  world.connect();
  world.publish('one', 'two');
  world.deliver();
  world.breakOff();
  assert.is(world.client.connectDueNs, 0.1 * SECOND);
  world.client.onDisconnect(0);
  assert.is(world.client.connectDueNs, 0.2 * SECOND);
  world.publish('three');
  world.events.length = 0;
  world.connect();
  world.deliver();
  assert.equal(world.events, [
    'LOGGING_IN: connected',
    'login USER',
    'LIVE: logged in to session DAY1 at 3',
    '3=three',
  ]);
  assert.is(world.client.connections, 2);
});

test('messages that the server has let go of are told as lost', () => {
  const world = makeWorld({}, 2);
  world.publish('one', 'two', 'three');
  world.connect();
  world.deliver();
  assert.equal(world.events.slice(2), [
    'session DAY1',
    'lost 1+1',
    'LIVE: logged in to session DAY1 at 2',
    '2=two',
    '3=three',
  ]);
});

test('from the next message on, when that is asked for', () => {
  const world = makeWorld({ firstSequence: 0 });
  world.publish('one', 'two');
  world.connect();
  world.deliver();
  world.publish('three');
  world.deliver();
  assert.equal(world.events.slice(3), ['LIVE: logged in to session DAY1 at 3', '3=three']);
});

test('heartbeats keep both sides, silence parts them', () => {
  const world = makeWorld({ timeoutNs: 5 * SECOND });
  world.connect();
  world.deliver();
  world.pass(60);
  assert.is(world.client.state, SoupState.LIVE);
  const { server } = world;
  world.server = undefined;
  world.pass(6);
  assert.is(world.events.at(-1), 'DISCONNECTED: the server is silent');
  server!.onTimer(world.nowNs + 20 * SECOND);
  assert.is(world.events.at(-1), 'server: the client is silent');
});

test("a login of 4.00 brings the server's patience", () => {
  const world = makeWorld({ heartbeatTimeoutMs: 2_000 });
  world.connect();
  world.deliver();
  world.server!.onTimer(1.9 * SECOND);
  assert.ok(world.server!.isLive);
  world.server!.onTimer(2 * SECOND);
  assert.is(world.events.at(-1), 'server: the client is silent');
});

test('end of session comes after the last message, and nobody connects again', () => {
  const world = makeWorld();
  world.connect();
  world.deliver();
  world.isFull = true;
  world.publish('one');
  world.server!.end(world.nowNs);
  world.deliver();
  assert.is(world.client.state, SoupState.LIVE);
  world.isFull = false;
  world.server!.pump(world.nowNs);
  world.deliver();
  world.breakOff();
  assert.equal(world.events.slice(-3), ['server: the session has ended', '1=one', 'ENDED: the session has ended']);
  assert.is(world.client.connectDueNs, Infinity);
});

test('wrong password: refused, and not tried again', () => {
  const world = makeWorld({ password: 'wrong' });
  world.connect();
  world.deliver();
  world.breakOff();
  assert.equal(world.events.slice(1), ["server: login of 'USER' refused", 'REFUSED: login refused: not authorized']);
  assert.is(world.client.connectDueNs, Infinity);
});

test('the session of yesterday: the next login takes the one of today from its first message', () => {
  const world = makeWorld();
  world.publish('one');
  world.connect();
  world.deliver();
  world.breakOff();
  world.session = 'DAY2';
  world.events.length = 0;
  world.connect();
  world.deliver();
  world.breakOff();
  assert.ok(world.client.connectDueNs < Infinity);
  world.connect();
  world.deliver();
  assert.equal(world.events.slice(-3), ['session DAY2', 'LIVE: logged in to session DAY2 at 1', '1=one']);
});

test('a chosen session that is not there is refused', () => {
  const world = makeWorld({ session: 'DAY9' });
  world.connect();
  world.deliver();
  assert.is(world.events.at(-1), 'REFUSED: login refused: session not available');
});

test('a client that falls behind the store is parted from, told by what it misses at its next login', () => {
  const world = makeWorld({}, 4);
  world.connect();
  world.deliver();
  world.isFull = true;
  world.publish('1', '2', '3', '4', '5', '6');
  world.isFull = false;
  world.server!.pump(world.nowNs);
  assert.is(world.events.at(-1), 'server: too slow: what it needs next is no longer kept');
  world.breakOff();
  world.connect();
  world.deliver();
  assert.equal(world.events.slice(-6), [
    'lost 1+2',
    'LIVE: logged in to session DAY1 at 3',
    '3=3',
    '4=4',
    '5=5',
    '6=6',
  ]);
});

test('every message once and in order, however connections cut, stall and break', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.nat(30).map((count) => ({ kind: 'publish', count })) },
    { weight: 4, arbitrary: fc.nat(40).map((count) => ({ kind: 'deliver', count })) },
    { weight: 1, arbitrary: fc.constant({ kind: 'break', count: 0 }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'full', count: 0 }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'pass', count: 2 }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const world = makeWorld();
      let published = 0;
      world.connect();
      for (const { kind, count } of steps) {
        if (kind === 'publish') {
          for (let i = 0; i < count; i++) world.publish(String(++published));
        } else if (kind === 'deliver') world.deliver((bytes) => (bytes * 7 + count) % (count + 1));
        else if (kind === 'full') world.isFull = !world.isFull;
        else if (kind === 'pass') world.pass(count);
        else {
          world.breakOff();
          world.connect();
        }
      }
      world.isFull = false;
      world.pass(1);
      const got = world.events.filter((event) => event.includes('='));
      assert.equal(
        got,
        Array.from({ length: published }, (_, i) => `${i + 1}=${i + 1}`),
      );
      assert.is(world.client.duplicates, 0);
    }),
    { numRuns: RUNS },
  );
});

test('random and mutated bytes: both sides end the connection or go on, and throw nothing', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .tuple(fc.constantFrom(...'+AJSHZLUROX'), fc.uint8Array({ maxLength: 52 }))
      .map(([type, body]) => Uint8Array.from([0, body.length + 1, type.charCodeAt(0), ...body])),
  );
  fc.assert(
    fc.property(fc.array(noise, { maxLength: 6 }), fc.boolean(), fc.boolean(), (chunks, isLive, isForServer) => {
      const world = makeWorld();
      world.publish('one', 'two');
      world.connect();
      if (isLive) world.deliver();
      for (const chunk of chunks) {
        if (isForServer) world.server!.onBytes(chunk, 0);
        else world.client.onBytes(chunk, 0);
      }
      world.client.onTimer(SECOND);
      world.server!.onTimer(SECOND);
      const sequences = world.events.filter((event) => /^\d+=/.test(event)).map((event) => Number.parseInt(event, 10));
      sequences.slice(1).forEach((sequence, i) => {
        assert.ok(sequence > sequences[i]!);
      });
    }),
    { numRuns: RUNS * 10 },
  );
});

test.run();
