import type { MoldAddress } from '../../../feed_sockets/feed_address.ts';
import { UdpBatch } from '../../../feed_sockets/udp_batch.ts';
import type { MoldReceiver } from '../../../protocols/moldudp64/receiver.ts';
import type { FeedSink, ReceiverLimits } from '../../../protocols/moldudp64/receiver_config.ts';
import { MoldFeed } from '../mold_feed.ts';
import { MoldLines } from '../mold_lines.ts';
import type { FeedClock } from './feed_clock.ts';
import * as clocks from './feed_clock.ts';
import type { FeedSource, SourceFigures, SourceOptions } from './feed_source.ts';
import { SnapshotClient } from './snapshot_client.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const NOW = clocks.MONOTONIC_NS;
/** Batches of 64 packets that one turn takes of a feed, so that the others have their turn. */
const MOST_BATCHES = 4;

/** Asked for in a duty cycle where the network is IPv4 on Linux, brought by the event loop elsewhere. */
export async function openMoldSource(
  address: MoldAddress,
  options: SourceOptions,
): Promise<{ source: FeedSource; receiver: MoldReceiver }> {
  const limits = { silenceNs: options.silenceNs };
  // Who can ask for what was said before begins at the beginning: else its books are not whole.
  const from = address.firstSequence ?? (address.servers.length > 0 ? 1 : undefined);
  const whole: MoldAddress = { ...address, firstSequence: from };
  if (UdpBatch.canServe([...address.lines, ...address.servers])) {
    const lines = MoldLines.open(whole, options.trust, limits);
    return { source: new PolledSource(lines, snapshotsOf(address, options, lines.receiver)), receiver: lines.receiver };
  }
  return openOnEventLoop(whole, options, limits);
}

class PolledSource implements FeedSource {
  readonly descriptors: readonly number[];
  private readonly lines: MoldLines;
  private readonly snapshots: SnapshotClient | undefined;

  constructor(lines: MoldLines, snapshots: SnapshotClient | undefined) {
    this.lines = lines;
    this.snapshots = snapshots;
    this.descriptors = lines.descriptors;
  }

  get needsEventLoop(): boolean {
    return this.snapshots?.needsEventLoop === true;
  }

  doWork({ reading }: FeedClock): number {
    const { lines } = this;
    if (this.snapshots !== undefined) this.snapshots.doWork(reading[NOW]!);
    let packets = lines.doWork(reading[NOW]!);
    for (let batch = 1, taken = packets; batch < MOST_BATCHES && taken > 0; batch++) {
      taken = lines.doWork(reading[NOW]!);
      packets += taken;
    }
    return packets;
  }

  figures(into: SourceFigures): void {
    copyFigures(this.lines.receiver, into);
  }

  close(): void {
    this.lines.close();
    this.snapshots?.close();
  }
}

function snapshotsOf(
  { snapshot }: MoldAddress,
  { trust, onRead, afterRead }: SourceOptions,
  receiver: MoldReceiver,
): SnapshotClient | undefined {
  if (snapshot === undefined) return undefined;
  return new SnapshotClient(snapshot, trust.useSnapshots(), () => receiver.next, { onRead, afterRead });
}

async function openOnEventLoop(
  address: MoldAddress,
  { trust, onRead, afterRead }: SourceOptions,
  limits: Partial<ReceiverLimits>,
): Promise<{ source: FeedSource; receiver: MoldReceiver }> {
  const sink: FeedSink = {
    onMessages(view, from, to, count) {
      onRead();
      trust.onMessages(view, from, to, count);
      afterRead();
    },
    onSession: () => trust.onSession(),
    onLost: () => trust.onLost(),
    onState: (state) => trust.onState(state),
  };
  const feed = await MoldFeed.open(address, sink, limits);
  const snapshots = snapshotsOf(address, { trust, onRead, afterRead, silenceNs: limits.silenceNs! }, feed.receiver);
  const source: FeedSource = {
    descriptors: [],
    needsEventLoop: true,
    doWork({ reading }) {
      snapshots?.doWork(reading[NOW]!);
      return 0;
    },
    figures: (into) => copyFigures(feed.receiver, into),
    close() {
      feed.close();
      snapshots?.close();
    },
  };
  return { source, receiver: feed.receiver };
}

function copyFigures(receiver: MoldReceiver, into: SourceFigures): void {
  const { counters } = receiver;
  into.packets = counters.packets;
  into.messages = counters.messages;
  into.gaps = counters.gaps;
  into.requests = counters.requests;
  into.recovered = counters.recovered;
  into.lost = counters.lost;
  into.duplicates = counters.duplicates;
  into.malformed = counters.malformed;
  into.otherSession = counters.otherSession;
  into.behind = receiver.behind;
  into.sessions = counters.sessions;
}
