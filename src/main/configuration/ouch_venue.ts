/** A venue's table `ouch`: the logins of its pool. */

import type { Decimal } from 'decimal.js';
import { z } from 'zod';
import { key, ouchLogin } from './fields.ts';

const MOST_LOGINS = 16;
const SYMBOL_CHARACTERS = 8;
/** OUCH prices have four decimals. */
const PRICE_UNITS = 10_000;
const DEFAULT_LOGINS = ['SLUICE:SLUICE', 'SLUIC2:SLUICE'];

export const ouchVenue = z.strictObject({
  logins: key(
    z.array(ouchLogin(), { error: 'a list of USER:PASSWORD' }).min(1, 'at least one').max(MOST_LOGINS),
    DEFAULT_LOGINS,
    'The pool, as `USER:PASSWORD`: a connection each, and an order keeps to the one that entered it.',
  ),
});

export interface OuchLoginConfiguration {
  readonly username: string;
  readonly password: string;
}

export function loginsOf(form: z.output<typeof ouchVenue> | undefined): OuchLoginConfiguration[] {
  return (form?.logins ?? DEFAULT_LOGINS).map((login) => {
    const [username, password] = login.split(':') as [string, string];
    return { username, password };
  });
}

interface VenueForm {
  readonly address: string;
  readonly feed: string;
  readonly ouch?: z.output<typeof ouchVenue> | undefined;
}

interface InstrumentForms {
  readonly instruments: readonly { readonly symbol: string; readonly tickSize?: Decimal | undefined }[];
  readonly instrumentDefaults: { readonly tickSize: Decimal };
}

/** What does not fit, as key, value and what was expected. */
export function ouchProblems(
  { address, feed, ouch }: VenueForm,
  { instruments, instrumentDefaults }: InstrumentForms,
): Array<readonly [key: string, value: unknown, expected: string]> {
  const problems: Array<readonly [string, unknown, string]> = [];
  const isEmbedded = address === 'embedded';
  if (!isEmbedded && ouch === undefined) problems.push(['ouch', undefined, 'a table with logins']);
  if (!isEmbedded && (feed === 'orders' || feed === 'auto')) {
    problems.push(['feed', feed, "none, ring or a feed's address, since no quotes come over OUCH"]);
  }
  const names = loginsOf(ouch).map(({ username }) => username.toUpperCase());
  if (new Set(names).size < names.length) problems.push(['ouch.logins', names.join(', '), 'each user once']);
  for (const { symbol, tickSize } of instruments) {
    if (
      symbol.length > SYMBOL_CHARACTERS ||
      !(tickSize ?? instrumentDefaults.tickSize).times(PRICE_UNITS).isInteger()
    ) {
      problems.push(['protocol', 'ouch', `symbols of 8 characters and ticks of whole 0.0001, unlike ${symbol}`]);
    }
  }
  return problems;
}
