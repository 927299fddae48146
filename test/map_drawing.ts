/** The README's drawing of the flow, made from the map. `node test/map_drawing.ts` writes it into the README. */

import { readFileSync, writeFileSync } from 'node:fs';
import { CORES_FOR_DEDICATED, RING_MAP, STAGE_MAP, workersOf } from '../src/workers/pipeline/map.ts';

const README = new URL('../README.md', import.meta.url);
const BEGIN = '<!-- map: made by test/map_drawing.ts -->\n```text\n';
const END = '\n```\n<!-- end of map -->';

/** The drawing's lines. */
export function drawMap(): string[] {
  const rings = Object.values(RING_MAP);
  const into = rings.filter(({ to, from }) => to === 'sequencer' && from !== 'execution');
  const out = rings.filter(({ from }) => from === 'egress');
  const lines = into.map(({ name, from }) => `  ${from.padEnd(14)} ── ${name.padEnd(13)} ─┐`);
  lines.push(`${''.padEnd(34)} ▼`);
  for (const { stage, writes, owns } of STAGE_MAP) {
    lines.push(`  ${stage.padEnd(10)} writes ${writes.padEnd(18)} owns ${owns}`);
  }
  for (const { name, to, per } of out) lines.push(`${''.padEnd(34)} └── ${name} (one a ${per}) ─▶ ${to}`);
  lines.push(
    '',
    `  execution ── ${RING_MAP.followUps.name} ─▶ sequencer   sequencer ── ${RING_MAP.refusals.name} ─▶ FIX gateway`,
  );
  const workers = workersOf('dedicated').map(({ worker, stages }) => `${worker} (${stages.join(', ')})`);
  lines.push(
    `  shared: one pinned thread, engine, runs every stage in turn`,
    `  dedicated, from ${CORES_FOR_DEDICATED} cores: ${workers.join(', ')}`,
    '  beside them: main (sockets), journal (disk), exchange (simulated), events (event log)',
  );
  return lines;
}

/** The README with the drawing as it should be. */
export function withDrawing(readme: string): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error('README.md has lost the marks around its drawing');
  return readme.slice(0, begin + BEGIN.length) + drawMap().join('\n') + readme.slice(end);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  writeFileSync(README, withDrawing(readFileSync(README, 'utf8')));
}
