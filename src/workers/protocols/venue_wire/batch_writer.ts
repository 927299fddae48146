import type { MessageTemplate } from './wire_message.ts';
import { WireView } from './wire_message.ts';

/** Room for a full read event's answers: 64 KB of orders make about 90 KB of reports. */
const CHUNK_BYTES = 256 * 1024;
/** Chunks kept for the next batch; more only come into being while a socket is slow. */
const KEPT_CHUNKS = 8;

export class Chunk {
  readonly view = new WireView(new ArrayBuffer(CHUNK_BYTES));
  length = 0;

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.view.u8.subarray(0, this.length) as unknown as Uint8Array<ArrayBuffer>;
  }
}

/**
 * Messages of one batch, one behind the other. Whoever writes them to a socket gives the chunks back when the kernel
 * has them; until then their bytes stay as they are.
 */
export class BatchWriter {
  /** The chunk that the last `append` wrote to. */
  chunk = new Chunk();
  private full: Chunk[] = [];
  private readonly spare: Chunk[] = [];

  /** Byte offset in `chunk` of a copy of the template. */
  append(template: MessageTemplate): number {
    if (this.chunk.length + template.byteLength > CHUNK_BYTES) this.nextChunk();
    const chunk = this.chunk;
    const at = chunk.length;
    const target = chunk.view.f64;
    const source = template.doubles;
    const start = at >> 3;
    for (let i = 0; i < source.length; i++) target[start + i] = source[i]!;
    chunk.length = at + template.byteLength;
    return at;
  }

  get isEmpty(): boolean {
    return this.chunk.length === 0 && this.full.length === 0;
  }

  /** Hands out what was written; the writer goes on with other memory. */
  take(): Chunk[] {
    if (this.chunk.length > 0) this.nextChunk();
    const chunks = this.full;
    this.full = [];
    return chunks;
  }

  giveBack(chunk: Chunk): void {
    if (this.spare.length < KEPT_CHUNKS) this.spare.push(chunk);
  }

  private nextChunk(): void {
    this.full.push(this.chunk);
    this.chunk = this.spare.pop() ?? new Chunk();
    this.chunk.length = 0;
  }
}
