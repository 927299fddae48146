/** The outbound log of a link in a folder, and the legs that it tells of. */
import { FixDirectory, type FixInstrument } from '../../protocols/fix/directory.ts';
import { FileOutboundLog, type FileOutboundLogOptions } from '../../protocols/fix/file_outbound_log.ts';
import { type VenueDialect, venueInstruments } from '../../protocols/fix/venue_dialect.ts';
import type { VenueLinkPorts } from '../venue_link.ts';
import { LegBook } from './leg_book.ts';
import { LegRecovery } from './leg_log.ts';

export function openLinkLog(
  options: FileOutboundLogOptions,
  instruments: readonly FixInstrument[],
  dialect: VenueDialect,
  heard: VenueLinkPorts['heard'],
): { readonly log: FileOutboundLog; readonly legs: LegBook } {
  const legs = new LegBook();
  const directory = new FixDirectory(venueInstruments(instruments, dialect), []);
  const recovery = new LegRecovery(legs, directory, dialect, heard);
  const log = new FileOutboundLog({ ...options, onRecovered: (entry) => recovery.take(entry) });
  return { log, legs };
}
