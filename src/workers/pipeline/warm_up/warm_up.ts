/**
 * Runs marked synthetic commands through the engines before they have any state, so that the optimising compiler has
 * seen the hot paths before the first real order; what the engines remember is then put back, byte for byte.
 *
 * A path that the warm-up leaves out costs more than itself: the compiler leaves it out too, and the first command that
 * takes it throws away the code of the whole stage, which then runs interpreted until it is compiled again. With orders and
 * fills of one account alone the engine's first half second of trading threw away forty functions (2026-11, Node 24.21).
 * So desk.ts trades as widely as the engine can.
 *
 * The very engines that will trade, because the compiler's code is bound to the closures it has seen, and to the memory: the
 * sections are the engine's own, and the synthetic commands lie in a small log within the data area of the real one, which is
 * empty as yet (what an earlier run left there is in the journal). Nothing is published by the real log or the real cursors.
 * Rings are the warm-up's own.
 */

import { logRegionBytes } from '../../durability/log/log_layout.ts';
import { anchorClock, EngineClock } from '../engine_clock.ts';
import type { EngineMemory } from '../engine_memory.ts';
import type { Engines } from '../engines.ts';
import { Single } from '../single.ts';
import { Telemetry } from '../telemetry.ts';
import { Desk } from './desk.ts';

const LIVES = 8_000;
const LIVES_PER_TURN = 8;
/** More than a turn's commands and their follow-ups take: the warm-up drains between turns. */
const LOG_BYTES = 1 << 18;
const MOST_VENUES = 3;

export interface WarmUpOutcome {
  /** Reports of orders that had nothing open any more. */
  readonly ended: number;
  /** Orders that were open still when the state was put back: none. */
  readonly open: number;
}

/** `engines` have just been made, and are as if just made afterwards. */
export function warmUp(engines: Engines, memory: EngineMemory, mostLives = LIVES): WarmUpOutcome {
  const blank = new Map(engines.save().map(({ name, bytes }) => [name, bytes]));
  // An identifier for the order, one for its cancel and one for its replace.
  const lives = Math.min(mostLives, Math.floor(engines.capacity.clOrdIds / 4));
  // The engine's own clock: a second kind of clock at the same call would be one more thing that V8 must tell apart.
  const anchor = anchorClock();
  const clock = new EngineClock(anchor, anchor.wallMs);
  const single = new Single({
    engines,
    sessions: 1,
    venues: Math.min(MOST_VENUES, engines.capacity.venues),
    clock,
    telemetry: Telemetry.allocate(),
    slots: memory.pipeline.slots,
    log: memory.commands.slice(0, logRegionBytes(LOG_BYTES)),
  });
  single.goLive();
  const desk = new Desk(single);
  desk.open();
  for (let life = 0; life < lives; life++) {
    desk.trade(life);
    if (life % LIVES_PER_TURN === LIVES_PER_TURN - 1) desk.settle();
  }
  desk.close();
  const outcome = { ended: desk.ended, open: engines.front.orders.store.pool.size() };
  engines.load(blank);
  return outcome;
}
