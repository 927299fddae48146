import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { referenceMarkdown, referenceRows } from './reference.ts';

const PAGE = new URL('../../../docs/configuration.md', import.meta.url);
const EXAMPLE = new URL('../../../sluice.example.toml', import.meta.url);
const START = '<!-- keys: rendered from src/main/configuration/schema.ts by SLUICE_UPDATE=1 -->';
const END = '<!-- end of keys -->';

test('each key says what it is and what it takes', () => {
  for (const row of referenceRows()) {
    assert.ok(row.meaning.length > 0, `${row.key} has no meaning`);
    assert.ok(row.expected.length > 0, `${row.key} has no expectation`);
    assert.not.match(row.expected + row.meaning, '|', `${row.key} breaks the table`);
  }
});

test('docs/configuration.md has the tables of the schema', () => {
  const page = readFileSync(PAGE, 'utf8');
  const [before, after] = [page.indexOf(START), page.indexOf(END)];
  assert.ok(before >= 0 && after > before, 'the page has lost the marks around its key tables');
  const expected = `${page.slice(0, before)}${START}\n\n${referenceMarkdown()}\n${page.slice(after)}`;
  if (process.env.SLUICE_UPDATE === '1') writeFileSync(PAGE, expected);
  else assert.fixture(page, expected, 'run SLUICE_UPDATE=1 node src/main/configuration/reference.test.ts');
});

test('sluice.example.toml mentions each key', () => {
  const example = readFileSync(EXAMPLE, 'utf8');
  for (const { key } of referenceRows()) {
    const name = key.split('.').at(-1)!;
    assert.match(example, new RegExp(`(^|[{\\s#\\[.])${name}(\\]\\]| =)`, 'm'), `${key} is not in the example`);
  }
});

test.run();
