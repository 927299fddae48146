/** Takes operators' requests: names become numbers, each becomes one command in the stream, and is told with who asked. */

import type { Configuration } from '../configuration/configuration.ts';
import type { ControlSource } from '../engine/control_source.ts';
import type { HaltScope, Halts } from './halts.ts';
import type { OperatorAnswer, OperatorRequest } from './request.ts';
import { SequenceUnknownError, type SequenceWatch } from './sequence_watch.ts';

export interface OperatorDeskOptions {
  readonly configuration: Configuration;
  readonly control: ControlSource;
  readonly halts: Halts;
  readonly watch: SequenceWatch;
  readonly notice: (text: string) => void;
}

/** What a request comes to. */
interface Action {
  readonly what: string;
  readonly send: () => number;
  readonly done?: () => void;
}

export class OperatorDesk {
  readonly #options: OperatorDeskOptions;

  constructor(options: OperatorDeskOptions) {
    this.#options = options;
  }

  /** `peer` is who the kernel says is at the other end. */
  async take(request: OperatorRequest, peer: string): Promise<OperatorAnswer> {
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
      action.done?.();
      notice(`operator: ${action.what}, command ${sequence}, asked by ${who}`);
      return { ok: true, sequence, text: action.what };
    } catch (error) {
      if (!(error instanceof SequenceUnknownError)) throw error;
      notice(`operator: ${action.what}, asked by ${who}: ${error.message}`);
      return { ok: false, error: error.message };
    }
  }

  #actionOf(request: OperatorRequest): Action | string {
    const { control, halts } = this.#options;
    if (request.action === 'reset-breaker') {
      const instrument = this.#instrument(request.symbol);
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

  #scope({ account, symbol }: { account?: string | undefined; symbol?: string | undefined }): HaltScope | string {
    if (symbol !== undefined) {
      const instrument = this.#instrument(symbol);
      return typeof instrument === 'string' ? instrument : { account: undefined, instrument };
    }
    if (account === undefined) return { account: undefined, instrument: undefined };
    const { accounts } = this.#options.configuration;
    const index = accounts.findIndex(({ name }) => name === account);
    if (index < 0) return `unknown account ${JSON.stringify(account)}: expected ${list(accounts.map((a) => a.name))}`;
    return { account: index, instrument: undefined };
  }

  #instrument(symbol: string): number | string {
    const { instruments } = this.#options.configuration;
    const index = instruments.findIndex((instrument) => instrument.symbol === symbol);
    if (index >= 0) return index;
    return `unknown symbol ${JSON.stringify(symbol)}: expected ${list(instruments.map((each) => each.symbol))}`;
  }
}

function nameOf({ account, symbol }: { account?: string | undefined; symbol?: string | undefined }): string {
  if (account !== undefined) return `account ${account}`;
  return symbol === undefined ? 'everything' : `symbol ${symbol}`;
}

const MOST_NAMES = 10;

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `one of ${names.length}, such as ${shown}` : shown;
}
