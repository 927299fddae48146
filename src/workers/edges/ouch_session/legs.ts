import { KeyIndex } from './key_index.ts';

export const LegState = {
  FREE: 0,
  /** Logged, perhaps sent, and not answered. */
  ENTERED: 1,
  OPEN: 2,
  ENDED: 3,
} as const;

/** What a leg waits for. */
export const Waiting = { CANCEL: 1, REPLACE: 2, STATUS: 4 } as const;

const USER_REF_BITS = 2 ** 32;
const NONE = 0;

/**
 * Our orders at a venue in columns, by leg reference and by login and UserRefNum. An ended leg stays, so that a question about
 * it is answered truthfully, until its entry is needed: the longest ended goes first. Entry 0 is "none".
 */
export class Legs {
  readonly capacity: number;
  readonly legRef: Float64Array;
  readonly venueOrderId: Float64Array;
  readonly orderLots: Float64Array;
  readonly cumLots: Float64Array;
  readonly leavesLots: Float64Array;
  readonly priceTicks: Float64Array;
  readonly displayLots: Float64Array;
  readonly minLots: Float64Array;
  /** The newest that the venue has taken, and that of the replace under way. */
  readonly userRef: Float64Array;
  readonly replaceRef: Float64Array;
  readonly replaceLots: Float64Array;
  readonly replaceTicks: Float64Array;
  readonly instrument: Int32Array;
  readonly login: Int32Array;
  readonly cancelRequest: Int32Array;
  readonly replaceRequest: Int32Array;
  readonly statusRequest: Int32Array;
  readonly side: Uint8Array;
  readonly orderType: Uint8Array;
  readonly timeInForce: Uint8Array;
  readonly state: Uint8Array;
  readonly waiting: Uint8Array;
  private readonly byLegRef: KeyIndex;
  /** The reference of a leg's replace is entry `leg + capacity`. */
  private readonly byUserRef: KeyIndex;
  /** Ended legs, longest ended first; free entries are linked the same way. */
  private readonly after: Int32Array;
  private free = 1;
  private endedHead = NONE;
  private endedTail = NONE;

  constructor(capacity: number) {
    const entries = capacity + 1;
    const doubles = () => new Float64Array(entries);
    const integers = () => new Int32Array(entries);
    const bytes = () => new Uint8Array(entries);
    this.capacity = capacity;
    this.legRef = doubles();
    this.venueOrderId = doubles();
    this.orderLots = doubles();
    this.cumLots = doubles();
    this.leavesLots = doubles();
    this.priceTicks = doubles();
    this.displayLots = doubles();
    this.minLots = doubles();
    this.userRef = doubles();
    this.replaceRef = doubles();
    this.replaceLots = doubles();
    this.replaceTicks = doubles();
    this.instrument = integers();
    this.login = integers();
    this.cancelRequest = integers();
    this.replaceRequest = integers();
    this.statusRequest = integers();
    this.side = bytes();
    this.orderType = bytes();
    this.timeInForce = bytes();
    this.state = bytes();
    this.waiting = bytes();
    this.byLegRef = new KeyIndex(entries);
    this.byUserRef = new KeyIndex(entries + capacity);
    this.after = integers();
    for (let leg = 1; leg < capacity; leg++) this.after[leg] = leg + 1;
  }

  find(legRef: number): number {
    return this.byLegRef.find(legRef);
  }

  /** Also by the reference of its replace. */
  findUserRef(login: number, userRef: number): number {
    const entry = this.byUserRef.find(login * USER_REF_BITS + userRef);
    return entry > this.capacity ? entry - this.capacity : entry;
  }

  /** A leg that is entered; 0 when every entry holds one that has not ended. */
  take(legRef: number, login: number, userRef: number): number {
    if (this.free === NONE) this.forgetOldest();
    const leg = this.free;
    if (leg === NONE) return NONE;
    this.free = this.after[leg]!;
    this.byLegRef.add(leg, legRef);
    this.byUserRef.add(leg, login * USER_REF_BITS + userRef);
    this.legRef[leg] = legRef;
    this.login[leg] = login;
    this.userRef[leg] = userRef;
    this.replaceRef[leg] = 0;
    this.venueOrderId[leg] = 0;
    this.cumLots[leg] = 0;
    this.waiting[leg] = 0;
    this.state[leg] = LegState.ENTERED;
    return leg;
  }

  waitForReplace(leg: number, userRef: number): void {
    this.waiting[leg]! |= Waiting.REPLACE;
    this.replaceRef[leg] = userRef;
    this.byUserRef.add(leg + this.capacity, this.login[leg]! * USER_REF_BITS + userRef);
  }

  /** The replace under way is decided: by its success the leg is known by its reference. */
  decideReplace(leg: number, isTaken: boolean): void {
    this.waiting[leg]! &= ~Waiting.REPLACE;
    this.byUserRef.remove(leg + this.capacity);
    if (isTaken) {
      this.byUserRef.remove(leg);
      this.userRef[leg] = this.replaceRef[leg]!;
      this.byUserRef.add(leg, this.login[leg]! * USER_REF_BITS + this.userRef[leg]!);
    }
    this.replaceRef[leg] = 0;
  }

  waitsFor(leg: number, what: number): boolean {
    return (this.waiting[leg]! & what) !== 0;
  }

  end(leg: number): void {
    this.state[leg] = LegState.ENDED;
    this.leavesLots[leg] = 0;
    this.after[leg] = NONE;
    if (this.endedTail === NONE) this.endedHead = leg;
    else this.after[this.endedTail] = leg;
    this.endedTail = leg;
  }

  /** The venue never had it, or has forgotten it: nobody finds it any more. */
  forget(leg: number): void {
    this.byLegRef.remove(leg);
    if (this.replaceRef[leg] !== 0) this.decideReplace(leg, false);
    this.end(leg);
  }

  private forgetOldest(): void {
    const leg = this.endedHead;
    if (leg === NONE) return;
    this.endedHead = this.after[leg]!;
    if (this.endedHead === NONE) this.endedTail = NONE;
    this.byLegRef.remove(leg);
    this.byUserRef.remove(leg);
    this.state[leg] = LegState.FREE;
    this.after[leg] = this.free;
    this.free = leg;
  }
}
