import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  type Endpoint,
  FeedAddressError,
  isMulticast,
  type MoldAddress,
  moldAddressText,
  parseFeedAddress,
  type SoupAddress,
} from '../../feed_sockets/feed_address.ts';
import { MoldSender } from '../../feed_sockets/mold_sender.ts';
import { monotonicNs } from '../../feed_sockets/monotonic_clock.ts';
import { SoupListener } from '../../feed_sockets/soup_listener.ts';
import { Side } from '../../model/order.ts';
import { MessageStore } from '../../protocols/message_store.ts';
import type { EventListener, ExchangeCore } from '../core.ts';
import { MARKET } from '../matching/layout.ts';
import { ItchMessages, type PublishedInstrument, SystemEvent } from './itch_messages.ts';
import { type MarketFigures, MarketPublisher } from './market_publisher.ts';
import { makeSnapshot, tellInstruments } from './snapshot.ts';

/** Of lines A and B, where nothing else is named: they stay on this host, and anybody there may listen. */
export const PUBLICATION_GROUPS = ['239.255.0.1', '239.255.0.2'] as const;
/** Of who takes a snapshot: a name is needed, and no secret. */
export const SNAPSHOT_LOGIN = 'FEED:SNAPSHOT';
const DAY_MS = 86_400_000;
const MS_NS = 1e6;
/** Fits an Ethernet frame with every header that networks put around it. */
const MAX_PACKET_BYTES = 1_400;
const MAX_PACKET_MESSAGES = 64;
/** What can be asked for again unless options say otherwise. */
const STORED_MESSAGES = 2 ** 18;
/** Of a message behind its length: an Add, the longest of the frequent ones. */
const STORED_MESSAGE_BYTES = 38;
/** A snapshot holds a copy of the whole displayed book until its client has it. */
const MAX_SNAPSHOT_CLIENTS = 8;

export interface PublicationOptions {
  readonly core: ExchangeCore;
  readonly instruments: readonly PublishedInstrument[];
  readonly name: string;
  readonly host: string;
  /**
   * Where to publish, in the words of feed_address.ts; ports that are 0 are given. Without it two lines, the request
   * server and the snapshots have free ports of the host.
   */
  readonly address?: string;
  /** The latest messages, kept for who asks again. */
  readonly storedMessages?: number;
}

export interface PublicationCounters extends MarketFigures {
  displayedOrders: number;
  messages: number;
  packets: number;
  heartbeats: number;
  requests: number;
  refusedRequests: number;
  dropped: number;
  snapshots: number;
}

/** The market of one exchange as ITCH 5.0 over MoldUDP64. */
export interface Publication {
  /** All that a receiver must know. */
  readonly address: string;
  readonly session: string;
  readonly counters: PublicationCounters;
  /** After each turn's commands: what happened leaves. */
  endTurn(): void;
  /** Tells the end of the day and of the session. */
  close(): Promise<void>;
}

/**
 * Begins a session with the core as it is: who publishes again after a restart has another session, and tells its book anew.
 * Events are heard from now on; the caller says when a turn of commands is over.
 */
export async function openPublication(options: PublicationOptions): Promise<Publication> {
  const { core, instruments, name, host } = options;
  const session = sessionName(name, Date.now());
  const wanted = addressOf(options.address, host);
  const lines = await withPorts(wanted.lines);
  const stored = Math.max(MAX_PACKET_MESSAGES, options.storedMessages ?? STORED_MESSAGES);
  const storeBytes = Math.max(stored * STORED_MESSAGE_BYTES, 4 * MAX_PACKET_BYTES);
  const config = { session, maxPacketBytes: MAX_PACKET_BYTES, maxPacketMessages: MAX_PACKET_MESSAGES };
  const sender = await MoldSender.open({ ...wanted, lines }, config, new MessageStore(storeBytes, stored));
  const { publisher } = sender;
  const clock = dayClock();
  const messages = new ItchMessages(instruments, (bytes, at, length) =>
    publisher.add(bytes, at, length, monotonicNs()),
  );
  const market = new MarketPublisher(messages);
  let snapshots = 0;
  let isStamped = false;

  /** One reading for all that a turn does. */
  function stamp(): void {
    if (isStamped) return;
    messages.timeNs = clock();
    isStamped = true;
  }

  function endTurn(): void {
    publisher.flush(monotonicNs());
    isStamped = false;
  }

  function snapshot(): MessageStore | undefined {
    if ((listener?.connections.size ?? 0) > MAX_SNAPSHOT_CLIENTS) return undefined;
    snapshots++;
    core.drain();
    endTurn();
    return makeSnapshot(core, instruments, market.orders, clock(), publisher.store.next);
  }

  async function openSnapshots(address: SoupAddress): Promise<SoupListener> {
    try {
      return await SoupListener.openFor(address, session, content);
    } catch (error) {
      core.listeners.splice(core.listeners.indexOf(listen), 1);
      sender.close();
      throw error;
    }
  }

  stamp();
  core.drain();
  messages.systemEvent(SystemEvent.START_OF_MESSAGES);
  tellInstruments(messages, core);
  messages.systemEvent(SystemEvent.START_OF_SYSTEM_HOURS);
  messages.systemEvent(SystemEvent.START_OF_MARKET_HOURS);
  tellBook(core, market);
  const listen: EventListener = (events, index) => {
    stamp();
    market.onEvent(events, index);
  };
  core.listeners.push(listen);
  endTurn();
  const content = { storeFor: snapshot, endsEach: true };
  const listener = wanted.snapshot === undefined ? undefined : await openSnapshots(wanted.snapshot);

  return {
    address: moldAddressText({
      ...wanted,
      lines,
      servers: wanted.servers.map((server, place) => ({ ...server, port: sender.requestPorts[place]! })),
      snapshot:
        wanted.snapshot === undefined || listener === undefined
          ? undefined
          : { ...wanted.snapshot, server: { ...wanted.snapshot.server, port: listener.port } },
    }),
    session,
    get counters() {
      const { packets, heartbeats, requests, refusedRequests, store } = publisher;
      const sent = { messages: store.next - 1, packets, heartbeats, requests, refusedRequests };
      return { ...market.figures, ...sent, displayedOrders: market.orders.count, dropped: sender.dropped, snapshots };
    },
    endTurn,
    async close() {
      core.drain();
      core.listeners.splice(core.listeners.indexOf(listen), 1);
      stamp();
      messages.systemEvent(SystemEvent.END_OF_MARKET_HOURS);
      messages.systemEvent(SystemEvent.END_OF_SYSTEM_HOURS);
      messages.systemEvent(SystemEvent.END_OF_MESSAGES);
      publisher.end(monotonicNs());
      listener?.close();
      sender.close();
    },
  };
}

/** MoldUDP64 gives ten characters: two of the name, the rest is never the same again. */
function sessionName(name: string, nowMs: number): string {
  const begin = name.replace(/[^A-Za-z0-9]/g, '').slice(0, 2);
  return `${begin}${nowMs.toString(36)}`.toUpperCase();
}

function addressOf(text: string | undefined, host: string): MoldAddress {
  const at = host.includes(':') ? `[${host}]:0` : `${host}:0`;
  const address = parseFeedAddress(text ?? `mold://${at}?b=${at}&requests=${at}&snapshot=${SNAPSHOT_LOGIN}@${at}`);
  if (address.protocol !== 'mold') throw new FeedAddressError(`'${text}': a publication has a mold:// address`);
  return address;
}

/** Nanoseconds since midnight, UTC, of the day on which it began: on it goes, whatever is done to the system's clock. */
function dayClock(): () => number {
  const startNs = (Date.now() % DAY_MS) * MS_NS;
  const startedNs = monotonicNs();
  return () => Math.floor(startNs + monotonicNs() - startedNs);
}

/** Orders that were there before. */
function tellBook(core: ExchangeCore, market: MarketPublisher): void {
  for (let instrument = 0; instrument < core.instruments; instrument++) {
    for (const side of [Side.BUY, Side.SELL]) {
      core.engine.visitOrders(instrument, side, (ticks, id, displayed) => {
        // Market orders, which rest in a call only, are never shown.
        if (ticks !== MARKET) market.show(instrument, side, id, displayed, ticks);
      });
    }
  }
}

/** A line's port is the receiver's to bind: where none was named, one that is free now. */
async function withPorts(lines: readonly Endpoint[]): Promise<Endpoint[]> {
  const probes: Socket[] = [];
  const named: Endpoint[] = [];
  for (const line of lines) {
    if (line.port !== 0 || isMulticast(line.host)) {
      named.push(line);
      continue;
    }
    const probe = createSocket(line.host.includes(':') ? 'udp6' : 'udp4').bind(0, line.host);
    await once(probe, 'listening');
    probes.push(probe);
    named.push({ ...line, port: probe.address().port });
  }
  for (const probe of probes) probe.close();
  return named;
}
