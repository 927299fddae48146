/** Local time of the zones of the time zone database, as this runtime has it. */

const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  return format;
}

/** How far clocks of the zone are ahead of UTC at that time. */
export function offsetMinutes(timeZone: string, ms: number): number {
  const name = formatOf(timeZone)
    .formatToParts(ms)
    .find(({ type }) => type === 'timeZoneName')!.value;
  const parts = /^GMT(?:(?<sign>[+-])(?<hours>\d\d):(?<minutes>\d\d))?/.exec(name)?.groups;
  if (parts?.sign === undefined) return 0;
  return Number(`${parts.sign}1`) * (Number(parts.hours) * 60 + Number(parts.minutes));
}

/** What clocks of the zone show at that time, counted as if they showed UTC: ms since 1970. */
export function localMs(timeZone: string, ms: number): number {
  return ms + offsetMinutes(timeZone, ms) * 60_000;
}

/**
 * When clocks of the zone show `local`, counted as above: ms since 1970. Of a time that they show twice the first; one that
 * they jump over comes as much later as they jump.
 */
export function instantOf(timeZone: string, local: number): number {
  const before = local - offsetMinutes(timeZone, local - DAY_MS) * 60_000;
  if (localMs(timeZone, before) === local) return before;
  const after = local - offsetMinutes(timeZone, local + DAY_MS) * 60_000;
  return localMs(timeZone, after) === local ? after : before;
}
