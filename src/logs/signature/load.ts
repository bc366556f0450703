// How signature files are read: YAML to signatures, every mistake with file, line and a suggestion.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileTrouble, readSmallFileNow } from '../../support/files.js';
import { ownPath } from '../../support/ownFiles.js';
import { readBySchema } from '../../support/schemaTrouble.js';
import { readYamlDocument, type YamlTrouble } from '../../support/yamlDocument.js';
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
  const signatures = read.data.signatures.map((entry, index): Signature => {
    const lineHere = (): number => yaml.lineOf(['signatures', index]);
    const shapes = (Array.isArray(entry.match) ? entry.match : [entry.match]).map(compileShape);
    for (const shape of shapes)
      if (!shape.literals.some((literal) => literal.length >= windowLength))
        problems.push({
          file: path,
          line: lineHere(),
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
      // Only who complains asks for it: it makes the file be parsed where the build had done that.
      get line() {
        return lineHere();
      },
    };
  });
  const marks = detect.map((phrase) => ({ vendor, phrase: phrase.toLowerCase() }));
  return { file: { vendor, title, marks, signatures }, problems };
}

function inFile(file: string, troubles: readonly YamlTrouble[]): SignatureProblem[] {
  return troubles.map((one) => ({ file, ...one }));
}

function withoutEmpty(context: Readonly<Record<string, string | undefined>>): Signature['context'] {
  return Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined));
}
