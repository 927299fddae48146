import type { TimetableOptions } from '../auctions/timetable.ts';
import type { MakerOptions } from '../makers/maker_options.ts';
import { SelfTrade } from '../matching/self_trade.ts';

/** How a venue matches. Plain data: it also travels as a worker's workerData. */
export type VenueMode = LitMode | MidpointMode | MakerMode;

/** A displayed book, price, then time. */
export interface LitMode {
  readonly kind: 'lit';
  readonly selfTrade: SelfTrade;
  /** Whether a halt collects orders; otherwise it refuses them. */
  readonly queuesWhenHalted: boolean;
  /** null: it trades continuously, day and night. */
  readonly timetable: TimetableOptions | null;
}

/** Nothing displayed, at the middle of the lit venues' best bid and offer. */
export interface MidpointMode {
  readonly kind: 'midpoint';
  readonly minimumLots: number;
  readonly preventsSelfTrades: boolean;
}

/** One market maker that quotes around the lit venues' middle. */
export interface MakerMode {
  readonly kind: 'maker';
  readonly maker: MakerOptions;
}

export const CONTINUOUS_MODE: LitMode = {
  kind: 'lit',
  selfTrade: SelfTrade.ALLOWED,
  queuesWhenHalted: false,
  timetable: null,
};
