/**
 * Regenerates schemas/generated/ from schemas/*.fbs; with --check, only says whether it is up to date.
 *
 *     engine.fbs ─flatc─▶ engine.bfbs ─reflection─▶ engine.ts     the hot path's accessors
 *     feed_ring.fbs, with records of engine.fbs ─▶ feed_ring.ts, sluice_feed.h
 *     wire.fbs   ─flatc─▶ *.ts ─tsc─▶ flatc/*.js, *.d.ts          the flatbuffers package's accessors
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFeedHeader } from './generator/feed_header.ts';
import { writeFeedRing } from './generator/feed_ring.ts';
import { SchemaCompiler } from './generator/flatc.ts';
import { writeFlyweights } from './generator/flyweight.ts';
import { readEnums, readSchema } from './generator/reflection.ts';
import { writeWireBodies } from './generator/wire_bodies.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const GENERATED = join(FOLDER, 'generated');

export async function generate(): Promise<Map<string, Buffer>> {
  const sources = Object.fromEntries(
    ['engine.fbs', 'wire.fbs', 'feed_ring.fbs'].map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]),
  );
  const compiler = await SchemaCompiler.create(sources);
  const engine = compiler.compile('engine.fbs');
  const files = new Map<string, Buffer>();
  files.set('engine.bfbs', Buffer.from(engine));
  const wire = compiler.compile('wire.fbs');
  files.set('wire.bfbs', Buffer.from(wire));
  const hash = createHash('sha256').update(engine).digest('hex');
  files.set('engine.ts', Buffer.from(writeFlyweights(readSchema(engine), hash)));
  files.set('wire.ts', Buffer.from(writeWireBodies(readSchema(wire))));
  const feedRing = compiler.compile('feed_ring.fbs');
  const records = readSchema(engine).filter(({ name }) => name === 'RecordHeader' || name === 'Quote');
  const ring = { structs: readSchema(feedRing), enums: readEnums(feedRing), records };
  files.set('feed_ring.ts', Buffer.from(writeFeedRing(ring)));
  files.set('sluice_feed.h', Buffer.from(writeFeedHeader(ring, readFileSync(join(FOLDER, 'feed_writer.h'), 'utf8'))));
  for (const [name, text] of Object.entries(compiler.accessors('wire.fbs'))) {
    files.set(join('flatc', name), Buffer.from(text));
  }
  return files;
}

/** Paths under generated/ that differ from what the schemas give now: stale, missing or left over. */
export function differences(files: ReadonlyMap<string, Buffer>): string[] {
  const present = existsSync(GENERATED)
    ? readdirSync(GENERATED, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(GENERATED.length + 1))
    : [];
  const leftOver = present.filter((name) => !files.has(name)).map((name) => `${name} (left over)`);
  const stale = [...files].filter(([name, bytes]) => {
    const path = join(GENERATED, name);
    return !existsSync(path) || !readFileSync(path).equals(bytes);
  });
  return [...stale.map(([name]) => name), ...leftOver];
}

function write(files: ReadonlyMap<string, Buffer>): void {
  rmSync(join(GENERATED, 'flatc'), { recursive: true, force: true });
  for (const [name, bytes] of files) {
    const path = join(GENERATED, name);
    mkdirSync(dirname(path), { recursive: true });
    // Unchanged files keep their time stamps, so that nothing rebuilds or reloads for nothing.
    if (!existsSync(path) || !readFileSync(path).equals(bytes)) writeFileSync(path, bytes);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = await generate();
  if (process.argv.includes('--check')) {
    const stale = differences(files);
    for (const name of stale) console.error(`schemas/generated/${name} is not what the schemas give: npm run generate`);
    process.exitCode = stale.length === 0 ? 0 : 1;
  } else {
    write(files);
    console.log(`schemas/generated: ${files.size} files`);
  }
}
