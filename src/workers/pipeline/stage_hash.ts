/**
 * The rolling hash of what a stage has published: four multiply-and-rotate lanes over the words of each section's
 * content, in order. It is state: a snapshot keeps it, so that a run and its replay can be compared from any snapshot.
 */

import { EngineState } from './engine_state.ts';

/** Live and replayed hashes are compared every so many commands, and at the end. */
export const HASH_INTERVAL = 65_536;

const MULTIPLIER = 0x85ebca77 | 0;
const LANES = 4;

export class StageHash {
  // Declared only: a field that is stored once is a constant to the compiler where the object is one.
  declare readonly state: EngineState;
  declare private readonly lanes: Int32Array;
  declare private readonly counts: Float64Array;

  constructor(stage: string) {
    this.state = new EngineState(`hash.${stage}`);
    this.lanes = this.state.i32('lanes', LANES);
    this.counts = this.state.f64('count', 1);
  }

  /** Takes in `byteLength` bytes, a multiple of 8, from `byteOffset` of `words` on. */
  add(words: Int32Array, byteOffset: number, byteLength: number): void {
    const lanes = this.lanes;
    let a = lanes[0]!;
    let b = lanes[1]!;
    let c = lanes[2]!;
    let d = lanes[3]!;
    let at = byteOffset >> 2;
    const end = at + (byteLength >> 2);
    for (; at + 4 <= end; at += 4) {
      a = Math.imul(((a << 13) | (a >>> 19)) ^ words[at]!, MULTIPLIER);
      b = Math.imul(((b << 13) | (b >>> 19)) ^ words[at + 1]!, MULTIPLIER);
      c = Math.imul(((c << 13) | (c >>> 19)) ^ words[at + 2]!, MULTIPLIER);
      d = Math.imul(((d << 13) | (d >>> 19)) ^ words[at + 3]!, MULTIPLIER);
    }
    if (at < end) {
      a = Math.imul(((a << 13) | (a >>> 19)) ^ words[at]!, MULTIPLIER);
      b = Math.imul(((b << 13) | (b >>> 19)) ^ words[at + 1]!, MULTIPLIER);
    }
    // Lanes change places, so that sections of two words reach all of them.
    lanes[0] = d;
    lanes[1] = a ^ byteLength;
    lanes[2] = b;
    lanes[3] = c;
    this.counts[0] = this.counts[0]! + 1;
  }

  /** Sections taken in so far. */
  get count(): number {
    return this.counts[0]!;
  }

  get low(): number {
    return (this.lanes[0]! ^ Math.imul(this.lanes[1]!, MULTIPLIER)) | 0;
  }

  get high(): number {
    return (this.lanes[2]! ^ Math.imul(this.lanes[3]!, MULTIPLIER)) | 0;
  }
}
