// The set of all signatures, ready to recognize a line: which of them match, best first.

import { ownersOf } from '../../domain/wordOwners.js';
import { PhraseIndex } from '../match/phraseIndex.js';
import { type Captures, fold, lineLimit, matchShape, type Shape } from '../match/shape.js';
import { windowLength } from '../match/windows.js';
import { loadSignatures, ownSignatures } from './load.js';
import type { Signature, SignatureFile } from './signature.js';

export interface Match {
  readonly signature: Signature;
  readonly captures: Captures;
  readonly shape: Shape;
  readonly weight: number;
}

interface Anchor {
  readonly signature: Signature;
  readonly shape: Shape;
}

/** What a line is made of before it is matched: both have the same length. */
interface PreparedLine {
  readonly original: string;
  readonly folded: string;
}

export class SignatureSet {
  readonly files: readonly SignatureFile[];
  readonly index: PhraseIndex;
  readonly #anchors: readonly (readonly Anchor[])[];
  readonly #markedFiles: (folded: string) => ReadonlySet<SignatureFile>;

  /** @param whole a set that has these files and others: what was chosen for it is not chosen anew */
  constructor(files: readonly SignatureFile[], whole?: SignatureSet) {
    this.files = files;
    const byPhrase = new Map<string, Anchor[]>();
    for (const file of files)
      for (const signature of file.signatures)
        for (const shape of signature.shapes) {
          const phrase = anchorOf(shape);
          if (phrase === '') continue;
          const anchors = byPhrase.get(phrase);
          if (anchors) anchors.push({ signature, shape });
          else byPhrase.set(phrase, [{ signature, shape }]);
        }
    const phrases = [...byPhrase.keys()];
    this.index = whole === undefined ? new PhraseIndex(phrases) : whole.index.of(phrases);
    this.#anchors = [...byPhrase.values()];
    this.#markedFiles = ownersOf(
      files.map((owner) => ({ owner, words: owner.marks.map(({ phrase }) => phrase) })),
    );
  }

  /** Every signature that matches the line, the most telling first. */
  recognize(text: string): Match[] {
    const { original, folded } = prepare(text);
    const bytes = Buffer.from(folded, 'latin1');
    const found = new Map<Signature, Match>();
    const seen = new Set<number>();
    this.index.scan(bytes, 0, bytes.length, (phrase) => {
      if (seen.has(phrase)) return;
      seen.add(phrase);
      for (const { signature, shape } of this.#anchors[phrase] ?? []) {
        const captures = matchShape(shape, folded, original);
        const before = found.get(signature);
        if (captures && (!before || before.weight < shape.weight))
          found.set(signature, { signature, captures, shape, weight: shape.weight });
      }
    });
    return found.size < 2 ? [...found.values()] : withoutCoarser([...found.values()]).sort(moreTelling);
  }

  /** The vendors whose prefixes or tags the line carries. */
  vendorsOf(text: string): string[] {
    const { folded } = prepare(text.length > 400 ? text.slice(0, 400) : text);
    const marked = this.#markedFiles(folded);
    return this.files.filter((file) => marked.has(file)).map((file) => file.vendor);
  }

  /** The fixed texts that a line must carry at least one of, for the comparison with grep. */
  phrases(): string[] {
    const phrases = new Set<string>();
    for (const file of this.files) {
      for (const signature of file.signatures)
        for (const shape of signature.shapes) phrases.add(anchorOf(shape));
    }
    return [...phrases].filter((phrase) => phrase !== '');
  }
}

/** A shape that another matching shape contains whole is the coarser word for the same thing. */
function withoutCoarser(matches: readonly Match[]): Match[] {
  return matches.filter(
    (match) =>
      !matches.some(
        (other) =>
          other.signature.vendor === match.signature.vendor &&
          other.weight > match.weight &&
          match.shape.literals.every((literal) =>
            other.shape.literals.some((longer) => longer.includes(literal)),
          ),
      ),
  );
}

/** A line may carry a reason beside its consequence: the reason counts. Otherwise the shape with more fixed text is the more specific. */
function moreTelling(a: Match, b: Match): number {
  return Number(a.signature.consequence) - Number(b.signature.consequence) || b.weight - a.weight;
}

/** The longest fixed text of a shape: what the index looks for. */
function anchorOf(shape: Shape): string {
  const longest = shape.literals.reduce(
    (best, literal) => (literal.length > best.length ? literal : best),
    '',
  );
  return longest.length >= windowLength ? longest : '';
}

const entities: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' ',
  '&amp;': '&',
};

/** Pasted text carries HTML entities and the stars of markdown; both would stand between the words of a message. */
export function prepare(text: string): PreparedLine {
  let cut = text.length > lineLimit ? text.slice(0, lineLimit) : text;
  if (cut.includes('&'))
    cut = cut.replace(/&(?:quot|apos|lt|gt|nbsp|amp|#34|#39);/g, (entity) => entities[entity] ?? entity);
  if (cut.includes('**')) cut = cut.replaceAll('**', '');
  // A space in front, so that a word at the start of a line is matched by a shape that begins with a space.
  const original = ` ${cut}`.replace(/[\s\u00a0]+/g, ' ');
  const folded = fold(original);
  return folded.length === original.length ? { original, folded } : { original: folded, folded };
}

let own: SignatureSet | null = null;

/** The project's own signatures, read once. */
export function ownSignatureSet(): SignatureSet {
  own ??= new SignatureSet(loadSignatures(ownSignatures).files);
  return own;
}

/** The set with the signatures of one vendor removed: how a vendor that nobody taught is read. */
export function without(set: SignatureSet, vendor: string): SignatureSet {
  return new SignatureSet(
    set.files.filter((file) => file.vendor !== vendor),
    set,
  );
}
