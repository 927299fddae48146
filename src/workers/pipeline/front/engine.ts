/**
 * The front stage: orders and risk, two engines on one cursor, always one thread. Identity sits before risk, because
 * risk must know whose reservation a report moves; the store changes after it, because risk decides what happened.
 */

import { OrdersEngine } from '../orders/engine.ts';
import type { OrdersCapacity } from '../orders/order_store.ts';
import { RiskEngine } from '../risk/engine.ts';
import type { RiskCapacity } from '../risk/state.ts';
import type { Engine, Slot } from '../slot.ts';

export class FrontEngine implements Engine {
  readonly orders: OrdersEngine;
  readonly risk: RiskEngine;

  constructor(capacity: OrdersCapacity & RiskCapacity) {
    this.orders = new OrdersEngine(capacity);
    this.risk = new RiskEngine(capacity);
  }

  onCommand(slot: Slot): void {
    this.orders.resolve(slot);
    this.risk.check(slot);
    this.orders.apply(slot);
  }
}
