/** `sluice status`: is an engine running in this directory, and how is it? */

import { renderSummary } from '../live_view/render.ts';
import { formatElapsed } from '../live_view/text.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import type { Console } from './console.ts';
import { readStatus, type Status } from './status_file.ts';

/** The file is written once a second: older than this, the engine hangs or is gone. */
const STALE_MS = 5_000;

/** Exit code as systemd and the LSB have it for a service that does not run. */
export const NOT_RUNNING = 3;

export function status(directory: string, nowMs: number, console: Console): number {
  const last = readStatus(directory);
  if (last === undefined) {
    console.print(`${directory}: no engine has run here`);
    return NOT_RUNNING;
  }
  const ageMs = Math.max(0, nowMs - last.writtenMs);
  console.print(`${directory}: ${stateText(last, ageMs)}`);
  const { halted } = last.figures;
  if (halted.length > 0) console.print(`kill switch engaged for ${halted.join(', ')}`);
  for (const line of renderSummary(last.figures)) console.print(line);
  for (const { name, connected, trading } of last.figures.venues) {
    console.print(`venue ${name} ${connected ? 'up' : 'down'}${trading === undefined ? '' : `, ${trading}`}`);
  }
  return isAlive(last) ? ExitCode.OK : NOT_RUNNING;
}

function stateText(last: Status, ageMs: number): string {
  if (!isAlive(last)) return `not running; process ${last.pid} was last heard of ${formatElapsed(ageMs)} ago`;
  const silent = ageMs > STALE_MS ? `, but silent for ${formatElapsed(ageMs)}` : '';
  return `process ${last.pid} ${last.figures.state}${silent}, FIX ${last.figures.fixAddress}`;
}

function isAlive({ pid, figures }: Status): boolean {
  if (figures.state === 'stopped') return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
