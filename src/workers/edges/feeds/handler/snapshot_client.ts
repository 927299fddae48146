import type { SoupAddress } from '../../../feed_sockets/feed_address.ts';
import { SoupState } from '../../../protocols/soupbin/client.ts';
import type { SnapshotRecovery } from '../quotes/snapshot_recovery.ts';
import { SoupFeed, type SoupReading } from '../soup_feed.ts';

/** A snapshot that did not come, or did not fit, is asked for again after so long. */
const RETRY_NS = 1e9;

/** Asks for a snapshot over SoupBinTCP as long as one is wanted: a connection each, from its first message. */
export class SnapshotClient {
  private readonly address: SoupAddress;
  private readonly recovery: SnapshotRecovery;
  private readonly reading: SoupReading;
  private readonly next: () => number;
  private feed: SoupFeed | undefined;
  private retryAtNs = -Infinity;

  /** `next`: the sequence of the live feed's next message. */
  constructor(address: SoupAddress, recovery: SnapshotRecovery, next: () => number, reading: SoupReading) {
    this.address = address;
    this.recovery = recovery;
    this.next = next;
    this.reading = reading;
  }

  get needsEventLoop(): boolean {
    return this.recovery.isWanted || this.feed !== undefined;
  }

  doWork(nowNs: number): void {
    const { recovery, feed } = this;
    if (feed !== undefined && (!recovery.isWanted || recovery.isSpoilt || hasEnded(feed))) this.close();
    if (!recovery.isWanted || this.feed !== undefined || nowNs < this.retryAtNs) return;
    this.retryAtNs = nowNs + RETRY_NS;
    recovery.start(this.next());
    const feedOfNow = new SoupFeed(
      { ...this.address, firstSequence: 1 },
      {
        onSession: () => undefined,
        onLost: () => undefined,
        onState: () => undefined,
        onUnsequenced: () => undefined,
        onMessage(view, at, length) {
          // Another connection begins another snapshot.
          if (!hasEnded(feedOfNow)) recovery.onMessage(view, at, length);
        },
      },
      {},
      this.reading,
    );
    this.feed = feedOfNow;
  }

  close(): void {
    this.feed?.close();
    this.feed = undefined;
  }
}

/** Its one connection is over, or was refused. */
function hasEnded({ client }: SoupFeed): boolean {
  const { connections, state } = client;
  const isOff = state !== SoupState.LIVE && state !== SoupState.LOGGING_IN;
  return connections > 1 || (connections === 1 && isOff);
}
