/**
 * The legs' part of the outbound log. Orders and requests are in it as they were sent; what the venue said of them is not,
 * and two things of that must outlive the process: by which identifier it knows an order now, and that an order has
 * ended. Both are notes. So a start finds each order's side and terms, and what to call it.
 *
 * A note tells of a report by its epoch and number. What the engine had not logged of it when it died comes again, and
 * until then the order has not ended.
 *
 *     | leg ref | report epoch | report number | what | instrument | side, type, tif | lots | ticks | display | current |
 *     | last cancel | last replace | cum | value |     each a double
 *
 * A third kind of note tells, in the places of instrument and side, what `TakenBack` has of an order.
 */
import { OrderType, TimeInForce } from '../../model/order.ts';
import { EntryKind, type EntryWindow } from '../../protocols/entry_log.ts';
import { DecimalReader } from '../../protocols/fix/decimal.ts';
import type { FixDirectory } from '../../protocols/fix/directory.ts';
import { FieldIndex } from '../../protocols/fix/field_index.ts';
import type { OutboundLog } from '../../protocols/fix/outbound_log.ts';
import { MsgType, Tag } from '../../protocols/fix/tag.ts';
import type { VenueDialect } from '../../protocols/fix/venue_dialect.ts';
import { ReferenceKind, ReferenceReader } from '../../protocols/fix/venue_reference.ts';
import { type LegBook, NO_LEG, NOT_KNOWN } from './leg_book.ts';

const NOTE_DOUBLES = 16;
const What = { ENDED: 0, STANDS: 1, TAKEN_BACK: 2 } as const;
const CHECKSUM_BYTES = 7;
const SOH = 1;

/** Writes notes. */
export class LegNotes {
  private readonly log: OutboundLog;
  private readonly legs: LegBook;
  private readonly note = new Float64Array(NOTE_DOUBLES);
  private readonly bytes = new Uint8Array(this.note.buffer);

  constructor(log: OutboundLog, legs: LegBook) {
    this.log = log;
    this.legs = legs;
  }

  ended(leg: number, number: number): void {
    this.note.fill(0);
    this.write(leg, number, What.ENDED);
  }

  stands(leg: number, number: number): void {
    const { note, legs } = this;
    note[4] = legs.instrument[leg]!;
    note[5] = legs.side[leg]! | (legs.orderType[leg]! << 8) | (legs.timeInForce[leg]! << 16);
    note[6] = legs.lots[leg]!;
    note[7] = legs.ticks[leg]!;
    note[8] = legs.displayLots[leg]!;
    note[9] = legs.current[leg]!;
    note[10] = legs.lastCancel[leg]!;
    note[11] = legs.lastReplace[leg]!;
    note[12] = legs.cum[leg]!;
    note[13] = legs.value[leg]!;
    this.write(leg, number, What.STANDS);
  }

  /** Also of a leg that has ended. */
  takenBack(legRef: number, number: number): void {
    const { note, legs } = this;
    const { taken, reopened } = legs.takenBack.of(legRef);
    note.fill(0);
    note[4] = taken;
    note[5] = reopened;
    this.writeOf(legRef, number, What.TAKEN_BACK);
  }

  /** A new day's file starts with what stands from the day before. */
  carryOver(): void {
    const { legs } = this;
    for (let leg = 0; leg < legs.end; leg++) {
      const outlivesDay = legs.timeInForce[leg] === TimeInForce.GTC || legs.timeInForce[leg] === TimeInForce.GTD;
      if (legs.legRef[leg] === 0) continue;
      if (!outlivesDay) continue;
      this.stands(leg, 0);
      if (legs.takenBack.of(legs.legRef[leg]!).taken !== 0) this.takenBack(legs.legRef[leg]!, 0);
    }
  }

  private write(leg: number, number: number, what: number): void {
    this.writeOf(this.legs.legRef[leg]!, number, what);
  }

  private writeOf(legRef: number, number: number, what: number): void {
    const { note } = this;
    note[0] = legRef;
    note[1] = this.log.epoch;
    note[2] = number;
    note[3] = what;
    this.log.note(this.bytes);
  }
}

/** Fills a book from the entries of a log, one after the other. */
export class LegRecovery {
  private readonly legs: LegBook;
  private readonly directory: FixDirectory;
  private readonly timeInForce = new Map<number, number>();
  private readonly hasEveryFill: boolean;
  private readonly heard: { readonly epoch: number; readonly sequence: number };
  private readonly fields = new FieldIndex();
  private readonly reference = new ReferenceReader();
  private readonly decimal = new DecimalReader();
  private readonly note = new Float64Array(NOTE_DOUBLES);
  private readonly noteBytes = new Uint8Array(this.note.buffer);

  /** `heard`: the last report that the engine has logged. */
  constructor(
    legs: LegBook,
    directory: FixDirectory,
    dialect: VenueDialect,
    heard: { readonly epoch: number; readonly sequence: number },
  ) {
    this.legs = legs;
    this.directory = directory;
    this.heard = heard;
    this.hasEveryFill = dialect.resetOnLogon;
    for (const [code, value] of Object.entries(dialect.timeInForce)) {
      this.timeInForce.set(value.charCodeAt(0), Number(code));
    }
  }

  take(entry: EntryWindow): void {
    if (entry.kind === EntryKind.NOTE) {
      this.noteBytes.set(entry.u8.subarray(entry.start, entry.end));
      this.takeNote();
    } else this.takeMessage(entry.u8, entry.start, entry.end, entry.epoch);
  }

  private takeNote(): void {
    const { note, legs, heard } = this;
    const [legRef, epoch, number, what] = [note[0]!, note[1]!, note[2]!, note[3]!];
    const isLogged = number === 0 || epoch < heard.epoch || (epoch === heard.epoch && number <= heard.sequence);
    if (what === What.TAKEN_BACK) {
      if (isLogged) legs.takenBack.set(legRef, { taken: note[4]!, reopened: note[5]! });
      return;
    }
    let leg = legs.find(legRef);
    if (what === What.ENDED) {
      if (leg !== NO_LEG && isLogged) legs.remove(leg);
      return;
    }
    if (leg === NO_LEG) leg = legs.add(legRef);
    legs.instrument[leg] = note[4]!;
    legs.side[leg] = note[5]! & 0xff;
    legs.orderType[leg] = (note[5]! >> 8) & 0xff;
    legs.timeInForce[leg] = (note[5]! >> 16) & 0xff;
    legs.lots[leg] = note[6]!;
    legs.ticks[leg] = note[7]!;
    legs.displayLots[leg] = note[8]!;
    legs.current[leg] = note[9]!;
    legs.lastCancel[leg] = note[10]!;
    legs.lastReplace[leg] = note[11]!;
    if (!isLogged) return;
    legs.epoch[leg] = epoch;
    // Where not every fill is noted, what a note says of them is of some time before.
    legs.cum[leg] = this.hasEveryFill ? note[12]! : NOT_KNOWN;
    legs.value[leg] = note[13]!;
  }

  private takeMessage(bytes: Uint8Array, start: number, end: number, epoch: number): void {
    const { fields, reference, legs } = this;
    fields.index(bytes, startOfBody(bytes, start), end - CHECKSUM_BYTES);
    const type = fields.char(Tag.MSG_TYPE);
    if (type !== MsgType.NEW_ORDER_SINGLE && !isChange(type)) return;
    if (!reference.read(bytes, fields.start(Tag.CL_ORD_ID), fields.end(Tag.CL_ORD_ID))) return;
    let leg = legs.find(reference.legRef);
    if (type === MsgType.NEW_ORDER_SINGLE) {
      if (leg === NO_LEG) leg = legs.add(reference.legRef);
      legs.epoch[leg] = epoch;
      this.takeOrder(leg);
    } else if (leg === NO_LEG) return;
    else if (reference.kind === ReferenceKind.CANCEL) legs.lastCancel[leg] = reference.number;
    else if (reference.kind === ReferenceKind.REPLACE) {
      legs.lastReplace[leg] = reference.number;
      const instrument = legs.instrument[leg]!;
      legs.pendingLots[leg] = this.lots(Tag.ORDER_QTY, instrument);
      legs.pendingTicks[leg] = this.ticks(instrument);
    }
  }

  private takeOrder(leg: number): void {
    const { fields, legs, directory } = this;
    const symbolStart = fields.start(Tag.SYMBOL);
    const view = new DataView(fields.bytes.buffer, fields.bytes.byteOffset, fields.bytes.byteLength);
    const instrument = directory.symbols.find(view, symbolStart, fields.end(Tag.SYMBOL) - symbolStart);
    if (instrument < 0) {
      // The instrument is not configured any more: nothing can be said about the order.
      legs.remove(leg);
      return;
    }
    legs.instrument[leg] = instrument;
    legs.side[leg] = fields.char(Tag.SIDE) - 0x30;
    legs.timeInForce[leg] = this.timeInForce.get(fields.char(Tag.TIME_IN_FORCE)) ?? TimeInForce.DAY;
    const isMarket = fields.char(Tag.ORD_TYPE) === 0x31;
    legs.displayLots[leg] = this.lots(Tag.MAX_FLOOR, instrument);
    if (isMarket) legs.orderType[leg] = OrderType.MARKET;
    else legs.orderType[leg] = legs.displayLots[leg]! > 0 ? OrderType.ICEBERG : OrderType.LIMIT;
    legs.lots[leg] = this.lots(Tag.ORDER_QTY, instrument);
    legs.ticks[leg] = this.ticks(instrument);
    legs.cum[leg] = this.hasEveryFill ? 0 : NOT_KNOWN;
  }

  private lots(tag: number, instrument: number): number {
    return this.units(tag, this.directory.lotSize[instrument]!, 0);
  }

  private ticks(instrument: number): number {
    const { directory } = this;
    return this.units(Tag.PRICE, directory.tickMantissa[instrument]!, directory.tickExponent[instrument]!);
  }

  private units(tag: number, mantissa: number, exponent: number): number {
    const { fields, decimal } = this;
    if (!fields.has(tag) || !decimal.read(fields.bytes, fields.start(tag), fields.end(tag))) return 0;
    return Math.max(0, decimal.units(mantissa, exponent));
  }
}

function isChange(type: number): boolean {
  return type === MsgType.ORDER_CANCEL_REQUEST || type === MsgType.ORDER_CANCEL_REPLACE_REQUEST;
}

/** Behind the second SOH: at tag 35. */
export function startOfBody(bytes: Uint8Array, start: number): number {
  return bytes.indexOf(SOH, bytes.indexOf(SOH, start) + 1) + 1;
}
