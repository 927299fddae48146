/**
 * A disk that can lose its power, for tests: what fdatasync confirmed stays, of everything later any subset of 4 KB
 * pages: a file may have grown by them, with holes of zeros. Names last once their folder is synced. `faults` make calls of a kind fail; `callsToCut` cuts the power in
 * the middle of the so-manieth call.
 */
import { basename, dirname } from 'node:path';
import { type Files, PAGE_BYTES } from './files.ts';

interface Inode {
  bytes: Uint8Array;
  synced: Uint8Array;
  dirty: Set<number>;
  /** Pages that a sync is under way for. */
  syncing?: Set<number> | undefined;
}

export type Fault = 'ENOSPC' | 'EIO';

export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

export class PowerLossFiles implements Files {
  /** Calls that fail, and how. */
  faults: { write?: Fault; fdatasync?: Fault; allocate?: Fault } = {};
  /** A disk that has room for short writes and none for long ones. */
  refuses: (bytes: number) => boolean = () => false;
  /** Bytes that allocations may still take. */
  freeBytes = Number.POSITIVE_INFINITY;
  callsToCut = Number.POSITIVE_INFINITY;
  isDown = false;
  private names = new Map<string, Inode>();
  private lastingNames = new Map<string, Inode>();
  private readonly open = new Map<number, Inode>();
  private nextFile = 3;

  makeDirectory(): void {
    // Folders are implied by names.
  }

  list(directory: string): string[] {
    return [...this.names.keys()]
      .filter((path) => dirname(path) === directory)
      .map((path) => basename(path))
      .sort();
  }

  openForRead(path: string): number {
    const inode = this.names.get(path);
    if (inode === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
    this.open.set(this.nextFile, inode);
    return this.nextFile++;
  }

  openForWrite(path: string): number {
    return this.openForRead(path);
  }

  create(path: string): number {
    this.names.set(path, { bytes: new Uint8Array(0), synced: new Uint8Array(0), dirty: new Set() });
    return this.openForRead(path);
  }

  close(file: number): void {
    this.open.delete(file);
  }

  size(file: number): number {
    return this.inode(file).bytes.length;
  }

  read(file: number, target: Uint8Array, offset: number, length: number, position: number): number {
    const source = this.inode(file).bytes.subarray(position, position + length);
    target.set(source, offset);
    return source.length;
  }

  write(file: number, source: Uint8Array, offset: number, length: number, position: number): void {
    this.fault('write');
    if (this.refuses(length)) throw diskError('ENOSPC');
    if (this.callsToCut === 1) length = Math.floor(length / 2);
    const inode = this.inode(file);
    if (position + length > inode.bytes.length) inode.bytes = resized(inode.bytes, position + length);
    inode.bytes.set(source.subarray(offset, offset + length), position);
    for (let page = Math.floor(position / PAGE_BYTES); page * PAGE_BYTES < position + length; page++)
      inode.dirty.add(page);
    this.countCall();
  }

  truncate(file: number, bytes: number): void {
    this.countCall();
    const inode = this.inode(file);
    inode.bytes = resized(inode.bytes, bytes);
  }

  fdatasync(file: number): void {
    this.fault('fdatasync');
    this.countCall();
    const inode = this.inode(file);
    inode.synced = inode.bytes.slice();
    inode.dirty.clear();
  }

  /** Takes effect at the next turn of the event loop, for what is written by now. */
  async fdatasyncLater(file: number): Promise<void> {
    const inode = this.inode(file);
    const bytes = inode.bytes.slice();
    const before = inode.dirty;
    inode.dirty = new Set();
    inode.syncing = before;
    await new Promise<void>((resolve) => setImmediate(resolve));
    inode.syncing = undefined;
    try {
      this.fault('fdatasync');
      this.countCall();
    } catch (error) {
      for (const page of before) inode.dirty.add(page);
      throw error;
    }
    inode.synced = bytes;
  }

  rename(from: string, to: string): void {
    this.countCall();
    const inode = this.names.get(from);
    if (inode === undefined) throw new Error(`ENOENT: ${from}`);
    this.names.delete(from);
    this.names.set(to, inode);
  }

  remove(path: string): void {
    this.countCall();
    this.names.delete(path);
  }

  syncDirectory(): void {
    this.countCall();
    this.lastingNames = new Map(this.names);
  }

  async allocate(path: string, bytes: number): Promise<void> {
    this.fault('allocate');
    if (bytes > this.freeBytes) throw diskError('ENOSPC');
    this.freeBytes -= bytes;
    this.names.set(path, { bytes: new Uint8Array(bytes), synced: new Uint8Array(bytes), dirty: new Set() });
  }

  /**
   * The host goes down and comes up again. `survives` decides for each page written since the last sync of its file,
   * and once for the names changed since the last sync of the folder (page -1).
   */
  losePower(survives: (page: number) => boolean): void {
    this.open.clear();
    this.isDown = false;
    this.callsToCut = Number.POSITIVE_INFINITY;
    if (survives(-1)) this.lastingNames = new Map(this.names);
    this.names = new Map(this.lastingNames);
    for (const inode of new Set(this.names.values())) {
      let kept: Uint8Array = inode.synced.slice();
      for (const page of new Set([...inode.dirty, ...(inode.syncing ?? [])])) {
        const start = page * PAGE_BYTES;
        if (start >= inode.bytes.length || !survives(page)) continue;
        const bytes = inode.bytes.subarray(start, start + PAGE_BYTES);
        if (start + bytes.length > kept.length) kept = resized(kept, start + bytes.length);
        kept.set(bytes, start);
      }
      inode.bytes = kept;
      inode.synced = kept.slice();
      inode.dirty.clear();
    }
  }

  /** The process goes down: what it has written is there. */
  killProcess(): void {
    this.open.clear();
  }

  /** A file's bytes, to damage them. */
  bytesOf(path: string): Uint8Array {
    const inode = this.names.get(path);
    if (inode === undefined) throw new Error(`ENOENT: ${path}`);
    return inode.bytes;
  }

  private inode(file: number): Inode {
    const inode = this.open.get(file);
    if (inode === undefined) throw new Error(`EBADF: ${file}`);
    return inode;
  }

  private countCall(): void {
    if (!this.isDown && --this.callsToCut > 0) return;
    this.isDown = true;
    throw new PowerCut('the power is gone');
  }

  private fault(call: keyof PowerLossFiles['faults']): void {
    const code = this.faults[call];
    if (code !== undefined) throw diskError(code);
  }
}

function diskError(code: Fault): Error {
  return Object.assign(new Error(code), { code });
}

function resized(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(length);
  copy.set(bytes.subarray(0, length));
  return copy;
}
