/** Packets of one message each, every one of which changes a top: a bid comes, and goes. */
import { ItchMessage } from '../src/workers/protocols/itch/itch_message.ts';
import { ItchType } from '../src/workers/protocols/itch/message_type.ts';
import { BLOCK_LENGTH_BYTES, HEADER_BYTES } from '../src/workers/protocols/moldudp64/layout.ts';

export interface Packet {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** They can be sent again and again: after the last one the books are empty. */
export function packetsOf(instruments: number): Packet[] {
  const message = new ItchMessage();
  const packets: Packet[] = [];
  for (let locate = 1; locate <= instruments; locate++) {
    const price4 = 1_000_000 + locate * 100;
    const order = { locate, reference: locate, isBuy: true, shares: 100 * locate, price4 };
    for (const type of [ItchType.ADD, ItchType.DELETED]) {
      Object.assign(message, { ...order, type });
      message.setStock(`S${locate}`);
      packets.push(packetOf(message));
    }
  }
  return packets;
}

function packetOf(message: ItchMessage): Packet {
  const scratch = new Uint8Array(100);
  const length = message.encode(new DataView(scratch.buffer), HEADER_BYTES + BLOCK_LENGTH_BYTES);
  const bytes = scratch.slice(0, HEADER_BYTES + BLOCK_LENGTH_BYTES + length);
  const view = new DataView(bytes.buffer);
  view.setUint16(HEADER_BYTES, length);
  return { bytes, view };
}
