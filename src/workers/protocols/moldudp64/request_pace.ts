const SECOND_NS = 1e9;
/** What may leave at once after a rest. */
const BURST_SECONDS = 0.01;

/** So many requests a second and no more: a server that is in trouble is not helped by thousands of them. */
export class RequestPace {
  private readonly perNs: number;
  private readonly burst: number;
  private tokens: number;
  private lastNs = -Infinity;

  constructor(perSecond: number) {
    this.perNs = perSecond / SECOND_NS;
    this.burst = Math.max(1, perSecond * BURST_SECONDS);
    this.tokens = this.burst;
  }

  take(nowNs: number): boolean {
    // A clock that steps back adds nothing.
    const passedNs = Math.max(0, nowNs - this.lastNs);
    this.tokens = Math.min(this.burst, this.tokens + passedNs * this.perNs);
    this.lastNs = nowNs;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
