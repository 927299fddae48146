/**
 * The one way down: steps in the order they were added, each with a time limit, whoever asked for the stop.
 *
 * A step that fails or hangs does not keep the later ones from running: what is left undrained is in the log, and the
 * next start recovers it. It is reported, though, and in the exit code.
 */

import { ExitCode } from './exit_code.ts';

interface Step {
  readonly name: string;
  readonly limitMs: number;
  readonly run: () => unknown;
}

export interface ShutdownLog {
  info(text: string): void;
  error(text: string): void;
}

export class Shutdown {
  readonly #steps: Step[] = [];
  readonly #log: ShutdownLog;
  #exitCode: ExitCode = ExitCode.OK;
  #running: Promise<ExitCode> | undefined;

  constructor(log: ShutdownLog) {
    this.#log = log;
  }

  get requested(): boolean {
    return this.#running !== undefined;
  }

  /** Steps run in the order they were added: first what stops the inflow, last what closes the log. */
  step(name: string, limitMs: number, run: () => unknown): void {
    this.#steps.push({ name, limitMs, run });
  }

  /** Later requests join the first; a failure while draining still makes the exit code a failure. */
  request(reason: string, exitCode: ExitCode = ExitCode.OK): Promise<ExitCode> {
    this.#raise(exitCode);
    if (this.#running === undefined) {
      this.#log.info(`stopping: ${reason}`);
      this.#running = this.#run();
    } else if (exitCode !== ExitCode.OK) {
      this.#log.error(`while stopping: ${reason}`);
    }
    return this.#running;
  }

  /** The first failure names the cause, what follows from it does not. */
  #raise(exitCode: ExitCode): void {
    if (this.#exitCode === ExitCode.OK) this.#exitCode = exitCode;
  }

  async #run(): Promise<ExitCode> {
    // Let the one who asked finish first, so that a step never runs inside its caller.
    await Promise.resolve();
    for (const step of this.#steps) {
      const failure = await outcomeOf(step);
      if (failure === undefined) continue;
      this.#log.error(`while stopping: ${step.name}: ${failure}`);
      this.#raise(ExitCode.STOP_INCOMPLETE);
    }
    return this.#exitCode;
  }
}

/** Why the step failed, or undefined. */
async function outcomeOf({ run, limitMs }: Step): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`not done after ${limitMs} ms`), limitMs);
  });
  try {
    return await Promise.race([late, Promise.resolve(run()).then(() => undefined)]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
