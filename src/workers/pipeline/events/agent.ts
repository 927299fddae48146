/**
 * Writes the event log: what the stages made of each command, and their hashes. A reader beside the pipeline that
 * nobody waits for. It follows egress, copies the sections of finished commands, and looks only afterwards whether
 * their slots had been used again meanwhile: then the copy is thrown away, and an EVENT_GAP names what is missing.
 *
 *     sections   by the slot, a thousand or so commands deep: lost when this reader is a millisecond late
 *     hashes     by rings of their own, ten million commands deep: lost to no lag of the sections
 *
 * Sequences in the event log never fall: a hash stands behind the sections of the command that it was taken after.
 */

import { EventGap, RecordHeader } from '../../../../schemas/generated/engine.ts';
import type { Agent } from '../../../ring/agent.ts';
import { allocateRegion, type Region, type Views } from '../../../ring/memory.ts';
import { EMPTY } from '../../../ring/spsc.ts';
import { sealRecord } from '../../durability/log/checksum.ts';
import { PUBLISHED_WORDS_INDEX } from '../../durability/log/log_layout.ts';
import { LogReader } from '../../durability/log/log_reader.ts';
import { RecordType } from '../../model/record_type.ts';
import type { EngineMemory } from '../engine_memory.ts';
import { EMPTY_SECTION_BYTES, Slot } from '../slot.ts';
import { StageIndex } from '../stages.ts';
import { PendingHashes } from './pending_hashes.ts';
import { MOST_EVENT_BYTES, SECTION_RECORDS } from './section_records.ts';

/** Commands copied between two looks at the sequencer's cursor. */
const MOST_PER_BATCH = 64;
const GAP_BYTES = RecordHeader.BYTES + EventGap.BYTES;

/** What takes the records: the event log's writer, or whoever compares. */
export interface EventSink {
  /** False: no room now. */
  append(views: Views, byteOffset: number, lengthBytes: number): boolean;
  flush(): boolean;
}

/** Where the event log begins: taken when recovery is over and nothing live has passed. */
export interface EventStart {
  readonly sequence: number;
  readonly cursor: number;
  readonly logPosition: number;
  /** First command whose sections a crash may have cost the event log; it goes on behind `sequence`. */
  readonly firstMissing?: number;
}

export function eventStart(memory: EngineMemory, sequence: number): EventStart {
  const logPosition = Atomics.load(memory.log.i32, PUBLISHED_WORDS_INDEX);
  return { sequence, cursor: memory.pipeline.cursor(StageIndex.EGRESS), logPosition };
}

/** `full`: sections and hashes. `hashes`: what replay needs, nothing for people. */
export type EventMode = 'full' | 'hashes';

interface Content {
  readonly length: number;
  readonly i32: Int32Array;
  readonly at4: number;
}

export class EventAgent implements Agent {
  readonly name = 'events';
  /** Commands whose sections are not in the event log. */
  lostCommands = 0;
  readonly #memory: EngineMemory;
  readonly #sink: EventSink;
  readonly #mode: EventMode;
  readonly #log: LogReader;
  readonly #slot: Slot;
  readonly #sections: readonly Content[];
  readonly #hashes: PendingHashes;
  readonly #scratch: Region = allocateRegion(MOST_PER_BATCH * MOST_EVENT_BYTES + GAP_BYTES);
  readonly #fence = new Int32Array(new SharedArrayBuffer(4));
  readonly #header = new RecordHeader();
  readonly #gap = new EventGap();
  #cursor: number;
  /** Of the last command that is dealt with, and its time. */
  #sequence: number;
  #time = 0;
  /** First command of the gap that is not yet named; NaN: none. */
  #gapFirst = Number.NaN;
  /** The log's position no longer goes with the cursor: find the next record that does. */
  #isLost = false;

  constructor(memory: EngineMemory, start: EventStart, mode: EventMode, sink: EventSink) {
    this.#memory = memory;
    this.#sink = sink;
    this.#mode = mode;
    this.#log = new LogReader(memory.log, start.logPosition);
    this.#slot = new Slot(this.#log.data, memory.pipeline.sections);
    const { front, route, outcome, portfolio } = this.#slot;
    this.#sections = [front, route, outcome, portfolio];
    this.#hashes = new PendingHashes(memory.rings.stageHashes, start.sequence);
    this.#cursor = start.cursor;
    this.#sequence = start.sequence;
    this.#gapFirst = start.firstMissing ?? Number.NaN;
  }

  /** Sequence of the last command that the event log has dealt with. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Nothing is left: every command that egress has finished, every hash, every gap. */
  get isDrained(): boolean {
    const isThere = this.#cursor === this.#memory.pipeline.cursor(StageIndex.EGRESS);
    const isSaid = this.#mode === 'hashes' || (!this.#isLost && Number.isNaN(this.#gapFirst));
    return isThere && isSaid && this.#hashes.isEmpty;
  }

  doWork(): number {
    // In this order: every hash up to the cursor is in its ring before egress stores the cursor.
    const limit = this.#memory.pipeline.cursor(StageIndex.EGRESS);
    this.#hashes.poll();
    let hashes = this.#takeHashes();
    let work = 0;
    if (!this.#hashes.isDue(this.#sequence)) {
      work += this.#mode === 'full' ? this.#follow(limit) : this.#skipTo(limit);
      hashes += this.#takeHashes();
      if (this.#mode === 'hashes' && hashes > 0 && !this.#hashes.isDue(this.#sequence)) this.#nameGap();
    }
    this.#sink.flush();
    return work + hashes;
  }

  /** As a gap that was wanted: it is named behind the next hash. */
  #skipTo(limit: number): number {
    const count = (limit - this.#cursor) | 0;
    this.#cursor = limit;
    if (count > 0 && Number.isNaN(this.#gapFirst)) this.#gapFirst = this.#sequence + 1;
    this.#sequence += count;
    return count;
  }

  #follow(limit: number): number {
    if (this.#isLost && !this.#findPlace(limit)) return 0;
    // A gap is named by its last sequence: what stands behind commands within it goes first.
    this.#takeHashes();
    if (this.#hashes.isDue(this.#sequence) || !this.#nameGap()) return 0;
    const untilHash = this.#hashes.nextSequence - this.#sequence;
    const count = Math.min((limit - this.#cursor) | 0, MOST_PER_BATCH, untilHash);
    if (count <= 0) return 0;
    const position = this.#log.position;
    const bytes = this.#copy(count);
    if (bytes < 0 || this.#wasLapped(position)) {
      this.#lose();
      return 1;
    }
    this.#cursor = (this.#cursor + count) | 0;
    const first = this.#sequence + 1;
    this.#sequence += count;
    if (!this.#append(bytes)) {
      this.#gapFirst = first;
      this.lostCommands += count;
    }
    return count;
  }

  /** The sections of `count` commands as records in the scratch; their bytes, or -1 where they are not what they were. */
  #copy(count: number): number {
    const { header } = this.#slot;
    let used = 0;
    for (let i = 0; i < count; i++) {
      this.#slot.moveTo((this.#cursor + i) | 0, this.#log.nextKnown());
      if (header.sequence !== this.#sequence + 1 + i) return -1;
      this.#time = header.time;
      for (let s = 0; s < this.#sections.length; s++) {
        const section = this.#sections[s]!;
        const { length } = section;
        if (length === EMPTY_SECTION_BYTES && section.i32[section.at4 + 1] === 0) continue;
        if (!(length >= EMPTY_SECTION_BYTES && length <= SECTION_RECORDS[s]!.body.BYTES && length % 8 === 0)) return -1;
        used += this.#writeSection(used, SECTION_RECORDS[s]!.type, section);
      }
    }
    return used;
  }

  #writeSection(at: number, type: number, section: Content): number {
    const command = this.#slot.header;
    const words = this.#scratch.i32;
    const length = RecordHeader.BYTES + section.length;
    this.#writeHeader(at, type, length, command.sequence, command.time);
    const to = (at + RecordHeader.BYTES) >> 2;
    for (let i = 0; i < section.length >> 2; i++) words[to + i] = section.i32[section.at4 + i]!;
    sealRecord(words, at, length);
    return length;
  }

  #writeHeader(at: number, type: number, length: number, sequence: number, time: number): void {
    const header = this.#header.wrap(this.#scratch, at);
    header.clear();
    header.length = length;
    header.type = type;
    header.version = 1;
    header.sequence = sequence;
    header.time = time;
  }

  /**
   * True when a slot of the batch, or the log behind it, may have been written again while it was copied. The store
   * closes the copy: no load before it is done later, and the loads behind it are not done earlier.
   */
  #wasLapped(position: number): boolean {
    Atomics.store(this.#fence, 0, 0);
    const ahead = (this.#memory.pipeline.cursor(StageIndex.SEQUENCER) - this.#cursor) | 0;
    return ahead > this.#memory.pipeline.slots || this.#log.isOverrun(position);
  }

  #append(bytes: number): boolean {
    for (let at = 0; at < bytes; ) {
      const length = this.#scratch.i32[at >> 2]!;
      if (!this.#sink.append(this.#scratch, at, length)) return false;
      at += length;
    }
    return true;
  }

  #lose(): void {
    this.#isLost = true;
    if (Number.isNaN(this.#gapFirst)) this.#gapFirst = this.#sequence + 1;
    this.#log.position = Atomics.load(this.#memory.log.i32, PUBLISHED_WORDS_INDEX);
  }

  /**
   * Goes on at the newest record: its sequence tells its cursor, because both advance by one a command. Without a new
   * one, a pipeline that has finished everything is as good a place. A wrong guess shows at the next record.
   */
  #findPlace(limit: number): boolean {
    const position = this.#log.position;
    const at = this.#log.next();
    this.#log.position = position;
    let skipped = (limit - this.#cursor) | 0;
    if (at === EMPTY) {
      if (this.#memory.pipeline.cursor(StageIndex.SEQUENCER) !== limit) return false;
    } else {
      const before = this.#header.wrap(this.#log.data, at).sequence - 1 - this.#sequence;
      if (this.#log.isOverrun(position) || !(before >= 0)) {
        this.#lose();
        return false;
      }
      if (before > skipped) return false;
      skipped = before;
    }
    this.#cursor = (this.#cursor + skipped) | 0;
    this.#sequence += skipped;
    this.lostCommands += skipped;
    this.#isLost = false;
    return true;
  }

  /** Says what is missing before anything that comes after it. False: there was no room to say it. */
  #nameGap(): boolean {
    if (Number.isNaN(this.#gapFirst)) return true;
    if (this.#gapFirst <= this.#sequence) {
      this.#writeHeader(0, RecordType.EVENT_GAP, GAP_BYTES, this.#sequence, this.#time);
      const gap = this.#gap.wrap(this.#scratch, RecordHeader.BYTES);
      gap.firstSequence = this.#gapFirst;
      gap.lastSequence = this.#sequence;
      sealRecord(this.#scratch.i32, 0, GAP_BYTES);
      if (!this.#append(GAP_BYTES)) return false;
    }
    this.#gapFirst = Number.NaN;
    return true;
  }

  #takeHashes(): number {
    let taken = 0;
    for (let ring = this.#hashes.due(this.#sequence); ring >= 0; ring = this.#hashes.due(this.#sequence)) {
      const length = this.#hashes.copyTo(ring, this.#scratch);
      if (!this.#append(length)) break;
      this.#hashes.take(ring);
      taken++;
    }
    return taken;
  }
}
