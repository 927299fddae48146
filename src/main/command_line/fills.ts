/** `sluice fills`: fills that a running engine keeps apart, because nobody knows whose they are. */

import { columns, formatCount } from '../live_view/text.ts';
import { askEngine } from '../operator/ask_engine.ts';
import type { FillView } from '../operator/fill_view.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import type { Console } from './console.ts';
import { NOT_RUNNING } from './status.ts';

export interface FillsOptions {
  readonly json: boolean;
}

export async function fills(directory: string, { json }: FillsOptions, console: Console): Promise<number> {
  const answer = await askEngine(directory, { action: 'fills' });
  if (answer === undefined) {
    console.error(`${directory}: no engine runs here`);
    return NOT_RUNNING;
  }
  if (!answer.ok || !('fills' in answer)) {
    console.error(answer.ok ? 'the engine answered something else' : answer.error);
    return ExitCode.USAGE;
  }
  for (const line of json ? answer.fills.map((fill) => JSON.stringify(fill)) : tableLines(answer.fills)) {
    console.print(line);
  }
  return ExitCode.OK;
}

const HEAD = ['fill', 'venue', 'symbol', 'side', 'quantity', 'price', 'account', 'order there', 'corrected', 'command'];

function tableLines(views: readonly FillView[]): string[] {
  const rows = views.map((view) => [
    String(view.fill),
    view.venue,
    view.symbol ?? '?',
    view.side ?? '?',
    formatCount(view.quantity),
    String(view.price),
    view.account ?? '',
    view.venueOrderId === undefined ? '' : String(view.venueOrderId),
    view.corrections === undefined ? '' : `${view.corrections} times`,
    String(view.command),
  ]);
  const title = `${formatCount(views.length)} fill${views.length === 1 ? '' : 's'} kept apart`;
  return views.length === 0 ? [title] : [...columns([HEAD, ...rows]), title];
}
