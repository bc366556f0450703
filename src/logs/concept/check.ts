// Whether concepts hold what they promise: every example is read as its concept, and what must stay quiet is not.

import { basename } from 'node:path';
import { fileTrouble, readSmallFileNow } from '../../support/files.js';
import { readBySchema } from '../../support/schemaTrouble.js';
import { readYamlDocument } from '../../support/yamlDocument.js';
import type { SignatureProblem } from '../signature/signature.js';
import { conceptFileSchema } from './concept.js';
import { ConceptSet } from './set.js';

/** Every broken promise of a file of concepts; a file that cannot be read is one. Lines are counted from 1. */
export function checkConcepts(path: string): SignatureProblem[] {
  const content = readSmallFileNow(path);
  if (!content.ok) {
    const says = `The file cannot be read: ${fileTrouble[content.why]}`;
    return [{ file: path, line: 1, says, hint: '' }];
  }
  const yaml = readYamlDocument(content.text);
  if (!yaml.ok) return yaml.troubles.map((one) => ({ file: path, ...one }));
  const read = readBySchema({
    yaml,
    schema: conceptFileSchema,
    noun: 'key',
    hint: 'playbooks/concepts/README.md shows what may stand there.',
  });
  if (!read.ok) return read.troubles.map((one) => ({ file: path, ...one }));
  const { data } = read;
  const problem = (id: string, says: string): SignatureProblem => ({
    file: path,
    line: yaml.lineOf(['concepts', data.concepts.findIndex((concept) => concept.id === id)]),
    says: `${basename(path)} ${id}: ${says}`,
    hint: '',
  });
  const named = new Set(
    data.concepts.flatMap(({ all, none = [] }) =>
      [...all.flat(), ...none].filter((phrase) => phrase.startsWith('$')).map((phrase) => phrase.slice(1)),
    ),
  );
  const missing = [...named].filter((name) => !Object.hasOwn(data.words, name));
  if (missing.length > 0)
    return missing.map((name) => problem('words', `there is no list of words called "${name}"`));
  const set = new ConceptSet(data);
  const details = set.details.flatMap(({ id, of, examples, not }) => {
    const is = (line: string): boolean => of.some((says) => set.detailOf(says, line) === id);
    return [
      ...examples
        .filter((line) => !is(line))
        .map((line) => problem(id, `the example is not read so: ${line}`)),
      ...not.filter(is).map((line) => problem(id, `this line must not be read so: ${line}`)),
    ];
  });
  const concepts = set.concepts.flatMap(({ id, examples, not }) => [
    ...examples
      .map((example) => ({ example, found: set.conceptOf(example)?.id ?? 'none' }))
      .filter(({ found }) => found !== id)
      .map(({ example, found }) => problem(id, `the example is read as "${found}": ${example}`)),
    ...not
      .filter((line) => set.conceptOf(line)?.id === id)
      .map((line) => problem(id, `this line must not be read so: ${line}`)),
  ]);
  return [...details, ...concepts];
}
