/** Venues as main holds them: the simulated exchange inside this process where configured, and a session to each. */

import { Worker } from 'node:worker_threads';
import { allocateRegion } from '../../ring/memory.ts';
import { allocateMemoryLink } from '../../ring/memory_socket.ts';
import { SpscConsumer, SpscProducer } from '../../ring/spsc.ts';
import { WAKER_REGION_BYTES } from '../../ring/wake.ts';
import type { VenueLink, VenueLinkPorts } from '../../workers/edges/venue_link.ts';
import type { ExchangeOptions } from '../../workers/exchange/options.ts';
import type { ExchangesListening, ExchangeWorkerData } from '../../workers/exchange/worker.ts';
import { SOURCE_VENUE_FIRST } from '../../workers/model/source.ts';
import { legCumulative } from '../../workers/pipeline/orders/leg_cumulative.ts';
import type { Configuration, VenueConfiguration } from '../configuration/configuration.ts';
import type { VenueFeedAddress } from '../feeds/feed_host.ts';
import type { ConnectionFigures } from '../live_view/figures.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { Fault } from '../supervision/fault.ts';
import type { ControlSource } from './control_source.ts';
import type { EngineHost } from './engine_host.ts';
import { openVenueLink, type VenueAddress } from './venue_protocols.ts';

/** A stream sequence beyond all: whatever was sent may have left, and is asked about. */
const EVERYTHING_LEFT = 2 ** 48;

export interface VenueLinksOptions {
  readonly configuration: Configuration;
  readonly host: EngineHost;
  readonly control: ControlSource;
  readonly engineEpoch: number;
  /** The simulated exchanges inside this process, by the names of their venues. */
  readonly exchanges: readonly ExchangeOptions[];
  /** Their thread has a core of its own. */
  readonly isSpinning: boolean;
  readonly guard: (name: string, worker: Worker) => void;
  readonly notice: (text: string) => void;
  /** Asks for a marker, at which a ring that was full opens again. */
  readonly mark: () => void;
}

interface OpenVenue {
  readonly name: string;
  readonly venue: number;
  readonly session: VenueLink;
  readonly orders: SpscConsumer;
  isDropped: boolean;
}

export class VenueLinks {
  readonly #options: VenueLinksOptions;
  /** Where embedded exchanges publish their books. */
  readonly feeds: VenueFeedAddress[] = [];
  #exchanges: Worker | undefined;
  #links: OpenVenue[] = [];

  constructor(options: VenueLinksOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { configuration, exchanges } = this.#options;
    const embedded = exchanges.length > 0 ? await this.#startExchanges() : new Map();
    for (const [number, venue] of configuration.venues.entries()) {
      if (!venue.enabled) continue;
      this.#open(number, venue, venue.address ?? embedded.get(venue.name)!);
    }
  }

  poll(): number {
    let count = 0;
    for (const { session } of this.#links) count += session.poll();
    this.#dropLost();
    return count;
  }

  /** A venue whose ring was full lacks messages: nothing more is routed to it until the ring goes on. */
  #dropLost(): void {
    const { host, control, notice, mark } = this.#options;
    for (const link of this.#links) {
      if (host.telemetry.lostVenues[link.venue] !== 1) continue;
      if (!link.isDropped) {
        link.isDropped = true;
        notice(`venue ${link.name}: messages found its ring full; it is out until the ring is read`);
        control.venueStatus(link.venue, false);
      }
      if (link.orders.isEmpty()) mark();
    }
  }

  /** Messages before this were never handed over, and nobody knows of which orders: the venue is asked about each. */
  #takeBack(link: OpenVenue): void {
    const { control, notice } = this.#options;
    link.isDropped = false;
    notice(`venue ${link.name}: its ring goes on; it is asked about every order that it may have`);
    control.sessionRecovered(link.venue, EVERYTHING_LEFT, 0, true);
    control.venueStatus(link.venue, link.session.isConnected);
  }

  hasWork(): boolean {
    return this.#links.some(({ session }) => session.hasWork());
  }

  /** The disk is full, and only what the sessions' logs have reserved is left. */
  isDiskLow(): boolean {
    return this.#links.some(({ session }) => session.isDiskLow);
  }

  figures(): ConnectionFigures[] {
    return this.#links.map(({ name, session }) => ({
      name,
      connected: session.isConnected,
      ...session.figures(),
    }));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#links.map(({ session }) => session.stop()));
    const exchanges = this.#exchanges;
    if (exchanges === undefined) return;
    const ended = new Promise((resolve) => exchanges.once('exit', resolve));
    exchanges.postMessage({ kind: 'stop' });
    await ended;
  }

  /** All in one worker; answers with where each listens. */
  async #startExchanges(): Promise<Map<string, VenueAddress>> {
    const { exchanges, guard, host, isSpinning } = this.#options;
    const waker = allocateRegion(WAKER_REGION_BYTES);
    const links = exchanges.map(() => allocateMemoryLink(waker, host.mainWakerRegion));
    const memory = { links, waker: waker.transfer(), isSpinning };
    const workerData: ExchangeWorkerData = { exchanges, memory };
    const url = new URL('../../workers/exchange/worker.ts', import.meta.url);
    const worker = new Worker(url, { workerData, name: 'exchanges' });
    guard('exchanges', worker);
    this.#exchanges = worker;
    const { venues } = await new Promise<ExchangesListening>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', (code) =>
        reject(new Fault(ExitCode.THREAD_DIED, `exchanges ended with code ${code} before they could be connected to`)),
      );
      worker.on('message', (message: ExchangesListening) => {
        if (message.kind === 'listening') resolve(message);
      });
    });
    for (const { name, feed } of venues) {
      const venue = this.#options.configuration.venues.findIndex((configured) => configured.name === name);
      if (feed === '') continue;
      this.feeds.push({ venue, address: feed });
      this.#options.notice(`venue ${name} publishes its book at ${feed}`);
    }
    return new Map(
      venues.map(({ name, port, ouchPort }, i) => {
        return [name, { host: exchanges[i]!.host, port, ouchPort, memory: links[i]! }];
      }),
    );
  }

  #open(venue: number, settings: VenueConfiguration, address: VenueAddress): void {
    const { host, control, configuration, engineEpoch, notice } = this.#options;
    const { name, feed } = settings;
    const { rings } = host.memory;
    const orders = new SpscConsumer(rings.venueOrders[venue]!);
    let hasRecovered = false;
    const ports: VenueLinkPorts = {
      venue,
      orders,
      reports: new SpscProducer(rings.venueReports[venue]!),
      heard: host.recovered.sources[SOURCE_VENUE_FIRST + venue]!,
      cumulativeOf: (legRef) => legCumulative(host.orders, legRef),
      clock: () => host.clock.now(),
      onStatus: (isConnected, hasForgotten) => {
        notice(`venue ${name} ${isConnected ? 'connected' : 'disconnected'}`);
        // Before the status: orders that the venue gets from now on are not among those asked about.
        if (isConnected && !hasRecovered) {
          const { streamSequence, outputIndex } = session.leftBefore;
          control.sessionRecovered(venue, streamSequence, outputIndex, hasForgotten);
          hasRecovered = true;
        } else if (isConnected && hasForgotten) {
          control.sessionRecovered(venue, EVERYTHING_LEFT, 0, true);
        }
        control.venueStatus(venue, isConnected && !link.isDropped);
      },
      onMissing: () => this.#takeBack(link),
    };
    const quotes = feed === 'orders' ? new SpscProducer(rings.quotes[venue]!) : undefined;
    const session = openVenueLink({ configuration, venue: settings, address, ports, quotes, engineEpoch, notice });
    const link: OpenVenue = { name, venue, session, orders, isDropped: false };
    this.#links.push(link);
    session.start();
  }
}
