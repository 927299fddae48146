/**
 * Messages of a day that begins and ends with empty books, so that it can be repeated: orders come, are executed, reduced,
 * replaced and deleted at random, in the shares that Nasdaq's files have, and at the end all that is left is deleted.
 */
import { ItchMessage } from '../src/workers/protocols/itch/itch_message.ts';
import { ItchType } from '../src/workers/protocols/itch/message_type.ts';

const LENGTH_BYTES = 2;
const MAX_MESSAGE_BYTES = 50;
const BUY_TICKS = 20;

export interface FeedFlow {
  /** Messages behind their two-byte lengths. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly messages: number;
}

export interface FlowShape {
  readonly messages: number;
  readonly instruments: number;
  readonly openOrders: number;
  readonly seed: number;
}

export function makeFlow({ messages, instruments, openOrders, seed }: FlowShape): FeedFlow {
  const scratch = new Uint8Array(messages * (LENGTH_BYTES + MAX_MESSAGE_BYTES));
  const view = new DataView(scratch.buffer);
  const message = new ItchMessage();
  const random = randomFrom(seed);
  /** Open orders, and where each is. */
  const references: number[] = [];
  const shares: number[] = [];
  const locates: number[] = [];
  let at = 0;
  let written = 0;
  let nextReference = 1;

  function write(type: number): void {
    message.type = type;
    message.tracking = 0;
    message.timeNs = 34_200_000_000_000 + written * 200;
    const length = message.encode(view, at + LENGTH_BYTES);
    view.setUint16(at, length);
    at += LENGTH_BYTES + length;
    written++;
  }

  function price4(locate: number, isBuy: boolean): number {
    const middle = 100_000 + (locate % 200) * 5_000;
    const away = 1 + Math.floor(random() * random() * BUY_TICKS);
    return middle + (isBuy ? -away : away) * 100;
  }

  function add(): void {
    const locate = 1 + Math.floor(random() * instruments);
    message.locate = locate;
    message.setStock(`S${locate}`);
    message.isBuy = random() < 0.5;
    message.shares = 100 * (1 + Math.floor(random() * 9));
    message.price4 = price4(locate, message.isBuy);
    message.reference = nextReference++;
    references.push(message.reference);
    shares.push(message.shares);
    locates.push(locate);
    write(ItchType.ADD);
  }

  function forget(order: number): void {
    for (const list of [references, shares, locates]) {
      list[order] = list.at(-1)!;
      list.pop();
    }
  }

  function take(order: number): void {
    message.locate = locates[order]!;
    message.reference = references[order]!;
  }

  function change(): void {
    // Most that go are young.
    const order = references.length - 1 - Math.floor(random() * random() * references.length);
    take(order);
    const kind = random();
    if (kind < 0.8) {
      write(ItchType.DELETED);
      forget(order);
    } else if (kind < 0.92) {
      message.shares = Math.min(100, shares[order]!);
      message.matchNumber = written;
      write(ItchType.EXECUTED);
      shares[order]! -= message.shares;
      if (shares[order] === 0) forget(order);
    } else if (shares[order]! > 100) {
      message.shares = 100;
      write(ItchType.REDUCED);
      shares[order]! -= 100;
    } else {
      message.newReference = nextReference++;
      message.shares = 300;
      message.price4 = price4(message.locate, random() < 0.5);
      write(ItchType.REPLACED);
      references[order] = message.newReference;
      shares[order] = 300;
    }
  }

  while (written + references.length < messages) {
    if (references.length === 0 || (references.length < openOrders && random() < 0.52)) add();
    else change();
  }
  while (references.length > 0) {
    take(references.length - 1);
    write(ItchType.DELETED);
    forget(references.length - 1);
  }
  const bytes = new Uint8Array(new SharedArrayBuffer(at));
  for (let i = 0; i < at; i++) bytes[i] = scratch[i]!;
  return { bytes, messages: written };
}

/** A small generator of known quality: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}
