/** The journal is damaged where nothing but damage can explain it. Nothing is repaired unasked. */
export class JournalCorruptedError extends Error {
  override readonly name = 'JournalCorruptedError';
  readonly path: string;
  readonly offset: number;
  /** Everything before `offset` is whole; this is the last sequence there, where one is known. */
  readonly lastSequence: number | undefined;

  constructor(path: string, offset: number, what: string, lastSequence?: number) {
    const kept = lastSequence === undefined ? '' : ` What lies before is whole, up to sequence ${lastSequence}.`;
    super(
      `${path}, byte ${offset}: ${what}.${kept} Restore the file from a copy, or give up what follows with --truncate-at ${path}:${offset}`,
    );
    this.path = path;
    this.offset = offset;
    this.lastSequence = lastSequence;
  }
}
