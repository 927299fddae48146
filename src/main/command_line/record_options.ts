/** Options of `sluice record`. */

import { type Command, InvalidArgumentError } from 'commander';
import { parseSizeBytes } from '../configuration/quantities.ts';
import { durationArgument } from './arguments.ts';

export interface RecordRequest {
  readonly address: string;
  readonly file: string;
  /** undefined: one file, however long it gets. */
  readonly rotateBytes: number | undefined;
  readonly durationNs: number | undefined;
}

const LEAST_BYTES = 2 ** 16;

export function addRecordOptions(command: Command): Command {
  return command
    .argument(
      '<address>',
      'mold://HOST:PORT[?b=HOST:PORT], or soup://USER:PASSWORD@HOST:PORT[?session=NAME][&from=SEQUENCE]',
    )
    .argument('<file>', 'capture to write (pcapng, nanoseconds); one that is there is replaced')
    .option('--rotate <size>', 'go on in FILE-2, FILE-3, ... when a file has this size, such as "1 GiB"', sizeArgument)
    .option('--duration <time>', 'stop after this long, such as 10s', durationArgument);
}

export function recordRequest(address: string, file: string, options: object): RecordRequest {
  const { rotate, duration } = options as { rotate?: number; duration?: number };
  return { address, file, rotateBytes: rotate, durationNs: duration };
}

function sizeArgument(text: string): number {
  const bytes = parseSizeBytes(text);
  if (bytes === undefined || bytes < LEAST_BYTES)
    throw new InvalidArgumentError('Expected a size of at least "64 KiB".');
  return bytes;
}
