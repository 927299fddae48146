/** Who is at the other end of a Unix domain socket: the kernel noted it when the connection was made. */

import type { Socket } from 'node:net';
import { libc } from '../../ring/libc.ts';

const SOL_SOCKET = 1;
const SO_PEERCRED = 17;

export interface Peer {
  readonly pid: number;
  readonly uid: number;
}

/** Undefined: the system does not tell. */
export function peerOf(socket: Socket): Peer | undefined {
  const { _handle: handle } = socket as Socket & { readonly _handle?: { readonly fd?: number } | null };
  const c = libc();
  if (c === undefined || typeof handle?.fd !== 'number' || handle.fd < 0) return undefined;
  // struct ucred: pid, uid, gid.
  const credentials = new Int32Array(3);
  const length = Int32Array.of(credentials.byteLength);
  if (c.getsockopt(handle.fd, SOL_SOCKET, SO_PEERCRED, credentials, length) !== 0) return undefined;
  return { pid: credentials[0]!, uid: credentials[1]! };
}
