import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withDrawing } from './map_drawing.ts';

test('the README draws the map as it is (node test/map_drawing.ts writes it)', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  assert.is(readme, withDrawing(readme));
});

test.run();
