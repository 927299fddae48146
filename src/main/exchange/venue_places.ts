/** Where the venues of `sluice exchange` are to be found: a line each for people, and one file for programs. */

import { parseFeedAddress } from '../../workers/feed_sockets/feed_address.ts';

/** Keys are published: they are added, never renamed. */
export interface VenuePlace {
  readonly name: string;
  /** PRIMARY, ECN, DARK, RMM or WMM. */
  readonly type: string;
  /** host:port of order entry: the `address` of an engine's venue. */
  readonly orders: string;
  /** host:port of order entry by OUCH over SoupBinTCP; null: not spoken. */
  readonly ouch: string | null;
  /** Where its book is published over MoldUDP64: the `feed` of an engine's venue; null: nowhere. */
  readonly feed: string | null;
  /** Where its book as it is now can be had over SoupBinTCP; null: nowhere. */
  readonly snapshot: string | null;
}

interface Listening {
  readonly name: string;
  readonly port: number;
  readonly ouchPort: number;
  readonly feed: string;
}

export function venuePlace({ name, port, ouchPort, feed }: Listening, type: string, host: string): VenuePlace {
  return {
    name,
    type,
    orders: `${host}:${port}`,
    ouch: ouchPort === 0 ? null : `${host}:${ouchPort}`,
    feed: feed === '' ? null : feed,
    snapshot: snapshotOf(feed),
  };
}

function snapshotOf(feed: string): string | null {
  const address = feed === '' ? undefined : parseFeedAddress(feed);
  if (address?.protocol !== 'mold' || address.snapshot === undefined) return null;
  const { username, password, server } = address.snapshot;
  const [name, secret] = [username, password].map(encodeURIComponent);
  return `soup://${name}:${secret}@${server.host}:${server.port}`;
}

export function placeLine({ name, orders, ouch, feed, snapshot }: VenuePlace): string {
  const parts = [`exchange ${name} listening on ${orders}`];
  if (ouch !== null) parts.push(`OUCH on ${ouch}`);
  if (feed !== null) parts.push(`feed ${feed}`);
  if (snapshot !== null) parts.push(`snapshots ${snapshot}`);
  return parts.join(', ');
}
