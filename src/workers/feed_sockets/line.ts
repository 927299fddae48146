import type { Socket } from 'node:dgram';
import type { Endpoint } from './feed_address.ts';
import { UdpBatch } from './udp_batch.ts';
import { openSender } from './udp_socket.ts';

/** A packet lies in one of these until the kernel has it, which is at once unless its buffer is full. */
const WAITING_PACKETS = 256;

/** One place that packets are sent to. */
export interface Line {
  /** The bytes are the caller's again when it returns. False: not sent. */
  send(packet: Uint8Array, length: number): boolean;
  close(): void;
}

/** Through the C library where that is possible; Node's sockets need some four times as long. */
export async function openLine(endpoint: Endpoint, networkInterface: string | undefined): Promise<Line> {
  if (UdpBatch.canServe([endpoint])) return UdpBatch.connect(endpoint, networkInterface);
  return new EventLine(await openSender(endpoint, networkInterface));
}

/** Through Node's sockets, which keep bytes that the kernel does not take at once. */
export class EventLine implements Line {
  private readonly socket: Socket;
  private readonly waiting: Buffer[] = [];
  private place = 0;

  constructor(socket: Socket) {
    this.socket = socket;
    // Nobody listens (ECONNREFUSED), or the network is away: UDP goes on.
    socket.on('error', () => undefined);
  }

  send(packet: Uint8Array, length: number): boolean {
    if (this.socket.getSendQueueCount() >= WAITING_PACKETS - 1) return false;
    const kept = this.waiting[this.place];
    const bytes = kept !== undefined && kept.length >= length ? kept : Buffer.alloc(packet.length);
    this.waiting[this.place] = bytes;
    this.place = (this.place + 1) % WAITING_PACKETS;
    bytes.set(length === packet.length ? packet : packet.subarray(0, length));
    this.socket.send(bytes, 0, length);
    return true;
  }

  close(): void {
    this.socket.close();
  }
}
