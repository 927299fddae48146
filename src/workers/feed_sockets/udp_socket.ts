import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type Endpoint, isMulticast } from './feed_address.ts';

/** What the kernel may hold while this thread is busy; the kernel gives what its own limit allows. */
const RECEIVE_BUFFER_BYTES = 16 << 20;

/** A socket that hears one line; of a multicast group, whoever else on this host hears it too. */
export async function openReceiver(endpoint: Endpoint, networkInterface: string | undefined): Promise<Socket> {
  const isGroup = isMulticast(endpoint.host);
  const socket = createSocket({ type: typeOf(endpoint.host), reuseAddr: isGroup });
  socket.bind(endpoint.port, endpoint.host);
  await once(socket, 'listening');
  if (isGroup) socket.addMembership(endpoint.host, networkInterface);
  growReceiveBuffer(socket);
  return socket;
}

/** A socket that sends to one place and hears what that answers. */
export async function openSender(to: Endpoint, networkInterface: string | undefined): Promise<Socket> {
  const socket = createSocket(typeOf(to.host));
  if (isMulticast(to.host)) {
    socket.bind(0);
    await once(socket, 'listening');
    if (networkInterface !== undefined) socket.setMulticastInterface(networkInterface);
  }
  socket.connect(to.port, to.host);
  await once(socket, 'connect');
  growReceiveBuffer(socket);
  return socket;
}

function growReceiveBuffer(socket: Socket): void {
  // Halved until the kernel agrees: some refuse where others give what they can.
  for (let bytes = RECEIVE_BUFFER_BYTES; bytes > socket.getRecvBufferSize(); bytes /= 2) {
    try {
      socket.setRecvBufferSize(bytes);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SOCKET_BUFFER_SIZE') throw error;
    }
  }
}

function typeOf(host: string): 'udp4' | 'udp6' {
  return host.includes(':') ? 'udp6' : 'udp4';
}
