/** Who may send commands. A source number is stamped from the ring that a command came by, never read from the message. */

import { MAX_VENUES } from './venue.ts';

export const SOURCE_CONTROL = 0;
export const SOURCE_FOLLOW_UP = 1;
/** The sequencer's own ticks. */
export const SOURCE_CLOCK = 2;
export const SOURCE_VENUE_FIRST = 16;
export const SOURCE_QUOTE_FIRST = SOURCE_VENUE_FIRST + MAX_VENUES;
export const SOURCE_CLIENT_FIRST = 64;

/** Client sessions that one engine serves. Each has two rings, so the number is memory: about 17 MB a session. */
export const MAX_SESSIONS = 64;
export const SOURCE_COUNT = SOURCE_CLIENT_FIRST + MAX_SESSIONS;

/** `ofSession` of an operator's mass cancel that is for all of them. */
export const EVERY_SESSION = -1;

/** The session of a client source, or -1. */
export function sessionOf(source: number): number {
  return source >= SOURCE_CLIENT_FIRST ? source - SOURCE_CLIENT_FIRST : -1;
}
