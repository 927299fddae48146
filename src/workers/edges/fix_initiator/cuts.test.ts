/**
 * Connections that break at any byte, and engines that die with what they had not logged: whatever happens, an order comes
 * to the venue at most once, each lot that it fills is told once, and so is each that it takes back.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ReportKind, TradeChangeKind } from '../../model/venue.ts';
import type { FileOutboundLog } from '../../protocols/fix/file_outbound_log.ts';
import { TestTransport } from '../../protocols/fix/test_kit.ts';
import { openLinkLog } from './link_log.ts';
import { PlainVenue } from './plain_venue.ts';
import { CHANGE_KINDS, DIALECT, Engine, INSTRUMENTS, type Report, Rig, START_MS } from './test_kit.ts';

const SEEDS = process.env.SLUICE_LONG === '1' ? 2_000 : 8;
const STEPS = 400;
const ENDS: ReadonlySet<number> = new Set([
  ReportKind.CANCELLED,
  ReportKind.EXPIRED,
  ReportKind.REJECTED,
  ReportKind.UNKNOWN_ORDER,
]);

interface Leg {
  readonly sequence: number;
  cum: number;
  filled: number;
  isEnded: boolean;
  requests: number;
  /** Lots of its executions by each name. */
  readonly executions: Map<number, { lots: number }>;
  /** What was taken back and is open again. */
  reopened: number;
}

class World {
  readonly folder = mkdtempSync(join(tmpdir(), 'fix-cuts-'));
  readonly venue = new PlainVenue(START_MS);
  /** What the engine has logged, over all its lives. */
  readonly logged: Report[] = [];
  readonly legs = new Map<number, Leg>();
  rig: Rig;
  private readonly random: () => number;
  private venueTransport = new TestTransport();
  private isConnected = false;
  private nextLeg = 1;
  private ms = START_MS;
  /** Stream positions of records of earlier lives. */
  private sequenceBase = 0;
  cuts = 0;
  takenBack = 0;
  deaths = 0;

  constructor(seed: number) {
    let state = seed * 2_654_435_761 + 1;
    this.random = () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) / 2 ** 32;
    };
    this.rig = this.live();
  }

  step(): void {
    const r = this.random();
    this.ms += Math.floor(this.random() * 400);
    this.rig.clock.ms = this.ms;
    if (!this.isConnected) {
      if (r < 0.3) this.connect();
      else if (r < 0.5) this.request();
      else if (r < 0.6) this.venueActs();
    } else if (r < 0.25) this.request();
    else if (r < 0.4) this.venueActs();
    else if (r < 0.45) this.venueTakesBack();
    else if (r < 0.9) this.carry(this.random() < 0.5 ? 1e9 : Math.floor(this.random() * 300));
    else if (r < 0.96) this.cut();
    else if (r < 0.98) this.log(Math.floor(this.random() * 10));
    else this.die();
    this.rig.end.poll();
  }

  /** Everything arrives, is logged, and what is open is asked about. */
  settle(): void {
    if (!this.isConnected) this.connect();
    for (let round = 0; round < 6; round++) {
      for (let i = 0; i < 50; i++) {
        this.rig.end.poll();
        this.carry(1e9);
      }
      this.log(1e9);
      this.askAll();
    }
  }

  remove(): void {
    (this.rig.log as FileOutboundLog).close();
    rmSync(this.folder, { recursive: true });
  }

  private live(): Rig {
    const last = this.logged.at(-1);
    const heard = { epoch: last?.epoch ?? 0, sequence: last?.number ?? 0 };
    const options = { directory: this.folder, name: 'venue', tradingDate: 20261123 };
    const { log, legs } = openLinkLog(options, INSTRUMENTS, DIALECT, heard);
    const engine = new Engine(heard, undefined, this.sequenceBase);
    for (const [ref, leg] of this.legs) if (!leg.isEnded) engine.cumulative.set(ref, leg.cum);
    return new Rig({ log, legs, engine, startMs: this.ms });
  }

  private connect(): void {
    const { rig, venue } = this;
    rig.transport = new TestTransport();
    this.venueTransport = new TestTransport();
    venue.session.onConnect(this.venueTransport, this.nowNs());
    rig.end.onConnect(rig.transport);
    this.isConnected = true;
  }

  private cut(): void {
    this.cuts++;
    this.isConnected = false;
    this.rig.end.onDisconnect();
    this.venue.session.onDisconnect(this.nowNs());
  }

  /** The engine dies: reports that it had not logged are gone, and so are records that nobody took. */
  private die(): void {
    this.deaths++;
    if (this.isConnected) this.cut();
    this.sequenceBase = this.rig.engine.lastSequence;
    (this.rig.log as FileOutboundLog).close();
    this.rig = this.live();
    const { streamSequence } = this.rig.end.leftBefore;
    for (const [ref, leg] of this.legs) {
      if (leg.sequence <= streamSequence) continue;
      assert.not.ok(this.venue.orders.has(String(ref)), 'what never left is not there');
      leg.isEnded = true;
    }
    this.askAll();
  }

  /** Some bytes each way. */
  private carry(most: number): void {
    const { rig, venue, venueTransport } = this;
    const up = rig.transport.sent.slice(0, most);
    rig.transport.sent = rig.transport.sent.slice(up.length);
    if (up !== '') venue.session.onBytes(Buffer.from(up, 'latin1'), this.nowNs());
    venue.session.flush();
    const down = venueTransport.sent.slice(0, most);
    venueTransport.sent = venueTransport.sent.slice(down.length);
    if (down === '') return;
    const bytes = Buffer.from(down, 'latin1');
    rig.end.onBytes(bytes, bytes.length);
  }

  private request(): void {
    const { engine } = this.rig;
    const r = this.random();
    const open = [...this.legs].filter(([, leg]) => !leg.isEnded);
    const [ref, leg] = open[Math.floor(this.random() * open.length)] ?? [0, undefined];
    if (r < 0.5 || leg === undefined) {
      engine.order(this.nextLeg, { lots: 100 });
      const sequence = engine.lastSequence;
      const nothing = { cum: 0, filled: 0, isEnded: false, requests: 0, reopened: 0 };
      this.legs.set(this.nextLeg, { ...nothing, sequence, executions: new Map() });
      this.nextLeg++;
      return;
    }
    leg.requests++;
    if (r < 0.7) engine.cancel(ref, leg.requests);
    else if (r < 0.9) engine.replace(ref, leg.cum + 1 + Math.floor(this.random() * 100), 18_000, leg.requests);
    else engine.status(ref, leg.requests);
  }

  private venueActs(): void {
    const open = this.venue.openOrders();
    const order = open[Math.floor(this.random() * open.length)];
    if (order === undefined) return;
    const rest = order.quantity - order.filled;
    this.venue.session.setTime(this.nowNs());
    this.venue.fill(order, this.random() < 0.3 ? rest : Math.min(rest, 1 + Math.floor(this.random() * 40)));
  }

  private venueTakesBack(): void {
    const { trades } = this.venue;
    const trade = trades[Math.floor(this.random() * trades.length)];
    if (trade === undefined || trade.lots === 0) return;
    this.venue.session.setTime(this.nowNs());
    this.venue.takeBack(trade, this.random() < 0.6 ? trade.lots : 1 + Math.floor(this.random() * trade.lots));
    this.takenBack++;
  }

  private askAll(): void {
    for (const [ref, leg] of this.legs) {
      if (leg.isEnded) continue;
      leg.requests++;
      this.rig.engine.status(ref, leg.requests);
    }
  }

  private log(most: number): void {
    const { engine } = this.rig;
    engine.read();
    for (const report of engine.reports.splice(0, most)) this.apply(report);
  }

  /** As the engine: what is not newer is dropped, and the rest counts. */
  private apply(report: Report): void {
    const last = this.logged.at(-1);
    if (last !== undefined && report.epoch === last.epoch && report.number <= last.number) return;
    this.logged.push(report);
    const leg = this.legs.get(report.leg);
    assert.ok(leg !== undefined, `a report of ${report.leg}, which nobody sent`);
    if (report.kind > CHANGE_KINDS) this.change(leg, report);
    else if (report.kind === ReportKind.FILLED) {
      leg.executions.set(report.execution, { lots: report.last });
      assert.is(report.cum - report.last, leg.cum, 'fills follow each other');
      assert.not.ok(leg.isEnded, 'no fill after the end');
      leg.cum = report.cum;
      leg.filled += report.last;
      if (report.leaves === 0) leg.isEnded = true;
    } else if (ENDS.has(report.kind)) leg.isEnded = true;
    else if (report.kind === ReportKind.STATUS && report.leaves > 0) {
      assert.is(report.lots - report.cum, report.leaves, 'what is open is what the engine takes to be');
    }
  }

  private change(leg: Leg, { kind, last, execution, original, reopened }: Report): void {
    const trade = leg.executions.get(original);
    assert.ok(trade !== undefined, 'the execution is one that was told');
    const lots = kind === CHANGE_KINDS + TradeChangeKind.CANCELLED ? trade.lots : trade.lots - last;
    trade.lots -= lots;
    leg.executions.set(execution, trade);
    leg.filled -= lots;
    if (reopened !== 0) leg.reopened += lots;
  }

  private nowNs(): number {
    return (this.ms - START_MS) * 1e6;
  }
}

test('an order arrives once or never, and each lot is told once', () => {
  let cuts = 0;
  let deaths = 0;
  let fills = 0;
  let takenBack = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const world = new World(seed);
    try {
      for (let i = 0; i < STEPS; i++) world.step();
      world.settle();
      for (const [ref, leg] of world.legs) {
        const order = world.venue.orders.get(String(ref));
        assert.is(leg.filled, order?.filled ?? 0, `seed ${seed}: lots of ${ref}`);
        if (order === undefined) assert.ok(leg.isEnded, `seed ${seed}: ${ref}, which never arrived, has ended`);
        else {
          const status = world.logged.findLast(({ leg: of, kind }) => of === ref && kind === ReportKind.STATUS);
          if (!leg.isEnded) assert.is(status?.lots, order.quantity + leg.reopened, `seed ${seed}: quantity of ${ref}`);
          assert.is(order.arrivals, 1, `seed ${seed}: arrivals of ${ref}`);
          assert.is(leg.isEnded, !['0', '1'].includes(order.status), `seed ${seed}: ${ref} is ${order.status}`);
        }
      }
      fills += world.logged.filter(({ kind }) => kind === ReportKind.FILLED).length;
    } catch (error) {
      if (error instanceof Error) error.message = `seed ${seed}: ${error.message}`;
      throw error;
    } finally {
      takenBack += world.takenBack;
      cuts += world.cuts;
      deaths += world.deaths;
      world.remove();
    }
  }
  assert.ok(
    cuts > 10 * SEEDS && deaths > SEEDS && fills > 20 * SEEDS && takenBack > 5 * SEEDS,
    `${cuts} cuts, ${deaths} deaths, ${fills} fills, ${takenBack} taken back`,
  );
});

test.run();
