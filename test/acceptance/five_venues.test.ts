/** What a user sees who configures nothing: the demo trader's orders get to all five venues, by routing alone. */

import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RecordHeader, VenueReport } from '../../schemas/generated/engine.ts';
import { loadConfiguration } from '../../src/main/configuration/load.ts';
import { EMPTY } from '../../src/ring/spsc.ts';
import { diskFiles } from '../../src/workers/durability/journal/files.ts';
import { JournalReader } from '../../src/workers/durability/journal/journal_reader.ts';
import { RecordType } from '../../src/workers/model/record_type.ts';
import { SOURCE_VENUE_FIRST } from '../../src/workers/model/source.ts';
import { sleep, World } from './daemon.ts';

/** To fail, not to judge: some ten seconds are usual, as the first schedules come. */
const LIMIT_MS = 240_000;
const LOOK_MS = 500;

/** What venues have reported until now, as the journal has it. */
class Reports {
  /** By venue: reports, and lots executed. */
  readonly reports = new Map<string, number>();
  readonly executed = new Map<string, number>();
  readonly #directory: string;
  readonly #venues: readonly string[];
  #next = 1;

  constructor(directory: string, venues: readonly string[]) {
    this.#directory = directory;
    this.#venues = venues;
  }

  /** What the journal got since the last time. */
  read(): void {
    const reader = new JournalReader({ files: diskFiles, directory: this.#directory, fromSequence: this.#next });
    const header = new RecordHeader();
    const report = new VenueReport();
    for (let at = reader.next(); at !== EMPTY; at = reader.next()) {
      header.wrap(reader.data, at);
      this.#next = header.sequence + 1;
      if (header.type !== RecordType.VENUE_REPORT) continue;
      const venue = this.#venues[header.source - SOURCE_VENUE_FIRST]!;
      add(this.reports, venue, 1);
      add(this.executed, venue, report.wrap(reader.data, at + RecordHeader.BYTES).lastLots);
    }
    reader.close();
  }
}

function add(to: Map<string, number>, key: string, count: number): void {
  to.set(key, (to.get(key) ?? 0) + count);
}

test('on the defaults orders are routed to each of the five venues', async () => {
  const loaded = loadConfiguration();
  if (!loaded.ok) throw new Error(loaded.errors.join('\n'));
  const venues = loaded.configuration.venues.map(({ name }) => name);
  assert.equal(venues, ['XPRI', 'XECN', 'XDRK', 'XRMM', 'XWMM']);
  const world = await World.make();
  try {
    const daemon = await world.startDefaults();
    const heard = new Reports(join(world.dataDirectory, 'journal'), venues);
    const end = performance.now() + LIMIT_MS;
    while (heard.reports.size < venues.length && performance.now() < end) {
      await sleep(LOOK_MS);
      heard.read();
    }
    await daemon.saysHowItIs();
    const figures = daemon.figures();
    const exitCode = await daemon.child.stop();
    heard.read();
    const story = `${JSON.stringify([...heard.reports])} ${JSON.stringify(figures.orders)}\n${daemon.child.output}`;
    assert.equal([...heard.reports.keys()].sort(), [...venues].sort(), story);
    const lots = [...heard.executed.values()].reduce((sum, count) => sum + count, 0);
    assert.ok(lots > 0, story);
    // Each that displays its orders publishes them, and its books are read from there.
    assert.equal(
      figures.feeds.map(({ name }) => name),
      venues.filter((name) => name !== 'XDRK'),
    );
    assert.is(exitCode, 0, story);
  } finally {
    world.remove();
  }
});

test.run();
