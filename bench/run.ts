/**
 * npm run bench [-- NAME ...] [--json FILE] [--quick] [--seed N] [--list]
 *
 * Runs every module of this folder that exports `run` and `names`, each in a process of its own, so that one bench neither
 * warms up nor spoils the code of another. NAME is a figure's name or a file's.
 */
import '../src/ring/code_cache.ts';
import { type ChildProcess, fork } from 'node:child_process';
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatStallFloor, startStallFloor } from './floor.ts';
import { type BenchModule, type BenchResult, formatTable, machine, verdict } from './harness.ts';

const NOT_BENCHES = new Set(['run.ts', 'harness.ts', 'flame.ts']);
const FLOOR_SECONDS = 1;

interface Plan {
  readonly file: string;
  readonly module: BenchModule;
  readonly names: readonly string[];
}

interface Request {
  readonly file: string;
  readonly names: readonly string[];
  readonly quick: boolean;
  readonly seed: number;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      quick: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      list: { type: 'boolean', default: false },
    },
  });
  const plans = await planBenches(positionals);
  if (plans.length === 0) return;
  if (values.list) {
    for (const plan of plans) console.log(`${plan.file}: ${plan.names.join(', ')}`);
    return;
  }
  if (values.json !== undefined) writeFileSync(values.json, '');
  const all: BenchResult[] = [];
  for (const plan of plans) {
    const request = { file: plan.file, names: plan.names, quick: values.quick, seed: Number(values.seed) };
    const results = await runBench(plan, request);
    if (values.json !== undefined) appendFileSync(values.json, results.map(jsonLine).join(''));
    all.push(...results);
  }
  const { lines, isWhole } = verdict(plans, all);
  console.log(`\n${lines.join('\n')}`);
  if (!isWhole) process.exitCode = 1;
}

async function planBenches(wanted: readonly string[]): Promise<Plan[]> {
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !NOT_BENCHES.has(file),
  );
  const plans: Plan[] = [];
  const known: string[] = [];
  for (const file of files.sort()) {
    const module = await loadBench(file);
    if (module === undefined) continue;
    known.push(...module.names);
    const names = chooseNames(file, module, wanted);
    if (names.length > 0) plans.push({ file, module, names });
  }
  if (plans.length === 0) {
    process.exitCode = 1;
    console.error(`no bench is called '${wanted.join("', '")}'; there are: ${known.join(', ')}`);
  }
  return plans;
}

async function loadBench(file: string): Promise<BenchModule | undefined> {
  try {
    const module = await import(new URL(file, import.meta.url).href);
    return typeof module.run === 'function' && Array.isArray(module.names) ? module : undefined;
  } catch (error) {
    process.exitCode = 1;
    console.error(`bench/${file} cannot be loaded: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

function chooseNames(file: string, module: BenchModule, wanted: readonly string[]): readonly string[] {
  if (wanted.length === 0) return module.onlyByName ? [] : module.names;
  if (wanted.includes(file.replace(/\.ts$/, ''))) return module.names;
  return module.names.filter((name) =>
    wanted.some((want) => name === want || name.startsWith(`${want} `) || name.startsWith(`${want}.`)),
  );
}

/** The floor is taken before and after, never during: on two cores it would take one from what is measured. */
async function runBench(plan: Plan, request: Request): Promise<BenchResult[]> {
  console.log(`\n${plan.file.replace(/\.ts$/, '')}`);
  console.log(`  machine       ${machine()}`);
  console.log(`  topology      ${plan.module.topology ?? 'one thread'}`);
  console.log(`  not included  ${plan.module.notIncluded ?? 'nothing left out'}`);
  console.log(`  stall floor   ${formatStallFloor(await startStallFloor(FLOOR_SECONDS))} (before)`);
  const results = await runInChild(request);
  console.log(`  stall floor   ${formatStallFloor(await startStallFloor(FLOOR_SECONDS))} (after)`);
  if (results.length > 0) console.log(formatTable(results));
  return results;
}

async function runInChild(request: Request): Promise<BenchResult[]> {
  const child = fork(fileURLToPath(import.meta.url), [], {
    env: { ...process.env, SLUICE_BENCH: JSON.stringify(request) },
  });
  const results: BenchResult[] = [];
  child.on('message', (result) => results.push(result as BenchResult));
  const code = await ended(child);
  if (code !== 0) {
    process.exitCode = 1;
    console.error(`  bench/${request.file} failed with code ${code}`);
  }
  return results.filter((result) => request.names.includes(result.name));
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

async function runAsChild(request: Request): Promise<void> {
  const module: BenchModule = await import(new URL(request.file, import.meta.url).href);
  const results = await module.run({
    quick: request.quick,
    seed: request.seed,
    wants: (name) => request.names.includes(name),
    print: (line) => console.log(`  ${line}`),
  });
  for (const result of results) process.send!(result);
  process.disconnect();
}

function jsonLine(result: BenchResult): string {
  const { name, value, unit, bar, met, floor } = result;
  return `${JSON.stringify({ name, value, unit, bar, met, floor })}\n`;
}

const request = process.env.SLUICE_BENCH;
if (request === undefined) await main();
else await runAsChild(JSON.parse(request));
