/** One simulated exchange: its books, its order entry, and who trades there besides its clients. Somebody else keeps its time. */

import { Side } from '../model/order.ts';
import { openItchFile } from '../protocols/itch/itch_file.ts';
import { ExchangeCore } from './core.ts';
import { BackgroundFlow } from './flow/background_flow.ts';
import type { ReferencePrices } from './flow/reference_market.ts';
import { CONTINUOUS_MODE } from './modes/venue_mode.ts';
import type { ExchangeOptions } from './options.ts';
import { ItchPlayer, type PlayerCounters } from './player/itch_player.ts';
import { openPublication, PUBLICATION_GROUPS, type Publication, SNAPSHOT_LOGIN } from './publication/publication.ts';
import { ExchangeServer } from './server/exchange_server.ts';
import type { ServerCounters } from './server/options.ts';

export interface ExchangeCounters {
  readonly server: ServerCounters;
  readonly player: PlayerCounters | null;
  readonly flowEvents: number;
  readonly trades: number;
  readonly restingOrders: number;
}

export class Exchange {
  readonly name: string;
  readonly core: ExchangeCore;
  readonly server: ExchangeServer;
  readonly #player: ItchPlayer | null;
  readonly #flow: BackgroundFlow | null;
  readonly #options: ExchangeOptions;
  #port = 0;
  #publication: Publication | undefined;

  /** `epoch` names this start; `market` is what its background participants know of prices. */
  constructor(options: ExchangeOptions, epoch: number, market: ReferencePrices) {
    this.name = options.name;
    this.#options = options;
    const { mode = CONTINUOUS_MODE, seed, legCapacity } = options;
    const begins = options.instruments.map((instrument) => instrument.startTicks);
    const core = new ExchangeCore(begins.length, options.orderCapacity, {
      mode,
      startTicks: begins,
      seed,
      legCapacity,
    });
    this.core = core;
    this.server = new ExchangeServer(core, { ...options, epoch });
    this.#player =
      options.marketDataFile === null
        ? null
        : new ItchPlayer(core, options.instruments, openItchFile(options.marketDataFile), options.speed);
    const startTicks = options.instruments.map((instrument) => (instrument.hasFlow ? instrument.startTicks : 0));
    this.#flow =
      options.flow === null ? null : new BackgroundFlow(core, startTicks, options.seed, options.flow, market);
    core.endBatch();
  }

  /** Middle of the displayed book, in ticks; 0: there is none. */
  middleOf(instrument: number): number {
    const bid = this.core.bestTicks(instrument, Side.BUY);
    const ask = this.core.bestTicks(instrument, Side.SELL);
    return bid > 0 && ask > 0 ? (bid + ask) / 2 : 0;
  }

  /** Clients can connect when this resolves. */
  async listen(): Promise<void> {
    this.#port = await this.server.listen();
    const { publication, instruments, name } = this.#options;
    if (publication === undefined) return;
    const address = publication === 'own' ? ownAddress(this.#port) : publication.address;
    this.#publication = await openPublication({
      core: this.core,
      instruments,
      name,
      host: this.#options.host,
      address,
    });
  }

  /** Where OUCH is spoken; 0: nowhere. */
  get ouchPort(): number {
    return this.server.ouchPort;
  }

  get port(): number {
    return this.#port;
  }

  /** Where its book is published; '': nowhere. */
  get feed(): string {
    return this.#publication?.address ?? '';
  }

  /** Does what is due of the venue's mode, flow and recording. */
  turn(elapsedMs: number): void {
    this.core.advance(elapsedMs / 1000);
    this.#flow?.advance(elapsedMs / 1000);
    this.#player?.advance(elapsedMs);
    this.server.endTurn();
    this.#publication?.endTurn();
  }

  counters(): ExchangeCounters {
    return {
      server: this.server.counters,
      player: this.#player?.counters ?? null,
      flowEvents: this.#flow?.events ?? 0,
      trades: this.core.trades,
      restingOrders: this.core.engine.orderCount(),
    };
  }

  /** Ends connections and closes the log. */
  async close(): Promise<void> {
    await this.#publication?.close();
    await this.server.close();
  }
}

/** Who answers has any free port. */
function ownAddress(port: number): string {
  const [a, b] = PUBLICATION_GROUPS;
  const ports = `requests=127.0.0.1:0&snapshot=${SNAPSHOT_LOGIN}@127.0.0.1:0`;
  return `mold://${a}:${port}?b=${b}:${port}&${ports}&interface=127.0.0.1`;
}
