/** Runs a command line and ends with its exit code. */

import { processConsole } from './command_line/console.ts';
import { runProgram } from './command_line/program.ts';
import { describe, exitCodeOf } from './supervision/fault.ts';

// `sluice journal DIR | head` ends the reader first: not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  process.exitCode = await runProgram(process.argv.slice(2), processConsole);
} catch (error) {
  processConsole.error(`sluice: ${describe(error)}`);
  process.exitCode = exitCodeOf(error);
}
