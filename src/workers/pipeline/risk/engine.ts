/**
 * Risk: may it? Reads what orders resolved, denies or approves, and keeps reservations and positions in step with what
 * the section says becomes of the order. When it cannot know (no price, an old one, an unknown account) it denies.
 * Cancels pass always; children draw on their parent's reservation.
 */

import { KillSwitch, ResetBreaker, SetAccount } from '../../../../schemas/generated/engine.ts';
import { FrontEvent, FrontFlag, Verdict } from '../../model/front_event.ts';
import { OrderStatus } from '../../model/order.ts';
import { ReasonCode } from '../../model/reason.ts';
import { RecordType } from '../../model/record_type.ts';
import type { Slot } from '../slot.ts';
import { ADDED_LOTS, ADDED_VALUE, Checks, LIMIT, NOW, OBSERVED, RESERVE_TICKS } from './checks.ts';
import { Exposure } from './exposure.ts';
import { Market } from './market.ts';
import * as R from './state.ts';
import { type RiskCapacity, RiskState } from './state.ts';

export class RiskEngine {
  readonly risk: RiskState;
  readonly #exposure: Exposure;
  readonly #checks: Checks;
  readonly #market: Market;
  readonly #setAccount = new SetAccount();
  readonly #kill = new KillSwitch();
  readonly #reset = new ResetBreaker();

  constructor(capacity: RiskCapacity) {
    this.risk = new RiskState(capacity);
    this.#exposure = new Exposure(this.risk);
    this.#checks = new Checks(this.risk, this.#exposure);
    this.#market = new Market(this.risk);
  }

  check(slot: Slot): void {
    switch (slot.front.event) {
      case FrontEvent.NONE:
        this.#onControl(slot);
        break;
      case FrontEvent.ORDER_ACCEPTED:
        this.#newOrder(slot);
        break;
      case FrontEvent.ORDER_FILLED:
        this.#filled(slot);
        break;
      case FrontEvent.REPLACE_ACCEPTED:
        this.#replace(slot);
        break;
      case FrontEvent.CHILD_ACCEPTED:
        this.#child(slot);
        break;
      case FrontEvent.ORDER_REPLACED:
      case FrontEvent.REPLACE_REFUSED:
        this.#settle(slot, slot.front.leavesLots, slot.front.priceTicks);
        break;
      case FrontEvent.ORDER_CANCELLED:
      case FrontEvent.ORDER_REJECTED:
      case FrontEvent.ORDER_EXPIRED:
        this.#settle(slot, 0, 0);
        break;
      default:
        break;
    }
  }

  #newOrder(slot: Slot): void {
    const front = slot.front;
    const reason = this.#judgeNew(slot);
    if (reason !== ReasonCode.NONE) {
      front.event = FrontEvent.ORDER_DENIED;
      this.#deny(slot, reason);
      front.order = -1;
      front.generation = -1;
      front.status = OrderStatus.REJECTED;
      front.leavesLots = 0;
      return;
    }
    const checks = this.#checks;
    const pair = this.risk.pairAt(front.account, front.instrument);
    front.verdict = Verdict.APPROVED;
    checks.writeScore(front);
    checks.takeToken(front.account);
    this.#exposure.reserve(front.order, pair, front.side, front.quantityLots, checks.figures[RESERVE_TICKS]!);
    this.#remark(slot, pair);
  }

  #judgeNew(slot: Slot): number {
    const checks = this.#checks;
    const figures = checks.figures;
    const front = slot.front;
    figures[NOW] = slot.header.time;
    let reason = checks.terms(front);
    if (reason !== ReasonCode.NONE) return reason;
    const { account, instrument, side } = front;
    const pair = this.risk.pairAt(account, instrument);
    figures[ADDED_LOTS] = front.quantityLots;
    reason = checks.halted(account, instrument);
    if (reason === ReasonCode.NONE) reason = checks.price(front);
    if (reason === ReasonCode.NONE) reason = checks.size(account, front.quantityLots);
    if (reason === ReasonCode.NONE) reason = checks.position(account, pair, side);
    figures[ADDED_VALUE] = front.quantityLots * figures[RESERVE_TICKS]!;
    if (reason === ReasonCode.NONE) reason = checks.exposure(account, instrument, pair, side);
    if (reason === ReasonCode.NONE) reason = checks.rate(account);
    if (reason === ReasonCode.NONE) reason = checks.breaker(instrument);
    return reason;
  }

  /** A replace reserves the larger of old and new until it settles; only the difference is checked. */
  #replace(slot: Slot): void {
    const front = slot.front;
    const checks = this.#checks;
    const exposure = this.#exposure;
    const pair = this.risk.pairAt(front.account, front.instrument);
    const reservedLots = exposure.reservedLots(front.order);
    const reservedTicks = exposure.reservedTicks(front.order);
    const reason = this.#judgeReplace(slot, pair, reservedLots, reservedLots * reservedTicks);
    if (reason !== ReasonCode.NONE) {
      front.event = FrontEvent.REPLACE_DENIED;
      front.status = front.statusBefore;
      this.#deny(slot, reason);
      return;
    }
    front.verdict = Verdict.APPROVED;
    const lots = front.leavesLots > reservedLots ? front.leavesLots : reservedLots;
    const reserveTicks = checks.figures[RESERVE_TICKS]!;
    const ticks = reserveTicks > reservedTicks ? reserveTicks : reservedTicks;
    exposure.reserve(front.order, pair, front.side, lots, ticks);
    this.#remark(slot, pair);
  }

  #judgeReplace(slot: Slot, pair: number, reservedLots: number, reservedValue: number): number {
    const checks = this.#checks;
    const figures = checks.figures;
    const front = slot.front;
    const { account, instrument, side, leavesLots } = front;
    figures[NOW] = slot.header.time;
    let reason = checks.terms(front);
    if (reason === ReasonCode.NONE) reason = checks.halted(account, instrument);
    if (reason === ReasonCode.NONE) reason = checks.price(front);
    if (reason === ReasonCode.NONE) reason = checks.size(account, front.quantityLots);
    figures[ADDED_LOTS] = leavesLots - reservedLots;
    if (reason === ReasonCode.NONE && figures[ADDED_LOTS]! > 0) reason = checks.position(account, pair, side);
    figures[ADDED_VALUE] = leavesLots * figures[RESERVE_TICKS]! - reservedValue;
    if (reason === ReasonCode.NONE && figures[ADDED_VALUE]! > 0) {
      reason = checks.exposure(account, instrument, pair, side);
    }
    if (reason === ReasonCode.NONE) reason = checks.breaker(instrument);
    return reason;
  }

  /** A later child adds no exposure, but passes no halt and no open breaker. */
  #child(slot: Slot): void {
    const front = slot.front;
    let reason = this.#checks.halted(front.account, front.instrument);
    this.#checks.figures[NOW] = slot.header.time;
    if (reason === ReasonCode.NONE) reason = this.#checks.breaker(front.instrument);
    if (reason === ReasonCode.NONE) {
      front.verdict = Verdict.APPROVED;
    } else {
      front.event = FrontEvent.CHILD_DENIED;
      this.#deny(slot, reason);
    }
  }

  #filled(slot: Slot): void {
    const front = slot.front;
    const exposure = this.#exposure;
    const pair = this.risk.pairAt(front.account, front.instrument);
    const reserved = exposure.reservedLots(front.order);
    const isEnded = (front.flags & FrontFlag.ORDER_ENDED) !== 0;
    const left = isEnded || reserved < front.lastLots ? 0 : reserved - front.lastLots;
    exposure.reserve(front.order, pair, front.side, left, exposure.reservedTicks(front.order));
    exposure.movePosition(pair, front.side, front.lastLots);
    const trusted = this.risk.instruments[front.instrument * R.INSTRUMENT_DOUBLES + R.TRUSTED_TICKS]!;
    exposure.remark(front.account, front.instrument, pair, trusted > 0 ? trusted : front.lastTicks);
  }

  #settle(slot: Slot, lots: number, priceTicks: number): void {
    const front = slot.front;
    const exposure = this.#exposure;
    const pair = this.risk.pairAt(front.account, front.instrument);
    const isEnded = (front.flags & FrontFlag.ORDER_ENDED) !== 0;
    const ticks = priceTicks > 0 ? priceTicks : exposure.reservedTicks(front.order);
    exposure.reserve(front.order, pair, front.side, isEnded ? 0 : lots, ticks);
    this.#remark(slot, pair);
  }

  #remark(slot: Slot, pair: number): void {
    const { account, instrument } = slot.front;
    const trusted = this.risk.instruments[instrument * R.INSTRUMENT_DOUBLES + R.TRUSTED_TICKS]!;
    this.#exposure.remark(account, instrument, pair, trusted);
  }

  #deny(slot: Slot, reason: number): void {
    const front = slot.front;
    front.verdict = Verdict.REJECTED;
    front.reason = reason;
    front.limitValue = this.#checks.figures[LIMIT]!;
    front.observedValue = this.#checks.figures[OBSERVED]!;
    front.riskScore = 1;
  }

  #onControl(slot: Slot): void {
    switch (slot.header.type) {
      case RecordType.QUOTE:
        this.#market.onQuote(slot);
        break;
      case RecordType.SET_INSTRUMENT:
        this.#market.configure(slot);
        break;
      case RecordType.SET_ACCOUNT:
        this.#configureAccount(slot);
        break;
      case RecordType.KILL_SWITCH:
        this.#killSwitch(slot);
        break;
      case RecordType.RESET_BREAKER:
        this.#market.resetBreaker(this.#reset.wrap(slot.commands, slot.bodyAt).instrument);
        break;
      case RecordType.DAY_ROLL:
        this.#rollDay();
        break;
      default:
        break;
    }
  }

  #configureAccount(slot: Slot): void {
    const body = this.#setAccount.wrap(slot.commands, slot.bodyAt);
    const { accounts, capacity } = this.risk;
    if (body.account < 0 || body.account >= capacity.accounts) return;
    const at = body.account * R.ACCOUNT_DOUBLES;
    const isNew = accounts[at + R.ACCOUNT_ENABLED] === 0;
    accounts[at + R.ACCOUNT_ENABLED] = body.enabled === 0 ? 1 : 2;
    accounts[at + R.MAX_ORDER_LOTS] = body.maxOrderLots;
    accounts[at + R.MAX_POSITION_LOTS] = body.maxPositionLots;
    accounts[at + R.MAX_EXPOSURE] = body.maxExposure;
    accounts[at + R.MAX_ORDERS_PER_SECOND] = body.maxOrdersPerSecond;
    accounts[at + R.ORDER_BURST] = body.orderBurst;
    if (!isNew) return;
    accounts[at + R.TOKENS] = body.orderBurst;
    accounts[at + R.TOKENS_TIME] = slot.header.time;
  }

  #killSwitch(slot: Slot): void {
    const body = this.#kill.wrap(slot.commands, slot.bodyAt);
    const { registers, accounts, instruments, capacity } = this.risk;
    const engaged = body.engaged === 0 ? 0 : 1;
    if (body.scope === 0) {
      registers[R.ALL_HALTED] = engaged;
    } else if (body.scope === 1 && body.account >= 0 && body.account < capacity.accounts) {
      accounts[body.account * R.ACCOUNT_DOUBLES + R.ACCOUNT_HALTED] = engaged;
    } else if (body.scope === 2 && body.instrument >= 0 && body.instrument < capacity.instruments) {
      instruments[body.instrument * R.INSTRUMENT_DOUBLES + R.INSTRUMENT_HALTED] = engaged;
    }
  }

  #rollDay(): void {
    const { accounts, capacity } = this.risk;
    this.#market.rollDay();
    for (let account = 0; account < capacity.accounts; account++) {
      const at = account * R.ACCOUNT_DOUBLES;
      accounts[at + R.TOKENS] = accounts[at + R.ORDER_BURST]!;
      accounts[at + R.TOKENS_TIME] = 0;
    }
  }
}
