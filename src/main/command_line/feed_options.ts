/** Options of `sluice feed`. */

import { type Command, Option } from 'commander';
import { durationArgument, wholeArgument } from './arguments.ts';

export interface FeedRequest {
  readonly address: string;
  /** Whose books to show; none: those of the largest volume. */
  readonly symbols: readonly string[];
  readonly most: number;
  readonly everyNs: number;
  readonly durationNs: number | undefined;
}

interface RawOptions {
  readonly symbols?: string;
  readonly top: number;
  readonly every: number;
  readonly duration?: number;
}

const DEFAULT_TOP = 10;
const DEFAULT_EVERY_NS = 1e9;

export function addFeedOptions(command: Command): Command {
  return command
    .argument(
      '<address>',
      'mold://HOST:PORT[?b=HOST:PORT][&requests=HOST:PORT][&session=NAME][&from=SEQUENCE], or soup://USER:PASSWORD@HOST:PORT',
    )
    .option('--symbols <list>', 'show the books of these, such as AAPL,MSFT')
    .addOption(
      new Option('--top <books>', 'without --symbols: so many books, of the largest volume')
        .argParser(wholeArgument(0, 1_000))
        .default(DEFAULT_TOP),
    )
    .addOption(
      new Option('--every <time>', 'how often to show them')
        .argParser(durationArgument)
        .default(DEFAULT_EVERY_NS, '1s'),
    )
    .option('--duration <time>', 'stop after this long, such as 10s', durationArgument);
}

export function feedRequest(address: string, options: object): FeedRequest {
  const { symbols, top, every, duration } = options as RawOptions;
  return {
    address,
    symbols: symbols === undefined ? [] : symbols.split(',').map((symbol) => symbol.trim()),
    most: top,
    everyNs: every,
    durationNs: duration,
  };
}
