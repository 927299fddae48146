import { Side } from '../../model/order.ts';
import type { ExchangeCore } from '../core.ts';

const { BUY, SELL } = Side;

/**
 * The best bid and offer of some venues, for others of the same host that trade by them: told at the end of each batch of
 * commands that has changed a top. What trades by it there is reported with that venue's own next turn.
 */
export class ReferencePrices {
  private readonly leaders: readonly ExchangeCore[];
  private readonly followers: readonly ExchangeCore[];

  constructor(leaders: readonly ExchangeCore[], followers: readonly ExchangeCore[]) {
    this.leaders = leaders;
    this.followers = followers;
    for (const leader of leaders) leader.topListeners.push((instrument) => this.onTop(instrument));
    const instruments = leaders[0]?.instruments ?? 0;
    for (let instrument = 0; instrument < instruments; instrument++) this.onTop(instrument);
  }

  private onTop(instrument: number): void {
    let bid = 0;
    let ask = 0;
    for (const leader of this.leaders) {
      bid = Math.max(bid, leader.bestTicks(instrument, BUY));
      const offered = leader.bestTicks(instrument, SELL);
      if (offered > 0 && (ask === 0 || offered < ask)) ask = offered;
    }
    for (const follower of this.followers) follower.setReference(instrument, bid, ask);
  }
}
