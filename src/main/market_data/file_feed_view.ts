/** What `sluice feed FILE` prints: a line of progress, and the whole picture. */

import type { BookBuilder } from '../../workers/edges/feeds/books/book_builder.ts';
import { FAULT_NAMES } from '../../workers/edges/feeds/books/counters.ts';
import { MESSAGE_TYPES } from '../../workers/protocols/itch/message_type.ts';
import { clip, formatCount } from '../live_view/text.ts';
import { depthLines } from './depth_view.ts';
import { chooseInstruments } from './feed_view.ts';
import type { FileFeed } from './file_feed.ts';

const NS_PER_SECOND = 1e9;
const EVENTS: Readonly<Record<string, string>> = {
  O: 'messages began',
  S: 'system hours',
  Q: 'market hours',
  M: 'market closed',
  E: 'system hours over',
  C: 'messages ended',
};
export interface FilePicture {
  readonly name: string;
  readonly books: BookBuilder;
  readonly file: FileFeed;
  readonly symbols: readonly string[];
  /** Books shown when none was asked for. */
  readonly most: number;
  readonly levels: number;
  /** Of wall time. */
  readonly elapsedMs: number;
}

/** One line: how far, how fast. */
export function progressLine({ name, books, file, elapsedMs }: FilePicture): string {
  const messages = messageCount(books);
  const parts = [
    name,
    formatTimeOfDay(file.timeNs()),
    `${formatCount(messages)} messages`,
    `${formatCount(elapsedMs > 0 ? (messages / elapsedMs) * 1000 : 0)}/s`,
    `${formatCount(books.orderCount())} orders open`,
  ];
  const event = EVENTS[String.fromCharCode(books.instruments.marketEvent())];
  if (event !== undefined) parts.push(event);
  return parts.join('  ');
}

/** The whole picture: progress, books, messages by type, what was wrong. */
export function pictureLines(picture: FilePicture): string[] {
  const { books, file, symbols, most, levels } = picture;
  const lines = [progressLine(picture)];
  for (const symbol of symbols) {
    if (books.instruments.find(symbol) < 0) lines.push(`${symbol}: not in this file`);
  }
  for (const instrument of chooseInstruments(books, symbols, most)) {
    lines.push('', ...depthLines(books, instrument, levels));
  }
  lines.push('', countsLine(books));
  if (file.bytesLeft() > 0) lines.push(`the file ends inside a message: ${file.bytesLeft()} bytes are left`);
  const faults = faultParts(books);
  if (faults.length > 0) lines.push(`counted: ${faults.join(', ')}`);
  return lines;
}

/** The picture as a frame of a terminal. */
export function frame(picture: FilePicture, width: number, height: number): string[] {
  return pictureLines(picture)
    .slice(0, height)
    .map((line) => clip(line, width));
}

function countsLine({ counters }: BookBuilder): string {
  const parts = MESSAGE_TYPES.filter(({ type }) => counters.messages[type]! > 0).map(
    ({ type, name }) => `${name} ${formatCount(counters.messages[type]!)}`,
  );
  return `messages: ${parts.length === 0 ? 'none' : parts.join(', ')}`;
}

function faultParts({ counters }: BookBuilder): string[] {
  return FAULT_NAMES.flatMap((name, fault) => {
    const count = counters.faults[fault]!;
    return count > 0 ? [`${name} ${formatCount(count)}`] : [];
  });
}

function messageCount({ counters }: BookBuilder): number {
  return counters.messages.reduce((sum, count) => sum + count);
}

/** HH:MM:SS.mmm */
function formatTimeOfDay(timeNs: number): string {
  const seconds = Math.floor(timeNs / NS_PER_SECOND);
  const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => pad(part, 2));
  return `${clock.join(':')}.${pad(Math.floor((timeNs % NS_PER_SECOND) / 1e6), 3)}`;
}
