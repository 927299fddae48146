/**
 * Ends a snapshot (GLIMPSE 5.0): the sequence of the live feed's first message that it does not contain.
 *
 *     0      1                              21
 *     | 'G'  | sequence, digits, 20 bytes   |
 */
export const SnapshotEnd = { TYPE: 0x47, SEQUENCE: 1, SEQUENCE_BYTES: 20, BYTES: 21 } as const;

/** Digits to the right, as SoupBinTCP writes its own. */
export function writeSnapshotEnd(bytes: Uint8Array, sequence: number): void {
  const digits = String(sequence).padStart(SnapshotEnd.SEQUENCE_BYTES);
  bytes[0] = SnapshotEnd.TYPE;
  for (let i = 0; i < digits.length; i++) bytes[SnapshotEnd.SEQUENCE + i] = digits.charCodeAt(i);
}
