/**
 * The exchange's side of bench/feed_udp.ts, in a thread of its own: packets that were put together before, sent at a pace,
 * some of them left out; whoever asks for those gets them.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { UdpBatch } from '../src/workers/feed_sockets/udp_batch.ts';
import { END_OF_SESSION, HEADER_BYTES, SessionId, writeHeader } from '../src/workers/protocols/moldudp64/layout.ts';
import { RequestPacket } from '../src/workers/protocols/moldudp64/packet.ts';
import { type FeedFlow, randomFrom } from './feed_flow.ts';

export const MESSAGES_A_PACKET = 40;
const MAX_PACKETS_A_TURN = 32;
/** Longest packet: 40 messages of the longest type. */
const PACKET_BYTES = 2_048;

export interface SenderStart {
  readonly flow: FeedFlow;
}

export interface SendRequest {
  readonly session: string;
  readonly port: number;
  readonly packets: number;
  readonly messagesPerSecond: number;
  /** Of the packets. */
  readonly lossShare: number;
  /** Set to 1 when nothing will be asked for any more. */
  readonly isDone: Int32Array<SharedArrayBuffer>;
}

export interface Sent {
  readonly seconds: number;
  readonly leftOut: number;
  readonly answers: number;
}

interface Packets {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly lengths: Int32Array;
  readonly count: number;
}

/** The flow's blocks, forty a packet, each with room for its header. */
function pack({ bytes, messages }: FeedFlow): Packets {
  const count = messages / MESSAGES_A_PACKET;
  const source = new DataView(bytes.buffer);
  const packed = new Uint8Array(count * PACKET_BYTES);
  const lengths = new Int32Array(count);
  let from = 0;
  for (let packet = 0; packet < count; packet++) {
    let end = from;
    for (let i = 0; i < MESSAGES_A_PACKET; i++) end += 2 + source.getUint16(end);
    const to = packet * PACKET_BYTES + HEADER_BYTES;
    for (let i = from; i < end; i++) packed[to + i - from] = bytes[i]!;
    lengths[packet] = HEADER_BYTES + end - from;
    from = end;
  }
  return { bytes: packed, view: new DataView(packed.buffer), lengths, count };
}

function send(packets: Packets, requests: UdpBatch, request: SendRequest): Sent {
  const line = UdpBatch.connect({ host: '127.0.0.1', port: request.port });
  const session = SessionId.of(request.session);
  const random = randomFrom(7);
  const asked = new RequestPacket();
  const nsAPacket = (MESSAGES_A_PACKET * 1e9) / request.messagesPerSecond;
  const startNs = performance.now() * 1e6;
  let sent = 0;
  let leftOut = 0;
  let answers = 0;

  function put(packet: number): Uint8Array {
    const at = (packet % packets.count) * PACKET_BYTES;
    writeHeader(packets.view, at, session, 1 + packet * MESSAGES_A_PACKET, MESSAGES_A_PACKET);
    return packets.bytes.subarray(at, at + packets.lengths[packet % packets.count]!);
  }

  /** What was left out are whole packets, so those are what is asked for. */
  function answer(): void {
    const count = requests.receive();
    for (let i = 0; i < count; i++) {
      if (!asked.decode(requests.view, requests.at(i), requests.lengthOf(i), session)) continue;
      const packet = put(Math.floor((asked.sequence - 1) / MESSAGES_A_PACKET));
      requests.reply(i, packet, packet.length);
      answers++;
    }
  }

  while (sent < request.packets) {
    const due = Math.min(request.packets, Math.floor((performance.now() * 1e6 - startNs) / nsAPacket));
    for (let left = Math.min(MAX_PACKETS_A_TURN, due - sent); left > 0; left--, sent++) {
      const packet = put(sent);
      if (request.lossShare > 0 && random() < request.lossShare) leftOut++;
      else line.send(packet, packet.length);
    }
    answer();
  }
  const seconds = (performance.now() * 1e6 - startNs) / 1e9;
  const end = new Uint8Array(HEADER_BYTES);
  writeHeader(new DataView(end.buffer), 0, session, 1 + sent * MESSAGES_A_PACKET, END_OF_SESSION);
  // Told again and again, as exchanges do: one may be lost.
  while (Atomics.load(request.isDone, 0) === 0) {
    line.send(end, end.length);
    for (const untilMs = performance.now() + 0.2; performance.now() < untilMs; ) answer();
  }
  line.close();
  return { seconds, leftOut, answers };
}

if (parentPort !== null && workerData?.flow !== undefined) {
  const port = parentPort;
  const packets = pack((workerData as SenderStart).flow);
  const requests = UdpBatch.listen({ host: '127.0.0.1', port: 0 }, undefined);
  port.on('message', (request: SendRequest) => port.postMessage(send(packets, requests, request)));
  port.postMessage(requests.port);
}
