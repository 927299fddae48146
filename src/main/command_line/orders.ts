/** `sluice orders`: the open orders of a running engine, or one of them. */

import { columns, formatCount } from '../live_view/text.ts';
import { askEngine } from '../operator/ask_engine.ts';
import type { DetailedOrderView } from '../operator/order_view.ts';
import { MOST_ORDERS, type OperatorQuestion, type OrdersAnswer } from '../operator/request.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import type { Console } from './console.ts';
import type { OrdersOptions } from './orders_options.ts';
import { NOT_RUNNING } from './status.ts';

export async function orders(directory: string, options: OrdersOptions, console: Console): Promise<number> {
  const { order, session } = options;
  const lines = options.json ? (view: DetailedOrderView) => [JSON.stringify(view)] : detailLines;
  if (order === undefined) return list(directory, options, console);
  const answer = await ask(
    directory,
    { action: 'order', order, ...(session === undefined ? {} : { session }) },
    console,
  );
  if (typeof answer === 'number') return answer;
  for (const view of answer.orders) for (const line of lines(view)) console.print(line);
  return ExitCode.OK;
}

/** Page by page: one answer of the engine's carries so many, and each keeps it no longer than that takes. */
async function list(directory: string, options: OrdersOptions, console: Console): Promise<number> {
  const { json, order: _, limit, ...filter } = options;
  let { after } = options;
  let left = limit;
  const table: DetailedOrderView[] = [];
  for (let more = true; more && left > 0; ) {
    const question = { action: 'orders', ...filter, after, limit: Math.min(left, MOST_ORDERS) } as const;
    const answer = await ask(directory, question, console);
    if (typeof answer === 'number') return answer;
    if (json) for (const view of answer.orders) console.print(JSON.stringify(view));
    else table.push(...answer.orders);
    after = answer.orders.at(-1)?.orderId ?? after;
    left -= answer.orders.length;
    more = answer.more && answer.orders.length > 0;
    if (more && left === 0) console.error(`there are more: --after ${after}, or a higher --limit`);
  }
  if (json) return ExitCode.OK;
  const lines = filter.worked ? workedLines(table) : tableLines(table);
  for (const line of lines) console.print(line);
  return ExitCode.OK;
}

/** The exit code where there is no answer with orders. */
async function ask(directory: string, question: OperatorQuestion, console: Console): Promise<OrdersAnswer | number> {
  const answer = await askEngine(directory, question);
  if (answer === undefined) {
    console.error(`${directory}: no engine runs here`);
    return NOT_RUNNING;
  }
  if (answer.ok && 'orders' in answer) return answer;
  console.error(answer.ok ? 'the engine answered something else' : answer.error);
  return ExitCode.USAGE;
}

const HEAD = ['order', 'ClOrdID', 'session', 'account', 'strategy', 'symbol', 'side', 'type', 'TIF', 'status'];

function tableLines(views: readonly DetailedOrderView[]): string[] {
  const rows = views.map((view) => [
    String(view.orderId),
    view.clOrdId ?? (view.parentOrderId === undefined ? '' : `of ${view.parentOrderId}`),
    view.session ?? '',
    view.account,
    view.strategy,
    view.symbol,
    view.side,
    view.orderType,
    view.timeInForce,
    view.status,
    formatCount(view.quantity),
    formatCount(view.filledQuantity),
    view.price === undefined ? '' : String(view.price),
    view.averageFillPrice === undefined ? '' : String(view.averageFillPrice),
  ]);
  const title = `${formatCount(views.length)} open order${views.length === 1 ? '' : 's'}`;
  if (views.length === 0) return [title];
  return [...columns([[...HEAD, 'quantity', 'filled', 'price', 'average'], ...rows]), title];
}

const WORKED_HEAD = ['order', 'ClOrdID', 'symbol', 'side', 'type', 'quantity', 'filled', 'time', 'done', 'working'];
const COST_HEAD = ['average', 'arrival', 'cost bp', 'market', 'cost bp', 'end'];

/** How far worked orders are: time that has passed and what is done, and the average price beside two others. */
function workedLines(views: readonly DetailedOrderView[]): string[] {
  const number = (value: number | undefined): string => (value === undefined ? '' : String(value));
  const percent = (value: number | undefined): string => (value === undefined ? '' : `${(value * 100).toFixed(1)} %`);
  const rows = views.map((view) => [
    String(view.orderId),
    view.clOrdId ?? '',
    view.symbol,
    view.side,
    view.orderType,
    formatCount(view.quantity),
    formatCount(view.filledQuantity),
    percent(view.elapsedShare),
    percent(view.filledShare),
    number(view.workingQuantity),
    number(view.averageFillPrice),
    number(view.arrivalPrice),
    number(view.costToArrivalBps),
    number(view.marketAveragePrice),
    number(view.costToMarketBps),
    view.endTime?.slice(11, 19) ?? '',
  ]);
  const title = `${formatCount(views.length)} worked order${views.length === 1 ? '' : 's'}`;
  return views.length === 0 ? [title] : [...columns([[...WORKED_HEAD, ...COST_HEAD], ...rows]), title];
}

/** A field a line, as far as the order has it. */
function detailLines(view: DetailedOrderView): string[] {
  return fieldLines(Object.entries(view).map(([name, value]) => [words(name), text(value)]));
}

function fieldLines(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

/** `averageFillPrice` as `average fill price`. */
function words(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace('cl ord id', 'ClOrdID');
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value !== 'object' || value === null) return value === true ? 'yes' : String(value);
  return Object.entries(value)
    .map(([name, of]) => `${words(name)} ${text(of)}`)
    .join(', ');
}
