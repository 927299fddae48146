/**
 * Which venues trade now, as the stream's TRADING_STATUS commands have said: by the phase of their day, which the calendar or
 * an operator sets, and by halts of a venue or of an instrument there. Each stage that asks keeps its own: stages share no
 * memory, and the same commands make the same tables.
 *
 * An order asks with one or two loads: a bit a venue. Nothing said, as without a calendar, is that every venue trades.
 */

import { SetVenue, TradingStatus } from '../../../schemas/generated/engine.ts';
import * as recordTypes from '../model/record_type.ts';
import * as phases from '../model/trading_phase.ts';
import * as venueCodes from '../model/venue.ts';
import type { EngineState } from './engine_state.ts';
import type { Slot } from './slot.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { RecordType } = recordTypes;
const { EVERY_VENUE, NewOrders, TradingChange, TradingPhase } = phases;
const { MAX_VENUES } = venueCodes;

// Registers, a bit a venue: those that are enabled; out of their hours; halted as a whole; those whose new orders wait where
// they are out of their hours, and where they or an instrument there are halted.
const ENABLED = 0;
const OUT_OF_HOURS = 1;
const HALTED = 2;
const HOURS_QUEUE = 3;
const HALT_QUEUES = 4;

// A venue's row: phase and what becomes of new orders, as the calendar has them and, while his word holds, an operator.
const ROW = 4;
const CALENDAR_PHASE = 0;
const CALENDAR_ORDERS = 1;
const OPERATOR_PHASE = 2;
const OPERATOR_ORDERS = 3;

export type TradingHours = ReturnType<typeof makeTradingHours>;

export function makeTradingHours(state: EngineState, instruments: number, slot: Slot) {
  const { header } = slot;
  const registers = state.laterI32('hours.registers', 5);
  const rows = state.laterI32('hours.venues', MAX_VENUES * ROW);
  /** By instrument, a bit a venue where it is halted. */
  const haltedAt = state.laterI32('hours.halted_at', instruments);
  const setVenue = SetVenue.over(slot.commands);
  const status = TradingStatus.over(slot.commands);

  /** Takes what it concerns of a command; true: it is a TRADING_STATUS. */
  function onCommand(): boolean {
    if (header.type === RecordType.SET_VENUE) {
      const { venue, enabled } = setVenue.move(slot.bodyAt);
      if (venue >= 0 && venue < MAX_VENUES) mark(ENABLED, venue, enabled !== 0);
      return false;
    }
    if (header.type !== RecordType.TRADING_STATUS) return false;
    const { venue } = status.move(slot.bodyAt);
    if (venue !== EVERY_VENUE) {
      if (venue >= 0 && venue < MAX_VENUES) change(venue);
      return true;
    }
    for (let each = 0; each < MAX_VENUES; each++) if ((registers[ENABLED]! & (1 << each)) !== 0) change(each);
    return true;
  }

  function change(venue: number): void {
    const at = venue * ROW;
    switch (status.change) {
      case TradingChange.CALENDAR:
        if (rows[at + CALENDAR_PHASE] !== status.phase) rows[at + OPERATOR_PHASE] = TradingPhase.NONE;
        rows[at + CALENDAR_PHASE] = status.phase;
        rows[at + CALENDAR_ORDERS] = status.newOrders;
        setHours(venue);
        break;
      case TradingChange.OPERATOR:
        rows[at + OPERATOR_PHASE] = status.phase;
        rows[at + OPERATOR_ORDERS] = status.newOrders;
        setHours(venue);
        break;
      case TradingChange.HALT:
        halt(venue, true);
        break;
      case TradingChange.RESUME:
        halt(venue, false);
        break;
      default:
        break;
    }
  }

  function setHours(venue: number): void {
    const at = venue * ROW;
    const isOperators = rows[at + OPERATOR_PHASE] !== TradingPhase.NONE;
    const orders = rows[at + (isOperators ? OPERATOR_ORDERS : CALENDAR_ORDERS)];
    mark(OUT_OF_HOURS, venue, orders !== NewOrders.TAKEN);
    mark(HOURS_QUEUE, venue, orders === NewOrders.QUEUED);
  }

  function halt(venue: number, isHalted: boolean): void {
    const { instrument } = status;
    if (isHalted) mark(HALT_QUEUES, venue, status.newOrders === NewOrders.QUEUED);
    if (instrument < 0) mark(HALTED, venue, isHalted);
    else if (instrument < instruments) {
      const others = haltedAt[instrument]! & ~(1 << venue);
      haltedAt[instrument] = isHalted ? others | (1 << venue) : others;
    }
  }

  function mark(register: number, venue: number, isSet: boolean): void {
    const others = registers[register]! & ~(1 << venue);
    registers[register] = isSet ? others | (1 << venue) : others;
  }

  /** A bit for each venue that trades nothing now. */
  function shutVenues(): number {
    return registers[OUT_OF_HOURS]! | registers[HALTED]!;
  }

  /** A bit for each venue where the instrument is halted, beside those that trade nothing. */
  function haltedVenues(instrument: number): number {
    return haltedAt[instrument]!;
  }

  function isOpenAt(instrument: number, venue: number): boolean {
    return ((shutVenues() | haltedAt[instrument]!) & (1 << venue)) === 0;
  }

  /** Whether no venue trades the instrument. */
  function isShut(instrument: number): boolean {
    const shut = shutVenues() | haltedAt[instrument]!;
    return shut !== 0 && registers[ENABLED] !== 0 && (registers[ENABLED]! & ~shut) === 0;
  }

  /** Of an instrument that no venue trades: whether one of them has new orders wait. */
  function queues(instrument: number): boolean {
    const halted = registers[HALTED]! | haltedAt[instrument]!;
    const byHours = registers[OUT_OF_HOURS]! & registers[HOURS_QUEUE]! & ~halted;
    return (registers[ENABLED]! & (byHours | (halted & registers[HALT_QUEUES]!))) !== 0;
  }

  return { registers, rows, haltedAt, onCommand, shutVenues, haltedVenues, isOpenAt, isShut, queues };
}

/** How venues trade, told by recovery to whoever shows it. */
export interface TradingFound {
  /** By venue: TradingPhase of the calendar, and of an operator while his word holds. */
  readonly calendar: readonly number[];
  readonly operator: readonly number[];
  readonly halted: readonly number[];
  /** By instrument that is halted somewhere: a bit a venue. */
  readonly haltedAt: readonly (readonly [instrument: number, venues: number])[];
}

export function tradingFound({ registers, rows, haltedAt }: TradingHours): TradingFound {
  const venues = Array.from({ length: MAX_VENUES }, (_, venue) => venue);
  return {
    calendar: venues.map((venue) => rows[venue * ROW + CALENDAR_PHASE]!),
    operator: venues.map((venue) => rows[venue * ROW + OPERATOR_PHASE]!),
    halted: venues.filter((venue) => (registers[HALTED]! & (1 << venue)) !== 0),
    haltedAt: [...haltedAt].flatMap((mask, instrument) => (mask === 0 ? [] : [[instrument, mask] as const])),
  };
}

/** For a denial: how many venues are enabled, and how many of them are halted for the instrument. */
export function countVenues({ registers, haltedAt }: TradingHours, instrument: number, isHalted: boolean): number {
  let left = registers[ENABLED]! & (isHalted ? registers[HALTED]! | haltedAt[instrument]! : -1);
  let count = 0;
  for (; left !== 0; left &= left - 1) count++;
  return count;
}
