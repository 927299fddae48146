import { Side } from '../../model/order.ts';
import { EventType, FillKind } from '../matching/event_layout.ts';
import type { EventBuffer } from '../matching/events.ts';
import type { SelfTradePrevention } from '../matching/self_trade.ts';
import { SelfTrade } from '../matching/self_trade.ts';
import type { MidpointOrders } from './orders.ts';

const { FILLED } = EventType;
const { HIDDEN } = FillKind;
const { BUY } = Side;
const NO_GROUPS = new Int32Array(0);

/** Trades orders of mid-point books with one another; engine.ts states the rules. */
export interface MidpointMatcher {
  /** Answers whether the mid-point is another, or can be traded at all where it could not. */
  setReference(instrument: number, bidTicks: number, askTicks: number): boolean;
  /** Trades an order with those of the other side that arrived before it, longest waiting first. */
  meet(order: number): void;
  /** Whether meeting the others would trade the whole order. */
  wouldFill(order: number): boolean;
  /** Lets every order meet the others again, by arrival, until nothing more trades. */
  settle(instrument: number): void;
}

export function makeMidpointMatcher(
  instruments: number,
  orders: MidpointOrders,
  events: EventBuffer,
  prevention: SelfTradePrevention | null,
): MidpointMatcher {
  const { id, arrival, leaves, limitTicks, minimumLots, owner, side, next, first } = orders;
  const groups = prevention === null || prevention.mode === SelfTrade.ALLOWED ? NO_GROUPS : prevention.groups;
  /** Twice the mid-point, in ticks; 0: nothing trades. */
  const twiceMid = new Int32Array(instruments);

  function setReference(instrument: number, bidTicks: number, askTicks: number): boolean {
    const before = twiceMid[instrument]!;
    const after = bidTicks > 0 && askTicks > bidTicks ? bidTicks + askTicks : 0;
    twiceMid[instrument] = after;
    return after !== before && after !== 0;
  }

  function meet(order: number): void {
    walk(order, false);
  }

  function wouldFill(order: number): boolean {
    return walk(order, true) === 0;
  }

  /** Answers with the lots that are left, or, on trial, that would be. */
  function walk(order: number, isTrial: boolean): number {
    const ticks = priceFor(side[order]! ^ 1);
    let wanted = leaves[order]!;
    if (ticks === 0 || !accepts(order, ticks)) return wanted;
    for (let maker = first[side[order]! ^ 1]!; maker !== 0 && wanted > 0; ) {
      const after = next[maker]!;
      if (arrival[maker]! > arrival[order]!) break;
      const lots = Math.min(wanted, leaves[maker]!);
      if (
        accepts(maker, ticks) &&
        areStrangers(order, maker) &&
        suits(lots, order, wanted) &&
        suits(lots, maker, leaves[maker]!)
      ) {
        wanted -= lots;
        if (!isTrial) trade(order, maker, lots, ticks);
      }
      maker = after;
    }
    return wanted;
  }

  /** The mid-point, and where it lies between two ticks the one that is better for the side that waited; 0: none. */
  function priceFor(resting: number): number {
    const mid = twiceMid[resting >> 1]!;
    return (mid + (resting & 1)) >> 1;
  }

  function accepts(order: number, ticks: number): boolean {
    return (side[order]! & 1) === 0 ? limitTicks[order]! >= ticks : limitTicks[order]! <= ticks;
  }

  function suits(lots: number, order: number, open: number): boolean {
    return lots >= Math.min(minimumLots[order]!, open);
  }

  function areStrangers(order: number, maker: number): boolean {
    const group = groups[owner[order]!] ?? 0;
    return group === 0 || groups[owner[maker]!] !== group;
  }

  function trade(order: number, maker: number, lots: number, ticks: number): void {
    leaves[order]! -= lots;
    leaves[maker]! -= lots;
    const at = side[order]!;
    const code = FILLED | ((BUY + (at & 1)) << 8) | (HIDDEN << 16);
    const left = leaves[order]!;
    const makerLeft = leaves[maker]!;
    events.emit(code, at >> 1, owner[order]!, owner[maker]!, lots, ticks, left, makerLeft, id[order]!, id[maker]!);
    if (makerLeft === 0) orders.give(maker);
  }

  function settle(instrument: number): void {
    while (bothSidesAccept(instrument) && sweep(instrument));
  }

  /** One look at every order is much less than every pair of them, and most of the time it is enough. */
  function bothSidesAccept(instrument: number): boolean {
    for (let atSide = instrument * 2; atSide <= instrument * 2 + 1; atSide++) {
      // No price is better for an order than the one for which it waited.
      const ticks = priceFor(atSide);
      let order = ticks === 0 ? 0 : first[atSide]!;
      while (order !== 0 && !accepts(order, ticks)) order = next[order]!;
      if (order === 0) return false;
    }
    return true;
  }

  /** Whether anything traded. What a meeting takes out has arrived before, so the walk's next orders stay. */
  function sweep(instrument: number): boolean {
    let buyer = first[instrument * 2]!;
    let seller = first[instrument * 2 + 1]!;
    let traded = false;
    while (buyer !== 0 || seller !== 0) {
      const isBuyer = seller === 0 || (buyer !== 0 && arrival[buyer]! < arrival[seller]!);
      const order = isBuyer ? buyer : seller;
      if (isBuyer) buyer = next[order]!;
      else seller = next[order]!;
      const before = leaves[order]!;
      meet(order);
      traded ||= leaves[order] !== before;
      if (leaves[order] === 0) orders.give(order);
    }
    return traded;
  }

  return { setReference, meet, wouldFill, settle };
}
