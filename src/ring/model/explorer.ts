/**
 * Enumerates every interleaving of small programs at the granularity of memory accesses, and every order in which a weakly
 * ordered processor may let plain accesses take effect. Tests only; it proves the protocols as written down in the programs
 * beside it, which must be kept like the code they stand for.
 *
 * A program is a generator that yields operations and gets their results. Each of these is a separate step of the search:
 *
 *     store(at, value)      plain: takes effect at any later time, in any order with other plain stores to other places
 *     load(at, name)        plain: takes effect at any later time until `use`, `atomicStore` or `add`
 *     use()                 waits for the loads; returns their values by name
 *     atomicStore(at, v)    takes effect after everything before it; plain stores behind it may still overtake it
 *     atomicLoad(at)        comes after one's own atomic stores, before what follows; earlier plain loads may come later
 *     add(at, n)            after everything before it, before everything behind it; returns the old value; so does
 *     exchange(at, value)
 *     until(at, accepts)    an atomic load that spins: it is a step only when the value is acceptable
 *     wait(at, value)       Atomics.wait without a time limit; notify(at) wakes
 *
 * That allows what ARM's stlr and ldar allow and x86 does not. With `ordered` plain accesses take effect at once, as on a
 * sequentially consistent machine.
 */

export type Operation =
  | { readonly kind: 'store' | 'atomicStore'; readonly at: string; readonly value: number }
  | { readonly kind: 'load'; readonly at: string; readonly name: string }
  | { readonly kind: 'use' }
  | { readonly kind: 'atomicLoad' | 'notify'; readonly at: string }
  | { readonly kind: 'add' | 'exchange'; readonly at: string; readonly value: number }
  | { readonly kind: 'until'; readonly at: string; readonly accepts: (value: number) => boolean }
  | { readonly kind: 'wait'; readonly at: string; readonly value: number };

export type Loaded = Readonly<Record<string, number>>;
/** What a program got for its operations; the type of each is what the operation returns. */
// biome-ignore lint/suspicious/noExplicitAny: a generator's results are as varied as its operations.
export type Program = () => Generator<Operation, unknown, any>;

export const store = (at: string, value: number): Operation => ({ kind: 'store', at, value });
export const load = (at: string, name = at): Operation => ({ kind: 'load', at, name });
export const use = (): Operation => ({ kind: 'use' });
export const atomicStore = (at: string, value: number): Operation => ({ kind: 'atomicStore', at, value });
export const atomicLoad = (at: string): Operation => ({ kind: 'atomicLoad', at });
export const add = (at: string, value: number): Operation => ({ kind: 'add', at, value });
export const exchange = (at: string, value: number): Operation => ({ kind: 'exchange', at, value });
export const until = (at: string, accepts: (value: number) => boolean): Operation => ({ kind: 'until', at, accepts });
export const wait = (at: string, value: number): Operation => ({ kind: 'wait', at, value });
export const notify = (at: string): Operation => ({ kind: 'notify', at });

interface PendingStore {
  readonly at: string;
  readonly value: number;
  readonly isRelease: boolean;
}

interface Thread {
  /** Results of the operations issued so far: they determine where the program is. */
  readonly results: readonly unknown[];
  readonly stores: readonly PendingStore[];
  readonly loads: readonly { readonly at: string; readonly name: string }[];
  readonly loaded: Loaded;
  readonly asleepAt: string | null;
}

interface State {
  readonly memory: Readonly<Record<string, number>>;
  readonly threads: readonly Thread[];
}

export interface Exploration {
  /** Each different tuple of what the programs returned, as JSON; `deadlock` when one can never go on. */
  readonly outcomes: ReadonlySet<string>;
  readonly states: number;
}

export interface ExploreOptions {
  readonly memory: Readonly<Record<string, number>>;
  readonly programs: readonly Program[];
  readonly ordered?: boolean;
}

const MAX_STATES = 2_000_000;

export function explore({ memory, programs, ordered = false }: ExploreOptions): Exploration {
  const idle: Thread = { results: [], stores: [], loads: [], loaded: {}, asleepAt: null };
  const stack: State[] = [{ memory, threads: programs.map(() => idle) }];
  const seen = new Set<string>([JSON.stringify(stack[0])]);
  const outcomes = new Set<string>();
  const next = cachedPrograms(programs);
  while (stack.length > 0) {
    const state = stack.pop()!;
    const successors = state.threads.flatMap((thread, index) => [
      ...effects(state, index),
      ...issue(state, index, next(index, thread.results), ordered),
    ]);
    if (successors.length === 0) outcomes.add(outcomeOf(state, next));
    for (const successor of successors) {
      const key = JSON.stringify(successor);
      if (seen.has(key)) continue;
      seen.add(key);
      stack.push(successor);
    }
    if (seen.size > MAX_STATES) throw new Error(`more than ${MAX_STATES} states: make the programs smaller`);
  }
  return { outcomes, states: seen.size };
}

type Next = IteratorResult<Operation, unknown>;

/** Runs a program again from its start with the results it had; what it does next depends on nothing else. */
function cachedPrograms(programs: readonly Program[]): (index: number, results: readonly unknown[]) => Next {
  const cache = new Map<string, Next>();
  return (index, results) => {
    const key = `${index} ${JSON.stringify(results)}`;
    let next = cache.get(key);
    if (next === undefined) {
      const run = programs[index]!();
      next = run.next();
      for (const result of results) next = run.next(result);
      cache.set(key, next);
    }
    return next;
  };
}

function outcomeOf(state: State, next: (index: number, results: readonly unknown[]) => Next): string {
  const ends = state.threads.map((thread, index) => next(index, thread.results));
  return ends.every((end) => end.done) ? JSON.stringify(ends.map((end) => end.value)) : 'deadlock';
}

/** Pending plain accesses that may take effect now. */
function effects(state: State, index: number): State[] {
  const thread = state.threads[index]!;
  const successors: State[] = [];
  thread.stores.forEach((pending, i) => {
    const before = thread.stores.slice(0, i);
    const mustWait = pending.isRelease
      ? before.length > 0 || thread.loads.length > 0
      : before.some((earlier) => earlier.at === pending.at);
    if (mustWait) return;
    const memory = { ...state.memory, [pending.at]: pending.value };
    successors.push(withThread({ ...state, memory }, index, { stores: thread.stores.toSpliced(i, 1) }));
  });
  thread.loads.forEach((pending, i) => {
    const loaded = { ...thread.loaded, [pending.name]: valueAt(state, pending.at) };
    successors.push(withThread(state, index, { loads: thread.loads.toSpliced(i, 1), loaded }));
  });
  return successors;
}

/** The program's next operation, if it may be issued now. */
function issue(state: State, index: number, next: Next, ordered: boolean): State[] {
  const thread = state.threads[index]!;
  if (next.done || thread.asleepAt !== null) return [];
  const operation = next.value;
  const isSettled = thread.stores.length === 0 && thread.loads.length === 0;
  const mayLoad = !thread.stores.some((pending) => pending.isRelease);
  const done = (result: unknown, change: Partial<Thread> = {}, memory = state.memory): State[] => [
    withThread({ ...state, memory }, index, { ...change, results: [...thread.results, result] }),
  ];
  switch (operation.kind) {
    case 'store':
    case 'atomicStore': {
      const { at, value } = operation;
      const isRelease = operation.kind === 'atomicStore';
      if (isRelease && thread.loads.length > 0) return [];
      if (ordered) return done(null, {}, { ...state.memory, [at]: value });
      return done(null, { stores: [...thread.stores, { at, value, isRelease }] });
    }
    case 'load': {
      const { at, name } = operation;
      if (ordered) return done(null, { loaded: { ...thread.loaded, [name]: valueAt(state, at) } });
      return done(null, { loads: [...thread.loads, { at, name }] });
    }
    case 'use':
      return thread.loads.length === 0 ? done(thread.loaded) : [];
    case 'atomicLoad':
      return mayLoad ? done(valueAt(state, operation.at)) : [];
    case 'until':
      return mayLoad && operation.accepts(valueAt(state, operation.at)) ? done(valueAt(state, operation.at)) : [];
    case 'add':
    case 'exchange': {
      const old = valueAt(state, operation.at);
      const value = operation.kind === 'add' ? old + operation.value : operation.value;
      return isSettled ? done(old, {}, { ...state.memory, [operation.at]: value }) : [];
    }
    case 'wait': {
      if (!isSettled) return [];
      const sleeps = valueAt(state, operation.at) === operation.value;
      return done(sleeps, { asleepAt: sleeps ? operation.at : null });
    }
    case 'notify': {
      if (!isSettled) return [];
      const threads = state.threads.map((t) => (t.asleepAt === operation.at ? { ...t, asleepAt: null } : t));
      return [withThread({ ...state, threads }, index, { results: [...thread.results, null] })];
    }
  }
}

function valueAt(state: State, at: string): number {
  const value = state.memory[at];
  if (value === undefined) throw new Error(`no memory at '${at}'`);
  return value;
}

function withThread(state: State, index: number, change: Partial<Thread>): State {
  return { ...state, threads: state.threads.with(index, { ...state.threads[index]!, ...change }) };
}
