/**
 * The front stage: orders and risk, two engines on one cursor, always one thread. Identity sits before risk, because
 * risk must know whose reservation a report moves; the store changes after it, because risk decides what happened.
 */

import { makeOrdersEngine } from '../orders/engine.ts';
import type { OrdersCapacity } from '../orders/order_store.ts';
import { makeRiskEngine } from '../risk/engine.ts';
import { makeRiskState, type RiskCapacity } from '../risk/state.ts';
import type { Slot } from '../slot.ts';
import { makeTradingHours } from '../trading_hours.ts';

export type FrontEngine = ReturnType<typeof makeFrontEngine>;

export function makeFrontEngine(capacity: OrdersCapacity & RiskCapacity, slot: Slot) {
  const riskState = makeRiskState(capacity);
  const hours = makeTradingHours(riskState.state, capacity.instruments, slot);
  const orders = makeOrdersEngine(capacity, hours, slot);
  const risk = makeRiskEngine(riskState, hours, orders.store.rules, slot);

  function onCommand(): void {
    orders.resolve();
    risk.check();
    orders.apply();
  }

  return { orders, risk, hours, onCommand };
}
