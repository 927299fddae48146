/**
 * The life of an order: one table, (state, event) to (state, report, or refusal), every pair decided. docs/order_states.md
 * shows it.
 *
 * A state is what the venues have made of the order (its base status), whether a cancel is pending and whose, and whether a
 * replace is pending. An event is a command together with what the quantities make of it: a fill that leaves something
 * open is another event than one that leaves nothing. So the table needs no condition, and a look-up is one load.
 */

import { OrderStatus } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { LIFE_EVENTS, LifeEvent, PendingCancel } from './life_event.ts';
import { type From, LIFE_ROWS, type Row } from './state_rows.ts';

/**
 * A state as a number: base status in bits 0 and 1 (0 when the order is not in the pool), PendingCancel in 2 and 3, a
 * pending replace in bit 4. Of those without an order 0 is one that never was; the others say how it ended.
 */
export const STATES_BITS = 5;
const CANCEL_SHIFT = 2;
const REPLACE_SHIFT = 4;
const BASE_MASK = 3;
export const NEVER_WAS = 0;

const ENDS = [OrderStatus.FILLED, OrderStatus.CANCELLED, OrderStatus.REJECTED, OrderStatus.EXPIRED];
export const ENDED_STATES: readonly number[] = ENDS.map((_, i) => (i + 1) << CANCEL_SHIFT);

export function openState(base: number, cancel: number, replace: number): number {
  return base | (cancel << CANCEL_SHIFT) | (replace << REPLACE_SHIFT);
}

export function endedState(status: number): number {
  return ENDED_STATES[ENDS.indexOf(status as (typeof ENDS)[number])]!;
}

/** The status that stays in the order's record; 0: it left the pool. */
export function baseOf(state: number): number {
  return state & BASE_MASK;
}

export function cancelOf(state: number): number {
  return (state >> CANCEL_SHIFT) & BASE_MASK;
}

export function isReplaceIn(state: number): boolean {
  return (state & BASE_MASK) !== 0 && state >> REPLACE_SHIFT !== 0;
}

export const OPEN_STATES: readonly number[] = [0, 1].flatMap((replace) =>
  [0, 1, 2, 3].flatMap((cancel) => [1, 2, 3].map((base) => openState(base, cancel, replace))),
);
export const STATES: readonly number[] = [NEVER_WAS, ...OPEN_STATES, ...ENDED_STATES];

/** What clients are told of an order in this state: what is pending hides what lies beneath. */
export function statusOf(state: number): number {
  const base = baseOf(state);
  if (base === 0) return state === NEVER_WAS ? OrderStatus.NONE : ENDS[(state >> CANCEL_SHIFT) - 1]!;
  if (cancelOf(state) !== PendingCancel.NONE) return OrderStatus.PENDING_CANCEL;
  return isReplaceIn(state) ? OrderStatus.PENDING_REPLACE : base;
}

// A cell: next state in bits 0 to 4, status that is told 5 to 8, front event 9 to 15, reason 16 to 25, then single bits.
const STATUS_SHIFT = 5;
const EVENT_SHIFT = 9;
const REASON_SHIFT = 16;
/** Bits of a cell. */
export const Cell = {
  /** A pending cancel ends without effect, and its client is told so. */
  CANCEL_LOST: 1 << 26,
  REPLACE_LOST: 1 << 27,
  /** The order leaves the pool. */
  ENDS: 1 << 28,
  /** No client hears of it. */
  UNTOLD: 1 << 29,
  /** It cannot happen, for the reason that the row gives. */
  IMPOSSIBLE: 1 << 30,
} as const;

export function nextOf(cell: number): number {
  return cell & 31;
}

/** Told to the client; of a refusal of a new order REJECTED, though no order of that name changes. */
export function toldOf(cell: number): number {
  return (cell >> STATUS_SHIFT) & 15;
}

/** The FrontEvent. */
export function eventOf(cell: number): number {
  return (cell >> EVENT_SHIFT) & 127;
}

export function reasonOf(cell: number): number {
  return (cell >> REASON_SHIFT) & 1023;
}

/** The row that decides a pair: the first one that names the state. Throws when none does. */
export function rowOf(state: number, event: LifeEvent): Row {
  const row = LIFE_ROWS[eventName(event)].find((one) => isOf(one.from, state));
  if (row === undefined) throw new Error(`${stateName(state)} does not decide ${eventName(event)}`);
  return row;
}

export function eventName(event: LifeEvent): keyof typeof LifeEvent {
  return (Object.keys(LifeEvent) as (keyof typeof LifeEvent)[])[event]!;
}

/** As a page or a failing test names it. */
export function stateName(state: number): string {
  if (state === NEVER_WAS) return 'no order';
  const name = (status: number): string =>
    Object.entries(OrderStatus).find(([, value]) => value === status)?.[0] ?? `${status}`;
  if (baseOf(state) === 0) return name(statusOf(state));
  const cancel = ['', ' + cancel', ' + sweep', ' + expiry'][cancelOf(state)]!;
  return `${name(baseOf(state))}${cancel}${isReplaceIn(state) ? ' + replace' : ''}`;
}

function isOf(from: From, state: number): boolean {
  if (baseOf(state) === 0) {
    if (from.as !== undefined && !from.as.includes(statusOf(state))) return false;
    return from.where === 'gone' || from.where === (state === NEVER_WAS ? 'never' : 'ended');
  }
  if (from.where !== 'open') return false;
  const { base, cancel, replace } = from;
  return (
    (base === undefined || base.includes(baseOf(state))) &&
    (cancel === undefined || cancel.includes(cancelOf(state))) &&
    (replace === undefined || replace === isReplaceIn(state))
  );
}

function cellOf(state: number, row: Row): number {
  const { to } = row;
  let next = state;
  if (to?.ends !== undefined) next = endedState(to.ends);
  else if (to !== undefined) {
    next = openState(
      to.base ?? baseOf(state),
      to.cancel ?? cancelOf(state),
      (to.replace ?? isReplaceIn(state)) ? 1 : 0,
    );
  }
  const isEnd = to?.ends !== undefined;
  const told = row.tells ?? statusOf(next);
  const leaves = isEnd && baseOf(state) !== 0;
  let bits = (leaves ? Cell.ENDS : 0) | (row.untold === true ? Cell.UNTOLD : 0);
  // Of a pending cancel or replace the row that ends the order says whether it answers it; any other is lost.
  if (isEnd && cancelOf(state) !== 0 && baseOf(state) !== 0 && row.answers !== 'cancel') bits |= Cell.CANCEL_LOST;
  if (isEnd && isReplaceIn(state) && row.answers !== 'replace') bits |= Cell.REPLACE_LOST;
  if (row.impossible !== undefined) bits |= Cell.IMPOSSIBLE;
  return (
    next |
    (told << STATUS_SHIFT) |
    (row.event << EVENT_SHIFT) |
    ((row.reason ?? ReasonCode.NONE) << REASON_SHIFT) |
    bits
  );
}

/** By event << STATES_BITS | state. A pair that cannot happen ignores the event. */
export const STATE_TABLE = new Int32Array(LIFE_EVENTS.length << STATES_BITS);
for (const event of LIFE_EVENTS) {
  for (const state of STATES) STATE_TABLE[(event << STATES_BITS) | state] = cellOf(state, rowOf(state, event));
}
