/** The checks see what they should: a check that finds nothing because it sees nothing would pass. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Source } from './sources.ts';
import { BANNED_IN_ENGINES, BANNED_IN_PIPELINE, BANNED_NAMES } from './words.ts';

const lines = (text: string): number[] => new Source('x.ts', text).functions().map((span) => span.lines);

test('functions are found by their bodies, blocks are not', () => {
  assert.equal(lines('function a(b: number): string {\n\n}\n'), [3]);
  assert.equal(lines('const a = (b) => {\n};\n'), [2]);
  assert.equal(lines('class A {\n  get b(): number {\n    return 1;\n  }\n}\n'), [3]);
  assert.equal(lines('async function a(\n  b = c(),\n): Promise<void> {\n  if (b(1)) {\n  }\n}\n'), [4]);
  assert.equal(lines('if (a) {\n}\nfor (const b of c()) {\n}\nswitch (d) {\n}\n'), []);
  assert.equal(lines("const a = '() => {';\n// () => {\n/* () => {\n */ const b = /\\) => \\{/;\n"), []);
});

test('what a closure declares by name is counted by itself', () => {
  assert.equal(
    lines('function a() {\n  let b = 1;\n  function c(): void {\n    b++;\n  }\n  return { c };\n}\n'),
    [3, 4],
  );
  assert.equal(lines('function a() {\n  return () => {\n    b();\n  };\n}\n'), [3, 5]);
});

test('imports are found, also for types and at run time, and not in comments', () => {
  const text = [
    "import { a } from './a.ts';",
    "import type { b } from '../ring/b.ts';",
    "// import { c } from './c.ts';",
    "import {\n  d,\n} from 'd';",
    "export { e } from './e.ts';",
    "const f = await import('./f.ts');",
    'const g = "from \'./g.ts\'";',
  ].join('\n');
  const targets = new Source('src/model/x.ts', text).imports().map(({ target }) => target);
  assert.equal(targets, ['src/model/a.ts', 'src/ring/b.ts', 'd', 'src/model/e.ts', 'src/model/f.ts']);
});

test('banned words are found in code and left alone in comments and strings', () => {
  const finds = (text: string): boolean =>
    [...BANNED_IN_PIPELINE, ...BANNED_IN_ENGINES, ...BANNED_NAMES].some(({ pattern }) =>
      pattern.test(new Source('x.ts', text).code),
    );
  for (const bad of [
    'Date.now()',
    'performance.now()',
    'Math.random()',
    'setTimeout(f)',
    'new Map()',
    'new Set<number>()',
    'Object.keys(a)',
    'for (const a in b)',
    'class OrderManager {}',
    'interface IOrder {}',
    'enum Side {}',
    'test.only(',
  ]) {
    assert.ok(finds(bad), bad);
    assert.not.ok(finds(`// ${bad}`), bad);
    assert.not.ok(finds(`const a = '${bad}';`), bad);
  }
});

test.run();
