/**
 * npm run flame [-- SECONDS [SCRIPT ARGUMENTS...]]
 *
 * Runs the engine under its demo load with V8's sampling profiler, which leaves one profile a thread, and has 0x draw each:
 *
 *     node --cpu-prof ──▶ flame/profiles/CPU.*.<thread>.*.cpuprofile ──0x──▶ flame/<thread>-<name>.html
 *
 * 0x itself would see one isolate only. An interval of 200 us keeps the profiler's own share of the engine's thread small.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUTPUT = join(ROOT, 'flame');
const PROFILES = join(OUTPUT, 'profiles');
const INTERVAL_US = 200;
/** The demo trader's requests: enough that every thread shows its work. */
const LOAD_PER_SECOND = 2_000;

interface CpuProfile {
  readonly nodes: readonly { readonly callFrame: { url: string } }[];
}

async function main(): Promise<void> {
  const [seconds = '10', ...rest] = process.argv.slice(2);
  const data = mkdtempSync(join(tmpdir(), 'sluice-flame-'));
  const config = join(data, 'load.toml');
  writeFileSync(config, `[demo]\nordersPerSecond = ${LOAD_PER_SECOND}\n`);
  const start = ['src/main/cli.ts', 'start', '--config', config, '--data', join(data, 'engine')];
  const script = rest.length > 0 ? rest : [...start, '--duration', `${seconds}s`, '--port', '0'];
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(PROFILES, { recursive: true });
  try {
    const code = await profile(script);
    if (code !== 0) throw new Error(`${script.join(' ')} ended with code ${code}`);
    const profiles = readdirSync(PROFILES).filter((name) => name.endsWith('.cpuprofile'));
    if (profiles.length === 0) throw new Error('the run left no profile');
    for (const name of profiles.sort()) console.log(`flame/${draw(name)}`);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

function profile(script: readonly string[]): Promise<number> {
  const options = ['--cpu-prof', `--cpu-prof-dir=${PROFILES}`, `--cpu-prof-interval=${INTERVAL_US}`];
  const child = spawn(process.execPath, [...options, ...script], { cwd: ROOT, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** 0x writes flamegraph.html beside the profile, whatever it is told: so each is drawn in a folder of its own. */
function draw(name: string): string {
  const folder = join(PROFILES, basename(name, '.cpuprofile'));
  mkdirSync(folder);
  const path = join(folder, name);
  renameSync(join(PROFILES, name), path);
  const thread = threadName(path);
  nameModules(path);
  const html = `${threadOf(name)}-${thread}.html`;
  const drawn = spawnSync(join(ROOT, 'node_modules/.bin/0x'), ['--silent', '--visualize-cpu-profile', path], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (drawn.status !== 0) throw new Error(`0x could not draw ${name}: ${drawn.stderr}`);
  renameSync(join(folder, 'flamegraph.html'), join(OUTPUT, html));
  return html;
}

/** 0x takes for ours what ends in .js and has a path: so modules get that ending, and lose the folder of this checkout. */
function nameModules(path: string): void {
  const profile = JSON.parse(readFileSync(path, 'utf8')) as CpuProfile;
  for (const { callFrame } of profile.nodes) {
    if (!callFrame.url.startsWith('file:')) continue;
    callFrame.url = `/${relative(ROOT, fileURLToPath(callFrame.url))}`.replace(/\.ts$/, '.ts.js');
  }
  writeFileSync(path, JSON.stringify(profile));
}

/** CPU.<date>.<time>.<process>.<thread>.<number>.cpuprofile; the main thread is 0. */
function threadOf(name: string): string {
  return `thread-${name.split('.')[4]}`;
}

/** By the file that starts it: first the workers, since each also runs modules that others have. */
const THREADS: readonly (readonly [string, string])[] = [
  ['/pipeline/engine_worker.ts', 'engine'],
  ['/journal/journal_worker.ts', 'journal'],
  ['/events/agent_worker.ts', 'events'],
  ['/exchange/worker.ts', 'exchange'],
  ['/demo_trader/worker.ts', 'demo-trader'],
  ['/cold/snapshot_task.ts', 'snapshot'],
  ['/main/cli.ts', 'main'],
];

/** Main loads some workers' modules too, for their types' sake: so main is asked for first. */
function threadName(path: string): string {
  const { nodes } = JSON.parse(readFileSync(path, 'utf8')) as CpuProfile;
  const urls = nodes.map(({ callFrame }) => callFrame.url);
  const runs = (file: string): boolean => urls.some((url) => url.endsWith(file));
  if (runs('/main/cli.ts') || runs('/main/start.ts')) return 'main';
  return THREADS.find(([file]) => runs(file))?.[1] ?? 'log';
}

await main();
