import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Rate } from './rates.ts';
import { render, renderLine } from './render.ts';
import { sampleFigures } from './sample_figures.ts';
import { type Output, Screen } from './screen.ts';

const view = {
  frame: (columns: number, rows: number) => render(sampleFigures(), columns, rows),
  line: () => renderLine(sampleFigures()),
};

class Recording implements Output {
  readonly isTTY: boolean;
  columns = 100;
  rows = 31;
  writableNeedDrain = false;
  written: string[] = [];

  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.written.push(text);
  }
}

test('a terminal gets the alternate screen, frames from home, and itself back', () => {
  const output = new Recording(true);
  const screen = new Screen(output, view);
  screen.start();
  screen.draw();
  screen.stop();
  screen.stop();
  assert.is(output.written[0], '\x1b[?1049h\x1b[?25l');
  assert.ok(output.written[1]!.startsWith('\x1b[HSLUICE trading'));
  assert.ok(output.written[1]!.endsWith('\x1b[K\x1b[J'));
  assert.is(output.written[1]!.split('\r\n').length, 28);
  assert.equal(output.written.slice(2), ['\x1b[?25h\x1b[?1049l']);
});

test('a terminal that does not keep up loses frames', () => {
  const output = new Recording(true);
  const screen = new Screen(output, view);
  screen.start();
  output.writableNeedDrain = true;
  screen.draw();
  assert.is(output.written.length, 1);
  screen.stop();
});

test('anything else gets lines without control characters', () => {
  const output = new Recording(false);
  const screen = new Screen(output, view);
  screen.start();
  screen.draw();
  screen.stop();
  assert.is(output.written.length, 1);
  assert.not.match(output.written[0]!, '\x1b');
  assert.ok(output.written[0]!.endsWith('\n'));
});

test('a process that ends otherwise still restores the terminal', () => {
  const output = new Recording(true);
  const before = process.listenerCount('exit');
  const screen = new Screen(output, view);
  screen.start();
  (process.listeners('exit').at(-1) as () => void)();
  assert.is(output.written.at(-1), '\x1b[?25h\x1b[?1049l');
  screen.stop();
  assert.is(process.listenerCount('exit'), before);
});

test('a rate is that of the last whole window', () => {
  const rate = new Rate(0);
  assert.is(rate.sample(50, 500), 0);
  assert.is(rate.sample(200, 2_000), 100);
  assert.is(rate.sample(5_000, 2_900), 100);
  assert.is(rate.sample(300, 3_000), 100);
});

test.run();
