#!/usr/bin/env node
// Starts the engine with the runtime that package.json pins, whatever runtime the machine's own `node` is.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pinned = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');
const entry = fileURLToPath(new URL('../src/main/cli.ts', import.meta.url));
const child = spawn(pinned, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });

// A terminal sends Ctrl-C to the whole group, the engine included; a supervisor signals only this process.
const passOn = process.stdin.isTTY ? ['SIGTERM'] : ['SIGTERM', 'SIGHUP', 'SIGINT'];
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
  process.on(signal, () => passOn.includes(signal) && child.kill(signal));
}

child.on('error', (error) => {
  console.error(
    `sluice: cannot start ${pinned}: ${error.message}. Run npm ci (its install script fetches this runtime).`,
  );
  process.exitCode = 1;
});
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
});
