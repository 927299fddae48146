/** The daemon, and the exchange as a process of its own, as a user starts them: child processes in a folder of their own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { LiveFigures } from '../../src/main/live_view/figures.ts';

const CLI = new URL('../../src/main/cli.ts', import.meta.url).pathname;
/** Slow machines start slowly; nothing here is judged by the clock. */
const START_LIMIT_MS = 90_000;
const OUTPUT_KEPT = 20_000;

export const INSTRUMENTS = [
  { symbol: 'AAPL', price: 289.5 },
  { symbol: 'MSFT', price: 157.6 },
  { symbol: 'INTC', price: 59.6 },
  { symbol: 'CSCO', price: 47.6 },
] as const;

export interface WorldOptions {
  /** The exchange in a process of its own, which is then to be started. */
  readonly ownExchange?: boolean;
  /** `feed = ...` of every venue; without it over the order session. */
  readonly venueFeed?: string;
  /** With `ownExchange`: venues that display orders publish them over MoldUDP64, and the daemon takes its quotes from there. */
  readonly udpFeeds?: boolean;
  /** One of each type instead of one. */
  readonly fiveVenues?: boolean;
  /** Further TOML, such as `[fix]` keys; the tables used below are not to be repeated. */
  readonly log?: string;
  readonly engine?: string;
  readonly instruments?: string;
  readonly accountDefaults?: string;
  readonly venue?: string;
  /** Where its one venue is, when it is neither of ours. */
  readonly venueAddress?: string;
  readonly flowEventsPerSecond?: number;
  /** Where the data goes, when it is not to be in the folder. */
  readonly dataDirectory?: string;
  readonly windowDirectory?: string;
}

interface Venue {
  readonly name: string;
  readonly type: string;
}

const ONE_VENUE: readonly Venue[] = [{ name: 'XSIM', type: 'PRIMARY' }];
const FIVE_VENUES: readonly Venue[] = ['PRIMARY', 'ECN', 'DARK', 'RMM', 'WMM'].map((type) => ({
  name: `X${type}`,
  type,
}));

/** One of orders and lines, one of requests and snapshots. */
const PORTS_A_VENUE = 2;
/** A killed exchange is told from a slow one by its silence, and only then its next session is followed. */
const FEED_SILENCE = '500ms';

function venuesOf({ fiveVenues }: WorldOptions): readonly Venue[] {
  return fiveVenues ? FIVE_VENUES : ONE_VENUE;
}

/** A folder with a configuration: everything that outlives a kill. */
export class World {
  readonly folder = mkdtempSync(join(tmpdir(), 'sluice-acceptance-'));
  readonly dataDirectory: string;
  readonly configFile: string;
  readonly exchangePort: number;
  readonly #windowDirectory: string;
  readonly #venues: readonly Venue[];
  readonly #children = new Set<Child>();

  private constructor(options: WorldOptions, exchangePort: number) {
    this.dataDirectory = options.dataDirectory ?? join(this.folder, 'data');
    this.#windowDirectory = options.windowDirectory ?? '/dev/shm';
    this.configFile = join(this.folder, 'sluice.toml');
    this.exchangePort = exchangePort;
    this.#venues = venuesOf(options);
    writeFileSync(this.configFile, this.#toml(options));
  }

  static async make(options: WorldOptions = {}): Promise<World> {
    return new World(options, options.ownExchange ? await freePorts(PORTS_A_VENUE * venuesOf(options).length) : 0);
  }

  /** Recovered, and taking FIX sessions when this returns. */
  async startDaemon(...args: string[]): Promise<Daemon> {
    const daemon = new Daemon(this.#spawn('start', '--config', this.configFile, ...args), this);
    await daemon.started();
    return daemon;
  }

  /** As `npm start` does, with nothing configured but where the data goes and which port is free. */
  async startDefaults(): Promise<Daemon> {
    const daemon = new Daemon(this.#spawn('start', '--data', this.dataDirectory, '--port', '0'), this);
    await daemon.started();
    return daemon;
  }

  /** For starts that are to fail: answers with exit code and output. */
  async startInVain(...args: string[]): Promise<{ exitCode: number | null; output: string }> {
    const child = this.#spawn('start', '--config', this.configFile, ...args);
    const exitCode = await child.ended;
    return { exitCode, output: child.output };
  }

  get #exchangeLogs(): string {
    return join(this.folder, 'exchange');
  }

  /** Of each exchange. */
  get exchangeLogs(): string[] {
    return this.#venues.map(({ name }) => join(this.#exchangeLogs, name));
  }

  async startExchange(): Promise<Child> {
    const args = ['exchange', '--config', this.configFile, '--port', String(this.exchangePort)];
    const child = this.#spawn(...args, '--log', this.#exchangeLogs);
    await child.saying(new RegExp(`exchange ${this.#venues.at(-1)!.name} listening on`));
    return child;
  }

  remove(): void {
    for (const child of this.#children) child.process.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.windowFile, { force: true });
  }

  /** As the engine names it: after a kill it is there, and not ours to leave behind. */
  get windowFile(): string {
    const name = createHash('sha256').update(resolve(this.dataDirectory)).digest('hex').slice(0, 16);
    return join(this.#windowDirectory, `sluice-${name}.windows`);
  }

  #spawn(...args: string[]): Child {
    const child = new Child(args);
    this.#children.add(child);
    void child.ended.then(() => this.#children.delete(child));
    return child;
  }

  #feedOf(type: string, index: number, { udpFeeds, venueFeed, venue }: WorldOptions): string {
    if (udpFeeds) {
      const port = this.exchangePort + index;
      const answers = `127.0.0.1:${port + this.#venues.length}`;
      const rest = `requests=${answers}&snapshot=FEED:SNAPSHOT@${answers}&interface=127.0.0.1`;
      const address = `mold://239.255.0.1:${port}?b=239.255.0.2:${port}&${rest}`;
      return type === 'DARK' ? 'feed = "none"' : `feed = "${address}"\nfeedSilence = "${FEED_SILENCE}"`;
    }
    // Over the order session a price is there when the venue is, unless a test says otherwise.
    return venueFeed ?? (venue?.includes('feed =') ? '' : 'feed = "orders"');
  }

  #toml(options: WorldOptions): string {
    const instruments = INSTRUMENTS.map(
      ({ symbol, price }) => `[[instruments]]\nsymbol = "${symbol}"\nreferencePrice = "${price.toFixed(2)}"\n`,
    );
    const venues = this.#venues.map(({ name, type }, i) => {
      const own = options.ownExchange ? `127.0.0.1:${this.exchangePort + i}` : 'embedded';
      return `[[venues]]\nname = "${name}"\ntype = "${type}"\naddress = "${options.venueAddress ?? own}"\n${this.#feedOf(type, i, options)}`;
    });
    const session = (name: string): string =>
      `[[fix.sessions]]\ntargetCompId = "${name}"\naccounts = ["${name}"]\nstrategy = "${name}"\n`;
    return [
      '[engine]',
      'orders = 16384',
      'clOrdIds = 131072',
      options.engine ?? '',
      '[log]',
      `directory = "${this.dataDirectory}"`,
      `windowDirectory = "${this.#windowDirectory}"`,
      options.log ?? 'windowSize = "2 MiB"\nsegmentSize = "16 MiB"\nretention = "1 GiB"',
      '[fix]\nport = 0',
      session('ALPHA'),
      session('BETA'),
      '[accountDefaults]',
      options.accountDefaults ?? '',
      '[[accounts]]\nname = "ALPHA"\n[[accounts]]\nname = "BETA"',
      ...venues,
      options.venue ?? '',
      `[exchange.flow]\neventsPerSecond = ${options.flowEventsPerSecond ?? 50}`,
      '[demo]\nenabled = false',
      ...(options.instruments === undefined ? instruments : [options.instruments]),
    ].join('\n');
  }
}

export class Child {
  readonly process: ChildProcess;
  /** Resolves with the exit code; null after a signal. */
  readonly ended: Promise<number | null>;
  output = '';
  readonly #listeners = new Set<() => void>();

  constructor(args: readonly string[]) {
    this.process = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const take = (chunk: Buffer): void => {
      this.output = (this.output + chunk.toString()).slice(-OUTPUT_KEPT);
      for (const listener of this.#listeners) listener();
    };
    this.process.stdout!.on('data', take);
    this.process.stderr!.on('data', take);
    this.ended = once(this.process, 'close').then(([code]) => code as number | null);
  }

  /** The match, once it is in the output. */
  async saying(pattern: RegExp, limitMs = START_LIMIT_MS): Promise<RegExpMatchArray> {
    const found = new Promise<RegExpMatchArray>((resolvePromise) => {
      const look = (): void => {
        const match = this.output.match(pattern);
        if (match === null) return;
        this.#listeners.delete(look);
        resolvePromise(match);
      };
      this.#listeners.add(look);
      look();
    });
    const fail = (why: string) => new Error(`${pattern} was not said: ${why}\n${this.output}`);
    return Promise.race([
      found,
      this.ended.then((code) => Promise.reject(fail(`ended with ${code}`))),
      after(limitMs).then(() => Promise.reject(fail(`not in ${limitMs} ms`))),
    ]);
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  /** Asks it to stop in good order; answers with the exit code. */
  stop(): Promise<number | null> {
    this.process.kill('SIGTERM');
    return this.ended;
  }
}

export class Daemon {
  readonly child: Child;
  readonly #world: World;
  port = 0;

  constructor(child: Child, world: World) {
    this.child = child;
    this.#world = world;
  }

  async started(): Promise<void> {
    const match = await this.child.saying(/FIX sessions are taken on [\d.]+:(\d+)/);
    this.port = Number(match[1]);
  }

  /** It says how it is once a second, and not before the first. */
  async saysHowItIs(): Promise<void> {
    await until('the daemon has said how it is', () => existsSync(join(this.#world.dataDirectory, 'status.json')));
  }

  /** What the daemon said of itself last; after its end, its last word. */
  figures(): LiveFigures {
    const text = readFileSync(join(this.#world.dataDirectory, 'status.json'), 'utf8');
    return (JSON.parse(text) as { figures: LiveFigures }).figures;
  }
}

/** Does not keep the process alive. */
export function after(ms: number): Promise<void> {
  return new Promise((resolvePromise) => setTimeout(resolvePromise, ms).unref());
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolvePromise) => setTimeout(resolvePromise, ms));
}

/** Waits until something is so; the limit is there to fail, not to judge. */
export async function until(what: string, isSo: () => boolean, limitMs = 60_000): Promise<void> {
  const limit = Date.now() + limitMs;
  while (!isSo()) {
    if (Date.now() > limit) throw new Error(`waited ${limitMs} ms in vain until ${what}`);
    await sleep(10);
  }
}

export /** The first of so many that follow one another and are free. */
async function freePorts(count: number): Promise<number> {
  for (;;) {
    const servers = [await listenOn(0)];
    const first = (servers[0]!.address() as AddressInfo).port;
    const others = Array.from({ length: count - 1 }, (_, i) => listenOn(first + 1 + i));
    const outcomes = await Promise.allSettled(others);
    for (const outcome of outcomes) if (outcome.status === 'fulfilled') servers.push(outcome.value);
    await Promise.all(servers.map((server) => new Promise((resolvePromise) => server.close(resolvePromise))));
    if (servers.length === count) return first;
  }
}

async function listenOn(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
