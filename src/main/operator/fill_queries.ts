/** Answers which fills are kept apart, out of the engine's shared memory while it trades. */

import { Side } from '../../workers/model/order.ts';
import {
  type SuspendedFill,
  SuspenseReader,
  type SuspenseView,
} from '../../workers/pipeline/orders/suspense_reader.ts';
import type { PipelineMemory } from '../../workers/pipeline/pipeline_memory.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { FillView } from './fill_view.ts';
import { priceOf } from './order_view.ts';
import type { OperatorAnswer } from './request.ts';
import { LookError, untilWhole } from './until_whole.ts';

const PATIENCE_MS = 5_000;

export class FillQueries {
  readonly #configuration: Configuration;
  readonly #reader: SuspenseReader;
  readonly #patienceMs: number;

  constructor(options: {
    readonly configuration: Configuration;
    readonly pipeline: PipelineMemory;
    readonly suspense: SuspenseView;
    readonly patienceMs?: number;
  }) {
    this.#configuration = options.configuration;
    this.#reader = new SuspenseReader(options.suspense, options.pipeline);
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
  }

  async answer(): Promise<OperatorAnswer> {
    try {
      const fills = await untilWhole(
        this.#reader,
        () => this.#reader.look(),
        () => this.#reader.waiting(),
        this.#patienceMs,
      );
      return { ok: true, fills: fills.map((fill) => this.view(fill)) };
    } catch (error) {
      if (error instanceof LookError) return { ok: false, error: error.message };
      throw error;
    }
  }

  view(fill: SuspendedFill): FillView {
    const { accounts, instruments, venues } = this.#configuration;
    const instrument = instruments[fill.instrument];
    const account = accounts[fill.account]?.name;
    return {
      fill: fill.number,
      venue: venues[fill.venue]?.name ?? String(fill.venue),
      ...(instrument === undefined ? {} : { symbol: instrument.symbol }),
      ...(fill.side === 0 ? {} : { side: fill.side === Side.BUY ? 'buy' : 'sell' }),
      quantity: fill.lots * (instrument?.lotSize ?? 1),
      price: priceOf(fill.ticks, instrument),
      ...(account === undefined ? {} : { account }),
      ...(fill.legRef === 0 ? {} : { legRef: fill.legRef }),
      ...(fill.venueOrderId === 0 ? {} : { venueOrderId: fill.venueOrderId }),
      executionId: fill.executionId,
      ...(fill.corrections === 0 ? {} : { corrections: fill.corrections }),
      command: fill.sequence,
    };
  }
}
