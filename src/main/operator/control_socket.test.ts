import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { askEngine } from './ask_engine.ts';
import { ControlSocket } from './control_socket.ts';
import type { OperatorDesk } from './desk.ts';
import type { OperatorAnswer, OperatorRequest } from './request.ts';
import { SOCKET_NAME } from './socket_path.ts';

interface Taken {
  readonly request: OperatorRequest;
  readonly peer: string;
}

function deskOf(taken: Taken[]): OperatorDesk {
  const take = async (request: OperatorRequest, peer: string): Promise<OperatorAnswer> => {
    taken.push({ request, peer });
    return { ok: true, sequence: taken.length, text: 'done' };
  };
  return { take } as unknown as OperatorDesk;
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-control-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function asksIn(directory: string): Promise<void> {
  const taken: Taken[] = [];
  const control = await ControlSocket.open(directory, deskOf(taken));
  const answer = await askEngine(directory, { action: 'kill', account: 'DESK', user: 'anna' });
  assert.equal(answer, { ok: true, sequence: 1, text: 'done' });
  assert.equal(taken[0]!.request, { action: 'kill', release: false, account: 'DESK', user: 'anna' });
  assert.is(taken[0]!.peer, `uid ${process.getuid!()}, pid ${process.pid}`);
  await control.close();
  assert.is(await askEngine(directory, { action: 'kill' }), undefined, 'nobody is there any more');
}

test('a request is handed to the desk with who asks, as the kernel says', () => inFolder(asksIn));

test('a directory too deep for a socket address will do', () =>
  inFolder(async (folder) => {
    const deep = join(folder, 'd'.repeat(100), 'e'.repeat(100));
    mkdirSync(deep, { recursive: true });
    await asksIn(deep);
  }));

test('what a dead process left there is replaced', () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, SOCKET_NAME), '');
    await asksIn(folder);
  }));

test('no engine, no directory: nobody answers', () =>
  inFolder(async (folder) => {
    assert.is(await askEngine(folder, { action: 'kill' }), undefined);
    assert.is(await askEngine(join(folder, 'none'), { action: 'kill' }), undefined);
  }));

test.run();
