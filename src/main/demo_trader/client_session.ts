/**
 * FIX 4.4 session rules of an initiator, without socket and clock: bytes and times in, bytes and application messages out.
 *
 * It never resends orders: an order that the engine did not hear of is stale by the time it asks, so a gap is filled.
 */

import { encode, type FieldList, Framer, formatTimestamp, type Message } from './fix_text.ts';

export interface SessionSettings {
  readonly senderCompId: string;
  readonly targetCompId: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly heartbeatSeconds: number;
}

export interface SessionEvents {
  send(text: string): void;
  onLogon(): void;
  onMessage(message: Message): void;
  /** The connection has ended its use: close it. */
  onEnd(reason: string): void;
}

type SessionState = 'new' | 'logging on' | 'on' | 'logging out' | 'ended';

export class ClientSession {
  readonly #settings: SessionSettings;
  readonly #events: SessionEvents;
  readonly #framer = new Framer();
  #state: SessionState = 'new';
  #nowMs = 0;
  #nextOut = 1;
  #nextIn = 1;
  #sentMs = 0;
  #heardMs = 0;
  #testSent = false;
  #gapAsked = false;

  constructor(settings: SessionSettings, events: SessionEvents) {
    this.#settings = settings;
    this.#events = events;
  }

  get isOn(): boolean {
    return this.#state === 'on';
  }

  /** Numbers start again at 1, unless the engine has said which number it expects. */
  logon(nowMs: number, expectedNumber?: number): void {
    this.#nowMs = nowMs;
    this.#heardMs = nowMs;
    this.#state = 'logging on';
    this.#nextOut = expectedNumber ?? 1;
    const { user, password, heartbeatSeconds } = this.#settings;
    const fields: (readonly [number, string | number])[] = [
      [98, 0],
      [108, heartbeatSeconds],
    ];
    if (expectedNumber === undefined) fields.push([141, 'Y']);
    if (user !== undefined) fields.push([553, user]);
    if (password !== undefined) fields.push([554, password]);
    this.#send('A', fields);
  }

  /** False, and not sent, while the session is not on. */
  send(type: string, fields: FieldList, nowMs: number): boolean {
    this.#nowMs = nowMs;
    if (this.#state !== 'on') return false;
    this.#send(type, fields);
    return true;
  }

  logout(nowMs: number): void {
    this.#nowMs = nowMs;
    if (this.#state === 'on') {
      this.#state = 'logging out';
      this.#send('5', []);
    } else {
      this.#end('stopped');
    }
  }

  /** Call about once a second. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    if (this.#state === 'new' || this.#state === 'ended') return;
    const intervalMs = this.#settings.heartbeatSeconds * 1_000;
    const silentMs = nowMs - this.#heardMs;
    if (silentMs > 2 * intervalMs) {
      this.#end(`nothing heard for ${silentMs} ms`);
    } else if (silentMs > 1.2 * intervalMs && !this.#testSent) {
      this.#testSent = true;
      this.#send('1', [[112, `T${this.#nextOut}`]]);
    } else if (nowMs - this.#sentMs >= intervalMs) {
      this.#send('0', []);
    }
  }

  receive(chunk: string, nowMs: number): void {
    this.#nowMs = nowMs;
    this.#heardMs = nowMs;
    this.#testSent = false;
    for (const message of this.#framer.push(chunk)) {
      if (this.#state === 'ended') return;
      this.#take(message);
    }
  }

  #take(message: Message): void {
    const number = message.number(34);
    // Without a reset the engine goes on counting from an earlier run, whose reports are of no use any more.
    if (message.type === 'A' && this.#state === 'logging on') this.#nextIn = number;
    // A reset, as opposed to a gap fill, ignores its own number.
    if (message.type === '4' && message.text(123) !== 'Y') {
      this.#expect(message.number(36));
      return;
    }
    if (number < this.#nextIn) {
      if (message.text(43) !== 'Y') this.#end(`number ${number} again, expected ${this.#nextIn}`);
      return;
    }
    if (number > this.#nextIn) {
      this.#handleAhead(message);
      return;
    }
    this.#expect(number + 1);
    this.#handle(message);
  }

  /** A gap: the session messages that must not wait are handled, the rest comes again. */
  #handleAhead(message: Message): void {
    if (message.type === 'A' || message.type === '2' || message.type === '5') this.#handle(message);
    if (this.#state !== 'on' || this.#gapAsked) return;
    this.#gapAsked = true;
    this.#send('2', [
      [7, this.#nextIn],
      [16, 0],
    ]);
  }

  #expect(number: number): void {
    this.#nextIn = number;
    this.#gapAsked = false;
  }

  #handle(message: Message): void {
    switch (message.type) {
      case 'A':
        this.#state = 'on';
        this.#events.onLogon();
        break;
      case '0':
        break;
      case '1':
        this.#send('0', [[112, message.text(112)]]);
        break;
      case '2':
        this.#fillGap(message.number(7));
        break;
      case '4':
        this.#expect(message.number(36));
        break;
      case '5':
        if (this.#state !== 'logging out') this.#send('5', []);
        this.#end(message.text(58) || 'logout');
        break;
      default:
        this.#events.onMessage(message);
    }
  }

  #fillGap(from: number): void {
    const next = this.#nextOut;
    this.#nextOut = from;
    this.#send('4', [
      [43, 'Y'],
      [122, formatTimestamp(this.#nowMs)],
      [123, 'Y'],
      [36, next],
    ]);
    this.#nextOut = next;
  }

  #end(reason: string): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#events.onEnd(reason);
  }

  #send(type: string, fields: FieldList): void {
    const { senderCompId, targetCompId } = this.#settings;
    this.#sentMs = this.#nowMs;
    this.#events.send(
      encode([
        [35, type],
        [49, senderCompId],
        [56, targetCompId],
        [34, this.#nextOut++],
        [52, formatTimestamp(this.#nowMs)],
        ...fields,
      ]),
    );
  }
}
