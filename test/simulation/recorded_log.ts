/** The command log of a run, record by record as it was published, to be replayed in whole or in part. */

import { Region } from '../../src/ring/memory.ts';
import { EMPTY } from '../../src/ring/spsc.ts';
import type { LogReader } from '../../src/workers/durability/log/log_reader.ts';
import type { CommandSource } from '../../src/workers/pipeline/sequencer/replayer.ts';

const FIRST_BYTES = 1 << 20;

export class RecordedLog {
  #region = new Region(new SharedArrayBuffer(FIRST_BYTES));
  readonly #ends: number[] = [0];

  /** Commands recorded: the sequence of the last one. */
  get count(): number {
    return this.#ends.length - 1;
  }

  /** Copies what the log has published since the last call. */
  copyFrom(reader: LogReader): void {
    for (let at = reader.next(); at !== EMPTY; at = reader.next()) this.#append(reader, at);
  }

  /** Begins with what another run recorded. */
  copyAll(other: RecordedLog): void {
    const source = other.source();
    for (let at = source.next(); at !== EMPTY; at = source.next()) this.#append(source, at);
  }

  /** Commands `from` + 1 to `to`, which are their sequences. */
  source(from = 0, to = this.count): CommandSource {
    return new RecordedCommands(this.#region, this.#ends, from, to);
  }

  #append(reader: CommandSource, at: number): void {
    const from = this.#ends[this.#ends.length - 1]!;
    const end = from + reader.length;
    if (end > this.#region.byteLength) this.#grow();
    const target = this.#region.i32;
    for (let i = 0; i < reader.length >> 2; i++) target[(from >> 2) + i] = reader.data.i32[(at >> 2) + i]!;
    this.#ends.push(end);
  }

  #grow(): void {
    const larger = new Region(new SharedArrayBuffer(this.#region.byteLength * 2));
    larger.u8.set(this.#region.u8);
    this.#region = larger;
  }
}

class RecordedCommands implements CommandSource {
  readonly data: Region;
  length = 0;
  readonly #ends: readonly number[];
  readonly #to: number;
  #next: number;

  constructor(data: Region, ends: readonly number[], from: number, to: number) {
    this.data = data;
    this.#ends = ends;
    this.#next = from;
    this.#to = to;
  }

  next(): number {
    if (this.#next >= this.#to) return EMPTY;
    const at = this.#ends[this.#next]!;
    this.#next++;
    this.length = this.#ends[this.#next]! - at;
    return at;
  }
}
