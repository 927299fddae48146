/** Groups of linked orders: how many there can be beside so many open orders. Two stages keep rows of them by number. */

/** One in so many open orders may be in a group of its own. */
const ORDERS_PER_GROUP = 4;
const LEAST_GROUPS = 16;

export function groupsOf(orders: number): number {
  return Math.max(LEAST_GROUPS, Math.floor(orders / ORDERS_PER_GROUP));
}
