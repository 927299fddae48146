/**
 * A C compiler, for tests of what programs in other languages do. Where there is none such a test is skipped, and counted as skipped:
 *
 *     (HAS_C_COMPILER ? test : test.skip)('a program in C', () => ...);
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export const HAS_C_COMPILER = canRun();

/** Compiles a file of the repository against the generated header; every warning is an error. */
export function compileC(source: string, target: string): void {
  const flags = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-I', 'schemas/generated'];
  execFileSync('cc', [...flags, '-o', target, source], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
}

function canRun(): boolean {
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false; // Not installed.
  }
}
