import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DirectoryLockedError, lockDirectory } from './lock.ts';

function inFolder(use: (directory: string) => Promise<void> | void): () => Promise<void> {
  return async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sluice-lock-'));
    try {
      await use(directory);
    } finally {
      rmSync(directory, { recursive: true });
    }
  };
}

test(
  'a second engine is kept out and told who is in',
  inFolder((directory) => {
    const lock = lockDirectory(directory);
    let refusal: Error | undefined;
    try {
      lockDirectory(directory);
    } catch (error) {
      refusal = error as Error;
    }
    assert.instance(refusal, DirectoryLockedError);
    assert.match(refusal?.message ?? '', new RegExp(`in use by process ${process.pid} on `));
    lock.release();
    lockDirectory(directory).release();
  }),
);

test(
  'another process holds it until it ends, also by kill -9',
  inFolder(async (directory) => {
    const script = `
      const { lockDirectory } = await import(${JSON.stringify(new URL('./lock.ts', import.meta.url).href)});
      lockDirectory(${JSON.stringify(directory)});
      console.log('locked');
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    assert.throws(() => lockDirectory(directory), new RegExp(`in use by process ${holder.pid} on `));
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    lockDirectory(directory).release();
  }),
);

test.run();
