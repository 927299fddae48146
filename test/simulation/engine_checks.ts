/**
 * The invariants of the design, recomputed from scratch out of the engines' states. What one stage knows holds after
 * every turn; what two stages must agree on holds when both have seen the same commands.
 */

import { BookState } from '../../src/workers/model/book_state.ts';
import { LEGS_PER_ORDER } from '../../src/workers/model/leg_ref.ts';
import { OrderStatus, Side } from '../../src/workers/model/order.ts';
import type { Engines } from '../../src/workers/pipeline/engines.ts';
import * as S from '../../src/workers/pipeline/execution/leg_store.ts';
import { LegStatus, NO_LEG } from '../../src/workers/pipeline/execution/leg_store.ts';
import { NO_WORK, WorkDouble, WorkInt } from '../../src/workers/pipeline/execution/work/works.ts';
import { NO_GROUP } from '../../src/workers/pipeline/orders/link_groups.ts';
import { LinkPhase, LinkRole } from '../../src/workers/pipeline/orders/link_phases.ts';
import { LinkFigure } from '../../src/workers/pipeline/orders/link_windows.ts';
import * as L from '../../src/workers/pipeline/orders/order_layout.ts';
import { NO_ORDER } from '../../src/workers/pipeline/orders/order_pool.ts';
import { readPositions } from '../../src/workers/pipeline/portfolio/reader.ts';
import * as R from '../../src/workers/pipeline/risk/risk_layout.ts';

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

export function openOrders(engines: Engines): number[] {
  const { store } = engines.front.orders;
  const orders: number[] = [];
  for (let order = 0; order < store.pool.highWater(); order++) {
    if (store.byte(order, L.STATUS) !== OrderStatus.NONE) orders.push(order);
  }
  return orders;
}

/** Orders and risk are one stage: they agree after every command. */
export function checkFront(engines: Engines): void {
  const { store } = engines.front.orders;
  const open = openOrders(engines);
  must(open.length === store.pool.size(), `${open.length} orders are open, the pool counts ${store.pool.size()}`);
  for (const order of open) {
    const filled = store.double(order, L.FILLED);
    const most = store.mostLots(order);
    must(filled <= most, `order ${order} is filled ${filled} of ${most}`);
    const entry = store.int(order, L.CL_ENTRY);
    if (store.parentOf(order) === NO_ORDER)
      must(store.ids.order(entry) === order, `order ${order}: its ClOrdID is another's`);
    else checkChild(engines, order);
  }
  checkWindows(engines, open);
  checkSessionLists(engines, open);
  checkReservations(engines, open);
  checkPrices(engines);
}

/** A group's exposure window is open for as long as one of its orders that is to go is open. */
function checkWindows(engines: Engines, open: readonly number[]): void {
  const { links } = engines.front.orders.store;
  const groups = new Set(open.map((order) => links.groupOf(order)).filter((group) => group !== NO_GROUP));
  let windows = 0;
  for (const group of groups) {
    const isOpen = links.windows.isOpen(group);
    if (links.survivor(group) >= 0)
      must(isOpen === links.isAnyGoing(group), `window of group ${group}: open ${isOpen}`);
    if (isOpen) windows++;
  }
  const counted = links.windows.figures[LinkFigure.OPEN];
  must(windows === counted, `${windows} exposure windows are open, ${counted} are counted`);
}

/** A child's parent is open, and what its children have open is within what it leaves. */
function checkChild(engines: Engines, order: number): void {
  const { store } = engines.front.orders;
  const parent = store.parentOf(order);
  must(store.isOpen(parent, store.int(order, L.PARENT_GENERATION)), `child ${order}: its parent ${parent} has ended`);
  let open = 0;
  for (const other of openOrders(engines)) {
    if (store.parentOf(other) !== parent) continue;
    open += store.double(other, L.QUANTITY) - store.double(other, L.FILLED);
  }
  const leaves = store.mostLots(parent) - store.double(parent, L.FILLED);
  must(open <= leaves, `children of order ${parent} have ${open} lots open, it leaves ${leaves}`);
}

/** A price that counts is one of a book that is trusted, and the price that an instrument has is its book's. */
function checkPrices(engines: Engines): void {
  const { books, bookAt, capacity, feedLost, feedStates, instruments } = engines.front.risk.risk;
  for (let instrument = 0; instrument < capacity.instruments; instrument++) {
    const at = instrument * R.INSTRUMENT_DOUBLES;
    const whose = instruments[at + R.PRICE_VENUE]! - 1;
    for (let venue = 0; venue < capacity.venues; venue++) {
      const book = bookAt(instrument, venue);
      const isTrusted = feedStates[venue] === BookState.TRUSTED && books[book + R.BOOK_STATE] === BookState.TRUSTED;
      const counts = books[book + R.BOOK_SEQUENCE]! > feedLost[venue]!;
      must(isTrusted || !counts, `instrument ${instrument}: a price of venue ${venue} counts, its book is not trusted`);
      if (venue !== whose) continue;
      const price = books[book + R.BOOK_TICKS];
      must(price === instruments[at + R.TRUSTED_TICKS], `instrument ${instrument}: not its venue's price`);
    }
    must(whose >= 0 === instruments[at + R.TRUSTED_TICKS]! > 0, `instrument ${instrument}: price of venue ${whose}`);
  }
}

function checkSessionLists(engines: Engines, open: readonly number[]): void {
  const { store } = engines.front.orders;
  const listed = new Set<number>();
  for (let session = 0; session < 64; session++) {
    let last = -1;
    for (let order = store.lists.first(session); order !== NO_ORDER; order = store.lists.next(order)) {
      const orderId = store.double(order, L.ORDER_ID);
      must(orderId > last && !listed.has(order), `session ${session}: its list is out of order at ${order}`);
      last = orderId;
      listed.add(order);
    }
  }
  const own = open.filter((order) => store.parentOf(order) === NO_ORDER).length;
  must(listed.size === own, `${listed.size} orders are listed, ${own} that are nobody's children are open`);
}

function checkReservations(engines: Engines, open: readonly number[]): void {
  const { store } = engines.front.orders;
  const { risk } = engines.front.risk;
  const { accounts, instruments } = risk.capacity;
  const sums = new Float64Array(risk.pairs.length);
  const isOpen = new Set(open);
  for (let order = 0; order < risk.registers[R.RESERVATIONS_USED]!; order++) {
    const lots = risk.reservations[order * R.RESERVATION_DOUBLES + R.RESERVED_LOTS]!;
    const ticks = risk.reservations[order * R.RESERVATION_DOUBLES + R.RESERVED_TICKS]!;
    if (!isOpen.has(order)) {
      must(lots === 0, `order ${order} has ended and still reserves ${lots} lots`);
      continue;
    }
    const isChild = store.parentOf(order) !== NO_ORDER;
    const leaves = isChild ? 0 : Math.max(0, store.double(order, L.QUANTITY) - store.double(order, L.FILLED));
    if (store.isReplacePending(order)) must(lots >= leaves, `order ${order} reserves ${lots} of ${leaves} lots`);
    else must(lots === leaves, `order ${order} reserves ${lots} lots, ${leaves} are open`);
    const pair = risk.pairAt(store.int(order, L.ACCOUNT), store.int(order, L.INSTRUMENT));
    const isBuy = store.byte(order, L.SIDE) === Side.BUY;
    sums[pair + (isBuy ? R.OPEN_BUY_LOTS : R.OPEN_SELL_LOTS)]! += lots;
    sums[pair + (isBuy ? R.OPEN_BUY_VALUE : R.OPEN_SELL_VALUE)]! += lots * ticks;
  }
  for (let account = 0; account < accounts; account++) {
    let exposure = 0;
    for (let instrument = 0; instrument < instruments; instrument++) {
      const pair = risk.pairAt(account, instrument);
      for (const field of [R.OPEN_BUY_LOTS, R.OPEN_SELL_LOTS, R.OPEN_BUY_VALUE, R.OPEN_SELL_VALUE]) {
        const kept = risk.pairs[pair + field]!;
        must(
          kept === sums[pair + field]!,
          `account ${account}/${instrument}, ${field}: kept ${kept}, summed ${sums[pair + field]}`,
        );
      }
      const held = risk.pairs[pair + R.POSITION]! * risk.pairs[pair + R.MARK_TICKS]!;
      const worst = Math.max(
        Math.abs(held),
        held + sums[pair + R.OPEN_BUY_VALUE]!,
        sums[pair + R.OPEN_SELL_VALUE]! - held,
      );
      const value = worst * risk.instruments[instrument * R.INSTRUMENT_DOUBLES + R.VALUE_MULTIPLIER]!;
      must(
        risk.pairs[pair + R.PAIR_EXPOSURE] === value,
        `account ${account}/${instrument}: exposure ${risk.pairs[pair + R.PAIR_EXPOSURE]}, is ${value}`,
      );
      exposure += value;
    }
    const kept = risk.accounts[account * R.ACCOUNT_DOUBLES + R.EXPOSURE]!;
    must(kept === exposure, `account ${account}: exposure ${kept}, summed ${exposure}`);
  }
}

/** A leg that execution counts as live is in its venue's list, and no other is. */
export function checkLegs(engines: Engines, orders: number, venues: number): void {
  const { legs, outbox } = engines.execution;
  const listed = new Set<number>();
  for (let venue = 0; venue < venues; venue++) {
    for (let leg = legs.firstAt(venue); leg !== NO_LEG; leg = legs.nextAt(leg)) {
      must(!listed.has(leg), `leg ${leg} is listed twice`);
      listed.add(leg);
      const at = legs.legByte(Math.floor(leg / LEGS_PER_ORDER), leg % LEGS_PER_ORDER, S.LEG_VENUE);
      must(at === venue, `leg ${leg} of venue ${at} is listed at ${venue}`);
    }
  }
  let live = 0;
  for (let order = 0; order < orders; order++) {
    let ofOrder = 0;
    for (let leg = 0; leg < legs.byte(order, S.USED_LEGS); leg++) {
      const status = legs.legByte(order, leg, S.LEG_STATUS);
      if (status === LegStatus.NONE || status === LegStatus.DONE) continue;
      must(listed.has(order * LEGS_PER_ORDER + leg), `leg ${leg} of order ${order} is live and not listed`);
      ofOrder++;
    }
    must(
      ofOrder === legs.byte(order, S.LIVE_LEGS),
      `order ${order} has ${ofOrder} live legs, counts ${legs.byte(order, S.LIVE_LEGS)}`,
    );
    live += ofOrder;
  }
  must(live === listed.size, `${live} legs are live, ${listed.size} are listed`);
  const made = outbox.nextNumber() - outbox.headNumber();
  must(made >= 0 && made <= 32_768, `outbox of ${made}`);
}

/** Front, execution and portfolio have all seen the same commands. */
export function checkAgreement(engines: Engines): void {
  const { store } = engines.front.orders;
  const { legs, works } = engines.execution;
  for (const order of openOrders(engines)) {
    let applied = 0;
    for (let leg = 0; leg < legs.byte(order, S.USED_LEGS); leg++) applied += legs.legDouble(order, leg, S.LEG_APPLIED);
    const filled = store.double(order, L.FILLED);
    const work = legs.byte(order, S.HELD) === S.Held.WORK ? works.workOf(order) : NO_WORK;
    if (work !== NO_WORK) applied = works.double(work, WorkDouble.FILLED);
    const busted = work === NO_WORK ? store.double(order, L.BUSTED) : 0;
    must(applied === filled + busted, `order ${order} is filled ${filled}, its legs ${applied}`);
    const isPending = store.isCancelPending(order);
    must((legs.byte(order, S.CANCEL_PENDING) !== 0) === isPending, `order ${order}: cancel pending ${isPending}`);
    const isHeld = legs.byte(order, S.HELD) === S.Held.DEPENDANT;
    must(isHeld === isHeldInFront(engines, order) || isPending, `order ${order}: execution holds it: ${isHeld}`);
  }
  const { risk } = engines.front.risk;
  const { accounts, instruments } = risk.capacity;
  const positions = new Float64Array(accounts * instruments);
  for (const row of readPositions(engines.portfolio.view())) {
    positions[row.account * instruments + row.instrument]! += row.positionLots;
  }
  for (let account = 0; account < accounts; account++) {
    for (let instrument = 0; instrument < instruments; instrument++) {
      const ofRisk = risk.pairs[risk.pairAt(account, instrument) + R.POSITION]!;
      const ofPortfolio = positions[account * instruments + instrument]!;
      must(ofRisk === ofPortfolio, `position ${account}/${instrument}: risk ${ofRisk}, portfolio ${ofPortfolio}`);
    }
  }
}

/** Whether the front stage says that the order waits for another's end. */
function isHeldInFront(engines: Engines, order: number): boolean {
  const { links } = engines.front.orders.store;
  if (links.groupOf(order) === NO_GROUP) return false;
  return links.isHeld(order);
}

/** Who is held has somebody to wait for; of exits that traded, one is open. */
function checkLinked(engines: Engines, order: number): void {
  const { store } = engines.front.orders;
  const { links } = store;
  const group = links.groupOf(order);
  if (group === NO_GROUP) return;
  const phase = links.phase(group);
  const waits = phase === LinkPhase.WAITING || phase === LinkPhase.ARMED;
  must(!isHeldInFront(engines, order) || waits, `order ${order} is held for one that has ended`);
  must(!links.goes(order), `order ${order} is still open, and another of its list has traded`);
  if (links.roleOf(order) !== LinkRole.EXIT || store.double(order, L.FILLED) === 0) return;
  for (let other = links.first(group); other >= 0; other = links.next(other)) {
    if (other === order || links.roleOf(other) !== LinkRole.EXIT) continue;
    must(false, `exit ${order} has traded, and ${other} is still open`);
  }
}

/** Who waits for a venue to open stands in the line of its instrument, once. */
function checkWaiting(engines: Engines): void {
  const { legs, waiting } = engines.execution;
  const inLine: number[] = [];
  for (let instrument = 0; instrument < engines.capacity.instruments; instrument++) {
    const line = waiting.inLine(instrument);
    must(
      line.every((order) => legs.int(order, S.INSTRUMENT) === instrument),
      `line ${instrument} has another's order`,
    );
    inLine.push(...line);
  }
  const wait = openOrders(engines).filter((order) => legs.byte(order, S.HELD) === S.Held.WAITING);
  const isEach = wait.length === inLine.length && wait.every((order) => inLine.includes(order));
  must(isEach, `orders ${wait} wait for a venue to open, in line are ${inLine}`);
}

/** Nothing is under way: an order that is open lives at a venue, and nothing waits for an answer. */
export function checkQuiet(engines: Engines): void {
  const { store } = engines.front.orders;
  const { legs, outbox } = engines.execution;
  must(outbox.nextNumber() === outbox.headNumber(), 'follow-ups are under way');
  checkWaiting(engines);
  for (const order of openOrders(engines)) {
    const held = legs.byte(order, S.HELD);
    const isHeld = held === S.Held.STOP || held === S.Held.WORK || held === S.Held.DEPENDANT || held === S.Held.WAITING;
    must(isHeld || legs.byte(order, S.LIVE_LEGS) > 0, `order ${order} is open and has no live leg`);
    must(!store.isReplacePending(order), `order ${order} waits for a replace for ever`);
    checkLinked(engines, order);
    must(!store.isCancelPending(order), `order ${order} waits for a cancel for ever`);
    must(store.byte(order, L.STATUS) !== OrderStatus.PENDING_NEW, `order ${order} was never acknowledged`);
    if (isHeld) {
      if (held === S.Held.WORK) checkWork(engines, order);
      continue;
    }
    let open = legs.double(order, S.UNPLACED);
    for (let leg = 0; leg < legs.byte(order, S.USED_LEGS); leg++) {
      const status = legs.legByte(order, leg, S.LEG_STATUS);
      if (status === LegStatus.DONE) continue;
      must(status === LegStatus.OPEN, `leg ${leg} of order ${order} is in status ${status} for ever`);
      open += legs.legDouble(order, leg, S.LEG_LOTS) - legs.legDouble(order, leg, S.LEG_APPLIED);
    }
    const leaves = store.double(order, L.QUANTITY) - store.double(order, L.FILLED);
    must(open === leaves, `order ${order} leaves ${leaves}, its legs ${open}`);
  }
}

/** Desk and front stage count the same: what was filled, what children have open, how many there are. */
function checkWork(engines: Engines, order: number): void {
  const { store } = engines.front.orders;
  const { works } = engines.execution;
  const work = works.workOf(order);
  let open = 0;
  let children = 0;
  for (const other of openOrders(engines)) {
    if (store.parentOf(other) !== order) continue;
    open += store.double(other, L.QUANTITY) - store.double(other, L.FILLED);
    children++;
  }
  const counted = works.double(work, WorkDouble.OPEN);
  must(counted === open, `order ${order}: its desk counts ${counted} lots at venues, its children have ${open}`);
  const known = works.int(work, WorkInt.CHILDREN);
  must(known === children, `order ${order}: its desk counts ${known} children, there are ${children}`);
}
