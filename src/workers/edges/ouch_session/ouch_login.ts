import { connect, type Socket } from 'node:net';
import { SoupClient, SoupState } from '../../protocols/soupbin/client.ts';

const READ_BYTES = 64 * 1024;
const MS_NS = 1e6;
/** Above this the engine's records stay in their ring. */
const MAX_UNSENT_BYTES = 4 << 20;

export interface OuchLoginOptions {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly heartbeatMs: number;
  readonly timeoutMs: number;
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
}

export interface OuchLoginListener {
  /** The login is in a session, which may be another than before. */
  onSession(name: string): void;
  /** Logged in: what was missed comes, and requests may be sent. */
  onLive(): void;
  onAnswer(sequence: number, view: DataView, at: number, length: number): void;
  /** The venue no longer has answers that were not heard. */
  onLost(count: number): void;
  /** A read's answers have all been shown; false leaves the socket unread until `resume`. */
  onReadEnd(): boolean;
  onDown(): void;
  /** The venue does not let the login in, and is not asked again. */
  onRefused(why: string): void;
}

/** One login at a venue, over one connection at a time: connects, logs in where it stopped, and connects again. */
export class OuchLogin {
  connects = 0;
  isLive = false;
  private readonly options: OuchLoginOptions;
  private readonly listener: OuchLoginListener;
  private soup: SoupClient;
  private readonly readBuffer = new Uint8Array(READ_BYTES);
  private socket: Socket | null = null;
  private isStopped = false;

  /** `session` is the one that the login was in, "" if in none; `next` the first answer that it has not got. */
  constructor(options: OuchLoginOptions, session: string, next: number, listener: OuchLoginListener) {
    this.options = options;
    this.listener = listener;
    this.soup = this.makeSoup(session, next);
  }

  get isBusy(): boolean {
    return this.socket !== null && this.socket.writableLength > MAX_UNSENT_BYTES;
  }

  /** A few times each heartbeat and back-off: time is told, and a connection that is due is made. */
  onTimer(): void {
    const nowNs = monotonicNs();
    this.soup.onTimer(nowNs);
    if (this.socket === null && !this.isStopped && nowNs >= this.soup.connectDueNs) this.open();
  }

  /** Lost when the login is down: whoever sends asks afterwards what arrived. */
  send(bytes: Uint8Array, length: number): void {
    this.soup.send(bytes, 0, length);
  }

  flush(): void {
    if (this.isLive) this.soup.flush();
  }

  resume(): void {
    this.socket?.resume();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    const { socket } = this;
    if (socket === null) return;
    this.soup.logout();
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      socket.end(() => socket.destroy());
    });
  }

  abandon(): void {
    this.isStopped = true;
    const { socket } = this;
    this.socket = null;
    socket?.destroy();
  }

  private makeSoup(session: string, next: number): SoupClient {
    const { username, password, heartbeatMs, timeoutMs, firstRetryMs, maxRetryMs } = this.options;
    const { listener } = this;
    const config = {
      username,
      password,
      firstSequence: next,
      heartbeatNs: heartbeatMs * MS_NS,
      timeoutNs: timeoutMs * MS_NS,
      firstBackOffNs: firstRetryMs * MS_NS,
      maxBackOffNs: maxRetryMs * MS_NS,
    };
    const soup: SoupClient = new SoupClient(config, {
      onSession: (name) => listener.onSession(name),
      onMessage: (view, at, length) => listener.onAnswer(soup.next, view, at, length),
      // OUCH's answers are all sequenced.
      onUnsequenced: () => undefined,
      onLost: (_first, count) => listener.onLost(count),
      onState: (state, why) => this.onState(state, why),
    });
    soup.session = session;
    return soup;
  }

  private open(): void {
    const { host, port } = this.options;
    const onread = { buffer: this.readBuffer, callback: (length: number) => this.onRead(socket, length) };
    const socket: Socket = connect({ host, port, noDelay: true, onread });
    this.socket = socket;
    socket.on('connect', () => {
      this.connects++;
      const transport = {
        // The kernel may take a part only: the rest is read from these bytes later.
        write: (bytes: Uint8Array) => void socket.write(bytes.slice()),
        close: () => socket.destroy(),
      };
      this.soup.onConnect(transport, monotonicNs());
    });
    // An error is followed by close.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.onClose(socket));
  }

  private onRead(socket: Socket, length: number): boolean {
    if (socket !== this.socket) return false;
    this.soup.onBytes(this.readBuffer.subarray(0, length), monotonicNs());
    return this.listener.onReadEnd();
  }

  private onState(state: number, why: string): void {
    const wasLive = this.isLive;
    this.isLive = state === SoupState.LIVE;
    if (this.isLive && !wasLive) this.listener.onLive();
    if (!this.isLive && wasLive) this.listener.onDown();
    if (state === SoupState.REFUSED) this.listener.onRefused(why);
  }

  private onClose(socket: Socket): void {
    if (socket !== this.socket) return;
    this.socket = null;
    const nowNs = monotonicNs();
    if (this.soup.state === SoupState.ENDED && !this.isStopped) {
      // The day is over. The next one's session is met by asking for this one's, which is then refused.
      this.soup = this.makeSoup(this.soup.session, this.soup.next);
      this.soup.connectDueNs = nowNs + this.options.maxRetryMs * MS_NS;
    } else this.soup.onDisconnect(nowNs);
  }
}

function monotonicNs(): number {
  return performance.now() * MS_NS;
}
