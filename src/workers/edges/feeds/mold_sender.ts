import type { Socket } from 'node:dgram';
import type { MessageStore } from '../../protocols/message_store.ts';
import { MoldPublisher, type PublisherConfig } from '../../protocols/moldudp64/publisher.ts';
import type { MoldAddress } from './feed_address.ts';
import { monotonicNs } from './monotonic_clock.ts';
import { openReceiver, openSender } from './udp_socket.ts';

const TIMER_MS = 100;
/** A packet lies in one of these until the kernel has it, which is at once unless its buffer is full. */
const WAITING_PACKETS = 256;

/** A MoldUDP64 publisher on its sockets: every packet to each line, answers from where requests come in. */
export class MoldSender {
  readonly publisher: MoldPublisher;
  /** Packets that a line lost because the kernel took no more. */
  dropped = 0;
  lastError: Error | undefined;
  private readonly lines: readonly Socket[];
  private readonly requests: readonly Socket[];
  private readonly waiting: readonly Buffer[];
  private place = 0;
  private readonly timer: NodeJS.Timeout;

  static async open(address: MoldAddress, config: PublisherConfig, store: MessageStore): Promise<MoldSender> {
    const opened: Socket[] = [];
    try {
      for (const line of address.lines) opened.push(await openSender(line, address.networkInterface));
      const lines = opened.slice();
      for (const server of address.servers) opened.push(await openReceiver(server, undefined));
      return new MoldSender(config, store, lines, opened.slice(lines.length));
    } catch (error) {
      for (const socket of opened) socket.close();
      throw error;
    }
  }

  private constructor(
    config: PublisherConfig,
    store: MessageStore,
    lines: readonly Socket[],
    requests: readonly Socket[],
  ) {
    this.lines = lines;
    this.requests = requests;
    this.waiting = Array.from({ length: WAITING_PACKETS }, () => Buffer.alloc(config.maxPacketBytes));
    this.publisher = new MoldPublisher(config, store, (packet, length) => this.toLines(packet, length));
    for (const socket of requests) this.answer(socket);
    for (const socket of [...lines, ...requests]) {
      // Nobody listens (ECONNREFUSED), or the network is away: UDP goes on.
      socket.on('error', (error) => {
        this.lastError = error;
      });
    }
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

  private toLines(packet: Uint8Array, length: number): void {
    const bytes = this.waiting[this.place]!.subarray(0, length);
    this.place = (this.place + 1) % WAITING_PACKETS;
    bytes.set(packet.subarray(0, length));
    for (const socket of this.lines) {
      if (socket.getSendQueueCount() >= WAITING_PACKETS - 1) this.dropped++;
      else socket.send(bytes);
    }
  }

  private answer(socket: Socket): void {
    socket.on('message', (request, from) => {
      const view = new DataView(request.buffer, request.byteOffset, request.length);
      const length = this.publisher.answer(view, 0, request.length);
      if (length > 0) socket.send(Buffer.from(this.publisher.answerBytes.subarray(0, length)), from.port, from.address);
    });
  }
}
