/**
 * Durability `disk`: what a client or a venue was sent is on the disk before the socket has it, and so is the file's name.
 * Node's own calls are listened to, in the order in which they are made.
 */

import fs, { mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FileOutboundLog as VenueLog } from '../../src/workers/edges/venue_session/outbound_log.ts';
import { FileOutboundLog } from '../../src/workers/protocols/fix/file_outbound_log.ts';
import { resolveConfig } from '../../src/workers/protocols/fix/session_config.ts';
import { SessionOutput } from '../../src/workers/protocols/fix/session_output.ts';
import { MsgType } from '../../src/workers/protocols/fix/tag.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-synced-'));
const calls: string[] = [];
const { fdatasyncSync, fsyncSync, writeSync, writevSync } = fs;

fs.fdatasyncSync = (file) => {
  calls.push('sync');
  fdatasyncSync(file);
};
fs.fsyncSync = (file) => {
  calls.push('directory');
  fsyncSync(file);
};
fs.writeSync = ((...args: Parameters<typeof writeSync>) => {
  // What is kept ahead of the log is zeros, and lies behind what is synced.
  const [, bytes] = args as unknown as [number, Uint8Array];
  if (bytes[0] !== 0) calls.push('write');
  return writeSync(...args);
}) as typeof writeSync;
fs.writevSync = ((...args: Parameters<typeof writevSync>) => {
  calls.push('write');
  return writevSync(...args);
}) as typeof writevSync;
syncBuiltinESMExports();

test.after(() => rmSync(folder, { recursive: true }));

function fixOutput(name: string, sync: boolean): SessionOutput {
  const log = new FileOutboundLog({ directory: join(folder, 'sessions'), name, tradingDate: 20261122, sync });
  const config = resolveConfig({ role: 'acceptor', senderCompId: 'SLUICE', targetCompId: 'CLIENT' });
  const output = new SessionOutput(config, log);
  output.connect({ write: () => calls.push('socket'), close: () => undefined });
  return output;
}

function send(output: SessionOutput, count: number): void {
  for (let i = 0; i < count; i++) {
    output.begin(MsgType.HEARTBEAT);
    output.finish(-1, -1, 0, true);
  }
  output.flush();
}

test('a client’s log is synced before each write to the socket, however much a turn brings', () => {
  calls.length = 0;
  const output = fixOutput('synced', true);
  assert.equal(calls, ['write', 'sync', 'directory', 'directory'], 'the new file');
  calls.length = 0;
  send(output, 1);
  assert.equal(calls, ['write', 'sync', 'socket']);
  calls.length = 0;
  send(output, 20_000);
  assert.ok(calls.filter((call) => call === 'socket').length > 5, 'more than a buffer');
  let isSynced = false;
  for (const call of calls) {
    if (call === 'socket') assert.ok(isSynced);
    isSynced = call === 'sync' || (isSynced && call !== 'write');
  }
});

test('at the other levels nothing is synced', () => {
  const output = fixOutput('unsynced', false);
  calls.length = 0;
  send(output, 1);
  assert.equal(calls, ['write', 'socket']);
});

test('a venue’s log is synced before its messages may leave', () => {
  calls.length = 0;
  const log = new VenueLog(join(folder, 'venues', 'venue.log'), { sync: true });
  assert.equal(calls, ['directory', 'directory'], 'the new file');
  calls.length = 0;
  log.append([new Uint8Array(64).fill(1)], { number: 1, streamSequence: 7, outputIndex: 0 });
  assert.equal(calls, ['write', 'sync']);
  log.close();
});

test.run();
