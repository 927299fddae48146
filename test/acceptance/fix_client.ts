/**
 * A FIX client as strict as an exchange's test desk: it keeps every message that it was told by number, goes on with its
 * own numbers after a broken connection, asks for gaps, answers resend requests, and complains when a number comes again
 * with other content. What it finds wrong is collected in `faults`.
 */

import { connect, type Socket } from 'node:net';
import { encode, type FieldList, Framer, formatTimestamp, type Message } from '../../src/main/demo_trader/fix_text.ts';
import { until } from './daemon.ts';

/** Session level: heartbeats, test and resend requests, gap fills, logout, logon. */
const SESSION_TYPES = new Set(['0', '1', '2', '4', '5', 'A']);
/** What a resend of the same message may say otherwise: header and trailer. */
const MAY_DIFFER = new Set([9, 10, 43, 52, 97, 122]);

export interface Sent {
  readonly type: string;
  readonly fields: FieldList;
  readonly timeMs: number;
}

export class FixClient {
  readonly name: string;
  /** By number: application messages as told first, and their content for comparison. */
  readonly told = new Map<number, { readonly message: Message; readonly content: string }>();
  readonly sent = new Map<number, Sent>();
  readonly faults: string[] = [];
  /** Called once a message, in the order of their numbers. */
  onTold: (message: Message) => void = () => undefined;
  heartbeatSeconds = 30;
  nextOut = 1;
  nextIn = 1;
  isOn = false;
  /** Text of the Logout that ended the last connection. */
  logoutText = '';
  resendsAnswered = 0;
  duplicates = 0;
  #socket: Socket | undefined;
  #framer = new Framer();
  #gapAskedFrom = 0;
  #isLoggingOut = false;

  constructor(name: string) {
    this.name = name;
  }

  /** Logs on; resolves when it is on and has everything that was sent before. */
  async connect(port: number): Promise<void> {
    await this.open(port);
    await until(`${this.name} is logged on`, () => this.isOn || this.#socket === undefined);
    if (!this.isOn) throw new Error(`${this.name} was not let on: ${this.logoutText || 'connection closed'}`);
  }

  async open(port: number): Promise<void> {
    this.#framer = new Framer();
    this.#gapAskedFrom = 0;
    this.#isLoggingOut = false;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => this.#receive(socket, chunk as unknown as string));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.isOn = false;
    });
    this.#sendNew('A', [
      [98, 0],
      [108, this.heartbeatSeconds],
    ]);
  }

  get isConnected(): boolean {
    return this.#socket !== undefined;
  }

  /** An application message; answers with its number. */
  send(type: string, fields: FieldList): number {
    return this.#sendNew(type, fields);
  }

  /** Stops reading: what the engine sends piles up. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  async logout(): Promise<void> {
    this.#isLoggingOut = true;
    this.#sendNew('5', []);
    await until(`${this.name} is logged out`, () => this.#socket === undefined);
  }

  /** Away without a word. */
  drop(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
    this.isOn = false;
  }

  /** A message that any number goes round with: everything sent before it has been read when its answer is here. */
  async roundTrip(): Promise<void> {
    const id = `round-${this.nextOut}`;
    this.#awaitedTest = id;
    this.#sendNew('1', [[112, id]]);
    await until(`${this.name} has the answer to its TestRequest`, () => this.#awaitedTest === '');
  }

  #awaitedTest = '';

  #receive(socket: Socket, chunk: string): void {
    if (socket !== this.#socket) return;
    for (const message of this.#framer.push(chunk)) this.#take(message, rawOf(message));
  }

  #take(message: Message, content: string): void {
    const number = message.number(34);
    const isDuplicate = message.text(43) === 'Y';
    if (message.type === '4' && message.text(123) !== 'Y') {
      this.faults.push(`${this.name}: SequenceReset without gap fill to ${message.text(36)}`);
      return;
    }
    if (number > this.nextIn) {
      if (message.type === 'A') this.isOn = true;
      if (message.type === '5') this.logoutText = message.text(58);
      if (message.type === '2') this.#resend(message);
      this.#askFrom(this.nextIn);
      return;
    }
    if (number < this.nextIn) {
      this.#compare(number, message, content, isDuplicate);
      return;
    }
    this.nextIn = message.type === '4' ? message.number(36) : number + 1;
    this.#act(message, content, number);
  }

  #act(message: Message, content: string, number: number): void {
    switch (message.type) {
      case 'A':
        this.isOn = true;
        return;
      case '0':
        if (message.text(112) === this.#awaitedTest) this.#awaitedTest = '';
        return;
      case '1':
        this.#sendNew('0', [[112, message.text(112)]]);
        return;
      case '2':
        this.#resend(message);
        return;
      case '4':
        return;
      case '5':
        this.logoutText = message.text(58);
        if (!this.#isLoggingOut) this.#sendNew('5', []);
        this.#socket?.end();
        return;
      default:
        this.told.set(number, { message, content });
        this.onTold(message);
    }
  }

  /** A number that we have had: it must say that it is a duplicate, and say the same again. */
  #compare(number: number, message: Message, content: string, isDuplicate: boolean): void {
    this.duplicates++;
    if (!isDuplicate) {
      this.faults.push(`${this.name}: number ${number} again, expected ${this.nextIn}: ${content}`);
      return;
    }
    const before = this.told.get(number);
    if (message.type === '4') {
      if (before !== undefined) this.faults.push(`${this.name}: ${number} is a gap now, was ${before.content}`);
    } else if (before?.content !== content && !SESSION_TYPES.has(message.type)) {
      this.faults.push(`${this.name}: ${number} is ${content}, was ${before?.content ?? 'no application message'}`);
    }
  }

  #askFrom(number: number): void {
    if (this.#gapAskedFrom === number) return;
    this.#gapAskedFrom = number;
    this.#sendNew('2', [
      [7, number],
      [16, 0],
    ]);
  }

  #resend(request: Message): void {
    this.resendsAnswered++;
    const from = request.number(7);
    const to = request.number(16) === 0 ? this.nextOut - 1 : request.number(16);
    let gapFrom = 0;
    for (let number = from; number <= to; number++) {
      const sent = this.sent.get(number)!;
      if (SESSION_TYPES.has(sent.type)) {
        if (gapFrom === 0) gapFrom = number;
        continue;
      }
      if (gapFrom !== 0) this.#fillGap(gapFrom, number);
      gapFrom = 0;
      const again: FieldList = [[43, 'Y'], [122, formatTimestamp(sent.timeMs)], ...sent.fields];
      this.#write(number, sent.type, again);
    }
    if (gapFrom !== 0) this.#fillGap(gapFrom, to + 1);
  }

  #fillGap(number: number, next: number): void {
    this.#write(number, '4', [
      [43, 'Y'],
      [122, formatTimestamp(Date.now())],
      [123, 'Y'],
      [36, next],
    ]);
  }

  #sendNew(type: string, fields: FieldList): number {
    const number = this.nextOut++;
    this.sent.set(number, { type, fields, timeMs: Date.now() });
    this.#write(number, type, fields);
    return number;
  }

  #write(number: number, type: string, fields: FieldList): void {
    const header: FieldList = [
      [35, type],
      [49, this.name],
      [56, 'SLUICE'],
      [34, number],
      [52, formatTimestamp(Date.now())],
    ];
    this.#socket?.write(encode([...header, ...fields]), 'latin1');
  }
}

/** Every field but those that a resend changes. */
function rawOf(message: Message): string {
  return [...message.fields()]
    .filter(([tag]) => !MAY_DIFFER.has(tag))
    .map(([tag, value]) => `${tag}=${value}`)
    .join('|');
}
