import type { FeedAddress, MoldAddress, SoupAddress } from '../../feed_sockets/feed_address.ts';
import { monotonicNs } from '../../feed_sockets/monotonic_clock.ts';
import { UdpBatch } from '../../feed_sockets/udp_batch.ts';
import { type FeedSink, FeedState } from '../../protocols/moldudp64/receiver_config.ts';
import { SoupState } from '../../protocols/soupbin/client.ts';
import type { BookBuilder } from './books/book_builder.ts';
import { MoldFeed } from './mold_feed.ts';
import { MoldLines } from './mold_lines.ts';
import { SoupFeed } from './soup_feed.ts';

const IDLE_MS = 1;
/** One turn of the event loop takes so many batches at most. */
const BATCHES_A_TURN = 32;
const FEED_STATES = Object.keys(FeedState).map((name) => name.toLowerCase());
const SOUP_STATES = ['disconnected', 'logging in', 'live', 'ended', 'refused'];

/** What can be said of a feed at one moment. */
export interface FeedFigures {
  readonly state: string;
  readonly session: string;
  readonly messages: number;
  readonly gaps: number;
  /** Messages that were missing and came; that nobody could give; that are missing now. */
  readonly recovered: number;
  readonly lost: number;
  readonly behind: number;
  readonly requests: number;
  readonly duplicates: number;
  readonly malformed: number;
  /** Nothing more will come. */
  readonly isOver: boolean;
}

/** A feed on the network, built into books. */
export interface NetworkFeed {
  figures(): FeedFigures;
  close(): void;
}

export async function openNetworkFeed(address: FeedAddress, books: BookBuilder): Promise<NetworkFeed> {
  return address.protocol === 'soup' ? soupFeed(address, books) : await moldFeed(address, books);
}

/** What a new session says is not of the old one's orders. What is lost stays wrong until then, and is counted. */
function sinkOf(books: BookBuilder): FeedSink {
  let isFresh = true;
  return {
    onMessages: (view, from, to) => void books.onBlock(view, from, to),
    onSession() {
      // Clearing touches all of the memory, which takes a second the first time.
      if (!isFresh) books.clear();
      isFresh = false;
    },
    onLost: () => undefined,
    onState: () => undefined,
  };
}

async function moldFeed(address: MoldAddress, books: BookBuilder): Promise<NetworkFeed> {
  const canBatch = UdpBatch.canServe([...address.lines, ...address.servers]);
  const feed = canBatch ? drive(MoldLines.open(address, sinkOf(books))) : await MoldFeed.open(address, sinkOf(books));
  const { receiver } = feed;
  return {
    figures() {
      const { counters, state } = receiver;
      const { messages, gaps, recovered, lost, requests, duplicates, malformed } = counters;
      return {
        ...{ messages, gaps, recovered, lost, requests, duplicates, malformed },
        state: FEED_STATES[state]!,
        session: counters.sessions === 0 ? '' : receiver.sessionText,
        behind: receiver.behind,
        isOver: state === FeedState.ENDED,
      };
    },
    close: () => feed.close(),
  };
}

/** Asks for packets as long as some come, then each millisecond: the kernel's buffer holds many of those. */
function drive(lines: MoldLines): Pick<MoldLines, 'receiver' | 'close'> {
  let isClosed = false;
  const turn = (): void => {
    if (isClosed) return;
    let left = BATCHES_A_TURN;
    while (left > 0 && lines.doWork(monotonicNs()) > 0) left--;
    if (left === BATCHES_A_TURN) setTimeout(turn, IDLE_MS);
    else setImmediate(turn);
  };
  turn();
  return {
    receiver: lines.receiver,
    close() {
      isClosed = true;
      lines.close();
    },
  };
}

function soupFeed(address: SoupAddress, books: BookBuilder): NetworkFeed {
  const { onSession, onLost, onState } = sinkOf(books);
  const feed = new SoupFeed(address, {
    ...{ onSession, onLost, onState },
    onMessage: (view, at, length) => books.onMessage(view, at, length),
    onUnsequenced: () => undefined,
  });
  const { client } = feed;
  return {
    figures: () => ({
      state: SOUP_STATES[client.state]!,
      session: client.session,
      messages: client.messages,
      gaps: Math.max(0, client.connections - 1),
      recovered: 0,
      lost: client.lost,
      behind: 0,
      requests: client.connections,
      duplicates: client.duplicates,
      malformed: 0,
      isOver: client.state === SoupState.ENDED || client.state === SoupState.REFUSED,
    }),
    close: () => feed.close(),
  };
}
