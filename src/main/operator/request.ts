/** What an operator may ask of a running engine, as one line of JSON over the control socket, and what is answered. */

import { z } from 'zod';
import type { FillView } from './fill_view.ts';
import type { DetailedOrderView } from './order_view.ts';

/** What is meant: everything where neither is named. */
const scope = {
  account: z.string().optional(),
  symbol: z.string().optional(),
};
/** Who says that he asks, and why; the kernel says which process it was. */
const asker = {
  user: z.string().max(64).default('unknown'),
  reason: z.string().max(200).optional(),
};

const side = z.enum(['buy', 'sell'], { error: 'expected "buy" or "sell"' }).optional();
/** Of open orders. */
export const OPEN_STATUSES = ['PENDING_NEW', 'NEW', 'PARTIALLY_FILLED', 'PENDING_CANCEL', 'PENDING_REPLACE'] as const;
/** What one answer carries at most; whoever wants more asks for what comes behind the last order of it. */
export const MOST_ORDERS = 1_000;
const DEFAULT_ORDERS = 100;
const orderId = z.int().nonnegative();

const schema = z.discriminatedUnion(
  'action',
  [
    z.strictObject({ action: z.literal('kill'), release: z.boolean().default(false), ...scope, ...asker }),
    z.strictObject({
      action: z.literal('cancel'),
      session: z.string().optional(),
      strategy: z.string().optional(),
      side,
      ...scope,
      ...asker,
    }),
    z.strictObject({ action: z.literal('reset-breaker'), symbol: z.string(), ...asker }),
    z.strictObject({
      action: z.literal('venue'),
      venue: z.string(),
      change: z.enum(['halt', 'resume', 'open', 'close'], { error: 'expected "halt", "resume", "open" or "close"' }),
      symbol: z.string().optional(),
      ...asker,
    }),
    z.strictObject({
      action: z.literal('assign'),
      fill: z.int().positive(),
      reject: z.boolean().default(false),
      strategy: z.string().optional(),
      side,
      ...scope,
      ...asker,
    }),
    // Open orders, all that is named together, by their ids from the lowest above `after`.
    z.strictObject({
      action: z.literal('orders'),
      session: z.string().optional(),
      strategy: z.string().optional(),
      side,
      status: z.enum(OPEN_STATUSES, { error: `expected one of ${OPEN_STATUSES.join(', ')}` }).optional(),
      parent: orderId.optional(),
      /** Those alone that the engine works, with how far they are. */
      worked: z.boolean().default(false),
      after: orderId.default(0),
      limit: z.int().min(1).max(MOST_ORDERS).default(DEFAULT_ORDERS),
      ...scope,
    }),
    // Fills that are kept apart.
    z.strictObject({ action: z.literal('fills') }),
    // One open order, by its id or a ClOrdID of today: of one session, or of each that has used it.
    z.strictObject({ action: z.literal('order'), order: z.string().min(1).max(40), session: z.string().optional() }),
  ],
  { error: 'action: expected "kill", "cancel", "reset-breaker", "venue", "assign", "orders", "order" or "fills"' },
);

export type OperatorRequest = z.output<typeof schema>;
export type OperatorQuestion = z.input<typeof schema>;
export type OrdersRequest = Extract<OperatorRequest, { action: 'orders' }>;
export type OrderRequest = Extract<OperatorRequest, { action: 'order' }>;

export interface OrdersAnswer {
  readonly ok: true;
  readonly orders: readonly DetailedOrderView[];
  /** Whether there are more behind the last of them. */
  readonly more: boolean;
}

export type OperatorAnswer =
  | { readonly ok: true; readonly sequence: number; readonly text: string }
  | OrdersAnswer
  | { readonly ok: true; readonly fills: readonly FillView[] }
  | { readonly ok: false; readonly error: string };

/** A sentence that says what is wrong, or the request. */
export function parseRequest(line: string): OperatorRequest | string {
  let input: unknown;
  try {
    input = JSON.parse(line);
  } catch {
    return 'expected one line of JSON';
  }
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const at = issue.path.join('.');
    return at === '' || issue.message.startsWith(at) ? issue.message : `${at}: ${issue.message}`;
  }
  const { data } = parsed;
  if (data.action === 'kill' && data.account !== undefined && data.symbol !== undefined) {
    return 'account, symbol: expected one of the two, or neither for everything';
  }
  if (data.action === 'cancel' && (data.session ?? data.account ?? data.strategy) === undefined) {
    return 'session, account, strategy: expected at least one of the three';
  }
  if (data.action === 'venue' && data.symbol !== undefined && !['halt', 'resume'].includes(data.change)) {
    return 'symbol: expected with "halt" or "resume" alone: a venue opens and closes as a whole';
  }
  if (data.action === 'assign' && data.reject === (data.account !== undefined)) {
    return 'account, reject: expected one of the two';
  }
  return data;
}
