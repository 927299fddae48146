/**
 * kill -9 of the daemon, of the process of five exchanges, and of both, at random points under load, in one folder. Prices come from the
 * exchanges' own feeds, by UDP. Afterwards every order and fill that a client had been told of is there, numbers go on, nothing is doubled,
 * nothing leaves that had not left, and every book is whole.
 *
 * SLUICE_KILLS sets how many kills, SLUICE_SEED what they are.
 */

import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RecordHeader } from '../../schemas/generated/engine.ts';
import { EMPTY } from '../../src/ring/spsc.ts';
import { diskFiles } from '../../src/workers/durability/journal/files.ts';
import { JournalReader } from '../../src/workers/durability/journal/journal_reader.ts';
import { epochOfLegRef, generationOfLegRef, orderOfLegRef } from '../../src/workers/model/leg_ref.ts';
import { RecordType } from '../../src/workers/model/record_type.ts';
import { type Child, type Daemon, sleep, until, World } from './daemon.ts';
import { type ExchangeLeg, readExchangeLogs } from './exchange_log.ts';
import { FixClient } from './fix_client.ts';
import { describe } from './told_orders.ts';
import { randomOf, TradingLoad } from './trading_load.ts';

const KILLS = Number(process.env.SLUICE_KILLS ?? (process.env.SLUICE_LONG ? 200 : 20));
const SEED = Number(process.env.SLUICE_SEED ?? 1);

const random = randomOf(SEED);
type Victim = 'daemon' | 'exchange' | 'both';

class Scene {
  readonly world: World;
  readonly clients = [new FixClient('ALPHA'), new FixClient('BETA')] as const;
  readonly loads = this.clients.map((client, index) => new TradingLoad(client, SEED * 100 + index));
  daemon!: Daemon;
  exchange!: Child;
  /** Of each run of the daemon, the orders that had reached an exchange when it died. */
  readonly #leftByTheEnd: Set<number>[] = [];

  constructor(world: World) {
    this.world = world;
  }

  async start(): Promise<void> {
    this.exchange = await this.world.startExchange();
    await this.startDaemon();
  }

  async startDaemon(): Promise<void> {
    this.daemon = await this.world.startDaemon();
    await Promise.all(this.clients.map((client) => client.connect(this.daemon.port)));
  }

  async kill(victim: Victim): Promise<void> {
    if (victim !== 'exchange') {
      const dying = [this.daemon.child.kill(), victim === 'both' ? this.exchange.kill() : undefined];
      await Promise.all(dying);
      await until('the clients see it', () => this.clients.every((client) => !client.isConnected));
      if (victim === 'both') this.exchange = await this.world.startExchange();
      else await this.exchangeIsQuiet();
      this.remember();
      await this.startDaemon();
    } else {
      await this.exchange.kill();
      await sleep(random() * 300);
      this.exchange = await this.world.startExchange();
    }
  }

  /** What the dead daemon had written to its socket has arrived: those orders had left. */
  async exchangeIsQuiet(): Promise<void> {
    let orders = -1;
    for (let now = this.ordersAtExchange(); now !== orders; now = this.ordersAtExchange()) {
      orders = now;
      await sleep(50);
    }
  }

  ordersAtExchange(): number {
    return readExchangeLogs(this.world.exchangeLogs).orders;
  }

  remember(): void {
    this.#leftByTheEnd.push(new Set(readExchangeLogs(this.world.exchangeLogs).legs.keys()));
  }

  nothingLeftTwice(): void {
    for (const { legRef, asked } of readExchangeLogs(this.world.exchangeLogs).legs.values()) {
      assert.is(asked, 1, `leg ${legRef} was sent ${asked} times`);
    }
  }

  /** What a run had decided and not sent when it died, no later run sends. Its own children for an old order it may. */
  nothingLeftLate(): void {
    const starts = this.#engineStarts();
    assert.is(starts.length, this.#leftByTheEnd.length + 1);
    for (const { legRef, streamSequence } of readExchangeLogs(this.world.exchangeLogs).legs.values()) {
      const run = starts.findLastIndex((start) => start <= streamSequence);
      const left = this.#leftByTheEnd[run];
      if (left !== undefined) assert.ok(left.has(legRef), `leg ${legRef} of run ${run} left after it`);
    }
  }

  /** Sequences of the commands with which the daemon's runs began. */
  #engineStarts(): number[] {
    const reader = new JournalReader({ files: diskFiles, directory: join(this.world.dataDirectory, 'journal') });
    const header = new RecordHeader();
    const starts: number[] = [];
    for (let at = reader.next(); at !== EMPTY; at = reader.next()) {
      if (header.wrap(reader.data, at).type === RecordType.ENGINE_STARTED) starts.push(header.sequence);
    }
    reader.close();
    return starts;
  }

  /** Each order that the client believes open is asked about: the checks are in ToldOrders. */
  async askAboutOpenOrders(): Promise<void> {
    for (const [index, load] of this.loads.entries()) {
      const client = this.clients[index]!;
      await client.roundTrip();
      const asked = load.orders.open().map((order) => ({ order, id: load.askStatus(order) }));
      await until(`${client.name} has its statuses`, () => asked.every(({ id }) => load.orders.statuses.has(id)));
      for (const { order, id } of asked) {
        const status = load.orders.statuses.get(id)!;
        // It may have ended while we asked, and we were told so before the answer.
        if (load.orders.hasEnded(order)) continue;
        const story = [...client.told.values()].filter(({ message }) => message.text(37) === order.orderId);
        const text = [...story.map(({ content }) => content), describe(status)].join('\n');
        assert.is(status.text(37), order.orderId, `${client.name} asks about ${order.clOrdId}:\n${text}`);
      }
    }
  }

  noFaults(when: string): void {
    const faults = [
      ...this.clients.flatMap((client) => client.faults),
      ...this.loads.flatMap(({ orders }) => orders.faults),
    ];
    assert.equal(faults.slice(0, 5), [], `${when} (SLUICE_SEED=${SEED}): ${faults.length} faults`);
  }

  async settle(): Promise<void> {
    for (const load of this.loads) load.massCancel();
    await until('every order has ended', () => this.loads.every(({ orders }) => orders.open().length === 0));
    await until('every request is answered', () =>
      this.loads.every(({ orders }) => orders.unanswered().length === 0),
    ).catch(() => undefined);
    const unanswered = this.loads.flatMap(({ orders }) => orders.unanswered());
    assert.equal(unanswered.slice(0, 5), [], `${unanswered.length} requests have no answer`);
  }

  /** The exchange's own count of what was executed, order by order, against what the clients were told. */
  executionsAgree(): number {
    const told = new Map(this.loads.flatMap(({ orders }) => [...orders.executed()]));
    const atExchange = new Map<string, number>();
    for (const legs of legsByOrder(readExchangeLogs(this.world.exchangeLogs).legs.values())) {
      // The first wave left with the command that accepted the order; backups came later.
      const orderId = String(Math.min(...legs.map(({ streamSequence }) => streamSequence)));
      const executed = legs.reduce((sum, leg) => sum + leg.executed, 0);
      atExchange.set(orderId, (atExchange.get(orderId) ?? 0) + executed);
    }
    let total = 0;
    for (const [orderId, executed] of told) {
      assert.is(atExchange.get(orderId) ?? 0, executed, `order ${orderId}: executed at the exchange, told`);
      total += executed;
      atExchange.delete(orderId);
    }
    const untold = [...atExchange].filter(([, executed]) => executed > 0);
    assert.equal(untold, [], 'executed, and nobody was told');
    return total;
  }

  /** A feed has another session after each start of its exchange, and is read anew by each daemon. */
  async feedsAreTrusted(): Promise<void> {
    await this.daemon.saysHowItIs();
    const feeds = () => this.daemon.figures().feeds;
    await until('the books of four venues are trusted', () => {
      const whole = feeds().filter(
        ({ state, staleBooks, quotes }) => state === 'trusted' && staleBooks === 0 && quotes > 0,
      );
      return whole.length === 4;
    }).catch((error) => assert.unreachable(`${error}: ${JSON.stringify(feeds())}`));
  }

  positionsAgree(): void {
    const shown = new Map(
      this.daemon.figures().positions.map(({ account, symbol, quantity }) => [`${account} ${symbol}`, quantity]),
    );
    for (const [index, load] of this.loads.entries()) {
      for (const [symbol, quantity] of load.orders.positions) {
        const key = `${this.clients[index]!.name} ${symbol}`;
        assert.is(shown.get(key) ?? 0, quantity, `position ${key}: shown, sum of fills`);
      }
    }
  }
}

function legsByOrder(all: Iterable<ExchangeLeg>): ExchangeLeg[][] {
  const byOrder = new Map<string, ExchangeLeg[]>();
  for (const leg of all) {
    const { legRef } = leg;
    const order = `${epochOfLegRef(legRef)}/${generationOfLegRef(legRef)}/${orderOfLegRef(legRef)}`;
    const legs = byOrder.get(order);
    if (legs === undefined) byOrder.set(order, [leg]);
    else legs.push(leg);
  }
  return [...byOrder.values()];
}

/** Of five, two of the daemon, two of the exchange, one of both. */
const VICTIMS: readonly Victim[] = ['daemon', 'exchange', 'both', 'exchange', 'daemon'];

function victimOf(kill: number): Victim {
  return VICTIMS[kill % VICTIMS.length]!;
}

test(`${KILLS} kills under load lose nothing and double nothing`, async () => {
  const scene = new Scene(
    await World.make({ ownExchange: true, udpFeeds: true, fiveVenues: true, engine: 'idle = "park"' }),
  );
  try {
    await scene.start();
    for (const load of scene.loads) load.start();
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(200 + random() * 600);
      await scene.kill(victimOf(kill));
      scene.nothingLeftTwice();
      scene.noFaults(`after kill ${kill}, of ${victimOf(kill)}`);
    }
    await sleep(500);
    for (const load of scene.loads) load.stop();
    await scene.feedsAreTrusted();
    await scene.askAboutOpenOrders();
    await scene.settle();
    scene.noFaults('at the end');
    scene.nothingLeftTwice();
    const executed = scene.executionsAgree();
    assert.ok(executed > 1_000, `only ${executed} lots were traded`);
    const told = scene.clients.map((client) => client.told.size);
    assert.ok(
      told.every((count) => count > KILLS * 20),
      `told ${told}`,
    );
    for (const client of scene.clients) await client.logout();
    assert.is(await scene.daemon.child.stop(), 0, scene.daemon.child.output);
    scene.nothingLeftLate();
    scene.positionsAgree();
  } finally {
    for (const load of scene.loads) load.stop();
    scene.world.remove();
  }
});

test.run();
