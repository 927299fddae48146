import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RecordHeader } from '../../../schemas/generated/engine.ts';
import { PAGE_BYTES } from '../durability/journal/files.ts';
import { PowerCut, PowerLossFiles } from '../durability/journal/power_loss.ts';
import { FileOutboundLog as VenueLog } from '../edges/venue_session/outbound_log.ts';
import { EntryKind, EntryLog, OutboundLogCorrupted } from './entry_log.ts';
import { FileOutboundLog as FixLog } from './fix/file_outbound_log.ts';
import { SessionMessage } from './venue_wire/session_message.ts';
import { makeTemplate, WireView } from './venue_wire/wire_message.ts';

const CASES = process.env.SLUICE_LONG ? 5_000 : 300;
const FIRST_SEED = Number(process.env.SLUICE_SEED ?? 1);
const RESERVE_BYTES = 2 * PAGE_BYTES;
const FIRST_DAY = 20261101;

/** mulberry32: a case is its seed. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a session's log is asked, and its answers checked against what it was told. */
interface Subject {
  /** Opens the log; answers with the number of the last message. */
  open(sync: boolean, day: number): number;
  /** Appends the next message and flushes. */
  append(number: number, bytes: number): void;
  close(): void;
  /** Every message that can be read is the one that was written. */
  check(last: number): void;
}

function contentOf(number: number, bytes: number): Uint8Array {
  return new Uint8Array(bytes).map((_, at) => (number * 31 + at * 7) & 0xff);
}

class FixSubject implements Subject {
  private log: FixLog | undefined;
  private readonly files: PowerLossFiles;
  private readonly written = new Map<number, number>();
  private day = FIRST_DAY;

  constructor(files: PowerLossFiles) {
    this.files = files;
  }

  open(sync: boolean, day: number): number {
    this.day = day;
    const { files } = this;
    this.log = new FixLog({
      directory: '/logs/sessions',
      name: 'client',
      tradingDate: day,
      sync,
      files,
      reserveBytes: RESERVE_BYTES,
    });
    return this.log.nextOutbound - 1;
  }

  append(number: number, bytes: number): void {
    this.written.set(number, bytes);
    this.log!.append(number, number * 3, 1, number, contentOf(number, bytes), 0, bytes);
    if (number % 37 === 0) this.log!.rotate(++this.day);
    this.log!.flush();
  }

  close(): void {
    this.log!.close();
  }

  check(last: number): void {
    const log = this.log!;
    assert.equal([log.lastStreamSequence, log.answeredInbound], last === 0 ? [-1, 0] : [last * 3, last]);
    log.read(1, last, (number, bytes, start, end) => {
      assert.equal(bytes.slice(start, end), contentOf(number, this.written.get(number)!));
    });
  }
}

class VenueSubject implements Subject {
  private log: VenueLog | undefined;
  private readonly files: PowerLossFiles;
  private readonly template = makeTemplate(SessionMessage.HEARTBEAT);

  constructor(files: PowerLossFiles) {
    this.files = files;
  }

  open(sync: boolean): number {
    this.log = new VenueLog('/logs/sessions/venue.log', { sync, files: this.files, reserveBytes: RESERVE_BYTES });
    return this.log.lastNumber;
  }

  append(number: number, bytes: number): void {
    const count = Math.ceil(bytes / this.template.byteLength);
    // One number for all: a log knows the last of a batch only.
    const batch = Array.from({ length: count }, () => this.message(number));
    this.log!.append(batch, { number, streamSequence: number * 3, outputIndex: 1 });
  }

  close(): void {
    this.log!.close();
  }

  check(last: number): void {
    const log = this.log!;
    assert.is(log.lastStreamSequence, last === 0 ? -1 : last * 3);
    let number = 0;
    log.read(0, (messages) => {
      const bytes = this.template.byteLength;
      for (let at = 0; at < messages.length; at += bytes) {
        const view = new WireView(messages.slice(at, at + bytes).buffer);
        const { sourceSequence } = new RecordHeader().wrap(view, this.template.headerAt);
        assert.ok(sourceSequence === number || sourceSequence === number + 1);
        assert.equal(messages.slice(at, at + bytes), this.message(sourceSequence));
        number = sourceSequence;
      }
    });
    assert.is(number, last);
  }

  private message(number: number): Uint8Array {
    const view = new WireView(new ArrayBuffer(this.template.byteLength));
    view.f64.set(this.template.doubles);
    const header = new RecordHeader().wrap(view, this.template.headerAt);
    header.sourceSequence = number;
    header.sequence = number * 3;
    header.outputIndex = 1;
    return new Uint8Array(view.f64.buffer);
  }
}

/**
 * Lives of a log, each ended by a kill or a power loss. In the next, what was flushed must be there after a kill, and what
 * was synced after a power loss.
 */
function powerLossCase(seed: number, make: (files: PowerLossFiles) => Subject): void {
  const random = generator(seed);
  const files = new PowerLossFiles();
  const subject = make(files);
  const sync = random() < 0.6;
  let [last, kept, day] = [0, 0, FIRST_DAY];
  for (let life = 0; life < 5; life++) {
    day += 10;
    files.callsToCut = 1 + Math.floor(random() * (random() < 0.2 ? 300 : 30));
    try {
      const found = subject.open(sync, day);
      assert.ok(found >= kept && found <= last, `found ${found} of ${last}, of which ${kept} had to be kept`);
      subject.check(found);
      kept = found;
      last = found;
      const messages = Math.floor(random() * 60);
      for (let n = 0; n < messages; n++) {
        last++;
        subject.append(last, 1 + Math.floor(random() * (random() < 0.1 ? 9000 : 400)));
        kept = last;
      }
      if (random() < 0.5) subject.close();
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
    }
    const share = [0, 0.2, 0.5, 0.9, 1][Math.floor(random() * 5)]!;
    if (!files.isDown && random() < 0.3) {
      files.killProcess();
      continue;
    }
    files.losePower(() => random() < share);
    if (!sync) kept = 0;
  }
}

for (const [kind, make] of [
  ['a FIX log', (files: PowerLossFiles) => new FixSubject(files)],
  ['a venue’s log', (files: PowerLossFiles) => new VenueSubject(files)],
] as const) {
  test(`${kind} after power loss at any call: starts, with all that was synced and nothing torn (${CASES} cases)`, () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + CASES; seed++) {
      try {
        powerLossCase(seed, make);
      } catch (error) {
        throw new Error(`seed ${seed} (repeat with SLUICE_SEED=${seed}): ${(error as Error).stack}`, { cause: error });
      }
    }
  });
}

const PATH = '/logs/entries.log';

function entriesOf(files: PowerLossFiles): number[] {
  const log = new EntryLog({ files, path: PATH, sync: true, reserveBytes: RESERVE_BYTES }, false);
  const numbers: number[] = [];
  log.recover(({ number }) => numbers.push(number));
  log.release();
  return numbers;
}

/** Entries of some 3 KB, each synced; what the last sync covered ends at `synced`. */
function syncedLog(): { files: PowerLossFiles; places: number[] } {
  const files = new PowerLossFiles();
  const log = new EntryLog({ files, path: PATH, sync: true, reserveBytes: RESERVE_BYTES }, true);
  const places: number[] = [];
  log.append(EntryKind.START, 1, -1, 0, -1, 0, new Uint8Array(0), 0, 0);
  for (let number = 1; number <= 8; number++) {
    places.push(log.append(EntryKind.MESSAGE, number, 1, 0, 0, 0, contentOf(number, 3000), 0, 3000));
    log.flush();
  }
  return { files, places };
}

test('damage before the last synced mark refuses the start and names the place; behind it, it is a torn tail', () => {
  const random = generator(FIRST_SEED);
  for (let n = 0; n < CASES; n++) {
    const { files, places } = syncedLog();
    const index = Math.floor(random() * places.length);
    const place = places[index]!;
    const at = place + Math.floor(random() * (48 + 3000));
    files.bytesOf(PATH)[at]! ^= 1 << Math.floor(random() * 8);
    if (index === places.length - 1) {
      assert.equal(entriesOf(files), [1, 1, 2, 3, 4, 5, 6, 7]);
      continue;
    }
    const isNamed = (error: Error): boolean =>
      error instanceof OutboundLogCorrupted && error.message.includes(`bad entry at ${place} of`);
    assert.throws(() => entriesOf(files), isNamed, `entry ${index + 1} at ${place}, byte ${at}`);
  }
});

test('after a close the very last entry is known to be on the disk', () => {
  const { files, places } = syncedLog();
  const log = new EntryLog({ files, path: PATH, sync: false, reserveBytes: RESERVE_BYTES }, false);
  log.recover(() => undefined);
  log.close();
  files.bytesOf(PATH)[places.at(-1)! + 60]! ^= 1;
  assert.throws(() => entriesOf(files), /bad entry at \d+ of \d+: .*(mark|page)/);
});

test('a file of something else is refused, one that the power left empty is not', () => {
  const files = new PowerLossFiles();
  files.write(files.create(PATH), new Uint8Array(100).fill(7), 0, 100, 0);
  assert.throws(() => entriesOf(files), /it is no outbound log/);
  files.write(files.create(PATH), new Uint8Array(9000), 0, 9000, 0);
  assert.equal(entriesOf(files), []);
});

test.run();
