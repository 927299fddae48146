/** Numbers as the view prints them, in a fixed locale so that tests and terminals agree. */

const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const MONEY = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export function formatCount(value: number): string {
  return GROUPED.format(value);
}

export function formatMoney(value: number): string {
  return MONEY.format(value === 0 ? 0 : value);
}

/** Three digits that matter, with the unit: `850 ns`, `2.91 us`, `41.0 us`, `12.4 ms`, `1.20 s`. */
export function formatNs(ns: number): string {
  if (ns < 1e3) return `${Math.round(ns)} ns`;
  for (const [unit, size] of [
    ['us', 1e3],
    ['ms', 1e6],
  ] as const) {
    if (ns < size * 999.5) return `${threeDigits(ns / size)} ${unit}`;
  }
  return `${threeDigits(ns / 1e9)} s`;
}

function threeDigits(value: number): string {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${Math.round(bytes)} B`;
  const power = Math.min(4, Math.floor(Math.log2(bytes) / 10));
  return `${threeDigits(bytes / 1024 ** power)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][power]}`;
}

/** `01:02:03`; days are hours. */
export function formatElapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** `[####......]  38%` */
export function formatBar(used: number, capacity: number, cells: number): string {
  const share = capacity > 0 ? Math.min(1, Math.max(0, used / capacity)) : 0;
  // A ring that holds anything shows at least one cell.
  const full = used > 0 ? Math.max(1, Math.round(share * cells)) : 0;
  return `[${'#'.repeat(full)}${'.'.repeat(cells - full)}] ${String(Math.round(share * 100)).padStart(3)}%`;
}

export function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}~`;
}

/** Rows as columns: the first left, the others right aligned, each as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}
