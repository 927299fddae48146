/** The demo trader: one FIX client on one connection, sending at a steady rate, logging on again when it is dropped. */

import { connect, type Socket } from 'node:net';
import { ClientSession, type SessionSettings } from './client_session.ts';
import { type DemoInstrument, OrderMessages } from './fix_orders.ts';
import { FixTextError, type Message } from './fix_text.ts';
import { Trader, type TraderCounts } from './trader.ts';

export interface DemoSettings {
  readonly host: string;
  readonly port: number;
  readonly session: SessionSettings;
  readonly account: string;
  readonly instruments: readonly DemoInstrument[];
  readonly ordersPerSecond: number;
  readonly seed: number;
  /** More lots than the account's limit lets pass. */
  readonly oversizeLots: number;
  /** Makes ClOrdIDs of this run differ from those of an earlier one on the same day. */
  readonly idPrefix: string;
}

export interface DemoCounts extends TraderCounts {
  loggedOn: boolean;
  logons: number;
  /** Session-level rejects: the engine found a message of ours malformed, which is a bug of one of the two. */
  sessionRejects: number;
  lastEnd: string;
}

const PACE_MS = 10;
const TICK_MS = 1_000;
const RECONNECT_MS = 1_000;
/** After a stall the rate goes on, it does not catch up: a burst would trip the account's rate limit. */
const MOST_DUE = 20;
const LOGOUT_LIMIT_MS = 2_000;

export class DemoTrader {
  readonly #settings: DemoSettings;
  readonly #orders: OrderMessages;
  readonly #trader: Trader;
  readonly #replacements = new Map<string, { quantity: number; priceTicks: number }>();
  readonly #counts = { loggedOn: false, logons: 0, sessionRejects: 0, lastEnd: '' };
  #socket: Socket | undefined;
  #session: ClientSession | undefined;
  #timers: NodeJS.Timeout[] = [];
  #reconnect: NodeJS.Timeout | undefined;
  #expectedNumber: number | undefined;
  #due = 0;
  #pacedMs = 0;
  #stopped: (() => void) | undefined;
  #stopping = false;

  constructor(settings: DemoSettings) {
    this.#settings = settings;
    this.#orders = new OrderMessages(settings.instruments, settings.account);
    this.#trader = new Trader(settings.instruments, settings.oversizeLots, settings.seed, settings.idPrefix);
  }

  counts(): DemoCounts {
    return { ...this.#trader.counts, ...this.#counts };
  }

  start(): void {
    this.#pacedMs = Date.now();
    this.#timers = [
      setInterval(() => this.#pace(Date.now()), PACE_MS),
      setInterval(() => this.#session?.tick(Date.now()), TICK_MS),
    ];
    this.#connect();
  }

  /** Logs out and closes. */
  stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#reconnect);
    if (this.#socket === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const limit = setTimeout(() => this.#socket?.destroy(), LOGOUT_LIMIT_MS);
      this.#stopped = () => {
        clearTimeout(limit);
        resolve();
      };
      this.#session?.logout(Date.now());
    });
  }

  #connect(): void {
    const { host, port, session } = this.#settings;
    const socket = connect({ host, port, noDelay: true });
    socket.setEncoding('latin1');
    this.#socket = socket;
    this.#session = new ClientSession(session, {
      send: (text) => socket.write(text, 'latin1'),
      onLogon: () => this.#onLogon(),
      onMessage: (message) => this.#onMessage(message),
      onEnd: (reason) => this.#onEnd(reason, socket),
    });
    socket.on('connect', () => this.#session!.logon(Date.now(), this.#expectedNumber));
    socket.on('data', (chunk) => this.#onData(String(chunk), socket));
    socket.on('error', (error) => {
      this.#counts.lastEnd = error.message;
    });
    socket.on('close', () => this.#onClose());
  }

  #onLogon(): void {
    this.#counts.loggedOn = true;
    this.#counts.logons++;
    this.#expectedNumber = undefined;
    this.#trader.forgetOrders();
    this.#replacements.clear();
    const { type, fields } = this.#orders.cancelAll(`${this.#settings.idPrefix}C${this.#counts.logons}`, Date.now());
    this.#session!.send(type, fields, Date.now());
  }

  #onData(chunk: string, socket: Socket): void {
    try {
      this.#session!.receive(chunk, Date.now());
    } catch (error) {
      if (!(error instanceof FixTextError)) throw error;
      this.#onEnd(error.message, socket);
    }
  }

  /** An engine that has kept our numbers says which one it expects. */
  #onEnd(reason: string, socket: Socket): void {
    this.#counts.lastEnd = reason;
    const expected = /expect(?:ing|ed)\D*(\d+)/i.exec(reason);
    if (expected !== null && !this.#counts.loggedOn) this.#expectedNumber = Number(expected[1]);
    socket.end();
  }

  #onClose(): void {
    this.#counts.loggedOn = false;
    this.#socket = undefined;
    this.#session = undefined;
    if (this.#stopping) this.#stopped?.();
    else this.#reconnect = setTimeout(() => this.#connect(), RECONNECT_MS);
  }

  #pace(nowMs: number): void {
    const due = this.#due + ((nowMs - this.#pacedMs) * this.#settings.ordersPerSecond) / 1_000;
    const most = Math.max(MOST_DUE, (this.#settings.ordersPerSecond * PACE_MS * 2) / 1_000);
    this.#pacedMs = nowMs;
    this.#due = Math.min(due, most);
    if (!this.#session?.isOn || this.#socket?.writableNeedDrain) return;
    this.#socket!.cork();
    for (; this.#due >= 1; this.#due--) this.#act(nowMs);
    this.#socket!.uncork();
  }

  #act(nowMs: number): void {
    const action = this.#trader.next();
    if (action === undefined) return;
    if (action.kind === 'replace') {
      this.#replacements.set(action.clOrdId, { quantity: action.quantity, priceTicks: action.priceTicks });
    }
    const { type, fields } = this.#orders.request(action, nowMs);
    this.#session!.send(type, fields, nowMs);
  }

  #onMessage(message: Message): void {
    if (message.type === '3') this.#counts.sessionRejects++;
    const report = this.#orders.report(message);
    if (report === undefined) return;
    this.#trader.onReport(report, this.#replacements.get(report.clOrdId));
    if (report.kind === 'replaced' || report.kind === 'refused') this.#replacements.delete(report.clOrdId);
  }
}
