/** What a thread's heap does: how much of it is compiled code, how much grew by what, how often it was collected. */
import { GCProfiler, getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Machine code, and what belongs to code: bytecode, feedback, tables for going back to slower code. */
const CODE_SPACES = ['code_space', 'code_large_object_space', 'trusted_space', 'trusted_large_object_space'];
/** Where everything that is made starts: garbage, until it has survived. */
const NEW_SPACES = ['new_space', 'new_large_object_space'];

export interface HeapGrowth {
  readonly collections: number;
  readonly newBytes: number;
  readonly codeBytes: number;
  readonly otherBytes: number;
}

function sizes(): Omit<HeapGrowth, 'collections'> {
  const bytes = { newBytes: 0, codeBytes: 0, otherBytes: 0 };
  for (const { space_name: name, space_used_size: used } of getHeapSpaceStatistics()) {
    if (CODE_SPACES.includes(name)) bytes.codeBytes += used;
    else if (NEW_SPACES.includes(name)) bytes.newBytes += used;
    else bytes.otherBytes += used;
  }
  return bytes;
}

/** What starting and compiling left behind would else be collected while the meter runs, or grow into its figure. */
export function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  gc();
}

export class HeapMeter {
  #profiler: GCProfiler | null = null;
  #before: Omit<HeapGrowth, 'collections'> = { newBytes: 0, codeBytes: 0, otherBytes: 0 };

  start(): void {
    // The first look makes what later ones only fill in.
    sizes();
    this.#profiler = new GCProfiler();
    this.#profiler.start();
    this.#before = sizes();
  }

  stop(): HeapGrowth {
    const after = sizes();
    const before = this.#before;
    const collections = this.#profiler?.stop().statistics.length ?? 0;
    this.#profiler = null;
    return {
      collections,
      newBytes: after.newBytes - before.newBytes,
      codeBytes: after.codeBytes - before.codeBytes,
      otherBytes: after.otherBytes - before.otherBytes,
    };
  }
}
