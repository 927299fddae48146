import { AheadBuffer, Put } from './ahead_buffer.ts';
import { Gaps } from './gaps.ts';
import { BLOCK_LENGTH_BYTES, HEADER_BYTES, SessionId } from './layout.ts';
import { DownstreamPacket, writeRequest } from './packet.ts';
import { type FeedSink, FeedState, type ReceiverConfig, type SendRequest } from './receiver_config.ts';
import { RequestPace } from './request_pace.ts';

/** What a receiver has seen, for whoever shows it. */
export class ReceiverCounters {
  packets = 0;
  messages = 0;
  heartbeats = 0;
  /** Packets whose messages had all been delivered before: the slower line's, late ones, repeated ones. */
  duplicates = 0;
  /** Cut, not in blocks, or with a sequence that is out of all proportion. */
  malformed = 0;
  /** Packets of a session that is not followed. */
  otherSession = 0;
  gaps = 0;
  /** Messages that were missing and came. */
  recovered = 0;
  lost = 0;
  requests = 0;
  /** Packets ahead of a gap that were not kept. */
  notKept = 0;
  sessions = 0;
}

/**
 * The receiving side of MoldUDP64: packets of any number of lines in, each message once and in order out. It knows no socket
 * and no clock: time is set before packets and at each `poll`, requests leave by a function. README.md has its rules.
 */
export class MoldReceiver {
  readonly counters = new ReceiverCounters();
  /** By line, the last is that of answers: packets that brought something new. */
  readonly firstByLine: Float64Array;
  /** The sequence that is delivered next. */
  next = 0;
  state: number = FeedState.WAITING;
  private readonly config: ReceiverConfig;
  private readonly sink: FeedSink;
  private readonly send: SendRequest;
  private readonly packet = new DownstreamPacket();
  private readonly session: SessionId;
  private readonly ahead: AheadBuffer;
  private readonly gaps = new Gaps();
  private readonly pace: RequestPace;
  private readonly request = new Uint8Array(HEADER_BYTES);
  private readonly requestView = new DataView(this.request.buffer);
  private readonly lastHeardNs: Float64Array;
  /** One past the highest sequence known to have been sent. */
  private highEnd = 0;
  private suspectSequence = Infinity;
  /** Where the session ends, once that was told. */
  private endSequence = Infinity;
  private nowNs = 0;
  private lastMessageNs = 0;

  constructor(config: ReceiverConfig, sink: FeedSink, send: SendRequest) {
    this.config = config;
    this.sink = sink;
    this.send = send;
    this.session = config.session === undefined ? new SessionId() : SessionId.of(config.session);
    this.ahead = new AheadBuffer(config.aheadPackets, config.aheadPacketBytes);
    this.pace = new RequestPace(config.requestsPerSecond);
    this.firstByLine = new Float64Array(config.lines + 1);
    this.lastHeardNs = new Float64Array(config.lines + 1).fill(-Infinity);
  }

  /** Every message that is known of has been delivered, and the feed is heard. */
  get isWhole(): boolean {
    return this.state === FeedState.LIVE || this.state === FeedState.QUIET || this.state === FeedState.ENDED;
  }

  get sessionText(): string {
    return this.session.text();
  }

  /** How many messages are missing or wait behind those that are. */
  get behind(): number {
    return this.highEnd - this.next;
  }

  /** Before packets that have just been read. */
  setTime(nowNs: number): void {
    this.nowNs = nowNs;
  }

  isSilent(line: number): boolean {
    return this.nowNs - this.lastHeardNs[line]! >= this.config.silenceNs;
  }

  onPacket(view: DataView, at: number, length: number, line: number): void {
    const { packet, counters } = this;
    counters.packets++;
    if (!packet.decode(view, at, length)) {
      counters.malformed++;
      return;
    }
    if (!this.follows(view, at)) return;
    this.lastHeardNs[line] = this.nowNs;
    if (packet.count === 0) {
      this.onHeartbeat();
      return;
    }
    const first = packet.sequence;
    const end = first + packet.count;
    if (end <= this.next) {
      counters.duplicates++;
      return;
    }
    if (first > this.next) {
      this.onAhead(view, first, end, line);
      return;
    }
    this.firstByLine[line]! += 1;
    this.onExpected(view, first, end);
  }

  /** Requests that are due, gaps to give up, silence: a few hundred times a second, and after each burst of packets. */
  poll(nowNs: number): void {
    this.nowNs = nowNs;
    this.askForGaps();
    this.judge();
  }

  // ---------------------------------------------------------------- in order

  private onExpected(view: DataView, first: number, end: number): void {
    const wasWhole = this.next === this.highEnd;
    const { blocksAt, blocksBytes } = this.packet;
    this.deliver(view, blocksAt, blocksAt + blocksBytes, first, end);
    if (wasWhole) {
      this.highEnd = end;
      if (this.state !== FeedState.LIVE) this.judge();
      return;
    }
    this.counters.recovered += this.gaps.cover(first, end, this.nowNs);
    this.highEnd = Math.max(this.highEnd, end);
    this.deliverAhead();
    this.judge();
  }

  private deliver(view: DataView, blocksAt: number, blocksEnd: number, first: number, end: number): void {
    let from = blocksAt;
    for (let skip = this.next - first; skip > 0; skip--) from += BLOCK_LENGTH_BYTES + view.getUint16(from);
    const count = end - this.next;
    this.sink.onMessages(view, from, blocksEnd, count);
    this.next = end;
    this.counters.messages += count;
    this.lastMessageNs = this.nowNs;
  }

  private deliverAhead(): void {
    const { ahead, gaps } = this;
    while (ahead.first <= this.next) {
      const { first, firstEnd, firstAt } = ahead;
      if (firstEnd > this.next) this.deliver(ahead.view, firstAt, firstAt + ahead.firstBytes, first, firstEnd);
      ahead.dropFirst();
    }
    // What was kept lies inside a gap where there was no room to split it.
    while (gaps.count > 0 && gaps.from(0) < this.next) gaps.cover(gaps.from(0), this.next, this.nowNs);
  }

  // ---------------------------------------------------------------- gaps

  private onAhead(view: DataView, first: number, end: number, line: number): void {
    const { packet, counters } = this;
    if (this.isUnlikely(first)) return;
    const put = this.ahead.put(first, packet.count, view, packet.blocksAt, packet.blocksBytes);
    // What is refused is as if it had not come: a later packet or heartbeat shows that it is missing.
    if (put === Put.REFUSED) {
      counters.notKept++;
      this.gaps.forgive(first);
    }
    if (put === Put.KNOWN) counters.duplicates++;
    if (put !== Put.KEPT) return;
    this.firstByLine[line]! += 1;
    if (first > this.highEnd) this.addGap(first);
    counters.recovered += this.gaps.cover(first, end, this.nowNs);
    this.highEnd = Math.max(this.highEnd, end);
    if (this.state !== FeedState.STALE) this.judge();
  }

  private addGap(end: number): void {
    this.counters.gaps++;
    const { patienceNs, maxRequestMessages } = this.config;
    this.gaps.add(this.highEnd, end, this.nowNs + patienceNs, maxRequestMessages);
    this.highEnd = end;
  }

  private askForGaps(): void {
    const { gaps, config, nowNs } = this;
    for (let gap = 0; gap < gaps.count; gap++) {
      if (gaps.dueNs(gap) > nowNs) continue;
      // Answers to all but the first would have to be kept.
      if (gap > 0 && this.ahead.isFull) return;
      if (config.servers === 0 || gaps.attemptsOf(gap) >= config.maxAttempts) {
        // Those behind it wait: what is given up is told in order.
        if (gap > 0) continue;
        this.giveUpFirst();
        gap = -1;
        continue;
      }
      if (!this.pace.take(nowNs)) return;
      this.ask(gap);
    }
  }

  private ask(gap: number): void {
    const { gaps, config } = this;
    const from = gaps.from(gap);
    const count = Math.min(gaps.end(gap) - from, config.maxRequestMessages);
    writeRequest(this.requestView, 0, this.session, from, count);
    const server = gaps.attemptsOf(gap) % config.servers;
    gaps.asked(gap, this.nowNs + config.requestTimeoutNs);
    this.counters.requests++;
    this.send(server, this.request);
  }

  private giveUpFirst(): void {
    const { gaps } = this;
    const from = gaps.from(0);
    const end = Math.min(gaps.end(0), this.ahead.first);
    if (end === gaps.end(0)) gaps.removeFirst();
    else gaps.startAgain(end, this.nowNs);
    this.lose(from, end);
    this.next = end;
    this.deliverAhead();
  }

  private lose(from: number, end: number): void {
    this.counters.lost += end - from;
    this.sink.onLost(from, end - from);
  }

  // ---------------------------------------------------------------- session, heartbeats, silence

  private onHeartbeat(): void {
    const { packet } = this;
    this.counters.heartbeats++;
    const { sequence } = packet;
    if (this.isUnlikely(sequence)) return;
    if (packet.isEndOfSession && sequence >= this.highEnd) this.endSequence = sequence;
    if (sequence > this.highEnd) this.addGap(sequence);
    this.judge();
  }

  /** Whether a sequence lies so far ahead that it is believed only when a second packet confirms it. */
  private isUnlikely(sequence: number): boolean {
    if (sequence - this.highEnd <= this.config.maxJumpMessages) return false;
    const fromSuspect = sequence - this.suspectSequence;
    this.suspectSequence = sequence;
    if (fromSuspect >= 0 && fromSuspect <= this.config.maxJumpMessages) return false;
    this.counters.malformed++;
    return true;
  }

  /** Whether the packet is of the session that is followed, which the first packet of a new one may begin. */
  private follows(view: DataView, at: number): boolean {
    if (this.state !== FeedState.WAITING && this.session.isAt(view, at)) return true;
    if (!this.mayBegin(view, at)) {
      this.counters.otherSession++;
      return false;
    }
    this.begin(view, at);
    return true;
  }

  private mayBegin(view: DataView, at: number): boolean {
    if (this.config.session !== undefined) return this.session.isAt(view, at);
    if (this.state === FeedState.WAITING || this.state === FeedState.ENDED) return true;
    return this.areAllSilent();
  }

  private begin(view: DataView, at: number): void {
    const isFirst = this.counters.sessions === 0;
    if (this.next < this.highEnd) this.lose(this.next, this.highEnd);
    this.session.read(view, at);
    this.gaps.clear();
    this.ahead.clear();
    this.endSequence = Infinity;
    this.next = isFirst ? (this.config.firstSequence ?? this.packet.sequence) : 1;
    this.highEnd = this.next;
    this.suspectSequence = Infinity;
    this.lastMessageNs = this.nowNs;
    this.counters.sessions++;
    this.lastHeardNs.fill(this.nowNs);
    this.sink.onSession(this.session.text());
    if (this.packet.sequence > this.next) this.addGap(this.packet.sequence);
    this.judge();
  }

  private areAllSilent(): boolean {
    for (let line = 0; line < this.lastHeardNs.length; line++) if (!this.isSilent(line)) return false;
    return true;
  }

  private judge(): void {
    if (this.counters.sessions === 0) return;
    if (this.next < this.highEnd) this.enter(FeedState.STALE);
    else if (this.next >= this.endSequence) this.enter(FeedState.ENDED);
    else if (this.areAllSilent()) this.enter(FeedState.SILENT);
    else if (this.nowNs - this.lastMessageNs >= this.config.quietNs) this.enter(FeedState.QUIET);
    else this.enter(FeedState.LIVE);
  }

  private enter(state: number): void {
    if (state === this.state) return;
    this.state = state;
    this.sink.onState(state);
  }
}
