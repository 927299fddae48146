import { Side, TimeInForce } from '../../model/order.ts';
import type { Random } from '../flow/random.ts';
import type { LitEngine } from '../matching/engine.ts';
import type { MakerOptions } from './maker_options.ts';

const { BUY, SELL } = Side;
const NEVER = Number.POSITIVE_INFINITY;

/** A maker's two orders an instrument, and when it changes them. Sides are counted like the books': two an instrument. */
export interface MakerQuotes {
  /** Lots that the maker holds, by instrument; below 0 when it is short. */
  readonly inventory: Float64Array;
  /** Twice the mid-point of the reference, or 0, by instrument; and as it was when the quote was made. */
  readonly twiceMid: Int32Array;
  readonly quotedMid: Int32Array;
  /** 0: there is no quote on this side. */
  ticksOf(side: number): number;
  lotsOf(side: number): number;
  setReference(instrument: number, bidTicks: number, askTicks: number): void;
  /** Makes every new quote that is due by this time. */
  advance(seconds: number): void;
  /** Books what the quotes have traded since they were looked at last. */
  count(instrument: number): void;
  /** Takes lots off a quote that have traded at a better price. */
  take(side: number, lots: number): void;
}

export function makeMakerQuotes(
  engine: LitEngine,
  owner: number,
  nextOrderId: () => number,
  random: Random,
  options: MakerOptions,
): MakerQuotes {
  const { instruments } = engine;
  const inventory = new Float64Array(instruments);
  const twiceMid = new Int32Array(instruments);
  const quotedMid = new Int32Array(instruments);
  const due = new Float64Array(instruments).fill(NEVER);
  const ids = new Float64Array(instruments * 2);
  const ticksBySide = new Int32Array(instruments * 2);
  const lotsBySide = new Int32Array(instruments * 2);
  let now = 0;

  function setReference(instrument: number, bidTicks: number, askTicks: number): void {
    const mid = bidTicks > 0 && askTicks > bidTicks ? bidTicks + askTicks : 0;
    if (mid === twiceMid[instrument]) return;
    twiceMid[instrument] = mid;
    if (mid !== 0) plan(instrument);
    else withdraw(instrument);
  }

  function plan(instrument: number): void {
    if (due[instrument] === NEVER) due[instrument] = now + random.exponential(options.requoteDelayMs / 1000);
  }

  /** At once: a maker does not wait where it cannot know the price. */
  function withdraw(instrument: number): void {
    due[instrument] = NEVER;
    for (const side of [instrument * 2, instrument * 2 + 1])
      if (lotsBySide[side] !== 0) engine.cancel(ids[side]!, owner);
    lotsBySide.fill(0, instrument * 2, instrument * 2 + 2);
  }

  /** In the order of time, so that the same happens however finely it is cut. */
  function advance(seconds: number): void {
    for (;;) {
      let next = 0;
      for (let i = 1; i < instruments; i++) if (due[i]! < due[next]!) next = i;
      if (!(due[next]! <= seconds)) break;
      now = due[next]!;
      due[next] = NEVER;
      quote(next);
    }
    now = seconds;
  }

  function quote(instrument: number): void {
    const mid = twiceMid[instrument]!;
    const fullness = inventory[instrument]! / options.inventoryLots;
    const middle = mid / 2 - options.skewTicks * Math.max(-1, Math.min(1, fullness));
    const bid = Math.max(1, Math.floor(middle - options.spreadTicks / 2));
    const ask = Math.max(bid + 1, Math.ceil(middle + options.spreadTicks / 2));
    const bidLots = drawLots();
    const askLots = drawLots();
    const buyer = instrument * 2;
    quotedMid[instrument] = mid;
    // One of the two orders of doing it never lets the new quote of one side meet the old one of the other.
    const askFirst = lotsBySide[buyer] === 0 || ask > ticksBySide[buyer]!;
    if (askFirst) place(buyer + 1, ask, askLots);
    place(buyer, bid, bidLots);
    if (!askFirst) place(buyer + 1, ask, askLots);
    count(instrument);
  }

  function drawLots(): number {
    return Math.max(1, Math.min(1_000_000, Math.round(random.logNormal(options.medianLots, options.lotsSigma))));
  }

  function place(side: number, ticks: number, lots: number): void {
    const isNew = lotsBySide[side] === 0;
    if (isNew) ids[side] = nextOrderId();
    const id = ids[side]!;
    lotsBySide[side] = lots;
    ticksBySide[side] = ticks;
    if (isNew) engine.newOrder(side >> 1, id, owner, (side & 1) === 0 ? BUY : SELL, TimeInForce.GTC, ticks, lots, 0);
    else engine.replace(id, ticks, lots, owner);
  }

  function count(instrument: number): void {
    const bought = countSide(instrument * 2);
    const sold = countSide(instrument * 2 + 1);
    if (bought === 0 && sold === 0) return;
    inventory[instrument]! += bought - sold;
    plan(instrument);
  }

  function countSide(side: number): number {
    const before = lotsBySide[side]!;
    if (before === 0) return 0;
    lotsBySide[side] = engine.openLots(ids[side]!);
    return before - lotsBySide[side]!;
  }

  function take(side: number, lots: number): void {
    engine.reduce(ids[side]!, lots, owner);
    count(side >> 1);
  }

  return {
    inventory,
    twiceMid,
    quotedMid,
    ticksOf: (side) => (lotsBySide[side] === 0 ? 0 : ticksBySide[side]!),
    lotsOf: (side) => lotsBySide[side]!,
    setReference,
    advance,
    count,
    take,
  };
}
