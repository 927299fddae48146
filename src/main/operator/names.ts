/** Names of the configuration as the engine's numbers: each is a place in its list, or a sentence that says what is known. */

import { EVERY_VENUE } from '../../workers/model/trading_phase.ts';
import type { Configuration } from '../configuration/configuration.ts';

const MOST_NAMES = 10;
/** Names every venue, where none is called so. */
const ALL = 'all';

export class Names {
  readonly #configuration: Configuration;

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  session(session: string): number | string {
    const { sessions } = this.#configuration.fix;
    return indexIn(
      sessions.map(({ targetCompId }) => targetCompId),
      'session',
      session,
    );
  }

  account(account: string): number | string {
    const { accounts } = this.#configuration;
    return indexIn(
      accounts.map(({ name }) => name),
      'account',
      account,
    );
  }

  strategy(strategy: string): number | string {
    return indexIn(this.#configuration.strategies, 'strategy', strategy);
  }

  /** EVERY_VENUE for `all`. */
  venue(venue: string): number | string {
    const names = this.#configuration.venues.map(({ name }) => name);
    return venue === ALL && !names.includes(ALL) ? EVERY_VENUE : indexIn(names, 'venue', venue);
  }

  instrument(symbol: string): number | string {
    const { instruments } = this.#configuration;
    return indexIn(
      instruments.map((instrument) => instrument.symbol),
      'symbol',
      symbol,
    );
  }
}

function indexIn(names: readonly string[], kind: string, name: string): number | string {
  const index = names.indexOf(name);
  return index >= 0 ? index : `unknown ${kind} ${JSON.stringify(name)}: expected ${list(names)}`;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `one of ${names.length}, such as ${shown}` : shown;
}
