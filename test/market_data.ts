/**
 * Recorded market data is too large for the repository: it lies beside it, or where SLUICE_DATA says.
 *
 * A test that needs a file that is not there fails where it must not be missing (CI) and is skipped elsewhere:
 *
 *     const path = marketDataFile('AAPL_20191230.itch50');
 *     (path === undefined ? test.skip : test)('the recorded book ...', () => ...);
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BESIDE = fileURLToPath(new URL('../../shared/data', import.meta.url));

export function marketDataFile(name: string): string | undefined {
  const folder = process.env.SLUICE_DATA ?? BESIDE;
  const path = join(folder, name);
  if (existsSync(path)) return path;
  if (process.env.CI) throw new Error(`market data file ${name} is not in ${folder}: set SLUICE_DATA to its folder`);
  return undefined;
}
