import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dissectDatagrams, HAS_TSHARK } from '../../../../test/tshark.ts';
import { MessageStore } from '../message_store.ts';
import { SessionId } from './layout.ts';
import { writeRequest } from './packet.ts';
import { MoldPublisher } from './publisher.ts';

const FIELDS = ['session', 'sequence', 'count', 'msglen', 'msgseq', 'msgdata', 'msglen.invalid', 'count.invalid'];

(HAS_TSHARK ? test : test.skip)('Wireshark reads data, heartbeats, the end and answers as they are meant', () => {
  const packets: Uint8Array[] = [];
  const config = { session: 'DAY0000001', maxPacketBytes: 1_400, maxPacketMessages: 3 };
  const publisher = new MoldPublisher(config, new MessageStore(10_000, 100), (packet, length) => {
    packets.push(packet.slice(0, length));
  });
  for (const text of ['A', 'BC', 'D', 'EFG']) publisher.add(Buffer.from(text), 0, text.length, 0);
  publisher.onTimer(0);
  publisher.onTimer(1e9);
  publisher.end(2e9);
  const request = new Uint8Array(20);
  writeRequest(new DataView(request.buffer), 0, SessionId.of(config.session), 2, 9);
  packets.push(publisher.answerBytes.slice(0, publisher.answer(new DataView(request.buffer), 0, 20)), request);

  const lines = dissectDatagrams(
    packets,
    'moldudp64',
    FIELDS.map((field) => `moldudp64.${field}`),
  );
  assert.equal(lines, [
    'DAY0000001|1|3|1;2;1|1;2;3|41;4243;44||',
    'DAY0000001|4|1|3|4|454647||',
    'DAY0000001|5|0|||||',
    'DAY0000001|5|65535|||||',
    'DAY0000001|2|3|2;1;3|2;3;4|4243;44;454647||',
    // To the dissector a request is a packet whose messages are missing.
    'DAY0000001|2|9|||||',
  ]);
});

test.run();
