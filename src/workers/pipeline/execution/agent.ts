/** Execution's agent: besides the stage's work, it sends follow-ups from the outbox to the sequencer. */

import { RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { SpscProducer } from '../../../ring/spsc.ts';
import * as spscConstants from '../../../ring/spsc.ts';
import { StageAgent, type StagePlace } from '../stage_agent.ts';
import type { ExecutionEngine } from './engine.ts';
import type { Outbox } from './outbox.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { FULL } = spscConstants;

export class ExecutionAgent extends StageAgent {
  readonly #outbox: Outbox;
  readonly #dueTime: () => number;
  readonly #producer: SpscProducer;
  readonly #header = new RecordHeader();
  /** Number of the next follow-up to send: not state, so that recovery starts from the outbox's head. */
  #nextToSend = 0;
  #isSending = false;

  constructor(engine: ExecutionEngine, place: StagePlace, followUps: SpscProducer) {
    super(engine, place);
    this.#outbox = engine.outbox;
    this.#dueTime = engine.dueTime;
    this.#producer = followUps;
  }

  /** Recovery is over: what the stream has not met is sent, and so is all that follows. */
  startSending(): void {
    this.#isSending = true;
    this.#nextToSend = this.#outbox.headNumber();
    this.pipeline.publishFollowUpsMade(this.#outbox.nextNumber());
    this.pipeline.publishTickDue(this.#dueTime(), 0);
    this.#send();
  }

  protected override beforePublish(): void {
    if (this.#isSending) this.#send();
    this.pipeline.publishFollowUpsMade(this.#outbox.nextNumber());
    this.pipeline.publishTickDue(this.#dueTime(), this.walk.slot.header.time);
  }

  protected override idle(): number {
    return this.#isSending && this.#nextToSend < this.#outbox.nextNumber() ? this.#send() : 0;
  }

  /** Sends as many as the ring takes; the rest waits in the outbox. */
  #send(): number {
    const outbox = this.#outbox;
    const data = this.#producer.data;
    const from = this.#nextToSend;
    while (this.#nextToSend < outbox.nextNumber()) {
      const number = this.#nextToSend;
      const bodyBytes = outbox.bodyBytes(number);
      const at = this.#producer.claim(RecordHeader.BYTES + bodyBytes);
      if (at === FULL) break;
      const header = this.#header.wrap(data, at);
      header.clear();
      header.length = RecordHeader.BYTES + bodyBytes;
      header.type = outbox.typeOf(number);
      header.version = 1;
      header.sourceSequence = number;
      const source = outbox.bodyAt(number) >> 2;
      const target = (at + RecordHeader.BYTES) >> 2;
      for (let i = 0; i < bodyBytes >> 2; i++) data.i32[target + i] = outbox.entries.i32[source + i]!;
      this.#producer.commit();
      this.#nextToSend = number + 1;
    }
    if (this.#nextToSend !== from) this.#producer.publish();
    return this.#nextToSend - from;
  }
}
