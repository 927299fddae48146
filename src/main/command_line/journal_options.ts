/** Options of `sluice journal`: which events to print. */

import type { Command } from 'commander';
import { wholeArgument } from './arguments.ts';

/** All that are given must hold. */
export interface JournalFilter {
  /** An order id, or a ClOrdID. */
  readonly order: string | undefined;
  readonly instrument: string | undefined;
  /** A name of RecordType, upper case. */
  readonly type: string | undefined;
  readonly fromSequence: number;
  readonly toSequence: number;
}

interface RawOptions {
  readonly order?: string;
  readonly instrument?: string;
  readonly type?: string;
  readonly from?: number;
  readonly to?: number;
}

const sequence = wholeArgument(0, Number.MAX_SAFE_INTEGER);

export function addJournalOptions(command: Command): Command {
  return command
    .option('--order <id>', 'only this order: order id or ClOrdID')
    .option('--instrument <symbol>', 'only this instrument')
    .option('--type <name>', 'only this type of record, such as NEW_ORDER')
    .option('--from <sequence>', 'first stream sequence', sequence)
    .option('--to <sequence>', 'last stream sequence', sequence);
}

export function journalFilter(options: object): JournalFilter {
  const { order, instrument, type, from, to } = options as RawOptions;
  return {
    order,
    instrument,
    type: type?.toUpperCase().replaceAll('-', '_'),
    fromSequence: from ?? 0,
    toSequence: to ?? Number.MAX_SAFE_INTEGER,
  };
}
