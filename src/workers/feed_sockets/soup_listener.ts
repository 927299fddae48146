import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { MessageStore } from '../protocols/message_store.ts';
import { SoupServerConnection } from '../protocols/soupbin/server.ts';
import type { SoupAddress } from './feed_address.ts';
import { monotonicNs } from './monotonic_clock.ts';

const TIMER_MS = 50;
/** What may wait for a slow client before messages wait in the store instead. */
const MAX_WAITING_BYTES = 1 << 20;
/** Of a connection that has not logged in. */
const NOTHING = new MessageStore(0, 0);

/** What a client gets when it has logged in. */
export interface SoupContent {
  /** undefined: no more clients now. */
  storeFor(): MessageStore | undefined;
  /** The session ends for each client that has had everything, while it goes on for others. */
  readonly endsEach: boolean;
}

/** A SoupBinTCP server on its port: the messages of a store to any number of clients that know the password. */
export class SoupListener {
  readonly connections = new Set<SoupServerConnection>();
  private readonly content: SoupContent;
  private readonly session: string;
  private readonly address: SoupAddress;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private timer: NodeJS.Timeout | undefined;
  private hasEnded = false;

  static open(address: SoupAddress, session: string, store: MessageStore): Promise<SoupListener> {
    return SoupListener.openFor(address, session, { storeFor: () => store, endsEach: false });
  }

  static async openFor(address: SoupAddress, session: string, content: SoupContent): Promise<SoupListener> {
    const listener = new SoupListener(address, session, content);
    listener.server.listen(address.server.port, address.server.host);
    await once(listener.server, 'listening');
    listener.begin();
    return listener;
  }

  private constructor(address: SoupAddress, session: string, content: SoupContent) {
    this.address = address;
    this.session = session;
    this.content = content;
    this.server = createServer({ noDelay: true }, (socket) => this.onConnection(socket));
  }

  private begin(): void {
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
        authorize: (user, word) => {
          if (user !== username.toUpperCase() || word !== password.toUpperCase()) return false;
          const store = this.content.storeFor();
          if (store !== undefined) connection.store = store;
          return store !== undefined;
        },
      },
      NOTHING,
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
      if (this.hasEnded || (connection.isLive && this.content.endsEach)) connection.end(monotonicNs());
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
