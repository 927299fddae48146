/** How a venue of the configuration matches. */

import { type MakerOptions, RETAIL_MAKER, WHOLESALE_MAKER } from '../../workers/exchange/makers/maker_options.ts';
import { SelfTrade } from '../../workers/exchange/matching/self_trade.ts';
import type { VenueMode } from '../../workers/exchange/modes/venue_mode.ts';
import type { MakerConfiguration, MatchingConfiguration, VenueConfiguration } from '../configuration/configuration.ts';

const NS_PER_SECOND = 1e9;
const NS_PER_MS = 1e6;

const SELF_TRADES: Readonly<Record<MatchingConfiguration['selfTrades'], SelfTrade>> = {
  allowed: SelfTrade.ALLOWED,
  cancelNewest: SelfTrade.CANCEL_NEWEST,
  cancelOldest: SelfTrade.CANCEL_OLDEST,
  cancelBoth: SelfTrade.CANCEL_BOTH,
  decrement: SelfTrade.DECREMENT,
};

export function venueMode({ type, matching, maker }: VenueConfiguration): VenueMode {
  switch (type) {
    case 'PRIMARY':
    case 'ECN':
      return {
        kind: 'lit',
        selfTrade: SELF_TRADES[matching.selfTrades],
        queuesWhenHalted: matching.haltedOrders === 'collected',
        timetable: timetable(matching),
      };
    case 'DARK':
      return {
        kind: 'midpoint',
        minimumLots: matching.minimumLots,
        preventsSelfTrades: matching.selfTrades !== 'allowed',
      };
    case 'RMM':
      return { kind: 'maker', maker: makerOptions(RETAIL_MAKER, maker) };
    case 'WMM':
      return { kind: 'maker', maker: makerOptions(WHOLESALE_MAKER, maker) };
  }
}

/** null: it trades day and night. */
function timetable({ openingCallNs, tradingDayNs, closingCallNs, indicationsNs }: MatchingConfiguration) {
  if (openingCallNs === 0 && tradingDayNs === 0) return null;
  return {
    openingCallSeconds: openingCallNs / NS_PER_SECOND,
    tradingSeconds: tradingDayNs / NS_PER_SECOND,
    closingCallSeconds: closingCallNs / NS_PER_SECOND,
    indicateSeconds: indicationsNs / NS_PER_SECOND,
    halts: [],
  };
}

function makerOptions(kind: MakerOptions, { requoteDelayNs, ...own }: MakerConfiguration): MakerOptions {
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  const requoteDelayMs = requoteDelayNs === undefined ? kind.requoteDelayMs : requoteDelayNs / NS_PER_MS;
  return { ...kind, ...Object.fromEntries(given), requoteDelayMs };
}
