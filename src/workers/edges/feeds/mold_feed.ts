import type { Socket } from 'node:dgram';
import type { MoldAddress } from '../../feed_sockets/feed_address.ts';
import { monotonicNs } from '../../feed_sockets/monotonic_clock.ts';
import { openReceiver, openSender } from '../../feed_sockets/udp_socket.ts';
import { MoldReceiver } from '../../protocols/moldudp64/receiver.ts';
import { DEFAULT_LIMITS, type FeedSink, type ReceiverLimits } from '../../protocols/moldudp64/receiver_config.ts';

/** Patience and time-outs are looked at this often; while messages are missing, after each packet too. */
const POLL_MS = 1;

/** A MoldUDP64 receiver on its sockets: one a line, and one a re-request server, which answers to it. */
export class MoldFeed {
  readonly receiver: MoldReceiver;
  /** The last error that a socket told; the feed goes on, since the next packet may come. */
  lastError: Error | undefined;
  private readonly lines: readonly Socket[];
  private readonly servers: readonly Socket[];
  private readonly timer: NodeJS.Timeout;

  static async open(address: MoldAddress, sink: FeedSink, limits: Partial<ReceiverLimits> = {}): Promise<MoldFeed> {
    const opened: Socket[] = [];
    const open = async (socket: Promise<Socket>): Promise<Socket> => {
      opened.push(await socket);
      return opened.at(-1)!;
    };
    try {
      const lines: Socket[] = [];
      for (const line of address.lines) lines.push(await open(openReceiver(line, address.networkInterface)));
      const servers: Socket[] = [];
      for (const server of address.servers) servers.push(await open(openSender(server, undefined)));
      return new MoldFeed(address, sink, limits, lines, servers);
    } catch (error) {
      for (const socket of opened) socket.close();
      throw error;
    }
  }

  private constructor(
    address: MoldAddress,
    sink: FeedSink,
    limits: Partial<ReceiverLimits>,
    lines: readonly Socket[],
    servers: readonly Socket[],
  ) {
    this.lines = lines;
    this.servers = servers;
    const { session, firstSequence } = address;
    this.receiver = new MoldReceiver(
      {
        ...DEFAULT_LIMITS,
        ...limits,
        lines: lines.length,
        servers: servers.length,
        ...(session === undefined ? {} : { session }),
        ...(firstSequence === undefined ? {} : { firstSequence }),
      },
      sink,
      // The receiver writes its next request into the same bytes, and a socket may still wait with these.
      (server, packet) => servers[server]!.send(Buffer.from(packet)),
    );
    lines.forEach((socket, line) => {
      this.listen(socket, line);
    });
    for (const socket of servers) this.listen(socket, lines.length);
    this.timer = setInterval(() => this.receiver.poll(monotonicNs()), POLL_MS);
  }

  /** Where the lines are heard: ports that were 0 have been given. */
  get ports(): number[] {
    return this.lines.map((socket) => socket.address().port);
  }

  close(): void {
    clearInterval(this.timer);
    for (const socket of [...this.lines, ...this.servers]) socket.close();
  }

  private listen(socket: Socket, line: number): void {
    const { receiver } = this;
    socket.on('message', (packet) => {
      const nowNs = monotonicNs();
      receiver.setTime(nowNs);
      receiver.onPacket(new DataView(packet.buffer, packet.byteOffset, packet.length), 0, packet.length, line);
      if (receiver.behind > 0) receiver.poll(nowNs);
    });
    // A server that is not there is told by its host (ECONNREFUSED): its requests are unanswered, which is known.
    socket.on('error', (error) => {
      this.lastError = error;
    });
  }
}
