import {
  RecordHeader,
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
  VenueStatusRequest,
} from '../../../../schemas/generated/engine.ts';
import { allocateRegion } from '../../../ring/memory.ts';
import { EMPTY } from '../../../ring/spsc.ts';
import { MarkFlag, RecordType } from '../../model/record_type.ts';
import type { EntryWindow } from '../../protocols/entry_log.ts';
import { Answer } from '../../protocols/ouch/codes.ts';
import type { OutputPosition, VenueLink, VenueLinkFigures, VenueLinkPorts } from '../venue_link.ts';
import { LegState } from './legs.ts';
import { OuchEntry, type OuchLog } from './ouch_log.ts';
import { OuchLogin, type OuchLoginOptions } from './ouch_login.ts';
import { OuchOrders } from './ouch_orders.ts';
import { ReportRing } from './report_ring.ts';
import type { OuchInstrument } from './request_writer.ts';

const TIMER_MS = 5;
/**
 * One turn's records at most, so that the event loop turns and the ring is freed in time. Their requests also fit the login's
 * buffer, which must not be written before the log has them.
 */
const MAX_BATCH = 1024;
/** Requests under way unanswered; above it records stay in the ring, which tells the engine that the venue is slow. */
const MAX_UNANSWERED = 16_384;
const MOST_RECORD_BYTES = 1024;

export interface OuchSessionOptions extends VenueLinkPorts {
  readonly log: OuchLog;
  /** The pool: an order keeps to the login that it was entered by. */
  readonly logins: readonly OuchLoginOptions[];
  readonly instruments: readonly OuchInstrument[];
  /** Orders, open and remembered. */
  readonly legCapacity: number;
  /** For operators. */
  readonly notice: (text: string) => void;
}

export const OUCH_SESSION_DEFAULTS = {
  legCapacity: 2 ** 17,
  heartbeatMs: 1000,
  timeoutMs: 15_000,
  firstRetryMs: 20,
  maxRetryMs: 2000,
} as const;

export interface OuchSessionCounters {
  sent: number;
  answers: number;
  /** Answers that the venue no longer had. */
  lostAnswers: number;
  unknownRecords: number;
}

/**
 * A venue by OUCH 5.0 over SoupBinTCP: a pool of logins, each a numbered stream of answers. All that it is told is in its log
 * before it acts on it; its orders and the numbers of its reports are what the log makes of them.
 */
export class OuchSession implements VenueLink {
  readonly counters: OuchSessionCounters = { sent: 0, answers: 0, lostAnswers: 0, unknownRecords: 0 };
  readonly leftBefore: OutputPosition;
  readonly orders: OuchOrders;
  isConnected = false;
  /** By login: the answer that is expected next. */
  readonly nextAnswers: Float64Array;
  private readonly options: OuchSessionOptions;
  private readonly reports: ReportRing;
  private readonly logins: OuchLogin[] = [];
  private readonly sessions: string[];

  /** By login: it was current once since the start. Before all were, nobody knows what had left. */
  private readonly wasCurrent: Uint8Array;
  private isReplaying = true;
  private hasForgotten = false;
  /** A socket is left unread until reports have room: whoever made it, `onRoom` reads on. */
  private isUnread = false;
  private timer: NodeJS.Timeout | null = null;
  private readonly record = allocateRegion(MOST_RECORD_BYTES);
  private readonly header = new RecordHeader();
  private readonly newOrder = new VenueNewOrder();
  private readonly cancelBody = new VenueCancel();
  private readonly replaceBody = new VenueReplace();
  private readonly statusBody = new VenueStatusRequest();

  constructor(options: OuchSessionOptions) {
    const { log, logins, instruments, legCapacity } = options;
    this.options = options;
    this.leftBefore = { streamSequence: log.lastStreamSequence, outputIndex: log.lastOutputIndex };
    this.reports = new ReportRing(options, log.epoch);
    this.sessions = logins.map(() => '');
    this.nextAnswers = new Float64Array(logins.length).fill(1);
    this.wasCurrent = new Uint8Array(logins.length);
    this.orders = new OuchOrders({
      instruments,
      logins: logins.length,
      legCapacity,
      send: (login, bytes, length) => this.send(login, bytes, length),
      report: (report, legs) => this.reports.put(report, legs),
    });
    log.replay((entry) => this.replay(entry));
    if (this.reports.number < this.reports.heardNumber) {
      throw new Error(`the log has ${this.reports.number} reports, the engine had ${this.reports.heardNumber}`);
    }
    this.orders.restarted();
    log.restarted();
    this.isReplaying = false;
    this.makeLogins();
  }

  start(): void {
    this.timer = setInterval(() => this.onTimer(), TIMER_MS);
    this.onTimer();
  }

  poll(): number {
    this.onRoom();
    if (!this.takesOrders()) return 0;
    const taken = this.takeRecords();
    this.options.log.flush();
    this.options.orders.release();
    this.flush();
    return taken;
  }

  hasWork(): boolean {
    return this.takesOrders() && !this.options.orders.isEmpty();
  }

  /** Each open order is cancelled by itself, without a word from the engine: the venue's answers are news like others. */
  massCancel(): void {
    const { legs, writer } = this.orders;
    for (let leg = 1; leg <= legs.capacity; leg++) if (legs.state[leg] === LegState.OPEN) writer.cancel(leg);
    this.flush();
  }

  get isDiskLow(): boolean {
    return this.options.log.isLow;
  }

  figures(): VenueLinkFigures {
    return {
      received: this.counters.answers,
      sent: this.counters.sent,
      pool: {
        connections: this.logins.filter((login) => login.isLive).length,
        size: this.logins.length,
        utilisation: this.orders.unanswered / MAX_UNANSWERED,
        reconnects: this.logins.reduce((sum, { connects }) => sum + Math.max(0, connects - 1), 0),
      },
    };
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await Promise.all(this.logins.map((login) => login.stop()));
    this.options.log.close();
  }

  /** Ends at once, as a killed process would: what the log was not given stays away. For tests. */
  abandon(): void {
    if (this.timer !== null) clearInterval(this.timer);
    for (const login of this.logins) login.abandon();
  }

  // ---------------------------------------------------------------- from the engine

  private takesOrders(): boolean {
    if (this.reports.isFull || this.orders.unanswered >= MAX_UNANSWERED) return false;
    return this.wasCurrent.every((was) => was === 1) && !this.logins.some((login) => login.isBusy);
  }

  private takeRecords(): number {
    const ring = this.options.orders;
    let taken = 0;
    for (let at = ring.nextRun(); at !== EMPTY && taken < MAX_BATCH; at = ring.nextRun()) {
      const { runEnd, stride } = ring;
      for (; at < runEnd && taken < MAX_BATCH; at += stride, taken++) this.takeRecord(at);
      ring.takeUntil(at);
    }
    return taken;
  }

  /** By way of a copy of our own: the log takes bytes, and replay has the same record in the same place. */
  private takeRecord(at: number): void {
    const { data } = this.options.orders;
    const { length, type, flags, sequence, outputIndex } = this.header.wrap(data, at);
    if (type === RecordType.OUTPUT_MARK) {
      if (flags === MarkFlag.OUTPUTS_MISSING) this.options.onMissing();
      return;
    }
    if (!KNOWN_RECORDS.has(type) || length > MOST_RECORD_BYTES) {
      this.counters.unknownRecords++;
      return;
    }
    for (let i = 0; i < length >> 3; i++) this.record.f64[i] = data.f64[(at >> 3) + i]!;
    const login = this.loginForNext();
    this.options.log.record(login, sequence, outputIndex, this.record.u8, 0, length);
    this.counters.sent++;
    this.act(login);
  }

  /** The login with the fewest requests is not known; those that are up take turns by the numbers that they have used. */
  private loginForNext(): number {
    const { nextUserRef, isCurrent } = this.orders;
    let best = 0;
    for (let login = 1; login < isCurrent.length; login++) {
      const isBetter = isCurrent[login]! - isCurrent[best]! || nextUserRef[best]! - nextUserRef[login]!;
      if (isBetter > 0) best = login;
    }
    return best;
  }

  /** What the record in our memory asks for. */
  private act(login: number): void {
    const { record, orders } = this;
    const at = RecordHeader.BYTES;
    switch (this.header.wrap(record, 0).type) {
      case RecordType.VENUE_NEW_ORDER:
        orders.enter(this.newOrder.wrap(record, at), login);
        break;
      case RecordType.VENUE_CANCEL:
        orders.cancel(this.cancelBody.wrap(record, at));
        break;
      case RecordType.VENUE_REPLACE:
        orders.replace(this.replaceBody.wrap(record, at));
        break;
      default:
        orders.status(this.statusBody.wrap(record, at));
    }
  }

  private send(login: number, bytes: Uint8Array, length: number): void {
    // What a login that is not current cannot send yet is made anew when it is.
    if (!this.isReplaying && this.orders.isCurrent[login] === 1) this.logins[login]!.send(bytes, length);
  }

  /** What the log has may be seen and sent. */
  private flush(): void {
    this.reports.publish();
    for (const login of this.logins) login.flush();
  }

  // ---------------------------------------------------------------- from the venue

  private makeLogins(): void {
    for (const [login, options] of this.options.logins.entries()) {
      this.logins.push(
        new OuchLogin(options, this.sessions[login]!, this.nextAnswers[login]!, {
          onSession: (name) => this.onSession(login, name),
          onLive: () => this.ask(login, true),
          onAnswer: (sequence, view, at, length) => this.onAnswer(login, sequence, view, at, length),
          onLost: (count) => {
            this.counters.lostAnswers += count;
            this.options.notice(`${options.username}: the venue no longer has ${count} answers that were not heard`);
          },
          onReadEnd: () => this.onReadEnd(),
          onDown: () => this.onDown(login),
          onRefused: (why) => this.options.notice(`${options.username}: ${why}`),
        }),
      );
    }
  }

  private onSession(login: number, name: string): void {
    if (name === this.sessions[login]) return;
    this.options.log.session(login, name);
    this.enterSession(login, name);
  }

  private enterSession(login: number, name: string): void {
    if (this.sessions[login] !== '') {
      this.hasForgotten = true;
      this.orders.forgotten(login);
    }
    this.sessions[login] = name;
    this.nextAnswers[login] = 1;
  }

  /** Its answer tells what of ours has arrived; until it comes nothing else is sent. */
  private ask(login: number, isFirst: boolean): void {
    this.options.log.asked(login, isFirst);
    this.options.log.flush();
    this.orders.queries.asked(login, isFirst);
    this.orders.writer.accountQuery((bytes, length) => this.logins[login]!.send(bytes, length));
    this.logins[login]!.flush();
  }

  private onAnswer(login: number, sequence: number, view: DataView, at: number, length: number): void {
    this.counters.answers++;
    this.reports.ingressTime = this.options.clock();
    const bytes = new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
    this.options.log.answer(login, sequence, bytes, at, at + length);
    this.nextAnswers[login] = sequence + 1;
    if (this.orders.take(login, view, at, length) !== Answer.ACCOUNT_QUERY) return;
    if (this.orders.queries.isAwaiting(login)) this.ask(login, false);
    else this.wasCurrent[login] = 1;
  }

  private onReadEnd(): boolean {
    this.options.log.flush();
    this.flush();
    this.tellStatus();
    if (this.reports.isFull) this.isUnread = true;
    return !this.reports.isFull;
  }

  private onDown(login: number): void {
    if (this.orders.isCurrent[login] === 1) {
      this.options.log.disconnected(login);
      this.orders.disconnected(login);
    }
    this.tellStatus();
  }

  /** Up once every login has said where it stands, and for as long as one of them does. */
  private tellStatus(): void {
    const isUp = this.wasCurrent.every((was) => was === 1) && this.orders.isCurrent.some((is) => is === 1);
    if (isUp === this.isConnected && !(isUp && this.hasForgotten)) return;
    this.isConnected = isUp;
    this.options.onStatus(isUp, isUp && this.hasForgotten);
    if (isUp) this.hasForgotten = false;
  }

  /** What waits for room takes it; once nothing does, the sockets are read on. Another login's read may have made that so. */
  private onRoom(): void {
    if (this.reports.isFull) this.reports.publish();
    if (!this.isUnread || this.reports.isFull) return;
    this.isUnread = false;
    for (const login of this.logins) login.resume();
  }

  private onTimer(): void {
    this.onRoom();
    for (const login of this.logins) login.onTimer();
  }

  // ---------------------------------------------------------------- after a restart

  private replay(entry: EntryWindow): void {
    const login = entry.epoch;
    const { u8, start, end } = entry;
    switch (entry.kind) {
      case OuchEntry.RECORD:
        this.record.u8.set(u8.subarray(start, end));
        this.act(login);
        break;
      case OuchEntry.ANSWER:
        this.orders.take(login, new DataView(u8.buffer), start, end - start);
        this.nextAnswers[login] = entry.number + 1;
        break;
      case OuchEntry.SESSION:
        this.enterSession(login, Buffer.from(u8.subarray(start, end)).toString('latin1'));
        break;
      case OuchEntry.DISCONNECTED:
        this.orders.disconnected(login);
        break;
      case OuchEntry.ASKED:
        this.orders.queries.asked(login, entry.number === 1);
        break;
      default:
        this.orders.restarted();
    }
  }
}

const KNOWN_RECORDS: ReadonlySet<number> = new Set([
  RecordType.VENUE_NEW_ORDER,
  RecordType.VENUE_CANCEL,
  RecordType.VENUE_REPLACE,
  RecordType.VENUE_STATUS_REQUEST,
]);
