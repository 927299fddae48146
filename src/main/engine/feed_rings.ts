/** Feed rings as main holds them: the files by which programs in other languages give quotes of venues with `feed = "ring"`. */

import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { clockOffsetNs } from '../../workers/edges/feed_ring/clock_offset.ts';
import { FeedRingFile } from '../../workers/edges/feed_ring/feed_ring_file.ts';
import { FeedRingWatch, LOOK_MS } from '../../workers/edges/feed_ring/feed_ring_watch.ts';
import type { EngineClock } from '../../workers/pipeline/engine_clock.ts';
import type { FeedRingPlace } from '../../workers/pipeline/engine_memory.ts';
import { RING_MAP } from '../../workers/pipeline/map.ts';
import { FeedRingControl } from '../../workers/pipeline/sequencer/feed_ring_control.ts';
import type { Configuration } from '../configuration/configuration.ts';

interface FeedRing {
  readonly venue: number;
  readonly name: string;
  readonly file: FeedRingFile;
  readonly control: FeedRingControl;
}

export class FeedRings {
  /** By venue: what the engine's memory is made of. */
  readonly places: readonly (FeedRingPlace | undefined)[];
  readonly #rings: readonly FeedRing[];
  readonly #folder: string;
  #timer: NodeJS.Timeout | undefined;

  /** New files, in a data directory that is ours. `prefix` begins the path of each. */
  constructor(configuration: Configuration, prefix: string) {
    this.#folder = join(configuration.log.directory, 'feeds');
    rmSync(this.#folder, { recursive: true, force: true });
    this.#rings = configuration.venues.flatMap(({ name, feed, enabled }, venue) =>
      feed === 'ring' && enabled ? [this.#make(configuration, venue, name, prefix)] : [],
    );
    this.places = configuration.venues.map((_, venue) => {
      const found = this.#rings.find((ring) => ring.venue === venue);
      return found && { ring: found.file.ring, control: found.control, instruments: configuration.instruments.length };
    });
  }

  /** From now on writers are watched, and see that the engine lives. */
  start(clock: EngineClock, notice: (text: string) => void): void {
    if (this.#rings.length === 0) return;
    const watches = this.#rings.map(
      ({ file, control, name }) => new FeedRingWatch(file, control, (text) => notice(`venue ${name}: ${text}`)),
    );
    for (const { name } of this.#rings) notice(`venue ${name}: quotes come from ${join(this.#folder, `${name}.ring`)}`);
    this.#timer = setInterval(() => {
      // The writer's clock is CLOCK_MONOTONIC, as ours; the engine's starts at the day's base time.
      const offset = clockOffsetNs(() => clock.now());
      for (const { control } of this.#rings) control.clockOffsetNs = offset;
      for (const watch of watches) watch.look();
    }, LOOK_MS);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
    for (const { file } of this.#rings) file.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The file lies in shared memory; a link in the data directory gives it a name that people can guess. */
  #make(configuration: Configuration, venue: number, name: string, prefix: string): FeedRing {
    const file = FeedRingFile.create({
      path: resolve(`${prefix}-${name}.feed`),
      venue,
      venueName: name,
      capacityBytes: RING_MAP.quotes.bytes,
      instruments: configuration.instruments,
    });
    mkdirSync(this.#folder, { recursive: true });
    symlinkSync(file.path, join(this.#folder, `${name}.ring`));
    return { venue, name, file, control: FeedRingControl.allocate() };
  }
}
