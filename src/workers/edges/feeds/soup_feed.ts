import { connect, type Socket } from 'node:net';
import type { SoupAddress } from '../../feed_sockets/feed_address.ts';
import { monotonicNs } from '../../feed_sockets/monotonic_clock.ts';
import { SoupClient, type SoupClientConfig, type SoupClientListener } from '../../protocols/soupbin/client.ts';

const TIMER_MS = 50;

/** Told around the messages of one read. */
export interface SoupReading {
  readonly onRead: (chunk: Uint8Array) => void;
  readonly afterRead: () => void;
}

/** A SoupBinTCP client on its socket, connected again whenever that is due. */
export class SoupFeed {
  readonly client: SoupClient;
  lastError: Error | undefined;
  private readonly address: SoupAddress;
  private socket: Socket | undefined;
  private readonly timer: NodeJS.Timeout;
  private readonly reading: SoupReading;

  constructor(
    address: SoupAddress,
    listener: SoupClientListener,
    limits: Partial<SoupClientConfig> = {},
    reading: SoupReading = { onRead: () => undefined, afterRead: () => undefined },
  ) {
    this.reading = reading;
    const { username, password, session, firstSequence } = address;
    this.address = address;
    this.client = new SoupClient(
      {
        username,
        password,
        ...(session === undefined ? {} : { session }),
        ...(firstSequence === undefined ? {} : { firstSequence }),
        ...limits,
      },
      listener,
    );
    this.timer = setInterval(() => this.onTimer(), TIMER_MS);
    this.onTimer();
  }

  close(): void {
    clearInterval(this.timer);
    this.client.logout();
    this.socket?.end();
    this.socket = undefined;
  }

  private onTimer(): void {
    const nowNs = monotonicNs();
    if (this.socket === undefined && nowNs >= this.client.connectDueNs) this.connect();
    this.client.onTimer(nowNs);
  }

  private connect(): void {
    const { client } = this;
    const socket = connect({ host: this.address.server.host, port: this.address.server.port, noDelay: true });
    this.socket = socket;
    socket.on('connect', () => {
      const transport = {
        // The client writes its next packet into the same bytes.
        write: (bytes: Uint8Array) => void socket.write(Buffer.from(bytes)),
        close: () => void socket.destroySoon(),
      };
      client.onConnect(transport, monotonicNs());
    });
    socket.on('data', (chunk) => {
      this.reading.onRead(chunk);
      client.onBytes(chunk, monotonicNs());
      this.reading.afterRead();
    });
    socket.on('error', (error) => {
      this.lastError = error;
    });
    socket.on('close', () => {
      client.onDisconnect(monotonicNs());
      if (this.socket === socket) this.socket = undefined;
    });
  }
}
