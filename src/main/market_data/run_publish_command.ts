/** `sluice publish`: plays a recorded file onto the network, until it has ended or is told to stop. */

import { statSync } from 'node:fs';
import { FilePublisher } from '../../workers/edges/feeds/file_publisher.ts';
import type { FeedAddress } from '../../workers/feed_sockets/feed_address.ts';
import type { Console } from '../command_line/console.ts';
import type { PublishRequest } from '../command_line/publish_options.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { Fault } from '../supervision/fault.ts';
import { onStopSignals } from '../supervision/signals.ts';
import { addressOf } from './network_address.ts';

const FIGURES_MS = 10_000;

export async function runPublishCommand(request: PublishRequest, console: Console): Promise<ExitCode> {
  const { file, speed, messagesPerSecond } = request;
  const address = addressOf(request.address);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new Fault(ExitCode.USAGE, `${file} is no file`);
  }
  const pace = messagesPerSecond === undefined ? { speed } : { messagesPerSecond };
  const publisher = await FilePublisher.open({ file, address, pace });
  const figures = setInterval(() => console.print(publisher.figures()), FIGURES_MS);
  // Scripts wait for this line and read the port from it.
  console.print(`publishing ${file}${portsText(address, publisher.ports)}`);
  await untilStopped(publisher, request.lingerNs);
  clearInterval(figures);
  publisher.close();
  console.print(`published: ${publisher.figures()}`);
  return ExitCode.OK;
}

function portsText(address: FeedAddress, ports: readonly number[]): string {
  if (ports.length === 0) return '';
  return `, ${address.protocol === 'soup' ? 'logins' : 'requests'} at port ${ports.join(', ')}`;
}

/** A signal ends it at once; the end of the file after the last has had time to ask for what it missed. */
function untilStopped(publisher: FilePublisher, lingerNs: number): Promise<void> {
  return new Promise((resolve) => {
    onStopSignals(() => resolve());
    // The sockets keep the process; once a signal has closed them, nothing shall wait for this.
    void publisher.ended.then(() => setTimeout(resolve, lingerNs / 1e6).unref());
  });
}
