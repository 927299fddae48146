/**
 * A day of ITCH messages to build books from, made up with the statistics of recorded files (2019-12-30):
 *
 * - The k-th busiest of 8,000 symbols has 1/k of the busiest one's messages: recorded, the busiest has 10 % and the busiest
 *   hundred 70 % of a second's. Open orders spread wider, as the root of that.
 * - Mix as of the recorded stock: adds 46 %, deletes 47 %, executions 4 %, replaces 2 %, reductions.
 * - Which order a message names: as recorded, one in eight names an order older than the recording's 4.6 minutes, here any of
 *   its symbol's with the same chance; the others are near the new end: half of them among the newest 12 of the symbol, three
 *   quarters among the newest 45, one in a hundred behind 211.
 * - References in four sequences, each of its own pace, each by symbols of its own.
 * - Prices fall off from the best one with a mean of 20 ticks.
 */
import { Random } from '../src/workers/exchange/flow/random.ts';
import { ItchMessage } from '../src/workers/protocols/itch/itch_message.ts';
import { ItchType } from '../src/workers/protocols/itch/message_type.ts';

export interface ItchDay {
  readonly bytes: Uint8Array;
  readonly messages: number;
  /** Where each packet of 40 messages begins, and the end. */
  readonly packets: Int32Array;
  /** Packets after which as many orders are open as ever. */
  readonly filledPackets: number;
  readonly openOrders: number;
  readonly openShares: number;
}

export const PACKET_MESSAGES = 40;
const MOST_BYTES = 38;
const MEAN_OFFSET_TICKS = 20;
/** Of the messages that name an order: those that name one from before the recording. */
const OLD_SHARE = 0.13;
/** Of the others: so many have at most so many newer orders of the same symbol. */
const RANKS = [0, 0.1, 0.25, 0.5, 0.6, 0.75, 0.9, 0.95, 0.99, 1];
const RANK_AT = [0, 1, 4, 12, 19, 45, 104, 145, 211, 340];

export interface DayShape {
  readonly symbols: number;
  readonly references: number;
  readonly openOrders: number;
}

export function makeItchDay(shape: DayShape, seed: number): ItchDay {
  return new DayMaker(shape, new Random(seed)).make();
}

class DayMaker {
  readonly #shape: DayShape;
  readonly #random: Random;
  readonly #message = new ItchMessage();
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #packets: number[] = [];
  readonly #cumulated: Float64Array;
  /** By symbol: the locate of the k-th busiest, references of its open orders from old to new, how many those should be. */
  readonly #locates: Int32Array;
  readonly #open: number[][];
  readonly #target: Float64Array;
  readonly #middleTicks: Int32Array;
  /** By reference: shares, negative for asks. */
  readonly #shares: Int32Array;
  readonly #sequences = [4, 5, 6, 7];
  #at = 0;
  #messages = 0;
  #references = 0;
  #openOrders = 0;

  constructor(shape: DayShape, random: Random) {
    const { symbols, references, openOrders } = shape;
    this.#shape = shape;
    this.#random = random;
    this.#bytes = new Uint8Array(references * 2 * 31);
    this.#view = new DataView(this.#bytes.buffer);
    this.#cumulated = new Float64Array(symbols + 1);
    for (let k = 1; k <= symbols; k++) this.#cumulated[k] = this.#cumulated[k - 1]! + 1 / k;
    this.#locates = Int32Array.from({ length: symbols + 1 }, (_, k) => k);
    for (let k = symbols; k > 1; k--) this.#swap(k, 1 + random.below(k));
    this.#open = Array.from({ length: symbols + 1 }, () => []);
    this.#target = new Float64Array(symbols + 1);
    for (let k = 1; k <= symbols; k++) {
      this.#target[this.#locates[k]!] = openOrders * (Math.sqrt(k / symbols) - Math.sqrt((k - 1) / symbols));
    }
    this.#middleTicks = Int32Array.from({ length: symbols + 1 }, () => 500 + random.below(20_000));
    this.#shares = new Int32Array(references * 4);
    this.#message.setStock('STOCK');
  }

  make(): ItchDay {
    const { references, openOrders } = this.#shape;
    let filledPackets = 0;
    while (this.#references < references && this.#at < this.#bytes.length - MOST_BYTES) {
      if (this.#messages % PACKET_MESSAGES === 0) this.#packets.push(this.#at);
      if (filledPackets === 0 && this.#openOrders >= openOrders * 0.97) filledPackets = this.#packets.length;
      this.#next();
    }
    this.#packets.push(this.#at);
    let openShares = 0;
    for (const open of this.#open) for (const reference of open) openShares += Math.abs(this.#shares[reference]!);
    return {
      bytes: this.#bytes.subarray(0, this.#at),
      messages: this.#messages,
      packets: Int32Array.from(this.#packets),
      filledPackets,
      openOrders: this.#openOrders,
      openShares,
    };
  }

  #next(): void {
    const locate = this.#symbol();
    const open = this.#open[locate]!;
    const target = this.#target[locate]!;
    const share = open.length < target * 0.97 ? 900 : open.length > target * 1.03 ? 100 : 466;
    if (open.length === 0 || this.#random.below(1000) < share) this.#add(locate, open);
    else this.#change(locate, open);
  }

  #add(locate: number, open: number[]): void {
    const isBuy = this.#random.below(2) === 0;
    if (this.#random.below(200) === 0) this.#middleTicks[locate]! += isBuy ? 1 : -1;
    const reference = this.#take(locate, isBuy);
    this.#message.isBuy = isBuy;
    const shares = Math.abs(this.#shares[reference]!);
    this.#write(ItchType.ADD, locate, reference, shares, this.#price4(locate, isBuy));
    open.push(reference);
  }

  #change(locate: number, open: number[]): void {
    const place = open.length - 1 - Math.min(open.length - 1, Math.floor(this.#rank(open.length)));
    const reference = open[place]!;
    const signed = this.#shares[reference]!;
    const shares = Math.abs(signed);
    const kind = this.#random.below(1000);
    const part = shares > 100 && this.#random.below(2) === 0 ? 100 : shares;
    if (kind >= 960) this.#replace(locate, open, place);
    else if (kind < 880) this.#write(ItchType.DELETED, locate, reference, 0, 0);
    else this.#write(kind < 955 || part === shares ? ItchType.EXECUTED : ItchType.REDUCED, locate, reference, part, 0);
    if (kind >= 960) return;
    if (kind < 880 || part === shares) this.#drop(open, place);
    else this.#shares[reference] = signed - Math.sign(signed) * part;
  }

  #replace(locate: number, open: number[], place: number): void {
    const reference = open[place]!;
    const isBuy = this.#shares[reference]! > 0;
    const newReference = this.#take(locate, isBuy);
    this.#message.newReference = newReference;
    const shares = Math.abs(this.#shares[newReference]!);
    this.#write(ItchType.REPLACED, locate, reference, shares, this.#price4(locate, isBuy));
    this.#drop(open, place);
    open.push(newReference);
  }

  #take(locate: number, isBuy: boolean): number {
    const sequence = locate & 3;
    const reference = this.#sequences[sequence]!;
    this.#sequences[sequence] = reference + 4;
    this.#references++;
    this.#openOrders++;
    this.#shares[reference] = (isBuy ? 100 : -100) * (1 + this.#random.below(5));
    return reference;
  }

  #drop(open: number[], place: number): void {
    open.splice(place, 1);
    this.#openOrders--;
  }

  #price4(locate: number, isBuy: boolean): number {
    const offset = 1 + this.#random.geometric(1 / MEAN_OFFSET_TICKS);
    return Math.max(1, this.#middleTicks[locate]! + (isBuy ? -offset : offset)) * 100;
  }

  #write(type: number, locate: number, reference: number, shares: number, price4: number): void {
    const message = this.#message;
    message.type = type;
    message.locate = locate;
    message.timeNs += 1000;
    message.reference = reference;
    message.shares = shares;
    message.price4 = price4;
    message.matchNumber = this.#messages;
    const length = message.encode(this.#view, this.#at + 2);
    this.#view.setUint16(this.#at, length);
    this.#at += 2 + length;
    this.#messages++;
  }

  #symbol(): number {
    const wanted = (this.#random.below(2 ** 30) / 2 ** 30) * this.#cumulated[this.#shape.symbols]!;
    let low = 1;
    let high = this.#shape.symbols;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#cumulated[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return this.#locates[low]!;
  }

  /** How many orders of its symbol are newer. */
  #rank(openOrders: number): number {
    if (this.#random.below(1000) < OLD_SHARE * 1000) return this.#random.below(openOrders);
    const draw = this.#random.below(2 ** 30) / 2 ** 30;
    const above = RANKS.findIndex((rank) => rank > draw);
    const [from, to] = [RANKS[above - 1]!, RANKS[above]!];
    const [atFrom, atTo] = [RANK_AT[above - 1]!, RANK_AT[above]!];
    return atFrom + ((atTo - atFrom) * (draw - from)) / (to - from);
  }

  #swap(a: number, b: number): void {
    const kept = this.#locates[a]!;
    this.#locates[a] = this.#locates[b]!;
    this.#locates[b] = kept;
  }
}
