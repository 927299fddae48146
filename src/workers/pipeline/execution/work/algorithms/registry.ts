/** The algorithms by order type. A new one is a file beside this one and a line here. */

import * as orderModel from '../../../../model/order.ts';
import type { Algorithm } from '../algorithm.ts';
import { iceberg } from './iceberg.ts';
import { implementationShortfall } from './implementation_shortfall.ts';
import { pegged } from './pegged.ts';
import { twap } from './twap.ts';
import { vwap } from './vwap.ts';

const { OrderType } = orderModel;

const ALGORITHMS: Readonly<Partial<Record<number, Algorithm>>> = {
  [OrderType.ICEBERG]: iceberg,
  [OrderType.TWAP]: twap,
  [OrderType.VWAP]: vwap,
  [OrderType.IMPLEMENTATION_SHORTFALL]: implementationShortfall,
  [OrderType.PEGGED]: pegged,
};

/** By order type, without holes where the risk stage lets one pass. */
const BY_TYPE: readonly (Algorithm | undefined)[] = Array.from({ length: 16 }, (_, type) => ALGORITHMS[type]);

export function isRegistered(orderType: number): boolean {
  return BY_TYPE[orderType] !== undefined;
}

/** Of a type that risk lets pass: each of them is registered, as a test shows. */
export function algorithmOf(orderType: number): Algorithm {
  return BY_TYPE[orderType]!;
}
