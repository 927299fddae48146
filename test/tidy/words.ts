/** Words that say nothing or say the wrong thing here, each with what to write instead. */
export interface BannedWord {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** Names of folders and files, without extension. */
export const BANNED_PATHS: readonly BannedWord[] = [
  { pattern: /^(common|shared|lib|misc)$/, instead: 'the name of what is in it: model, ring, protocols' },
  { pattern: /^(utils?|helpers?|tools?)$/, instead: 'the name of the one thing that it does' },
  { pattern: /^(types|interfaces|constants|enums)$/, instead: 'the file of the thing whose type or constant it is' },
  { pattern: /^index$/, instead: 'no barrel: import the file itself' },
  { pattern: /[A-Z]/, instead: 'snake_case' },
];

/** Identifiers in code. */
export const BANNED_NAMES: readonly BannedWord[] = [
  { pattern: /\b\w+Impl\b/, instead: 'the plain name; call the interface by what it is for' },
  {
    pattern: /\b[A-Z]\w*(?:Manager|Helper|Utils?|Processor)\b/,
    instead: 'what it does: Sessions, OrderPool, Sequencer',
  },
  { pattern: /\binterface I[A-Z][a-z]\w*/, instead: 'the name without the I' },
  { pattern: /\benum\s+[A-Z]/, instead: '`export const X = {...} as const` with a type of the same name' },
  { pattern: /\bnamespace\s+[A-Z]\w*\s*\{/, instead: 'a module' },
  {
    pattern: /\b(?:qty|px|ordId|clOrdID|timestampMs|tsNs)\b/,
    instead: 'the whole word, unit last: quantityLots, priceTicks',
  },
  {
    pattern: /\btimeout(?:Ms|Millis|Seconds)?\s*:\s*number\b(?<!Ms\s*:\s*number)/,
    instead: 'a name that ends in its unit',
  },
  { pattern: /\btest\.only\b/, instead: 'test' },
  { pattern: /@ts-(?:ignore|nocheck)\b/, instead: 'a type that holds' },
];

/** Time, chance and order come to the engines in commands; nothing else may bring them in. */
export const BANNED_IN_PIPELINE: readonly BannedWord[] = [
  { pattern: /\bDate\b/, instead: "the command's time" },
  { pattern: /\bperformance\.now\b|\bprocess\.hrtime\b/, instead: "the command's time; agents stamp telemetry" },
  { pattern: /\bMath\.random\b|\bcrypto\b/, instead: 'a generator whose state is part of the engine' },
  { pattern: /\bset(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/, instead: 'a Tick command' },
  { pattern: /\basync\b|\bawait\b|\bPromise\b/, instead: 'a step of the duty cycle' },
];

/** What an engine must not iterate, because its order or its garbage is not the stream's. */
export const BANNED_IN_ENGINES: readonly BannedWord[] = [
  { pattern: /\bnew (?:Weak)?(?:Map|Set)\b/, instead: 'a pool with intrusive lists, or an index over typed arrays' },
  { pattern: /\bObject\.(?:keys|values|entries)\b/, instead: 'a list whose order is part of the state' },
  { pattern: /\bfor\s*\(\s*(?:const|let)\s+\w+\s+in\b/, instead: 'a list whose order is part of the state' },
];
