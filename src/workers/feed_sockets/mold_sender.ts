import type { Socket } from 'node:dgram';
import type { MessageStore } from '../protocols/message_store.ts';
import { MoldPublisher, type PublisherConfig } from '../protocols/moldudp64/publisher.ts';
import type { MoldAddress } from './feed_address.ts';
import { type Line, openLine } from './line.ts';
import { monotonicNs } from './monotonic_clock.ts';
import { openReceiver } from './udp_socket.ts';

const TIMER_MS = 100;

/** A MoldUDP64 publisher on its sockets: every packet to each line, answers from where requests come in. */
export class MoldSender {
  readonly publisher: MoldPublisher;
  /** Packets that a line did not get: the kernel took no more, or nobody listens there. */
  dropped = 0;
  lastError: Error | undefined;
  private readonly lines: readonly Line[];
  private readonly requests: readonly Socket[];
  private readonly timer: NodeJS.Timeout;

  static async open(address: MoldAddress, config: PublisherConfig, store: MessageStore): Promise<MoldSender> {
    const lines: Line[] = [];
    const requests: Socket[] = [];
    try {
      for (const line of address.lines) lines.push(await openLine(line, address.networkInterface));
      for (const server of address.servers) requests.push(await openReceiver(server, undefined));
      return new MoldSender(config, store, lines, requests);
    } catch (error) {
      for (const socket of [...lines, ...requests]) socket.close();
      throw error;
    }
  }

  private constructor(
    config: PublisherConfig,
    store: MessageStore,
    lines: readonly Line[],
    requests: readonly Socket[],
  ) {
    this.lines = lines;
    this.requests = requests;
    this.publisher = new MoldPublisher(config, store, (packet, length) => {
      for (const line of this.lines) if (!line.send(packet, length)) this.dropped++;
    });
    for (const socket of requests) this.answer(socket);
    this.timer = setInterval(() => this.publisher.onTimer(monotonicNs()), TIMER_MS);
  }

  /** Where requests are heard: ports that were 0 have been given. */
  get requestPorts(): number[] {
    return this.requests.map((socket) => socket.address().port);
  }

  close(): void {
    clearInterval(this.timer);
    for (const socket of [...this.lines, ...this.requests]) socket.close();
  }

  private answer(socket: Socket): void {
    socket.on('message', (request, from) => {
      const view = new DataView(request.buffer, request.byteOffset, request.length);
      const length = this.publisher.answer(view, 0, request.length);
      if (length > 0) socket.send(Buffer.from(this.publisher.answerBytes.subarray(0, length)), from.port, from.address);
    });
    // Who asked is gone (ECONNREFUSED): others may ask.
    socket.on('error', (error) => {
      this.lastError = error;
    });
  }
}
