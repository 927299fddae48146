import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { reportOf } from '../live_view/report.ts';
import { sampleFigures } from '../live_view/sample_figures.ts';
import { EXIT_TEXT } from './exit_code.ts';

const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');

test('docs/operations.md has each exit code', () => {
  for (const [code, text] of Object.entries(EXIT_TEXT)) assert.match(page, `| ${code} | ${text} |`);
});

test('docs/operations.md has each key of the report', () => {
  const report = reportOf(sampleFigures());
  for (const key of [...Object.keys(report), ...Object.keys(report.orders), ...Object.keys(report.stallNs)]) {
    assert.match(page, new RegExp(`\\b${key}\\b`), key);
  }
});

test.run();
