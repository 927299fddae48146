/**
 * UDP of IPv4 through the C library: up to 64 packets a system call, into memory that was made once. Node's own sockets make a
 * buffer, an object and an event of each packet, which costs three to four times as much. Linux only.
 *
 *     struct mmsghdr, 64 bytes each                       struct iovec, 16 bytes each     packets, PACKET_BYTES each
 *      0 name       8 namelen    16 iov ────────────────▶ 0 base ───────────────────────▶
 *     24 iovlen    32 control    40 controllen            8 length
 *     48 flags     56 bytes received
 */
import { getSystemErrorName } from 'node:util';
import koffi from 'koffi';
import { addressOf } from '../../ring/libc.ts';
import { type Endpoint, isMulticast } from './feed_address.ts';

/** More than a packet of Ethernet; one that is longer is cut, and then malformed. */
const PACKET_BYTES = 2_048;
const BATCH_PACKETS = 64;
const HEADER_BYTES = 64;
const VECTOR_BYTES = 16;
const NAME_BYTES_AT = 8;
const VECTOR_AT = 16;
const VECTOR_COUNT_AT = 24;
const RECEIVED_WORD = 56 / 4;

/** What the kernel may hold while this thread is busy; it gives what its limit (net.core.rmem_max) allows. */
const RECEIVE_BUFFER_BYTES = 16 << 20;

// Linux, on all that Node runs on.
const AF_INET = 2;
const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SO_RCVBUF = 8;
const IPPROTO_IP = 0;
const IP_MULTICAST_IF = 32;
const IP_ADD_MEMBERSHIP = 35;
const ADDRESS_BYTES = 16;

interface Calls {
  socket(domain: number, type: number, protocol: number): number;
  bind(fd: number, address: Uint8Array, bytes: number): number;
  connect(fd: number, address: Uint8Array, bytes: number): number;
  getsockname(fd: number, address: Uint8Array, bytes: Uint32Array): number;
  setsockopt(fd: number, level: number, option: number, value: Uint8Array, bytes: number): number;
  send(fd: number, packet: bigint, bytes: number, flags: number): number;
  sendto(fd: number, packet: bigint, bytes: number, flags: number, to: number, toBytes: number): number;
  close(fd: number): number;
  recvmmsg(fd: number, headers: bigint, count: number, flags: number, timeoutAddress: number): number;
}

let calls: Calls | undefined;

export class UdpBatch {
  /** The packets last received lie here. */
  readonly view: DataView;
  /** The socket's, to wait for. */
  readonly fd: number;
  private readonly packets = new Uint8Array(BATCH_PACKETS * PACKET_BYTES);
  // The kernel writes to these by address: they live as long as the socket, because the socket holds them.
  private readonly vectors = new Uint8Array(BATCH_PACKETS * VECTOR_BYTES);
  private readonly headers = new Uint8Array(BATCH_PACKETS * HEADER_BYTES);
  /** Who sent each packet. */
  private readonly names = new Uint8Array(BATCH_PACKETS * ADDRESS_BYTES);
  private readonly namesAddress = Number(addressOf(this.names));
  private readonly headerWords = new Uint32Array(this.headers.buffer);
  private readonly headersAddress = addressOf(this.headers);
  private readonly outgoing = new Uint8Array(PACKET_BYTES);
  private readonly outgoingAddress = addressOf(this.outgoing);
  private readonly calls: Calls;

  /** Whether this host and these places can be served at all. */
  static canServe(endpoints: readonly Endpoint[]): boolean {
    return process.platform === 'linux' && endpoints.every(({ host }) => /^\d+\.\d+\.\d+\.\d+$/.test(host));
  }

  /** Hears one line; of a multicast group, whoever else on this host hears it too. */
  static listen({ host, port }: Endpoint, networkInterface: string | undefined): UdpBatch {
    const socket = new UdpBatch();
    return socket.orClose(() => {
      if (isMulticast(host)) socket.setNumber(SOL_SOCKET, SO_REUSEADDR, 1);
      socket.check(socket.calls.bind(socket.fd, addressBytes(host, port), ADDRESS_BYTES), 'bind', host, port);
      if (!isMulticast(host)) return;
      const membership = Uint8Array.from([...addressOctets(host), ...addressOctets(networkInterface ?? '0.0.0.0')]);
      const joined = socket.calls.setsockopt(socket.fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, membership, membership.length);
      socket.check(joined, 'join', host, port);
    });
  }

  /** Sends to one place, a multicast group through `networkInterface`, and hears what that answers. */
  static connect({ host, port }: Endpoint, networkInterface?: string): UdpBatch {
    const socket = new UdpBatch();
    return socket.orClose(() => {
      if (isMulticast(host) && networkInterface !== undefined) {
        const octets = Uint8Array.from(addressOctets(networkInterface));
        const chosen = socket.calls.setsockopt(socket.fd, IPPROTO_IP, IP_MULTICAST_IF, octets, octets.length);
        socket.check(chosen, 'interface', networkInterface, 0);
      }
      socket.check(socket.calls.connect(socket.fd, addressBytes(host, port), ADDRESS_BYTES), 'connect', host, port);
    });
  }

  private constructor() {
    calls ??= loadCalls();
    this.calls = calls;
    this.view = new DataView(this.packets.buffer);
    const packets = addressOf(this.packets);
    const vectors = addressOf(this.vectors);
    const vectorView = new DataView(this.vectors.buffer);
    const headerView = new DataView(this.headers.buffer);
    for (let i = 0; i < BATCH_PACKETS; i++) {
      vectorView.setBigUint64(i * VECTOR_BYTES, packets + BigInt(i * PACKET_BYTES), true);
      vectorView.setBigUint64(i * VECTOR_BYTES + 8, BigInt(PACKET_BYTES), true);
      headerView.setBigUint64(i * HEADER_BYTES, BigInt(this.namesAddress + i * ADDRESS_BYTES), true);
      headerView.setUint32(i * HEADER_BYTES + NAME_BYTES_AT, ADDRESS_BYTES, true);
      headerView.setBigUint64(i * HEADER_BYTES + VECTOR_AT, vectors + BigInt(i * VECTOR_BYTES), true);
      headerView.setBigUint64(i * HEADER_BYTES + VECTOR_COUNT_AT, 1n, true);
    }
    this.fd = this.calls.socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    this.check(this.fd, 'socket', '', 0);
    this.setNumber(SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER_BYTES);
  }

  get port(): number {
    const address = new Uint8Array(ADDRESS_BYTES);
    this.check(this.calls.getsockname(this.fd, address, Uint32Array.of(ADDRESS_BYTES)), 'getsockname', '', 0);
    return new DataView(address.buffer).getUint16(2);
  }

  /** Takes what has come, up to a batch: how many packets. */
  receive(): number {
    // Less than nothing: nothing is there, or the other side of a connected socket is not, which UDP tells the next caller.
    return Math.max(0, this.calls.recvmmsg(this.fd, this.headersAddress, BATCH_PACKETS, 0, 0));
  }

  at(packet: number): number {
    return packet * PACKET_BYTES;
  }

  lengthOf(packet: number): number {
    return this.headerWords[(packet * HEADER_BYTES) / 4 + RECEIVED_WORD]!;
  }

  /** Who sent a packet of the last batch. For whoever shows it: it makes an object. */
  senderOf(packet: number): { readonly ip: number; readonly port: number } {
    const view = new DataView(this.names.buffer, packet * ADDRESS_BYTES, ADDRESS_BYTES);
    return { ip: view.getUint32(4), port: view.getUint16(2) };
  }

  /** False: the kernel takes no more now, or nobody listens. */
  send(packet: Uint8Array, length: number): boolean {
    this.outgoing.set(length === packet.length ? packet : packet.subarray(0, length));
    // That nobody listened to an earlier packet is told once, by a call that then sends nothing: this one may have come since.
    return this.sendOut(length) || this.sendOut(length);
  }

  private sendOut(length: number): boolean {
    return this.calls.send(this.fd, this.outgoingAddress, length, 0) === length;
  }

  /** Answers whoever sent a packet of the last batch. */
  reply(packet: number, answer: Uint8Array, length: number): boolean {
    this.outgoing.set(length === answer.length ? answer : answer.subarray(0, length));
    const to = this.namesAddress + packet * ADDRESS_BYTES;
    return this.calls.sendto(this.fd, this.outgoingAddress, length, 0, to, ADDRESS_BYTES) === length;
  }

  close(): void {
    this.calls.close(this.fd);
  }

  private setNumber(level: number, option: number, value: number): void {
    const bytes = new Uint8Array(Int32Array.of(value).buffer);
    this.check(this.calls.setsockopt(this.fd, level, option, bytes, bytes.length), 'setsockopt', '', 0);
  }

  private orClose(work: () => void): this {
    try {
      work();
      return this;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  private check(result: number, call: string, host: string, port: number): void {
    if (result >= 0) return;
    const code = getSystemErrorName(-koffi.errno());
    const where = host === '' ? '' : ` ${host}:${port}`;
    throw Object.assign(new Error(`${call}${where}: ${code}`), { code });
  }
}

function addressBytes(host: string, port: number): Uint8Array {
  const bytes = new Uint8Array(ADDRESS_BYTES);
  new Uint16Array(bytes.buffer)[0] = AF_INET;
  new DataView(bytes.buffer).setUint16(2, port);
  bytes.set(addressOctets(host), 4);
  return bytes;
}

function addressOctets(host: string): readonly number[] {
  return host.split('.').map(Number);
}

function loadCalls(): Calls {
  const library = koffi.load(null);
  return {
    socket: library.func('int socket(int domain, int type, int protocol)'),
    bind: library.func('int bind(int fd, const uint8_t *address, uint32_t bytes)'),
    connect: library.func('int connect(int fd, const uint8_t *address, uint32_t bytes)'),
    getsockname: library.func('int getsockname(int fd, _Out_ uint8_t *address, _Inout_ uint32_t *bytes)'),
    setsockopt: library.func('int setsockopt(int fd, int level, int option, const uint8_t *value, uint32_t bytes)'),
    send: library.func('intptr_t send(int fd, intptr_t packet, size_t bytes, int flags)'),
    sendto: library.func(
      'intptr_t sendto(int fd, intptr_t packet, size_t bytes, int flags, intptr_t to, uint32_t toBytes)',
    ),
    close: library.func('int close(int fd)'),
    recvmmsg: library.func('int recvmmsg(int fd, intptr_t headers, uint32_t count, int flags, intptr_t timeout)'),
  };
}
