import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dissectStream, HAS_TSHARK, type Segment } from '../../../../test/tshark.ts';
import { PacketType, RejectCode } from './layout.ts';
import { PacketWriter } from './packet_writer.ts';

const FIELDS = ['packet_length', 'username', 'password', 'session', 'reject_code', 'message', 'text'];

(HAS_TSHARK ? test : test.skip)('Wireshark reads every packet as it is meant, and counts messages as we do', () => {
  const segments: Segment[] = [];
  const say = (isFromServer: boolean, write: (writer: PacketWriter) => void): void => {
    const writer = new PacketWriter((bytes) => segments.push({ bytes: Uint8Array.from(bytes), isFromServer }));
    write(writer);
    writer.flush();
  };
  say(false, (to) => to.loginRequest({ username: 'USER', password: 'SECRET', session: 'DAY1', sequence: 42 }));
  say(true, (to) => to.loginAccepted('DAY1', 42));
  say(true, (to) => to.data(PacketType.SEQUENCED, Buffer.from('A'), 0, 1));
  say(true, (to) => to.data(PacketType.SEQUENCED, Buffer.from('BC'), 0, 2));
  say(false, (to) => to.data(PacketType.UNSEQUENCED, Buffer.from('DEF'), 0, 3));
  say(false, (to) => to.empty(PacketType.CLIENT_HEARTBEAT));
  say(true, (to) => to.empty(PacketType.SERVER_HEARTBEAT));
  say(true, (to) => to.debug('hm'));
  say(true, (to) => to.loginRejected(RejectCode.SESSION_NOT_AVAILABLE));
  say(true, (to) => to.empty(PacketType.END_OF_SESSION));
  say(false, (to) => to.empty(PacketType.LOGOUT_REQUEST));

  const fields = FIELDS.map((field) => `soupbintcp.${field}`);
  assert.equal(dissectStream(segments, 'soupbintcp', [...fields, '_ws.col.Info']), [
    '47|USER  |SECRET    |      DAY1||||Login Request',
    '31|||      DAY1||||Login Accepted',
    // The dissector counts from the number of the login that was accepted.
    '2|||||41||Sequenced Data, SeqNum = 42',
    '3|||||4243||Sequenced Data, SeqNum = 43',
    '4|||||444546||Unsequenced Data',
    '1|||||||Client Heartbeat',
    '1|||||||Server Heartbeat',
    '3||||||hm|Debug Packet',
    "2||||'S'|||Login Rejected",
    '1|||||||End of Session',
    '1|||||||Logout Request',
  ]);
});

test.run();
