/** The table of docs/order_states.md, from the data: `node test/order_states_page.ts` writes it. */

import { readFileSync, writeFileSync } from 'node:fs';
import { FrontEvent } from '../src/workers/model/front_event.ts';
import { ReasonCode } from '../src/workers/model/reason.ts';
import { LIFE_EVENTS, MEANINGS } from '../src/workers/pipeline/orders/life_event.ts';
import type { Row } from '../src/workers/pipeline/orders/state_rows.ts';
import * as table from '../src/workers/pipeline/orders/state_table.ts';

export const PAGE = new URL('../docs/order_states.md', import.meta.url);
const BEGIN = '<!-- table: made by test/order_states_page.ts -->\n';
const END = '<!-- end of table -->';

/** What a client is told of what the front stage found; of an order that nobody else works `ORDER_ACCEPTED` is not told. */
export const TOLD: Readonly<Partial<Record<FrontEvent, string>>> = {
  [FrontEvent.ORDER_DENIED]: 'report Rejected',
  [FrontEvent.ORDER_REJECTED]: 'report Rejected',
  [FrontEvent.ORDER_ACKNOWLEDGED]: 'report New',
  [FrontEvent.ORDER_TRIGGERED]: 'report Triggered',
  [FrontEvent.ORDER_FILLED]: 'report Trade',
  [FrontEvent.LATE_FILL]: 'report Trade',
  [FrontEvent.TRADE_CANCELLED]: 'report Trade cancel',
  [FrontEvent.ORDER_CANCELLED]: 'report Cancelled',
  [FrontEvent.ORDER_EXPIRED]: 'report Expired',
  [FrontEvent.ORDER_REPLACED]: 'report Replaced',
  [FrontEvent.STATUS_REPORTED]: 'report Order status',
  [FrontEvent.STATUS_DENIED]: 'report Order status',
  [FrontEvent.CANCEL_DENIED]: 'cancel reject',
  [FrontEvent.CANCEL_REFUSED]: 'cancel reject',
  [FrontEvent.REPLACE_DENIED]: 'cancel reject (of a replace)',
  [FrontEvent.REPLACE_REFUSED]: 'cancel reject (of a replace)',
};

/** A worked order is open when it is accepted, and told so then. */
export const TOLD_OF_WORKED = 'report New';

/** Parts of a row of the page; `states` share it. */
interface Line {
  readonly states: number[];
  readonly next: string;
  readonly told: string;
  readonly reason: string;
}

/** The whole table: of each event what it means, and its decisions. */
export function tableMarkdown(): string {
  const parts = LIFE_EVENTS.map((event) => {
    const name = table.eventName(event);
    const lines = linesOf(event).map(({ states, next, told, reason }) => {
      return `| ${statesText(states)} | ${next} | ${told} | ${reason} |`;
    });
    const head = '| state | next | told | found, reason |\n| --- | --- | --- | --- |';
    const proofs = [...new Set(table.STATES.map((state) => table.rowOf(state, event).impossible ?? ''))].filter(
      Boolean,
    );
    const proof = proofs.length === 0 ? '' : `\n\nCannot happen: ${proofs.join(' ')}`;
    return `### ${name}\n\n${capital(MEANINGS[name])}.\n\n${[head, ...lines].join('\n')}${proof}\n`;
  });
  return parts.join('\n');
}

/** States of one decision together, in the order of the table. */
function linesOf(event: number): Line[] {
  const lines = new Map<string, Line>();
  for (const state of table.STATES) {
    const row = table.rowOf(state, event as (typeof LIFE_EVENTS)[number]);
    const cell = table.STATE_TABLE[(event << table.STATES_BITS) | state]!;
    const line = { next: nextText(state, cell, row), told: toldText(row, cell), reason: reasonText(row) };
    const key = JSON.stringify(line);
    const known = lines.get(key);
    if (known === undefined) lines.set(key, { states: [state], ...line });
    else known.states.push(state);
  }
  return [...lines.values()];
}

function nextText(state: number, cell: number, row: Row): string {
  if (row.impossible !== undefined) return 'cannot happen';
  const next = table.nextOf(cell);
  if (next === state) return 'stays';
  if (table.baseOf(next) === 0) return table.stateName(next);
  const { base, cancel, replace } = row.to!;
  const changes = [];
  if (base !== undefined) changes.push(table.stateName(table.openState(base, 0, 0)));
  if (cancel !== undefined)
    changes.push(cancel === 0 ? '- its cancel' : table.stateName(table.openState(2, cancel, 0)).slice(4));
  if (replace !== undefined) changes.push(replace ? '+ replace' : '- replace');
  return changes.join(', ');
}

function toldText(row: Row, cell: number): string {
  if (row.impossible !== undefined || row.untold === true) return '';
  const isNewWorked = row.event === FrontEvent.ORDER_ACCEPTED && table.baseOf(table.nextOf(cell)) === 2;
  const told = isNewWorked ? TOLD_OF_WORKED : TOLD[row.event];
  const lost = [
    (cell & table.Cell.CANCEL_LOST) === 0 ? '' : 'cancel reject of the cancel, where a client asked',
    (cell & table.Cell.REPLACE_LOST) === 0 ? '' : 'cancel reject of the replace',
  ];
  return [told ?? '', ...lost].filter(Boolean).join('; ');
}

function reasonText(row: Row): string {
  if (row.impossible !== undefined) return '';
  const name = (codes: object, code: number): string => Object.entries(codes).find(([, value]) => value === code)![0];
  const reason = row.isRisks === true ? 'risk’s' : row.reason === undefined ? '' : name(ReasonCode, row.reason);
  return reason === '' ? name(FrontEvent, row.event) : `${name(FrontEvent, row.event)}: ${reason}`;
}

/** As many as can be named at once. */
function statesText(states: readonly number[]): string {
  const left = new Set(states);
  const take = (all: readonly number[], text: string): string[] => {
    if (all.length === 0 || !all.every((state) => left.has(state))) return [];
    for (const state of all) left.delete(state);
    return [text];
  };
  const open = table.OPEN_STATES;
  const isAny = (): boolean => true;
  const bases = [[isAny, 'open'], ...[1, 2, 3].map((base) => [baseIs(base), table.stateName(base)] as const)] as const;
  const cancels = [
    [isAny, ''],
    [cancelIs(0), ', no cancel'],
    [(state: number) => table.cancelOf(state) !== 0, ', any cancel'],
    ...[1, 2, 3].map((cancel) => [cancelIs(cancel), table.stateName(table.openState(2, cancel, 0)).slice(3)] as const),
  ] as const;
  const replaces = [
    [isAny, ''],
    [(state: number) => !table.isReplaceIn(state), ', no replace'],
    [table.isReplaceIn, ' + replace'],
  ] as const;
  const texts = [...take([table.NEVER_WAS], table.stateName(table.NEVER_WAS)), ...take(table.ENDED_STATES, 'ended')];
  for (const [isBase, base] of bases) {
    for (const [isCancel, cancel] of cancels) {
      for (const [isReplace, replace] of replaces) {
        const all = open.filter((state) => isBase(state) && isCancel(state) && isReplace(state));
        texts.push(...take(all, `${base}${cancel}${replace}`));
      }
    }
  }
  return [...texts, ...[...left].map(table.stateName)].join('<br>');
}

function baseIs(base: number): (state: number) => boolean {
  return (state) => table.baseOf(state) === base;
}

function cancelIs(cancel: number): (state: number) => boolean {
  return (state) => table.cancelOf(state) === cancel;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The page with the table as it should be. */
export function withTable(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error('docs/order_states.md has lost the marks around its table');
  return `${page.slice(0, begin + BEGIN.length)}\n${tableMarkdown()}\n${page.slice(end)}`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8')));
}
