/** `sluice feed FILE`: builds the books of a recorded file as fast as they go, and shows them. */

import { makeBookBuilder } from '../../workers/edges/feeds/books/book_builder.ts';
import { WHOLE_MARKET } from '../../workers/edges/feeds/books/memory.ts';
import type { Console } from '../command_line/console.ts';
import type { FeedRequest } from '../command_line/feed_options.ts';
import { type Output, Screen } from '../live_view/screen.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { onStopSignals } from '../supervision/signals.ts';
import { type FileFeed, openFileFeed, requireFile } from './file_feed.ts';
import { type FilePicture, frame, pictureLines, progressLine } from './file_feed_view.ts';

const DEFAULT_LEVELS = 5;
/** Between two turns of the event loop: a screen and a signal wait no longer. */
const TURN_MS = 20;
/** Files above this are of a whole market, whose books miss the cache: see the books' README. */
const WHOLE_MARKET_BYTES = 2 ** 26;

export async function runFileFeed(request: FeedRequest, console: Console, output: Output): Promise<ExitCode> {
  const { address: name, symbols, most, levels = DEFAULT_LEVELS } = request;
  const isWide = requireFile(name) > WHOLE_MARKET_BYTES;
  const books = makeBookBuilder(WHOLE_MARKET, isWide);
  const file = openFileFeed(name, books, request.untilNs);
  const startedMs = performance.now();
  const picture = (): FilePicture => {
    return { name, books, file, symbols, most, levels, elapsedMs: performance.now() - startedMs };
  };
  const screen = new Screen(output, {
    frame: (width, height) => frame(picture(), width, height),
    line: () => progressLine(picture()),
  });
  screen.start();
  try {
    await pumpUntilStopped(file, request.durationNs);
  } finally {
    screen.stop();
    file.close();
  }
  for (const line of pictureLines(picture())) console.print(line);
  const problem = file.problem();
  if (problem === undefined) return ExitCode.OK;
  console.error(problem);
  return ExitCode.USAGE;
}

async function pumpUntilStopped(file: FileFeed, durationNs = Number.POSITIVE_INFINITY): Promise<void> {
  const limitMs = performance.now() + durationNs / 1e6;
  let isStopped = false;
  const removeHandlers = onStopSignals(() => {
    isStopped = true;
  });
  let hasMore = true;
  while (hasMore && !isStopped && performance.now() < limitMs) {
    const untilMs = performance.now() + TURN_MS;
    while (hasMore && performance.now() < untilMs) hasMore = file.pump();
    await new Promise((resolve) => setImmediate(resolve));
  }
  removeHandlers();
}
