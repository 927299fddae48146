/**
 * npm test [-- PATH ...]
 *
 * Runs every *.test.ts in a process of its own, two at a time, and ends with one line that counts all of their tests. A path
 * chooses the files whose names contain it. Output of a file is shown when it failed, or always with --verbose.
 */
import '../src/ring/code_cache.ts';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['schemas', 'src', 'test', 'bench'];
const TIMEOUT_MS = Number(process.env.SLUICE_TEST_TIMEOUT_MS ?? 400_000);
/** Long variants take what they take. */
const LONG_TIMEOUT_MS = 3_600_000;
/** A failed test may leave servers open that keep its process alive: so long after its last word, it has said all. */
const FAILED_GRACE_MS = 30_000;
/** Plain text: the counts are read from it. */
const ENVIRONMENT = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
const PARALLEL = Math.min(2, availableParallelism());

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

interface Outcome extends Count {
  readonly file: string;
  readonly seconds: number;
  readonly output: string;
}

/** Finished first are those that started first: the longest, by what their names say, lead the queue. */
const SLOW = [/kill/, /replay/, /simulation/, /stress/, /recovery/, /daemon/];

function findTests(filters: readonly string[]): string[] {
  const files = FOLDERS.flatMap((folder) => listFolder(join(ROOT, folder)))
    .map((path) => relative(ROOT, path))
    .filter((path) => path.endsWith('.test.ts'))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)));
  const rank = (file: string): number => (SLOW.some((pattern) => pattern.test(file)) ? 0 : 1);
  return files.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  } catch {
    return []; // A folder that is not there has no tests.
  }
}

/** Process groups of the files that run now. */
const running = new Set<number>();

function runFile(file: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const started = performance.now();
    // A group of its own: a test that hangs may leave processes behind, which must end with it.
    const child = spawn(process.execPath, [file], {
      cwd: ROOT,
      env: ENVIRONMENT,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const limitMs = process.env.SLUICE_LONG ? LONG_TIMEOUT_MS : TIMEOUT_MS;
    let output = '';
    let timedOut = false;
    let failedTimer: NodeJS.Timeout | undefined;
    const append = (chunk: Buffer): void => {
      output += chunk;
      clearTimeout(failedTimer);
      if (/^\s*Total:/m.test(output) && countTests(output, true).failed > 0)
        failedTimer = setTimeout(() => endGroup(child.pid!), FAILED_GRACE_MS);
    };
    child.stdout.on('data', append);
    child.stderr.on('data', append);
    running.add(child.pid!);
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child.pid!);
    }, limitMs);
    child.on('exit', () => endGroup(child.pid!));
    // Only then has all of its output been read.
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      clearTimeout(failedTimer);
      running.delete(child.pid!);
      if (timedOut) output += `\nended after ${limitMs / 1_000} s\n`;
      else if (signal !== null) output += `\nended by ${signal}\n`;
      const seconds = (performance.now() - started) / 1_000;
      resolve({ file, output, seconds, ...countTests(output, code === 0) });
    });
  });
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it, which is the usual case.
  }
}

/** From uvu's closing lines. A file that ended badly counts one failure, whatever it had managed to print. */
function countTests(output: string, endedWell: boolean): Count {
  const sum = (label: string): number =>
    [...output.matchAll(new RegExp(`^\\s*${label}:\\s+(\\d+)`, 'gm'))].reduce((total, m) => total + Number(m[1]), 0);
  const total = [...output.matchAll(/^\s*Total:\s+(\d+)/gm)].reduce((all, m) => all + Number(m[1]), 0);
  const passed = sum('Passed');
  const failed = total - passed;
  if (endedWell && total === 0 && sum('Skipped') === 0) return { passed, failed: 1, skipped: 0 };
  return { passed, failed: endedWell ? failed : Math.max(1, failed), skipped: sum('Skipped') };
}

function report(outcome: Outcome, verbose: boolean): void {
  const { file, passed, failed, skipped, seconds, output } = outcome;
  const skippedText = skipped > 0 ? `, ${skipped} skipped` : '';
  console.log(
    `${failed > 0 ? 'FAIL' : 'ok  '} ${file}: ${passed} passed, ${failed} failed${skippedText} (${seconds.toFixed(1)} s)`,
  );
  if (failed > 0 || verbose) console.log(output.trimEnd().replace(/^/gm, '     '));
}

export function closingLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

async function main(): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      for (const pid of running) endGroup(pid);
      process.exit(130);
    });
  }
  const args = process.argv.slice(2);
  const verbose = args.includes('--verbose');
  const queue = findTests(args.filter((arg) => !arg.startsWith('--')));
  const total: Count = { passed: 0, failed: 0, skipped: 0 };
  const takeTurns = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const outcome = await runFile(file);
      report(outcome, verbose);
      total.passed += outcome.passed;
      total.failed += outcome.failed;
      total.skipped += outcome.skipped;
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, takeTurns));
  if (total.passed + total.failed === 0) {
    total.failed = 1;
    console.log('no test ran');
  }
  console.log(closingLine(total));
  process.exitCode = total.failed === 0 ? 0 : 1;
}

await main();
