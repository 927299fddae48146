/** The commands of `sluice`, each with its options; what they do is in a module of its own, loaded when it is called. */

import { readFileSync } from 'node:fs';
import { Argument, Command, CommanderError, Option } from 'commander';
import { EXIT_TEXT, ExitCode } from '../supervision/exit_code.ts';
import type { Console } from './console.ts';
import { addExchangeOptions, exchangeRequest } from './exchange_options.ts';
import { addFeedOptions, feedRequest } from './feed_options.ts';
import type { FillsOptions } from './fills.ts';
import { addJournalOptions, journalFilter } from './journal_options.ts';
import { addOrdersOptions, type OrdersOptions } from './orders_options.ts';
import { addPublishOptions, publishRequest } from './publish_options.ts';
import { addRecordOptions, recordRequest } from './record_options.ts';
import { addStartOptions, startRequest } from './start_options.ts';

const DEFAULT_DIRECTORY = 'data/sluice';

/** Runs one command line; the arguments are without node and script. */
export async function runProgram(args: readonly string[], console: Console): Promise<number> {
  let exitCode: number = ExitCode.OK;
  const program = createProgram(console, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end by an exception, too.
    return error.exitCode === 0 ? ExitCode.OK : ExitCode.USAGE;
  }
  return exitCode;
}

function createProgram(console: Console, end: (exitCode: number) => void): Command {
  const program = new Command('sluice')
    .description('A trading engine for one colocated host.')
    .version(packageVersion())
    .showHelpAfterError('(sluice --help lists commands and options)')
    .addHelpText('after', exitHelp())
    .configureOutput({
      writeOut: (text) => console.print(text.trimEnd()),
      writeErr: (text) => console.error(text.trimEnd()),
    })
    .exitOverride();
  addStart(program, console, end);
  addCheck(program, console, end);
  addStatus(program, console, end);
  addOrders(program, console, end);
  addFills(program, console, end);
  addKill(program, console, end);
  addCancel(program, console, end);
  addResetBreaker(program, console, end);
  addVenue(program, console, end);
  addAssign(program, console, end);
  addExchange(program, console, end);
  addFeed(program, console, end);
  addPublish(program, console, end);
  addRecord(program, console, end);
  addReplay(program, console, end);
  addJournal(program, console, end);
  return program;
}

function addStart(program: Command, console: Console, end: (exitCode: number) => void): void {
  const command = program.command('start', { isDefault: true }).description('run the engine until told to stop');
  addStartOptions(command).action(async (options: object) => {
    const { start } = await import('../start.ts');
    end(await start(startRequest(options), console));
  });
}

function addCheck(program: Command, console: Console, end: (exitCode: number) => void): void {
  program
    .command('check')
    .description('judge a configuration file: prints ok or every problem')
    .argument('<file>')
    .action(async (file: string) => {
      const { check } = await import('./check.ts');
      end(check(file, console));
    });
}

function addStatus(program: Command, console: Console, end: (exitCode: number) => void): void {
  program
    .command('status')
    .description('say whether an engine runs in a data directory, and how it is (exit code 3: it does not run)')
    .argument('[directory]', 'data directory', DEFAULT_DIRECTORY)
    .action(async (directory: string) => {
      const { status } = await import('./status.ts');
      end(status(directory, Date.now(), console));
    });
}

function addOrders(program: Command, console: Console, end: (exitCode: number) => void): void {
  const command = program
    .command('orders')
    .description('list the open orders of a running engine, or one of them with all that is known of it')
    .argument('[directory]', 'data directory of the running engine', DEFAULT_DIRECTORY);
  addOrdersOptions(command).action(async (directory: string, options: OrdersOptions) => {
    const { orders } = await import('./orders.ts');
    end(await orders(directory, options, console));
  });
}

function addFills(program: Command, console: Console, end: (exitCode: number) => void): void {
  program
    .command('fills')
    .description('list the fills that a running engine keeps apart, because nobody knows whose they are')
    .argument('[directory]', 'data directory of the running engine', DEFAULT_DIRECTORY)
    .option('--json', 'one JSON object a line', false)
    .action(async (directory: string, options: FillsOptions) => {
      const { fills } = await import('./fills.ts');
      end(await fills(directory, options, console));
    });
}

function addKill(program: Command, console: Console, end: (exitCode: number) => void): void {
  interface KillOptions {
    readonly account?: string;
    readonly symbol?: string;
    readonly release: boolean;
    readonly reason?: string;
  }
  program
    .command('kill')
    .description('deny new orders of everything, one account or one symbol from now on; cancels pass')
    .argument('[directory]', 'data directory of the running engine', DEFAULT_DIRECTORY)
    .addOption(new Option('--account <name>', 'orders of this account').conflicts('symbol'))
    .addOption(new Option('--symbol <symbol>', 'orders in this symbol'))
    .option('--release', 'take them again', false)
    .option('--reason <text>', 'for the log')
    .action(async (directory: string, options: KillOptions) => {
      const { operate } = await import('./operate.ts');
      end(await operate(directory, { action: 'kill', ...options }, console));
    });
}

function addCancel(program: Command, console: Console, end: (exitCode: number) => void): void {
  interface CancelOptions {
    readonly session?: string;
    readonly account?: string;
    readonly strategy?: string;
    readonly symbol?: string;
    readonly side?: 'buy' | 'sell';
    readonly reason?: string;
  }
  program
    .command('cancel')
    .description('cancel the open orders of a session, an account or a strategy, as the engine takes the command')
    .argument('[directory]', 'data directory of the running engine', DEFAULT_DIRECTORY)
    .option('--session <name>', 'orders of this session (its CompID)')
    .option('--account <name>', 'orders of this account, whichever session sent them unless one is named')
    .option('--strategy <name>', 'orders of this strategy, likewise')
    .option('--symbol <symbol>', 'of those, only orders in this symbol')
    .addOption(new Option('--side <side>', 'of those, only this side').choices(['buy', 'sell']))
    .option('--reason <text>', 'for the log')
    .action(async (directory: string, options: CancelOptions) => {
      const { operate } = await import('./operate.ts');
      end(await operate(directory, { action: 'cancel', ...options }, console));
    });
}

function addResetBreaker(program: Command, console: Console, end: (exitCode: number) => void): void {
  program
    .command('reset-breaker')
    .description('close the circuit breaker of a symbol before its cool-down is over')
    .argument('<symbol>')
    .argument('[directory]', 'data directory of the running engine', DEFAULT_DIRECTORY)
    .option('--reason <text>', 'for the log')
    .action(async (symbol: string, directory: string, options: { reason?: string }) => {
      const { operate } = await import('./operate.ts');
      end(await operate(directory, { action: 'reset-breaker', symbol, ...options }, console));
    });
}

function addVenue(program: Command, console: Console, end: (exitCode: number) => void): void {
  type Change = 'halt' | 'resume' | 'open' | 'close';
  interface VenueOptions {
    readonly symbol?: string;
    readonly reason?: string;
  }
  program
    .command('venue')
    .description('halt a venue or a symbol there, resume it, or open or close the venue; cancels pass')
    .argument('<name>', 'of the venue, or `all`')
    .addArgument(
      new Argument('<change>', 'open and close hold until the next change of the calendar').choices([
        'halt',
        'resume',
        'open',
        'close',
      ]),
    )
    .argument('[directory]', 'data directory of the running engine', DEFAULT_DIRECTORY)
    .option('--symbol <symbol>', 'with halt and resume: this symbol alone')
    .option('--reason <text>', 'for the log')
    .action(async (venue: string, change: Change, directory: string, options: VenueOptions) => {
      const { operate } = await import('./operate.ts');
      end(await operate(directory, { action: 'venue', venue, change, ...options }, console));
    });
}

function addAssign(program: Command, console: Console, end: (exitCode: number) => void): void {
  interface AssignOptions {
    readonly account?: string;
    readonly strategy?: string;
    readonly symbol?: string;
    readonly side?: 'buy' | 'sell';
    readonly reject: boolean;
    readonly reason?: string;
  }
  program
    .command('assign')
    .description('say whose a fill is that is kept apart, because no order of its is known')
    .argument('<fill>', 'its number: requestId of FILL_SUSPENDED in `sluice journal --verbose`', Number)
    .argument('[directory]', 'data directory of the running engine', DEFAULT_DIRECTORY)
    .addOption(new Option('--account <name>', 'book it to this account').conflicts('reject'))
    .option('--strategy <name>', 'of that account')
    .option('--symbol <symbol>', 'where the venue did not say')
    .addOption(new Option('--side <side>', 'where the venue did not say').choices(['buy', 'sell']))
    .option('--reject', 'it is none of ours: drop it', false)
    .option('--reason <text>', 'for the log')
    .action(async (fill: number, directory: string, options: AssignOptions) => {
      const { operate } = await import('./operate.ts');
      end(await operate(directory, { action: 'assign', fill, ...options }, console));
    });
}

function addExchange(program: Command, console: Console, end: (exitCode: number) => void): void {
  const command = program.command('exchange').description('run the simulated exchange as a process of its own');
  addExchangeOptions(command).action(async (options: object) => {
    const { runExchangeCommand } = await import('../exchange/run_exchange_command.ts');
    end(await runExchangeCommand(exchangeRequest(options), console));
  });
}

function addFeed(program: Command, console: Console, end: (exitCode: number) => void): void {
  const command = program
    .command('feed')
    .description('build the books of a market data feed or file, and show them with gaps and rates');
  addFeedOptions(command).action(async (address: string, options: object) => {
    const { runFeedCommand } = await import('../market_data/run_feed_command.ts');
    end(await runFeedCommand(feedRequest(address, options), console, process.stdout));
  });
}

function addPublish(program: Command, console: Console, end: (exitCode: number) => void): void {
  const command = program
    .command('publish')
    .description('play a recorded file onto the network, as an exchange does over MoldUDP64 or SoupBinTCP');
  addPublishOptions(command).action(async (file: string, address: string, options: object) => {
    const { runPublishCommand } = await import('../market_data/run_publish_command.ts');
    end(await runPublishCommand(publishRequest(file, address, options), console));
  });
}

function addRecord(program: Command, console: Console, end: (exitCode: number) => void): void {
  const command = program
    .command('record')
    .description('write what a market data feed sends into a capture, with the times of receipt');
  addRecordOptions(command).action(async (address: string, file: string, options: object) => {
    const { runRecordCommand } = await import('../market_data/run_record_command.ts');
    end(await runRecordCommand(recordRequest(address, file, options), console));
  });
}

function addReplay(program: Command, console: Console, end: (exitCode: number) => void): void {
  program
    .command('replay')
    .description('run a journal through the engines again and say whether they give what they gave live')
    .argument('[directory]', 'data directory', DEFAULT_DIRECTORY)
    .option('--from-snapshot', 'start from the newest snapshot, not from the beginning', false)
    .option('--sections', 'compare every section that the event log has: names the first command that differs', false)
    .action(async (directory: string, { fromSnapshot, sections }: { fromSnapshot: boolean; sections: boolean }) => {
      const { replay } = await import('../replay.ts');
      end(replay({ directory, fromSnapshot, sections }, console));
    });
}

function addJournal(program: Command, console: Console, end: (exitCode: number) => void): void {
  const command = program
    .command('journal')
    .description('print the commands of a journal, one a line')
    .argument('[directory]', 'data directory', DEFAULT_DIRECTORY);
  addJournalOptions(command)
    .option('-v, --verbose', 'with what each stage made of the command', false)
    .option('--json', 'one JSON object a line', false)
    .action(async (directory: string, options: { verbose: boolean; json: boolean }) => {
      const { printJournal } = await import('../journal/print_journal.ts');
      const { verbose, json } = options;
      end(printJournal({ directory, filter: journalFilter(options), verbose, json }, console));
    });
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function exitHelp(): string {
  const lines = Object.entries(EXIT_TEXT).map(([code, text]) => `  ${code.padEnd(4)} ${text}`);
  return `\nExit codes:\n${lines.join('\n')}`;
}
