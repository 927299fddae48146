/**
 * A capture being written: packets are put together in one of two buffers while the other is on its way to the disk. What comes when
 * both are full is dropped and counted, in the file too: memory is bounded, and whoever receives never waits for a disk.
 *
 * With a limit a new file begins when one has reached it: NAME.pcapng, NAME-2.pcapng, ... each whole by itself.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { parse } from 'node:path';
import {
  type CaptureTime,
  PACKET_BLOCK_BYTES,
  padded,
  writeInterface,
  writePacketFrame,
  writeSection,
  writeStatistics,
} from '../../protocols/capture/pcapng_writer.ts';

const DEFAULT_BUFFER_BYTES = 4 << 20;
const PACKET_AT = 28;
/** More than the statistics of an interface take. */
const STATISTICS_ROOM = 64;
const NS_HALF = 2n ** 32n;

export interface CaptureFileOptions {
  readonly path: string;
  /** Names of what packets come by, in the order of their numbers. */
  readonly interfaces: readonly string[];
  /** A file that has reached this is followed by another. */
  readonly rotateBytes?: number;
  readonly bufferBytes?: number;
}

interface Count {
  received: number;
  dropped: number;
}

export class CaptureFile {
  /** The block that `packet` made room for: its headers and payload go to `at`. */
  view: DataView;
  at = 0;
  packets = 0;
  dropped = 0;
  bytes = 0;
  files = 0;
  /** Writing failed: everything from then on is dropped. */
  error: Error | undefined;
  readonly #options: CaptureFileOptions;
  readonly #buffers: readonly Uint8Array[];
  /** Of a buffer: behind it the statistics that end a file always fit. */
  readonly #roomBytes: number;
  readonly #counts: Count[];
  #filling = 0;
  #end = 0;
  #fileBytes = 0;
  #handle: FileHandle | undefined;
  #isWriting = false;
  #writing: Promise<void> = Promise.resolve();

  private constructor(options: CaptureFileOptions) {
    this.#options = options;
    const { bufferBytes = DEFAULT_BUFFER_BYTES } = options;
    this.#buffers = [new Uint8Array(bufferBytes), new Uint8Array(bufferBytes)];
    this.#roomBytes = bufferBytes - STATISTICS_ROOM * options.interfaces.length;
    this.#counts = options.interfaces.map(() => ({ received: 0, dropped: 0 }));
    this.view = new DataView(this.#buffers[0]!.buffer);
  }

  static async create(options: CaptureFileOptions): Promise<CaptureFile> {
    const file = new CaptureFile(options);
    file.#handle = await open(options.path, 'w');
    file.#beginFile();
    return file;
  }

  /** Room for a packet of so many bytes, headers included; false: there is none, and it was dropped. */
  packet(interfaceId: number, time: CaptureTime, bytes: number): boolean {
    const count = this.#counts[interfaceId]!;
    const { rotateBytes = Number.POSITIVE_INFINITY } = this.#options;
    const block = PACKET_BLOCK_BYTES + padded(bytes);
    const isLastOfFile = this.#fileBytes + this.#end + block > rotateBytes;
    if ((isLastOfFile || this.#end + block > this.#roomBytes) && !this.#turnOver(isLastOfFile, block)) {
      count.dropped++;
      this.dropped++;
      return false;
    }
    writePacketFrame(this.view, this.#end, interfaceId, time, bytes);
    this.at = this.#end + PACKET_AT;
    this.#end += block;
    count.received++;
    this.packets++;
    this.bytes += block;
    return true;
  }

  /** Hands over what there is, if the disk takes it now: a few times a second, so that a crash loses little. */
  flush(): void {
    if (!this.#isWriting && this.#end > 0) this.#turnOver(false, 0);
  }

  /** Statistics behind the last packet; then it is whole and on the disk. */
  async close(): Promise<void> {
    await this.#writing;
    this.#endFile();
    this.#startWriting(undefined);
    await this.#writing;
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** The full buffer goes to the disk, the empty one is filled. False: it is not empty yet. */
  #turnOver(endsFile: boolean, block: number): boolean {
    if (this.#isWriting || this.error !== undefined || block > this.#buffers[0]!.length / 2) return false;
    if (endsFile) this.#endFile();
    this.#startWriting(endsFile ? this.#nextPath() : undefined);
    if (endsFile) this.#beginFile();
    return true;
  }

  #nextPath(): string {
    const { dir, name, ext } = parse(this.#options.path);
    return `${dir === '' ? '' : `${dir}/`}${name}-${this.files + 1}${ext}`;
  }

  #startWriting(nextPath: string | undefined): void {
    const bytes = this.#buffers[this.#filling]!.subarray(0, this.#end);
    this.#fileBytes += this.#end;
    this.#filling = 1 - this.#filling;
    this.view = new DataView(this.#buffers[this.#filling]!.buffer);
    this.#end = 0;
    this.#isWriting = true;
    this.#writing = this.#write(bytes, nextPath).then(
      () => {
        this.#isWriting = false;
      },
      (error: Error) => {
        this.#isWriting = false;
        this.error = error;
      },
    );
  }

  async #write(bytes: Uint8Array, nextPath: string | undefined): Promise<void> {
    for (let at = 0; at < bytes.length; ) at += (await this.#handle!.write(bytes, at)).bytesWritten;
    if (nextPath === undefined) return;
    await this.#handle!.close();
    this.#handle = await open(nextPath, 'w');
  }

  #beginFile(): void {
    this.files++;
    this.#fileBytes = 0;
    this.#end += writeSection(this.view, this.#end);
    for (const name of this.#options.interfaces) this.#end += writeInterface(this.view, this.#end, name);
  }

  #endFile(): void {
    const time = captureTime();
    for (const [id, count] of this.#counts.entries()) {
      this.#end += writeStatistics(this.view, this.#end, id, time, count);
      Object.assign(count, { received: 0, dropped: 0 });
    }
  }
}

/** Wall time less the monotonic clock, once: a clock that is set does not tear a capture. */
const OFFSET_NS = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();

/** Now: once for all packets of a read. */
export function captureTime(): CaptureTime {
  const now = OFFSET_NS + process.hrtime.bigint();
  return { high: Number(now / NS_HALF), low: Number(now % NS_HALF) };
}
