/**
 * Lets V8 inline as deep as the engines are written: an engine is many small functions over typed arrays, and each call
 * that stays a call loads every array anew and boxes every double. With V8's own limits (460 bytes of bytecode a function,
 * 920 in all) the pipeline's stages take half as long again (2026-11, Node 24.21, bench/stages.ts), and the exchange's
 * matching engine a quarter longer (bench/matching.ts).
 *
 * A third limit holds for small functions, which cost nothing of the other two: 27 bytes of bytecode at first, just less than an
 * accessor of a flyweight has. With it the front stage takes a fifth longer.
 *
 * Of the whole process, because V8 has no other kind; it holds for what is compiled from now on. Not a heap flag.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--max-inlined-bytecode-size=2000');
setFlagsFromString('--max-inlined-bytecode-size-cumulative=4000');
setFlagsFromString('--max-inlined-bytecode-size-small=48');
