/** An operator's end of the control socket. */

import { connect } from 'node:net';
import type { OperatorAnswer, OperatorQuestion } from './request.ts';
import { socketPathIn } from './socket_path.ts';

const ANSWER_LIMIT_MS = 10_000;
/** No socket, no directory, or nobody behind it. */
const NOBODY = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR']);

/** Undefined: no engine runs there. */
export async function askEngine(directory: string, question: OperatorQuestion): Promise<OperatorAnswer | undefined> {
  let path: ReturnType<typeof socketPathIn> | undefined;
  try {
    path = socketPathIn(directory);
    return JSON.parse(await roundTrip(path.path, `${JSON.stringify(question)}\n`)) as OperatorAnswer;
  } catch (error) {
    if (NOBODY.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  } finally {
    path?.close();
  }
}

function roundTrip(path: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let received = '';
    const limit = setTimeout(() => {
      socket.destroy(new Error(`no answer in ${ANSWER_LIMIT_MS / 1_000} s: see the engine's log`));
    }, ANSWER_LIMIT_MS);
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write(line));
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(limit);
      if (received.endsWith('\n')) resolve(received);
      else reject(new Error('the engine went away before it answered'));
    });
  });
}
