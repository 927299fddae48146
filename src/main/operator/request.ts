/** What an operator may ask of a running engine, as one line of JSON over the control socket, and what is answered. */

import { z } from 'zod';

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

const schema = z.discriminatedUnion(
  'action',
  [
    z.strictObject({ action: z.literal('kill'), release: z.boolean().default(false), ...scope, ...asker }),
    z.strictObject({
      action: z.literal('cancel'),
      session: z.string().optional(),
      strategy: z.string().optional(),
      side: z.enum(['buy', 'sell'], { error: 'expected "buy" or "sell"' }).optional(),
      ...scope,
      ...asker,
    }),
    z.strictObject({ action: z.literal('reset-breaker'), symbol: z.string(), ...asker }),
    z.strictObject({
      action: z.literal('assign'),
      fill: z.int().positive(),
      reject: z.boolean().default(false),
      strategy: z.string().optional(),
      side: z.enum(['buy', 'sell'], { error: 'expected "buy" or "sell"' }).optional(),
      ...scope,
      ...asker,
    }),
  ],
  { error: 'action: expected "kill", "cancel", "reset-breaker" or "assign"' },
);

export type OperatorRequest = z.output<typeof schema>;
export type OperatorQuestion = z.input<typeof schema>;

export type OperatorAnswer =
  | { readonly ok: true; readonly sequence: number; readonly text: string }
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
  if (data.action === 'assign' && data.reject === (data.account !== undefined)) {
    return 'account, reject: expected one of the two';
  }
  return data;
}
