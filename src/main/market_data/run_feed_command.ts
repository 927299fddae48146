/** `sluice feed`: hears a feed, or reads a file, builds its books and shows them, until it has ended or is told to stop. */

import { makeBookBuilder } from '../../workers/edges/feeds/books/book_builder.ts';
import { WHOLE_MARKET } from '../../workers/edges/feeds/books/memory.ts';
import { openNetworkFeed } from '../../workers/edges/feeds/network_feed.ts';
import { isFeedAddress } from '../../workers/feed_sockets/feed_address.ts';
import type { Console } from '../command_line/console.ts';
import type { FeedRequest } from '../command_line/feed_options.ts';
import type { Output } from '../live_view/screen.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { Fault } from '../supervision/fault.ts';
import { depthLines } from './depth_view.ts';
import { bookLines, chooseInstruments, feedLine } from './feed_view.ts';
import { addressOf } from './network_address.ts';
import { runFileFeed } from './run_file_feed.ts';
import { untilOver } from './until_over.ts';

export async function runFeedCommand(request: FeedRequest, console: Console, output: Output): Promise<ExitCode> {
  if (!isFeedAddress(request.address)) return await runFileFeed(request, console, output);
  if (request.untilNs !== undefined) throw new Fault(ExitCode.USAGE, '--until: only a file stops at its time of day');
  const address = addressOf(request.address);
  const books = makeBookBuilder(WHOLE_MARKET, true);
  const feed = await openNetworkFeed(address, books);
  let shownMessages = 0;
  let shownMs = performance.now();

  function show(): void {
    const figures = feed.figures();
    const nowMs = performance.now();
    const perSecond = ((figures.messages - shownMessages) * 1e3) / Math.max(1, nowMs - shownMs);
    shownMessages = figures.messages;
    shownMs = nowMs;
    console.print(feedLine(figures, perSecond, books.orderCount()));
    const chosen = chooseInstruments(books, request.symbols, request.most);
    const { levels } = request;
    if (levels === undefined) for (const line of bookLines(books, chosen)) console.print(line);
    else for (const instrument of chosen) for (const line of depthLines(books, instrument, levels)) console.print(line);
  }

  // Scripts wait for this line: from then on packets are heard.
  console.print(`listening to ${address.protocol === 'soup' ? 'soup' : request.address}`);
  const timer = setInterval(show, request.everyNs / 1e6);
  await untilOver(() => feed.figures().isOver, request.durationNs);
  clearInterval(timer);
  show();
  const { state } = feed.figures();
  feed.close();
  return state === 'refused' ? ExitCode.RESOURCES : ExitCode.OK;
}
