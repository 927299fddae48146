const NONE = 0;

/** Entries by a whole number below 2^53, in chains; entry 0 is "none". */
export class KeyIndex {
  private readonly keys: Float64Array;
  private readonly chain: Int32Array;
  private readonly heads: Int32Array;
  private readonly mask: number;

  constructor(entries: number) {
    this.keys = new Float64Array(entries);
    this.chain = new Int32Array(entries);
    const buckets = 2 ** Math.ceil(Math.log2(entries * 2));
    this.heads = new Int32Array(buckets);
    this.mask = buckets - 1;
  }

  find(key: number): number {
    let entry = this.heads[this.bucketOf(key)]!;
    while (entry !== NONE && this.keys[entry] !== key) entry = this.chain[entry]!;
    return entry;
  }

  add(entry: number, key: number): void {
    const bucket = this.bucketOf(key);
    this.keys[entry] = key;
    this.chain[entry] = this.heads[bucket]!;
    this.heads[bucket] = entry;
  }

  /** What is not there is not missed. */
  remove(entry: number): void {
    const bucket = this.bucketOf(this.keys[entry]!);
    let at = this.heads[bucket]!;
    if (at === entry) this.heads[bucket] = this.chain[entry]!;
    else {
      while (at !== NONE && this.chain[at] !== entry) at = this.chain[at]!;
      if (at !== NONE) this.chain[at] = this.chain[entry]!;
    }
  }

  /** Low bits of a leg's reference hardly differ, those of a UserRefNum do. */
  private bucketOf(key: number): number {
    const low = key | 0;
    return (low ^ (low >>> 6) ^ (low << 20)) & this.mask;
  }
}
