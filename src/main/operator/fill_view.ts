/** A fill that is kept apart, as operators see it. */

/** Answered as JSON: keys are published, added and never renamed. What nobody knows is left out. */
export interface FillView {
  /** What `sluice assign` calls it. */
  readonly fill: number;
  readonly venue: string;
  readonly symbol?: string;
  readonly side?: 'buy' | 'sell';
  /** Shares at a price in currency; without a symbol lots and ticks. */
  readonly quantity: number;
  readonly price: number;
  /** Of the order that it may be of. */
  readonly account?: string;
  /** Of the order that the venue named; the journal's leg reference. */
  readonly legRef?: number;
  readonly venueOrderId?: number;
  /** The venue's number of the execution as the journal has it. */
  readonly executionId: number;
  /** How often the venue has corrected it. */
  readonly corrections?: number;
  /** The command that it came by: `sluice journal DIR --from N --to N` shows it. */
  readonly command: number;
}
