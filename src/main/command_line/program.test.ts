import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sampleFigures } from '../live_view/sample_figures.ts';
import { EXIT_TEXT } from '../supervision/exit_code.ts';
import { addJournalOptions, journalFilter } from './journal_options.ts';
import { runProgram } from './program.ts';
import { addStartOptions, type StartRequest, startRequest } from './start_options.ts';
import { StatusFile } from './status_file.ts';

const CLI = new URL('../cli.ts', import.meta.url).pathname;

async function run(...args: string[]): Promise<{ exitCode: number; printed: string; errors: string }> {
  const printed: string[] = [];
  const errors: string[] = [];
  const console = { print: (line: string) => printed.push(line), error: (line: string) => errors.push(line) };
  const exitCode = await runProgram(args, console);
  return { exitCode, printed: printed.join('\n'), errors: errors.join('\n') };
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-cli-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function parsed(add: (command: Command) => Command, ...args: string[]): object {
  const errors: string[] = [];
  const command = add(new Command('x'))
    .exitOverride()
    .configureOutput({ writeErr: (text) => errors.push(text) });
  try {
    return command.parse(args, { from: 'user' }).opts();
  } catch {
    throw new Error(errors.join(''));
  }
}

test('compiled code is kept in a folder, and one that cannot be written is done without', () =>
  inFolder(async (folder) => {
    const check = (cache: string) =>
      spawnSync(process.execPath, [CLI, 'check', join(folder, 'none.toml')], {
        encoding: 'utf8',
        env: { ...process.env, NODE_COMPILE_CACHE: cache },
      });
    const kept = join(folder, 'code');
    const inVain = check('/dev/null/code');
    assert.match(inVain.stderr, /none\.toml/);
    assert.equal([check(kept).stderr, check(kept).stderr], [inVain.stderr, inVain.stderr]);
    assert.ok(readdirSync(kept, { recursive: true }).length > 20);
  }));

test('check prints ok, or each problem', () =>
  inFolder(async (folder) => {
    const good = join(folder, 'good.toml');
    const bad = join(folder, 'bad.toml');
    writeFileSync(good, '[fix]\nport = 9000\n');
    writeFileSync(bad, '[fix]\nport = -9000\nhots = "x"\n');
    assert.equal(await run('check', good), {
      exitCode: 0,
      printed: `${good}: ok (24 instruments, 3 accounts, 5 venues, 3 FIX sessions)`,
      errors: '',
    });
    const judged = await run('check', bad);
    assert.is(judged.exitCode, 3);
    assert.equal(judged.errors.split('\n'), [
      `${bad}: fix.port = -9000: expected a whole number from 0 to 65535`,
      `${bad}: fix.hots = "x": expected a known key; did you mean host?`,
    ]);
    assert.is((await run('check', join(folder, 'none.toml'))).exitCode, 3);
  }));

test('status says whether the engine runs', () =>
  inFolder(async (folder) => {
    const never = await run('status', folder);
    assert.equal([never.exitCode, never.printed], [3, `${folder}: no engine has run here`]);
    const figures = sampleFigures();
    await new StatusFile(folder).write({ pid: process.pid, writtenMs: Date.now(), figures });
    const running = await run('status', folder);
    assert.is(running.exitCode, 0);
    assert.is(running.printed.split('\n')[0], `${folder}: process ${process.pid} trading, FIX 127.0.0.1:9880`);
    await new StatusFile(folder).write({ pid: process.pid, writtenMs: Date.now() - 61_000, figures });
    assert.match((await run('status', folder)).printed, 'trading, but silent for 00:01:01');
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    await new StatusFile(folder).write({ pid: gone, writtenMs: Date.now() - 5_000, figures });
    const dead = await run('status', folder);
    assert.is(dead.exitCode, 3);
    assert.match(dead.printed, `not running; process ${gone} was last heard of 00:00:05 ago`);
    await new StatusFile(folder).write({
      pid: process.pid,
      writtenMs: Date.now(),
      figures: { ...figures, state: 'stopped' },
    });
    assert.is((await run('status', folder)).exitCode, 3);
  }));

test('a wrong command line says so and exits with 2; help lists the exit codes', async () => {
  const wrong = await run('check');
  assert.is(wrong.exitCode, 2);
  assert.match(wrong.errors, "missing required argument 'file'");
  assert.is((await run('chekc', 'x')).exitCode, 2);
  const help = await run('--help');
  assert.is(help.exitCode, 0);
  for (const text of Object.values(EXIT_TEXT)) assert.match(help.printed, text);
  assert.match((await run('--version')).printed, /^\d+\.\d+\.\d+$/);
});

test('the process ends with the exit code', () => {
  assert.is(spawnSync(process.execPath, [CLI, 'check', '/nope.toml']).status, 3);
  assert.match(execFileSync(process.execPath, [CLI, '--version'], { encoding: 'utf8' }), /^\d+\.\d+\.\d+\n$/);
});

test('options of start stand for keys or for this run', () => {
  const plain = startRequest(parsed(addStartOptions));
  const expected: StartRequest = {
    configFile: undefined,
    overrides: [],
    durationNs: undefined,
    reportFile: undefined,
    marketDataFile: undefined,
    speed: 1,
  };
  assert.equal(plain, expected);
  const args = '--config a.toml --data d --duration 1.5s --report r.json --market-data m --speed 2.5 --topology shared';
  const full = startRequest(
    parsed(addStartOptions, ...args.split(' '), '--durability=disk', '--no-demo', '--port', '0'),
  );
  assert.equal(
    { ...full, overrides: full.overrides.map(({ option, key, value }) => `${option} ${key} ${value}`) },
    {
      configFile: 'a.toml',
      overrides: [
        '--data log.directory d',
        '--topology engine.topology shared',
        '--durability log.durability disk',
        '--no-demo demo.enabled false',
        '--port fix.port 0',
      ],
      durationNs: 1_500_000_000,
      reportFile: 'r.json',
      marketDataFile: 'm',
      speed: 2.5,
    },
  );
});

test('wrong values of start say what was expected', () => {
  const wrong: readonly [args: string[], text: string][] = [
    [['--duration', '10'], "argument '10' is invalid. Expected a duration such as 250ms, 10s or 5m"],
    [['--duration', '0s'], 'Expected a duration'],
    [['--port', '99999'], 'Expected a whole number from 0 to 65535.'],
    [['--speed', '-1'], 'Expected how many times as fast as recorded'],
    [['--topology', 'fast'], 'Allowed choices are auto, shared, dedicated, single.'],
  ];
  for (const [args, text] of wrong) {
    assert.throws(
      () => parsed(addStartOptions, ...args),
      (error: Error) => error.message.includes(text),
      text,
    );
  }
});

test('the journal filter', () => {
  assert.equal(journalFilter(parsed(addJournalOptions, '--type', 'new-order', '--order', 'A1', '--from', '5')), {
    order: 'A1',
    instrument: undefined,
    type: 'NEW_ORDER',
    fromSequence: 5,
    toSequence: Number.MAX_SAFE_INTEGER,
  });
  assert.throws(() => parsed(addJournalOptions, '--to', 'x'), /Expected a whole number/);
});

test.run();
