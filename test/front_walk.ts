/**
 * A front stage and the life of one order in it, for walks over all that can happen: each step is a command of a record, as
 * clients, venues and execution send it; states are read from the order's record and compared by the caller.
 */

import {
  CancelChild,
  CancelOrder,
  ChildOrder,
  EngineStarted,
  ExpireOrder,
  KillSwitch,
  LegsSettled,
  MassCancel,
  NewAdvancedOrder,
  NewOrder,
  OrderStatusRequest,
  ReplaceOrder,
  SetAccount,
  SliceOrder,
  Sweep,
  TradeChange,
  TriggerOrder,
  VenueReport,
} from '../schemas/generated/engine.ts';
import type { Views } from '../src/ring/memory.ts';
import { FrontFlag } from '../src/workers/model/front_event.ts';
import { makeLegRef } from '../src/workers/model/leg_ref.ts';
import { MassCancelScope, OrderType, Side, TimeInForce } from '../src/workers/model/order.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { CURRENT_RULES } from '../src/workers/model/rules.ts';
import {
  SOURCE_CLIENT_FIRST,
  SOURCE_CONTROL,
  SOURCE_FOLLOW_UP,
  SOURCE_VENUE_FIRST,
} from '../src/workers/model/source.ts';
import { ReportKind, TradeChangeKind } from '../src/workers/model/venue.ts';
import type { StatePart } from '../src/workers/pipeline/engine_state.ts';
import { makeFrontEngine } from '../src/workers/pipeline/front/engine.ts';
import * as rows from '../src/workers/pipeline/orders/executions.ts';
import * as layout from '../src/workers/pipeline/orders/order_layout.ts';
import { PipelineFixture } from './pipeline_fixture.ts';
import { textWords } from './simulation/command_writer.ts';

const CAPACITY = { orders: 4, clOrdIds: 32, accounts: 1, strategies: 1, instruments: 1, venues: 1, fills: 8 };
const VENUE = 0;
const TICKS = 101;
const MOST_CUMULATIVE = 8;

/** What a command's section says, and what became of the order that is walked. */
export interface Seen {
  readonly event: number;
  readonly status: number;
  readonly reason: number;
  readonly flags: number;
  readonly isTold: boolean;
}

/** Index and generation: what follow-ups and references of legs name an order by, also when it has ended. */
export interface Named {
  readonly order: number;
  readonly generation: number;
}

export class FrontWalk {
  readonly #fixture = new PipelineFixture();
  readonly front = makeFrontEngine(CAPACITY, this.#fixture.slot);
  readonly #empty: readonly StatePart[][];
  #ids = 0;

  constructor() {
    this.#send(RecordType.ENGINE_STARTED, SOURCE_CONTROL, EngineStarted, { epoch: 1, rules: CURRENT_RULES });
    this.#fixture.setInstrument(0, VENUE, { valueMultiplier: 100, collarBps: 1_000, priceMaxAgeNs: 1e12 });
    this.front.onCommand();
    this.#send(RecordType.SET_ACCOUNT, SOURCE_CONTROL, SetAccount, {
      enabled: 1,
      maxOrderLots: 1_000,
      maxPositionLots: 1_000,
      maxExposure: 2 ** 40,
      maxOrdersPerSecond: 1e9,
      orderBurst: 1e9,
    });
    this.#fixture.quote({ instrument: 0, venue: VENUE, bidTicks: 100, bidLots: 9, askTicks: 102, askLots: 9 });
    this.front.onCommand();
    this.#empty = this.save();
  }

  get #states() {
    return [this.front.orders.store.state, this.front.risk.risk.state];
  }

  /** To be given to `load`. */
  save(): readonly StatePart[][] {
    return this.#states.map((state) => state.save());
  }

  load(saved: readonly StatePart[][] = this.#empty): void {
    this.#states.forEach((state, i) => {
      state.load(new Map(saved[i]!.map(({ name, bytes }) => [name, bytes])));
    });
  }

  /** Of the order in the record's place: quantities that make one event of another. */
  lots({ order }: Named): { filled: number; ordered: number; most: number; pending: number; cumulative: number } {
    const { store } = this.front.orders;
    return {
      filled: store.double(order, layout.FILLED),
      ordered: store.double(order, layout.QUANTITY),
      most: store.mostLots(order),
      pending: store.isReplacePending(order) ? store.double(order, layout.PENDING_QUANTITY) : 0,
      cumulative: store.leg(order, 0, layout.LEG_CUMULATIVE),
    };
  }

  killSwitch(): void {
    this.#send(RecordType.KILL_SWITCH, SOURCE_CONTROL, KillSwitch, { engaged: 1 });
  }

  newOrder(id: string, lots: number): Seen {
    return this.#client(RecordType.NEW_ORDER, NewOrder, id, { ...this.#terms(OrderType.LIMIT), quantityLots: lots });
  }

  newStop(id: string, lots: number): Seen {
    const terms = { ...this.#terms(OrderType.STOP_LIMIT), stopTicks: 105, quantityLots: lots };
    return this.#client(RecordType.NEW_ADVANCED_ORDER, NewAdvancedOrder, id, terms);
  }

  cancel(original: string): Seen {
    return this.#client(RecordType.CANCEL_ORDER, CancelOrder, this.#freshId(), { original });
  }

  /** Of the order of that name, which may be a stop. */
  replace(original: string, named: Named, lots: number, side: number = Side.BUY): Seen {
    const { store } = this.front.orders;
    const isOpen = store.isOpen(named.order, named.generation);
    const orderType = isOpen ? store.byte(named.order, layout.ORDER_TYPE) : OrderType.LIMIT;
    const terms = { ...this.#terms(orderType), side, quantityLots: lots, original };
    return this.#client(RecordType.REPLACE_ORDER, ReplaceOrder, this.#freshId(), terms);
  }

  status(id: string): Seen {
    return this.#client(RecordType.ORDER_STATUS_REQUEST, OrderStatusRequest, id, {});
  }

  /** A mass cancel or the day's end, of the only session: what its first step finds; it is then taken to its end. */
  sweep(scope: number = MassCancelScope.ALL): Seen {
    const { front } = this.#fixture.slot;
    const terms = { ofSession: 1, instrument: -1, account: -1, scope };
    this.#send(RecordType.MASS_CANCEL, SOURCE_CONTROL, MassCancel, terms);
    const { sweep, requestId: generation } = front;
    const { sweeps } = this.front.orders.store;
    let first: Seen | undefined;
    while (sweeps.isActive(sweep, generation)) {
      const seen = this.#followUp(RecordType.SWEEP, Sweep, { sweep, generation });
      first ??= seen;
    }
    return first!;
  }

  report(named: Named, kind: number, more: Partial<VenueReport> = {}): Seen {
    const legRef = makeLegRef(1, named.generation, Math.max(named.order, 0), VENUE, 0);
    return this.#send(RecordType.VENUE_REPORT, SOURCE_VENUE_FIRST + VENUE, VenueReport, {
      venue: VENUE,
      kind,
      legRef,
      ...more,
    });
  }

  /** The venue's number of the fill of these lots. */
  executionOf(lots: number, cumulative: number): number {
    return 100 * cumulative + lots;
  }

  fill(named: Named, lots: number, cumulative: number): Seen {
    return this.report(named, ReportKind.FILLED, {
      executionId: this.executionOf(lots, cumulative),
      lastLots: lots,
      lastTicks: TICKS,
      cumLots: cumulative,
      leavesLots: 1,
    });
  }

  /** Trades that a venue could take back, by their numbers and what is left of them. */
  trades(): { execution: number; lots: number }[] {
    const { executions } = this.front.orders.store;
    const found = [];
    for (let cumulative = 1; cumulative <= MOST_CUMULATIVE; cumulative++) {
      for (let lots = 1; lots <= cumulative; lots++) {
        const execution = this.executionOf(lots, cumulative);
        const row = executions.find(VENUE, execution, 0);
        if (row === rows.NO_ROW) continue;
        const left = executions.f64[row * rows.ROW_DOUBLES + rows.LOTS]!;
        if (left > 0) found.push({ execution, lots: left });
      }
    }
    return found;
  }

  bust(execution: number): Seen {
    return this.#send(RecordType.TRADE_CHANGE, SOURCE_VENUE_FIRST + VENUE, TradeChange, {
      venue: VENUE,
      kind: TradeChangeKind.CANCELLED,
      originalExecutionId: execution,
    });
  }

  furtherLeg(named: Named): Seen {
    return this.#followUp(RecordType.CHILD_ORDER, ChildOrder, { ...named, venue: VENUE, attempt: 1, lots: 1 });
  }

  slice(named: Named, lots = 1): Seen & Named {
    const body = { ...named, orderType: OrderType.LIMIT, timeInForce: TimeInForce.DAY, lots, priceTicks: TICKS };
    const seen = this.#followUp(RecordType.SLICE_ORDER, SliceOrder, body);
    const { order, generation } = this.#fixture.slot.front;
    return { ...seen, order, generation };
  }

  trigger(named: Named): Seen {
    return this.#followUp(RecordType.TRIGGER_ORDER, TriggerOrder, { ...named, triggerTicks: TICKS });
  }

  cancelChild(named: Named): Seen {
    return this.#followUp(RecordType.CANCEL_CHILD, CancelChild, { ...named });
  }

  expire(named: Named): Seen {
    return this.#followUp(RecordType.EXPIRE_ORDER, ExpireOrder, { ...named });
  }

  settled(named: Named, outcome: number, quantityLots = 0): Seen {
    const priceTicks = quantityLots === 0 ? 0 : TICKS;
    return this.#followUp(RecordType.LEGS_SETTLED, LegsSettled, { ...named, outcome, quantityLots, priceTicks });
  }

  #terms(orderType: number): object {
    return { side: Side.BUY, orderType, timeInForce: TimeInForce.DAY, priceTicks: TICKS };
  }

  #freshId(): string {
    return `X${++this.#ids}`;
  }

  #client<B extends Body>(
    type: number,
    struct: Struct<B>,
    id: string,
    terms: Partial<B> & { original?: string },
  ): Seen {
    const { original, ...fields } = terms;
    return this.#send(type, SOURCE_CLIENT_FIRST, struct, fields as unknown as Partial<B>, (body) => {
      const named = body as unknown as Identified;
      textWords(id).forEach((word, i) => {
        named.setClOrdIdWord(i, word);
      });
      if (original === undefined) return;
      textWords(original).forEach((word, i) => {
        named.setOrigClOrdIdWord(i, word);
      });
    });
  }

  #followUp<B extends Body>(type: number, struct: Struct<B>, fields: Partial<B>): Seen {
    return this.#send(type, SOURCE_FOLLOW_UP, struct, fields);
  }

  #send<B extends Body>(
    type: number,
    source: number,
    struct: Struct<B>,
    fields: Partial<B>,
    name: (body: B) => void = () => undefined,
  ): Seen {
    const { slot } = this.#fixture;
    this.#fixture.command(type, new struct(), struct.BYTES, (body) => {
      Object.assign(body, fields);
      name(body);
    });
    slot.header.source = source;
    this.front.onCommand();
    const { event, status, reason, flags, session } = slot.front;
    return { event, status, reason, flags, isTold: session >= 0 };
  }
}

interface Body {
  wrap(views: Views, byteOffset: number): unknown;
  clear(): void;
}

interface Struct<B> {
  readonly BYTES: number;
  new (): B;
}

interface Identified {
  setClOrdIdWord(index: number, word: number): void;
  setOrigClOrdIdWord(index: number, word: number): void;
}

/** Whether the order, or of a child the parent, left the pool with the command. */
export function isEnded({ flags }: Seen, flag: number = FrontFlag.ORDER_ENDED): boolean {
  return (flags & flag) !== 0;
}
