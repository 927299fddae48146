/**
 * An engine's state as named typed arrays: what a snapshot saves, a restore loads and a state hash covers, verbatim.
 *
 * Everything that an engine remembers lives here, scalars too (as elements of a register array), so that no field can
 * be forgotten by a snapshot. Large pools name the part that was ever used, and only that is saved.
 */

/** Of the memory management unit, where nobody has asked for larger ones. */
const PAGE_BYTES = 4096;

type StateArray = Float64Array | Int32Array | Uint8Array;

interface StateField {
  readonly name: string;
  readonly array: StateArray;
  readonly usedElements: () => number;
  /** Snapshots of before it was added do not have it: it starts as nothing was known of it. */
  readonly isLater: boolean;
}

/** One field's bytes, as a snapshot keeps them. */
export interface StatePart {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export class EngineState {
  readonly name: string;
  readonly #fields: StateField[] = [];

  constructor(name: string) {
    this.name = name;
  }

  f64(name: string, length: number, usedElements: () => number = () => length): Float64Array {
    return this.#add(name, new Float64Array(new SharedArrayBuffer(length * 8)), usedElements);
  }

  i32(name: string, length: number, usedElements: () => number = () => length): Int32Array {
    return this.#add(name, new Int32Array(new SharedArrayBuffer(length * 4)), usedElements);
  }

  u8(name: string, length: number, usedElements: () => number = () => length): Uint8Array {
    return this.#add(name, new Uint8Array(new SharedArrayBuffer(length)), usedElements);
  }

  /** Of state that earlier releases did not have: their snapshots are loaded with zeros here. */
  laterF64(name: string, length: number, usedElements: () => number = () => length): Float64Array {
    return this.#add(name, new Float64Array(new SharedArrayBuffer(length * 8)), usedElements, true);
  }

  laterI32(name: string, length: number, usedElements: () => number = () => length): Int32Array {
    return this.#add(name, new Int32Array(new SharedArrayBuffer(length * 4)), usedElements, true);
  }

  laterU8(name: string, length: number, usedElements: () => number = () => length): Uint8Array {
    return this.#add(name, new Uint8Array(new SharedArrayBuffer(length)), usedElements, true);
  }

  #add<A extends StateArray>(name: string, array: A, usedElements: () => number, isLater = false): A {
    if (this.#fields.some((field) => field.name === name)) throw new Error(`state field ${this.name}.${name} twice`);
    this.#fields.push({ name, array, usedElements, isLater });
    return array;
  }

  /** The arrays themselves, in the order of declaration: what lies beyond the used parts too. */
  arrays(): StateArray[] {
    return this.#fields.map(({ array }) => array);
  }

  /** Copies of the used parts, in the order of declaration. */
  save(): StatePart[] {
    return this.#fields.map(({ name, array, usedElements }) => ({
      name: `${this.name}.${name}`,
      bytes: new Uint8Array(bytesOf(array, usedElements() * array.BYTES_PER_ELEMENT)),
    }));
  }

  /**
   * Puts saved parts back. Registers are declared first, so that `usedElements` of later fields reads restored values.
   * Throws when a part is missing or larger than this engine's configured capacity.
   */
  load(parts: ReadonlyMap<string, Uint8Array>): void {
    // What was never used is zero, and may be memory that the system has not given yet.
    const usedBefore = this.#fields.map(({ usedElements }) => usedElements());
    for (const [index, { name, array, usedElements, isLater }] of this.#fields.entries()) {
      const saved = parts.get(`${this.name}.${name}`);
      const bytes = saved ?? (isLater ? new Uint8Array(usedElements() * array.BYTES_PER_ELEMENT) : undefined);
      if (bytes === undefined) throw new Error(`snapshot lacks ${this.name}.${name}`);
      if (bytes.byteLength > array.byteLength) {
        throw new Error(
          `snapshot holds ${bytes.byteLength} bytes of ${this.name}.${name}, this configuration has room for ${array.byteLength}: raise the capacity it was made with`,
        );
      }
      const all = bytesOf(array, array.byteLength);
      all.fill(0, 0, usedBefore[index]! * array.BYTES_PER_ELEMENT);
      all.set(bytes);
      const usedBytes = usedElements() * array.BYTES_PER_ELEMENT;
      if (usedBytes !== bytes.byteLength) {
        throw new Error(`snapshot holds ${bytes.byteLength} bytes of ${this.name}.${name}, expected ${usedBytes}`);
      }
    }
  }

  /** Stores into every page, so that the system gives them now and not one by one while orders wait. */
  touch(): void {
    for (const { array } of this.#fields) {
      const bytes = bytesOf(array, array.byteLength);
      for (let at = 0; at < bytes.length; at += PAGE_BYTES) bytes[at] = bytes[at]!;
    }
  }

  /** Hash over the used parts: FNV-1a over 32-bit words in two lanes, as 16 hexadecimal digits. */
  hash(): string {
    let low = 0x811c9dc5 | 0;
    let high = 0x01000193 | 0;
    for (const { bytes } of this.save()) {
      const words = new Int32Array(bytes.buffer, 0, bytes.byteLength >> 2);
      for (const word of words) {
        low = Math.imul(low ^ word, 0x01000193);
        high = Math.imul(high ^ word, 0x85ebca6b) + (high >>> 15);
      }
      for (let i = words.length * 4; i < bytes.byteLength; i++) low = Math.imul(low ^ bytes[i]!, 0x01000193);
    }
    return hex(low) + hex(high);
  }
}

function bytesOf(array: StateArray, byteLength: number): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, byteLength);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
