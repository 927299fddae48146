/**
 * Works that follow the quotes of their instrument, and which of them are still to be asked about the last one: a queue of
 * instruments, and in each a place in its list, so that one quote asks any number of works, one a step.
 */

import type { EngineState } from '../../engine_state.ts';
import type { Works } from './works.ts';
import * as workCodes from './works.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_WORK, WorkFlag, WorkInt } = workCodes;

// Registers: the queue; instrument plus one, 0 is none.
const HEAD = 0;
const TAIL = 1;

export type Followers = ReturnType<typeof makeFollowers>;

export function makeFollowers(state: EngineState, instruments: number, works: Works) {
  const registers = state.laterI32('followers.registers', 2);
  /** By instrument: the first work that follows it, the next one to ask, the next instrument in the queue; each plus one. */
  const heads = state.laterI32('followers.heads', instruments);
  const cursors = state.laterI32('followers.cursors', instruments);
  const nextQuoted = state.laterI32('followers.next', instruments);
  const isQuoted = state.laterI32('followers.quoted', instruments);

  /** A quote came: whoever follows it is asked. While they are being asked, it starts over with the first. */
  function onQuote(instrument: number): void {
    const first = heads[instrument]!;
    if (first === 0) return;
    cursors[instrument] = first;
    if (isQuoted[instrument] !== 0) return;
    isQuoted[instrument] = 1;
    if (registers[HEAD] === 0) registers[HEAD] = instrument + 1;
    else nextQuoted[registers[TAIL]! - 1] = instrument + 1;
    registers[TAIL] = instrument + 1;
  }

  function isWaiting(): boolean {
    return registers[HEAD] !== 0;
  }

  /** The next work to ask; NO_WORK: the instrument that was first has been gone through. */
  function take(): number {
    const instrument = registers[HEAD]! - 1;
    const work = cursors[instrument]! - 1;
    if (work >= 0) {
      cursors[instrument] = works.int(work, WorkInt.QUOTE_NEXT);
      return work;
    }
    registers[HEAD] = nextQuoted[instrument]!;
    if (registers[HEAD] === 0) registers[TAIL] = 0;
    nextQuoted[instrument] = 0;
    isQuoted[instrument] = 0;
    return NO_WORK;
  }

  /** Puts the work into its instrument's list, or takes it out. */
  function set(work: number, isFollowing: boolean): void {
    const flags = works.int(work, WorkInt.FLAGS);
    if (isFollowing === ((flags & WorkFlag.FOLLOWS_QUOTES) !== 0)) return;
    works.setInt(work, WorkInt.FLAGS, flags ^ WorkFlag.FOLLOWS_QUOTES);
    const instrument = works.int(work, WorkInt.INSTRUMENT);
    if (isFollowing) link(instrument, work);
    else unlink(instrument, work);
  }

  function link(instrument: number, work: number): void {
    const head = heads[instrument]!;
    works.setInt(work, WorkInt.QUOTE_PREVIOUS, 0);
    works.setInt(work, WorkInt.QUOTE_NEXT, head);
    if (head !== 0) works.setInt(head - 1, WorkInt.QUOTE_PREVIOUS, work + 1);
    heads[instrument] = work + 1;
  }

  function unlink(instrument: number, work: number): void {
    const previous = works.int(work, WorkInt.QUOTE_PREVIOUS);
    const next = works.int(work, WorkInt.QUOTE_NEXT);
    if (cursors[instrument] === work + 1) cursors[instrument] = next;
    if (previous === 0) heads[instrument] = next;
    else works.setInt(previous - 1, WorkInt.QUOTE_NEXT, next);
    if (next !== 0) works.setInt(next - 1, WorkInt.QUOTE_PREVIOUS, previous);
  }

  return { onQuote, isWaiting, take, set };
}
