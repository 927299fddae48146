import type { MoldAddress } from '../../feed_sockets/feed_address.ts';
import { UdpBatch } from '../../feed_sockets/udp_batch.ts';
import { MoldReceiver } from '../../protocols/moldudp64/receiver.ts';
import { DEFAULT_LIMITS, type FeedSink, type ReceiverLimits } from '../../protocols/moldudp64/receiver_config.ts';

/**
 * A MoldUDP64 receiver whose owner asks for packets, in a duty cycle: nothing is allocated, nothing wakes. Where the owner is
 * an event loop, or the network is not IPv4 on Linux, there is `MoldFeed`.
 */
export class MoldLines {
  readonly receiver: MoldReceiver;
  private readonly lines: readonly UdpBatch[];
  private readonly servers: readonly UdpBatch[];

  static open(address: MoldAddress, sink: FeedSink, limits: Partial<ReceiverLimits> = {}): MoldLines {
    const opened: UdpBatch[] = [];
    try {
      for (const line of address.lines) opened.push(UdpBatch.listen(line, address.networkInterface));
      for (const server of address.servers) opened.push(UdpBatch.connect(server));
      return new MoldLines(address, sink, limits, opened);
    } catch (error) {
      for (const socket of opened) socket.close();
      throw error;
    }
  }

  private constructor(
    address: MoldAddress,
    sink: FeedSink,
    limits: Partial<ReceiverLimits>,
    sockets: readonly UdpBatch[],
  ) {
    this.lines = sockets.slice(0, address.lines.length);
    this.servers = sockets.slice(address.lines.length);
    const { session, firstSequence } = address;
    this.receiver = new MoldReceiver(
      {
        ...DEFAULT_LIMITS,
        ...limits,
        lines: this.lines.length,
        servers: this.servers.length,
        ...(session === undefined ? {} : { session }),
        ...(firstSequence === undefined ? {} : { firstSequence }),
      },
      sink,
      // Not sent is not answered.
      (server, packet) => void this.servers[server]!.send(packet, packet.length),
    );
  }

  /** Where the lines are heard: ports that were 0 have been given. */
  get ports(): number[] {
    return this.lines.map((socket) => socket.port);
  }

  get descriptors(): number[] {
    return [...this.lines, ...this.servers].map((socket) => socket.fd);
  }

  /** A batch of each socket, then what is due: how many packets there were. */
  doWork(nowNs: number): number {
    const { receiver, lines, servers } = this;
    receiver.setTime(nowNs);
    let packets = 0;
    for (let line = 0; line < lines.length; line++) packets += this.take(lines[line]!, line);
    // Each look is a system call, and nobody answers who was not asked. What comes too late lies there until the next gap.
    if (receiver.behind > 0) {
      for (let server = 0; server < servers.length; server++) packets += this.take(servers[server]!, lines.length);
    }
    receiver.poll(nowNs);
    return packets;
  }

  close(): void {
    for (const socket of [...this.lines, ...this.servers]) socket.close();
  }

  private take(socket: UdpBatch, line: number): number {
    const { receiver } = this;
    const { view } = socket;
    const packets = socket.receive();
    for (let i = 0; i < packets; i++) receiver.onPacket(view, socket.at(i), socket.lengthOf(i), line);
    return packets;
  }
}
