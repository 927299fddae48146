/**
 * Which folder may import which: the table that ARCHITECTURE.md draws. A file belongs to the first layer whose path starts
 * its own. Tests may import anything but must not be imported.
 */
export interface Layer {
  readonly name: string;
  readonly path: string;
  /** Besides itself. */
  readonly imports: readonly string[];
}

const RECORDS = ['ring', 'schemas', 'model'];
const STAGE = [...RECORDS, 'pipeline'];

export const LAYERS: readonly Layer[] = [
  { name: 'ring', path: 'src/ring/', imports: [] },
  { name: 'schemas', path: 'schemas/', imports: ['ring'] },
  { name: 'model', path: 'src/workers/model/', imports: ['ring', 'schemas'] },
  // File operations behind an interface: knows no record, so that whoever keeps a log may stand on it.
  { name: 'files', path: 'src/workers/durability/journal/files.ts', imports: [] },
  { name: 'protocols', path: 'src/workers/protocols/', imports: [...RECORDS, 'files'] },
  // Both those who send feeds and those who receive them stand on it.
  { name: 'feed_sockets', path: 'src/workers/feed_sockets/', imports: ['ring', 'protocols'] },
  { name: 'exchange', path: 'src/workers/exchange/', imports: [...RECORDS, 'protocols', 'feed_sockets'] },

  // The log is the sequencer's memory; the rest of durability keeps records and knows no stage.
  { name: 'log', path: 'src/workers/durability/log/', imports: RECORDS },
  { name: 'sequencer', path: 'src/workers/pipeline/sequencer/', imports: [...STAGE, 'log'] },
  { name: 'orders', path: 'src/workers/pipeline/orders/', imports: STAGE },
  { name: 'risk', path: 'src/workers/pipeline/risk/', imports: STAGE },
  // One stage of two engines: the front is what joins them.
  { name: 'front', path: 'src/workers/pipeline/front/', imports: [...STAGE, 'orders', 'risk'] },
  { name: 'routing', path: 'src/workers/pipeline/routing/', imports: STAGE },
  { name: 'execution', path: 'src/workers/pipeline/execution/', imports: STAGE },
  { name: 'portfolio', path: 'src/workers/pipeline/portfolio/', imports: STAGE },
  { name: 'egress', path: 'src/workers/pipeline/egress/', imports: STAGE },
  // The map and the stages' vocabulary. Stages import the vocabulary, the map imports stages: files, so no cycle.
  {
    name: 'pipeline',
    path: 'src/workers/pipeline/',
    imports: [
      ...RECORDS,
      'files',
      'log',
      'durability',
      'sequencer',
      'orders',
      'risk',
      'front',
      'routing',
      'execution',
      'portfolio',
      'egress',
    ],
  },

  { name: 'durability', path: 'src/workers/durability/', imports: [...RECORDS, 'files', 'log'] },
  {
    name: 'edges',
    path: 'src/workers/edges/',
    imports: [...RECORDS, 'files', 'protocols', 'durability', 'feed_sockets'],
  },
  {
    name: 'cold',
    path: 'src/workers/cold/',
    imports: [...RECORDS, 'files', 'durability', 'log', 'pipeline', 'sequencer'],
  },
];

/** What stands above the layers and may import each of them. */
export const ABOVE = ['src/main/', 'test/', 'bench/', 'bin/'];

export function layerOf(path: string): Layer | undefined {
  return LAYERS.find((layer) => path.startsWith(layer.path));
}
