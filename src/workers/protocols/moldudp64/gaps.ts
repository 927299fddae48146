/** Enough for every packet that one burst may lose; beyond, the last gap takes the new one in. */
const MAX_GAPS = 256;
const MAX_PIECES = 64;

/**
 * The sequences that are missing, in order, each with its requests so far. What is known to be there may lie inside a gap when
 * there was no room to split it: asked for again, it is a duplicate, no harm.
 */
export class Gaps {
  count = 0;
  private readonly froms = new Float64Array(MAX_GAPS);
  private readonly ends = new Float64Array(MAX_GAPS);
  private readonly dueTimes = new Float64Array(MAX_GAPS);
  private readonly attempts = new Int32Array(MAX_GAPS);

  from(gap: number): number {
    return this.froms[gap]!;
  }

  /** One past the last that is missing. */
  end(gap: number): number {
    return this.ends[gap]!;
  }

  dueNs(gap: number): number {
    return this.dueTimes[gap]!;
  }

  attemptsOf(gap: number): number {
    return this.attempts[gap]!;
  }

  /**
   * A gap behind all others. One that is longer than `pieceMessages` becomes several, each asked for by itself: an answer is
   * one packet, and many of them shall be on their way at a time.
   */
  add(from: number, end: number, dueNs: number, pieceMessages: number): void {
    if (this.count === MAX_GAPS) {
      this.ends[MAX_GAPS - 1] = end;
      return;
    }
    const pieces = Math.min(Math.ceil((end - from) / pieceMessages), MAX_PIECES, MAX_GAPS - this.count);
    const messages = Math.ceil((end - from) / pieces);
    for (let at = from; at < end; at += messages) {
      this.set(this.count++, at, Math.min(end, at + messages), dueNs, 0);
    }
  }

  asked(gap: number, dueNs: number): void {
    this.attempts[gap]! += 1;
    this.dueTimes[gap] = dueNs;
  }

  /** An answer came and could not be kept: that is not the server's fault. */
  forgive(sequence: number): void {
    for (let gap = 0; gap < this.count && this.froms[gap]! <= sequence; gap++) {
      if (sequence < this.ends[gap]!) this.attempts[gap] = 0;
    }
  }

  /** These have come: how many of them were missing. What is left of a gap that was asked for is due again at once. */
  cover(first: number, end: number, nowNs: number): number {
    let found = 0;
    for (let gap = 0; gap < this.count && this.froms[gap]! < end; gap++) {
      if (this.ends[gap]! <= first) continue;
      found += Math.min(end, this.ends[gap]!) - Math.max(first, this.froms[gap]!);
      if (this.coverOne(gap, first, end, nowNs)) this.remove(gap--);
    }
    return found;
  }

  removeFirst(): void {
    this.remove(0);
  }

  /** A part was given up: the rest of the first gap is asked for as if it were new. */
  startAgain(from: number, nowNs: number): void {
    this.froms[0] = from;
    this.attempts[0] = 0;
    this.dueTimes[0] = nowNs;
  }

  clear(): void {
    this.count = 0;
  }

  /** Whether nothing is left of it. */
  private coverOne(gap: number, first: number, end: number, nowNs: number): boolean {
    const from = this.froms[gap]!;
    const gapEnd = this.ends[gap]!;
    if (first <= from && end >= gapEnd) return true;
    if (first > from && end < gapEnd) {
      if (this.count === MAX_GAPS) return false;
      this.insertBehind(gap, end, gapEnd);
      this.ends[gap] = first;
    } else if (first > from) {
      this.ends[gap] = first;
    } else {
      this.froms[gap] = end;
      // Answers hold as much as fits a packet: whoever answers is asked for the rest without waiting.
      if (this.attempts[gap]! > 0) this.dueTimes[gap] = nowNs;
      this.attempts[gap] = 0;
    }
    return false;
  }

  private insertBehind(gap: number, from: number, end: number): void {
    for (let i = this.count; i > gap + 1; i--) this.move(i - 1, i);
    this.count++;
    this.set(gap + 1, from, end, this.dueTimes[gap]!, this.attempts[gap]!);
  }

  private remove(gap: number): void {
    this.count--;
    for (let i = gap; i < this.count; i++) this.move(i + 1, i);
  }

  private move(gap: number, to: number): void {
    this.set(to, this.froms[gap]!, this.ends[gap]!, this.dueTimes[gap]!, this.attempts[gap]!);
  }

  private set(gap: number, from: number, end: number, dueNs: number, attempts: number): void {
    this.froms[gap] = from;
    this.ends[gap] = end;
    this.dueTimes[gap] = dueNs;
    this.attempts[gap] = attempts;
  }
}
