/**
 * The newest reports of one session, as they went out, for resends. All are equally long, so a report's number is its
 * place. Older ones are read from the journal, when there is one.
 */
export class ReportStore {
  readonly capacity: number;
  private readonly reportBytes: number;
  private readonly bytes: Uint8Array<ArrayBuffer>;
  /** Number of the newest report kept; 0: none. */
  lastNumber = 0;

  constructor(capacity: number, reportBytes: number) {
    this.capacity = capacity;
    this.reportBytes = reportBytes;
    this.bytes = new Uint8Array(capacity * reportBytes);
  }

  /** Whole reports, numbered on from `lastNumber`. */
  keep(reports: Uint8Array): void {
    let taken = 0;
    while (taken < reports.length) {
      const place = (this.lastNumber % this.capacity) * this.reportBytes;
      const run = Math.min(reports.length - taken, this.bytes.length - place);
      this.bytes.set(reports.subarray(taken, taken + run), place);
      this.lastNumber += run / this.reportBytes;
      taken += run;
    }
  }

  get firstNumber(): number {
    return Math.max(1, this.lastNumber - this.capacity + 1);
  }

  /** The reports from `number` on, at most to the end of the memory; empty past the last. */
  run(number: number): Uint8Array<ArrayBuffer> {
    const place = (number - 1) % this.capacity;
    const count = Math.min(this.lastNumber - number + 1, this.capacity - place);
    return this.bytes.subarray(place * this.reportBytes, (place + Math.max(0, count)) * this.reportBytes);
  }
}
