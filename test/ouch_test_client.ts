/** The engine's side of a venue by OUCH, and a wire to it that can be cut, for tests. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { OuchLog } from '../src/workers/edges/ouch_session/ouch_log.ts';
import { OUCH_SESSION_DEFAULTS, OuchSession } from '../src/workers/edges/ouch_session/ouch_session.ts';
import { OUCH_INSTRUMENTS, OUCH_LOGINS } from './ouch_exchange.ts';
import { LinkClient } from './venue_test_client.ts';

export interface OuchClientOptions {
  readonly port: number;
  readonly logPath: string;
  readonly logins?: number;
  readonly heard?: { readonly epoch: number; readonly sequence: number };
  readonly ringBytes?: number;
  readonly password?: string;
}

export class OuchTestClient extends LinkClient<OuchSession> {
  readonly notices: string[] = [];

  constructor({ port, logPath, logins = 2, heard, ringBytes, password = 'secret' }: OuchClientOptions) {
    const notices: string[] = [];
    super((ports) => {
      const common = { ...OUCH_SESSION_DEFAULTS, host: '127.0.0.1', port, firstRetryMs: 2, maxRetryMs: 20 };
      return new OuchSession({
        ...ports,
        ...(heard === undefined ? {} : { heard }),
        log: new OuchLog(logPath, 7),
        logins: OUCH_LOGINS.slice(0, logins).map(({ username }) => ({ ...common, username, password })),
        instruments: OUCH_INSTRUMENTS,
        legCapacity: 4_000,
        notice: (text) => notices.push(text),
      });
    }, ringBytes);
    this.notices = notices;
    this.session.start();
  }

  /** As after `kill -9`: the log keeps what was flushed, sockets are gone. */
  abandon(): void {
    this.session.abandon();
  }
}

/** Between a client and a server: cuts connections after any number of bytes, either way. */
export class CuttableWire {
  private readonly server: Server;
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  /** Bytes until the next cut. */
  private left: number;
  private readonly nextCut: () => number;
  cuts = 0;

  static async open(target: () => number, nextCut: () => number): Promise<CuttableWire> {
    const wire = new CuttableWire(target, nextCut);
    await new Promise<void>((resolve) => wire.server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  private constructor(target: () => number, nextCut: () => number) {
    this.nextCut = nextCut;
    this.left = nextCut();
    this.server = createServer({ noDelay: true }, (client) => {
      const venue = connect({ port: target(), host: '127.0.0.1', noDelay: true });
      const pair = [client, venue] as const;
      this.pairs.add(pair);
      for (const [from, to] of [pair, [venue, client] as const]) {
        from.on('data', (bytes) => this.pass(bytes, to, pair));
        from.on('error', () => from.destroy());
        from.on('close', () => this.cut(pair));
      }
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  cutAll(): void {
    for (const pair of this.pairs) this.cut(pair);
  }

  close(): void {
    this.server.close();
    this.cutAll();
  }

  private pass(bytes: Buffer, to: Socket, pair: readonly [Socket, Socket]): void {
    if (this.left > bytes.length) {
      this.left -= bytes.length;
      to.write(bytes);
      return;
    }
    // What was before the cut still arrives.
    to.end(bytes.subarray(0, this.left));
    this.left = this.nextCut();
    this.cuts++;
    setImmediate(() => this.cut(pair));
  }

  private cut(pair: readonly [Socket, Socket]): void {
    this.pairs.delete(pair);
    for (const socket of pair) socket.destroySoon();
  }
}
