/** Options of `sluice publish`. */

import { type Command, Option } from 'commander';
import { durationArgument, speedArgument, wholeArgument } from './arguments.ts';

export interface PublishRequest {
  readonly file: string;
  readonly address: string;
  readonly speed: number;
  /** Instead of a speed. */
  readonly messagesPerSecond: number | undefined;
  readonly lingerNs: number;
}

interface RawOptions {
  readonly speed: number;
  readonly rate?: number;
  readonly linger: number;
}

const DEFAULT_LINGER_NS = 2e9;

export function addPublishOptions(command: Command): Command {
  return command
    .argument('<file>', 'recorded Nasdaq ITCH 5.0 file, or a capture')
    .argument(
      '<address>',
      'mold://HOST:PORT[?b=HOST:PORT][&requests=HOST:PORT][&session=NAME], or soup://USER:PASSWORD@HOST:PORT',
    )
    .addOption(new Option('--speed <times>', 'how many times as fast as recorded').argParser(speedArgument).default(1))
    .addOption(
      new Option('--rate <messages>', 'messages a second, whatever was recorded')
        .argParser(wholeArgument(1, 100_000_000))
        .conflicts('speed'),
    )
    .addOption(
      new Option('--linger <time>', 'how long requests are answered after the end')
        .argParser(durationArgument)
        .default(DEFAULT_LINGER_NS, '2s'),
    );
}

export function publishRequest(file: string, address: string, options: object): PublishRequest {
  const { speed, rate, linger } = options as RawOptions;
  return { file, address, speed, messagesPerSecond: rate, lingerNs: linger };
}
