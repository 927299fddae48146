/** Parsers of option values. A wrong one is told as what was expected, like a configuration key. */

import { InvalidArgumentError } from 'commander';
import { DURATION_FORM, parseDurationNs } from '../configuration/quantities.ts';

export function durationArgument(text: string): number {
  const ns = parseDurationNs(text);
  if (ns === undefined || ns === 0) throw new InvalidArgumentError(`Expected ${DURATION_FORM}.`);
  return ns;
}

export function wholeArgument(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= low && value <= high)) {
      throw new InvalidArgumentError(`Expected a whole number from ${low} to ${high}.`);
    }
    return value;
  };
}

/** How many times as fast as recorded. */
export function speedArgument(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (!(value >= 0.001 && value <= 1_000)) {
    throw new InvalidArgumentError('Expected how many times as fast as recorded, from 0.001 to 1000.');
  }
  return value;
}
