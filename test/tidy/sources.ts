/** The repository's files as the checks need them: text, code without comments and literals, imports, functions. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Import {
  /** Relative to the repository for our own files, as written for packages. */
  readonly target: string;
  readonly isOurs: boolean;
  readonly line: number;
}

export interface FunctionSpan {
  readonly line: number;
  readonly lines: number;
}

export class Source {
  readonly path: string;
  readonly text: string;
  #code: string | undefined;

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  get isTest(): boolean {
    return this.path.endsWith('.test.ts');
  }

  /** The text with comments, strings and regular expressions blanked; every line and column stays where it was. */
  get code(): string {
    this.#code ??= blankLiterals(this.text);
    return this.#code;
  }

  get lineCount(): number {
    return this.text.split('\n').length - 1;
  }

  lineAt(index: number): number {
    return this.text.slice(0, index).split('\n').length;
  }

  imports(): Import[] {
    const found: Import[] = [];
    for (const match of this.text.matchAll(/(?:\bfrom|^import|\bimport\()\s*'([^'\n]+)'/gm)) {
      // Inside a comment or a string, the keyword is blank in the code.
      if (this.code.slice(match.index, match.index + 4).trim() === '') continue;
      const specifier = match[1]!;
      const isOurs = specifier.startsWith('.');
      const target = isOurs ? join(dirname(this.path), specifier) : specifier;
      found.push({ target, isOurs, line: this.lineAt(match.index) });
    }
    return found;
  }

  /** Functions with their own lines: what a closure declares by name is counted by itself, as a class's methods are. */
  functions(): FunctionSpan[] {
    const spans: FunctionSpan[] = [];
    const open: { at: number; isFunction: boolean; nestedLines: number }[] = [];
    for (let i = 0; i < this.code.length; i++) {
      if (this.code[i] === '{') open.push({ at: i, isFunction: startsFunction(this.code, i), nestedLines: 0 });
      if (this.code[i] !== '}') continue;
      const start = open.pop();
      if (start === undefined) continue;
      const line = this.lineAt(start.at);
      const lines = this.lineAt(i) - line + 1;
      if (start.isFunction) spans.push({ line, lines: lines - start.nestedLines });
      const outer = open.at(-1);
      if (outer === undefined) continue;
      outer.nestedLines += start.isFunction && isDeclaration(this.code, start.at) ? lines : start.nestedLines;
    }
    return spans;
  }
}

/** Whether the body at `at` belongs to a `function name(...)` statement. */
function isDeclaration(code: string, at: number): boolean {
  const before = code.slice(Math.max(0, at - 2_000), at);
  return /(^|\n)\s*(async )?function \w+\([^{}]*\)?[^{}]*$/.test(before);
}

/** Whether the brace at `at` follows a parameter list or an arrow: `) {`, `): Type {`, `=> {`, but not `if (...) {`. */
function startsFunction(code: string, at: number): boolean {
  const before = code.slice(Math.max(0, at - 2_000), at).trimEnd();
  if (before.endsWith('=>')) return true;
  const close = before.replace(/\):[^(){};=]*$/, ')');
  if (!close.endsWith(')')) return false;
  let depth = 0;
  for (let i = close.length - 1; i >= 0; i--) {
    if (close[i] === ')') depth++;
    if (close[i] === '(' && --depth === 0) return !/\b(if|for|while|switch|catch|with)\s*$/.test(close.slice(0, i));
  }
  return false;
}

const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<=[(,=:[!&|?{};\n]\s*|return\s+)\/(?![*/\s])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/g;

function blankLiterals(text: string): string {
  return text.replace(TOKEN, (token) => token.replace(/[^\n]/g, ' '));
}

/** Every file under version control or about to be: what a clone of the next commit would hold. */
export function listFiles(): string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return [...new Set(output.split('\n'))].filter((path) => path !== '' && existsSync(join(ROOT, path))).sort();
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Code that people write: generated code answers to its generator's tests. */
export function readSources(files: readonly string[]): Source[] {
  return files
    .filter((path) => /\.(ts|js)$/.test(path) && !path.startsWith('schemas/generated/'))
    .map((path) => new Source(path, readText(path)));
}
