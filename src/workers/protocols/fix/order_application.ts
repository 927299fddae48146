/** The application of a client session: orders to the engine, by the fast way where it holds. */
import type { FastHeader } from './fast_header.ts';
import { type TakeOrders, takeOrdersOf } from './fast_order.ts';
import type { FieldIndex } from './field_index.ts';
import type { OrderIntake } from './order_intake.ts';
import { OrderLane } from './order_lane.ts';
import type { Refusal } from './refusal.ts';
import { Taken } from './refusal.ts';
import type { FixApplication } from './session_config.ts';
import { MsgType, Tag } from './tag.ts';
import { TIMESTAMP_BYTES } from './timestamp.ts';

export class OrderApplication implements FixApplication {
  readonly refusal: Refusal;
  /** Messages that the fast way took: for the bench, and for an operator who wonders. */
  fastCount = 0;
  private readonly intake: OrderIntake;
  private readonly lane: OrderLane;
  private readonly takeOrders: TakeOrders;

  constructor(intake: OrderIntake) {
    this.intake = intake;
    this.refusal = intake.refusal;
    this.lane = new OrderLane(intake.sink, intake.accounts, intake.defaults, intake.newOrderHeader);
    this.takeOrders = takeOrdersOf(intake.directory);
  }

  /** False: new orders are refused as busy, all else passes. For the gateway, by the fill of its rings. */
  set admitNewOrders(admit: boolean) {
    this.intake.admitNewOrders = admit;
  }

  setTime(nowNs: number): void {
    this.intake.setTime(nowNs);
  }

  takeFast(header: FastHeader, view: DataView, start: number, readEnd: number): number {
    if (!this.intake.admitNewOrders) return start;
    const before = header.nextSequence;
    const end = this.takeOrders(header, this.lane, view, start, readEnd);
    this.fastCount += header.nextSequence - before;
    return end;
  }

  take(type: number, fields: FieldIndex, view: DataView, sequence: number): Taken {
    const taken = this.intake.take(type, fields, view, sequence);
    if (type === MsgType.NEW_ORDER_SINGLE && taken === Taken.RECORD) this.learnMinute(fields, view);
    return taken;
  }

  publish(): void {
    this.intake.sink.publish();
  }

  onEpoch(epoch: number): void {
    this.intake.setEpoch(epoch);
  }

  private learnMinute(fields: FieldIndex, view: DataView): void {
    const start = fields.start(Tag.TRANSACT_TIME);
    if (fields.end(Tag.TRANSACT_TIME) - start !== TIMESTAMP_BYTES) return;
    this.lane.transactTime.learn(view, start);
  }
}
