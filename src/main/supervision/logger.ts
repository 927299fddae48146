/** Operator's log: JSON lines by pino, formatted here, written by its own thread. Pinned threads never log: they count. */

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Logger, pino } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';

export interface OperatorLog {
  readonly logger: Logger;
  /** Where it goes, for the page that says so. */
  readonly destination: string;
  /** Hands everything to the system. Afterwards nothing is logged. */
  close(): Promise<void>;
}

type LogSettings = Pick<Configuration, 'logging' | 'log'>;

/** `auto` keeps a terminal for the live view. */
export function logDestination({ logging, log }: LogSettings, isTerminal: boolean): string {
  if (logging.destination !== 'auto') return logging.destination;
  return isTerminal ? join(log.directory, 'sluice.log') : 'stderr';
}

export function openLog(settings: LogSettings, isTerminal: boolean): OperatorLog {
  const destination = logDestination(settings, isTerminal);
  // Made here, so that a folder that cannot be made is an error of the start and not of the thread.
  if (destination !== 'stderr') mkdirSync(dirname(destination), { recursive: true });
  const transport = pino.transport({
    target: 'pino/file',
    options: { destination: destination === 'stderr' ? 2 : destination },
  });
  const logger = pino(
    {
      level: settings.logging.level,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['password', '*.password'],
    },
    transport,
  );
  const close = () =>
    new Promise<void>((resolve) => {
      // The log's thread does not keep the process alive, so something else has to until it has written all.
      const alive = setInterval(() => undefined, 1_000);
      transport.once('close', () => {
        clearInterval(alive);
        resolve();
      });
      transport.end();
    });
  return { logger, destination, close };
}
