import type { FeedAddress, MoldAddress, SoupAddress } from '../../feed_sockets/feed_address.ts';
import { MoldSender } from '../../feed_sockets/mold_sender.ts';
import { monotonicNs } from '../../feed_sockets/monotonic_clock.ts';
import { SoupListener } from '../../feed_sockets/soup_listener.ts';
import { MessageStore } from '../../protocols/message_store.ts';
import { type Pace, PacedFile } from './paced_file.ts';

/** Every message of some minutes at the pace of a busy day: what can be asked for again, or is still to be read. */
const STORE_BYTES = 64 << 20;
const STORE_MESSAGES = 1 << 21;
/** Fits an Ethernet frame with every header that networks put around it. */
const MAX_PACKET_BYTES = 1_400;
const MAX_PACKET_MESSAGES = 40;
/** Below this a turn waits by spinning on the event loop; timers are no finer than a millisecond. */
const SPIN_NS = 2e6;
const DEFAULT_SESSION = 'REPLAY';

export interface FilePublisherOptions {
  readonly file: string;
  readonly address: FeedAddress;
  readonly pace: Pace;
}

/** One way onto the network. */
interface Outlet {
  add(bytes: Uint8Array, at: number, length: number): void;
  /** After a turn's messages. */
  flush(): void;
  end(): void;
  close(): void;
  /** One phrase for people. */
  describe(): string;
}

/** Plays a recorded file onto the network, as the exchange sent it or at a rate. */
export class FilePublisher {
  /** Resolves when the last message has been sent; answers go on until `close`. */
  readonly ended: Promise<void>;
  /** Ports that were 0 have been given: where requests or logins are taken. */
  readonly ports: readonly number[];
  private readonly outlet: Outlet;
  private readonly file: PacedFile;
  private isClosed = false;

  static async open(options: FilePublisherOptions): Promise<FilePublisher> {
    const { address } = options;
    const store = new MessageStore(STORE_BYTES, STORE_MESSAGES);
    if (address.protocol === 'soup') {
      const listener = await SoupListener.open(address, address.session ?? DEFAULT_SESSION, store);
      return new FilePublisher(options, soupOutlet(listener, address, store), [listener.port]);
    }
    const config = {
      session: address.session ?? DEFAULT_SESSION,
      maxPacketBytes: MAX_PACKET_BYTES,
      maxPacketMessages: MAX_PACKET_MESSAGES,
    };
    const sender = await MoldSender.open(address, config, store);
    return new FilePublisher(options, moldOutlet(sender, address), sender.requestPorts);
  }

  private constructor(options: FilePublisherOptions, outlet: Outlet, ports: readonly number[]) {
    this.outlet = outlet;
    this.ports = ports;
    try {
      this.file = new PacedFile(options.file, options.pace, monotonicNs());
    } catch (error) {
      outlet.close();
      throw error;
    }
    this.ended = new Promise((resolve) => this.turn(resolve));
  }

  /** What has been sent. */
  figures(): string {
    return `${this.file.messages} messages, ${this.outlet.describe()}`;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.outlet.close();
    this.file.close();
  }

  private turn(done: () => void): void {
    if (this.isClosed) {
      done();
      return;
    }
    const { file, outlet } = this;
    const nowNs = monotonicNs();
    file.play(nowNs, (bytes, at, length) => outlet.add(bytes, at, length));
    outlet.flush();
    if (file.hasEnded) {
      outlet.end();
      done();
    } else if (file.nextNs - nowNs < SPIN_NS) setImmediate(() => this.turn(done));
    else setTimeout(() => this.turn(done), 1);
  }
}

function moldOutlet(sender: MoldSender, address: MoldAddress): Outlet {
  const { publisher } = sender;
  let nowNs = monotonicNs();
  return {
    add: (bytes, at, length) => publisher.add(bytes, at, length, nowNs),
    flush() {
      nowNs = monotonicNs();
      publisher.flush(nowNs);
    },
    end: () => publisher.end(monotonicNs()),
    close: () => sender.close(),
    describe() {
      const { packets, requests, refusedRequests } = publisher;
      const answers = address.servers.length > 0 ? `, ${requests} requests (${refusedRequests} refused)` : '';
      const dropped = sender.dropped > 0 ? `, ${sender.dropped} dropped` : '';
      return `${packets} packets to ${address.lines.length} lines${answers}${dropped}`;
    },
  };
}

function soupOutlet(listener: SoupListener, address: SoupAddress, store: MessageStore): Outlet {
  return {
    add: (bytes, at, length) => store.append(bytes, at, length),
    flush: () => listener.pump(),
    end: () => listener.end(),
    close: () => listener.close(),
    describe: () => `${listener.connections.size} connections of ${address.username}`,
  };
}
