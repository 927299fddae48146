/** What a session's NewOrderSingles become records with, where they take the quick way. */
import type { Region } from '../../../ring/memory.ts';
import { KnownMinute } from './fast_header.ts';
import { KnownName } from './known_name.ts';
import type { NameTable } from './name_table.ts';
import type { RecordSink } from './record_sink.ts';

export class OrderLane {
  declare readonly sink: RecordSink;
  declare readonly accounts: NameTable;
  declare readonly defaultAccount: number;
  declare readonly defaultStrategy: number;
  /** A record's header as it is but for its number. */
  declare readonly header: Region;
  declare readonly transactTime: KnownMinute;
  declare readonly account: KnownName;

  constructor(
    sink: RecordSink,
    accounts: NameTable,
    defaults: { readonly account: number; readonly strategy: number },
    header: Region,
  ) {
    this.sink = sink;
    this.accounts = accounts;
    this.defaultAccount = defaults.account;
    this.defaultStrategy = defaults.strategy;
    this.header = header;
    this.transactTime = new KnownMinute();
    this.account = new KnownName();
  }
}
