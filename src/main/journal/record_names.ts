/** Names for what records hold as numbers: which struct a type has, and what a code in a field means. */

import type { StructDescription } from '../../../schemas/description.ts';
import {
  CancelChild,
  CancelLinked,
  CancelOrder,
  CancelReject,
  ChildOrder,
  DayRoll,
  EngineStarted,
  EventGap,
  ExecutionReport,
  ExpireOrder,
  FeedStatus,
  FrontSection,
  KillSwitch,
  LegsSettled,
  MassCancel,
  MassCancelReport,
  NewAdvancedOrder,
  NewOrder,
  OrderStatusRequest,
  OutcomeSection,
  OutputMark,
  PortfolioSection,
  Quote,
  ReplaceAdvancedOrder,
  ReplaceOrder,
  ResetBreaker,
  ResolveFill,
  RouteSection,
  SessionRecovered,
  SetAccount,
  SetInstrument,
  SetVenue,
  SetVolumeCurve,
  SliceOrder,
  SnapshotMarker,
  StageHash,
  StrayFill,
  Sweep,
  Tick,
  TradeChange,
  TradingStatus,
  TriggerOrder,
  VenueReport,
  VenueStatus,
  VenueSweep,
  WorkStep,
} from '../../../schemas/generated/engine.ts';
import { BookState } from '../../workers/model/book_state.ts';
import { FrontEvent, InstructionKind, LegsOutcome, RoutingStrategy, Verdict } from '../../workers/model/front_event.ts';
import {
  Completion,
  Contingency,
  MassCancelScope,
  OrderStatus,
  OrderType,
  PegKind,
  Side,
  StopTrigger,
  TimeInForce,
} from '../../workers/model/order.ts';
import { ReasonCode } from '../../workers/model/reason.ts';
import { RecordType } from '../../workers/model/record_type.ts';
import {
  SOURCE_CLIENT_FIRST,
  SOURCE_CLOCK,
  SOURCE_CONTROL,
  SOURCE_FOLLOW_UP,
  SOURCE_QUOTE_FIRST,
  SOURCE_VENUE_FIRST,
} from '../../workers/model/source.ts';
import { NewOrders, TradingChange, TradingPhase } from '../../workers/model/trading_phase.ts';
import { ReportKind, TradeChangeKind, VenueReason, VenueType } from '../../workers/model/venue.ts';
import { STAGES } from '../../workers/pipeline/stages.ts';

const BODIES: Readonly<Partial<Record<keyof typeof RecordType, { readonly FIELDS: StructDescription }>>> = {
  ENGINE_STARTED: EngineStarted,
  DAY_ROLL: DayRoll,
  TICK: Tick,
  SNAPSHOT_MARKER: SnapshotMarker,
  SET_INSTRUMENT: SetInstrument,
  SET_ACCOUNT: SetAccount,
  SET_VENUE: SetVenue,
  KILL_SWITCH: KillSwitch,
  RESET_BREAKER: ResetBreaker,
  VENUE_STATUS: VenueStatus,
  SESSION_RECOVERED: SessionRecovered,
  RESOLVE_FILL: ResolveFill,
  SET_VOLUME_CURVE: SetVolumeCurve,
  TRADING_STATUS: TradingStatus,
  NEW_ORDER: NewOrder,
  NEW_ADVANCED_ORDER: NewAdvancedOrder,
  REPLACE_ADVANCED_ORDER: ReplaceAdvancedOrder,
  CANCEL_ORDER: CancelOrder,
  REPLACE_ORDER: ReplaceOrder,
  MASS_CANCEL: MassCancel,
  ORDER_STATUS_REQUEST: OrderStatusRequest,
  VENUE_REPORT: VenueReport,
  TRADE_CHANGE: TradeChange,
  STRAY_FILL: StrayFill,
  QUOTE: Quote,
  FEED_STATUS: FeedStatus,
  CHILD_ORDER: ChildOrder,
  LEGS_SETTLED: LegsSettled,
  SWEEP: Sweep,
  VENUE_SWEEP: VenueSweep,
  SLICE_ORDER: SliceOrder,
  TRIGGER_ORDER: TriggerOrder,
  CANCEL_CHILD: CancelChild,
  EXPIRE_ORDER: ExpireOrder,
  WORK_STEP: WorkStep,
  CANCEL_LINKED: CancelLinked,
  EXECUTION_REPORT: ExecutionReport,
  CANCEL_REJECT: CancelReject,
  MASS_CANCEL_REPORT: MassCancelReport,
  OUTPUT_MARK: OutputMark,
  FRONT_EVENT: FrontSection,
  ROUTE_EVENT: RouteSection,
  OUTCOME_EVENT: OutcomeSection,
  PORTFOLIO_EVENT: PortfolioSection,
  STAGE_HASH: StageHash,
  EVENT_GAP: EventGap,
};

const TYPE_NAMES = new Map(Object.entries(RecordType).map(([name, code]) => [code as number, name]));

export function typeName(type: number): string {
  return TYPE_NAMES.get(type) ?? `TYPE_${type}`;
}

export const RECORD_NAMES: readonly string[] = Object.keys(RecordType);

/** Undefined: a type that this release does not know. */
export function bodyOf(type: number): StructDescription | undefined {
  return BODIES[typeName(type) as keyof typeof RecordType]?.FIELDS;
}

type Codes = Readonly<Record<string, number>>;

/** Without what zero stands for: most records of the kind have nothing to say there. */
function named(codes: Codes): Codes {
  return Object.fromEntries(Object.entries(codes).filter(([, code]) => code !== 0));
}

const BY_FIELD: Readonly<Record<string, Codes>> = {
  side: Side,
  orderType: OrderType,
  timeInForce: TimeInForce,
  status: OrderStatus,
  statusBefore: OrderStatus,
  reason: ReasonCode,
  event: FrontEvent,
  verdict: Verdict,
  venueType: VenueType,
  trigger: named(StopTrigger),
  peg: PegKind,
  completion: named(Completion),
  contingency: Contingency,
};

/** Where the field's name says one thing in one struct and another elsewhere. */
const BY_STRUCT_AND_FIELD: Readonly<Record<string, Codes>> = {
  'VenueReport.kind': ReportKind,
  'VenueReport.reason': VenueReason,
  'TradeChange.kind': TradeChangeKind,
  'LegInstruction.kind': InstructionKind,
  'LegsSettled.outcome': LegsOutcome,
  'RouteSection.strategy': RoutingStrategy,
  'MassCancel.scope': MassCancelScope,
  'FeedStatus.state': BookState,
  'TradingStatus.change': TradingChange,
  'TradingStatus.phase': TradingPhase,
  'TradingStatus.newOrders': NewOrders,
  'StageHash.stage': Object.fromEntries(STAGES.map((stage, index) => [stage, index])),
};

/** The name of a code; undefined: the field is a plain number, or the code has no name. */
export function codeName(struct: string, field: string, code: number): string | undefined {
  const codes = BY_STRUCT_AND_FIELD[`${struct}.${field}`] ?? BY_FIELD[field];
  if (codes === undefined) return undefined;
  return Object.entries(codes).find(([, value]) => value === code)?.[0];
}

export function sourceName(source: number): string {
  if (source >= SOURCE_CLIENT_FIRST) return `session ${source - SOURCE_CLIENT_FIRST}`;
  if (source >= SOURCE_QUOTE_FIRST) return `quotes ${source - SOURCE_QUOTE_FIRST}`;
  if (source >= SOURCE_VENUE_FIRST) return `venue ${source - SOURCE_VENUE_FIRST}`;
  if (source === SOURCE_CONTROL) return 'control';
  if (source === SOURCE_FOLLOW_UP) return 'follow-up';
  return source === SOURCE_CLOCK ? 'clock' : `source ${source}`;
}
