import fc from 'fast-check';
import { ByteBuffer } from 'flatbuffers';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RecordHeader, VenueReport } from '../../../../schemas/generated/engine.ts';
import { Message } from '../../../../schemas/generated/flatc/sluice/message.js';
import { RecordType } from '../../model/record_type.ts';
import { BatchWriter } from './batch_writer.ts';
import { SessionMessage } from './session_message.ts';
import { MALFORMED, StreamReader } from './stream_reader.ts';
import { FIELD_BY_TYPE, makeTemplate, WireMessage } from './wire_message.ts';

const BODY_NAMES: Record<number, 'venueNewOrder' | 'venueCancel' | 'venueReplace' | 'venueStatusRequest'> = {
  [RecordType.VENUE_NEW_ORDER]: 'venueNewOrder',
  [RecordType.VENUE_CANCEL]: 'venueCancel',
  [RecordType.VENUE_REPLACE]: 'venueReplace',
  [RecordType.VENUE_STATUS_REQUEST]: 'venueStatusRequest',
};

test('a filled template is a table that the flatbuffers package reads', () => {
  const template = makeTemplate(RecordType.VENUE_REPORT);
  const writer = new BatchWriter();
  writer.append(template);
  const at = writer.append(template);
  const header = new RecordHeader().wrap(writer.chunk.view, at + template.headerAt);
  header.sourceSequence = 77;
  const report = new VenueReport().wrap(writer.chunk.view, at + template.bodyAt);
  report.kind = 2;
  report.legRef = 2 ** 52 + 1;
  report.lastTicks = 28_667;
  const bytes = new ByteBuffer(writer.chunk.bytes.slice(at));
  const message = Message.getSizePrefixedRootAsMessage(bytes);
  bytes.setPosition(4);
  assert.ok(bytes.__has_identifier('SLCE'));
  assert.is(message.header()!.type(), RecordType.VENUE_REPORT);
  assert.is(message.header()!.length(), RecordHeader.BYTES + VenueReport.BYTES);
  assert.is(message.header()!.sourceSequence(), 77);
  assert.is(message.venueReport()!.kind(), 2);
  assert.is(message.venueReport()!.legRef(), 2 ** 52 + 1);
  assert.is(message.venueReport()!.lastTicks(), 28_667);
  assert.is(message.quote(), null);
});

test('every template names its own body and no other', () => {
  for (const type of Object.keys(FIELD_BY_TYPE).map(Number)) {
    const template = makeTemplate(type);
    const bytes = new Uint8Array(template.doubles.buffer as ArrayBuffer);
    const message = Message.getSizePrefixedRootAsMessage(new ByteBuffer(bytes));
    assert.is(message.header()!.type(), type);
    const name = BODY_NAMES[type];
    if (name !== undefined) assert.ok(message[name]() !== null);
    assert.is(template.byteLength % 8, 0);
  }
  const session = makeTemplate(SessionMessage.HELLO);
  assert.is(session.bodyAt, 0);
});

test('a stream is cut into the same messages however it arrives', () => {
  const types = [...Object.keys(FIELD_BY_TYPE).map(Number), SessionMessage.HELLO];
  const templates = types.map(makeTemplate);
  fc.assert(
    fc.property(fc.array(fc.nat(templates.length - 1)), fc.array(fc.integer({ min: 1, max: 700 })), (picks, cuts) => {
      const writer = new BatchWriter();
      picks.forEach((pick, index) => {
        const at = writer.append(templates[pick]!);
        new RecordHeader().wrap(writer.chunk.view, at + templates[pick]!.headerAt).sourceSequence = index;
      });
      const seen: number[][] = [];
      const header = new RecordHeader();
      const reader = new StreamReader((view, message) => {
        header.wrap(view, message.headerAt);
        seen.push([header.sourceSequence, message.type]);
        return true;
      });
      const bytes = writer.chunk.bytes;
      for (let at = 0, cut = 0; at < bytes.length; cut++) {
        const length = cuts[cut] ?? 64;
        assert.ok(reader.feed(bytes.subarray(at, at + length)));
        assert.ok(reader.drain() >= 0);
        at += length;
      }
      assert.equal(
        seen,
        picks.map((pick, index) => [index, types[pick]]),
      );
    }),
    { numRuns: 100 },
  );
});

test('bytes that are no message are told, and never read past their end', () => {
  const template = makeTemplate(RecordType.VENUE_NEW_ORDER);
  const message = new WireMessage();
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(template.byteLength - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
      (changes) => {
        const reader = new StreamReader((_view, found, at, end) => {
          const isInside = (from: number, length: number): boolean => from >= at && from + length <= end;
          assert.ok(isInside(found.headerAt, RecordHeader.BYTES));
          if (found.bodyAt !== 0) assert.ok(isInside(found.bodyAt, found.bodyBytes));
          return true;
        });
        const bytes = new Uint8Array(template.doubles.buffer.slice(0) as ArrayBuffer);
        for (const [at, value] of changes) bytes[at] = value;
        reader.feed(bytes);
        const handled = reader.drain();
        assert.ok(handled === MALFORMED || handled === 0 || handled === 1);
      },
    ),
    { numRuns: 2000 },
  );
  assert.is(message.type, 0);
});

test.run();
