/** `sluice replay DIR`: does the journal, run through the engines again, give what the live run gave? */

import { type CheckedReplay, checkedReplay, isEqual, NothingToReplayError } from '../workers/cold/checked_replay.ts';
import { RunDescriptionError } from '../workers/cold/run_description.ts';
import { RecordType } from '../workers/model/record_type.ts';
import type { Console } from './command_line/console.ts';
import { openDataDirectory } from './data_directory.ts';
import { ExitCode } from './supervision/exit_code.ts';
import { Fault } from './supervision/fault.ts';

export interface ReplayRequest {
  readonly directory: string;
  readonly fromSnapshot: boolean;
  readonly sections: boolean;
}

export function replay({ directory, fromSnapshot, sections }: ReplayRequest, console: Console): ExitCode {
  const { journal, snapshots, isInUse } = openDataDirectory(directory);
  if (isInUse) console.print('an engine is writing here: replaying what is whole at this moment');
  const result = run(() =>
    checkedReplay({
      journalDirectory: journal,
      snapshotDirectory: snapshots,
      fromSnapshot,
      comparesSections: sections,
    }),
  );
  for (const line of describeReplay(result)) console.print(line);
  const problem = verdict(result, isInUse);
  if (problem === undefined) {
    console.print('equal: the replay gives what the live run gave');
    return ExitCode.OK;
  }
  console.error(problem);
  return ExitCode.REPLAY_DIFFERS;
}

function run(work: () => CheckedReplay): CheckedReplay {
  try {
    return work();
  } catch (error) {
    if (error instanceof NothingToReplayError) throw new Fault(ExitCode.USAGE, error.message);
    if (error instanceof RunDescriptionError) throw new Fault(ExitCode.CORRUPT, error.message);
    throw error;
  }
}

/** Undefined: equal. */
function verdict(result: CheckedReplay, isInUse: boolean): string | undefined {
  const uncompared = result.stages.filter(({ compared }) => compared === 0).map(({ stage }) => stage);
  if (uncompared.length === result.stages.length) {
    return 'not compared: the event log has no hash of these commands, so nothing can be said';
  }
  if (!isEqual(result) && uncompared.length > 0) return `differs, or not compared: ${uncompared.join(', ')}`;
  if (!isEqual(result)) return 'DIFFERS: the replay does not give what the live run gave';
  if (result.lastRecordedHash > result.lastSequence && !isInUse) {
    return `equal up to ${result.lastSequence}, but the event log knows of command ${result.lastRecordedHash}: the journal has lost its end`;
  }
  return undefined;
}

function describeReplay(result: CheckedReplay): string[] {
  const { firstSequence, lastSequence, commands, seconds, startedFrom } = result;
  const rate = seconds > 0 ? Math.round(commands / seconds) : 0;
  const lines = [
    `started from ${startedFrom ?? 'the beginning'}`,
    `commands ${firstSequence} to ${lastSequence}: ${commands} in ${seconds.toFixed(2)} s, ${rate} a second`,
    ...result.stages.flatMap(describeStage),
    ...result.snapshots.map(
      ({ sequence, path, problem }) => `snapshot at ${sequence}: ${problem ?? 'equal'} (${path})`,
    ),
    ...describeSections(result),
  ];
  if (result.comparedUpTo < lastSequence && result.stages.every(({ difference }) => difference === undefined)) {
    lines.push(`no hash covers commands ${result.comparedUpTo + 1} to ${lastSequence}: the run did not end in order`);
  }
  return lines;
}

function describeStage({ stage, compared, difference }: CheckedReplay['stages'][number]): string[] {
  const name = `  ${stage.padEnd(10)}`;
  const count = `${compared} ${compared === 1 ? 'hash' : 'hashes'} compared`;
  if (compared === 0) return [`${name} not compared: no hash recorded`];
  if (difference === undefined) return [`${name} ${count}, all equal`];
  return [
    `${name} ${count}, DIFFERS first at ${difference.sequence}: look at commands ${difference.equalUpTo + 1} to ${difference.sequence}`,
    `  ${''.padEnd(10)} live ${difference.expected}, replay ${difference.found}`,
  ];
}

function describeSections({ sections, lostSections, stages }: CheckedReplay): string[] {
  const differs = stages.some(({ difference }) => difference !== undefined);
  if (sections === undefined) return differs ? ['--sections names the first command that differs'] : [];
  const lost = lostSections > 0 ? `, ${lostSections} commands are not in the event log` : '';
  const { difference, compared } = sections;
  if (difference === undefined) return [`sections: ${compared} compared, all equal${lost}`];
  return [`sections: command ${difference.sequence} DIFFERS, ${typeName(difference.type)}: ${difference.what}`];
}

function typeName(type: number): string {
  return Object.entries(RecordType).find(([, code]) => code === type)?.[0] ?? String(type);
}
