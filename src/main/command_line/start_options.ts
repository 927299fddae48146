/** Options of `sluice start`: those that stand for configuration keys, and those of this run only. */

import { type Command, Option } from 'commander';
import type { Override } from '../configuration/load.ts';
import { durationArgument, speedArgument, wholeArgument } from './arguments.ts';

export interface StartRequest {
  readonly configFile: string | undefined;
  readonly overrides: readonly Override[];
  /** undefined: until told to stop. */
  readonly durationNs: number | undefined;
  /** Where the final figures go as JSON. */
  readonly reportFile: string | undefined;
  /** Recorded messages to play into the embedded exchange. */
  readonly marketDataFile: string | undefined;
  /** Times as fast as recorded. */
  readonly speed: number;
}

interface RawOptions {
  readonly config?: string;
  readonly data?: string;
  readonly duration?: number;
  readonly report?: string;
  readonly marketData?: string;
  readonly speed: number;
  readonly topology?: string;
  readonly durability?: string;
  readonly demo: boolean;
  readonly port?: number;
}

export function addStartOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'configuration; without one, the defaults')
    .option('--data <directory>', 'data directory (log.directory)')
    .option('--duration <time>', 'stop after this long, such as 10s', durationArgument)
    .option('--report <file>', 'write the final figures as JSON')
    .option(
      '--market-data <[venue=]file>',
      'play a recorded Nasdaq ITCH 5.0 file, or a capture of such a feed, at the venue, or at the first',
    )
    .addOption(new Option('--speed <times>', 'how many times as fast as recorded').argParser(speedArgument).default(1))
    .addOption(new Option('--topology <name>', 'engine.topology').choices(['auto', 'shared', 'dedicated', 'single']))
    .addOption(new Option('--durability <level>', 'log.durability').choices(['none', 'process', 'disk']))
    .option('--no-demo', 'without the demo trader')
    .option('--port <port>', 'FIX port (fix.port); 0: any free one', wholeArgument(0, 65_535));
}

export function startRequest(options: object): StartRequest {
  const raw = options as RawOptions;
  const overrides = [
    override('--data', 'log.directory', raw.data),
    override('--topology', 'engine.topology', raw.topology),
    override('--durability', 'log.durability', raw.durability),
    override('--no-demo', 'demo.enabled', raw.demo ? undefined : false),
    override('--port', 'fix.port', raw.port),
  ];
  return {
    configFile: raw.config,
    overrides: overrides.flat(),
    durationNs: raw.duration,
    reportFile: raw.report,
    marketDataFile: raw.marketData,
    speed: raw.speed,
  };
}

function override(option: string, key: string, value: unknown): Override[] {
  return value === undefined ? [] : [{ option, key, value }];
}
