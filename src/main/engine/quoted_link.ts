import type { OutputPosition, VenueLink, VenueLinkFigures } from '../../workers/edges/venue_link.ts';

/** A link whose protocol brings no quotes, beside a session that is there for them alone. */
export class QuotedLink implements VenueLink {
  readonly #link: VenueLink;
  readonly #quotes: VenueLink;

  constructor(link: VenueLink, quotes: VenueLink) {
    this.#link = link;
    this.#quotes = quotes;
  }

  get leftBefore(): OutputPosition {
    return this.#link.leftBefore;
  }

  get isConnected(): boolean {
    return this.#link.isConnected;
  }

  get isDiskLow(): boolean {
    return this.#link.isDiskLow;
  }

  start(): void {
    this.#quotes.start();
    this.#link.start();
  }

  poll(): number {
    return this.#link.poll() + this.#quotes.poll();
  }

  hasWork(): boolean {
    return this.#link.hasWork();
  }

  massCancel(): void {
    this.#link.massCancel();
  }

  figures(): VenueLinkFigures {
    const { received, ...rest } = this.#link.figures();
    return { ...rest, received: received + this.#quotes.figures().received };
  }

  async stop(): Promise<void> {
    await Promise.all([this.#link.stop(), this.#quotes.stop()]);
  }
}
