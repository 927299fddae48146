import { VenueReason } from '../../model/venue.ts';
import type { LitEngine, MatchingEngine } from '../matching/engine.ts';
import { CrossType, EventType, TradingState } from '../matching/event_layout.ts';
import type { EventBuffer } from '../matching/events.ts';

const { CALL, CLOSED, CONTINUOUS, HALTED } = TradingState;

/**
 * An exchange whose instruments do not trade all the time. Each has a state:
 *
 *     CONTINUOUS ──call──▶ CALL ──resume──▶ CONTINUOUS     orders are collected, and trade at one price when it ends
 *          │                └──close──▶ CLOSED             the closing cross, then nothing
 *          └──halt──▶ HALTED ──resume, call──▶             orders are refused, or collected, as configured
 *
 * A cancel or a fall in quantity is always let through. What a halt has collected trades like a call's orders when it
 * ends. Changes of state, crosses and indications are events; nothing else tells them.
 */
export interface TradingStates extends MatchingEngine {
  stateOf(instrument: number): number;
  halt(instrument: number): void;
  /** Begins a call. The cross is near `referenceTicks` where its rules leave a choice; 0: there is none. */
  call(instrument: number, crossType: number, referenceTicks: number): void;
  /** Ends a call or a halt, and trades on. */
  resume(instrument: number): void;
  /** Ends a call, and the day: from now on orders are refused. */
  close(instrument: number): void;
  /** Tells what an instrument's call would trade now. */
  indicate(instrument: number): void;
}

export function makeTradingStates(engine: LitEngine, events: EventBuffer, queuesWhenHalted: boolean): TradingStates {
  const { callBook } = engine;
  const states = new Uint8Array(engine.instruments);
  const references = new Int32Array(engine.instruments);
  const crossTypes = new Uint8Array(engine.instruments);
  /** Instruments that are not in continuous trading: while there are none, nothing need be looked up. */
  let interrupted = 0;

  function newOrder(
    instrument: number,
    id: number,
    owner: number,
    side: number,
    timeInForce: number,
    ticks: number,
    lots: number,
    displayLots: number,
  ): number {
    // An unknown instrument has no state either: the engine says so.
    const state = states[instrument];
    if (interrupted === 0 || state === CONTINUOUS || state === undefined) {
      return engine.newOrder(instrument, id, owner, side, timeInForce, ticks, lots, displayLots);
    }
    const { newOrder: collect, refuse } = callBook;
    const take = collects(state) ? collect : refuse;
    return take(instrument, id, owner, side, timeInForce, ticks, lots, displayLots);
  }

  function collects(state: number): boolean {
    return state === CALL || (state === HALTED && queuesWhenHalted);
  }

  function cancel(id: number, owner: number): number {
    return isInterrupted(id) ? callBook.cancel(id, owner) : engine.cancel(id, owner);
  }

  function reduce(id: number, lots: number, owner: number): number {
    return isInterrupted(id) ? callBook.reduce(id, lots, owner) : engine.reduce(id, lots, owner);
  }

  function replace(id: number, ticks: number, lots: number, owner: number): number {
    if (!isInterrupted(id)) return engine.replace(id, ticks, lots, owner);
    if (collects(states[callBook.sideIndexOf(id) >> 1]!)) return callBook.replace(id, ticks, lots, owner);
    return callBook.refuseReplace(VenueReason.CLOSED, id, owner);
  }

  function isInterrupted(id: number): boolean {
    if (interrupted === 0) return false;
    const side = callBook.sideIndexOf(id);
    return side >= 0 && states[side >> 1] !== CONTINUOUS;
  }

  function enter(instrument: number, state: number): void {
    const before = states[instrument]!;
    if (before === state) return;
    if (before === CONTINUOUS) interrupted++;
    if (state === CONTINUOUS) interrupted--;
    states[instrument] = state;
    const code = EventType.STATE_CHANGED | (state << 16);
    events.emit(code, instrument, 0, 0, 0, references[instrument]!, 0, 0, 0, 0);
  }

  function halt(instrument: number): void {
    references[instrument] = 0;
    crossTypes[instrument] = CrossType.HALT;
    enter(instrument, HALTED);
  }

  function call(instrument: number, crossType: number, referenceTicks: number): void {
    references[instrument] = referenceTicks;
    crossTypes[instrument] = crossType;
    enter(instrument, CALL);
  }

  function resume(instrument: number): void {
    finishCall(instrument);
    enter(instrument, CONTINUOUS);
  }

  function close(instrument: number): void {
    finishCall(instrument);
    enter(instrument, CLOSED);
  }

  function finishCall(instrument: number): void {
    if (states[instrument] === CONTINUOUS) return;
    callBook.uncross(instrument, references[instrument]!, crossTypes[instrument]!);
  }

  function indicate(instrument: number): void {
    if (states[instrument] === CALL) callBook.indicate(instrument, references[instrument]!, crossTypes[instrument]!);
  }

  return {
    instruments: engine.instruments,
    newOrder,
    cancel,
    reduce,
    replace,
    bestTicks: engine.bestTicks,
    bestLots: engine.bestLots,
    visitOrders: engine.visitOrders,
    orderCount: engine.orderCount,
    openLots: engine.openLots,
    stateOf: (instrument) => states[instrument]!,
    halt,
    call,
    resume,
    close,
    indicate,
  };
}
