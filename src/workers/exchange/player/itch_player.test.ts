import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { marketDataFile } from '../../../../test/market_data.ts';
import { Side, TimeInForce } from '../../model/order.ts';
import { END_OF_FILE, type ItchSource, openItchFile } from '../../protocols/itch/itch_file.ts';
import { ExchangeCore, FIRST_LEG_OWNER } from '../core.ts';
import { Random } from '../flow/random.ts';
import { EVENT_LOTS, EVENT_OWNER, EVENT_WORDS, EventType, MAKER_OWNER, typeOf } from '../matching/event_layout.ts';
import { ItchPlayer } from './itch_player.ts';

const AAPL = [{ symbol: 'AAPL', startTicks: 0, hasFlow: true, tickPrice4: 100, lotShares: 1 }];
const recording = marketDataFile('AAPL_20191230.itch50');
const snippet = marketDataFile('snippet_20191230.itch50');
const OURS = FIRST_LEG_OWNER;

interface PlainOrder {
  reference: number;
  isBuy: boolean;
  ticks: number;
  lots: number;
}

/** The recording's book by Map and nothing else; insertion order is time order. */
class PlainBook {
  readonly orders = new Map<number, PlainOrder>();
  unknown = 0;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Buffer) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  step(): boolean {
    if (this.at >= this.view.byteLength) return false;
    const length = this.view.getUint16(this.at);
    const at = this.at + 2;
    this.at = at + length;
    const type = String.fromCharCode(this.view.getUint8(at));
    const reference = Number(this.view.getBigUint64(at + 11));
    if (type === 'A' || type === 'F') {
      const isBuy = this.view.getUint8(at + 19) === 66;
      this.add(reference, isBuy, this.view.getUint32(at + 20), this.view.getUint32(at + 32));
    } else if (type === 'E' || type === 'C' || type === 'X' || type === 'D' || type === 'U') {
      this.change(type, reference, at);
    }
    return true;
  }

  rows(isBuy: boolean): number[][] {
    const better = isBuy ? -1 : 1;
    return [...this.orders.values()]
      .filter((order) => order.isBuy === isBuy)
      .sort((a, b) => better * (a.ticks - b.ticks))
      .map((order) => [order.ticks, order.lots]);
  }

  private add(reference: number, isBuy: boolean, lots: number, price4: number): void {
    this.orders.set(reference, { reference, isBuy, ticks: price4 / 100, lots });
  }

  private change(type: string, reference: number, at: number): void {
    const order = this.orders.get(reference);
    if (order === undefined) {
      this.unknown++;
      return;
    }
    if (type === 'D' || type === 'U') this.orders.delete(reference);
    else order.lots -= this.view.getUint32(at + 19);
    if (order.lots === 0) this.orders.delete(reference);
    if (type !== 'U') return;
    const newReference = Number(this.view.getBigUint64(at + 19));
    this.add(newReference, order.isBuy, this.view.getUint32(at + 27), this.view.getUint32(at + 31));
  }
}

function rowsOf(core: ExchangeCore, side: number): number[][] {
  const rows: number[][] = [];
  core.engine.visitOrders(0, side, (ticks, _id, displayed) => rows.push([ticks, displayed]));
  return rows;
}

/** Messages written by hand: the fields that the player reads. */
function messages(...list: Array<Record<string, number | string>>): ItchSource {
  let next = 0;
  return {
    next(message) {
      const fields = list[next++];
      if (fields === undefined) return END_OF_FILE;
      Object.assign(message, { locate: 1, timeNs: next, ...fields, type: String(fields.type).charCodeAt(0) });
      message.stock = () => 'AAPL';
      return message.type;
    },
    close: () => undefined,
  };
}

function player(source: ItchSource): { core: ExchangeCore; itch: ItchPlayer; fills: number[][] } {
  const core = new ExchangeCore(1, 10_000);
  const fills: number[][] = [];
  core.listeners.push((events, index) => {
    const at = index * EVENT_WORDS;
    if (typeOf(events.words[at]!) !== EventType.FILLED) return;
    fills.push([events.words[at + EVENT_OWNER]!, events.words[at + MAKER_OWNER]!, events.words[at + EVENT_LOTS]!]);
  });
  return { core, itch: new ItchPlayer(core, AAPL, source, 1, 1000), fills };
}

(recording === undefined ? test.skip : test)('the played book is the recorded one after every message', () => {
  const { core, itch, fills } = player(openItchFile(recording!));
  const plain = new PlainBook(readFileSync(recording!));
  let steps = 0;
  while (plain.step()) {
    assert.ok(itch.step());
    steps++;
    if (steps % 50 !== 0 && steps < 49_900) continue;
    assert.equal(rowsOf(core, Side.BUY), plain.rows(true));
    assert.equal(rowsOf(core, Side.SELL), plain.rows(false));
  }
  core.drain();
  assert.not(itch.step());
  assert.ok(itch.hasEnded);
  assert.is(itch.counters.messages, 49_947);
  assert.is(itch.counters.hiddenTrades, 281);
  assert.is(itch.counters.unknownOrders, plain.unknown);
  assert.is(plain.unknown, 3970);
  assert.is(itch.counters.refused + itch.counters.offGrid + itch.counters.malformed + itch.counters.unknownTypes, 0);
  assert.is(core.engine.orderCount(), plain.orders.size);
  assert.ok(fills.length > 1000);
});

(recording === undefined ? test.skip : test)('with our orders among them every lot is accounted for', () => {
  const { core, itch, fills } = player(openItchFile(recording!));
  const random = new Random(7);
  let sent = 0;
  let cancelled = 0;
  const ours: number[] = [];
  for (let step = 0; itch.step(); step++) {
    if (step % 20 !== 0) continue;
    const side = random.below(2) === 0 ? Side.BUY : Side.SELL;
    const touch = core.engine.bestTicks(0, side);
    if (touch === 0) continue;
    const id = core.nextOrderId();
    // One in four crosses; the others join the touch or improve it.
    const toward = side === Side.BUY ? 1 : -1;
    const ticks = touch + toward * (random.below(4) === 0 ? 8 : random.below(2));
    core.engine.newOrder(0, id, OURS, side, TimeInForce.GTC, ticks, 100, 0);
    sent += 100;
    ours.push(id);
    if (ours.length > 30) cancelled += core.engine.cancel(ours.shift()!, OURS);
    const bid = core.engine.bestTicks(0, Side.BUY);
    const ask = core.engine.bestTicks(0, Side.SELL);
    assert.ok(bid === 0 || ask === 0 || bid < ask);
  }
  core.drain();
  let resting = 0;
  for (const side of [Side.BUY, Side.SELL]) {
    core.engine.visitOrders(0, side, (_ticks, _id, displayed, _hidden, owner) => {
      if (owner === OURS) resting += displayed;
    });
  }
  let filled = 0;
  for (const [taker, maker, lots] of fills) {
    if (taker === OURS) filled += lots!;
    if (maker === OURS) filled += lots!;
  }
  assert.is(sent, filled + cancelled + resting);
  assert.ok(
    fills.some(([taker, maker]) => taker === OURS && maker !== OURS),
    'ours took recorded orders',
  );
  assert.ok(
    fills.some(([taker, maker]) => taker !== OURS && maker === OURS),
    'ours were taken by the recording',
  );
});

test('an Execute takes ours first where ours is first; the recorded order stays until its Delete', () => {
  const { core, itch, fills } = player(
    messages(
      { type: 'A', reference: 1, isBuy: 1, shares: 100, price4: 10_000 },
      { type: 'E', reference: 1, shares: 60 },
      { type: 'D', reference: 1 },
      { type: 'D', reference: 1 },
    ),
  );
  core.engine.newOrder(0, core.nextOrderId(), OURS, Side.BUY, TimeInForce.GTC, 101, 10, 0);
  core.engine.newOrder(0, core.nextOrderId(), OURS, Side.BUY, TimeInForce.GTC, 100, 20, 0);
  itch.step();
  core.engine.newOrder(0, core.nextOrderId(), OURS, Side.BUY, TimeInForce.GTC, 100, 30, 0);
  itch.step();
  core.drain();
  assert.equal(
    fills.map((fill) => fill.slice(1)),
    [
      [OURS, 10],
      [OURS, 20],
      [2, 30],
    ],
  );
  assert.equal(rowsOf(core, Side.BUY), [
    [100, 70],
    [100, 30],
  ]);
  itch.step();
  assert.equal(rowsOf(core, Side.BUY), [[100, 30]]);
  itch.step();
  assert.is(itch.counters.unknownOrders, 1);
});

test('our order trades with recorded ones that it crosses, and a recorded Add with ours', () => {
  const { core, itch, fills } = player(
    messages(
      { type: 'A', reference: 1, isBuy: 0, shares: 100, price4: 10_100 },
      { type: 'A', reference: 2, isBuy: 0, shares: 50, price4: 10_000 },
      { type: 'U', reference: 1, newReference: 3, shares: 80, price4: 9_900 },
      { type: 'E', reference: 1, shares: 10 },
      { type: 'A', reference: 4, isBuy: 0, shares: 50, price4: 9_950 },
    ),
  );
  itch.step();
  core.engine.newOrder(0, core.nextOrderId(), OURS, Side.BUY, TimeInForce.GTC, 101, 40, 0);
  core.engine.newOrder(0, core.nextOrderId(), OURS, Side.BUY, TimeInForce.GTC, 100, 60, 0);
  while (itch.step());
  core.drain();
  assert.equal(fills, [
    [OURS, 2, 40],
    [2, OURS, 50],
    [2, OURS, 10],
  ]);
  assert.equal(rowsOf(core, Side.SELL), [[99, 70]]);
  assert.is(itch.counters.unknownOrders, 1);
  assert.is(itch.counters.offGrid, 1);
});

(snippet === undefined ? test.skip : test)(
  'a file of many stocks plays the one that is ours and counts the rest',
  () => {
    const { itch } = player(openItchFile(snippet!));
    while (itch.step());
    const { counters } = itch;
    assert.is(counters.messages, 1000);
    assert.is(counters.malformed + counters.unknownTypes, 0);
    assert.is(counters.hiddenTrades, 4);
    assert.is(counters.otherTypes, 9);
    const told = counters.played + counters.otherStocks + counters.unknownOrders + counters.offGrid;
    assert.is(told + counters.hiddenTrades + counters.otherTypes, 1000);
  },
);

test.run();
