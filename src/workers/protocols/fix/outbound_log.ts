/**
 * What a session has sent, before the socket has it: resends read it, and after a restart it tells which number comes next
 * and which outputs of the engine had left.
 */

/** What recovery needs of a log. */
export interface OutboundPosition {
  /** Number of the next message. */
  readonly nextOutbound: number;
  /** The highest inbound number that a message answered (a refusal is an answer): the engine never saw that one. */
  readonly answeredInbound: number;
  /** Incarnation of the numbering: rises when both sides start again at 1. */
  readonly epoch: number;
  /** The engine's output that was sent last; -1: none. */
  readonly lastStreamSequence: number;
  readonly lastOutputIndex: number;
}

export type MessageVisitor = (outboundNumber: number, bytes: Uint8Array, start: number, end: number) => void;

export interface OutboundLog extends OutboundPosition {
  /**
   * Keeps the message `bytes[start, end)`, whose number must be `nextOutbound`. `streamSequence` -1: not an output of the
   * engine. `answeredInbound` 0: answers none.
   */
  append(
    outboundNumber: number,
    streamSequence: number,
    outputIndex: number,
    answeredInbound: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void;
  /** Keeps bytes that are no message, for whoever reads the log at the next start: see `onRecovered` of the file. */
  note(bytes: Uint8Array): void;
  /** Called before each write to the socket: what was appended is then safe from the process's end. */
  flush(): void;
  /** Messages from one number to another, both included, in order; those no longer kept are left out. */
  read(from: number, to: number, visit: MessageVisitor): void;
  /** Both sides start again at 1: nothing before is read again. */
  reset(epoch: number): void;
}

/** The position as every log keeps it. */
export class OutboundNumbers implements OutboundPosition {
  nextOutbound = 1;
  answeredInbound = 0;
  epoch = 1;
  lastStreamSequence = -1;
  lastOutputIndex = -1;

  protected expect(outboundNumber: number): void {
    if (outboundNumber !== this.nextOutbound) throw new RangeError(`${outboundNumber} is not ${this.nextOutbound}`);
  }

  protected count(outboundNumber: number, streamSequence: number, outputIndex: number, answeredInbound: number): void {
    this.nextOutbound = outboundNumber + 1;
    if (answeredInbound > this.answeredInbound) this.answeredInbound = answeredInbound;
    if (streamSequence < 0) return;
    this.lastStreamSequence = streamSequence;
    this.lastOutputIndex = outputIndex;
  }

  /** The engine's outputs do not start again: what had left stays told. */
  protected restart(epoch: number): void {
    this.nextOutbound = 1;
    this.answeredInbound = 0;
    this.epoch = epoch;
  }
}

/** For tests and load generators: nothing survives. */
export class MemoryOutboundLog extends OutboundNumbers implements OutboundLog {
  private messages: Uint8Array[] = [];
  private firstNumber = 1;
  private readonly maxMessages: number;

  constructor(maxMessages = 1_000_000) {
    super();
    this.maxMessages = maxMessages;
  }

  append(
    outboundNumber: number,
    streamSequence: number,
    outputIndex: number,
    answeredInbound: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    this.expect(outboundNumber);
    if (this.messages.length >= this.maxMessages) {
      const dropped = this.messages.splice(0, Math.ceil(this.maxMessages / 2));
      this.firstNumber += dropped.length;
    }
    this.messages.push(bytes.slice(start, end));
    this.count(outboundNumber, streamSequence, outputIndex, answeredInbound);
  }

  note(): void {
    // There is no next start.
  }

  flush(): void {
    // Memory is as safe as it gets.
  }

  read(from: number, to: number, visit: MessageVisitor): void {
    for (let number = Math.max(from, this.firstNumber); number <= to; number++) {
      const bytes = this.messages[number - this.firstNumber];
      if (bytes === undefined) return;
      visit(number, bytes, 0, bytes.length);
    }
  }

  reset(epoch: number): void {
    this.messages = [];
    this.firstNumber = 1;
    this.restart(epoch);
  }
}
