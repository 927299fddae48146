/** `sluice kill`, `sluice cancel`, `sluice reset-breaker`, `sluice venue` and `sluice assign`: what an operator tells a running engine. */

import { userInfo } from 'node:os';
import { askEngine } from '../operator/ask_engine.ts';
import type { OperatorQuestion } from '../operator/request.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import type { Console } from './console.ts';
import { NOT_RUNNING } from './status.ts';

/** What becomes a command. */
type OperatorOrder = Exclude<OperatorQuestion, { action: 'orders' | 'order' | 'fills' }>;

/** Whoever is behind sudo is meant. */
export function userName(): string {
  return process.env.SUDO_USER ?? userInfo().username;
}

export async function operate(directory: string, question: OperatorOrder, console: Console): Promise<number> {
  const answer = await askEngine(directory, { ...question, user: userName() });
  if (answer === undefined) {
    console.error(`${directory}: no engine runs here`);
    return NOT_RUNNING;
  }
  if (!answer.ok) {
    console.error(answer.error);
    return ExitCode.USAGE;
  }
  if ('text' in answer) console.print(`${answer.text}, command ${answer.sequence}`);
  return ExitCode.OK;
}
