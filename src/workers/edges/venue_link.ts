/**
 * What the engine's process knows of a venue's session, whichever protocol it speaks: records from the venue's ring of
 * orders become messages, and what the venue answers becomes records in its ring of reports.
 *
 * What every link owes:
 * 1. Nothing is sent that its log lacks, and nothing is sent twice; the log tells after a restart what may have left.
 * 2. A report comes once, by (epoch, number), in order, with the leg, its cumulative, leaves and order quantity.
 * 3. A report that finds its ring full waits, and what the venue sends meanwhile stays with the venue.
 * 4. A request for a leg's status is answered by STATUS or UNKNOWN_ORDER, by the venue or from what is known of it.
 * 5. It connects again by itself, with back-off, and its memory is bounded.
 */

import type { SpscConsumer, SpscProducer } from '../../ring/spsc.ts';

/** Where a link meets the engine. */
export interface VenueLinkPorts {
  /** The engine's number of the venue, written into reports. */
  readonly venue: number;
  readonly orders: SpscConsumer;
  readonly reports: SpscProducer;
  /** The last report that the engine has logged, and of which epoch; 0 and 0: none. */
  readonly heard: { readonly epoch: number; readonly sequence: number };
  /**
   * What an order comes to that the engine has open at this start: the cumulative lots of a leg, told by that report or
   * earlier; -1: it has no such order.
   */
  readonly cumulativeOf: (legRef: number) => number;
  /** The engine's time in nanoseconds, read once a socket read. */
  readonly clock: () => number;
  /**
   * Told when the venue can take orders and when it no longer can, and whether it has forgotten all that it knew. Before it is
   * told that it can, nobody is asked about orders that may have left.
   */
  readonly onStatus: (isConnected: boolean, hasForgotten: boolean) => void;
  /** The ring was full, and goes on here: messages before this were never handed over. */
  readonly onMissing: () => void;
}

/** A place in the engine's stream of outputs. */
export interface OutputPosition {
  readonly streamSequence: number;
  readonly outputIndex: number;
}

export interface VenueLink {
  /** The last output that may have left before this start: what is behind it never left. -1: none. */
  readonly leftBefore: OutputPosition;
  readonly isConnected: boolean;
  /** The disk is full, and only what the log has reserved is left. */
  readonly isDiskLow: boolean;
  start(): void;
  /** Sends what the engine has for the venue, and takes in again what had no room. Answers with the records sent. */
  poll(): number;
  /** The engine has something that can be sent now. */
  hasWork(): boolean;
  /** The venue is asked to cancel everything of this link. */
  massCancel(): void;
  figures(): VenueLinkFigures;
  /** Ends the connections; orders at the venue stay. */
  stop(): Promise<void>;
}

export interface VenueLinkFigures {
  readonly received: number;
  readonly sent: number;
  readonly pool: PoolFigures;
}

/** The connections to one venue. */
interface PoolFigures {
  /** That stand, of how many there should be. */
  readonly connections: number;
  readonly size: number;
  /** Of what may be under way to the venue, how much is: 0 to 1. */
  readonly utilisation: number;
  readonly reconnects: number;
}
