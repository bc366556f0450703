// Reading by concept: what a line that no signature knows says in words that every product shares. Never more than possible.

import { readFileSync } from 'node:fs';
import type { EventWord } from '../../domain/eventWords.js';
import type { LogDetail, LogEvent, LogLine } from '../../domain/log.js';
import { madeOf, noteMade } from '../../support/madeOfYaml.js';
import { ownPath } from '../../support/ownFiles.js';
import { readYamlDocument } from '../../support/yamlDocument.js';
import { type Concept, type ConceptFile, conceptFileSchema } from './concept.js';
import { compileWords, isSaid, plainWords } from './words.js';

/** The concepts that are part of the project; next to src and dist alike. */
export const ownConcepts = ownPath('playbooks/concepts/general.yml');

interface Detail {
  readonly id: LogDetail;
  readonly of: readonly EventWord[];
  readonly any: RegExp;
  readonly examples: readonly string[];
  readonly not: readonly string[];
}

export class ConceptSet {
  readonly concepts: readonly Concept[];
  readonly #peerSaid: RegExp;
  readonly #ownSaid: RegExp;
  readonly #phases: readonly [RegExp, RegExp];
  readonly details: readonly Detail[];

  constructor(file: ConceptFile) {
    const list = (name: string): readonly string[] => file.words[name] ?? [];
    const wordsOf = (phrases: readonly string[]): RegExp =>
      compileWords(phrases.flatMap((phrase) => (phrase.startsWith('$') ? list(phrase.slice(1)) : [phrase])));
    this.concepts = file.concepts.map((entry) => ({
      id: entry.id,
      all: entry.all.map(wordsOf),
      none: entry.none ? wordsOf(entry.none) : null,
      says: typeof entry.says === 'string' ? { own: entry.says, peer: entry.says } : entry.says,
      phase: entry.phase ?? null,
      ike: entry.ike ?? null,
      side: entry.side ?? null,
      suggests: entry.suggests ?? [],
      reason: entry.reason ?? [],
      milestone: entry.milestone ?? null,
      consequence: entry.consequence ?? false,
      means: entry.means,
      examples: entry.examples,
      not: entry.not,
    }));
    this.#peerSaid = wordsOf(['$peer-said']);
    this.#ownSaid = wordsOf(['$own-said']);
    this.#phases = [wordsOf(['$phase-1']), wordsOf(['$phase-2'])];
    this.details = file.details.map(({ any, ...detail }) => ({ ...detail, any: wordsOf(any) }));
  }

  /** The first concept that the line says; null when it says none. */
  conceptOf(text: string): Concept | null {
    return this.#find(plainWords(text));
  }

  /** What the line tells beyond what happened, whatever knew the line. */
  detailOf(says: EventWord, text: string): LogDetail | null {
    const found = this.details.filter(({ of }) => of.includes(says));
    if (found.length === 0) return null;
    const words = plainWords(text);
    return found.find(({ any }) => isSaid(words, any))?.id ?? null;
  }

  /** The line as an event of its concept. */
  read(line: LogLine): LogEvent | null {
    const words = plainWords(withoutAttributes(line.text));
    const told = [reasonOf(line.text), messageOf(line.text)].flatMap((text) => text ?? []);
    const concept =
      told.reduce<Concept | null>((found, text) => found ?? this.#find(plainWords(text)), null) ??
      this.#find(words);
    if (!concept) return null;
    // Who tells what the peer said hears a refusal; who speaks for itself names the reason.
    const peers = isSaid(words, this.#peerSaid) && !isSaid(words, this.#ownSaid);
    const says = peers ? concept.says.peer : concept.says.own;
    return {
      signature: `concept/${concept.id}`,
      readBy: 'concept',
      vendor: 'generic',
      says,
      phase: concept.phase ?? this.#phaseOf(words),
      printedBy: concept.side,
      ikeVersion: concept.ike,
      proves: null,
      suggests: concept.suggests.length > 0 ? concept.suggests : peers ? [] : concept.reason,
      confusedWith: [],
      harmless: false,
      consequence: concept.consequence,
      milestone: concept.milestone,
      detail: this.detailOf(says, line.text),
      means: `${concept.means} No signature knows this line; it was read by its words.`,
      context: {},
      line,
      count: 1,
      captures: cookiesOf(line.text),
    };
  }

  #find(words: string): Concept | null {
    return (
      this.concepts.find(
        ({ all, none }) =>
          all.every((group) => isSaid(words, group)) && (none === null || !isSaid(words, none)),
      ) ?? null
    );
  }

  #phaseOf(words: string): 1 | 2 | null {
    const [first, second] = this.#phases.map((phase) => isSaid(words, phase));
    return first === second ? null : first ? 1 : 2;
  }
}

/** `… exchange from A to B failed. Reason=DH group mismatch`: what stands before the reason only tells where it happened. */
function reasonOf(text: string): string | null {
  const found = /\b(?:(?:failure |fail )?reason|with error|error message) ?[=:] ?["']?(.{4,300})/i.exec(
    text.slice(0, 1200),
  );
  return found?.[1]?.split(attribute)[0] ?? null;
}

/** `…. IKE Version: 1, Local IKE-ID: …`: what follows a reason tells of whom, and is no reason itself. */
const attribute = /[.,;] (?=[A-Z][\w/-]{1,20}(?: [A-Za-z-]{2,20}){0,2}: )/;

const attributesOfRecord = 3;

function withoutAttributes(text: string): string {
  const parts = text.slice(0, 1200).split(attribute);
  return parts.length > attributesOfRecord ? (parts[0] ?? text) : text;
}

/** The cookies or SPIs of both ends as every daemon prints them; zeros say that the peer never answered. */
function cookiesOf(text: string): Readonly<Record<string, string>> {
  const found = /\b[0-9a-f]{16}[:/]([0-9a-f]{16})\b/i.exec(text.slice(0, 1200));
  return found?.[1] === undefined ? {} : { rcookie: found[1] };
}

/** What a record of fields says in words; its other fields tell of whom. */
function messageOf(text: string): string | null {
  const found =
    /(?:^|[\s,;[])(?:message|msg|description|logdesc)=("[^"]{8,400}"|[^="]{8,400}(?=$|[,;\]]))/i.exec(
      text.slice(0, 2000),
    );
  return found?.[1]?.replaceAll('"', '') ?? null;
}

let own: ConceptSet | null = null;

function ownFile(): ConceptFile {
  const text = readFileSync(ownConcepts, 'utf8');
  const made = madeOf('concepts', text) as ConceptFile | null;
  if (made !== null) return made;
  const read = readYamlDocument(text);
  if (!read.ok) throw new Error(`${ownConcepts} is no YAML.`);
  const file = conceptFileSchema.parse(read.value);
  noteMade('concepts', text, file);
  return file;
}

/** The project's own concepts, read once. */
export function ownConceptSet(): ConceptSet {
  own ??= new ConceptSet(ownFile());
  return own;
}
