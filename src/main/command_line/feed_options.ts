/** Options of `sluice feed`. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { durationArgument, wholeArgument } from './arguments.ts';

export interface FeedRequest {
  /** Of a feed on the network, or a file. */
  readonly address: string;
  /** Whose books to show; none: those of the largest volume. */
  readonly symbols: readonly string[];
  readonly most: number;
  /** Of each side; undefined: the best of a feed, five of a file. */
  readonly levels: number | undefined;
  readonly everyNs: number;
  /** Time of day at which a file is no longer read. */
  readonly untilNs: number | undefined;
  readonly durationNs: number | undefined;
}

interface RawOptions {
  readonly symbols?: string;
  readonly top: number;
  readonly levels?: number;
  readonly until?: number;
  readonly every: number;
  readonly duration?: number;
}

const DEFAULT_TOP = 10;
const DEFAULT_EVERY_NS = 1e9;
const MOST_LEVELS = 1_000;
const NS_PER_SECOND = 1e9;

export function addFeedOptions(command: Command): Command {
  return command
    .argument(
      '<address>',
      'mold://HOST:PORT[?b=HOST:PORT][&requests=HOST:PORT][&session=NAME][&from=SEQUENCE], or soup://USER:PASSWORD@HOST:PORT, or a Nasdaq ITCH 5.0 file or capture',
    )
    .option('--symbol, --symbols <list>', 'show the books of these, such as AAPL,MSFT')
    .addOption(
      new Option('--top <books>', 'without --symbols: so many books, of the largest volume')
        .argParser(wholeArgument(0, 1_000))
        .default(DEFAULT_TOP),
    )
    .option('--levels <count>', 'levels of each side of a book', wholeArgument(1, MOST_LEVELS))
    .option('--until <time>', 'stop a file before its first message of this time of its day, HH:MM:SS', timeArgument)
    .addOption(
      new Option('--every <time>', 'how often to show them')
        .argParser(durationArgument)
        .default(DEFAULT_EVERY_NS, '1s'),
    )
    .option('--duration <time>', 'stop after this long, such as 10s', durationArgument);
}

export function feedRequest(address: string, options: object): FeedRequest {
  const { symbols, top, levels, every, until, duration } = options as RawOptions;
  return {
    address,
    symbols: symbols === undefined ? [] : symbols.split(',').map((symbol) => symbol.trim()),
    most: top,
    levels,
    untilNs: until,
    everyNs: every,
    durationNs: duration,
  };
}

function timeArgument(text: string): number {
  const parts = /^(\d\d):(\d\d):(\d\d)$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts[0]! > 23 || parts[1]! > 59 || parts[2]! > 59) {
    throw new InvalidArgumentError('Expected a time of day as HH:MM:SS.');
  }
  return (parts[0]! * 3600 + parts[1]! * 60 + parts[2]!) * NS_PER_SECOND;
}
