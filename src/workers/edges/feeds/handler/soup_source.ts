import type { SoupAddress } from '../../../feed_sockets/feed_address.ts';
import { SoupFeed } from '../soup_feed.ts';
import type { FeedSource, SourceFigures, SourceOptions } from './feed_source.ts';

/** A SoupBinTCP session, brought by the event loop: from its first message unless the address says otherwise. */
export class SoupSource implements FeedSource {
  readonly needsEventLoop = true;
  readonly descriptors: readonly number[] = [];
  readonly feed: SoupFeed;

  constructor(address: SoupAddress, { trust, onRead, afterRead, silenceNs }: SourceOptions, onMessage: MessageHandler) {
    this.feed = new SoupFeed(
      { ...address, firstSequence: address.firstSequence ?? 1 },
      {
        onSession: () => trust.onSession(),
        onLost: () => trust.onLost(),
        onState: (state) => trust.onSoupState(state),
        onMessage,
        onUnsequenced: () => undefined,
      },
      { timeoutNs: silenceNs },
      { onRead, afterRead },
    );
  }

  doWork(): number {
    return 0;
  }

  figures(into: SourceFigures): void {
    const { client } = this.feed;
    into.packets = client.messages;
    into.messages = client.messages;
    into.gaps = Math.max(0, client.connections - 1);
    into.requests = client.connections;
    into.recovered = 0;
    into.lost = client.lost;
    into.duplicates = client.duplicates;
    into.malformed = 0;
    into.otherSession = 0;
    into.behind = 0;
    into.sessions = client.session === '' ? 0 : 1;
  }

  close(): void {
    this.feed.close();
  }
}

type MessageHandler = (view: DataView, at: number, length: number) => void;
