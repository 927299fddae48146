/** What clients ask for, at random: new orders, changes of what they know, and things that make no sense. */

import {
  Completion,
  Contingency,
  isDependant,
  OrderType,
  PegKind,
  Side,
  StopTrigger,
  TimeInForce,
} from '../../src/workers/model/order.ts';
import type { ClientModel, ClientOrder } from './client_model.ts';
import type { AdvancedTerms, CommandWriter } from './command_writer.ts';
import type { Random } from './random.ts';
import type { VirtualClock } from './world_setup.ts';

export const MIDDLE_TICKS = 1_000;

/** Of which one order triggers the others; or whose orders reduce each other. */
export type Lists = 'brackets' | 'updates';

export class ClientTraffic {
  readonly #random: Random;
  readonly #writer: CommandWriter;
  readonly #clock: VirtualClock;
  /** Those that the engine knows; one more is asked for at times. */
  readonly #accounts: number;
  readonly #instruments: number;
  /** Identifiers used today, by session. */
  #used: string[][] = [];
  /** Nothing but lists of this kind. */
  lists: Lists | undefined;
  #ids = 0;
  /** By session: how many orders of lists with a trigger were sent. */
  readonly #listed = new Map<number, number>();
  repeatsIdentifiers = true;

  constructor(random: Random, writer: CommandWriter, clock: VirtualClock, accounts: number, instruments: number) {
    this.#random = random;
    this.#clock = clock;
    this.#writer = writer;
    this.#accounts = accounts;
    this.#instruments = instruments;
  }

  act(client: ClientModel): void {
    // Of lists, what clients leave alone says most.
    const isLeftAlone = this.lists !== undefined && !this.#random.oneIn(5);
    const roll = this.#random.below(isLeftAlone ? 48 : 100);
    if (roll < 48) this.#newOrder(client);
    else if (roll < 68) this.#cancel(client);
    else if (roll < 90) this.#replace(client);
    else if (roll < 97) this.#status(client);
    else if (roll < 98) this.massCancel(client);
    else this.#duplicate(client);
  }

  /** A new day: the engine knows none of them any more. */
  forgetIdentifiers(): void {
    this.#used = [];
    this.repeatsIdentifiers = true;
  }

  #usedBy(client: ClientModel): string[] {
    this.#used[client.session] ??= [];
    return this.#used[client.session]!;
  }

  #id(kind: string): string {
    return `${kind}${++this.#ids}`;
  }

  #newOrder(client: ClientModel, id = this.#id('N'), known = id): void {
    const random = this.#random;
    const side = random.pick([Side.BUY, Side.SELL]);
    const order: ClientOrder = {
      first: known,
      id,
      account: random.oneIn(60) ? this.#accounts : random.below(this.#accounts),
      instrument: random.oneIn(60) ? this.#instruments : random.below(this.#instruments),
      side,
      type: random.oneIn(6) ? OrderType.MARKET : OrderType.LIMIT,
      tif: random.pick([TimeInForce.DAY, TimeInForce.DAY, TimeInForce.GTC, TimeInForce.IOC, TimeInForce.FOK]),
      quantity: random.oneIn(40) ? random.pick([0, -1, 0.5, 91, 2 ** 40]) : random.between(1, 60),
      ticks: random.oneIn(50) ? random.pick([0, 3_000, 1.5]) : MIDDLE_TICKS + random.between(-20, 20),
      cumulative: 0,
      value: 0,
      orderId: 0,
      isAcknowledged: false,
      isHeld: false,
      updatedIn: undefined,
      grows: false,
      entryOf: undefined,
      asked: 0,
      exitOf: undefined,
      isEnded: false,
    };
    let worked: AdvancedTerms | undefined = random.oneIn(5) ? this.#workedTerms(order) : undefined;
    // A few groups a session at a time, of any types.
    if (this.lists !== undefined || random.oneIn(8)) worked = { ...worked, ...this.#linkTerms(client.session, order) };
    if (order.type === OrderType.MARKET || order.type === OrderType.STOP) order.ticks = 0;
    order.isHeld = isDependant(worked?.contingency ?? Contingency.NONE);
    if (worked?.contingency === Contingency.EXIT) order.exitOf = worked.linkId;
    const { ONE_TRIGGERS_OTHER, ONE_UPDATES_OTHER, UPDATING_EXIT } = Contingency;
    if (worked?.contingency === ONE_UPDATES_OTHER) this.#noteUpdated(order, worked.linkId!);
    if (worked?.contingency === UPDATING_EXIT) this.#noteUpdated(order, worked.linkId!, true);
    if (worked?.contingency === ONE_TRIGGERS_OTHER) order.entryOf = worked.linkId;
    client.request('new', known, order);
    const { account, instrument, type, tif, quantity: lots, ticks } = order;
    const strategy = random.below(2);
    // Now and then a part is shown, by its size: nothing else is drawn otherwise for it.
    const display = type === OrderType.LIMIT && lots % 5 === 0 ? lots / 5 : 0;
    const terms = { id, account, instrument, side, type, tif, lots, ticks, strategy, display };
    if (worked === undefined) this.#writer.order(client.session, terms);
    else this.#writer.advanced(client.session, terms, worked);
    if (known === id) this.#usedBy(client).push(id);
  }

  /** Makes the order one that the engine works: stops around the market, schedules of a few to some hundred milliseconds. */
  #workedTerms(order: ClientOrder): AdvancedTerms {
    const random = this.#random;
    const now = this.#clock.wallMs;
    order.tif = random.pick([TimeInForce.DAY, TimeInForce.GTC, TimeInForce.GTD]);
    const expireTimeMs = order.tif === TimeInForce.GTD ? now + random.between(-5, 200) : 0;
    if (random.oneIn(2)) {
      order.type = random.pick([OrderType.STOP, OrderType.STOP_LIMIT]);
      const stopTicks = random.oneIn(50) ? 0 : MIDDLE_TICKS + random.between(-12, 12);
      const trigger = random.pick(Object.values(StopTrigger));
      return { stopTicks, trigger, flags: random.below(2), expireTimeMs };
    }
    if (random.oneIn(3)) return { ...this.#quotedTerms(order), expireTimeMs };
    order.type = random.pick([OrderType.TWAP, OrderType.VWAP, OrderType.IMPLEMENTATION_SHORTFALL]);
    if (random.oneIn(3)) order.ticks = 0;
    const startTimeMs = random.oneIn(2) ? 0 : now + random.between(-20, 100);
    return {
      startTimeMs,
      endTimeMs: Math.max(startTimeMs, now) + random.between(random.oneIn(40) ? -200 : 1, 300),
      intervalMs: random.between(1, 60),
      variation: random.pick([0, 0.5, 1]),
      participationRate: random.oneIn(6) ? 0.5 : 0,
      completion: random.pick(Object.values(Completion)),
      riskAversion: random.pick([0, 1e-4, 1]),
      volatility: random.below(3),
      impact: 0.1,
      expireTimeMs,
    };
  }

  /** One that trades at once or not at all is not reduced. */
  #noteUpdated(order: ClientOrder, list: string, grows = false): void {
    const { tif, type, quantity } = order;
    const isImmediate = tif === TimeInForce.IOC || tif === TimeInForce.FOK;
    order.updatedIn = list;
    order.grows = grows;
    if (grows && type !== OrderType.MARKET) order.asked = quantity;
    if (!isImmediate && (type === OrderType.LIMIT || type === OrderType.STOP_LIMIT)) order.asked = quantity;
  }

  /** Two to four orders of one list, one behind the other; half of the lists reduce by as many lots. */
  #updateTerms(session: number, order: ClientOrder): AdvancedTerms {
    const random = this.#random;
    const sent = this.#listed.get(session) ?? 0;
    this.#listed.set(session, sent + 1);
    if (random.oneIn(2)) order.tif = TimeInForce.GTC;
    const list = Math.floor(sent / 3);
    const { ONE_UPDATES_OTHER, ONE_UPDATES_OTHER_IN_PART } = Contingency;
    const contingency = list % 2 === 0 ? ONE_UPDATES_OTHER : ONE_UPDATES_OTHER_IN_PART;
    return { contingency, linkId: `U${list}` };
  }

  #linkTerms(session: number, order: ClientOrder): AdvancedTerms {
    const random = this.#random;
    if (this.lists === 'updates') return this.#updateTerms(session, order);
    const { EXIT, ONE_CANCELS_OTHER, ONE_TRIGGERS_OTHER, ONE_UPDATES_OTHER, ONE_UPDATES_OTHER_IN_PART } = Contingency;
    const { TRIGGERED, UPDATING_EXIT } = Contingency;
    if (this.lists === undefined && random.oneIn(2)) {
      const contingency = random.pick([ONE_CANCELS_OTHER, ONE_UPDATES_OTHER, ONE_UPDATES_OTHER_IN_PART]);
      const linkId = `L${contingency}-${random.below(4)}`;
      return { contingency: random.oneIn(40) ? ONE_CANCELS_OTHER : contingency, linkId };
    }
    // Two of one list, then the one that triggers them; some out of turn, which are refused, or wait for ever.
    const sent = this.#listed.get(session) ?? 0;
    this.#listed.set(session, sent + 1);
    const list = Math.floor(sent / 3);
    const exit = list % 2 === 0 ? EXIT : UPDATING_EXIT;
    const inTurn = [exit, random.oneIn(4) ? TRIGGERED : exit, ONE_TRIGGERS_OTHER][sent % 3]!;
    const contingency = random.oneIn(20) ? random.pick([ONE_CANCELS_OTHER, ONE_TRIGGERS_OTHER, TRIGGERED]) : inTurn;
    // Entries that trade, and exits that stay.
    if (contingency === ONE_TRIGGERS_OTHER && random.oneIn(2)) order.type = OrderType.MARKET;
    order.tif = contingency === exit ? TimeInForce.GTC : TimeInForce.DAY;
    return { contingency, linkId: `B${list}` };
  }

  /** Icebergs and pegs, some with terms that are refused. */
  #quotedTerms(order: ClientOrder): AdvancedTerms {
    const random = this.#random;
    if (random.oneIn(2)) {
      order.type = OrderType.ICEBERG;
      return { displayLots: random.between(random.oneIn(20) ? 0 : 1, 15), variation: random.pick([0, 0.5]) };
    }
    order.type = OrderType.PEGGED;
    if (random.oneIn(2)) order.ticks = 0;
    return {
      peg: random.oneIn(30) ? PegKind.NONE : random.between(PegKind.PRIMARY, PegKind.MIDPOINT),
      pegOffsetTicks: random.between(-4, 2),
      repriceTicks: random.below(4),
      intervalMs: random.pick([0, 0, 5]),
    };
  }

  #duplicate(client: ClientModel): void {
    const used = this.#usedBy(client);
    if (used.length === 0 || !this.repeatsIdentifiers) return;
    const id = this.#random.pick(used);
    if (!client.requests.has(`${id}!`)) this.#newOrder(client, id, `${id}!`);
  }

  /** An open order, at times one that the client already asked to change, or one that has ended. */
  #someOrder(client: ClientModel): ClientOrder | undefined {
    const orders = this.#random.oneIn(10)
      ? client.orders.filter(({ first }) => !first.endsWith('!'))
      : client.openOrders;
    return orders.length === 0 ? undefined : this.#random.pick(orders);
  }

  #cancel(client: ClientModel): void {
    const order = this.#someOrder(client);
    const id = this.#id('C');
    client.request('cancel', id, order ?? null);
    this.#writer.cancel(client.session, id, order?.id ?? 'nothing');
  }

  #replace(client: ClientModel): void {
    const order = this.#someOrder(client);
    if (order === undefined) return;
    const random = this.#random;
    const id = this.#id('R');
    client.request('replace', id, order);
    const lots = random.oneIn(3) ? order.quantity : Math.max(1, order.quantity + random.between(-15, 15));
    const ticks =
      random.oneIn(3) || order.type === OrderType.STOP ? order.ticks : MIDDLE_TICKS + random.between(-20, 20);
    const { instrument, side, type, tif } = order;
    const terms = { instrument, side, type, tif, lots, ticks };
    if (type <= OrderType.LIMIT || random.oneIn(3)) {
      this.#writer.replace(client.session, id, order.id, terms);
      return;
    }
    const stopTicks = MIDDLE_TICKS + random.between(-12, 12);
    const endTimeMs = this.#clock.wallMs + random.between(-10, 300);
    this.#writer.replaceAdvanced(client.session, id, order.id, terms, { stopTicks, endTimeMs });
  }

  #status(client: ClientModel): void {
    const order = this.#someOrder(client);
    if (order === undefined) return;
    const number = ++this.#ids;
    client.request('status', `status ${number}`, order);
    this.#writer.statusRequest(client.session, order.id, number);
  }

  massCancel(client: ClientModel): void {
    const id = this.#id('M');
    client.request('mass', id, null);
    this.#writer.massCancel(client.session, id, -1);
  }
}
