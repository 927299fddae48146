/** `sluice check FILE`: is it a configuration? */

import { loadConfiguration } from '../configuration/load.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import type { Console } from './console.ts';

export function check(file: string, console: Console): ExitCode {
  const result = loadConfiguration(file);
  if (!result.ok) {
    for (const error of result.errors) console.error(error);
    return ExitCode.CONFIGURATION;
  }
  const { fix, instruments, accounts, venues } = result.configuration;
  const counts = `${instruments.length} instruments, ${accounts.length} accounts, ${venues.length} venues`;
  console.print(`${file}: ok (${counts}, ${fix.sessions.length} FIX sessions)`);
  return ExitCode.OK;
}
