/** What each thread of this process has cost, from /proc: figures that a busy machine does not spoil. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of /proc are hundredths of a second on every Linux that Node runs on. */
const TICK_US = 10_000;
/** Fields behind the name. */
const STAT_USER = 11;
const STAT_SYSTEM = 12;

export interface ThreadTime {
  readonly id: string;
  readonly name: string;
  readonly userUs: number;
  readonly systemUs: number;
}

export function threadTimes(): ThreadTime[] {
  return readdirSync('/proc/self/task').flatMap((id) => {
    try {
      const stat = readFileSync(`/proc/self/task/${id}/stat`, 'utf8');
      const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const at = (field: number): number => Number(fields[field]) * TICK_US;
      return [{ id, name, userUs: at(STAT_USER), systemUs: at(STAT_SYSTEM) }];
    } catch {
      // It has ended since the folder was read.
      return [];
    }
  });
}

/** Microseconds of each thread since `before`, by `count`; those that did nothing are left out. */
export function formatThreadTimes(before: readonly ThreadTime[], count: number): string {
  let total = 0;
  const cells = threadTimes().flatMap(({ id, name, userUs, systemUs }) => {
    const start = before.find((thread) => thread.id === id);
    const user = (userUs - (start?.userUs ?? 0)) / count;
    const system = (systemUs - (start?.systemUs ?? 0)) / count;
    total += user + system;
    return user + system < 0.05 ? [] : [`${name} ${user.toFixed(2)}+${system.toFixed(2)}`];
  });
  return `${cells.join(', ')}; together ${total.toFixed(2)}`;
}
