/**
 * Our end of a session with a FIX venue, from the engine's rings to bytes and back. It owns no socket, timer or clock:
 * `FixVenueLink` gives it those, and tests give it their own.
 */
import type { FixInstrument } from '../../protocols/fix/directory.ts';
import type { OutboundLog } from '../../protocols/fix/outbound_log.ts';
import { FixSession } from '../../protocols/fix/session.ts';
import type { FixTransport } from '../../protocols/fix/session_config.ts';
import { SessionState } from '../../protocols/fix/session_state.ts';
import { sessionConfigOf, type VenueDialect } from '../../protocols/fix/venue_dialect.ts';
import { makeVenueOrders } from '../../protocols/fix/venue_orders.ts';
import type { OutputPosition, VenueLinkPorts } from '../venue_link.ts';
import { Answers } from './answers.ts';
import { type LegBook, NOT_KNOWN } from './leg_book.ts';
import { LegNotes } from './leg_log.ts';
import { heardMessage, MOST_RECORDS_A_MESSAGE, ReportRecords } from './report_records.ts';
import { Requests } from './requests.ts';

/** Handed to the session at once, when the ring of reports has room for all that so many bytes can say. */
const SLICE_BYTES = 4 * 1024;
/** No application message of FIX is shorter. */
const LEAST_MESSAGE_BYTES = 80;
const NS_PER_MS = 1e6;

/** A log that may be on a disk, which may be full. */
export interface LinkLog extends OutboundLog {
  readonly isLow?: boolean;
  readonly isNewFile?: boolean;
  close?(): void;
}

export interface VenueEndOptions {
  readonly ports: VenueLinkPorts;
  readonly dialect: VenueDialect;
  readonly instruments: readonly FixInstrument[];
  readonly log: LinkLog;
  /** What the log told of when it was opened: see `LegRecovery`. */
  readonly legs: LegBook;
  /** Wall time in ms, which never steps back. */
  readonly wallMs: () => number;
  readonly notice: (text: string) => void;
}

export class VenueEnd {
  readonly leftBefore: OutputPosition;
  readonly session: FixSession;
  readonly requests: Requests;
  readonly answers: Answers;
  readonly records: ReportRecords;
  /** Orders can be sent. */
  isUp = false;
  private readonly options: VenueEndOptions;
  private readonly startMs: number;
  /** Bytes that wait for room in the ring of reports: the caller's buffer, from `heldFrom` to `heldEnd`. */
  private held: Uint8Array = new Uint8Array(0);
  private heldFrom = 0;
  private heldEnd = 0;
  /** Incarnation of the numbers when the venue was last there. */
  private epoch: number;

  constructor(options: VenueEndOptions) {
    const { ports, dialect, log, legs, notice } = options;
    this.options = options;
    this.startMs = options.wallMs();
    this.leftBefore = { streamSequence: log.lastStreamSequence, outputIndex: log.lastOutputIndex };
    this.epoch = log.epoch;
    this.records = new ReportRecords(ports);
    const { hasOrderStatus, hasMassCancel } = dialect;
    const parts = { ports, legs, orders: makeVenueOrders(dialect, options.instruments), records: this.records };
    learnFills(legs, ports);
    this.requests = new Requests({ ...parts, hasOrderStatus, hasMassCancel });
    const notes = new LegNotes(log, legs);
    this.answers = new Answers({
      ...parts,
      requests: this.requests,
      notes,
      notesFills: dialect.resetOnLogon,
      firstNumber: log.nextOutbound,
      staleOrderMs: dialect.staleOrderMs,
      nowMs: options.wallMs,
      notice,
    });
    this.session = new FixSession({
      config: sessionConfigOf(dialect),
      log,
      application: this.answers,
      inbound: heardMessage(ports.heard),
      baseTimeMs: this.startMs,
      listener: { onClosed: (reason) => notice(`session ended: ${reason}`) },
    });
    this.requests.session = this.session;
    if (log.isNewFile === true) notes.carryOver();
  }

  /** What waits for room. */
  get isHolding(): boolean {
    return this.heldFrom < this.heldEnd;
  }

  onConnect(transport: FixTransport): void {
    this.heldFrom = this.heldEnd;
    this.session.onConnect(transport, this.nowNs());
  }

  onDisconnect(): void {
    this.heldFrom = this.heldEnd;
    this.session.onDisconnect(this.nowNs());
    this.lookAtState();
  }

  /** Takes what there is room for; false: the rest waits in `bytes`, for `drain`. */
  onBytes(bytes: Uint8Array, length: number): boolean {
    this.held = bytes;
    this.heldFrom = 0;
    this.heldEnd = length;
    return this.drain();
  }

  drain(): boolean {
    while (this.isHolding && this.session.isConnected) {
      const end = Math.min(this.heldEnd, this.heldFrom + SLICE_BYTES);
      const mostMessages = (end - this.heldFrom + this.session.pendingBytes) / LEAST_MESSAGE_BYTES + 1;
      if (!this.records.hasRoom(mostMessages * MOST_RECORDS_A_MESSAGE)) return false;
      const isWhole = this.heldFrom === 0 && end === this.held.length;
      this.session.onBytes(isWhole ? this.held : this.held.subarray(this.heldFrom, end), this.nowNs());
      this.heldFrom = end;
      this.lookAtState();
      if (!this.isUp) continue;
      this.answers.askDoubts();
      this.session.flush();
    }
    this.heldFrom = this.heldEnd;
    return true;
  }

  onTimer(): void {
    this.session.onTimer(this.nowNs());
    this.lookAtState();
  }

  hasWork(): boolean {
    return !this.options.ports.orders.isEmpty() && this.records.hasRoom(1);
  }

  /** Sends what the engine has; answers with the records taken. */
  poll(): number {
    if (!this.hasWork()) return 0;
    this.session.setTime(this.nowNs());
    this.records.setTime();
    const taken = this.requests.takeRecords();
    this.session.flush();
    this.records.publish();
    return taken;
  }

  massCancel(): void {
    if (!this.isUp) return;
    this.session.setTime(this.nowNs());
    this.requests.massCancel();
    this.session.flush();
  }

  logout(): void {
    this.session.logout('', this.nowNs());
    this.lookAtState();
  }

  private lookAtState(): void {
    const isActive = this.session.state === SessionState.ACTIVE;
    if (isActive === this.isUp) return;
    const { ports, log } = this.options;
    this.isUp = isActive;
    if (!isActive) {
      ports.onStatus(false, false);
      return;
    }
    this.requests.sendWanted();
    // Numbers that began anew leave nothing to ask for again: whatever is open is asked about.
    const hasForgotten = log.epoch !== this.epoch;
    this.epoch = log.epoch;
    ports.onStatus(true, hasForgotten);
  }

  private nowNs(): number {
    return Math.round((this.options.wallMs() - this.startMs) * NS_PER_MS);
  }
}

/** The engine knows what it was told of fills before this start; what they cost, nobody does. */
function learnFills(legs: LegBook, ports: VenueLinkPorts): void {
  for (let leg = 0; leg < legs.end; leg++) {
    if (legs.legRef[leg] === 0 || legs.cum[leg] !== NOT_KNOWN) continue;
    const cumulative = ports.cumulativeOf(legs.legRef[leg]!);
    if (cumulative < 0) continue;
    legs.cum[leg] = cumulative;
    legs.value[leg] = cumulative === 0 ? 0 : NOT_KNOWN;
  }
}
