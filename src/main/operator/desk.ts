/** Takes operators' requests: names become numbers, each becomes one command in the stream, and is told with who asked. */

import { FrontEvent } from '../../workers/model/front_event.ts';
import { Side } from '../../workers/model/order.ts';
import { ReasonCode } from '../../workers/model/reason.ts';
import { NewOrders, TradingChange, TradingPhase } from '../../workers/model/trading_phase.ts';
import type { Telemetry } from '../../workers/pipeline/telemetry.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { ControlSource, TradingStatement } from '../engine/control_source.ts';
import type { FillQueries } from './fill_queries.ts';
import type { HaltScope, Halts } from './halts.ts';
import { Names } from './names.ts';
import type { OrderQueries } from './order_queries.ts';
import type { OperatorAnswer, OperatorRequest } from './request.ts';
import { SequenceUnknownError, type SequenceWatch } from './sequence_watch.ts';
import type { TradingStates } from './trading_states.ts';

export interface OperatorDeskOptions {
  readonly configuration: Configuration;
  readonly control: ControlSource;
  readonly halts: Halts;
  readonly trading: TradingStates;
  readonly watch: SequenceWatch;
  readonly queries: OrderQueries;
  readonly fills: FillQueries;
  readonly telemetry: Telemetry;
  readonly notice: (text: string) => void;
}

/** A request that becomes a command of the stream; the others only ask. */
type OperatorCommand = Exclude<OperatorRequest, { action: 'orders' | 'order' | 'fills' }>;

/** What a request comes to. */
interface Action {
  readonly what: string;
  readonly send: () => number;
  readonly done?: () => void;
  /** Once every stage has passed it: why it may have been denied. */
  readonly doubt?: () => string | undefined;
}

const { NONE, CONTINUOUS, CLOSED } = TradingPhase;
const STATEMENTS = {
  halt: { change: TradingChange.HALT, phase: NONE },
  resume: { change: TradingChange.RESUME, phase: NONE },
  open: { change: TradingChange.OPERATOR, phase: CONTINUOUS },
  close: { change: TradingChange.OPERATOR, phase: CLOSED },
} as const;
const PAST = { halt: 'halted', resume: 'resumed', open: 'opened', close: 'closed' } as const;

export class OperatorDesk {
  readonly #options: OperatorDeskOptions;
  readonly #names: Names;

  constructor(options: OperatorDeskOptions) {
    this.#options = options;
    this.#names = new Names(options.configuration);
  }

  /** `peer` is who the kernel says is at the other end. */
  take(request: OperatorRequest, peer: string): Promise<OperatorAnswer> {
    const { fills, queries } = this.#options;
    if (request.action === 'fills') return fills.answer();
    return request.action === 'orders' || request.action === 'order'
      ? queries.answer(request)
      : this.#act(request, peer);
  }

  async #act(request: OperatorCommand, peer: string): Promise<OperatorAnswer> {
    const { control, watch, notice } = this.#options;
    const why = request.reason === undefined ? '' : `, because: ${request.reason}`;
    const who = `${request.user} (${peer})${why}`;
    const action = this.#actionOf(request);
    if (typeof action === 'string') {
      notice(`operator: refused to ${who}: ${action}`);
      return { ok: false, error: action };
    }
    const { epoch } = control;
    try {
      const sequence = await watch.sequenceOf(() => ({ epoch, number: action.send() }));
      const doubt = action.doubt?.();
      if (doubt !== undefined) {
        notice(`operator: ${action.what}, command ${sequence}, asked by ${who}: ${doubt}`);
        return { ok: false, error: doubt };
      }
      action.done?.();
      notice(`operator: ${action.what}, command ${sequence}, asked by ${who}`);
      return { ok: true, sequence, text: action.what };
    } catch (error) {
      if (!(error instanceof SequenceUnknownError)) throw error;
      notice(`operator: ${action.what}, asked by ${who}: ${error.message}`);
      return { ok: false, error: error.message };
    }
  }

  #actionOf(request: OperatorCommand): Action | string {
    const { control, halts } = this.#options;
    if (request.action === 'cancel') return this.#massCancel(request);
    if (request.action === 'assign') return this.#resolveFill(request);
    if (request.action === 'venue') return this.#venue(request);
    if (request.action === 'reset-breaker') {
      const instrument = this.#names.instrument(request.symbol);
      if (typeof instrument === 'string') return instrument;
      return { what: `breaker of ${request.symbol} reset`, send: () => control.resetBreaker(instrument) };
    }
    const scope = this.#scope(request);
    if (typeof scope === 'string') return scope;
    const { account, instrument } = scope;
    const isEngaged = !request.release;
    const code = account === undefined ? (instrument === undefined ? 0 : 2) : 1;
    return {
      what: `kill switch ${isEngaged ? 'engaged' : 'released'} for ${nameOf(request)}`,
      send: () => control.killSwitch(isEngaged, code, account, instrument),
      done: () => halts.set(scope, isEngaged),
    };
  }

  #massCancel(request: Extract<OperatorRequest, { action: 'cancel' }>): Action | string {
    const { control, telemetry } = this.#options;
    const session = request.session === undefined ? -1 : this.#names.session(request.session);
    if (typeof session === 'string') return session;
    const account = request.account === undefined ? -1 : this.#names.account(request.account);
    if (typeof account === 'string') return account;
    const strategy = request.strategy === undefined ? -1 : this.#names.strategy(request.strategy);
    if (typeof strategy === 'string') return strategy;
    const instrument = request.symbol === undefined ? -1 : this.#names.instrument(request.symbol);
    if (typeof instrument === 'string') return instrument;
    const side = request.side === undefined ? 0 : request.side === 'buy' ? Side.BUY : Side.SELL;
    const refused = (): number => telemetry.reasons[ReasonCode.SWEEPS_EXHAUSTED]!;
    let refusedBefore = 0;
    return {
      what: `cancelling ${request.side ?? 'all'} orders of ${namesOf(request)}`,
      send: () => {
        refusedBefore = refused();
        return control.massCancel(session, account, strategy, instrument, side);
      },
      // Whose was refused is not counted apart, and to cancel twice does no harm.
      doubt: () =>
        refused() === refusedBefore ? undefined : 'too many mass cancels at once, maybe this one: ask again',
    };
  }

  #venue(request: Extract<OperatorRequest, { action: 'venue' }>): Action | string {
    const { control, trading } = this.#options;
    const venue = this.#names.venue(request.venue);
    if (typeof venue === 'string') return venue;
    const instrument = request.symbol === undefined ? -1 : this.#names.instrument(request.symbol);
    if (typeof instrument === 'string') return instrument;
    const newOrders = this.#newOrders(request.change, venue);
    const statement: TradingStatement = { venue, instrument, newOrders, ...STATEMENTS[request.change] };
    const of = venue < 0 ? 'every venue' : `venue ${request.venue}`;
    return {
      what: `${of} ${PAST[request.change]}${request.symbol === undefined ? '' : ` for symbol ${request.symbol}`}`,
      send: () => control.tradingStatus(statement),
      done: () => trading.apply(statement),
    };
  }

  /** As the venue's calendar has it; of every venue, as the one that refuses least, since orders wait for any of them. */
  #newOrders(change: keyof typeof STATEMENTS, venue: number): NewOrders {
    if (change === 'resume' || change === 'open') return NewOrders.TAKEN;
    const { venues } = this.#options.configuration;
    const said = (venue < 0 ? venues : venues.slice(venue, venue + 1)).map(({ calendar }) =>
      change === 'halt' ? calendar?.haltedOrders : calendar?.closedOrders,
    );
    return said.includes(NewOrders.QUEUED) ? NewOrders.QUEUED : NewOrders.REFUSED;
  }

  #resolveFill(request: Extract<OperatorRequest, { action: 'assign' }>): Action | string {
    const { control, telemetry } = this.#options;
    const account = request.reject ? -1 : this.#names.account(request.account!);
    if (typeof account === 'string') return account;
    const strategy = request.strategy === undefined ? -1 : this.#names.strategy(request.strategy);
    if (typeof strategy === 'string') return strategy;
    const instrument = request.symbol === undefined ? -1 : this.#names.instrument(request.symbol);
    if (typeof instrument === 'string') return instrument;
    const side = request.side === undefined ? 0 : request.side === 'buy' ? Side.BUY : Side.SELL;
    const refused = (): number => telemetry.events[FrontEvent.RESOLUTION_DENIED]!;
    let refusedBefore = 0;
    return {
      what: `fill ${request.fill} ${request.reject ? 'dropped' : `assigned to account ${request.account}`}`,
      send: () => {
        refusedBefore = refused();
        return control.resolveFill(request.fill, account, strategy, instrument, side);
      },
      doubt: () =>
        refused() === refusedBefore
          ? undefined
          : 'no such fill is kept apart (`sluice fills` lists them), or its symbol or side is not known and has to be named',
    };
  }

  #scope({ account, symbol }: { account?: string | undefined; symbol?: string | undefined }): HaltScope | string {
    if (symbol !== undefined) {
      const instrument = this.#names.instrument(symbol);
      return typeof instrument === 'string' ? instrument : { account: undefined, instrument };
    }
    if (account === undefined) return { account: undefined, instrument: undefined };
    const index = this.#names.account(account);
    return typeof index === 'string' ? index : { account: index, instrument: undefined };
  }
}

/** `session ALPHA, account DESK, strategy VALUE, symbol AAPL`, as far as they are named. */
function namesOf({ session, account, strategy, symbol }: Extract<OperatorRequest, { action: 'cancel' }>): string {
  const names = Object.entries({ session, account, strategy, symbol }).filter(([, name]) => name !== undefined);
  return names.map(([kind, name]) => `${kind} ${name}`).join(', ');
}

function nameOf({ account, symbol }: { account?: string | undefined; symbol?: string | undefined }): string {
  if (account !== undefined) return `account ${account}`;
  return symbol === undefined ? 'everything' : `symbol ${symbol}`;
}
