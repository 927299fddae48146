/**
 * What a data directory's numbers mean. The journal names instruments, accounts, strategies, venues and sessions by their
 * place in the configuration, so a later start must find the same names at the same places: it may add at the end.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../configuration/configuration.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { Fault } from '../supervision/fault.ts';

const FILE = 'identity.json';

/** By kind, in order. An instrument's tick and lot belong to its name: prices and quantities are counted in them. */
export type DataIdentity = Readonly<
  Record<'instruments' | 'accounts' | 'strategies' | 'venues' | 'sessions', string[]>
>;

export function identityOf({ instruments, accounts, strategies, venues, fix }: Configuration): DataIdentity {
  return {
    instruments: instruments.map(
      ({ symbol, tickSizeMantissa, tickSizeExponent, lotSize }) =>
        `${symbol}, tick ${tickSizeMantissa}e${tickSizeExponent}, lot ${lotSize}`,
    ),
    accounts: accounts.map(({ name }) => name),
    strategies: [...strategies],
    venues: venues.map(({ name }) => name),
    sessions: fix.sessions.map(({ targetCompId }) => targetCompId),
  };
}

/** Why `now` cannot go on in a directory made with `before`; undefined where it can. */
export function conflictOf(before: DataIdentity, now: DataIdentity): string | undefined {
  for (const kind of Object.keys(before) as (keyof DataIdentity)[]) {
    for (const [place, name] of before[kind].entries()) {
      const found = now[kind][place];
      if (found === name) continue;
      return `${kind}[${place}] of the data directory is "${name}", the configuration has ${
        found === undefined ? 'nothing there' : `"${found}"`
      }: keep the order, add at the end, disable instead of removing, or use another data directory`;
    }
  }
  return undefined;
}

/** Throws a configuration Fault where the directory was made with other numbers; otherwise it now has these. */
export function claimIdentity(configuration: Configuration): void {
  const path = join(configuration.log.directory, FILE);
  const now = identityOf(configuration);
  const before = read(path);
  const conflict = before === undefined ? undefined : conflictOf(before, now);
  if (conflict !== undefined) throw new Fault(ExitCode.CONFIGURATION, conflict);
  writeFileSync(path, `${JSON.stringify(now, null, 2)}\n`);
}

function read(path: string): DataIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as DataIdentity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
