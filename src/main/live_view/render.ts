/** The live view as lines of plain text. Pure: figures and the terminal's size in, lines out. */

import type { ConnectionFigures, LatencyFigures, LiveFigures } from './figures.ts';
import { clip, columns, formatBar, formatBytes, formatCount, formatElapsed, formatMoney, formatNs } from './text.ts';

const BAR_CELLS = 20;
/** A blank line, the title and three positions. */
const LEAST_POSITION_LINES = 5;
const MOST_SESSIONS = 8;

/** As many lines as fit; what an operator needs first stands first, positions take the rows that are left. */
export function render(figures: LiveFigures, width: number, height: number): string[] {
  const all = [
    ...headLines(figures),
    ...orderLines(figures),
    ...noticeLines(figures),
    '',
    ...latencyLines(figures),
    '',
    ...columns([...stallRows(figures), ...ringRows(figures)]),
    ...storeLines(figures),
    ...linkLines(figures),
    '',
    ...connectionLines(figures),
    ...feedLines(figures),
    ...marketLines(figures),
    ...journalLines(figures),
  ];
  // A small terminal loses the air before it loses figures.
  const fixed = all.length + LEAST_POSITION_LINES > height ? all.filter((line) => line !== '') : all;
  const rows = height - fixed.length;
  const lines = rows > 2 ? [...fixed, '', ...positionLines(figures, rows - 1)] : fixed;
  return lines.slice(0, Math.max(0, height)).map((line) => clip(line, width));
}

function headLines({ state, elapsedMs, topology, durability, dataDirectory, fixAddress }: LiveFigures): string[] {
  const where = `topology ${topology}   durability ${durability}   data ${dataDirectory}   FIX ${fixAddress}`;
  return [`SLUICE ${state} ${formatElapsed(elapsedMs)}   ${where}`, ''];
}

function orderLines({ orders, rates, denials }: LiveFigures): string[] {
  const rows = [
    ['orders', 'submitted', 'open', 'filled', 'cancelled', 'expired', 'denied', 'rejected', 'fills'],
    [
      '',
      orders.submitted,
      orders.open,
      orders.filled,
      orders.cancelled,
      orders.expired,
      orders.denied,
      orders.rejected,
    ],
  ];
  const counts = [...rows[1]!, orders.fills].map((cell) => (typeof cell === 'number' ? formatCount(cell) : cell));
  const perSecond = ['a second', formatCount(rates.submitted), '', '', '', '', formatCount(rates.denied), ''];
  const lines = columns([rows[0] as string[], counts, [...perSecond, formatCount(rates.fills)]]);
  if (denials.length === 0) return lines;
  return [...lines, `denied for  ${denials.map(({ reason, count }) => `${reason} ${formatCount(count)}`).join(', ')}`];
}

function noticeLines({ halted, notices }: LiveFigures): string[] {
  const kills = halted.length === 0 ? [] : [`KILL SWITCH engaged for ${halted.join(', ')}`];
  return [...kills, ...notices.map((notice) => `! ${notice}`)];
}

export function latencyLines({ latencies }: { latencies: readonly LatencyFigures[] }): string[] {
  const rows = latencies.map(({ name, count, p50Ns, p99Ns, p999Ns, maxNs }) =>
    count === 0
      ? [name, '0', '-', '-', '-', '-']
      : [name, formatCount(count), ...[p50Ns, p99Ns, p999Ns, maxNs].map(formatNs)],
  );
  return columns([['latency', 'count', 'p50', 'p99', 'p99.9', 'max'], ...rows]);
}

function stallRows({ stalls }: LiveFigures): string[][] {
  return stalls.map(({ thread, p50Ns, p99Ns, maxNs }) => [
    `stall ${thread}`,
    `p50 ${formatNs(p50Ns)}`,
    `p99 ${formatNs(p99Ns)}`,
    `max ${formatNs(maxNs)}`,
  ]);
}

function ringRows({ rings }: LiveFigures): string[][] {
  return rings.map(({ name, usedBytes, capacityBytes }) => [
    `ring ${name}`,
    formatBar(usedBytes, capacityBytes, BAR_CELLS),
    formatBytes(usedBytes),
    `of ${formatBytes(capacityBytes)}`,
  ]);
}

/** One line: they change slowly, and matter when one is nearly full. */
function storeLines({ stores }: LiveFigures): string[] {
  const parts = stores.map(({ name, used, capacity, highWater, forgotten }) => {
    const more = [
      ...(highWater === undefined ? [] : [`most ${formatCount(highWater)}`]),
      ...(forgotten === undefined || forgotten === 0 ? [] : [`forgotten ${formatCount(forgotten)}`]),
    ];
    const text = `${name} ${formatCount(used)} of ${formatCount(capacity)}`;
    return more.length === 0 ? text : `${text} (${more.join(', ')})`;
  });
  return parts.length === 0 ? [] : [`stores  ${parts.join('   ')}`];
}

/** One line, where there was a list that traded: how long two orders could trade instead of one, and what came of it. */
function linkLines({ links }: LiveFigures): string[] {
  if (links.closed === 0 && links.open === 0) return [];
  const ms = (value: number): string => formatNs(value * 1e6);
  const parts = [
    `windows ${formatCount(links.closed)}`,
    `open ${formatCount(links.open)}${links.open > 0 ? ` (for ${ms(links.oldestMs)})` : ''}`,
    `p50 ${ms(links.p50Ms)}  p99 ${ms(links.p99Ms)}  max ${ms(links.maxMs)}`,
    `crossed ${formatCount(links.crossingFills)}: ${formatCount(links.crossingLots)} lots, most ${formatCount(links.mostCrossingLots)}`,
    `refused ${formatCount(links.refusedCancels)}`,
  ];
  return [`linked  ${parts.join('  ')}`];
}

function connectionLines({ sessions, venues }: LiveFigures): string[] {
  const rows = (what: string, all: readonly ConnectionFigures[]) =>
    all.map((connection) => [
      `${what} ${connection.name}`,
      connection.connected ? 'up' : 'down',
      `in ${formatCount(connection.received)}`,
      `out ${formatCount(connection.sent)}`,
      ...poolCells(connection),
      ...(connection.trading === undefined ? [] : [connection.trading]),
    ]);
  const lines = columns([...rows('venue', venues), ...rows('session', sessions.slice(0, MOST_SESSIONS))]);
  const up = sessions.filter((session) => session.connected).length;
  return sessions.length > MOST_SESSIONS ? [...lines, `sessions  ${up} up of ${sessions.length}`] : lines;
}

function poolCells({ pool }: ConnectionFigures): string[] {
  if (pool === undefined) return [];
  const { connections, size, utilisation, reconnects } = pool;
  const cells = [`pool ${connections} of ${size}`, `used ${Math.round(utilisation * 100)} %`];
  return reconnects > 0 ? [...cells, `reconnects ${formatCount(reconnects)}`] : cells;
}

function feedLines({ feeds }: LiveFigures): string[] {
  const rows = feeds.map((feed) => [
    `feed ${feed.name}`,
    feed.state,
    `${formatCount(feed.messagesPerSecond)} a second`,
    `gaps ${formatCount(feed.gaps)}`,
    `lost ${formatCount(feed.lostMessages)}`,
    `stale ${formatCount(feed.staleBooks)}`,
    `quotes ${formatCount(feed.quotes)}`,
    `conflated ${formatCount(feed.conflated)}`,
    `faults ${formatCount(Object.values(feed.faults).reduce((sum, count) => sum + count, 0))}`,
    `off tick ${formatCount(feed.offTick)}${feed.lastOffTick === undefined ? '' : ` (${feed.lastOffTick})`}`,
  ]);
  return columns(rows);
}

function marketLines({ market }: LiveFigures): string[] {
  if (market.length === 0) return [];
  const rows = market.map(({ symbol, bidShares, bid, ask, askShares, last, dayShares, vwap }) => [
    symbol,
    formatCount(bidShares),
    ...[bid, ask].map(formatMoney),
    formatCount(askShares),
    formatMoney(last),
    formatCount(dayShares),
    formatMoney(vwap),
  ]);
  return columns([
    [`market ${market[0]!.venue}`, 'bid for', 'bid', 'ask', 'of', 'last', 'day', 'minute VWAP'],
    ...rows,
  ]);
}

function journalLines({ journal }: LiveFigures): string[] {
  const { lagBytes, writtenBytes, windowsFree, windows, commits } = journal;
  const parts = [
    `lag ${formatBytes(lagBytes)}`,
    `written ${formatBytes(writtenBytes)}`,
    `windows free ${windowsFree} of ${windows}`,
    `commits ${formatCount(commits)}`,
  ];
  return [`journal  ${parts.join('   ')}`];
}

function positionLines({ positions }: LiveFigures, rows: number): string[] {
  const shown = positions
    .slice(0, rows - 1)
    .map(({ account, symbol, quantity, averagePrice, realised, unrealised }) => [
      `${account} ${symbol}`,
      formatCount(quantity),
      ...[averagePrice, realised, unrealised].map(formatMoney),
    ]);
  const hidden = positions.length - shown.length;
  const title = hidden > 0 ? `positions (${hidden} more)` : 'positions';
  return columns([[title, 'quantity', 'average', 'realised', 'unrealised'], ...shown]);
}

/** Without a terminal: the same in one line a second. */
export function renderLine({ state, elapsedMs, orders, rates, latencies, stalls, journal }: LiveFigures): string {
  const submit = latencies.find((row) => row.name === 'submit');
  const parts = [
    `${formatElapsed(elapsedMs)} ${state}`,
    `orders ${orders.submitted} (${Math.round(rates.submitted)}/s)`,
    `fills ${orders.fills} (${Math.round(rates.fills)}/s)`,
    `denied ${orders.denied}`,
    `open ${orders.open}`,
  ];
  if (submit !== undefined && submit.count > 0) {
    parts.push(`submit p50 ${formatNs(submit.p50Ns)} p99 ${formatNs(submit.p99Ns)}`);
  }
  const stall = stalls[0];
  if (stall !== undefined) parts.push(`stall p99 ${formatNs(stall.p99Ns)} max ${formatNs(stall.maxNs)}`);
  parts.push(`journal lag ${formatBytes(journal.lagBytes)}`);
  return parts.join('  ');
}

/** What is printed when the engine has stopped. */
export function renderSummary(figures: LiveFigures): string[] {
  const { orders, elapsedMs, topology, durability, positions, journal } = figures;
  const realised = positions.reduce((sum, position) => sum + position.realised, 0);
  const unrealised = positions.reduce((sum, position) => sum + position.unrealised, 0);
  return [
    `Ran ${formatElapsed(elapsedMs)}, topology ${topology}, durability ${durability}.`,
    `Orders: ${formatCount(orders.submitted)} submitted, ${formatCount(orders.filled)} filled, ${formatCount(orders.cancelled)} cancelled, ` +
      `${formatCount(orders.expired)} expired, ${formatCount(orders.denied)} denied, ${formatCount(orders.rejected)} rejected, ${formatCount(orders.open)} open.`,
    `Fills: ${formatCount(orders.fills)}. P&L: ${formatMoney(realised)} realised, ${formatMoney(unrealised)} unrealised over ${positions.length} positions.`,
    `Journal: ${formatBytes(journal.writtenBytes)} on disk, ${formatBytes(journal.lagBytes)} behind.`,
    ...latencyLines(figures),
    ...columns(stallRows(figures)),
  ];
}
