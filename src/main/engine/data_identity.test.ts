import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadConfiguration } from '../configuration/load.ts';
import { conflictOf, identityOf } from './data_identity.ts';

const loaded = loadConfiguration();
if (!loaded.ok) throw new Error(loaded.errors.join('\n'));
const identity = identityOf(loaded.configuration);

test('the same configuration goes on, and so does one with additions', () => {
  assert.is(conflictOf(identity, identity), undefined);
  const more = { ...identity, accounts: [...identity.accounts, 'NEW'] };
  assert.is(conflictOf(identity, more), undefined);
});

test('a name at another place is refused with both names', () => {
  const swapped = { ...identity, instruments: identity.instruments.toReversed() };
  assert.match(conflictOf(identity, swapped) ?? '', /instruments\[0\] of the data directory is "AAPL/);
});

test('a removed name is refused', () => {
  const fewer = { ...identity, sessions: [] };
  assert.match(conflictOf(identity, fewer) ?? '', /sessions\[0\].*nothing there/);
});

test('another tick is another instrument', () => {
  const first = identity.instruments[0]!.replace(/tick \d+/, 'tick 7');
  const changed = { ...identity, instruments: [first, ...identity.instruments.slice(1)] };
  assert.match(conflictOf(identity, changed) ?? '', /tick 7/);
});

test.run();
