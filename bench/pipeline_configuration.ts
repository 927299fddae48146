/** What the engine of a bench is told before the first order, by the control ring. */
import {
  EngineStarted,
  SetAccount,
  SetInstrument,
  SetVenue,
  SnapshotMarker,
  VenueStatus,
} from '../schemas/generated/engine.ts';
import { FULL } from '../src/ring/spsc.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { check } from './harness.ts';
import type { Source, Struct } from './pipeline_source.ts';
import { ACCOUNTS, ALL_INSTRUMENTS, BESIDE_INSTRUMENT, COLLAR_BPS, MOST_LOTS } from './pipeline_templates.ts';

/** Fits into the control ring: the caller lets the engine take it before anything else is sent. */
export function configure(control: Source): void {
  send(control, RecordType.ENGINE_STARTED, new EngineStarted(), EngineStarted.BYTES, (body) => {
    body.epoch = 1;
  });
  for (let instrument = 0; instrument < ALL_INSTRUMENTS; instrument++) {
    const isGuarded = instrument !== BESIDE_INSTRUMENT;
    send(control, RecordType.SET_INSTRUMENT, new SetInstrument(), SetInstrument.BYTES, (body) => {
      body.instrument = instrument;
      body.tickSizeExponent = -2;
      body.tickSizeMantissa = 1;
      body.lotSize = 1;
      body.valueMultiplier = 1;
      body.collarBps = isGuarded ? COLLAR_BPS : 0;
      body.priceMaxAgeNs = 1e12;
      body.breakerMoveBps = isGuarded ? 1_000 : 0;
      body.breakerWindowNs = 1e9;
      body.breakerCooldownNs = 1e9;
    });
  }
  for (let account = 0; account < ACCOUNTS; account++) {
    send(control, RecordType.SET_ACCOUNT, new SetAccount(), SetAccount.BYTES, (body) => {
      body.account = account;
      body.enabled = 1;
      body.maxOrderLots = MOST_LOTS;
      body.maxPositionLots = 2 ** 40;
      body.maxExposure = 2 ** 50;
      body.maxOrdersPerSecond = 1e9;
      body.orderBurst = 1e9;
    });
  }
  send(control, RecordType.SET_VENUE, new SetVenue(), SetVenue.BYTES, (body) => {
    body.venueType = 1;
    body.enabled = 1;
    body.latencyNs = 1_000;
    body.feeBps = 0.3;
    body.fillProbability = 0.9;
    body.rejectionRate = 0.01;
  });
  send(control, RecordType.VENUE_STATUS, new VenueStatus(), VenueStatus.BYTES, (body) => {
    body.connected = 1;
  });
}

/** A snapshot marker. */
export function mark(control: Source, number: number): void {
  send(control, RecordType.SNAPSHOT_MARKER, new SnapshotMarker(), SnapshotMarker.BYTES, (body) => {
    body.number = number;
  });
}

function send<S extends Struct>(control: Source, type: number, body: S, bytes: number, fill: (body: S) => void): void {
  const at = control.begin(type, bytes, 0);
  check(at !== FULL, 'the control ring holds the configuration');
  body.wrap(control.producer.data, at);
  body.clear();
  fill(body);
  control.producer.commit();
  control.producer.publish();
}
