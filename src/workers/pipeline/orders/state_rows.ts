/**
 * The decisions of the table of states, event by event: the first row that names the state decides. Rows that cannot be
 * met say why; the engine ignores the event there.
 */

import { FrontEvent } from '../../model/front_event.ts';
import { OrderStatus } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { type LifeEvent, PendingCancel } from './life_event.ts';

const { PENDING_NEW, NEW, PARTIALLY_FILLED, FILLED, CANCELLED, REJECTED, EXPIRED } = OrderStatus;
const { NONE, ASKED, SWEPT, EXPIRING } = PendingCancel;

/** States that a row is for: never was; ended; either (gone); open, with what of it matters. */
export interface From {
  readonly where: 'never' | 'ended' | 'gone' | 'open';
  readonly base?: readonly number[];
  readonly cancel?: readonly number[];
  readonly replace?: boolean;
  /** Of `ended`: with these statuses. */
  readonly as?: readonly number[];
}

/** What changes: the rest of the state stays. */
interface Change {
  readonly base?: number;
  readonly cancel?: number;
  readonly replace?: boolean;
  /** The order leaves the pool with this status. */
  readonly ends?: number;
}

export interface Row {
  readonly from: From;
  readonly to?: Change;
  /** What the front stage makes of it; clients are told what egress makes of that. */
  readonly event: FrontEvent;
  /** A refusal's. */
  readonly reason?: ReasonCode;
  /** The reason is the one of risk's that tripped. */
  readonly isRisks?: boolean;
  /** The status in the answer, where it is not the order's. */
  readonly tells?: number;
  /** An end that is the answer to what was pending; any other request that was pending is lost, and told so. */
  readonly answers?: 'cancel' | 'replace';
  /** No client hears of it, though the event is told otherwise. */
  readonly untold?: boolean;
  /** The proof that it cannot happen. */
  readonly impossible?: string;
}

const OPEN: From = { where: 'open' };
const UNDISTURBED: From = { where: 'open', cancel: [NONE], replace: false };
const NO_CANCEL: From = { where: 'open', cancel: [NONE] };
const REPLACING: From = { where: 'open', replace: true };
const REPLACING_FILLED: From = { where: 'open', base: [PARTIALLY_FILLED], replace: true };
const UNFILLED: From = { where: 'open', base: [PENDING_NEW, NEW] };
const NEVER: From = { where: 'never' };
const ENDED: From = { where: 'ended' };
const GONE: From = { where: 'gone' };
const A_CHILD: From = { where: 'open', cancel: [NONE, SWEPT], replace: false };

const DUPLICATE: Row = {
  from: { where: 'open' },
  event: FrontEvent.ORDER_DENIED,
  reason: ReasonCode.DUPLICATE_CL_ORD_ID,
  tells: REJECTED,
};
const DUPLICATE_OF_ENDED: Row = { ...DUPLICATE, from: ENDED };
const NO_LEG: Row = { from: GONE, event: FrontEvent.REPORT_IGNORED, reason: ReasonCode.UNKNOWN_LEG };
const IGNORED: Row = { from: OPEN, event: FrontEvent.FOLLOW_UP_IGNORED };
const IGNORED_AFTER: Row = { from: GONE, event: FrontEvent.FOLLOW_UP_IGNORED };

const CANCEL_DENIALS: readonly Row[] = [
  { from: OPEN, event: FrontEvent.CANCEL_DENIED, reason: ReasonCode.PENDING_CHANGE },
  { from: NEVER, event: FrontEvent.CANCEL_DENIED, reason: ReasonCode.UNKNOWN_ORDER, tells: OrderStatus.NONE },
  { from: ENDED, event: FrontEvent.CANCEL_DENIED, reason: ReasonCode.TOO_LATE, tells: OrderStatus.NONE },
];
const REPLACE_DENIALS: readonly Row[] = CANCEL_DENIALS.map((row) => ({ ...row, event: FrontEvent.REPLACE_DENIED }));
/** A sweep that comes past the order, or finds none, goes on. */
const PASSED_BY: readonly Row[] = [
  { from: OPEN, event: FrontEvent.SWEEP_ENDED },
  { from: GONE, event: FrontEvent.SWEEP_ENDED },
];

const NOTHING_FILLED =
  'Nothing is filled while the base status is PENDING_NEW or NEW: each fill makes it PARTIALLY_FILLED, and only a bust of all of them takes that back.';
const ENDED_BY_FILL =
  'What is filled reaches ORDERED only while a replace for more is pending: without one MOST is ORDERED, and the fill that reaches it ends the order.';
const NOT_A_CHILD =
  'A child is under no identifier and in no list: no client, sweep or timer finds it, so nothing but CHILD_RECALLED is ever pending.';
const impossible = (from: From, why: string, event: FrontEvent): Row => ({ from, event, impossible: why });

const NEVER_SENT = impossible(NEVER, 'No leg was sent of an order that never was.', FrontEvent.REPORT_IGNORED);
const ALL_FILLED = impossible(
  { where: 'ended', as: [FILLED] },
  'All of it is filled: what came more would be beyond. A bust makes it CANCELLED.',
  FrontEvent.REPORT_IGNORED,
);
/** Filled it is no more, and nothing of it will trade. */
const BUST_OF_ENDED: readonly Row[] = [
  { from: { where: 'ended', as: [FILLED] }, to: { ends: CANCELLED }, event: FrontEvent.TRADE_CANCELLED },
  { from: ENDED, event: FrontEvent.TRADE_CANCELLED },
];

/** An outcome that needs all of ORDERED filled while a replace is pending. */
const onlyFilled = (row: Omit<Row, 'from' | 'to' | 'answers'>): readonly Row[] => [
  { ...row, from: REPLACING_FILLED, to: { ends: FILLED }, answers: 'replace' },
  impossible(UNFILLED, NOTHING_FILLED, FrontEvent.FOLLOW_UP_IGNORED),
  impossible(OPEN, ENDED_BY_FILL, FrontEvent.FOLLOW_UP_IGNORED),
  IGNORED_AFTER,
];

/** What a cancel makes of an order whose legs have settled, whatever ended the last of them. */
const SETTLED_WITH_CANCEL: readonly Row[] = [
  {
    from: { where: 'open', cancel: [ASKED, SWEPT] },
    to: { ends: CANCELLED },
    event: FrontEvent.ORDER_CANCELLED,
    answers: 'cancel',
  },
  {
    from: { where: 'open', cancel: [EXPIRING] },
    to: { ends: EXPIRED },
    event: FrontEvent.ORDER_EXPIRED,
    answers: 'cancel',
  },
];

const REPLACED_TO_NOTHING: readonly Row[] = [
  ...SETTLED_WITH_CANCEL,
  { from: NO_CANCEL, to: { ends: CANCELLED }, event: FrontEvent.ORDER_CANCELLED },
].map((row) => ({ ...row, from: { ...row.from, base: [PENDING_NEW, NEW], replace: true } }));

const OPEN_CHILD = impossible(
  GONE,
  'The child is open: a late fill is FILL_OF_NOBODY, or FILL in the life of a parent that has ended, too.',
  FrontEvent.REPORT_IGNORED,
);
const child = (rows: readonly Row[], gone: Row): readonly Row[] => [
  ...rows,
  impossible(OPEN, NOT_A_CHILD, gone.event),
  gone,
];

export const LIFE_ROWS: Readonly<Record<keyof typeof LifeEvent, readonly Row[]>> = {
  NEW_ORDER: [
    { from: NEVER, to: { base: PENDING_NEW }, event: FrontEvent.ORDER_ACCEPTED },
    DUPLICATE,
    DUPLICATE_OF_ENDED,
  ],
  NEW_WORKED_ORDER: [
    { from: NEVER, to: { base: NEW }, event: FrontEvent.ORDER_ACCEPTED },
    DUPLICATE,
    DUPLICATE_OF_ENDED,
  ],
  NEW_ORDER_DENIED: [
    { from: NEVER, to: { ends: REJECTED }, event: FrontEvent.ORDER_DENIED, isRisks: true },
    DUPLICATE,
    DUPLICATE_OF_ENDED,
  ],
  CANCEL_ASKED: [{ from: NO_CANCEL, to: { cancel: ASKED }, event: FrontEvent.CANCEL_ACCEPTED }, ...CANCEL_DENIALS],
  REPLACE_ASKED: [{ from: UNDISTURBED, to: { replace: true }, event: FrontEvent.REPLACE_ACCEPTED }, ...REPLACE_DENIALS],
  REPLACE_TO_FILLED: [
    impossible(UNFILLED, NOTHING_FILLED, FrontEvent.REPLACE_DENIED),
    { from: UNDISTURBED, to: { replace: true }, event: FrontEvent.REPLACE_ACCEPTED },
    ...REPLACE_DENIALS,
  ],
  REPLACE_TO_NOTHING: [
    { from: UNDISTURBED, event: FrontEvent.REPLACE_DENIED, reason: ReasonCode.QUANTITY_BELOW_FILLED },
    ...REPLACE_DENIALS,
  ],
  REPLACE_OF_FIXED_FIELD: [
    { from: UNDISTURBED, event: FrontEvent.REPLACE_DENIED, reason: ReasonCode.CANNOT_CHANGE_FIELD },
    ...REPLACE_DENIALS,
  ],
  REPLACE_DENIED: [{ from: UNDISTURBED, event: FrontEvent.REPLACE_DENIED, isRisks: true }, ...REPLACE_DENIALS],
  STATUS_ASKED: [
    { from: OPEN, event: FrontEvent.STATUS_REPORTED },
    { from: NEVER, event: FrontEvent.STATUS_DENIED, reason: ReasonCode.UNKNOWN_ORDER, tells: REJECTED },
    { from: ENDED, event: FrontEvent.STATUS_DENIED, reason: ReasonCode.TOO_LATE, tells: REJECTED },
  ],
  SWEPT: [{ from: NO_CANCEL, to: { cancel: SWEPT }, event: FrontEvent.CANCEL_ACCEPTED }, ...PASSED_BY],
  DAY_ENDED: [{ from: NO_CANCEL, to: { cancel: EXPIRING }, event: FrontEvent.CANCEL_ACCEPTED }, ...PASSED_BY],
  TIME_ENDED: [
    { from: NO_CANCEL, to: { cancel: EXPIRING }, event: FrontEvent.CANCEL_ACCEPTED },
    IGNORED,
    IGNORED_AFTER,
  ],
  ACKNOWLEDGED: [
    { from: { where: 'open', base: [PENDING_NEW] }, to: { base: NEW }, event: FrontEvent.ORDER_ACKNOWLEDGED },
    { from: OPEN, event: FrontEvent.LEG_REPORTED },
    NO_LEG,
  ],
  FILL: [
    { from: OPEN, to: { base: PARTIALLY_FILLED }, event: FrontEvent.ORDER_FILLED },
    NEVER_SENT,
    ALL_FILLED,
    { from: ENDED, event: FrontEvent.LATE_FILL },
  ],
  FILL_OF_ORDERED: [
    { from: REPLACING, to: { base: PARTIALLY_FILLED }, event: FrontEvent.ORDER_FILLED },
    impossible(OPEN, ENDED_BY_FILL, FrontEvent.REPORT_IGNORED),
    impossible(GONE, 'An order that has ended has no pending replace: MOST is ORDERED.', FrontEvent.REPORT_IGNORED),
  ],
  LAST_FILL: [
    { from: OPEN, to: { ends: FILLED }, event: FrontEvent.ORDER_FILLED },
    NEVER_SENT,
    ALL_FILLED,
    { from: ENDED, to: { ends: FILLED }, event: FrontEvent.LATE_FILL },
  ],
  FILL_AGAIN: [
    impossible(
      { where: 'open', base: [PENDING_NEW] },
      'No lots were told: the first that are make the order PARTIALLY_FILLED, and it is never PENDING_NEW again.',
      FrontEvent.REPORT_IGNORED,
    ),
    NEVER_SENT,
    { from: OPEN, event: FrontEvent.REPORT_IGNORED, reason: ReasonCode.DUPLICATE_REPORT },
    { from: ENDED, event: FrontEvent.REPORT_IGNORED, reason: ReasonCode.DUPLICATE_REPORT },
  ],
  FILL_BEYOND: [
    NEVER_SENT,
    { from: OPEN, event: FrontEvent.FILL_SUSPENDED },
    { from: ENDED, event: FrontEvent.FILL_SUSPENDED },
  ],
  FILL_OF_NOBODY: [
    { from: OPEN, event: FrontEvent.FILL_SUSPENDED, tells: OrderStatus.NONE },
    { from: GONE, event: FrontEvent.FILL_SUSPENDED, tells: OrderStatus.NONE },
  ],
  BUST: [
    impossible(UNFILLED, NOTHING_FILLED, FrontEvent.REPORT_IGNORED),
    NEVER_SENT,
    { from: OPEN, event: FrontEvent.TRADE_CANCELLED },
    ...BUST_OF_ENDED,
  ],
  BUST_OF_ALL: [
    impossible(UNFILLED, NOTHING_FILLED, FrontEvent.REPORT_IGNORED),
    NEVER_SENT,
    { from: OPEN, to: { base: NEW }, event: FrontEvent.TRADE_CANCELLED },
    ...BUST_OF_ENDED,
  ],
  LEG_ENDED: [{ from: OPEN, event: FrontEvent.LEG_ENDED }, NO_LEG],
  CHANGE_ANSWERED: [{ from: OPEN, event: FrontEvent.LEG_REPORTED }, NO_LEG],
  FURTHER_LEG: [
    { from: NO_CANCEL, event: FrontEvent.CHILD_ACCEPTED },
    { from: OPEN, event: FrontEvent.CHILD_DENIED, reason: ReasonCode.PENDING_CHANGE },
    IGNORED_AFTER,
  ],
  FURTHER_LEG_DENIED: [
    { from: NO_CANCEL, event: FrontEvent.CHILD_DENIED, isRisks: true },
    { from: OPEN, event: FrontEvent.CHILD_DENIED, reason: ReasonCode.PENDING_CHANGE },
    IGNORED_AFTER,
  ],
  SLICE: [
    { from: UNDISTURBED, event: FrontEvent.SLICE_ACCEPTED, tells: PENDING_NEW, untold: true },
    {
      from: OPEN,
      event: FrontEvent.SLICE_DENIED,
      reason: ReasonCode.PARENT_ENDING,
      tells: REJECTED,
      untold: true,
    },
    IGNORED_AFTER,
  ],
  SLICE_DENIED: [
    { from: UNDISTURBED, event: FrontEvent.SLICE_DENIED, isRisks: true, tells: REJECTED, untold: true },
    {
      from: OPEN,
      event: FrontEvent.SLICE_DENIED,
      reason: ReasonCode.PARENT_ENDING,
      tells: REJECTED,
      untold: true,
    },
    IGNORED_AFTER,
  ],
  TRIGGER: [{ from: NO_CANCEL, event: FrontEvent.ORDER_TRIGGERED }, IGNORED, IGNORED_AFTER],
  TRIGGER_DENIED: [
    { from: NO_CANCEL, to: { ends: CANCELLED }, event: FrontEvent.ORDER_CANCELLED, isRisks: true },
    IGNORED,
    IGNORED_AFTER,
  ],
  REPLACED: [
    {
      from: { where: 'open', base: [PENDING_NEW], replace: true },
      to: { base: NEW, replace: false },
      event: FrontEvent.ORDER_REPLACED,
    },
    { from: REPLACING, to: { replace: false }, event: FrontEvent.ORDER_REPLACED },
    IGNORED,
    IGNORED_AFTER,
  ],
  REPLACED_TO_FILLED: [
    { from: REPLACING_FILLED, to: { ends: FILLED }, event: FrontEvent.ORDER_REPLACED, answers: 'replace' },
    // Legs that came to nothing end the order as if nothing had been asked.
    ...REPLACED_TO_NOTHING,
    IGNORED,
    IGNORED_AFTER,
  ],
  REPLACE_REFUSED: [
    { from: REPLACING, to: { replace: false }, event: FrontEvent.REPLACE_REFUSED },
    IGNORED,
    IGNORED_AFTER,
  ],
  REPLACE_REFUSED_FILLED: onlyFilled({ event: FrontEvent.REPLACE_REFUSED }),
  REPLACE_REFUSED_BEYOND: onlyFilled({ event: FrontEvent.ORDER_REPLACED }),
  CANCEL_REFUSED: [
    { from: { where: 'open', cancel: [ASKED] }, to: { cancel: NONE }, event: FrontEvent.CANCEL_REFUSED },
    {
      from: { where: 'open', cancel: [SWEPT, EXPIRING] },
      to: { cancel: NONE },
      event: FrontEvent.CANCEL_REFUSED,
      untold: true,
    },
    IGNORED,
    IGNORED_AFTER,
  ],
  SETTLED_CANCELLED: [
    ...SETTLED_WITH_CANCEL,
    { from: OPEN, to: { ends: CANCELLED }, event: FrontEvent.ORDER_CANCELLED },
    IGNORED_AFTER,
  ],
  SETTLED_EXPIRED: [
    ...SETTLED_WITH_CANCEL,
    { from: OPEN, to: { ends: EXPIRED }, event: FrontEvent.ORDER_EXPIRED },
    IGNORED_AFTER,
  ],
  SETTLED_REJECTED: [
    ...SETTLED_WITH_CANCEL,
    { from: { where: 'open', base: [PENDING_NEW] }, to: { ends: REJECTED }, event: FrontEvent.ORDER_REJECTED },
    { from: OPEN, to: { ends: CANCELLED }, event: FrontEvent.ORDER_CANCELLED },
    IGNORED_AFTER,
  ],
  SETTLED_FILLED: onlyFilled({ event: FrontEvent.REPLACE_REFUSED, reason: ReasonCode.TOO_LATE }),
  SETTLED_BEYOND: onlyFilled({ event: FrontEvent.ORDER_REPLACED }),
  SETTLED_AS_ASKED: [
    impossible({ where: 'open', replace: false }, 'No replace is pending.', FrontEvent.FOLLOW_UP_IGNORED),
    impossible(UNFILLED, NOTHING_FILLED, FrontEvent.FOLLOW_UP_IGNORED),
    ...SETTLED_WITH_CANCEL,
    { from: REPLACING_FILLED, to: { ends: FILLED }, event: FrontEvent.ORDER_REPLACED, answers: 'replace' },
    IGNORED_AFTER,
  ],
  CHILD_ACKNOWLEDGED: child(
    [
      {
        from: { ...A_CHILD, base: [PENDING_NEW] },
        to: { base: NEW },
        event: FrontEvent.ORDER_ACKNOWLEDGED,
        untold: true,
      },
      { from: A_CHILD, event: FrontEvent.LEG_REPORTED },
    ],
    NO_LEG,
  ),
  CHILD_FILL: child([{ from: A_CHILD, to: { base: PARTIALLY_FILLED }, event: FrontEvent.ORDER_FILLED }], OPEN_CHILD),
  // Nobody waits for the answer to what was asked of a child.
  CHILD_LAST_FILL: child(
    [{ from: A_CHILD, to: { ends: FILLED }, event: FrontEvent.ORDER_FILLED, answers: 'cancel' }],
    OPEN_CHILD,
  ),
  CHILD_RECALLED: child(
    [
      { from: { ...A_CHILD, cancel: [NONE] }, to: { cancel: SWEPT }, event: FrontEvent.CANCEL_ACCEPTED },
      { ...IGNORED, from: A_CHILD },
    ],
    IGNORED_AFTER,
  ),
  CHILD_SETTLED: child(
    [{ from: A_CHILD, to: { ends: CANCELLED }, event: FrontEvent.CHILD_ENDED, untold: true, answers: 'cancel' }],
    IGNORED_AFTER,
  ),
};
