/** The order pool as a reader on another thread may meet it: something happens between one word that it reads and the next. */

import type { OrdersView } from '../src/workers/pipeline/orders/orders_view.ts';

/** `at` is called before the n-th word of the pool that is read, counted from 0 over the view's life. */
export function interrupted(view: OrdersView, at: (reads: number) => void): OrdersView {
  let reads = 0;
  const orders = new Proxy(view.orders, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) at(reads++);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { ...view, orders };
}
