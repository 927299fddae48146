/** What an operator does, at random: the kill switch, halts and phases of venues, mass cancels, snapshot markers. */

import { Side } from '../../src/workers/model/order.ts';
import { MAX_SESSIONS } from '../../src/workers/model/source.ts';
import { EVERY_VENUE, NewOrders, TradingChange, TradingPhase } from '../../src/workers/model/trading_phase.ts';
import type { CommandWriter } from './command_writer.ts';
import type { Random } from './random.ts';
import { CAPACITY } from './world_setup.ts';

const { CALENDAR, HALT, OPERATOR, RESUME } = TradingChange;

export class OperatorTraffic {
  readonly #random: Random;
  readonly #writer: CommandWriter;
  readonly #sessions: number;
  readonly #doesHalt: boolean;
  #isKilled = false;
  readonly #halts: { readonly venue: number; readonly instrument: number }[] = [];
  readonly #closed: { readonly venue: number; readonly change: number }[] = [];

  constructor(random: Random, writer: CommandWriter, sessions: number, halts: boolean) {
    this.#random = random;
    this.#writer = writer;
    this.#sessions = sessions;
    this.#doesHalt = halts;
  }

  act(steps: number): void {
    if (this.#isKilled ? this.#random.oneIn(60) : this.#random.oneIn(2_500)) {
      this.#isKilled = !this.#isKilled;
      this.#writer.killSwitch(this.#isKilled);
    }
    if (this.#doesHalt) this.#openOrShut();
    if (this.#random.oneIn(400)) this.#cancel();
    if (this.#random.oneIn(1_500)) this.#writer.dayEnd();
    if (this.#random.oneIn(3_000)) this.#writer.marker(steps);
    if (this.#random.oneIn(2_000)) this.#teach();
  }

  #openOrShut(): void {
    if (this.#random.oneIn(1_500)) this.#halt();
    else if (this.#random.oneIn(100)) this.#resumeOne();
  }

  /** A venue or all, a halt or a phase, whole or of one instrument; and at times one that is none. */
  #halt(): void {
    const random = this.#random;
    const venue = random.oneIn(3) ? EVERY_VENUE : random.between(0, CAPACITY.venues);
    const change = random.pick([HALT, HALT, CALENDAR, OPERATOR]);
    const instrument = change === HALT && random.oneIn(2) ? random.between(0, CAPACITY.instruments) : -1;
    const phase = random.pick([TradingPhase.PRE_OPEN, TradingPhase.OPENING_AUCTION, TradingPhase.CLOSED]);
    const newOrders = random.pick([NewOrders.REFUSED, NewOrders.QUEUED]);
    this.#writer.tradingStatus(venue, change, { instrument, phase, newOrders });
    if (change === HALT) this.#halts.push({ venue, instrument });
    else this.#closed.push({ venue, change });
  }

  /** Ends a halt, and opens who was closed, the oldest first. */
  #resumeOne(): void {
    const halt = this.#halts.shift();
    if (halt !== undefined) this.#writer.tradingStatus(halt.venue, RESUME, { instrument: halt.instrument });
    const closed = this.#closed.shift();
    const open = { phase: TradingPhase.CONTINUOUS, newOrders: NewOrders.TAKEN };
    if (closed !== undefined) this.#writer.tradingStatus(closed.venue, closed.change, open);
  }

  /** What earlier days were like, at times of an instrument that is none, or without any volume. */
  #teach(): void {
    const random = this.#random;
    const shares = Array.from({ length: 96 }, () => random.pick([0, -1, random.below(10_000)]));
    const instrument = random.between(-1, CAPACITY.instruments);
    this.#writer.volumeCurve(instrument, random.below(12), random.oneIn(8) ? {} : shares);
  }

  /** Of a session or of all of them, and at times of one that is none; narrowed in any way. */
  #cancel(): void {
    const random = this.#random;
    const named = random.oneIn(10) ? random.pick([MAX_SESSIONS - 1, MAX_SESSIONS]) : random.below(this.#sessions);
    const session = random.oneIn(2) ? -1 : named;
    const instrument = random.oneIn(2) ? random.below(CAPACITY.instruments) : -1;
    const account = random.oneIn(3) ? random.below(CAPACITY.accounts) : -1;
    const side = random.pick([0, 0, Side.BUY, Side.SELL]);
    const strategy = random.oneIn(4) ? random.below(CAPACITY.strategies) : -1;
    this.#writer.operatorCancel(session, instrument, account, side, strategy);
  }
}
