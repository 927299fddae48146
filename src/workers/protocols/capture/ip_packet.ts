/** Headers of IPv4, UDP and TCP, written before what a socket gave, and read from what somebody captured. */
import { LinkType } from './pcapng_writer.ts';

const IPV4 = 0x45;
const PROTOCOL_UDP = 17;
const PROTOCOL_TCP = 6;
const IP_BYTES = 20;
const UDP_BYTES = 8;
const TCP_BYTES = 20;
const TIME_TO_LIVE = 64;
const TCP_PUSH_ACK = 0x18;
const ETHERNET_BYTES = 14;
const ETHERTYPE_IPV4 = 0x0800;
const VLAN_TAGS: readonly number[] = [0x8100, 0x88a8];

export const UDP_HEADERS_BYTES = IP_BYTES + UDP_BYTES;
export const TCP_HEADERS_BYTES = IP_BYTES + TCP_BYTES;

/** IPv4 as one number, and a port. */
export interface IpEndpoint {
  readonly ip: number;
  readonly port: number;
}

export function ipOf(host: string): number {
  const octets = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host)?.slice(1).map(Number);
  return octets === undefined ? 0 : octets.reduce((ip, octet) => ip * 256 + octet, 0);
}

/** The payload lies, or will lie, behind them. A UDP checksum of 0 says that there is none. */
export function writeUdpHeaders(view: DataView, at: number, from: IpEndpoint, to: IpEndpoint, bytes: number): void {
  writeIp(view, at, PROTOCOL_UDP, from.ip, to.ip, UDP_BYTES + bytes);
  const udp = at + IP_BYTES;
  view.setUint16(udp, from.port);
  view.setUint16(udp + 2, to.port);
  view.setUint16(udp + 4, UDP_BYTES + bytes);
  view.setUint16(udp + 6, 0);
}

/** The payload lies behind them already: it is in the checksum. `sequence` is that of its first byte, mod 2^32. */
export function writeTcpHeaders(
  view: DataView,
  at: number,
  from: IpEndpoint,
  to: IpEndpoint,
  sequence: number,
  bytes: number,
): void {
  writeIp(view, at, PROTOCOL_TCP, from.ip, to.ip, TCP_BYTES + bytes);
  const tcp = at + IP_BYTES;
  view.setUint16(tcp, from.port);
  view.setUint16(tcp + 2, to.port);
  view.setUint32(tcp + 4, sequence);
  view.setUint32(tcp + 8, 1);
  view.setUint16(tcp + 12, ((TCP_BYTES / 4) << 12) | TCP_PUSH_ACK);
  view.setUint16(tcp + 14, 0xffff);
  view.setUint32(tcp + 16, 0);
  const addresses = sum16(view, at + 12, 8, PROTOCOL_TCP + TCP_BYTES + bytes);
  view.setUint16(tcp + 16, ~folded(sum16(view, tcp, TCP_BYTES + bytes, addresses)));
}

function writeIp(view: DataView, at: number, protocol: number, from: number, to: number, bytes: number): void {
  view.setUint16(at, IPV4 << 8);
  view.setUint16(at + 2, IP_BYTES + bytes);
  view.setUint32(at + 4, 0);
  view.setUint8(at + 8, TIME_TO_LIVE);
  view.setUint8(at + 9, protocol);
  view.setUint16(at + 10, 0);
  view.setUint32(at + 12, from);
  view.setUint32(at + 16, to);
  view.setUint16(at + 10, ~folded(sum16(view, at, IP_BYTES, 0)));
}

/** The Internet checksum's sum, before it is folded. */
function sum16(view: DataView, at: number, bytes: number, start: number): number {
  let sum = start;
  for (let i = 0; i + 1 < bytes; i += 2) sum += view.getUint16(at + i);
  return bytes % 2 === 0 ? sum : sum + view.getUint8(at + bytes - 1) * 256;
}

function folded(sum: number): number {
  let rest = sum;
  while (rest > 0xffff) rest = (rest & 0xffff) + (rest >>> 16);
  return rest;
}

/** What is in a captured packet, where it is one of UDP or TCP over IPv4 and whole. */
export class IpPayload {
  isUdp = false;
  fromIp = 0;
  fromPort = 0;
  toIp = 0;
  toPort = 0;
  /** Of TCP: the first byte's number, and whether the packet opens a connection. */
  sequence = 0;
  isOpening = false;
  at = 0;
  bytes = 0;

  /** False: something else, a fragment, or cut off. */
  decode(view: DataView, from: number, captured: number, linkType: number): boolean {
    const end = from + captured;
    const ip = networkLayer(view, from, end, linkType);
    if (ip < 0 || ip + IP_BYTES > end || view.getUint8(ip) >> 4 !== 4) return false;
    const headerBytes = (view.getUint8(ip) & 15) * 4;
    const ipEnd = ip + view.getUint16(ip + 2);
    const isFragment = (view.getUint16(ip + 6) & 0x3fff) !== 0;
    const protocol = view.getUint8(ip + 9);
    const transport = ip + headerBytes;
    if (headerBytes < IP_BYTES || ipEnd > end || isFragment) return false;
    this.fromIp = view.getUint32(ip + 12);
    this.toIp = view.getUint32(ip + 16);
    if (protocol === PROTOCOL_UDP && transport + UDP_BYTES <= ipEnd) return this.decodeUdp(view, transport, ipEnd);
    if (protocol === PROTOCOL_TCP && transport + TCP_BYTES <= ipEnd) return this.decodeTcp(view, transport, ipEnd);
    return false;
  }

  private decodeUdp(view: DataView, at: number, end: number): boolean {
    this.isUdp = true;
    this.fromPort = view.getUint16(at);
    this.toPort = view.getUint16(at + 2);
    this.at = at + UDP_BYTES;
    this.bytes = view.getUint16(at + 4) - UDP_BYTES;
    return this.bytes >= 0 && this.at + this.bytes <= end;
  }

  private decodeTcp(view: DataView, at: number, end: number): boolean {
    this.isUdp = false;
    this.fromPort = view.getUint16(at);
    this.toPort = view.getUint16(at + 2);
    this.sequence = view.getUint32(at + 4);
    const flags = view.getUint16(at + 12);
    this.isOpening = (flags & 2) !== 0;
    this.at = at + (flags >> 12) * 4;
    this.bytes = end - this.at;
    return (flags >> 12) * 4 >= TCP_BYTES && this.bytes >= 0;
  }
}

/** Where the IP packet begins; -1: it is none of IPv4. */
function networkLayer(view: DataView, from: number, end: number, linkType: number): number {
  if (linkType === LinkType.RAW_IP) return from;
  if (linkType !== LinkType.ETHERNET) return -1;
  let at = from + ETHERNET_BYTES;
  while (at <= end && VLAN_TAGS.includes(view.getUint16(at - 2))) at += 4;
  return at <= end && view.getUint16(at - 2) === ETHERTYPE_IPV4 ? at : -1;
}
