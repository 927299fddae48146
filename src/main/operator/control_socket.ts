/**
 * The engine's end of the control socket: a Unix domain socket in the data directory that only its owner may open. One
 * connection, one request, one answer, a line of JSON each.
 */

import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { OperatorDesk } from './desk.ts';
import { peerOf } from './peer.ts';
import { type OperatorAnswer, parseRequest } from './request.ts';
import { type SocketPath, socketPathIn } from './socket_path.ts';

const MOST_REQUEST_BYTES = 4_096;
const SILENCE_MS = 5_000;
const OWNER_ONLY = 0o600;
const ROOT = 0;

export class ControlSocket {
  readonly #server: Server;
  readonly #path: SocketPath;
  readonly #desk: OperatorDesk;
  readonly #sockets = new Set<Socket>();

  private constructor(path: SocketPath, desk: OperatorDesk) {
    this.#path = path;
    this.#desk = desk;
    this.#server = createServer((socket) => this.#onConnection(socket));
  }

  /** Behind the directory's lock: a socket that is there was left by a process that is gone. */
  static async open(directory: string, desk: OperatorDesk): Promise<ControlSocket> {
    const path = socketPathIn(directory);
    rmSync(path.path, { force: true });
    const control = new ControlSocket(path, desk);
    const before = process.umask(0o777 & ~OWNER_ONLY);
    try {
      control.#server.listen(path.path);
    } finally {
      process.umask(before);
    }
    await once(control.#server, 'listening');
    chmodSync(path.path, OWNER_ONLY);
    return control;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#path.close();
  }

  #onConnection(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    let received = '';
    const onData = (chunk: Buffer): void => {
      received += chunk.toString('utf8');
      const end = received.indexOf('\n');
      if (end < 0 && received.length <= MOST_REQUEST_BYTES) return;
      socket.off('data', onData);
      // The answer may take longer than a question.
      socket.setTimeout(0);
      if (end < 0) answer(socket, refusal(`expected a line of at most ${MOST_REQUEST_BYTES} bytes`));
      else void this.#take(socket, received.slice(0, end));
    };
    socket.on('data', onData);
  }

  async #take(socket: Socket, line: string): Promise<void> {
    const peer = peerOf(socket);
    const isEntitled = peer === undefined || peer.uid === ROOT || peer.uid === process.getuid?.();
    if (!isEntitled) return answer(socket, refusal('only the owner of the engine may ask'));
    const request = parseRequest(line);
    if (typeof request === 'string') return answer(socket, refusal(request));
    const who = peer === undefined ? 'process unknown' : `uid ${peer.uid}, pid ${peer.pid}`;
    answer(socket, await this.#desk.take(request, who));
  }
}

function refusal(error: string): OperatorAnswer {
  return { ok: false, error };
}

function answer(socket: Socket, words: OperatorAnswer): void {
  if (!socket.destroyed) socket.end(`${JSON.stringify(words)}\n`);
}
