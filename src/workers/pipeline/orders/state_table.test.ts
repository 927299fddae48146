/**
 * The table of states against the engines: a breadth-first walk from no order at all, with everything that can happen at
 * each step and small quantities, must find each decision as the table has it, reach the table's states and no others, and
 * meet each pair but those that the table calls impossible.
 */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FrontWalk, isEnded, type Named, type Seen } from '../../../../test/front_walk.ts';
import { FrontEvent, FrontFlag, LegsOutcome } from '../../model/front_event.ts';
import { MassCancelScope, OrderStatus, Side } from '../../model/order.ts';
import { ReportKind } from '../../model/venue.ts';
import type { StatePart } from '../engine_state.ts';
import { LIFE_EVENTS, LifeEvent, PendingCancel } from './life_event.ts';
import * as table from './state_table.ts';
import { Cell, NEVER_WAS, STATES, stateName } from './state_table.ts';

const MOST_LOTS = 3;
const IS_LONG = process.env.SLUICE_LONG !== undefined;
/** Of one leg, with what is busted again. */
const MOST_TOLD = 4;
/** What a replace of a parent asks for. */
const MOST_PARENT_LOTS = 5;
const { NEW_ORDER, CANCEL_ASKED, STATUS_ASKED } = LifeEvent;

/** What sections say of orders that they do not describe. */
const SAYS_NO_STATUS: readonly number[] = [
  FrontEvent.REPORT_IGNORED,
  FrontEvent.FOLLOW_UP_IGNORED,
  FrontEvent.SWEEP_ENDED,
  FrontEvent.FILL_SUSPENDED,
];

interface Node {
  readonly saved: readonly StatePart[][];
  readonly named: Named;
  readonly state: number;
  readonly path: readonly string[];
}

interface Step {
  readonly event: LifeEvent;
  readonly take: () => Seen;
  /** It is compared, and what it leads to is not walked on from: its quantities have no end. */
  readonly isLeaf?: boolean;
}

const walk = new FrontWalk();
const { store } = walk.front.orders;
const met = new Set<number>();
const NOBODY: Named = { order: 0, generation: 0 };
const STRANGER: Named = { order: 3, generation: 7 };

const pairOf = (state: number, event: LifeEvent): number => (event << table.STATES_BITS) | state;
const pairName = (pair: number): string =>
  `${stateName(pair & 31)} x ${table.eventName((pair >> table.STATES_BITS) as LifeEvent)}`;

/** Risk stands against it. */
function denied(take: () => Seen): () => Seen {
  return () => {
    walk.killSwitch();
    return take();
  };
}

/** What can happen to every order, whatever its state and quantities. */
function anyTime(named: Named): Step[] {
  const sweep = (scope?: number) => () => walk.sweep(scope);
  return [
    { event: NEW_ORDER, take: () => walk.newOrder('A', 2) },
    { event: NEW_ORDER, take: () => walk.newOrder('A', MOST_LOTS) },
    { event: LifeEvent.NEW_WORKED_ORDER, take: () => walk.newStop('A', 2) },
    { event: LifeEvent.NEW_ORDER_DENIED, take: denied(() => walk.newOrder('A', 2)) },
    { event: CANCEL_ASKED, take: () => walk.cancel('A') },
    { event: LifeEvent.REPLACE_OF_FIXED_FIELD, take: () => walk.replace('A', named, MOST_LOTS, Side.SELL) },
    { event: STATUS_ASKED, take: () => walk.status('A') },
    { event: LifeEvent.SWEPT, take: sweep() },
    { event: LifeEvent.DAY_ENDED, take: sweep(MassCancelScope.DAY_END) },
    { event: LifeEvent.TIME_ENDED, take: () => walk.expire(named) },
    { event: LifeEvent.FILL_OF_NOBODY, take: () => walk.fill(STRANGER, 1, 1), isLeaf: true },
    { event: LifeEvent.SLICE, take: () => walk.slice(named) },
    { event: LifeEvent.SLICE_DENIED, take: denied(() => walk.slice(named)) },
    { event: LifeEvent.TRIGGER, take: () => walk.trigger(named) },
    { event: LifeEvent.TRIGGER_DENIED, take: denied(() => walk.trigger(named)) },
    { event: LifeEvent.FURTHER_LEG, take: () => walk.furtherLeg(named) },
    { event: LifeEvent.FURTHER_LEG_DENIED, take: denied(() => walk.furtherLeg(named)) },
    { event: LifeEvent.CANCEL_REFUSED, take: () => walk.settled(named, LegsOutcome.CANCEL_REFUSED) },
    ...[ReportKind.ACKNOWLEDGED, ReportKind.STATUS].map((kind) => ({
      event: LifeEvent.ACKNOWLEDGED,
      take: () => walk.report(named, kind),
    })),
    ...[ReportKind.CANCELLED, ReportKind.EXPIRED, ReportKind.REJECTED, ReportKind.UNKNOWN_ORDER].map((kind) => ({
      event: LifeEvent.LEG_ENDED,
      take: () => walk.report(named, kind),
    })),
    ...[ReportKind.REPLACED, ReportKind.REPLACE_REJECTED, ReportKind.CANCEL_REJECTED].map((kind) => ({
      event: LifeEvent.CHANGE_ANSWERED,
      take: () => walk.report(named, kind),
    })),
  ];
}

const OUTCOMES = [
  [LifeEvent.SETTLED_CANCELLED, LegsOutcome.CANCELLED],
  [LifeEvent.SETTLED_EXPIRED, LegsOutcome.EXPIRED],
  [LifeEvent.SETTLED_REJECTED, LegsOutcome.REJECTED],
] as const;

function fillOf(named: Named, lots: number, before: number): () => Seen {
  return () => walk.fill(named, lots, before + lots);
}

/** Trades of the walk's only order taken back. */
function busts(filled: number): Step[] {
  return walk.trades().map(({ execution, lots }) => ({
    event: lots < filled ? LifeEvent.BUST : LifeEvent.BUST_OF_ALL,
    take: () => walk.bust(execution),
  }));
}

/** Of an order that has ended and is remembered in its place. */
function whenKept(named: Named): Step[] {
  const { filled, ordered, cumulative } = walk.lots(named);
  const steps = busts(filled);
  for (let lots = 1; lots <= MOST_LOTS + 1; lots++) {
    const take = fillOf(named, lots, cumulative);
    const after = filled + lots;
    if (after > ordered) steps.push({ event: LifeEvent.FILL_BEYOND, take, isLeaf: true });
    else if (cumulative + lots <= MOST_TOLD) {
      steps.push({ event: after < ordered ? LifeEvent.FILL : LifeEvent.LAST_FILL, take });
    }
  }
  if (cumulative > 0) steps.push({ event: LifeEvent.FILL_AGAIN, take: fillOf(named, 1, cumulative - 1) });
  return steps;
}

/** Of an order that is not there, all that needs quantities comes to the same. */
function whenGone(named: Named): Step[] {
  const settled = (outcome: number) => () => walk.settled(named, outcome, 1);
  return [
    ...[LifeEvent.REPLACED, LifeEvent.REPLACED_TO_FILLED].map((event) => ({
      event,
      take: settled(LegsOutcome.REPLACED),
    })),
    ...[LifeEvent.REPLACE_REFUSED, LifeEvent.REPLACE_REFUSED_FILLED, LifeEvent.REPLACE_REFUSED_BEYOND].map((event) => ({
      event,
      take: settled(LegsOutcome.REPLACE_REFUSED),
    })),
    ...OUTCOMES.flatMap(([event, outcome]) =>
      [
        event,
        LifeEvent.SETTLED_FILLED,
        LifeEvent.SETTLED_BEYOND,
        LifeEvent.SETTLED_AS_ASKED,
        LifeEvent.CHILD_SETTLED,
      ].map((of) => ({
        event: of,
        take: settled(outcome),
      })),
    ),
    { event: LifeEvent.CHILD_ACKNOWLEDGED, take: () => walk.report(named, ReportKind.ACKNOWLEDGED) },
    { event: LifeEvent.CHILD_RECALLED, take: () => walk.cancelChild(named) },
    { event: LifeEvent.REPLACE_ASKED, take: () => walk.replace('A', named, 2) },
    { event: LifeEvent.REPLACE_TO_FILLED, take: () => walk.replace('A', named, 1) },
    { event: LifeEvent.REPLACE_TO_NOTHING, take: () => walk.replace('A', named, 0) },
    { event: LifeEvent.REPLACE_DENIED, take: denied(() => walk.replace('A', named, 2)) },
  ];
}

/** What the quantities of an open order make of fills, replaces and settlements. */
function whenOpen(named: Named): Step[] {
  const { filled, ordered, most, pending, cumulative } = walk.lots(named);
  const steps: Step[] = busts(filled);
  const add = (event: LifeEvent, take: () => Seen): number => steps.push({ event, take });
  for (let lots = 1; lots <= MOST_LOTS + 1; lots++) {
    const after = filled + lots;
    let event: LifeEvent = after < ordered ? LifeEvent.FILL : LifeEvent.FILL_OF_ORDERED;
    if (after === most) event = LifeEvent.LAST_FILL;
    const take = fillOf(named, lots, cumulative);
    if (after > most) steps.push({ event: LifeEvent.FILL_BEYOND, take, isLeaf: true });
    else if (cumulative + lots <= MOST_TOLD) add(event, take);
  }
  if (cumulative > 0) add(LifeEvent.FILL_AGAIN, fillOf(named, 1, cumulative - 1));
  for (let lots = 0; lots <= MOST_LOTS; lots++) {
    let asked: LifeEvent = lots > filled ? LifeEvent.REPLACE_ASKED : LifeEvent.REPLACE_TO_FILLED;
    if (lots === 0) asked = LifeEvent.REPLACE_TO_NOTHING;
    else {
      add(
        LifeEvent.REPLACE_DENIED,
        denied(() => walk.replace('A', named, lots)),
      );
    }
    add(asked, () => walk.replace('A', named, lots));
    const event = lots > filled ? LifeEvent.REPLACED : LifeEvent.REPLACED_TO_FILLED;
    add(event, () => walk.settled(named, LegsOutcome.REPLACED, lots));
  }
  let refused: LifeEvent = LifeEvent.REPLACE_REFUSED;
  if (filled === ordered) refused = LifeEvent.REPLACE_REFUSED_FILLED;
  else if (filled > ordered) refused = LifeEvent.REPLACE_REFUSED_BEYOND;
  add(refused, () => walk.settled(named, LegsOutcome.REPLACE_REFUSED));
  for (const [event, outcome] of OUTCOMES) {
    let of: LifeEvent = event;
    if (filled === ordered) of = LifeEvent.SETTLED_FILLED;
    else if (filled > ordered) of = LifeEvent.SETTLED_BEYOND;
    else if (pending > 0 && pending <= filled) of = LifeEvent.SETTLED_AS_ASKED;
    add(of, () => walk.settled(named, outcome));
  }
  return steps;
}

/** The section against the cell: event, reason, status, and which requests are lost. */
function compare(state: number, event: LifeEvent, seen: Seen, name: string): void {
  const row = table.rowOf(state, event);
  const cell = table.STATE_TABLE[pairOf(state, event)]!;
  const expected = table.eventOf(cell);
  assert.is(seen.event, expected, `${name}: event`);
  if (row.isRisks === true) assert.ok(seen.reason >= 200 && seen.reason < 300, `${name}: a reason of risk`);
  else if (row.reason !== undefined) assert.is(seen.reason, row.reason, `${name}: reason`);
  const isChild = (seen.flags & FrontFlag.CHILD) !== 0;
  if (!isChild && !SAYS_NO_STATUS.includes(expected)) assert.is(seen.status, table.toldOf(cell), `${name}: status`);
  if (row.untold === true) assert.is(seen.isTold, false, `${name}: told`);
  const flags: [number, number][] = [
    [Cell.CANCEL_LOST, FrontFlag.CANCEL_LOST],
    [Cell.REPLACE_LOST, FrontFlag.REPLACE_LOST],
    [Cell.ENDS, FrontFlag.ORDER_ENDED],
  ];
  for (const [bit, flag] of flags) {
    if (flag === FrontFlag.ORDER_ENDED && expected === FrontEvent.ORDER_DENIED) continue;
    assert.is((seen.flags & flag) !== 0, (cell & bit) !== 0, `${name}: flag ${flag}`);
  }
}

/** Where the order is after a step, by its record and, when it has left it, by what was told. */
function stateAfter(node: Node, named: Named, seen: Seen, ended: number): number {
  if (store.isOpen(named.order, named.generation)) return store.stateOf(named.order);
  if (isEnded(seen)) return table.endedState(ended);
  const isLate = seen.event === FrontEvent.LATE_FILL || seen.event === FrontEvent.TRADE_CANCELLED;
  if (isLate) return table.endedState(seen.status);
  if (node.state === NEVER_WAS && seen.event === FrontEvent.ORDER_DENIED) return table.endedState(seen.status);
  return node.state;
}

/** Compares one step; the engines are then where it led. */
function takeStep(node: Node, { event, take }: Step): Omit<Node, 'saved'> {
  walk.load(node.saved);
  const seen = take();
  const path = [...node.path, table.eventName(event)];
  const name = `${path.join(' > ')} (from ${stateName(node.state)})`;
  compare(node.state, event, seen, name);
  met.add(pairOf(node.state, event));
  const state = stateAfter(node, node.named, seen, seen.status);
  const cell = table.STATE_TABLE[pairOf(node.state, event)]!;
  assert.is(stateName(state), stateName(table.nextOf(cell)), name);
  return { named: node.named, state, path };
}

/** Nodes of one key are alike to the table: the state, the quantities, and whether a bust can leave something. */
function keyOf({ named, state }: Omit<Node, 'saved'>): string {
  const isThere = store.isOpen(named.order, named.generation) || store.isEnded(named.order, named.generation);
  return JSON.stringify(isThere ? [state, walk.lots(named), walk.trades().length > 1] : [state]);
}

/** Of what quantities do not matter to, all at the first node of a state, and later what leads on. */
function stepsOf({ named, state }: Node, isFirst: boolean): Step[] {
  const always = anyTime(named).filter(({ event }) => {
    return isFirst || IS_LONG || table.nextOf(table.STATE_TABLE[pairOf(state, event)]!) !== state;
  });
  if (store.isOpen(named.order, named.generation)) return [...always, ...whenOpen(named)];
  const gone = isFirst || IS_LONG ? whenGone(named) : [];
  return [...always, ...gone, ...(store.isEnded(named.order, named.generation) ? whenKept(named) : [])];
}

/** States that the walk reached; each step from each state, once for each set of quantities, is compared. */
function walkAll(): Set<number> {
  walk.load();
  const waiting: Node[] = [{ saved: walk.save(), named: NOBODY, state: NEVER_WAS, path: [] }];
  const reached = new Set(waiting.map(keyOf));
  const states = new Set<number>();
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    walk.load(node.saved);
    const steps = stepsOf(node, !states.has(node.state));
    states.add(node.state);
    for (const step of steps) {
      const next = takeStep(node, step);
      const key = keyOf(next);
      if (step.isLeaf === true || reached.has(key)) continue;
      reached.add(key);
      waiting.push({ ...next, saved: walk.save() });
    }
  }
  return states;
}

test('each state decides each event', () => {
  for (const state of STATES) for (const event of LIFE_EVENTS) table.rowOf(state, event);
  assert.is(STATES.length, 29);
  assert.is(LIFE_EVENTS.length, Math.max(...LIFE_EVENTS) + 1);
  assert.is(new Set(STATES.map(stateName)).size, STATES.length);
});

test('a cell gives back what was put into it', () => {
  for (const state of STATES) {
    for (const event of LIFE_EVENTS) {
      const row = table.rowOf(state, event);
      const cell = table.STATE_TABLE[pairOf(state, event)]!;
      assert.is(table.eventOf(cell), row.event);
      assert.is(table.reasonOf(cell), row.reason ?? 0);
      assert.is(table.toldOf(cell), row.tells ?? table.statusOf(table.nextOf(cell)));
      assert.is((cell & Cell.IMPOSSIBLE) !== 0, row.impossible !== undefined);
      if (row.impossible !== undefined) assert.is(table.nextOf(cell), state);
    }
  }
});

test('an order that clients know: every state, every event, as the table says', () => {
  const reached = walkAll();
  assert.equal([...reached].map(stateName).sort(), STATES.map(stateName).sort());
});

/** A step of a child's life, or one that is its parent's alone: the child stays what it is. */
interface ChildStep {
  readonly event: LifeEvent | null;
  readonly take: () => Seen;
}

function childSteps(child: Named, parent: Named): ChildStep[] {
  const { filled, ordered, cumulative } = walk.lots(child);
  const steps: ChildStep[] = [
    { event: LifeEvent.CHILD_RECALLED, take: () => walk.cancelChild(child) },
    { event: LifeEvent.CANCEL_REFUSED, take: () => walk.settled(child, LegsOutcome.CANCEL_REFUSED) },
    { event: LifeEvent.FURTHER_LEG, take: () => walk.furtherLeg(child) },
    { event: LifeEvent.FURTHER_LEG_DENIED, take: denied(() => walk.furtherLeg(child)) },
    { event: LifeEvent.CHILD_ACKNOWLEDGED, take: () => walk.report(child, ReportKind.ACKNOWLEDGED) },
    { event: LifeEvent.LEG_ENDED, take: () => walk.report(child, ReportKind.CANCELLED) },
    { event: LifeEvent.CHANGE_ANSWERED, take: () => walk.report(child, ReportKind.CANCEL_REJECTED) },
    ...OUTCOMES.map(([, outcome]) => ({
      event: LifeEvent.CHILD_SETTLED,
      take: () => walk.settled(child, outcome),
    })),
  ];
  for (let lots = 1; lots <= 3; lots++) {
    let event: LifeEvent = filled + lots < ordered ? LifeEvent.CHILD_FILL : LifeEvent.CHILD_LAST_FILL;
    if (filled + lots > ordered) event = LifeEvent.FILL_BEYOND;
    steps.push({ event, take: fillOf(child, lots, cumulative) });
  }
  if (cumulative > 0) steps.push({ event: LifeEvent.FILL_AGAIN, take: fillOf(child, 1, cumulative - 1) });
  // Everything that finds the parent.
  const outside = [
    ...anyTime(parent).map(({ take }) => take),
    () => walk.replace('A', parent, MOST_PARENT_LOTS),
    () => walk.settled(parent, LegsOutcome.REPLACED, MOST_PARENT_LOTS),
    () => walk.settled(parent, LegsOutcome.REPLACE_REFUSED),
  ];
  return [...steps, ...outside.map((take) => ({ event: null, take }))];
}

/** What a fill of a child is in the life of its parent. */
function fillOfParent(parent: Named, lots: number): LifeEvent {
  const { filled, ordered, most } = walk.lots(parent);
  if (filled + lots >= most) return LifeEvent.LAST_FILL;
  return filled + lots < ordered ? LifeEvent.FILL : LifeEvent.FILL_OF_ORDERED;
}

function parentStateAfter(parent: Named, state: number): number {
  return store.isOpen(parent.order, parent.generation) ? store.stateOf(parent.order) : state;
}

for (const [lots, ofLots] of [
  [2, 2],
  [3, 4],
] as const) {
  test(`a child of ${lots} lots of a parent of ${ofLots}: its states are the table's, and its fills are its parent's`, () => {
    walk.load();
    walk.newStop('A', ofLots);
    const slice = walk.slice(NOBODY, lots);
    const child: Named = { order: slice.order, generation: slice.generation };
    assert.is(stateName(store.stateOf(child.order)), 'PENDING_NEW');
    const reached = new Map<string, number>();
    const waiting = [walk.save()];
    for (let saved = waiting.shift(); saved !== undefined; saved = waiting.shift()) {
      walk.load(saved);
      const state = store.stateOf(child.order);
      const parentState = store.stateOf(NOBODY.order);
      const key = JSON.stringify([state, walk.lots(child), parentState, walk.lots(NOBODY)]);
      if (reached.has(key)) continue;
      reached.set(key, state);
      for (const { event, take } of childSteps(child, NOBODY)) {
        walk.load(saved);
        const filledBefore = walk.lots(NOBODY).filled;
        const most = [1, 2, 3].map((more) => fillOfParent(NOBODY, more));
        const seen = take();
        const isOpen = store.isOpen(child.order, child.generation);
        const isParentOpen = store.isOpen(NOBODY.order, NOBODY.generation);
        const name = `${event === null ? 'outside' : table.eventName(event)} (from ${stateName(state)} of a parent ${stateName(parentState)})`;
        if (event === null) assert.is(isOpen ? store.stateOf(child.order) : -1, state, name);
        else {
          met.add(pairOf(state, event));
          compareChild(state, event, seen, name);
          const next = table.nextOf(table.STATE_TABLE[pairOf(state, event)]!);
          assert.is(isOpen, table.baseOf(next) !== 0, name);
          if (isOpen) assert.is(stateName(store.stateOf(child.order)), stateName(next), name);
          const more = walk.lots(NOBODY).filled - filledBefore;
          const parentNext =
            more === 0 ? parentState : table.nextOf(table.STATE_TABLE[pairOf(parentState, most[more - 1]!)]!);
          assert.is(isParentOpen, table.baseOf(parentNext) !== 0, name);
          assert.is(isEnded(seen, FrontFlag.PARENT_ENDED), !isParentOpen, name);
          assert.is(stateName(parentStateAfter(NOBODY, parentNext)), stateName(parentNext), name);
        }
        // What becomes of a child whose parent is gone is execution's: it ends children first.
        if (isOpen && isParentOpen && event !== LifeEvent.FILL_BEYOND) waiting.push(walk.save());
      }
    }
    const bases = [OrderStatus.PENDING_NEW, OrderStatus.NEW, OrderStatus.PARTIALLY_FILLED];
    const states = [PendingCancel.NONE, PendingCancel.SWEPT].flatMap((cancel) =>
      bases.map((base) => table.openState(base, cancel, 0)),
    );
    assert.equal([...new Set(reached.values())].map(stateName).sort(), states.map(stateName).sort());
  });
}

function compareChild(state: number, event: LifeEvent, seen: Seen, name: string): void {
  const row = table.rowOf(state, event);
  assert.is(seen.event, row.event, `${name}: event`);
  if (row.reason !== undefined) assert.is(seen.reason, row.reason, `${name}: reason`);
  if (row.untold === true) assert.is(seen.isTold, false, `${name}: told`);
}

test('every pair was met, but for those that the table calls impossible', () => {
  const pairs = LIFE_EVENTS.flatMap((event) => STATES.map((state) => pairOf(state, event)));
  const isImpossible = (pair: number): boolean => (table.STATE_TABLE[pair]! & Cell.IMPOSSIBLE) !== 0;
  const isMet = (pair: number): boolean => met.has(pair);
  const missed = pairs.filter((pair) => !isImpossible(pair) && !isMet(pair));
  const refuted = pairs.filter((pair) => isImpossible(pair) && isMet(pair));
  assert.equal(missed.map(pairName), [], 'decided, and never met');
  assert.equal(refuted.map(pairName), [], 'called impossible, and met');
});

test.run();
