/** Below half full, so that a look-up seldom goes past a few neighbours. */
const PLACES_AN_ORDER = 2;
const FIRST_PLACES = 1024;

/**
 * What of each order the feed shows: under which reference, how many lots, at which price. Order ids come from one sequence, so
 * the id itself is the hash; an order that leaves has those behind it moved up. Grows to what the book holds at most.
 */
export class DisplayedOrders {
  /** Of the order last found or added. */
  reference = 0;
  lots = 0;
  ticks = 0;
  count = 0;
  private ids = new Float64Array(FIRST_PLACES);
  private references = new Float64Array(FIRST_PLACES);
  private words = new Int32Array(FIRST_PLACES * 2);
  private mask = FIRST_PLACES - 1;

  /** Whether the order is shown; its fields are then this object's. */
  find(id: number): boolean {
    const place = this.placeOf(id);
    if (this.ids[place] !== id) return false;
    this.reference = this.references[place]!;
    this.lots = this.words[place * 2]!;
    this.ticks = this.words[place * 2 + 1]!;
    return true;
  }

  add(id: number, reference: number, lots: number, ticks: number): void {
    if (++this.count * PLACES_AN_ORDER > this.ids.length) this.grow();
    this.put(id, reference, lots, ticks);
  }

  /** Of an order that is shown. */
  setLots(id: number, lots: number): void {
    this.words[this.placeOf(id) * 2] = lots;
  }

  /** Of an order that is shown. */
  remove(id: number): void {
    const { ids, mask } = this;
    this.count--;
    let hole = this.placeOf(id);
    for (let next = (hole + 1) & mask; ids[next] !== 0; next = (next + 1) & mask) {
      const home = ids[next]! & mask;
      // One that lies between its home and the hole stays: it would be found no more.
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      this.move(next, hole);
      hole = next;
    }
    ids[hole] = 0;
  }

  private put(id: number, reference: number, lots: number, ticks: number): void {
    const place = this.placeOf(id);
    this.ids[place] = id;
    this.references[place] = reference;
    this.words[place * 2] = lots;
    this.words[place * 2 + 1] = ticks;
  }

  private move(from: number, to: number): void {
    const { ids, references, words } = this;
    ids[to] = ids[from]!;
    references[to] = references[from]!;
    words[to * 2] = words[from * 2]!;
    words[to * 2 + 1] = words[from * 2 + 1]!;
  }

  /** Where the order is, or would be put. No order has id 0. */
  private placeOf(id: number): number {
    const { ids, mask } = this;
    let place = id & mask;
    while (ids[place] !== id && ids[place] !== 0) place = (place + 1) & mask;
    return place;
  }

  private grow(): void {
    const { ids, references, words } = this;
    const places = ids.length * 2;
    this.ids = new Float64Array(places);
    this.references = new Float64Array(places);
    this.words = new Int32Array(places * 2);
    this.mask = places - 1;
    for (let place = 0; place < ids.length; place++) {
      if (ids[place] !== 0) this.put(ids[place]!, references[place]!, words[place * 2]!, words[place * 2 + 1]!);
    }
  }
}
