/** Options of `sluice orders`: which of the open orders to print, or one of them. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { OPEN_STATUSES } from '../operator/request.ts';
import { wholeArgument } from './arguments.ts';

export interface OrdersOptions {
  /** An order id, or a ClOrdID: then this one alone, with everything that is known of it. */
  readonly order?: string;
  readonly session?: string;
  readonly account?: string;
  readonly strategy?: string;
  readonly symbol?: string;
  readonly side?: 'buy' | 'sell';
  readonly status?: (typeof OPEN_STATUSES)[number];
  readonly parent?: number;
  /** Those that the engine works, with how far they are. */
  readonly worked: boolean;
  readonly after: number;
  readonly limit: number;
  readonly json: boolean;
}

const DEFAULT_LIMIT = 100;
const MOST_LINES = 1_000_000;
const orderId = wholeArgument(0, Number.MAX_SAFE_INTEGER);

export function addOrdersOptions(command: Command): Command {
  const filters = ['session', 'account', 'strategy', 'symbol', 'side', 'status', 'parent', 'worked', 'after', 'limit'];
  return command
    .addOption(
      new Option('--order <id>', 'this one, with all that is known of it: order id, or ClOrdID of today').conflicts(
        // A ClOrdID is a session's own.
        filters.filter((name) => name !== 'session'),
      ),
    )
    .option('--session <name>', 'orders of this session (its CompID)')
    .option('--account <name>', 'orders of this account')
    .option('--strategy <name>', 'orders of this strategy')
    .option('--symbol <symbol>', 'orders in this symbol')
    .addOption(new Option('--side <side>', 'this side').choices(['buy', 'sell']))
    .option('--status <status>', `this status: ${OPEN_STATUSES.map(worded).join(', ')}`, statusArgument)
    .option('--parent <id>', 'children of the order with this id; 0: orders of clients only', orderId)
    .option('--worked', 'stops, pegs, icebergs and schedules, with how far they are and what they cost', false)
    .option('--after <id>', 'orders with a higher id: those behind the last of an earlier list', orderId, 0)
    .option('--limit <count>', 'how many at most', wholeArgument(1, MOST_LINES), DEFAULT_LIMIT)
    .option('--json', 'one JSON object a line', false);
}

function worded(status: string): string {
  return status.toLowerCase().replaceAll('_', '-');
}

function statusArgument(text: string): (typeof OPEN_STATUSES)[number] {
  const status = OPEN_STATUSES.find((name) => worded(name) === worded(text));
  if (status === undefined) throw new InvalidArgumentError(`Expected one of ${OPEN_STATUSES.map(worded).join(', ')}.`);
  return status;
}
