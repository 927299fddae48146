import { RecordedMessages } from './recorded_messages.ts';

const SECOND_NS = 1e9;
/** Handed over in one go, so that others get their turn: some hundred microseconds. */
const MAX_MESSAGES_A_TURN = 4_096;

export type Pace =
  /** As recorded, so many times as fast. */
  { readonly speed: number } | { readonly messagesPerSecond: number };

/** Takes a message, in place. */
export type TakeMessage = (bytes: Uint8Array, at: number, length: number) => void;

/** A recorded file at a pace: hands over what is due. */
export class PacedFile {
  messages = 0;
  bytes = 0;
  hasEnded = false;
  private readonly recorded: RecordedMessages;
  private readonly pace: Pace;
  private readonly startNs: number;
  /** Of the message that waits. */
  private dueNs: number;
  private firstTimeNs = 0;

  constructor(path: string, pace: Pace, startNs: number) {
    this.recorded = new RecordedMessages(path);
    this.pace = pace;
    this.startNs = startNs;
    this.dueNs = startNs;
    this.advance();
  }

  /** When the next message is due: now or earlier when the turn was full. */
  get nextNs(): number {
    return this.dueNs;
  }

  play(nowNs: number, take: TakeMessage): void {
    const { recorded } = this;
    for (let left = MAX_MESSAGES_A_TURN; left > 0 && !this.hasEnded && this.dueNs <= nowNs; left--) {
      take(recorded.bytes, recorded.at, recorded.length);
      this.messages++;
      this.bytes += recorded.length;
      this.advance();
    }
  }

  close(): void {
    this.recorded.close();
  }

  private advance(): void {
    const { recorded, pace } = this;
    this.hasEnded = !recorded.read();
    if (this.hasEnded) this.dueNs = Infinity;
    else if ('messagesPerSecond' in pace)
      this.dueNs = this.startNs + (this.messages * SECOND_NS) / pace.messagesPerSecond;
    else {
      if (this.messages === 0) this.firstTimeNs = recorded.timeNs;
      this.dueNs = this.startNs + Math.max(0, recorded.timeNs - this.firstTimeNs) / pace.speed;
    }
  }
}
