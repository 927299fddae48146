/** An exchange that takes orders by OUCH, and the bytes of a client's connection to it, for tests. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ExchangeCore } from '../src/workers/exchange/core.ts';
import { CONTINUOUS_MODE, type VenueMode } from '../src/workers/exchange/modes/venue_mode.ts';
import { PLAIN_CONDUCT } from '../src/workers/exchange/options.ts';
import { ExchangeServer } from '../src/workers/exchange/server/exchange_server.ts';
import { OUTBOUND } from '../src/workers/protocols/ouch/layout.ts';
import { OuchMessage } from '../src/workers/protocols/ouch/ouch_message.ts';
import { PacketType } from '../src/workers/protocols/soupbin/layout.ts';
import { PacketReader } from '../src/workers/protocols/soupbin/packet_reader.ts';

/** A tick is a cent, a lot a share but with the second. */
export const OUCH_INSTRUMENTS = [
  { symbol: 'AAPL', startTicks: 0, hasFlow: false, tickPrice4: 100, lotShares: 1 },
  { symbol: 'MSFT', startTicks: 0, hasFlow: false, tickPrice4: 100, lotShares: 10 },
];
export const OUCH_LOGINS = ['ONE', 'TWO', 'THREE'].map((username) => ({ username, password: 'secret' }));

/** For what takes milliseconds: threads of a busy machine stand still for seconds. */
const WAIT_MS = 60_000;

export interface OuchExchange {
  readonly core: ExchangeCore;
  readonly server: ExchangeServer;
  readonly port: number;
}

export async function ouchExchange(
  logFolder: string | null,
  port = 0,
  epoch = 1_000,
  mode: VenueMode = CONTINUOUS_MODE,
): Promise<OuchExchange> {
  const core = new ExchangeCore(OUCH_INSTRUMENTS.length, 20_000, { mode, legCapacity: 10_000 });
  const server = new ExchangeServer(core, {
    host: '127.0.0.1',
    port: 0,
    logFolder,
    epoch,
    legCapacity: 10_000,
    storedReports: 65_536,
    heartbeatMs: 50,
    ouch: { port, logins: OUCH_LOGINS },
    instruments: OUCH_INSTRUMENTS,
    seed: 1,
    conduct: PLAIN_CONDUCT,
  });
  await server.listen();
  return { core, server, port: server.ouchPort };
}

/** A packet: its type and payload, this as hexadecimal digits and text between quotes. */
export function packet(type: string, ...parts: readonly string[]): Buffer {
  const payload = parts.map((part) =>
    part.startsWith("'") ? Buffer.from(part.slice(1, -1), 'latin1') : Buffer.from(part.replaceAll(' ', ''), 'hex'),
  );
  const bytes = Buffer.concat([Buffer.alloc(2), Buffer.from(type), ...payload]);
  bytes.writeUInt16BE(bytes.length - 2);
  return bytes;
}

export function loginPacket(username: string, password = 'secret', session = '', sequence = 1): Buffer {
  const name = `'${username.padEnd(6)}${password.padEnd(10)}`;
  return packet('L', `${name}${session.padStart(10)}${String(sequence).padStart(20)}'`);
}

/** Written in hand-made packets; what comes back is read as packets. */
export class RawClient {
  readonly packets: { readonly type: string; readonly payload: Buffer }[] = [];
  isClosed = false;
  private readonly socket: Socket;
  private readonly reader = new PacketReader((type, view, at, length) => {
    const payload = Buffer.from(new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset + at, length).slice());
    if (type !== PacketType.SERVER_HEARTBEAT) this.packets.push({ type: String.fromCharCode(type), payload });
    return true;
  });

  static async open(port: number): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes) => this.reader.take(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.isClosed = true;
    });
  }

  write(...packets: readonly Uint8Array[]): void {
    this.socket.write(Buffer.concat(packets));
  }

  /** Type and decoded sequenced messages. */
  answers(): OuchMessage[] {
    return this.packets
      .filter(({ type }) => type === 'S')
      .map(({ payload }) => {
        const message = new OuchMessage(OUTBOUND);
        const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
        if (message.decode(view, 0, payload.length) <= 0) throw new Error('an answer that is none');
        return message;
      });
  }

  async until(isSo: () => boolean): Promise<void> {
    const end = performance.now() + WAIT_MS;
    while (!isSo()) {
      if (performance.now() > end) throw new Error(`waited in vain with ${this.packets.length} packets`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Nothing more comes from here. */
  end(): void {
    this.socket.end();
  }

  destroy(): void {
    this.socket.destroy();
  }
}
