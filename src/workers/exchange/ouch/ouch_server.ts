import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { MessageStore } from '../../protocols/message_store.ts';
import { SoupServerConnection } from '../../protocols/soupbin/server.ts';
import type { ExchangeCore } from '../core.ts';
import type { ExchangeInstrument } from '../options.ts';
import type { OtherSessions } from '../server/client_sessions.ts';
import type { JournalEntry, JournalPart } from '../server/journal.ts';
import type { OrderDesk, ReportValues } from '../server/order_desk.ts';
import type { OrderRecovery } from '../server/order_recovery.ts';
import type { OuchOptions } from './options.ts';
import { OrderTerms } from './order_terms.ts';
import { OuchAccount, type OuchCounters } from './ouch_account.ts';
import { OuchRecovery } from './ouch_recovery.ts';

/** Sessions of the order desk from here on are OUCH logins. */
const FIRST_SESSION = 1 << 20;
const TIMER_MS = 50;
const DAY_MS = 86_400_000;
const MS_NS = 1e6;
/** What may wait for a slow client before messages wait in the store instead. */
const MAX_WAITING_BYTES = 1 << 20;
const NOTHING = new MessageStore(8, 1);

export interface OuchServerParts {
  readonly options: OuchOptions;
  readonly host: string;
  readonly core: ExchangeCore;
  readonly desk: OrderDesk;
  readonly instruments: readonly ExchangeInstrument[];
  readonly storedReports: number;
  readonly heartbeatMs: number;
  /** Names the SoupBinTCP session: the life of the exchange's numbers. */
  readonly epoch: number;
  /** The commands of a socket read are done. */
  readonly endTurn: () => void;
}

interface OuchConnection {
  readonly soup: SoupServerConnection;
  readonly socket: Socket;
  account: OuchAccount | null;
}

/** OUCH 5.0 over SoupBinTCP, in front of the order desk; its logins are sessions of the exchange's log like others. */
export class OuchServer implements OtherSessions {
  readonly accounts: readonly OuchAccount[];
  readonly #parts: OuchServerParts;
  readonly #byName = new Map<string, { readonly account: OuchAccount; readonly password: string }>();
  readonly #connections = new Set<OuchConnection>();
  readonly #server: Server;
  readonly #recovery: OuchRecovery;
  #firstMatchNumber = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: OuchServerParts) {
    this.#parts = parts;
    const { options, core, desk, storedReports } = parts;
    const terms = new OrderTerms(parts.instruments, core.hasMinimums);
    this.accounts = options.logins.map(({ username, password }, i) => {
      const account = new OuchAccount({
        session: FIRST_SESSION + i,
        username,
        desk,
        terms,
        storedReports,
        nowNs: () => (Date.now() % DAY_MS) * MS_NS,
        matchNumber: () => this.#firstMatchNumber + core.trades,
      });
      this.#byName.set(username.toUpperCase(), { account, password: password.toUpperCase() });
      return account;
    });
    this.#recovery = new OuchRecovery(desk.legs, terms);
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  // ---------------------------------------------------------------- sessions of the exchange's log

  owns(session: number): boolean {
    return session >= FIRST_SESSION;
  }

  report(session: number, report: ReportValues): void {
    this.accounts[session - FIRST_SESSION]?.report(report);
  }

  takeParts(parts: JournalPart[]): void {
    for (const { session, inbound, answers, lastUserRefNum } of this.accounts) {
      if (inbound.isEmpty && answers.batch.isEmpty) continue;
      parts.push({
        session,
        lastOrderNumber: lastUserRefNum,
        inbound: inbound.bytes(),
        reports: [answers.batch.bytes()],
      });
    }
  }

  publish(): void {
    const nowNs = monotonicNs();
    for (const account of this.accounts) account.publish(nowNs);
  }

  restore(entry: JournalEntry, orders: OrderRecovery): void {
    const account = this.accounts[entry.session - FIRST_SESSION];
    if (account === undefined)
      throw new Error(`exchange log has orders of OUCH login ${entry.session - FIRST_SESSION}`);
    this.#recovery.restore(account, entry, orders);
  }

  // ---------------------------------------------------------------- connections

  /** Answers with the port when clients can connect. */
  async listen(): Promise<number> {
    const { host, options } = this.#parts;
    this.#firstMatchNumber = this.#recovery.lastMatchNumber;
    for (const account of this.accounts) if (account.store.next === 1) account.startOfDay();
    this.#parts.endTurn();
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(options.port, host, resolve);
    });
    this.#timer = setInterval(() => this.#onTimer(), TIMER_MS);
    return (this.#server.address() as AddressInfo).port;
  }

  counters(): OuchCounters {
    const sum: OuchCounters = { messages: 0, ignored: 0, malformed: 0 };
    for (const { counters } of this.accounts) {
      sum.messages += counters.messages;
      sum.ignored += counters.ignored;
      sum.malformed += counters.malformed;
    }
    return sum;
  }

  /** The day is over: every client is told once it has had everything. */
  endSession(): void {
    for (const account of this.accounts) account.endOfDay();
    this.#parts.endTurn();
    for (const { soup } of this.#connections) soup.end(monotonicNs());
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const { socket } of this.#connections) socket.destroySoon();
    await closed;
  }

  #accept(socket: Socket): void {
    const { epoch, heartbeatMs } = this.#parts;
    const config = {
      session: String(epoch),
      heartbeatNs: heartbeatMs * MS_NS,
      authorize: (username: string, password: string) => this.#authorize(connection, username, password),
    };
    const transport = {
      write: (bytes: Uint8Array) => void socket.write(bytes.slice()),
      close: () => socket.destroySoon(),
      get isFull() {
        return socket.writableLength > MAX_WAITING_BYTES;
      },
    };
    const listener = {
      onLogin: () => this.#displace(connection),
      onUnsequenced: (view: DataView, at: number, length: number) => connection.account?.take(view, at, length),
      onClose: () => this.#forget(connection),
    };
    const soup = new SoupServerConnection(config, NOTHING, transport, listener, monotonicNs());
    const connection: OuchConnection = { soup, socket, account: null };
    this.#connections.add(connection);
    socket.on('data', (bytes) => {
      soup.onBytes(bytes, monotonicNs());
      this.#parts.endTurn();
    });
    socket.on('drain', () => soup.pump(monotonicNs()));
    // An error is followed by close.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => soup.onDisconnect());
  }

  #authorize(connection: OuchConnection, username: string, password: string): boolean {
    const login = this.#byName.get(username);
    if (login === undefined || login.password !== password) return false;
    connection.account = login.account;
    connection.soup.store = login.account.store;
    return true;
  }

  /** One connection a login: the newest. What an older one had sent and was not executed never will be. */
  #displace(connection: OuchConnection): void {
    for (const other of this.#connections) {
      if (other === connection || other.account !== connection.account) continue;
      this.#forget(other);
      other.soup.onDisconnect();
    }
    connection.account!.connection = connection.soup;
  }

  #forget(connection: OuchConnection): void {
    this.#connections.delete(connection);
    const { account } = connection;
    connection.account = null;
    if (account?.connection === connection.soup) account.connection = null;
  }

  #onTimer(): void {
    const nowNs = monotonicNs();
    for (const { soup } of this.#connections) soup.onTimer(nowNs);
  }
}

function monotonicNs(): number {
  return performance.now() * MS_NS;
}
