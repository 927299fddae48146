export const Put = {
  KEPT: 0,
  /** These messages, or more of them, are here. */
  KNOWN: 1,
  /** No room, or too long. */
  REFUSED: 2,
} as const;

/**
 * Packets that came ahead of a gap, in the order of their sequences, in memory of a fixed size. What does not fit is
 * refused: it will be a gap of its own.
 */
export class AheadBuffer {
  readonly view: DataView;
  count = 0;
  private readonly slotBytes: number;
  private readonly firsts: Float64Array;
  private readonly counts: Int32Array;
  private readonly lengths: Int32Array;
  /** Slots by sequence; those that are free stand behind them. */
  private readonly order: Int32Array;
  /** The first entry of `order` in use: taking from the front moves nothing. */
  private start = 0;

  constructor(packets: number, packetBytes: number) {
    // Copied by whole words.
    this.slotBytes = (packetBytes + 7) & ~7;
    this.view = new DataView(new ArrayBuffer(packets * this.slotBytes));
    this.firsts = new Float64Array(packets);
    this.counts = new Int32Array(packets);
    this.lengths = new Int32Array(packets);
    this.order = Int32Array.from({ length: packets }, (_, slot) => slot);
  }

  get isFull(): boolean {
    return this.count === this.order.length;
  }

  /** The lowest sequence here; Infinity when nothing is. */
  get first(): number {
    return this.count === 0 ? Infinity : this.firsts[this.slotAt(0)]!;
  }

  /** One past the sequences of the first packet. */
  get firstEnd(): number {
    const slot = this.slotAt(0);
    return this.firsts[slot]! + this.counts[slot]!;
  }

  /** Where the first packet's blocks are, and how long they are. */
  get firstAt(): number {
    return this.slotAt(0) * this.slotBytes;
  }

  get firstBytes(): number {
    return this.lengths[this.slotAt(0)]!;
  }

  /** Keeps a packet's blocks. */
  put(first: number, count: number, view: DataView, at: number, length: number): number {
    if (length > this.slotBytes) return Put.REFUSED;
    const place = this.placeOf(first);
    if (place < this.count && this.firsts[this.slotAt(place)] === first) {
      const known = this.slotAt(place);
      if (this.counts[known]! >= count) return Put.KNOWN;
      this.fill(known, count, view, at, length);
      return Put.KEPT;
    }
    if (this.isFull) return Put.REFUSED;
    const slot = this.makePlace(place);
    this.firsts[slot] = first;
    this.fill(slot, count, view, at, length);
    return Put.KEPT;
  }

  dropFirst(): void {
    // Its slot is now the last of the free ones.
    this.start = this.index(1);
    this.count--;
  }

  clear(): void {
    this.count = 0;
  }

  /** Moves whichever side is shorter: packets come last, and what fills a gap stands among the first. */
  private makePlace(place: number): number {
    const { order } = this;
    let slot: number;
    if (place * 2 < this.count) {
      this.start = this.start === 0 ? order.length - 1 : this.start - 1;
      slot = this.slotAt(0);
      for (let i = 0; i < place; i++) order[this.index(i)] = this.slotAt(i + 1);
    } else {
      slot = this.slotAt(this.count);
      for (let i = this.count; i > place; i--) order[this.index(i)] = this.slotAt(i - 1);
    }
    order[this.index(place)] = slot;
    this.count++;
    return slot;
  }

  private fill(slot: number, count: number, view: DataView, at: number, length: number): void {
    this.counts[slot] = count;
    this.lengths[slot] = length;
    const to = slot * this.slotBytes;
    const words = length & ~3;
    for (let i = 0; i < words; i += 4) this.view.setInt32(to + i, view.getInt32(at + i));
    for (let i = words; i < length; i++) this.view.setUint8(to + i, view.getUint8(at + i));
  }

  /** Where a packet with this sequence stands or would: most come last. */
  private placeOf(first: number): number {
    let low = 0;
    let high = this.count;
    if (high > 0 && this.firsts[this.slotAt(high - 1)]! < first) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.firsts[this.slotAt(middle)]! < first) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private slotAt(place: number): number {
    return this.order[this.index(place)]!;
  }

  private index(place: number): number {
    const index = this.start + place;
    return index >= this.order.length ? index - this.order.length : index;
  }
}
