/** Resolution of what clients ask: which order, and whether the request can be taken at all. Risk speaks afterwards. */

import {
  CancelOrder,
  MassCancel,
  NewAdvancedOrder,
  NewOrder,
  OrderStatusRequest,
  ReplaceAdvancedOrder,
  ReplaceOrder,
} from '../../../../schemas/generated/engine.ts';
import * as events from '../../model/front_event.ts';
import * as orderModel from '../../model/order.ts';
import * as reasons from '../../model/reason.ts';
import * as records from '../../model/record_type.ts';
import * as rules from '../../model/rules.ts';
import * as sources from '../../model/source.ts';
import type { Slot } from '../slot.ts';
import type { TradingHours } from '../trading_hours.ts';
import * as idStore from './cl_ord_id_store.ts';
import type { Life } from './life.ts';
import * as lifeEvents from './life_event.ts';
import * as linkGroups from './link_groups.ts';
import type { LinkedOrders } from './linked_orders.ts';
import * as layout from './order_layout.ts';
import * as orderPool from './order_pool.ts';
import type { OrderStore } from './order_store.ts';
import * as orderStore from './order_store.ts';
import { plain, type SectionWriter } from './section.ts';
import * as stateTable from './state_table.ts';
import * as sweepTable from './sweeps.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { NO_ENTRY } = idStore;
const { NO_ORDER } = orderPool;
const { CL_ORD_IDS_PER_ORDER } = orderStore;
const { MAX_SWEEPS, NO_SWEEP } = sweepTable;
const { FrontEvent, Verdict } = events;
const { MassCancelScope, OrderType, SAME_TIME_IN_FORCE, TimeInForce, isDependant, isWorked, mayRest } = orderModel;
const { LifeEvent } = lifeEvents;
const { RULES_DEPENDANTS, RULES_REPLACE_TERMS, RULES_REPLACE_TO_FILLED } = rules;
const { ReasonCode } = reasons;
const { RecordType } = records;
const { eventOf, reasonOf, toldOf } = stateTable;
const { EVERY_SESSION, MAX_SESSIONS, SOURCE_CONTROL, sessionOf } = sources;
const { GENERATION, INSTRUMENT, ORDER_TYPE, SIDE, TIME_IN_FORCE } = layout;
const { MOST_MEMBERS } = linkGroups;

/**
 * New orders stop while this part of the identifiers is left for cancels and replaces. Replaces stop when one is left for
 * each open order; cancels never do.
 */
const RESERVED_PART = 1 / 16;

export type ClientCommands = ReturnType<typeof makeClientCommands>;

export function makeClientCommands(
  store: OrderStore,
  hours: TradingHours,
  slot: Slot,
  section: SectionWriter,
  life: Life,
  linked: LinkedOrders,
) {
  const { front, header } = slot;
  const { begin, deny, denyNew } = section;
  const { ids, pool } = store;
  const { setKey } = ids;
  const idsForNew = Math.ceil(ids.capacity * (1 - RESERVED_PART));
  const newBody = NewOrder.over(slot.commands);
  const advancedBody = NewAdvancedOrder.over(slot.commands);
  const cancelBody = CancelOrder.over(slot.commands);
  const replaceBody = ReplaceOrder.over(slot.commands);
  const advancedReplaceBody = ReplaceAdvancedOrder.over(slot.commands);
  const massBody = MassCancel.over(slot.commands);
  const statusRequestBody = OrderStatusRequest.over(slot.commands);
  /** Of the identifier that was looked up last: it has an order, or had one. */
  let hasEnded = false;

  function newOrder(): void {
    const body = newBody.move(slot.bodyAt);
    begin(FrontEvent.ORDER_ACCEPTED);
    const session = sessionOf(header.source);
    setKey(body.i32, body.clOrdIdAt);
    front.copyClOrdId(body.i32, body.clOrdIdAt);
    front.session = session;
    front.account = body.account;
    front.strategy = body.strategy;
    front.instrument = body.instrument;
    front.side = body.side;
    front.orderType = body.orderType;
    front.timeInForce = body.timeInForce;
    front.orderId = header.sequence;
    front.quantityLots = plain(body.quantityLots);
    front.leavesLots = front.quantityLots;
    front.priceTicks = plain(body.priceTicks);
    front.displayLots = plain(body.displayLots);
    front.minLots = plain(body.minLots);
    const event =
      isWorked(body.orderType) || isHeld() || waits(body) ? LifeEvent.NEW_WORKED_ORDER : LifeEvent.NEW_ORDER;
    // Whether the identifier's order is open or has ended, it is used.
    const cell = life.meetGone(ids.find(session) !== NO_ENTRY, event);
    front.status = toldOf(cell);
    const order = pool.peek();
    if (reasonOf(cell) !== ReasonCode.NONE) {
      denyNew(eventOf(cell), reasonOf(cell), 0, 0);
    } else if (ids.count() >= idsForNew || store.freeIds() < CL_ORD_IDS_PER_ORDER) {
      const most = Math.min(idsForNew, ids.capacity - pool.size() - 1);
      denyNew(FrontEvent.ORDER_DENIED, ReasonCode.CL_ORD_ID_STORE_FULL, most, ids.count());
    } else if (order === NO_ORDER) {
      denyNew(FrontEvent.ORDER_DENIED, ReasonCode.ORDER_POOL_FULL, pool.capacity, pool.size());
    } else if (body.timeInForce === TimeInForce.GTD && !(body.expireTimeMs > store.wallMs(header.time))) {
      const now = Math.floor(store.wallMs(header.time));
      denyNew(FrontEvent.ORDER_DENIED, ReasonCode.EXPIRE_TIME_PASSED, now, plain(body.expireTimeMs));
    } else if (linkRefusal(session) !== ReasonCode.NONE) {
      const reason = linkRefusal(session);
      const isOfList = reason === ReasonCode.LIST_HAS_TRADED || reason === ReasonCode.LIST_FULL;
      const most = reason === ReasonCode.LIST_FULL ? MOST_MEMBERS : isOfList ? 0 : store.links.capacity;
      denyNew(FrontEvent.ORDER_DENIED, reason, most, most);
    } else {
      front.order = order;
      front.generation = order < pool.highWater() ? store.int(order, GENERATION) : 0;
    }
  }

  /** Whether it is to wait for a venue to open: it has a limit, may rest, and its venues' hours say so. */
  function waits({ instrument, orderType, timeInForce }: NewOrder): boolean {
    if (!hours.isShut(instrument) || !hours.queues(instrument) || orderType !== OrderType.LIMIT) return false;
    return timeInForce === TimeInForce.DAY || timeInForce === TimeInForce.GTC || timeInForce === TimeInForce.GTD;
  }

  /** Whether the order waits for another one's end before anything of it goes to a venue. */
  function isHeld(): boolean {
    if (header.type !== RecordType.NEW_ADVANCED_ORDER || store.rules() < RULES_DEPENDANTS) return false;
    return isDependant(advancedBody.move(slot.bodyAt).contingency);
  }

  /** What a contingency is refused for, or NONE. */
  function linkRefusal(session: number): number {
    return header.type === RecordType.NEW_ADVANCED_ORDER ? linked.refusal(session) : ReasonCode.NONE;
  }

  function cancelOrder(): void {
    if (isDuplicateChange(cancelBody.move(slot.bodyAt), FrontEvent.CANCEL_DENIED)) return;
    if (isRefused(LifeEvent.CANCEL_ASKED)) return;
    front.verdict = Verdict.APPROVED;
  }

  function replaceOrder(): void {
    const body = replaceBody.move(slot.bodyAt);
    if (isDuplicateChange(body, FrontEvent.REPLACE_DENIED)) return;
    const { filledLots } = front;
    const event = replaceEvent(body);
    if (isRefused(event)) {
      if (front.reason !== ReasonCode.QUANTITY_BELOW_FILLED) return;
      front.limitValue = filledLots;
      front.observedValue = plain(body.quantityLots);
    } else if (store.freeIds() < 1) {
      front.status = front.statusBefore;
      deny(FrontEvent.REPLACE_DENIED, ReasonCode.CL_ORD_ID_STORE_FULL, ids.capacity, ids.count());
    } else {
      front.quantityLots = event === LifeEvent.REPLACE_TO_FILLED ? filledLots : body.quantityLots;
      front.leavesLots = front.quantityLots - filledLots;
      front.priceTicks = plain(body.priceTicks);
      if (store.rules() >= RULES_REPLACE_TERMS) askForTerms(body);
    }
  }

  /** Beside quantity and price: execution knows whether the order can still have them where it is. */
  function askForTerms(body: ReplaceOrder): void {
    const before = front.timeInForce;
    if (body.timeInForce !== SAME_TIME_IN_FORCE) front.timeInForce = body.timeInForce;
    if (body.displayLots !== 0) front.displayLots = plain(body.displayLots);
    if (front.timeInForce !== TimeInForce.GTD) return;
    const isAdvanced = header.type === RecordType.REPLACE_ADVANCED_ORDER;
    const expiry = isAdvanced ? plain(advancedReplaceBody.move(slot.bodyAt).expireTimeMs) : 0;
    if (expiry === 0 && before === TimeInForce.GTD) return;
    const now = Math.floor(store.wallMs(header.time));
    if (expiry > now) return;
    front.status = front.statusBefore;
    deny(FrontEvent.REPLACE_DENIED, ReasonCode.EXPIRE_TIME_PASSED, now, expiry);
  }

  /** What a replace is by what may change, and by what is filled. */
  function replaceEvent({ quantityLots }: ReplaceOrder): number {
    if (front.order !== NO_ORDER && !mayChange(front.order, replaceBody)) return LifeEvent.REPLACE_OF_FIXED_FIELD;
    if (quantityLots > front.filledLots) return LifeEvent.REPLACE_ASKED;
    const isQuantity = quantityLots > 0 && quantityLots === Math.floor(quantityLots);
    return isQuantity && store.rules() >= RULES_REPLACE_TO_FILLED
      ? LifeEvent.REPLACE_TO_FILLED
      : LifeEvent.REPLACE_TO_NOTHING;
  }

  /** Whether the order that the section describes, or the lack of one, refuses what is asked: the section says so then. */
  function isRefused(event: number): boolean {
    const { order } = front;
    const cell = order === NO_ORDER ? life.meetGone(hasEnded, event) : life.meet(order, event);
    life.write(cell);
    if (reasonOf(cell) === ReasonCode.NONE) return false;
    deny(eventOf(cell), reasonOf(cell), 0, 0);
    return true;
  }

  function massCancel(): void {
    const body = massBody.move(slot.bodyAt);
    begin(FrontEvent.MASS_CANCEL_ACCEPTED);
    const isOperator = header.source === SOURCE_CONTROL;
    const session = isOperator ? body.ofSession - 1 : sessionOf(header.source);
    const isEvery = isOperator && body.ofSession === EVERY_SESSION;
    front.session = isEvery ? -1 : session;
    front.instrument = body.instrument;
    front.account = body.account;
    front.side = body.side;
    // As the command has it, so that sections are what they were before commands named strategies.
    front.strategy = body.ofStrategy;
    setKey(body.i32, body.clOrdIdAt);
    front.copyClOrdId(body.i32, body.clOrdIdAt);
    const isDayEnd = isOperator && body.scope === MassCancelScope.DAY_END;
    const sweep = isDayEnd ? store.sweeps.peekDayEnd() : store.sweeps.peek();
    if (!isEvery && (session < 0 || session >= MAX_SESSIONS)) {
      front.session = -1;
      deny(FrontEvent.MASS_CANCEL_DENIED, ReasonCode.UNKNOWN_ORDER, MAX_SESSIONS, session);
    } else if (!isOperator && ids.find(session) !== NO_ENTRY) {
      deny(FrontEvent.MASS_CANCEL_DENIED, ReasonCode.DUPLICATE_CL_ORD_ID, 0, 0);
    } else if (sweep === NO_SWEEP) {
      deny(FrontEvent.MASS_CANCEL_DENIED, ReasonCode.SWEEPS_EXHAUSTED, MAX_SWEEPS, MAX_SWEEPS);
    } else {
      front.sweep = sweep;
      front.requestId = store.sweeps.generation(sweep);
      front.verdict = Verdict.APPROVED;
    }
  }

  function statusRequest(): void {
    const body = statusRequestBody.move(slot.bodyAt);
    begin(FrontEvent.STATUS_REPORTED);
    const session = sessionOf(header.source);
    setKey(body.i32, body.clOrdIdAt);
    const entry = ids.find(session);
    describeOriginal(entry, session);
    front.requestId = plain(body.requestId);
    if (!isRefused(LifeEvent.STATUS_ASKED)) return;
    front.copyClOrdId(body.i32, body.clOrdIdAt);
    front.instrument = body.instrument;
    front.side = body.side;
  }

  /** Describes the open order behind an entry, where there is one. */
  function describeOriginal(entry: number, session: number): void {
    front.session = session;
    hasEnded = entry !== NO_ENTRY;
    if (entry === NO_ENTRY) return;
    const order = ids.order(entry);
    if (order !== NO_ORDER && store.isOpen(order, ids.generation(entry))) store.describe(order);
  }

  /**
   * How a cancel and a replace begin: the section names both identifiers and describes the order that is meant, if it is
   * open. True: the request's own identifier is used already, and the section refuses it. Otherwise it is the key, ready
   * to insert.
   */
  function isDuplicateChange(body: CancelOrder | ReplaceOrder, refusal: number): boolean {
    begin(refusal);
    const session = sessionOf(header.source);
    setKey(body.i32, body.origClOrdIdAt);
    describeOriginal(ids.find(session), session);
    setKey(body.i32, body.clOrdIdAt);
    front.copyClOrdId(body.i32, body.clOrdIdAt);
    front.copyOrigClOrdId(body.i32, body.origClOrdIdAt);
    if (ids.find(session) === NO_ENTRY) return false;
    deny(refusal, ReasonCode.DUPLICATE_CL_ORD_ID, 0, 0);
    return true;
  }

  /** What an order is stays; a market order has no price to change; what trades at once or not at all does not begin to rest. */
  function mayChange(order: number, body: ReplaceOrder): boolean {
    return (
      body.instrument === store.int(order, INSTRUMENT) &&
      body.side === store.byte(order, SIDE) &&
      body.orderType === store.byte(order, ORDER_TYPE) &&
      body.orderType !== OrderType.MARKET &&
      mayChangeTime(store.byte(order, TIME_IN_FORCE), body.timeInForce)
    );
  }

  function mayChangeTime(timeInForce: number, asked: number): boolean {
    if (store.rules() < RULES_REPLACE_TERMS || asked === SAME_TIME_IN_FORCE || asked === timeInForce) return true;
    return mayRest(timeInForce) && mayRest(asked);
  }

  return { newOrder, cancelOrder, replaceOrder, massCancel, statusRequest };
}
