import { existsSync } from 'node:fs';
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion, type Region } from '../../../ring/memory.ts';
import { EMPTY, FULL } from '../../../ring/spsc.ts';
import { sealRecord, verifyRecord } from './checksum.ts';
import { initialiseLog, publishedSequence } from './log_header.ts';
import {
  DURABLE_WORDS_INDEX,
  logRegionBytes,
  MAX_RECORD_BYTES,
  RECORD_CHECKSUM_BYTE,
  RECORD_HEADER_BYTES,
  RECORD_LENGTH_BYTE,
  RECORD_SEQUENCE_BYTE,
  RECORD_TYPE_BYTE,
} from './log_layout.ts';
import { LogReader } from './log_reader.ts';
import { LogWriter } from './log_writer.ts';

const RUNS = process.env.SLUICE_LONG ? 5_000 : 100;
const IDENTITY = { bootId: new Int32Array([1, 2, 3, 4]), engineEpoch: 7, baseTimeMs: 1_700_000_000_000 };
const STARTS = [0, 0x7fffffff - 1000, -3, 0x7ffffff9];

function newLog(dataBytes: number, position = 0): Region {
  const region = allocateRegion(logRegionBytes(dataBytes));
  initialiseLog(region, IDENTITY, { position });
  return region;
}

function write(writer: LogWriter, length: number, sequence: number, reserved = length): boolean {
  const offset = writer.reserve(reserved);
  if (offset === FULL) return false;
  const { i32, f64, u8 } = writer.data;
  i32[offset >> 2] = length;
  i32[(offset + RECORD_TYPE_BYTE) >> 2] = 20;
  f64[(offset + RECORD_SEQUENCE_BYTE) >> 3] = sequence;
  for (let byte = 24; byte < length; byte++) u8[offset + byte] = (sequence * 31 + byte) & 0xff;
  sealRecord(i32, offset, length);
  writer.append(length);
  return true;
}

const length = fc.integer({ min: 8, max: 80 }).map((words) => words * 8);

test('what is published is read, in order and whole, across padding and the wrap of positions', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...STARTS),
      fc.array(fc.tuple(length, fc.boolean()), { maxLength: 300 }),
      (start, steps) => {
        const region = newLog(4096, start & ~7);
        const writer = new LogWriter(region);
        const reader = new LogReader(region);
        let written = 0;
        let read = 0;
        const drain = () => {
          writer.publish(written);
          for (let offset = reader.next(); offset !== EMPTY; offset = reader.next()) {
            assert.is(reader.data.f64[(offset + RECORD_SEQUENCE_BYTE) >> 3], ++read);
            assert.ok(verifyRecord(reader.data.i32, offset, reader.length));
          }
          assert.is(read, written);
          assert.is(publishedSequence(region), written);
          Atomics.store(region.i32, DURABLE_WORDS_INDEX, reader.position);
        };
        for (const [bytes, publish] of steps) {
          if (!write(writer, bytes, written + 1, Math.max(bytes, 256))) {
            drain();
            assert.ok(write(writer, bytes, written + 1, Math.max(bytes, 256)), 'room after the journal has caught up');
          }
          written++;
          if (publish) drain();
        }
        drain();
      },
    ),
    { numRuns: RUNS },
  );
});

test('a full log says so until the journal frees it, and overwrites nothing', () => {
  for (const start of STARTS) {
    const region = newLog(4096, start & ~7);
    const writer = new LogWriter(region);
    let sequence = 0;
    while (write(writer, 128, sequence + 1)) sequence++;
    writer.publish(sequence);
    assert.is(writer.freeFraction() < 128 / 4096, true);
    const reader = new LogReader(region, (start & ~7) | 0);
    for (let read = 1; read <= sequence; read++) {
      const offset = reader.next();
      assert.is(reader.data.f64[(offset + RECORD_SEQUENCE_BYTE) >> 3], read);
    }
    assert.is(writer.reserve(128), FULL);
    Atomics.store(region.i32, DURABLE_WORDS_INDEX, reader.position);
    assert.is(writer.freeFraction(), 1);
    assert.is.not(writer.reserve(128), FULL);
  }
});

test('a log without journal never fills, and a reader that was lapped can tell', () => {
  const region = newLog(4096);
  const writer = new LogWriter(region, { gated: false });
  const reader = new LogReader(region);
  for (let sequence = 1; sequence <= 1000; sequence++) assert.ok(write(writer, 128, sequence));
  assert.not(reader.isOverrun());
  writer.publish(1000);
  assert.ok(reader.isOverrun());
});

test('padding is published only with the record behind it', () => {
  const region = newLog(4096);
  const writer = new LogWriter(region, { gated: false });
  const reader = new LogReader(region);
  for (let sequence = 1; sequence <= 4; sequence++) write(writer, 1016, sequence);
  writer.publish(4);
  for (let sequence = 1; sequence <= 4; sequence++) assert.is.not(reader.next(), EMPTY);
  assert.is.not(writer.reserve(64), FULL);
  writer.publish(4);
  assert.is(reader.next(), EMPTY);
  write(writer, 64, 5);
  writer.publish(5);
  assert.is(reader.next(), 0);
});

test('a record beyond the limit is a bug, not back-pressure', () => {
  assert.throws(() => new LogWriter(newLog(4096)).reserve(1032), /does not fit/);
  assert.throws(() => new LogWriter(newLog(1 << 20)).reserve(MAX_RECORD_BYTES + 8), /does not fit/);
});

test('memory that is no log of this format is refused', () => {
  assert.throws(() => new LogWriter(allocateRegion(logRegionBytes(4096))), /magic is missing/);
  assert.throws(() => logRegionBytes(5000), /power of two/);
  const region = newLog(4096);
  region.i32[1] = 99;
  assert.throws(() => new LogReader(region), /format 99/);
});

test('the record header lies where the schema puts it', async () => {
  const generated = new URL('../../../../schemas/generated/engine.ts', import.meta.url);
  if (!existsSync(generated)) return;
  const { RecordHeader } = await import(generated.href);
  assert.is(RecordHeader.BYTES, RECORD_HEADER_BYTES);
  const region = allocateRegion(4096);
  const header = new RecordHeader().wrap(region, 64);
  header.length = 1;
  header.type = 2;
  header.checksum = 3;
  header.sequence = 4;
  assert.is(region.i32[(64 + RECORD_LENGTH_BYTE) / 4], 1);
  assert.is(region.u16[(64 + RECORD_TYPE_BYTE) / 2], 2);
  assert.is(region.i32[(64 + RECORD_CHECKSUM_BYTE) / 4], 3);
  assert.is(region.f64[(64 + RECORD_SEQUENCE_BYTE) / 8], 4);
});

test.run();
