/**
 * Orders that the engine works itself, from a session into its ring: stops, pegs and algorithms (docs/order_types.md has
 * the tags of each). Not the quick way: few orders are such ones.
 *
 *     OrdType (40) 3, 4         StopPx (99); Price (44) for 4
 *     OrdType (40) P            ExecInst (18) R, P or M; PegOffsetValue (211); Price (44) as the limit
 *     TargetStrategy (847)      1 VWAP, 1001 TWAP, 1002 implementation shortfall, 1003 iceberg; OrdType 1 or 2,
 *                               EffectiveTime (168) to ExpireTime (126), ParticipationRate (849), MaxFloor (111)
 *     ClOrdLinkID (583)         with contingency=oco: one cancels the others, whatever their types; ouo: reduces them; triggered or exit: held
 *                               until the order with contingency=oto has ended; exit_ouo: let go as it fills
 *     TargetStrategyParameters (848)   what FIX 4.4 has no tag for: `name=value;name=value`
 */

import { NewAdvancedOrder, ReplaceAdvancedOrder } from '../../../../schemas/generated/engine.ts';
import { allocateRegion } from '../../../ring/memory.ts';
import {
  AdvancedFlag,
  Completion,
  Contingency,
  OrderType,
  PegKind,
  ReplaceTerm,
  SAME_TIME_IN_FORCE,
  StopTrigger,
  TimeInForce,
} from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { textOf } from './ascii.ts';
import type { FieldIndex } from './field_index.ts';
import { type OrderFields, orderTypeOf } from './order_fields.ts';
import type { RecordSink } from './record_sink.ts';
import { Taken } from './refusal.ts';
import { BusinessReason, RejectReason, Tag } from './tag.ts';
import { MAX_ID_BYTES } from './text_field.ts';

/** Tag 847: 1 is of FIX, those from 1000 on are between counterparties. */
const TARGET_STRATEGY: Readonly<Record<number, number>> = {
  1: OrderType.VWAP,
  1001: OrderType.TWAP,
  1002: OrderType.IMPLEMENTATION_SHORTFALL,
  1003: OrderType.ICEBERG,
};

/** Letters of tag 18 that name what a peg follows. */
const PEG_KIND: Readonly<Record<string, number>> = { R: PegKind.PRIMARY, P: PegKind.MARKET, M: PegKind.MIDPOINT };

type Choices = Readonly<Record<string, number>>;
type NumberTerm = 'intervalMs' | 'variation' | 'repriceTicks' | 'riskAversion' | 'volatility' | 'impact';
type ChoiceTerm = 'trigger' | 'completion' | 'flags' | 'contingency';

/** Of tag 848, numbers: the term of the record, and what one of FIX's units is in it. */
const NUMBERS: Readonly<Record<string, readonly [NumberTerm, number]>> = {
  interval: ['intervalMs', 1_000],
  variation: ['variation', 1],
  reprice: ['repriceTicks', 1],
  riskAversion: ['riskAversion', 1],
  volatility: ['volatility', 1],
  impact: ['impact', 1],
};
/** And words. */
const CHOICES: Readonly<Record<string, readonly [ChoiceTerm, Choices]>> = {
  completion: ['completion', { cancel: Completion.CANCEL, complete: Completion.COMPLETE }],
  trigger: ['trigger', { last: StopTrigger.LAST, quote: StopTrigger.QUOTE, mid: StopTrigger.MID }],
  contingency: [
    'contingency',
    {
      none: Contingency.NONE,
      oco: Contingency.ONE_CANCELS_OTHER,
      oto: Contingency.ONE_TRIGGERS_OTHER,
      ouo: Contingency.ONE_UPDATES_OTHER,
      ouo_proportional: Contingency.ONE_UPDATES_OTHER_IN_PART,
      triggered: Contingency.TRIGGERED,
      exit: Contingency.EXIT,
      exit_ouo: Contingency.UPDATING_EXIT,
    },
  ],
  through: ['flags', { trigger: 0, deny: AdvancedFlag.DENY_IF_THROUGH }],
};
/** What a replace names, by the parameter; the others are an order's for life, and are read past. */
const REPLACE_TERMS: Readonly<Record<string, number>> = {
  interval: ReplaceTerm.INTERVAL,
  variation: ReplaceTerm.VARIATION,
  reprice: ReplaceTerm.REPRICE,
  riskAversion: ReplaceTerm.RISK_AVERSION,
  volatility: ReplaceTerm.VOLATILITY,
  impact: ReplaceTerm.IMPACT,
  completion: ReplaceTerm.COMPLETION,
  trigger: ReplaceTerm.TRIGGER,
};
const EXPECTED = `${[...Object.keys(NUMBERS), ...Object.keys(CHOICES)].join(', ')}`;

/** Whether a new order or a replace is of the kinds that are taken here. */
export function isAdvanced(fields: FieldIndex): boolean {
  const type = orderTypeOf(fields.char(Tag.ORD_TYPE));
  const isWorked = fields.has(Tag.TARGET_STRATEGY) || type === OrderType.PEGGED || isStop(type);
  return isWorked || fields.has(Tag.CL_ORD_LINK_ID);
}

function isStop(type: number): boolean {
  return type === OrderType.STOP || type === OrderType.STOP_LIMIT;
}

/** Claims a record and writes its header; the body's byte offset, or negative when there is no room. */
export type ClaimRecord = (type: RecordType, bodyBytes: number, sequence: number) => number;

export class AdvancedIntake {
  private readonly reader: OrderFields;
  private readonly sink: RecordSink;
  private readonly defaultAccount: number;
  private readonly claim: ClaimRecord;
  private readonly newOrder = new NewAdvancedOrder();
  private readonly replace = new ReplaceAdvancedOrder();
  /** Of a replace, what tag 848 says: it has the words of a new order's. */
  private readonly replaceTerms = new NewAdvancedOrder().wrap(allocateRegion(NewAdvancedOrder.BYTES), 0);
  /** Names in tag 848 of the message at hand. */
  private parametersRead: string[] = [];

  constructor(reader: OrderFields, sink: RecordSink, defaultAccount: number, claim: ClaimRecord) {
    this.reader = reader;
    this.sink = sink;
    this.defaultAccount = defaultAccount;
    this.claim = claim;
  }

  takeNewOrder(sequence: number): Taken {
    const { reader } = this;
    const { fields, refusal } = reader;
    const body = this.claim(RecordType.NEW_ADVANCED_ORDER, NewAdvancedOrder.BYTES, sequence);
    if (body < 0) return refusal.busy();
    const order = this.newOrder.wrap(this.sink.data, body);
    order.clear();
    if (!reader.readId(Tag.CL_ORD_ID, order.i32, body)) return refusal.badId(Tag.CL_ORD_ID);
    const taken = this.takeCommon(order);
    if (taken !== Taken.RECORD) return taken;
    order.timeInForce = reader.readTimeInForce();
    if (!reader.readStrategy()) return Taken.REJECTED;
    order.strategy = reader.amount;
    if (!reader.readLots(Tag.MIN_QTY, false)) return Taken.REFUSED;
    order.minLots = reader.amount;
    const end = reader.readExpiry();
    if (order.timeInForce === TimeInForce.GTD) {
      if (end === 0) return refusal.missing(Tag.EXPIRE_TIME);
      order.expireTimeMs = end;
    }
    if (fields.has(Tag.TARGET_STRATEGY)) {
      order.startTimeMs = fields.has(Tag.EFFECTIVE_TIME) ? fields.timestamp(Tag.EFFECTIVE_TIME) : 0;
      order.endTimeMs = end;
      if (end === 0 && order.orderType !== OrderType.ICEBERG) return refusal.missing(Tag.EXPIRE_TIME);
    }
    if (order.orderType === OrderType.PEGGED) {
      order.peg = this.readPegKind();
      if (order.peg === PegKind.NONE) return refusal.missing(Tag.EXEC_INST);
    }
    if (!this.readParameters(order)) return Taken.REFUSED;
    if (fields.has(Tag.CL_ORD_LINK_ID)) {
      if (!reader.readId(Tag.CL_ORD_LINK_ID, order.i32, body + NewAdvancedOrder.CL_ORD_LINK_ID_AT)) {
        return refusal.badId(Tag.CL_ORD_LINK_ID);
      }
    } else if (order.contingency !== Contingency.NONE) return refusal.missing(Tag.CL_ORD_LINK_ID);
    this.sink.commit();
    return Taken.RECORD;
  }

  takeReplace(sequence: number): Taken {
    const { reader } = this;
    const { fields, refusal } = reader;
    const body = this.claim(RecordType.REPLACE_ADVANCED_ORDER, ReplaceAdvancedOrder.BYTES, sequence);
    if (body < 0) return refusal.busy();
    const order = this.replace.wrap(this.sink.data, body);
    order.clear();
    if (!reader.readId(Tag.CL_ORD_ID, order.i32, body)) return refusal.badId(Tag.CL_ORD_ID);
    if (!reader.readId(Tag.ORIG_CL_ORD_ID, order.i32, body + MAX_ID_BYTES)) return refusal.badId(Tag.ORIG_CL_ORD_ID);
    order.orderId = reader.readOrderId();
    const taken = this.takeCommon(order);
    if (taken !== Taken.RECORD) return taken;
    order.timeInForce = reader.readTimeInForce(SAME_TIME_IN_FORCE);
    const end = reader.readExpiry();
    if (fields.has(Tag.TARGET_STRATEGY)) order.endTimeMs = end;
    const mayExpire = order.timeInForce === TimeInForce.GTD || order.timeInForce === SAME_TIME_IN_FORCE;
    if (mayExpire) order.expireTimeMs = end;
    if (fields.has(Tag.PEG_OFFSET_VALUE)) order.named |= ReplaceTerm.PEG_OFFSET;
    if (fields.has(Tag.PARTICIPATION_RATE)) order.named |= ReplaceTerm.PARTICIPATION_RATE;
    if (fields.has(Tag.EFFECTIVE_TIME)) {
      order.named |= ReplaceTerm.START_TIME;
      order.startTimeMs = fields.timestamp(Tag.EFFECTIVE_TIME);
    }
    order.peg = this.readPegKind();
    if (order.peg !== PegKind.NONE) order.named |= ReplaceTerm.PEG;
    if (!this.readChangedParameters(order)) return Taken.REFUSED;
    this.sink.commit();
    return Taken.RECORD;
  }

  /** What a new order and its change both name. RECORD: all of it could be read. */
  private takeCommon(order: NewAdvancedOrder | ReplaceAdvancedOrder): Taken {
    const { reader } = this;
    const { fields, refusal } = reader;
    const type = this.readType();
    if (type < 0) return Taken.REJECTED;
    const side = reader.readSide();
    if (side === 0) return refusal.badSide();
    order.account = reader.readAccount(this.defaultAccount);
    order.instrument = reader.instrument;
    order.side = side;
    order.orderType = type;
    if (!reader.readLots(Tag.ORDER_QTY, true)) return Taken.REFUSED;
    order.quantityLots = reader.amount;
    const isLimit = type === OrderType.STOP_LIMIT || orderTypeOf(fields.char(Tag.ORD_TYPE)) === OrderType.LIMIT;
    if (!reader.readTicks(Tag.PRICE, isLimit)) return Taken.REFUSED;
    order.priceTicks = reader.amount;
    if (!reader.readLots(Tag.MAX_FLOOR, type === OrderType.ICEBERG)) return Taken.REFUSED;
    order.displayLots = reader.amount;
    if (!reader.readTicks(Tag.STOP_PX, isStop(type))) return Taken.REFUSED;
    order.stopTicks = reader.amount;
    if (!reader.readTicks(Tag.PEG_OFFSET_VALUE, false)) return Taken.REFUSED;
    order.pegOffsetTicks = reader.amount;
    if (fields.has(Tag.PARTICIPATION_RATE)) order.participationRate = reader.readDecimal(Tag.PARTICIPATION_RATE);
    return Taken.RECORD;
  }

  /** OrderType of the model, or negative where TargetStrategy is none that we know. */
  private readType(): number {
    const { fields, refusal } = this.reader;
    if (!fields.has(Tag.TARGET_STRATEGY)) return orderTypeOf(fields.char(Tag.ORD_TYPE));
    const type = TARGET_STRATEGY[fields.whole(Tag.TARGET_STRATEGY)];
    if (type !== undefined) return type;
    const known = Object.keys(TARGET_STRATEGY).join(', ');
    refusal.reject(
      RejectReason.VALUE_OUT_OF_RANGE,
      Tag.TARGET_STRATEGY,
      `TargetStrategy (847) must be one of ${known}`,
    );
    return -1;
  }

  /** Of the letters in ExecInst, which a space may part, the one that names a peg. */
  private readPegKind(): number {
    const { fields } = this.reader;
    if (!fields.has(Tag.EXEC_INST)) return PegKind.NONE;
    const letters = textOf(fields.bytes, fields.start(Tag.EXEC_INST), fields.end(Tag.EXEC_INST));
    for (const letter of letters) if (PEG_KIND[letter] !== undefined) return PEG_KIND[letter];
    return PegKind.NONE;
  }

  private readParameters(order: NewAdvancedOrder): boolean {
    const { fields } = this.reader;
    this.parametersRead = [];
    if (!fields.has(Tag.TARGET_STRATEGY_PARAMETERS)) return true;
    const { bytes } = fields;
    const start = fields.start(Tag.TARGET_STRATEGY_PARAMETERS);
    const text = textOf(bytes, start, fields.end(Tag.TARGET_STRATEGY_PARAMETERS));
    return text.split(';').every((part) => part === '' || this.readParameter(order, part));
  }

  /** The same of a replace, which names what it changes. */
  private readChangedParameters(replace: ReplaceAdvancedOrder): boolean {
    const terms = this.replaceTerms;
    terms.clear();
    if (!this.readParameters(terms)) return false;
    for (const name of this.parametersRead) replace.named |= REPLACE_TERMS[name] ?? 0;
    replace.intervalMs = terms.intervalMs;
    replace.variation = terms.variation;
    replace.repriceTicks = terms.repriceTicks;
    replace.riskAversion = terms.riskAversion;
    replace.volatility = terms.volatility;
    replace.impact = terms.impact;
    replace.completion = terms.completion;
    replace.trigger = terms.trigger;
    return true;
  }

  private readParameter(order: NewAdvancedOrder, part: string): boolean {
    const at = part.indexOf('=');
    const name = part.slice(0, Math.max(0, at));
    const value = part.slice(at + 1);
    this.parametersRead.push(name);
    const number = Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined;
    if (number !== undefined) {
      const [term, unit] = number;
      if (!/^\d+(\.\d+)?$/.test(value)) return this.badParameter(part, 'a number of zero or more');
      order[term] = Number(value) * unit;
      return true;
    }
    const choice = Object.hasOwn(CHOICES, name) ? CHOICES[name] : undefined;
    if (choice === undefined) return this.badParameter(part, `name=value, with a name of ${EXPECTED}`);
    const [term, words] = choice;
    const code = Object.hasOwn(words, value) ? words[value] : undefined;
    if (code === undefined) return this.badParameter(part, Object.keys(words).join(' or '));
    order[term] = code;
    return true;
  }

  private badParameter(part: string, expected: string): boolean {
    const text = `TargetStrategyParameters (848): ${part.slice(0, 40)}: expected ${expected}`;
    this.reader.refusal.refuse(BusinessReason.OTHER, Tag.TARGET_STRATEGY_PARAMETERS, text);
    return false;
  }
}
