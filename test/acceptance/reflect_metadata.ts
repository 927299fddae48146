/** jspurefix wants this polyfill loaded before itself; it is among its own dependencies, and found from there. */

import { createRequire } from 'node:module';

createRequire(import.meta.resolve('jspurefix'))('reflect-metadata');
