/** Our side of a session with a venue that somebody else's FIX library speaks for. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FixVenueLink } from '../../src/workers/edges/fix_initiator/fix_venue_link.ts';
import { LegBook } from '../../src/workers/edges/fix_initiator/leg_book.ts';
import { DIALECT, Engine, INSTRUMENTS } from '../../src/workers/edges/fix_initiator/test_kit.ts';
import { ReportKind } from '../../src/workers/model/venue.ts';
import { MemoryOutboundLog } from '../../src/workers/protocols/fix/outbound_log.ts';
import { freePorts, until } from './daemon.ts';
import { ForeignVenue } from './foreign_venue.ts';

const { ACKNOWLEDGED, FILLED, CANCELLED, REPLACED, STATUS, CANCEL_REJECTED } = ReportKind;

test('orders, changes, questions and fills with jspurefix as the venue', async () => {
  const port = await freePorts(1);
  const venue = new ForeignVenue(port);
  const engine = new Engine();
  const notices: string[] = [];
  const link = new FixVenueLink({
    ports: engine.ports,
    dialect: { ...DIALECT, resetOnLogon: true, heartbeatSeconds: 10 },
    instruments: INSTRUMENTS,
    log: new MemoryOutboundLog(),
    legs: new LegBook(),
    wallMs: () => Date.now(),
    notice: (text) => notices.push(text),
    host: '127.0.0.1',
    port,
    firstRetryMs: 50,
    maxRetryMs: 200,
  });
  const told = (reports: number): Promise<void> =>
    until(`${reports} reports: ${JSON.stringify(engine.reports)} ${notices}`, () => {
      link.poll();
      engine.read();
      return engine.reports.length >= reports;
    });
  try {
    link.start();
    await until('it is logged on', () => link.isConnected);
    engine.order(1);
    engine.order(2, { instrument: 1, lots: 3, ticks: 8_403 });
    await told(2);
    venue.session!.fill('1', 40);
    engine.replace(1, 120, 18_730, 1);
    await told(4);
    engine.status(1, 1);
    await told(5);
    venue.session!.fill('1', 80);
    engine.cancel(1, 1);
    engine.cancel(2, 1);
    await told(8);
    assert.equal(
      engine.reports.map(({ leg, kind, request, last, ticks, cum, leaves, lots }) => [
        leg,
        kind,
        request,
        last,
        ticks,
        cum,
        leaves,
        lots,
      ]),
      [
        [1, ACKNOWLEDGED, 0, 0, 0, 0, 100, 100],
        [2, ACKNOWLEDGED, 0, 0, 0, 0, 3, 3],
        [1, FILLED, 0, 40, 18_725, 40, 60, 100],
        [1, REPLACED, 1, 0, 0, 40, 80, 120],
        [1, STATUS, 1, 0, 0, 40, 80, 120],
        [1, FILLED, 0, 80, 18_730, 120, 0, 120],
        [1, CANCEL_REJECTED, 1, 0, 0, 0, 0, 0],
        [2, CANCELLED, 0, 0, 0, 0, 0, 3],
      ],
    );
    const [, order] = venue.session!.received[0]!;
    assert.equal(
      [order.ClOrdID, order.Side, order.OrdType, order.Price, order.TimeInForce, order.HandlInst],
      ['1', '1', '2', 187.25, '0', '1'],
    );
  } finally {
    await link.stop();
    await venue.stop();
  }
});

test.run();
