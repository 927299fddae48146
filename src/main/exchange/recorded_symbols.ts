/** Which stocks a recording adds orders of: their books get no background flow, so that they are the real ones. */

import { END_OF_FILE, openItchFile } from '../../workers/protocols/itch/itch_file.ts';
import { ItchMessage } from '../../workers/protocols/itch/itch_message.ts';
import { ItchType } from '../../workers/protocols/itch/message_type.ts';

/** A whole day's file has hundreds of millions of messages; every stock that matters is met within its first seconds. */
const MOST_MESSAGES = 1_000_000;

export function recordedSymbols(file: string, mostMessages = MOST_MESSAGES): Set<string> {
  const source = openItchFile(file);
  const message = new ItchMessage();
  const byLocate = new Map<number, string>();
  try {
    for (let read = 0; read < mostMessages; read++) {
      const type = source.next(message);
      if (type === END_OF_FILE) break;
      const isAdd = type === ItchType.ADD || type === ItchType.ADD_ATTRIBUTED;
      if (isAdd && !byLocate.has(message.locate)) byLocate.set(message.locate, message.stock());
    }
  } finally {
    source.close();
  }
  return new Set(byLocate.values());
}
