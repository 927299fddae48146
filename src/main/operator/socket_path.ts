/** Where the control socket is, by a path that fits a socket address (107 bytes) however deep the directory lies. */

import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';

export const SOCKET_NAME = 'control.sock';
const MOST_PATH_BYTES = 107;

export interface SocketPath {
  readonly path: string;
  /** When the path is no longer used. */
  close(): void;
}

export function socketPathIn(directory: string): SocketPath {
  const path = join(directory, SOCKET_NAME);
  if (Buffer.byteLength(path) <= MOST_PATH_BYTES) return { path, close: () => undefined };
  const folder = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: `/proc/self/fd/${folder}/${SOCKET_NAME}`, close: () => closeSync(folder) };
}
