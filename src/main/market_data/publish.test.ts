/** `sluice publish` as people and scripts call it. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MoldFeed } from '../../workers/edges/feeds/mold_feed.ts';
import { type MoldAddress, parseFeedAddress } from '../../workers/feed_sockets/feed_address.ts';
import { visitMessages } from '../../workers/protocols/moldudp64/packet.ts';

const CLI = new URL('../cli.ts', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'sluice-publish-'));
const file = join(folder, 'three.itch50');
writeFileSync(file, Buffer.from('\0\x0cfirst-------\0\x0csecond------\0\x0cthird-------', 'latin1'));

test('plays a file to whoever listens, says what it did, and ends', async () => {
  const heard: string[] = [];
  const feed = await MoldFeed.open(parseFeedAddress('mold://127.0.0.1:0?from=1') as MoldAddress, {
    onMessages: (view, from, to) => {
      visitMessages(view, from, to, (_, at, length) => {
        heard.push(Buffer.from(view.buffer as ArrayBuffer, view.byteOffset + at, length).toString());
      });
    },
    onSession: (session) => heard.push(session),
    onLost: () => heard.push('lost'),
    onState: () => undefined,
  });
  const address = `mold://127.0.0.1:${feed.ports[0]}?session=TODAY&requests=127.0.0.1:0`;
  const child = spawn(process.execPath, [CLI, 'publish', file, address, '--rate', '1000', '--linger', '100ms']);
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  const exitCode = await new Promise((resolve) => child.on('close', resolve));
  feed.close();
  assert.is(exitCode, 0);
  assert.equal(heard, ['TODAY', 'first-------', 'second------', 'third-------']);
  const [first, last] = printed.trimEnd().split('\n');
  assert.match(first!, new RegExp(`^publishing ${file}, requests at port \\d+$`));
  assert.match(last!, /^published: 3 messages, \d packets to 1 lines, 0 requests \(0 refused\)$/);
});

test('what is wrong is said, with the exit code for it', () => {
  const run = (...args: string[]): string => {
    const { status, stderr } = spawnSync(process.execPath, [CLI, 'publish', ...args], { encoding: 'utf8' });
    return `${status} ${stderr}`;
  };
  assert.match(run(file, 'udp://1.2.3.4:5'), /^2 .*'udp:\/\/1.2.3.4:5': expected mold:\/\/HOST:PORT or/s);
  assert.match(run(join(folder, 'none'), 'mold://1.2.3.4:5'), /^2 .*none is no file/s);
  assert.match(run(file, 'mold://127.0.0.1:5', '--rate', '5', '--speed', '2'), /^2 .*cannot be used with/s);
});

test.after(() => rmSync(folder, { recursive: true }));
test.run();
