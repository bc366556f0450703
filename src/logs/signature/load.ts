// How signature files are read: YAML to signatures, every mistake with file, line and a suggestion.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Document, isMap, isSeq } from 'yaml';
import type { ZodError } from 'zod';
import { causeCodes } from '../../domain/causes.js';
import { fileTrouble, readSmallFileNow } from '../../support/files.js';
import { readYamlDocument } from '../../support/yamlDocument.js';
import { compileShape } from '../match/shape.js';
import { windowLength } from '../match/windows.js';
import { closest } from './closest.js';
import {
  type Signature,
  type SignatureFile,
  type SignatureProblem,
  signatureFileSchema,
  signatureSchema,
} from './signature.js';
import { contextKeys, eventWordList } from './vocabulary.js';

/** The signatures that are part of the project; next to src and dist alike. */
export const ownSignatures = fileURLToPath(new URL('../../../playbooks/signatures/', import.meta.url));

/** The largest of ours has a tenth of it. */
const mostFileBytes = 4 * 1024 * 1024;

export interface LoadedSignatures {
  readonly files: readonly SignatureFile[];
  readonly problems: readonly SignatureProblem[];
}

/** Reads every `.yml` of a folder, in the order of names. A broken file is a problem, the others are read all the same. */
export function loadSignatures(folder: string): LoadedSignatures {
  const files: SignatureFile[] = [];
  const problems: SignatureProblem[] = [];
  for (const name of readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .sort()) {
    const path = join(folder, name);
    const file = readSmallFileNow(path, mostFileBytes);
    if (!file.ok) {
      problems.push({
        file: path,
        line: 1,
        says: `The file cannot be read: ${fileTrouble[file.why]}`,
        hint: '',
      });
      continue;
    }
    const read = readSignatureFile(path, file.text);
    if (read.file) files.push(read.file);
    problems.push(...read.problems);
  }
  return { files, problems };
}

export function readSignatureFile(
  path: string,
  text: string,
): { file: SignatureFile | null; problems: SignatureProblem[] } {
  const read = readYamlDocument(text);
  if (!read.ok) return { file: null, problems: read.troubles.map((one) => ({ file: path, ...one })) };
  const { document, lineAt: lineAtOffset } = read;
  const problems: SignatureProblem[] = [];
  const parsed = signatureFileSchema.safeParse(read.value);
  if (!parsed.success)
    return {
      file: null,
      problems: describe(parsed.error, path, (keys) => lineAt(document, lineAtOffset, keys)),
    };
  const { vendor, title, detect = [], source } = parsed.data;
  const signatures = parsed.data.signatures.map((entry, index): Signature => {
    const line = lineAt(document, lineAtOffset, ['signatures', index]);
    const shapes = (Array.isArray(entry.match) ? entry.match : [entry.match]).map(compileShape);
    for (const shape of shapes)
      if (!shape.literals.some((literal) => literal.length >= windowLength))
        problems.push({
          file: path,
          line,
          says: `${entry.id}: the shape has no fixed text of ${windowLength} letters`,
          hint: 'Add the words around it.',
        });
    return {
      vendor,
      id: entry.id,
      shapes,
      says: entry.says,
      phase: entry.phase ?? null,
      ike: entry.ike ?? null,
      side: entry.side ?? null,
      proves: entry.proves ?? null,
      suggests: entry.suggests ?? [],
      confusedWith: entry['confused-with'] ?? [],
      harmless: entry.harmless ?? false,
      consequence: entry.consequence ?? false,
      milestone: entry.milestone ?? null,
      context: withoutEmpty(entry.context ?? {}),
      means: entry.means ?? '',
      source: entry.source ?? source,
      examples: entry.examples,
      not: entry.not ?? [],
      file: path,
      line,
    };
  });
  const marks = detect.map((phrase) => ({ vendor, phrase: phrase.toLowerCase() }));
  return { file: { vendor, title, marks, signatures }, problems };
}

function withoutEmpty(context: Readonly<Record<string, string | undefined>>): Signature['context'] {
  return Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined));
}

/** The line of a place in the document; of its nearest ancestor when the key itself is not there. */
function lineAt(
  document: Document,
  lineAtOffset: (offset: number) => number,
  keys: readonly PropertyKey[],
): number {
  for (let length = keys.length; length > 0; length--) {
    const parent = document.getIn(keys.slice(0, length - 1), true);
    const key = keys[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => String(item.key) === String(key));
      const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range;
      if (range) return lineAtOffset(range[0]);
    }
    if (isSeq(parent)) {
      const range = (parent.items[Number(key)] as { range?: [number, number, number] } | undefined)?.range;
      if (range) return lineAtOffset(range[0]);
    }
  }
  return 1;
}

function describe(
  error: ZodError,
  file: string,
  line: (keys: readonly PropertyKey[]) => number,
): SignatureProblem[] {
  return error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const key = issue.keys[0] ?? '';
      const known = issue.path.includes('context')
        ? Object.keys(contextKeys)
        : issue.path.length === 0
          ? Object.keys(signatureFileSchema.shape)
          : Object.keys(signatureSchema.shape);
      return {
        file,
        line: line([...issue.path, key]),
        says: `There is no key "${key}"`,
        hint: didYouMean(key, known),
      };
    }
    const place = issue.path.map(String).join('.');
    const value = issue.path.at(-1);
    if (issue.code === 'invalid_value') {
      const known =
        value === 'says'
          ? eventWordList
          : issue.path.some((key) => causeKeys.has(String(key)))
            ? causeCodes
            : issue.values.map(String);
      return {
        file,
        line: line(issue.path),
        says: `${place} is not a word that is known`,
        hint: didYouMean(String(issue.input ?? ''), known),
      };
    }
    return { file, line: line(issue.path), says: `${place || 'the file'}: ${issue.message}`, hint: '' };
  });
}

const causeKeys = new Set(['proves', 'suggests', 'confused-with']);

function didYouMean(word: string, known: readonly string[]): string {
  const near = closest(word, known);
  return near
    ? `Did you mean "${near}"?`
    : `Known words: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ' …' : ''}.`;
}
