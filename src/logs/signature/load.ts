// How signature files are read: YAML to signatures, every mistake with file, line and a suggestion.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { fileTrouble, readSmallFileNow } from '../../support/files.js';
import { madeOf, noteMade } from '../../support/madeOfYaml.js';
import { ownPath } from '../../support/ownFiles.js';
import { readBySchema } from '../../support/schemaTrouble.js';
import { readYamlDocument, type YamlText, type YamlTrouble } from '../../support/yamlDocument.js';
import { compileShape } from '../match/shape.js';
import { windowLength } from '../match/windows.js';
import {
  type Signature,
  type SignatureFile,
  type SignatureProblem,
  signatureFileSchema,
} from './signature.js';

/** The signatures that are part of the project; next to src and dist alike. */
export const ownSignatures = ownPath('playbooks/signatures/');

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
  const made = madeOf('signatures', text) as MadeFile | null;
  if (made !== null) return { file: placed(made, path, readOnce(text)), problems: [] };
  const yaml = readYamlDocument(text);
  if (!yaml.ok) return { file: null, problems: inFile(path, yaml.troubles) };
  const read = readBySchema({
    yaml,
    schema: signatureFileSchema,
    noun: 'key',
    hint: 'playbooks/signatures/README.md shows what may stand there.',
  });
  if (!read.ok) return { file: null, problems: inFile(path, read.troubles) };
  const problems: SignatureProblem[] = [];
  const { vendor, title, detect = [], source } = read.data;
  const signatures = read.data.signatures.map((entry, index): MadeSignature => {
    const shapes = (Array.isArray(entry.match) ? entry.match : [entry.match]).map(compileShape);
    for (const shape of shapes)
      if (!shape.literals.some((literal) => literal.length >= windowLength))
        problems.push({
          file: path,
          line: yaml.lineOf(['signatures', index]),
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
    };
  });
  const marks = detect.map((phrase) => ({ vendor, phrase: phrase.toLowerCase() }));
  const file: MadeFile = { vendor, title, marks, signatures };
  if (problems.length === 0) noteMade('signatures', text, file);
  return { file: placed(file, path, () => yaml), problems };
}

/** What the build can make: all that a line is recognized by. Examples are for who checks or writes them, and lines for who complains. */
type MadeSignature = Omit<Signature, 'examples' | 'not' | 'file' | 'line'>;
type MadeFile = Omit<SignatureFile, 'signatures'> & { readonly signatures: readonly MadeSignature[] };
type Lines = Pick<z.input<typeof signatureFileSchema>['signatures'][number], 'examples' | 'not'>;

function readOnce(text: string): () => YamlText {
  let yaml: YamlText | null = null;
  return () => {
    if (yaml !== null) return yaml;
    const read = readYamlDocument(text);
    if (!read.ok) throw new Error('the build made something of a text that is no YAML');
    yaml = read;
    return read;
  };
}

/** What is looked up in the text. Not in each signature itself, where it would take ten times as long to make as all the rest. */
class InText {
  readonly #yaml: () => YamlText;
  readonly #index: number;

  constructor(yaml: () => YamlText, index: number) {
    this.#yaml = yaml;
    this.#index = index;
  }

  get examples(): readonly string[] {
    return this.#lines?.examples ?? [];
  }

  get not(): readonly string[] {
    return this.#lines?.not ?? [];
  }

  get line(): number {
    return this.#yaml().lineOf(['signatures', this.#index]);
  }

  get #lines(): Lines | undefined {
    return (this.#yaml().value as { readonly signatures: readonly Lines[] }).signatures[this.#index];
  }
}

/** @param yaml called only for what was not made */
function placed(file: MadeFile, path: string, yaml: () => YamlText): SignatureFile {
  return {
    ...file,
    signatures: file.signatures.map((signature, index) =>
      Object.assign(new InText(yaml, index), signature, { file: path }),
    ),
  };
}

function inFile(file: string, troubles: readonly YamlTrouble[]): SignatureProblem[] {
  return troubles.map((one) => ({ file, ...one }));
}

function withoutEmpty(context: Readonly<Record<string, string | undefined>>): Signature['context'] {
  return Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined));
}
