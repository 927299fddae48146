/** The FIX acceptor: connections find their session by the Logon's SenderCompID; reports find their connection. */

import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { RecordHeader } from '../../../schemas/generated/engine.ts';
import type { SpscConsumer } from '../../ring/spsc.ts';
import { sessionOf } from '../../workers/model/source.ts';
import type { ClientLink } from './client_link.ts';
import { readFirstMessage } from './first_message.ts';

const TIMER_MS = 100;
/** Connections that have not said who they are yet; beyond it new ones are refused. */
const MOST_STRANGERS = 64;
const STRANGER_LIMIT_MS = 10_000;

export interface FixGatewayOptions {
  readonly host: string;
  readonly port: number;
  readonly links: readonly ClientLink[];
  /** From the sequencer: new orders that it had no room for. */
  readonly refusals: SpscConsumer;
  readonly notice: (text: string) => void;
}

export class FixGateway {
  readonly #options: FixGatewayOptions;
  readonly #server: Server;
  readonly #byCompId: Map<string, ClientLink>;
  readonly #header = new RecordHeader();
  readonly #strangers = new Set<Socket>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: FixGatewayOptions) {
    this.#options = options;
    this.#byCompId = new Map(options.links.map((link) => [link.session.config.targetCompId, link]));
    this.#server = createServer({ noDelay: true }, (socket) => this.#onConnection(socket));
  }

  /** Resolves with the port, which `port` 0 leaves to the system. */
  async listen(): Promise<number> {
    this.#server.listen(this.#options.port, this.#options.host);
    await once(this.#server, 'listening');
    this.#timer = setInterval(() => {
      for (const link of this.#options.links) link.onTimer();
    }, TIMER_MS);
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : this.#options.port;
  }

  /** Reports to sessions; returns how many. */
  poll(): number {
    let count = this.#pollRefusals();
    for (const link of this.#options.links) count += link.poll();
    return count;
  }

  hasWork(): boolean {
    return !this.#options.refusals.isEmpty() || this.#options.links.some((link) => link.hasWork());
  }

  /** No new connections, and every session logs out. */
  async close(text: string): Promise<void> {
    clearInterval(this.#timer);
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#strangers) socket.destroy();
    const areStopped = Promise.all(this.#options.links.map((link) => link.stop(text)));
    const limit = Date.now() + 500;
    while (this.#options.links.some((link) => link.isConnected) && Date.now() < limit) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const link of this.#options.links) link.drop();
    await Promise.all([closed, areStopped]);
  }

  #pollRefusals(): number {
    const { refusals, links } = this.#options;
    let count = 0;
    for (let at = refusals.poll(); at >= 0; at = refusals.poll()) {
      const header = this.#header.wrap(refusals.data, at);
      links[sessionOf(header.source)]?.refuse(header.sourceSequence);
      count++;
    }
    if (count > 0) refusals.release();
    return count;
  }

  #onConnection(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    if (this.#strangers.size >= MOST_STRANGERS) {
      socket.destroy();
      return;
    }
    this.#strangers.add(socket);
    socket.setTimeout(STRANGER_LIMIT_MS, () => this.#refuse(socket, 'it sent no Logon in time'));
    let received = Buffer.alloc(0);
    const onData = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      const first = readFirstMessage(received);
      if (first.kind === 'incomplete') return;
      socket.off('data', onData);
      if (first.kind === 'unusable') this.#refuse(socket, first.why);
      else this.#attach(socket, first.compId, received);
    };
    socket.on('data', onData);
    socket.once('close', () => this.#strangers.delete(socket));
  }

  #attach(socket: Socket, compId: string, received: Buffer): void {
    const link = this.#byCompId.get(compId);
    if (link === undefined) {
      this.#refuse(socket, `no session is configured for SenderCompID ${compId}`);
      return;
    }
    if (!link.isWhole) {
      this.#refuse(socket, `reports for ${compId} were lost on the way and are being made again`);
      return;
    }
    const { cancelUnderway } = link;
    if (cancelUnderway !== undefined) {
      // Milliseconds: until then nothing of it is read.
      socket.pause();
      void cancelUnderway.then(() => {
        if (socket.destroyed) return;
        socket.resume();
        this.#attach(socket, compId, received);
      });
      return;
    }
    this.#strangers.delete(socket);
    socket.setTimeout(0);
    socket.removeAllListeners('timeout');
    if (!link.attach(socket, received)) this.#refuse(socket, `${compId} is logged on already`);
  }

  /** Before a Logon is accepted nothing is answered: a number used up here would be missing later. */
  #refuse(socket: Socket, why: string): void {
    this.#strangers.delete(socket);
    this.#options.notice(`connection from ${socket.remoteAddress} refused: ${why}`);
    socket.destroy();
  }
}
