import type { Socket } from 'node:dgram';
import type { Endpoint, FeedAddress, MoldAddress, SoupAddress } from '../../feed_sockets/feed_address.ts';
import { UdpBatch } from '../../feed_sockets/udp_batch.ts';
import { openReceiver } from '../../feed_sockets/udp_socket.ts';
import {
  type IpEndpoint,
  ipOf,
  TCP_HEADERS_BYTES,
  UDP_HEADERS_BYTES,
  writeTcpHeaders,
  writeUdpHeaders,
} from '../../protocols/capture/ip_packet.ts';
import type { CaptureTime } from '../../protocols/capture/pcapng_writer.ts';
import { SoupState } from '../../protocols/soupbin/client.ts';
import { CaptureFile, type CaptureFileOptions, captureTime } from './capture_file.ts';
import { SoupFeed } from './soup_feed.ts';

const IDLE_MS = 1;
const FLUSH_MS = 200;
const BATCHES_A_TURN = 32;
/** Ours, where the kernel does not say: one a connection, so that each is a stream of its own to Wireshark. */
const FIRST_CLIENT_PORT = 40_000;
const CLIENT_PORTS = 20_000;
/** A read of a socket may bring more than an IP packet holds. */
const MOST_SEGMENT_BYTES = 32_768;

export interface RecorderOptions extends Omit<CaptureFileOptions, 'interfaces'> {
  readonly address: FeedAddress;
}

/** Writes what a feed's sockets bring, as it comes: nothing is put in order, nothing is asked for again. */
export class FeedRecorder {
  readonly capture: CaptureFile;
  /** Where lines are heard: ports that were 0 have been given. */
  readonly ports: readonly number[];
  readonly #close: () => void;
  readonly #isOver: () => boolean;
  readonly #flushing: NodeJS.Timeout;

  static async open(options: RecorderOptions): Promise<FeedRecorder> {
    const { address } = options;
    const names = address.protocol === 'soup' ? ['soup'] : address.lines.map((_, line) => `line ${'AB'[line]}`);
    const capture = await CaptureFile.create({ ...options, interfaces: names });
    try {
      const source = address.protocol === 'soup' ? recordSoup(address, capture) : await recordMold(address, capture);
      return new FeedRecorder(capture, source);
    } catch (error) {
      await capture.close();
      throw error;
    }
  }

  private constructor(capture: CaptureFile, { ports, close, isOver }: Source) {
    this.capture = capture;
    this.ports = ports;
    this.#close = close;
    this.#isOver = isOver;
    this.#flushing = setInterval(() => capture.flush(), FLUSH_MS);
  }

  /** Nothing more will come, or nothing more can be written. */
  get isOver(): boolean {
    return this.#isOver() || this.capture.error !== undefined;
  }

  async close(): Promise<void> {
    clearInterval(this.#flushing);
    this.#close();
    await this.capture.close();
  }
}

interface Source {
  readonly ports: readonly number[];
  close(): void;
  isOver(): boolean;
}

async function recordMold(address: MoldAddress, capture: CaptureFile): Promise<Source> {
  return UdpBatch.canServe(address.lines) ? recordBatches(address, capture) : await recordEvents(address, capture);
}

/** As `drive` of network_feed.ts: packets as long as some come, then each millisecond. */
function recordBatches(address: MoldAddress, capture: CaptureFile): Source {
  const sockets: UdpBatch[] = [];
  try {
    for (const line of address.lines) sockets.push(UdpBatch.listen(line, address.networkInterface));
  } catch (error) {
    for (const socket of sockets) socket.close();
    throw error;
  }
  const targets = sockets.map((socket, line) => ({ ip: ipOf(address.lines[line]!.host), port: socket.port }));
  let isClosed = false;
  const take = (line: number): number => {
    const socket = sockets[line]!;
    const packets = socket.receive();
    if (packets === 0) return 0;
    const time = captureTime();
    for (let i = 0; i < packets; i++) {
      const bytes = new Uint8Array(socket.view.buffer, socket.at(i), socket.lengthOf(i));
      datagram(capture, line, time, socket.senderOf(i), targets[line]!, bytes);
    }
    return packets;
  };
  const turn = (): void => {
    if (isClosed) return;
    let left = BATCHES_A_TURN;
    for (let packets = 1; packets > 0 && left > 0; left--) {
      packets = 0;
      for (let line = 0; line < sockets.length; line++) packets += take(line);
    }
    if (left >= BATCHES_A_TURN - 1) setTimeout(turn, IDLE_MS);
    else setImmediate(turn);
  };
  turn();
  return {
    ports: targets.map(({ port }) => port),
    isOver: () => false,
    close() {
      isClosed = true;
      for (const socket of sockets) socket.close();
    },
  };
}

async function recordEvents(address: MoldAddress, capture: CaptureFile): Promise<Source> {
  const sockets: Socket[] = [];
  for (const line of address.lines) sockets.push(await openReceiver(line, address.networkInterface));
  sockets.forEach((socket, line) => {
    const target = { ip: ipOf(address.lines[line]!.host), port: socket.address().port };
    socket.on('message', (packet, from) => {
      datagram(capture, line, captureTime(), { ip: ipOf(from.address), port: from.port }, target, packet);
    });
    // UDP goes on.
    socket.on('error', () => undefined);
  });
  return {
    ports: sockets.map((socket) => socket.address().port),
    isOver: () => false,
    close: () => {
      for (const socket of sockets) socket.close();
    },
  };
}

function datagram(
  capture: CaptureFile,
  line: number,
  time: CaptureTime,
  from: IpEndpoint,
  to: IpEndpoint,
  bytes: Uint8Array,
): void {
  if (!capture.packet(line, time, UDP_HEADERS_BYTES + bytes.length)) return;
  writeUdpHeaders(capture.view, capture.at, from, to, bytes.length);
  put(capture, UDP_HEADERS_BYTES, bytes);
}

/** The server's side of each connection. The client logs in, sends its heartbeats, and connects again where it stood. */
function recordSoup(address: SoupAddress, capture: CaptureFile): Source {
  const server = endpointOf(address.server);
  let sequence = 1;
  let connections = 0;
  const nothing = (): void => undefined;
  const feed: SoupFeed = new SoupFeed(
    address,
    { onSession: nothing, onLost: nothing, onState: nothing, onMessage: nothing, onUnsequenced: nothing },
    {},
    {
      onRead(chunk) {
        if (feed.client.connections !== connections) {
          connections = feed.client.connections;
          sequence = 1;
        }
        const client = { ip: server.ip, port: FIRST_CLIENT_PORT + (connections % CLIENT_PORTS) };
        const time = captureTime();
        for (let at = 0; at < chunk.length; at += MOST_SEGMENT_BYTES) {
          const part = chunk.subarray(at, at + MOST_SEGMENT_BYTES);
          segment(capture, time, server, client, sequence, part);
          // Of what was dropped too: then Wireshark shows where bytes are missing.
          sequence = (sequence + part.length) >>> 0;
        }
      },
      afterRead: nothing,
    },
  );
  return {
    ports: [],
    isOver: () => feed.client.state === SoupState.ENDED || feed.client.state === SoupState.REFUSED,
    close: () => feed.close(),
  };
}

function segment(
  capture: CaptureFile,
  time: CaptureTime,
  from: IpEndpoint,
  to: IpEndpoint,
  sequence: number,
  bytes: Uint8Array,
): void {
  if (!capture.packet(0, time, TCP_HEADERS_BYTES + bytes.length)) return;
  put(capture, TCP_HEADERS_BYTES, bytes);
  writeTcpHeaders(capture.view, capture.at, from, to, sequence, bytes.length);
}

function put(capture: CaptureFile, headers: number, bytes: Uint8Array): void {
  new Uint8Array(capture.view.buffer, capture.at + headers, bytes.length).set(bytes);
}

function endpointOf({ host, port }: Endpoint): IpEndpoint {
  return { ip: ipOf(host), port };
}
