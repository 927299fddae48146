import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { MessageStore } from '../../protocols/message_store.ts';
import { SoupServerConnection } from '../../protocols/soupbin/server.ts';
import type { SoupAddress } from './feed_address.ts';
import { monotonicNs } from './monotonic_clock.ts';

const TIMER_MS = 50;
/** What may wait for a slow client before messages wait in the store instead. */
const MAX_WAITING_BYTES = 1 << 20;

/** A SoupBinTCP server on its port: the messages of one store to any number of clients that know the password. */
export class SoupListener {
  readonly connections = new Set<SoupServerConnection>();
  private readonly store: MessageStore;
  private readonly session: string;
  private readonly address: SoupAddress;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly timer: NodeJS.Timeout;
  private hasEnded = false;

  static async open(address: SoupAddress, session: string, store: MessageStore): Promise<SoupListener> {
    const listener = new SoupListener(address, session, store);
    listener.server.listen(address.server.port, address.server.host);
    await once(listener.server, 'listening');
    return listener;
  }

  private constructor(address: SoupAddress, session: string, store: MessageStore) {
    this.address = address;
    this.session = session;
    this.store = store;
    this.server = createServer({ noDelay: true }, (socket) => this.onConnection(socket));
    this.timer = setInterval(() => {
      for (const connection of this.connections) connection.onTimer(monotonicNs());
    }, TIMER_MS);
  }

  get port(): number {
    const address = this.server.address();
    return address === null || typeof address === 'string' ? 0 : address.port;
  }

  /** After messages were stored. */
  pump(): void {
    const nowNs = monotonicNs();
    for (const connection of this.connections) connection.pump(nowNs);
  }

  /** Each client is told once it has had everything. */
  end(): void {
    this.hasEnded = true;
    for (const connection of this.connections) connection.end(monotonicNs());
  }

  close(): void {
    clearInterval(this.timer);
    this.server.close();
    for (const socket of this.sockets) socket.destroySoon();
  }

  private onConnection(socket: Socket): void {
    const { username, password } = this.address;
    const connection = new SoupServerConnection(
      {
        session: this.session,
        authorize: (user, word) => user === username.toUpperCase() && word === password.toUpperCase(),
      },
      this.store,
      {
        write: (bytes) => void socket.write(Buffer.from(bytes)),
        close: () => void socket.destroySoon(),
        get isFull() {
          return socket.writableLength >= MAX_WAITING_BYTES;
        },
      },
      {
        onLogin: () => undefined,
        // Who only listens has nothing to say.
        onUnsequenced: () => undefined,
        onClose: () => void this.connections.delete(connection),
      },
      monotonicNs(),
    );
    this.connections.add(connection);
    this.sockets.add(socket);
    socket.on('data', (chunk) => {
      connection.onBytes(chunk, monotonicNs());
      if (this.hasEnded) connection.end(monotonicNs());
    });
    socket.on('drain', () => connection.pump(monotonicNs()));
    // It is told by 'close', too.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      connection.onDisconnect();
      this.sockets.delete(socket);
    });
  }
}
