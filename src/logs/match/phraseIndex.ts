// Where any of many fixed phrases occurs in bytes: one pass that skips (Wu-Manber), linear and without case.

import { windowsOf } from './preparedWindows.js';
import { windowLength } from './windows.js';

const block = 3;

const lower = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

interface Entry {
  readonly phrase: number;
  readonly text: string;
  /** Made when its window is met: most phrases of a set never are. */
  bytes: Uint8Array | null;
  /** Where the window ends inside the phrase. */
  readonly windowEnd: number;
}

export class PhraseIndex {
  readonly #shift = new Uint8Array(1 << 15).fill(windowLength - block + 1);
  readonly #buckets: (Entry[] | undefined)[] = Array.from({ length: 1 << 14 });
  readonly #phrases: readonly string[];
  readonly #ends: readonly number[];

  /** @param phrases folded to lower case, each at least `windowLength` long. */
  constructor(phrases: readonly string[], ends = windowsOf(phrases)) {
    this.#phrases = phrases;
    this.#ends = ends;
    // Phrases share windows, a few hundred for thousands.
    const hashes = new Map<string, number>();
    phrases.forEach((text, phrase) => {
      const windowEnd = ends[phrase] ?? windowLength;
      const window = text.slice(windowEnd - windowLength, windowEnd);
      const hash = hashes.get(window) ?? this.#skipTo(window);
      hashes.set(window, hash);
      const entry = { phrase, text, bytes: null, windowEnd };
      const bucket = this.#buckets[hash];
      if (bucket === undefined) this.#buckets[hash] = [entry];
      else bucket.push(entry);
    });
  }

  /** Of a part of the phrases: their windows are good for it too. */
  of(part: readonly string[]): PhraseIndex {
    const ends = new Map(this.#phrases.map((phrase, index) => [phrase, this.#ends[index] ?? windowLength]));
    return new PhraseIndex(
      part,
      part.map((phrase) => ends.get(phrase) ?? windowLength),
    );
  }

  /** How far each stretch of the window lets skip. @returns the bucket of the window. */
  #skipTo(window: string): number {
    const bytes = Buffer.from(window, 'latin1');
    for (let end = block; end <= windowLength; end++) {
      const key = keyAt(bytes, end - 1);
      this.#shift[key] = Math.min(this.#shift[key] ?? 0, windowLength - end);
    }
    return hashAt(bytes, windowLength - 1);
  }

  /** The last byte of the next place where a window may stand, or -1. Most bytes are never looked at. */
  next(bytes: Uint8Array, from: number, to: number): number {
    const shift = this.#shift;
    const buckets = this.#buckets;
    let at = from + windowLength - 1;
    while (at < to) {
      const step = shift[keyAt(bytes, at)] as number;
      if (step !== 0) at += step;
      else if (buckets[hashAt(bytes, at)] !== undefined) return at;
      else at++;
    }
    return -1;
  }

  /** Every phrase whose window ends at this byte and that stands there in full, inside [from, to). */
  hitsAt(bytes: Uint8Array, at: number, from: number, to: number, onHit: (phrase: number) => void): void {
    for (const entry of this.#buckets[hashAt(bytes, at)] ?? []) {
      const start = at - entry.windowEnd + 1;
      if (start >= from && start + entry.text.length <= to && sameBytes(bytes, start, bytesOf(entry)))
        onHit(entry.phrase);
    }
  }

  /** Whether a phrase stands at a place that `next` answered. */
  hasHitAt(bytes: Uint8Array, at: number, to: number): boolean {
    const bucket = this.#buckets[hashAt(bytes, at)];
    if (bucket === undefined) return false;
    for (const entry of bucket) {
      const start = at - entry.windowEnd + 1;
      if (start >= 0 && start + entry.text.length <= to && sameBytes(bytes, start, bytesOf(entry)))
        return true;
    }
    return false;
  }

  /** Every phrase that occurs in [from, to). */
  scan(bytes: Uint8Array, from: number, to: number, onHit: (phrase: number) => void): void {
    for (let at = this.next(bytes, from, to); at >= 0; at = this.next(bytes, after(at), to))
      this.hitsAt(bytes, at, from, to, onHit);
  }
}

function bytesOf(entry: Entry): Uint8Array {
  entry.bytes ??= Buffer.from(entry.text, 'latin1');
  return entry.bytes;
}

/** From where to go on looking behind a place that `next` answered. */
export function after(at: number): number {
  return at - windowLength + 2;
}

/** The low five bits of a letter are the same in both cases; other characters collide with letters, which costs time, never a hit. */
function keyAt(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at - 2] as number) & 31) << 10) |
    (((bytes[at - 1] as number) & 31) << 5) |
    ((bytes[at] as number) & 31)
  );
}

function hashAt(bytes: Uint8Array, at: number): number {
  let hash = 0;
  for (let index = at - windowLength + 1; index <= at; index++)
    hash = (Math.imul(hash, 31) + (lower[bytes[index] as number] as number)) & 0x3fff;
  return hash;
}

function sameBytes(bytes: Uint8Array, start: number, phrase: Uint8Array): boolean {
  for (let index = 0; index < phrase.length; index++)
    if (lower[bytes[start + index] as number] !== phrase[index]) return false;
  return true;
}
