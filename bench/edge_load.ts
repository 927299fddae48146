/** The client thread of the edge benches: pipelined, one order at a time, and open loop, against the daemon or its echo. */
import { setImmediate as turnEventLoop } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { EchoClient, EdgeClient, type LoadTarget } from './edge_clients.ts';
import { check } from './harness.ts';

export interface EdgeLoadData {
  readonly kind: 'edge load';
  readonly port: number;
  /** Where the echo listens; undefined: there is none. */
  readonly echoPort?: number | undefined;
  /** Whether this thread turns its event loop without rest: it has a core of its own. */
  readonly spins?: boolean;
  /** Orders over the client's whole life, at most. */
  readonly orders: number;
}

export type LoadRequest =
  | { readonly kind: 'pipelined'; readonly of: Subject; readonly orders: number; readonly windowOrders: number }
  | { readonly kind: 'one'; readonly of: Subject; readonly orders: number }
  | { readonly kind: 'rate'; readonly of: Subject; readonly orders: number; readonly perSecond: number }
  | { readonly kind: 'end' };

/** Who answers: the daemon, or the echo that it is measured by. */
export type Subject = 'daemon' | 'echo';

export interface PipelinedDone {
  readonly orders: number;
  readonly elapsedMs: number;
  readonly reports: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** Most orders on the way: below the fill at which the gateway refuses new ones. */
export const WINDOW_ORDERS = 4_000;
/** Orders that are written together where the window allows. */
const BATCH_ORDERS = 64;

/** Reports that the orders below `order` come to, from an even one on. */
function reportsOf(order: number): number {
  return (order >> 1) * 4 + (order & 1);
}

/** Microseconds from an order to its first report, each order after everything about the one before is in. */
function runOne(client: LoadTarget, orders: number): Promise<Float64Array> {
  const samples = new Float64Array(orders);
  const first = client.sent;
  let sentAt = 0;
  const send = (): void => {
    sentAt = performance.now();
    client.order(Date.now());
    client.flush();
  };
  return new Promise((resolve) => {
    client.onReport = (order, isFirst) => {
      if (isFirst) samples[order - first] = (performance.now() - sentAt) * 1e3;
    };
    client.onRead = () => {
      if (client.reports < reportsOf(client.sent)) return;
      if (client.sent - first < orders) send();
      else resolve(samples);
    };
    send();
  });
}

/** The same from the moment that an order was to leave, whether or not it could: nothing waits for answers. */
async function runRate(client: LoadTarget, orders: number, perSecond: number): Promise<Float64Array> {
  const samples = new Float64Array(orders);
  const first = client.sent;
  const stepMs = 1e3 / perSecond;
  const start = performance.now() + stepMs;
  client.onRead = () => undefined;
  client.onReport = (order, isFirst) => {
    if (isFirst) samples[order - first] = (performance.now() - (start + (order - first) * stepMs)) * 1e3;
  };
  while (client.sent - first < orders || client.reports < reportsOf(client.sent)) {
    const due = Math.min(orders, Math.floor((performance.now() - start) / stepMs) + 1);
    if (client.sent - first < due) {
      const nowMs = Date.now();
      while (client.sent - first < due) client.order(nowMs);
      client.flush();
    }
    await turnEventLoop();
  }
  return samples;
}

/** As fast as the answers come, with a bounded number of orders that are not filled yet. */
function runPipelined(client: LoadTarget, orders: number, windowOrders: number): Promise<PipelinedDone> {
  const target = client.sent + orders;
  const before = { reports: client.reports, bytesIn: client.bytesIn, bytesOut: client.bytesOut };
  const started = performance.now();
  return new Promise((resolve) => {
    const fill = (): void => {
      const room = Math.min(windowOrders - (client.sent - client.done), target - client.sent);
      // A write a few orders would cost more than the orders.
      if (room < BATCH_ORDERS && client.done < target && room < target - client.sent) return;
      const nowMs = Date.now();
      for (let i = 0; i < room && client.hasRoom; i++) client.order(nowMs);
      client.flush();
    };
    client.onRead = () => {
      fill();
      if (client.done < target) return;
      client.onRead = () => undefined;
      const elapsedMs = performance.now() - started;
      check(client.sent === target && client.reports === reportsOf(target), 'everything is in, once');
      resolve({
        orders,
        elapsedMs,
        reports: client.reports - before.reports,
        bytesIn: client.bytesIn - before.bytesIn,
        bytesOut: client.bytesOut - before.bytesOut,
      });
    };
    fill();
  });
}

/** The bench's end of the client thread. */
export class EdgeLoad {
  readonly worker: Worker;

  private constructor(worker: Worker) {
    this.worker = worker;
    worker.on('error', (error) => {
      console.error(`  the client stopped: ${error.stack}`);
      process.exit(1);
    });
  }

  static async start(data: Omit<EdgeLoadData, 'kind'>): Promise<EdgeLoad> {
    const load = new EdgeLoad(
      new Worker(fileURLToPath(import.meta.url), { workerData: { kind: 'edge load', ...data }, name: 'client' }),
    );
    await load.#answer();
    return load;
  }

  async ask<T>(request: LoadRequest): Promise<T> {
    this.worker.postMessage(request);
    return (await this.#answer()) as T;
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.worker.once('exit', resolve));
    this.worker.postMessage({ kind: 'end' });
    await ended;
  }

  #answer(): Promise<unknown> {
    return new Promise((resolve) => this.worker.once('message', resolve));
  }
}

async function serve({ port, echoPort, orders, spins }: EdgeLoadData): Promise<void> {
  const client = new EdgeClient(port, orders);
  await client.logon();
  const echo = echoPort === undefined ? undefined : new EchoClient(echoPort);
  const targetOf = (subject: Subject): LoadTarget => (subject === 'echo' ? echo! : client);
  let ended = false;
  const answer = async (request: LoadRequest): Promise<unknown> => {
    switch (request.kind) {
      case 'pipelined':
        return await runPipelined(targetOf(request.of), request.orders, request.windowOrders);
      case 'one':
        return await runOne(targetOf(request.of), request.orders);
      case 'rate':
        return await runRate(targetOf(request.of), request.orders, request.perSecond);
      case 'end':
        ended = true;
        client.end();
        echo?.end();
        parentPort!.close();
        return undefined;
    }
  };
  parentPort!.on('message', async (request: LoadRequest) => {
    const result = await answer(request);
    if (!ended) parentPort!.postMessage(result);
  });
  parentPort!.postMessage('ready');
  while (spins === true && !ended) await turnEventLoop();
}

if (!isMainThread && (workerData as Partial<EdgeLoadData> | null)?.kind === 'edge load') {
  await serve(workerData as EdgeLoadData);
}
