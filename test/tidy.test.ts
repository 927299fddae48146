/**
 * The style checks itself: layers, cycles, words, determinism, sizes. A message says what to do and where it is explained;
 * the tables to change are beside this file in tidy/.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ABOVE, LAYERS, layerOf } from './tidy/layers.ts';
import {
  FILE_LINES,
  FUNCTION_LINES,
  LONG_FILES,
  LONG_FUNCTIONS,
  TEST_FILE_LINES,
  UNUSED_EXPORTS,
} from './tidy/sizes.ts';
import { listFiles, ROOT, readSources, readText, type Source } from './tidy/sources.ts';
import { BANNED_IN_ENGINES, BANNED_IN_PIPELINE, BANNED_NAMES, BANNED_PATHS, type BannedWord } from './tidy/words.ts';

const files = listFiles();
const sources = readSources(files);
const LAYER_HELP = 'See ARCHITECTURE.md, "Layers", and test/tidy/layers.ts.';

function noneOf(problems: readonly string[], help: string): void {
  assert.is(problems.length, 0, `\n${problems.map((problem) => `  ${problem}`).join('\n')}\n  ${help}\n`);
}

function wordsIn(source: Source, words: readonly BannedWord[]): string[] {
  return words.flatMap(({ pattern, instead }) => {
    const match = pattern.exec(source.code);
    return match === null ? [] : [`${source.path}:${source.lineAt(match.index)} '${match[0]}': write ${instead}`];
  });
}

test('imports point one way', () => {
  const problems = sources
    .filter((source) => !source.isTest && !ABOVE.some((path) => source.path.startsWith(path)))
    .flatMap((source) => {
      const layer = layerOf(source.path);
      if (layer === undefined) return [`${source.path} is in no layer: add its folder to the table`];
      return source
        .imports()
        .filter(({ isOurs }) => isOurs)
        .flatMap(({ target, line }) => {
          const to = layerOf(target);
          if (to === layer || (to !== undefined && layer.imports.includes(to.name))) return [];
          const where = to === undefined ? 'what stands above all layers' : `'${to.name}'`;
          const allowed = layer.imports.length === 0 ? 'nothing' : layer.imports.join(', ');
          return [`${source.path}:${line} imports ${target}: '${layer.name}' imports ${allowed}, not ${where}`];
        });
    });
  noneOf(problems, `Stages meet in schemas and the model, never in imports. ${LAYER_HELP}`);
});

test('the layer table names only layers that it has', () => {
  const known = new Set(LAYERS.map(({ name }) => name));
  noneOf(
    LAYERS.flatMap(({ name, imports }) =>
      imports.filter((to) => !known.has(to)).map((to) => `${name}: no layer '${to}'`),
    ),
    LAYER_HELP,
  );
});

test('no import leads in a circle', () => {
  const graph = new Map(
    sources.map((s) => [
      s.path,
      s
        .imports()
        .filter((i) => i.isOurs)
        .map((i) => i.target),
    ]),
  );
  const done = new Set<string>();
  const problems: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) problems.push([...trail.slice(start), path].join(' -> '));
    if (start >= 0 || done.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  noneOf(problems, `Move what both need to the lower of the two, or to a file of its own. ${LAYER_HELP}`);
});

test('imports name files that exist, with their extension, and never a test', () => {
  const problems = sources.flatMap((source) =>
    source.imports().flatMap(({ target, isOurs, line }) => {
      if (!isOurs) return [];
      if (target.endsWith('.test.ts')) return [`${source.path}:${line} imports the test ${target}`];
      return existsSync(join(ROOT, target)) ? [] : [`${source.path}:${line} imports ${target}, which is not there`];
    }),
  );
  noneOf(problems, 'Imports are run as they are written: with .ts, and committed together with what they import.');
});

test('packages are imported only as they are declared, and the ring knows only koffi', () => {
  const { dependencies, devDependencies } = JSON.parse(readText('package.json'));
  const problems = sources.flatMap((source) =>
    source.imports().flatMap(({ target, isOurs, line }) => {
      if (isOurs || target.startsWith('node:')) return [];
      const name = target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/');
      const mayUseDev = !source.path.startsWith('src/') || source.isTest;
      if (!(name in dependencies) && !(mayUseDev && name in devDependencies)) {
        return [`${source.path}:${line} imports ${name}, no ${mayUseDev ? '' : 'runtime '}dependency of package.json`];
      }
      if (source.path.startsWith('src/ring/') && !source.isTest && name !== 'koffi') {
        return [`${source.path}:${line} imports ${name}`];
      }
      return [];
    }),
  );
  noneOf(problems, 'A dependency is asked for and decided, with its version pinned.');
});

test('folders and files say what is in them', () => {
  const parts = new Map<string, string>();
  for (const path of files.filter(
    (file) => /^(src|test|bench|schemas)\//.test(file) && !file.includes('/generated/'),
  )) {
    for (const folder of dirname(path).split('/').slice(1)) parts.set(folder, path);
    if (extname(path) === '.ts') parts.set(basename(path).replace(/(\.test|\.d)?\.ts$/, ''), path);
  }
  const problems = [...parts].flatMap(([part, path]) =>
    BANNED_PATHS.filter(({ pattern }) => pattern.test(part)).map(
      ({ instead }) => `${path} ('${part}'): use ${instead}`,
    ),
  );
  noneOf(problems, 'What everybody imports ends up importing everybody.');
});

test('names say what things are', () => {
  noneOf(
    sources.filter((source) => !source.path.endsWith('.d.ts')).flatMap((source) => wordsIn(source, BANNED_NAMES)),
    'The words are in test/tidy/words.ts.',
  );
});

const isAgent = (path: string): boolean => /(^|_)agent(_|$)/.test(basename(path, '.ts'));
/** Where time comes in, and the thread that an engine's agents run on. */
const DOORS = ['engine_clock.ts', 'engine_worker.ts'];
const inPipeline = sources.filter(
  ({ path, isTest }) =>
    path.startsWith('src/workers/pipeline/') && !isTest && !isAgent(path) && !DOORS.includes(basename(path)),
);

test('no clock, chance or timer comes into the pipeline but by a command', () => {
  noneOf(
    inPipeline.flatMap((source) => wordsIn(source, BANNED_IN_PIPELINE)),
    'Replay must see what the live run saw. See ARCHITECTURE.md, "Determinism".',
  );
});

test('engines iterate lists whose order is their state', () => {
  const engines = inPipeline.filter(({ path }) => /(^|_)(engine|state)$/.test(basename(path, '.ts')));
  noneOf(
    engines.flatMap((source) => wordsIn(source, BANNED_IN_ENGINES)),
    'Replay must see what the live run saw. See ARCHITECTURE.md, "Determinism".',
  );
});

test('the ring holds no trading word', () => {
  // Memory has orders, queues have fills: only words that nothing but trading uses.
  const word = {
    pattern: /\b(?:venue|price|quote|trade|trader|instrument|symbol|fragment)s?\b/i,
    instead: 'words of memory',
  };
  const ring = sources.filter(({ path, isTest }) => path.startsWith('src/ring/') && !isTest);
  noneOf(
    ring.flatMap((source) => wordsIn(source, [word])),
    'What the ring carries is not its business.',
  );
});

test(`files stay under ${FILE_LINES} lines`, () => {
  const problems = sources.flatMap(({ path, lineCount, isTest }) => {
    const limit = isTest ? TEST_FILE_LINES : FILE_LINES;
    const allowed = LONG_FILES[path] ?? limit;
    if (lineCount > allowed) return [`${path} has ${lineCount} lines, ${allowed} are allowed: it is two things`];
    return path in LONG_FILES && lineCount <= limit ? [`${path} is short again: take it off the list`] : [];
  });
  noneOf(problems, 'The list of exceptions in test/tidy/sizes.ts only shrinks.');
});

test(`functions stay under ${FUNCTION_LINES} lines`, () => {
  const problems = sources.flatMap((source) => {
    const allowed = LONG_FUNCTIONS[source.path] ?? FUNCTION_LINES;
    const longest = source.functions().reduce((a, b) => (b.lines > a.lines ? b : a), { line: 0, lines: 0 });
    if (longest.lines > allowed) {
      return [`${source.path}:${longest.line} is a function of ${longest.lines} lines, ${allowed} are allowed`];
    }
    const isListed = source.path in LONG_FUNCTIONS;
    return isListed && longest.lines <= FUNCTION_LINES ? [`${source.path} is fine again: take it off the list`] : [];
  });
  noneOf(problems, 'The list of exceptions in test/tidy/sizes.ts only shrinks.');
});

test(`no more than ${UNUSED_EXPORTS} exports are used nowhere else`, () => {
  const filesWith = new Map<string, number>();
  for (const { code } of sources) {
    for (const word of new Set(code.match(/\b[A-Za-z_]\w*\b/g))) filesWith.set(word, (filesWith.get(word) ?? 0) + 1);
  }
  const problems = sources
    .filter(({ path, isTest }) => path.startsWith('src/') && !isTest)
    .flatMap((source) =>
      [...source.code.matchAll(/^export (?:async )?(?:function|class|const) (\w+)/gm)]
        .filter(([, name]) => filesWith.get(name!) === 1)
        .map((match) => `${source.path}:${source.lineAt(match.index)} ${match[1]}`),
    );
  const help = `${problems.length} are more than the ${UNUSED_EXPORTS} of test/tidy/sizes.ts: remove 'export' or the code.`;
  noneOf(problems.length > UNUSED_EXPORTS ? problems : [], help);
});

test('what is left to do says why', () => {
  const problems = sources.flatMap((source) =>
    [...source.text.matchAll(/\b(?:TODO|FIXME|HACK)\b(?!\|)[^\n]*/g)]
      .filter(([note]) => source.path !== 'test/tidy.test.ts' && !/^TODO: .{20,}/.test(note))
      .map((match) => `${source.path}:${source.lineAt(match.index)} ${match[0].trim()}`),
  );
  noneOf(problems, 'Write "TODO: " and a sentence with its reason, or do it.');
});

test('nothing names the machine that it was written on', () => {
  // In pieces, or this file would be found.
  const paths = ['work', 'root', 'tmp/probe'].map((folder) => `(?<![\\w.\\-/*])/${folder}/`);
  const hosts = ['registry\\.npm', 'npmjs\\.org'].join('|');
  const pattern = new RegExp(`${paths.join('|')}|(?:${hosts})`);
  const problems = files
    .filter((path) => !/\.(png|bfbs|bin|gz|itch50)$/.test(path))
    .flatMap((path) => {
      const text = readText(path);
      const match = pattern.exec(text);
      return match === null ? [] : [`${path}:${text.slice(0, match.index).split('\n').length} '${match[0]}'`];
    });
  noneOf(
    problems,
    'A clone must work anywhere: paths are relative to the repository, hosts are left to configuration.',
  );
});

test('dependencies are pinned and the lock file names no place to fetch them from', () => {
  const { dependencies, devDependencies } = JSON.parse(readText('package.json'));
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)),
  );
  noneOf(
    loose.map(([name, version]) => `${name}: ${version}`),
    'Write the exact version.',
  );
  assert.not.match(readText('package-lock.json'), /"resolved":/);
});

test.run();
