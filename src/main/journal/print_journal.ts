/** `sluice journal DIR`: the journal, one line a command, with what the stages made of it if asked. */

import { EMPTY } from '../../ring/spsc.ts';
import { firstSequenceOf } from '../../workers/cold/journal_replay.ts';
import { diskFiles } from '../../workers/durability/journal/files.ts';
import { JournalReader } from '../../workers/durability/journal/journal_reader.ts';
import type { Console } from '../command_line/console.ts';
import type { JournalFilter } from '../command_line/journal_options.ts';
import { openDataDirectory } from '../data_directory.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { Fault } from '../supervision/fault.ts';
import { RecordFilter } from './record_filter.ts';
import { RECORD_NAMES } from './record_names.ts';
import { fieldsText, type JournalRecord, RecordDecoder } from './record_text.ts';
import { openSections } from './sections.ts';

export interface JournalRequest {
  readonly directory: string;
  readonly filter: JournalFilter;
  /** With the sections of each command. */
  readonly verbose: boolean;
  /** JSON, one object a line. */
  readonly json: boolean;
}

export function printJournal(request: JournalRequest, console: Console): ExitCode {
  const { filter, verbose } = request;
  if (filter.type !== undefined && !RECORD_NAMES.includes(filter.type)) {
    throw new Fault(ExitCode.USAGE, `--type ${filter.type}: expected one of ${RECORD_NAMES.join(', ')}`);
  }
  const { journal } = openDataDirectory(request.directory);
  const decoder = new RecordDecoder();
  const chosen = new RecordFilter(filter, decoder);
  const sections =
    verbose || chosen.needsSections ? openSections(journal, decoder, (text) => console.error(text)) : undefined;
  // From the beginning, also for a late range: names of instruments and the day are set by earlier commands.
  const fromSequence = firstSequenceOf(journal) ?? 1;
  const reader = new JournalReader({
    files: diskFiles,
    directory: journal,
    fromSequence,
    toSequence: filter.toSequence,
  });
  for (let at = reader.next(); at !== EMPTY; at = reader.next()) {
    if (decoder.baseTimeMs === 0) decoder.baseTimeMs = reader.header?.baseTimeMs ?? 0;
    const command = decoder.decode(reader.data, at);
    const made = sections?.at(command.sequence) ?? [];
    if (!chosen.takes(command, made) || !chosen.takesRange(command.sequence)) continue;
    const shown = chosen.isSectionType ? made.filter(({ type }) => type === filter.type) : verbose ? made : [];
    print(
      decoder.named(command),
      shown.map((section) => decoder.named(section)),
      request.json,
      console,
    );
  }
  sections?.close();
  reader.close();
  return ExitCode.OK;
}

function print(command: JournalRecord, sections: readonly JournalRecord[], json: boolean, console: Console): void {
  if (json) {
    const made = sections.length === 0 ? {} : { sections: sections.map(({ type, body }) => ({ type, ...body })) };
    console.print(JSON.stringify({ ...command, ...made }));
    return;
  }
  const { sequence, at, type, source, body } = command;
  console.print(`${String(sequence).padStart(9)} ${at} ${type.padEnd(16)} ${source.padEnd(10)} ${fieldsText(body)}`);
  for (const section of sections)
    console.print(`${''.padStart(9)} ${section.type.padEnd(47)} ${fieldsText(section.body)}`);
}
