/** `sluice record`: writes what a feed sends into a capture, until the feed has ended or the command is told to stop. */

import { FeedRecorder } from '../../workers/edges/feeds/feed_recorder.ts';
import type { Console } from '../command_line/console.ts';
import type { RecordRequest } from '../command_line/record_options.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { Fault } from '../supervision/fault.ts';
import { addressOf } from './network_address.ts';
import { untilOver } from './until_over.ts';

const FIGURES_MS = 10_000;
export async function runRecordCommand(request: RecordRequest, console: Console): Promise<ExitCode> {
  const { file, rotateBytes, durationNs } = request;
  const address = addressOf(request.address);
  const recorder = await FeedRecorder.open({
    address,
    path: file,
    ...(rotateBytes === undefined ? {} : { rotateBytes }),
  });
  const ports = recorder.ports.length === 0 ? '' : ` from port ${recorder.ports.join(', ')}`;
  // Scripts wait for this line: from then on packets are heard.
  console.print(`recording to ${file}${ports}`);
  const figures = setInterval(() => console.print(figuresOf(recorder)), FIGURES_MS);
  await untilOver(() => recorder.isOver, durationNs);
  clearInterval(figures);
  await recorder.close();
  console.print(figuresOf(recorder));
  const { error } = recorder.capture;
  if (error !== undefined) throw new Fault(ExitCode.RESOURCES, `${file}: ${error.message}`);
  return ExitCode.OK;
}

function figuresOf({ capture }: FeedRecorder): string {
  const dropped = capture.dropped === 0 ? '' : `, ${capture.dropped} dropped: the disk is too slow`;
  const files = capture.files === 1 ? '' : ` in ${capture.files} files`;
  return `recorded: ${capture.packets} packets, ${capture.bytes} bytes${files}${dropped}`;
}
