/**
 * Terms of an advanced order that no limit can excuse: what each type must name, and numbers out of their range. The terms
 * are numbered as in docs/order_types.md, so that a denial says which one it was.
 */

import { NewAdvancedOrder, ReplaceAdvancedOrder } from '../../../../schemas/generated/engine.ts';
import { NAMED_BEFORE, namedTerms } from '../../model/named_terms.ts';
import * as orderModel from '../../model/order.ts';
import * as reasons from '../../model/reason.ts';
import * as records from '../../model/record_type.ts';
import type { Slot } from '../slot.ts';

// An imported constant is a variable to the compiler, loaded and checked at each use; one of this module's is a number.
const { AdvancedFlag, Completion, OrderType, PegKind, ReplaceTerm, StopTrigger, TimeInForce } = orderModel;
const { ReasonCode } = reasons;
const { RecordType } = records;

const MOST_TICKS = 2 ** 31;
/** Longest schedule: what a day's clock can name. */
const MOST_MS = 7 * 86_400_000;

/** Which term was wrong: `limit` of a BAD_ALGORITHM_TERMS denial. */
export const Term = {
  TIME_IN_FORCE: 1,
  START_TIME: 2,
  END_TIME: 3,
  INTERVAL: 4,
  PARTICIPATION_RATE: 5,
  VARIATION: 6,
  PEG: 7,
  REPRICE: 8,
  RISK_AVERSION: 9,
  VOLATILITY: 10,
  IMPACT: 11,
  DISPLAY: 12,
  TRIGGER: 13,
  COMPLETION: 14,
} as const;

export type AdvancedTerms = ReturnType<typeof makeAdvancedTerms>;

export function makeAdvancedTerms(slot: Slot) {
  const { front, header } = slot;
  const body = NewAdvancedOrder.over(slot.commands);
  const replacement = ReplaceAdvancedOrder.over(slot.commands);
  /** Limit and value of the last refusal. */
  const figures = new Float64Array(2);

  /** NONE, or why not, with `figures`. The section describes the order; the command is its own, or it is one of a kind that stays. */
  function terms(): number {
    if (header.type === RecordType.REPLACE_ADVANCED_ORDER || header.type === RecordType.REPLACE_ORDER) {
      return replaced();
    }
    if (header.type !== RecordType.NEW_ADVANCED_ORDER)
      return refuse(ReasonCode.UNSUPPORTED_ORDER_TYPE, 0, front.orderType);
    body.move(slot.bodyAt);
    if (front.timeInForce === TimeInForce.IOC || front.timeInForce === TimeInForce.FOK) {
      const isStop = front.orderType === OrderType.STOP || front.orderType === OrderType.STOP_LIMIT;
      if (!isStop) return bad(Term.TIME_IN_FORCE, front.timeInForce);
    }
    switch (front.orderType) {
      case OrderType.STOP:
      case OrderType.STOP_LIMIT:
        return stop();
      case OrderType.ICEBERG:
        return iceberg();
      case OrderType.PEGGED:
        return pegged();
      case OrderType.TWAP:
      case OrderType.VWAP:
        return schedule();
      case OrderType.IMPLEMENTATION_SHORTFALL:
        return shortfall();
      default:
        return refuse(ReasonCode.UNSUPPORTED_ORDER_TYPE, 0, front.orderType);
    }
  }

  /** What a replace cannot change was judged when the order came. */
  function replaced(): number {
    if (front.orderType === OrderType.STOP && front.priceTicks !== 0)
      return refuse(ReasonCode.BAD_PRICE, 0, front.priceTicks);
    const needsPrice = front.orderType === OrderType.STOP_LIMIT || front.orderType === OrderType.ICEBERG;
    if (needsPrice && front.priceTicks === 0) return refuse(ReasonCode.BAD_PRICE, MOST_TICKS, 0);
    const stop = stopTicks(front.orderType);
    if (stop !== 0 && !isTicks(stop)) return refuse(ReasonCode.BAD_STOP_PRICE, MOST_TICKS, stop);
    return header.type === RecordType.REPLACE_ADVANCED_ORDER ? replacedTerms() : ReasonCode.NONE;
  }

  /** What it does not name is zero, which each of these takes. */
  function replacedTerms(): number {
    const { displayLots, endTimeMs, participationRate, pegOffsetTicks } = replacement.move(slot.bodyAt);
    if (!isCount(displayLots) || displayLots > front.quantityLots) return bad(Term.DISPLAY, displayLots);
    if (!isTime(endTimeMs)) return bad(Term.END_TIME, endTimeMs);
    if (!isPart(participationRate)) return bad(Term.PARTICIPATION_RATE, participationRate);
    if (!isOffset(pegOffsetTicks)) return bad(Term.PEG, pegOffsetTicks);
    const named = namedTerms(header, replacement);
    if ((named & ~NAMED_BEFORE) === 0) return ReasonCode.NONE;
    const { completion, intervalMs, peg, repriceTicks, startTimeMs, trigger, variation } = replacement;
    if (!isTime(startTimeMs)) return bad(Term.START_TIME, startTimeMs);
    if (!isDuration(intervalMs)) return bad(Term.INTERVAL, intervalMs);
    if (!isPart(variation)) return bad(Term.VARIATION, variation);
    if (!(repriceTicks >= 0 && repriceTicks <= MOST_TICKS)) return bad(Term.REPRICE, repriceTicks);
    if (peg > PegKind.MIDPOINT) return bad(Term.PEG, peg);
    if (trigger > StopTrigger.MID) return bad(Term.TRIGGER, trigger);
    if (completion > Completion.COMPLETE) return bad(Term.COMPLETION, completion);
    return replacedShortfall(named);
  }

  function replacedShortfall(named: number): number {
    const { impact, riskAversion, volatility } = replacement;
    if (!isPositive(riskAversion)) return bad(Term.RISK_AVERSION, riskAversion);
    if (!isPositive(volatility)) return bad(Term.VOLATILITY, volatility);
    const isImpact = isPositive(impact) && (impact > 0 || (named & ReplaceTerm.IMPACT) === 0);
    return isImpact ? ReasonCode.NONE : bad(Term.IMPACT, impact);
  }

  function stop(): number {
    const { stopTicks, trigger } = body;
    if (!isTicks(stopTicks)) return refuse(ReasonCode.BAD_STOP_PRICE, MOST_TICKS, stopTicks);
    if (trigger > StopTrigger.MID) return bad(Term.TRIGGER, trigger);
    if (front.orderType === OrderType.STOP && front.priceTicks !== 0)
      return refuse(ReasonCode.BAD_PRICE, 0, front.priceTicks);
    if (front.orderType === OrderType.STOP_LIMIT && front.priceTicks === 0) {
      return refuse(ReasonCode.BAD_PRICE, MOST_TICKS, 0);
    }
    return ReasonCode.NONE;
  }

  function iceberg(): number {
    if (front.priceTicks === 0) return refuse(ReasonCode.BAD_PRICE, MOST_TICKS, 0);
    const { displayLots } = front;
    if (!(displayLots > 0 && displayLots <= front.quantityLots && displayLots === Math.floor(displayLots))) {
      return bad(Term.DISPLAY, displayLots);
    }
    return isPart(body.variation) ? ReasonCode.NONE : bad(Term.VARIATION, body.variation);
  }

  function pegged(): number {
    const { peg, pegOffsetTicks, repriceTicks, intervalMs } = body;
    if (peg === PegKind.NONE || peg > PegKind.MIDPOINT) return bad(Term.PEG, peg);
    if (!isOffset(pegOffsetTicks)) return bad(Term.PEG, pegOffsetTicks);
    if (!(repriceTicks >= 0 && repriceTicks <= MOST_TICKS)) return bad(Term.REPRICE, repriceTicks);
    return isDuration(intervalMs) ? ReasonCode.NONE : bad(Term.INTERVAL, intervalMs);
  }

  function schedule(): number {
    const { completion, endTimeMs, intervalMs, participationRate, startTimeMs, variation } = body;
    if (!(startTimeMs >= 0 && startTimeMs <= Number.MAX_SAFE_INTEGER)) return bad(Term.START_TIME, startTimeMs);
    if (!(endTimeMs > startTimeMs && endTimeMs - startTimeMs <= Number.MAX_SAFE_INTEGER))
      return bad(Term.END_TIME, endTimeMs);
    if (startTimeMs > 0 && endTimeMs - startTimeMs > MOST_MS) return bad(Term.END_TIME, endTimeMs);
    if (!isDuration(intervalMs)) return bad(Term.INTERVAL, intervalMs);
    if (!isPart(participationRate)) return bad(Term.PARTICIPATION_RATE, participationRate);
    if (!isPart(variation)) return bad(Term.VARIATION, variation);
    return completion <= Completion.COMPLETE ? ReasonCode.NONE : bad(Term.COMPLETION, completion);
  }

  function shortfall(): number {
    const { impact, riskAversion, volatility } = body;
    if (!isPositive(riskAversion)) return bad(Term.RISK_AVERSION, riskAversion);
    if (!isPositive(volatility)) return bad(Term.VOLATILITY, volatility);
    if (!(impact > 0 && isPositive(impact))) return bad(Term.IMPACT, impact);
    return schedule();
  }

  /** The stop price that the order waits for; 0: it is no stop, or one that was triggered. */
  function stopTicks(orderType: number): number {
    if (orderType !== OrderType.STOP && orderType !== OrderType.STOP_LIMIT) return 0;
    if (header.type === RecordType.NEW_ADVANCED_ORDER) return body.move(slot.bodyAt).stopTicks;
    return header.type === RecordType.REPLACE_ADVANCED_ORDER ? replacement.move(slot.bodyAt).stopTicks : 0;
  }

  function deniesIfThrough(): boolean {
    if (header.type !== RecordType.NEW_ADVANCED_ORDER) return false;
    return (body.move(slot.bodyAt).flags & AdvancedFlag.DENY_IF_THROUGH) !== 0;
  }

  function bad(term: number, value: number): number {
    return refuse(ReasonCode.BAD_ALGORITHM_TERMS, term, value);
  }

  /** No NaN and no -0 may reach a section. */
  function refuse(reason: number, limit: number, observed: number): number {
    figures[0] = limit;
    figures[1] = Number.isNaN(observed) ? 0 : observed + 0;
    return reason;
  }

  return { figures, terms, stopTicks, deniesIfThrough };
}

function isTicks(value: number): boolean {
  return value > 0 && value <= MOST_TICKS && value === Math.floor(value);
}

function isOffset(ticks: number): boolean {
  return Math.abs(ticks) <= MOST_TICKS && ticks === Math.floor(ticks);
}

/** Ms since 1970; 0: not given. */
function isTime(value: number): boolean {
  return value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

/** Whole and not below zero. */
function isCount(value: number): boolean {
  return value >= 0 && value <= Number.MAX_SAFE_INTEGER && value === Math.floor(value);
}

function isPart(value: number): boolean {
  return value >= 0 && value <= 1;
}

function isPositive(value: number): boolean {
  return value >= 0 && value < Number.POSITIVE_INFINITY;
}

/** Of milliseconds; 0: not given. */
function isDuration(value: number): boolean {
  return value >= 0 && value <= MOST_MS;
}
