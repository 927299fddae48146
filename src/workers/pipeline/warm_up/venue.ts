/** A synthetic venue: it takes, fills, refuses and cancels what it is sent, in turn. */

import {
  RecordHeader,
  VenueCancel,
  VenueNewOrder,
  VenueReplace,
  VenueReport,
  VenueStatusRequest,
} from '../../../../schemas/generated/engine.ts';
import type { Region } from '../../../ring/memory.ts';
import { SpscConsumer } from '../../../ring/spsc.ts';
import { OrderType, TimeInForce } from '../../model/order.ts';
import { RecordType } from '../../model/record_type.ts';
import { ReportKind } from '../../model/venue.ts';
import { Sender } from './sender.ts';

const PRICE_TICKS = 10_000;
/** What becomes of a resting order, by turns. */
const FATES = ['fill', 'rest', 'parts', 'fill', 'part', 'fill', 'reject', 'backwards'] as const;

interface Answer {
  readonly last?: number;
  readonly cumulative?: number;
  readonly leaves?: number;
  readonly lots?: number;
  readonly ticks?: number;
  readonly request?: number;
}

export class Venue {
  /** From now on everything is done as it is asked for. */
  isObliging = false;
  readonly #venue: number;
  readonly #orders: SpscConsumer;
  readonly #reports: Sender;
  readonly #header = new RecordHeader();
  readonly #new = new VenueNewOrder();
  readonly #cancel = new VenueCancel();
  readonly #replace = new VenueReplace();
  readonly #status = new VenueStatusRequest();
  readonly #report = new VenueReport();
  #turn = 0;

  constructor(venue: number, orders: Region, reports: Region) {
    this.#venue = venue;
    this.#orders = new SpscConsumer(orders);
    this.#reports = new Sender(reports);
  }

  /** Answers all that has come; returns how many messages that were. */
  answer(): number {
    let count = 0;
    const { data } = this.#orders;
    for (let at = this.#orders.poll(); at >= 0; at = this.#orders.poll(), count++) {
      const body = at + RecordHeader.BYTES;
      switch (this.#header.wrap(data, at).type) {
        case RecordType.VENUE_NEW_ORDER:
          this.#onNew(this.#new.wrap(data, body));
          break;
        case RecordType.VENUE_CANCEL:
          this.#onCancel(this.#cancel.wrap(data, body));
          break;
        case RecordType.VENUE_REPLACE:
          this.#onReplace(this.#replace.wrap(data, body));
          break;
        case RecordType.VENUE_STATUS_REQUEST:
          this.#onStatus(this.#status.wrap(data, body));
          break;
        default:
          break;
      }
    }
    this.#orders.release();
    return count;
  }

  #onNew({ legRef, lots, orderType, timeInForce }: VenueNewOrder): void {
    const fate = FATES[this.#turn++ % FATES.length]!;
    if (fate === 'reject') {
      this.#tell(ReportKind.REJECTED, legRef, {});
      return;
    }
    this.#tell(ReportKind.ACKNOWLEDGED, legRef, { leaves: lots, lots });
    const isPassing =
      orderType === OrderType.MARKET || timeInForce === TimeInForce.IOC || timeInForce === TimeInForce.FOK;
    const half = Math.floor(lots / 2);
    switch (fate) {
      case 'fill':
        this.#fill(legRef, lots, lots, lots);
        // A venue that reports twice, and one that speaks of what it never had.
        if (this.#turn % 64 === 1) this.#fill(legRef, lots, lots, lots);
        if (this.#turn % 64 === 2) this.#fill(legRef + 2 ** 20, lots, lots, lots);
        return;
      case 'parts':
        this.#fill(legRef, half, half, lots);
        this.#fill(legRef, lots - half, lots, lots);
        return;
      case 'backwards':
        this.#fill(legRef, lots - half, lots, lots);
        this.#fill(legRef, half, half, lots);
        return;
      case 'part':
        this.#fill(legRef, half, half, lots);
        if (isPassing) this.#tell(ReportKind.EXPIRED, legRef, { cumulative: half });
        return;
      default:
        if (isPassing) this.#tell(ReportKind.EXPIRED, legRef, {});
    }
  }

  /** A leg's fills are not kept here, so that a cancel sometimes names fewer than there were: it is then asked about. */
  #onCancel({ legRef, request }: VenueCancel): void {
    const isRefused = !this.isObliging && this.#turn++ % 5 === 4;
    this.#tell(isRefused ? ReportKind.CANCEL_REJECTED : ReportKind.CANCELLED, legRef, { request });
  }

  #onReplace({ legRef, lots, priceTicks, request }: VenueReplace): void {
    const isRefused = !this.isObliging && this.#turn++ % 5 === 3;
    const kind = isRefused ? ReportKind.REPLACE_REJECTED : ReportKind.REPLACED;
    this.#tell(kind, legRef, { leaves: lots, lots, ticks: priceTicks, request });
  }

  #onStatus({ legRef, request }: VenueStatusRequest): void {
    this.#tell(ReportKind.STATUS, legRef, { request });
  }

  #fill(legRef: number, last: number, cumulative: number, lots: number): void {
    if (last > 0) this.#tell(ReportKind.FILLED, legRef, { last, cumulative, leaves: lots - cumulative, lots });
  }

  #tell(kind: number, legRef: number, answer: Answer): void {
    this.#reports.send(RecordType.VENUE_REPORT, this.#report, VenueReport.BYTES, (body) => {
      body.venue = this.#venue;
      body.kind = kind;
      body.request = answer.request ?? 0;
      body.legRef = legRef;
      body.lastLots = answer.last ?? 0;
      body.lastTicks = answer.ticks ?? PRICE_TICKS + (this.#turn % 5);
      body.cumLots = answer.cumulative ?? 0;
      body.leavesLots = answer.leaves ?? 0;
      body.orderLots = answer.lots ?? 0;
      body.priceTicks = answer.ticks ?? PRICE_TICKS;
    });
  }
}
