// Where any of many fixed phrases occurs in bytes: one pass that skips (Wu-Manber), linear and without case.

/** Length of the piece of each phrase that the skipping looks for. Phrases may be longer, never shorter. */
export const windowLength = 6;

const block = 3;

/** Letters without case get 1 to 26, the rest shares what is left of 5 bits; a collision costs time, never a hit. */
const code = Uint8Array.from({ length: 256 }, (_, byte) => {
  const letter = (byte | 32) - 96;
  if (letter >= 1 && letter <= 26 && byte >= 65) return letter;
  return byte === 32 ? 27 : byte === 45 || byte === 95 ? 28 : byte >= 48 && byte <= 57 ? 29 : 30;
});

const lower = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

interface Entry {
  readonly phrase: number;
  readonly bytes: Uint8Array;
  /** Where the window ends inside the phrase. */
  readonly windowEnd: number;
}

export class PhraseIndex {
  readonly #shift = new Uint8Array(1 << 15).fill(windowLength - block + 1);
  readonly #buckets: (Entry[] | undefined)[] = [];

  /** @param phrases folded to lower case, at least `windowLength` long; a shorter one is a mistake of the signature. */
  constructor(phrases: readonly string[]) {
    const encoded = phrases.map((phrase) => Buffer.from(phrase, 'latin1'));
    const windows = chooseWindows(encoded);
    encoded.forEach((bytes, phrase) => {
      const windowEnd = windows[phrase] ?? windowLength;
      for (let end = block; end <= windowLength; end++) {
        const at = windowEnd - windowLength + end;
        const key = keyAt(bytes, at - 1);
        this.#shift[key] = Math.min(this.#shift[key] ?? 0, windowLength - end);
      }
      const key = keyAt(bytes, windowEnd - 1);
      const bucket = this.#buckets[key] ?? [];
      this.#buckets[key] = bucket;
      bucket.push({ phrase, bytes, windowEnd });
    });
  }

  /** The place of the next window that may be part of a phrase, or -1: cheap, used to skip noise. Returns the index of its last byte. */
  next(bytes: Uint8Array, from: number, to: number): number {
    const shift = this.#shift;
    let at = from + windowLength - 1;
    while (at < to) {
      const key =
        ((code[bytes[at - 2] as number] as number) << 10) |
        ((code[bytes[at - 1] as number] as number) << 5) |
        (code[bytes[at] as number] as number);
      const step = shift[key] as number;
      if (step === 0) return at;
      at += step;
    }
    return -1;
  }

  /** Every phrase whose window ends at this byte and that stands there in full, inside [from, to). */
  hitsAt(bytes: Uint8Array, at: number, from: number, to: number, onHit: (phrase: number) => void): boolean {
    const bucket = this.#buckets[keyAt(bytes, at)];
    let any = false;
    for (const entry of bucket ?? []) {
      const start = at - entry.windowEnd + 1;
      if (start < from || start + entry.bytes.length > to || !sameBytes(bytes, start, entry.bytes)) continue;
      any = true;
      onHit(entry.phrase);
    }
    return any;
  }

  /** Every phrase that occurs in [from, to). */
  scan(bytes: Uint8Array, from: number, to: number, onHit: (phrase: number) => void): void {
    let start = from;
    for (;;) {
      const at = this.next(bytes, start, to);
      if (at < 0) return;
      this.hitsAt(bytes, at, from, to, onHit);
      start = at - windowLength + 2;
    }
  }
}

function keyAt(bytes: Uint8Array, at: number): number {
  return (
    ((code[bytes[at - 2] ?? 0] ?? 0) << 10) |
    ((code[bytes[at - 1] ?? 0] ?? 0) << 5) |
    (code[bytes[at] ?? 0] ?? 0)
  );
}

function sameBytes(bytes: Uint8Array, start: number, phrase: Uint8Array): boolean {
  for (let index = 0; index < phrase.length; index++)
    if (lower[bytes[start + index] as number] !== phrase[index]) return false;
  return true;
}

/**
 * Which piece of each phrase to look for. Phrases share words ("proposal", "negotiation"); looking for the shared piece keeps the number of
 * different blocks small, and with it the skips long.
 */
function chooseWindows(phrases: readonly Uint8Array[]): number[] {
  const shared = new Map<string, number>();
  const pieces = phrases.map((bytes) =>
    Array.from({ length: bytes.length - windowLength + 1 }, (_, start) =>
      Buffer.from(bytes.subarray(start, start + windowLength)).toString('latin1'),
    ),
  );
  for (const own of pieces) for (const piece of new Set(own)) shared.set(piece, (shared.get(piece) ?? 0) + 1);
  return pieces.map((own) => {
    let best = 0;
    own.forEach((piece, start) => {
      if (worth(piece, shared) > worth(own[best] ?? '', shared)) best = start;
    });
    return best + windowLength;
  });
}

/** Common little words occur in every log: a piece with spaces is worth less than one without. */
function worth(piece: string, shared: ReadonlyMap<string, number>): number {
  const spaces = piece.split(' ').length - 1;
  return (shared.get(piece) ?? 0) / (1 + 4 * spaces);
}
