const MS = 1e6;

/** All that bounds a receiver's memory and its traffic. */
export interface ReceiverLimits {
  /** How long a gap waits for the other line, or for packets that overtook each other, before it is asked for. */
  readonly patienceNs: number;
  /** After this a request counts as unanswered, and goes to the next server. */
  readonly requestTimeoutNs: number;
  /** Unanswered requests until a gap is lost. Without a server it is lost when its patience ends. */
  readonly maxAttempts: number;
  /** Longer gaps are asked for in pieces of so many, which are answered side by side. */
  readonly maxRequestMessages: number;
  readonly requestsPerSecond: number;
  /** Packets kept ahead of a gap, and the longest that is kept. */
  readonly aheadPackets: number;
  readonly aheadPacketBytes: number;
  /** A sequence further ahead than this is believed only when a second packet confirms it. */
  readonly maxJumpMessages: number;
  /** A line that brings nothing, no heartbeat either, for so long is silent. */
  readonly silenceNs: number;
  /** Heartbeats but no message for so long: quiet. */
  readonly quietNs: number;
}

/**
 * 49 MB, of which what is never used is never touched. A heartbeat a second is what the specification has senders do. While a
 * gap is filled at `requestsPerSecond` packets, the feed goes on and must be kept: with 5 M messages a second and 40 a packet, a
 * gap of half a million messages is filled before there is no more room. A gap is given up after half a second: the book that it
 * belongs to is wrong from then on, while until then it is only late.
 */
export const DEFAULT_LIMITS: ReceiverLimits = {
  patienceNs: 0.5 * MS,
  requestTimeoutNs: 25 * MS,
  maxAttempts: 20,
  maxRequestMessages: 200,
  requestsPerSecond: 50_000,
  aheadPackets: 32_768,
  aheadPacketBytes: 1_500,
  maxJumpMessages: 10_000_000,
  silenceNs: 3_500 * MS,
  quietNs: 30_000 * MS,
};

export interface ReceiverConfig extends ReceiverLimits {
  /** Lines that carry the same packets; answers to requests count as one more. */
  readonly lines: number;
  /** Re-request servers. */
  readonly servers: number;
  /** The only session to follow. Without it the one that is heard, and the next when that has ended or is silent. */
  readonly session?: string;
  /** Where to begin in the first session; without it, where the feed is. Later sessions are taken from their first message. */
  readonly firstSequence?: number;
}

export const FeedState = {
  /** Nothing has come yet. */
  WAITING: 0,
  /** All that was sent has been delivered. */
  LIVE: 1,
  /** The same, but only heartbeats come. */
  QUIET: 2,
  /** Messages are missing, or the gap's end has not been delivered. */
  STALE: 3,
  /** No line brings anything. */
  SILENT: 4,
  ENDED: 5,
} as const;

/** Where a receiver takes what it has put in order. */
export interface FeedSink {
  /**
   * The next messages, in place, each behind its two-byte length; `receiver.next` is the sequence of the first until this
   * returns. A packet's at a time: who builds books looks ahead in them.
   */
  onMessages(view: DataView, from: number, to: number, count: number): void;
  /** A session begins; what the last one built is of no use for it. */
  onSession(session: string): void;
  /** Messages that nobody could give: what was built is wrong until it is built anew. */
  onLost(first: number, count: number): void;
  onState(state: number): void;
}

/** Sends a request packet to one of the servers. The bytes are the receiver's again when it returns. */
export type SendRequest = (server: number, packet: Uint8Array) => void;
