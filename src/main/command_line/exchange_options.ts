/** Options of `sluice exchange`. */

import { type Command, Option } from 'commander';
import { durationArgument, speedArgument, wholeArgument } from './arguments.ts';

export interface ExchangeRequest {
  readonly configFile: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly logFolder: string | null;
  /** FILE or VENUE=FILE. */
  readonly marketData: string | null;
  readonly speed: number;
  readonly durationNs: number | undefined;
  /** Where the venues' addresses go as JSON. */
  readonly placesFile: string | null;
}

interface RawOptions {
  readonly config?: string;
  readonly host: string;
  readonly port: number;
  readonly log?: string;
  readonly marketData?: string;
  readonly speed: number;
  readonly duration?: number;
  readonly ports?: string;
}

const DEFAULT_PORT = 9881;

export function addExchangeOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'configuration: instruments and exchange; without one, the defaults')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addOption(
      new Option(
        '--port <port>',
        'port of the first venue, those after it are of the others, then of feeds and OUCH; 0: any free ones',
      )
        .argParser(wholeArgument(0, 65_535))
        .default(DEFAULT_PORT),
    )
    .option(
      '--log <directory>',
      'session log: a restart resumes sessions and orders; without it, a restart forgets them',
    )
    .option(
      '--market-data <[venue=]file>',
      'play a recorded Nasdaq ITCH 5.0 file, or a capture of such a feed, at the venue, or at the first',
    )
    .addOption(new Option('--speed <times>', 'how many times as fast as recorded').argParser(speedArgument).default(1))
    .option('--ports <file>', 'write as JSON where each venue takes orders and publishes, once all do')
    .option('--duration <time>', 'stop after this long, such as 10s', durationArgument);
}

export function exchangeRequest(options: object): ExchangeRequest {
  const raw = options as RawOptions;
  return {
    configFile: raw.config,
    host: raw.host,
    port: raw.port,
    logFolder: raw.log ?? null,
    marketData: raw.marketData ?? null,
    speed: raw.speed,
    durationNs: raw.duration,
    placesFile: raw.ports ?? null,
  };
}
