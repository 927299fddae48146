/**
 * What the edges cost without us: the same bytes through the same number of threads, rings and sockets, which only copy them.
 *
 *     client ══ TCP ══▶ echo main ── ring ──▶ echo engine ── ring ──▶ echo main ══ TCP ══▶ echo exchange
 *     client ◀══ TCP ══ echo main ◀── ring ── echo engine ◀── ring ── echo main ◀══ TCP ══ echo exchange
 *
 * The threads idle as the daemon's do: main on its event loop and waker, or spinning where it has a core; the engine by the same
 * back-off. Message sizes are the daemon's, rounded up to whole words; an even message is answered once, an odd one three times,
 * as a buy that rests and a sell that fills it are. Each message carries its number in every word.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setImmediate as turnEventLoop } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { ExecutionReport, NewOrder, RecordHeader, VenueNewOrder, VenueReport } from '../schemas/generated/engine.ts';
import { BackOffIdle, DEFAULT_BACK_OFF, SpinIdle } from '../src/ring/idle.ts';
import { allocateRegion, Region, type RegionTransfer } from '../src/ring/memory.ts';
import { AgentRunner, RUNNER_REGION_BYTES, RunnerControl } from '../src/ring/runner.ts';
import { FULL, SpscConsumer, SpscProducer, spscRegionBytes } from '../src/ring/spsc.ts';
import { pinThread } from '../src/ring/thread.ts';
import { pollOnEventLoop, WAKER_REGION_BYTES, Waker } from '../src/ring/wake.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { makeTemplate } from '../src/workers/protocols/venue_wire/wire_message.ts';
import { check } from './harness.ts';

/** Bytes of a message at each place of its way. */
export const ECHO_BYTES = {
  fixOrder: words(160),
  order: RecordHeader.BYTES + NewOrder.BYTES,
  leg: RecordHeader.BYTES + VenueNewOrder.BYTES,
  wireOrder: words(makeTemplate(RecordType.VENUE_NEW_ORDER).byteLength),
  wireReport: words(makeTemplate(RecordType.VENUE_REPORT).byteLength),
  venueReport: RecordHeader.BYTES + VenueReport.BYTES,
  report: RecordHeader.BYTES + ExecutionReport.BYTES,
  fixReport: words(232),
} as const;

/** How often a message of this number is answered. */
export function answersTo(number: number): number {
  return (number & 1) === 0 ? 1 : 3;
}

const RING_BYTES = 2 ** 23;
/** Messages of a ring in one turn of the event loop: their bytes fit a buffer. */
const MOST_A_TURN = 2_048;
const BUFFER_BYTES = 2 ** 20;
const MOST_SLEEP_MS = 50;

interface EchoShared {
  readonly orders: RegionTransfer;
  readonly legs: RegionTransfer;
  readonly venueReports: RegionTransfer;
  readonly reports: RegionTransfer;
  readonly runner: RegionTransfer;
  readonly mainWaker: RegionTransfer;
}

interface EchoData {
  readonly kind: 'echo';
  readonly role: 'main' | 'engine' | 'exchange';
  readonly shared: EchoShared;
  readonly idle: string;
  readonly exchangePort: number;
  /** The engine's; undefined: not pinned. */
  readonly core: number | undefined;
}

export class Echo {
  readonly port: number;
  readonly #workers: readonly Worker[];
  readonly #control: RunnerControl;

  private constructor(port: number, workers: readonly Worker[], control: RunnerControl) {
    this.port = port;
    this.#workers = workers;
    this.#control = control;
  }

  static async start(idle: string, core: number | undefined): Promise<Echo> {
    const ring = (): RegionTransfer => allocateRegion(spscRegionBytes(RING_BYTES)).transfer();
    const runner = allocateRegion(RUNNER_REGION_BYTES);
    const shared: EchoShared = {
      orders: ring(),
      legs: ring(),
      venueReports: ring(),
      reports: ring(),
      runner: runner.transfer(),
      mainWaker: allocateRegion(WAKER_REGION_BYTES).transfer(),
    };
    const workers: Worker[] = [];
    const start = (role: EchoData['role'], exchangePort = 0): Worker => {
      const data: EchoData = { kind: 'echo', role, shared, idle, exchangePort, core };
      const worker = new Worker(fileURLToPath(import.meta.url), { workerData: data, name: `echo ${role}` });
      worker.on('error', (error) => {
        console.error(`  the echo's ${role} stopped: ${error.stack}`);
        process.exit(1);
      });
      workers.push(worker);
      return worker;
    };
    const [exchangePort] = await once(start('exchange'), 'message');
    start('engine');
    const [port] = await once(start('main', exchangePort), 'message');
    return new Echo(port, workers, new RunnerControl(runner));
  }

  async stop(): Promise<void> {
    this.#control.stop();
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

// ---------------------------------------------------------------- bytes

function words(byteLength: number): number {
  return Math.ceil(byteLength / 8) * 8;
}

/** Messages of one length out of a stream, and into one. */
export class FixedFrames {
  readonly f64 = new Float64Array(BUFFER_BYTES / 8);
  readonly #u8 = new Uint8Array(this.f64.buffer);
  readonly #length: number;
  #end = 0;

  constructor(byteLength: number) {
    this.#length = byteLength;
  }

  get end(): number {
    return this.#end;
  }

  /** Calls `take` with the first word of each whole message. */
  read(chunk: Uint8Array, take: (word: number) => void): void {
    this.#u8.set(chunk, this.#end);
    const end = this.#end + chunk.length;
    let at = 0;
    for (; at + this.#length <= end; at += this.#length) take(at >> 3);
    this.#u8.copyWithin(0, at, end);
    this.#end = end - at;
  }

  /** First word of a new message. */
  append(): number {
    const at = this.#end;
    this.#end += this.#length;
    return at >> 3;
  }

  /** What was appended, as one write. */
  flush(socket: Socket): number {
    const byteLength = this.#end;
    if (byteLength > 0) socket.write(Buffer.from(this.#u8.subarray(0, byteLength)));
    this.#end = 0;
    return byteLength;
  }
}

/** The message's words as far as both sides have them, the last one again behind its end. */
function copy(
  from: Float64Array,
  fromWord: number,
  fromBytes: number,
  to: Float64Array,
  toWord: number,
  toBytes: number,
): void {
  const fromCount = fromBytes >> 3;
  const toCount = toBytes >> 3;
  const both = Math.min(fromCount, toCount);
  for (let i = 0; i < both; i++) to[toWord + i] = from[fromWord + i]!;
  for (let i = both; i < toCount; i++) to[toWord + i] = from[fromWord + both - 1]!;
}

function put(ring: SpscProducer, byteLength: number, from: Float64Array, fromWord: number, fromBytes: number): void {
  const at = ring.claim(byteLength);
  check(at !== FULL, 'an echo ring is full');
  copy(from, fromWord, fromBytes, ring.data.f64, at >> 3, byteLength);
  ring.commit();
}

// ---------------------------------------------------------------- threads

async function serveMain({ shared, idle, exchangePort }: EchoData): Promise<void> {
  const orders = new SpscProducer(Region.from(shared.orders));
  const legs = new SpscConsumer(Region.from(shared.legs));
  const venueReports = new SpscProducer(Region.from(shared.venueReports));
  const reports = new SpscConsumer(Region.from(shared.reports));
  const engine = new RunnerControl(Region.from(shared.runner)).waker;
  const [ordersIn, ordersOut] = [new FixedFrames(ECHO_BYTES.fixOrder), new FixedFrames(ECHO_BYTES.wireOrder)];
  const [reportsIn, reportsOut] = [new FixedFrames(ECHO_BYTES.wireReport), new FixedFrames(ECHO_BYTES.fixReport)];
  const exchange = connect({ host: '127.0.0.1', port: exchangePort, noDelay: true });
  await once(exchange, 'connect');
  exchange.on('data', (chunk: Buffer) => {
    reportsIn.read(chunk, (word) =>
      put(venueReports, ECHO_BYTES.venueReport, reportsIn.f64, word, ECHO_BYTES.wireReport),
    );
    venueReports.publish();
    engine.wake();
  });
  let client: Socket | undefined;
  const server = createServer({ noDelay: true }, (socket) => {
    client = socket;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      ordersIn.read(chunk, (word) => put(orders, ECHO_BYTES.order, ordersIn.f64, word, ECHO_BYTES.fixOrder));
      orders.publish();
      engine.wake();
    });
  });
  const port = await listen(server);
  const poll = (): number => {
    const count =
      forward(legs, ECHO_BYTES.leg, ordersOut, ECHO_BYTES.wireOrder) +
      forward(reports, ECHO_BYTES.report, reportsOut, ECHO_BYTES.fixReport);
    ordersOut.flush(exchange);
    if (client !== undefined) reportsOut.flush(client);
    engine.wake();
    return count;
  };
  parentPort!.postMessage(port);
  if (idle === 'spin') {
    for (;;) {
      poll();
      await turnEventLoop();
    }
  }
  const hasWork = (): boolean => !legs.isEmpty() || !reports.isEmpty();
  const waker = new Waker(Region.from(shared.mainWaker));
  await pollOnEventLoop(waker, { poll, hasWork, maxSleepMs: MOST_SLEEP_MS, signal: new AbortController().signal });
}

function forward(ring: SpscConsumer, byteLength: number, frames: FixedFrames, frameBytes: number): number {
  let count = 0;
  for (let at = ring.poll(); at >= 0; at = count < MOST_A_TURN ? ring.poll() : -1) {
    copy(ring.data.f64, at >> 3, byteLength, frames.f64, frames.append(), frameBytes);
    count++;
  }
  if (count > 0) ring.release();
  return count;
}

function serveEngine({ shared, idle, core }: EchoData): void {
  if (core !== undefined) pinThread(core);
  const orders = new SpscConsumer(Region.from(shared.orders));
  const legs = new SpscProducer(Region.from(shared.legs));
  const venueReports = new SpscConsumer(Region.from(shared.venueReports));
  const reports = new SpscProducer(Region.from(shared.reports));
  const mainWaker = new Waker(Region.from(shared.mainWaker));
  const region = Region.from(shared.runner);
  const control = new RunnerControl(region);
  const pass = (from: SpscConsumer, fromBytes: number, to: SpscProducer, toBytes: number): number => {
    let count = 0;
    for (let at = from.poll(); at >= 0; at = from.poll()) {
      put(to, toBytes, from.data.f64, at >> 3, fromBytes);
      count++;
    }
    if (count === 0) return 0;
    from.release();
    to.publish();
    return count;
  };
  const agent = {
    name: 'echo',
    doWork: () => {
      const count =
        pass(orders, ECHO_BYTES.order, legs, ECHO_BYTES.leg) +
        pass(venueReports, ECHO_BYTES.venueReport, reports, ECHO_BYTES.report);
      if (count > 0) mainWaker.wake();
      return count;
    },
  };
  const limits = idle === 'park' ? { spins: 0, yields: 0, maxParkMs: 1 } : { ...DEFAULT_BACK_OFF, maxParkMs: 1 };
  const idleStrategy =
    idle === 'spin' ? new SpinIdle() : new BackOffIdle({ waker: control.waker, hasWork: () => false, limits });
  const nowMs = (): number => performance.timeOrigin + performance.now();
  new AgentRunner({ agents: [agent], idle: idleStrategy, region, nowMs }).run();
}

async function serveExchange(): Promise<void> {
  const server = createServer({ noDelay: true }, (socket) => {
    const [orders, reports] = [new FixedFrames(ECHO_BYTES.wireOrder), new FixedFrames(ECHO_BYTES.wireReport)];
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      orders.read(chunk, (word) => {
        const answers = answersTo(orders.f64[word]!);
        for (let i = 0; i < answers; i++) {
          copy(orders.f64, word, ECHO_BYTES.wireOrder, reports.f64, reports.append(), ECHO_BYTES.wireReport);
        }
      });
      reports.flush(socket);
    });
  });
  parentPort!.postMessage(await listen(server));
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

if (!isMainThread && (workerData as Partial<EchoData> | null)?.kind === 'echo') {
  const data = workerData as EchoData;
  if (data.role === 'main') await serveMain(data);
  else if (data.role === 'engine') serveEngine(data);
  else await serveExchange();
}
