import { existsSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { adviseHugePages } from './huge_pages.ts';

const SETTING = '/sys/kernel/mm/transparent_hugepage/enabled';
const MEBIBYTE = 2 ** 20;

test('an array without a whole huge page is left as it is', () => {
  assert.not(adviseHugePages(new Int32Array(1000)));
});

const isOffered = existsSync(SETTING) && !readFileSync(SETTING, 'utf8').includes('[never]');
(isOffered ? test : test.skip)('a large array lies in huge pages once it is touched, and holds what is written', () => {
  const array = new Int32Array(16 * MEBIBYTE);
  assert.ok(adviseHugePages(array));
  for (let i = 0; i < array.length; i += 1024) array[i] = i;
  for (let i = 0; i < array.length; i += 1024) assert.is(array[i], i);
  const hugeKib = /^AnonHugePages:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1];
  assert.ok(Number(hugeKib) >= 2048, `${hugeKib} KiB`);
});

test.run();
