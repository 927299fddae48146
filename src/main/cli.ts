/** `sluice`: the code cache first, for everything that is loaded after it. */

import '../ring/code_cache.ts';

await import('./run.ts');
