import { type FeedAddress, FeedAddressError, parseFeedAddress } from '../../workers/feed_sockets/feed_address.ts';
import { ExitCode } from '../supervision/exit_code.ts';
import { Fault } from '../supervision/fault.ts';

/** From a command line, where a wrong one is the user's business. */
export function addressOf(text: string): FeedAddress {
  try {
    return parseFeedAddress(text);
  } catch (error) {
    if (error instanceof FeedAddressError) throw new Fault(ExitCode.USAGE, error.message);
    throw error;
  }
}
