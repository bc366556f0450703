// A file of playbooks as YAML, checked against its schema: what is wrong are complaints that point.

import type * as z from 'zod';
import { readBySchema } from '../support/schemaTrouble.js';
import { readYamlDocument, type YamlText, type YamlTrouble } from '../support/yamlDocument.js';
import type { Complaint } from './playbook.js';

export interface YamlFile extends YamlText {
  readonly file: string;
}

/** Larger files are no playbooks. */
const mostBytes = 512 * 1024;

export function parseYaml(file: string, text: string): YamlFile | Complaint[] {
  if (text.length > mostBytes) {
    return [
      { file, line: 1, detail: 'the file is larger than 512 KiB', hint: 'Split it into several playbooks.' },
    ];
  }
  const read = readYamlDocument(text);
  return read.ok ? { file, ...read } : asComplaints(file, read.troubles);
}

/** What a reader may have meant; the search is handed in. */
export type Suggest = (typed: string, candidates: readonly string[]) => readonly string[];

export function didYouMean(typed: string, candidates: readonly string[], suggest: Suggest): string {
  const [first] = suggest(typed, candidates);
  return first === undefined ? '' : `Did you mean "${first}"?`;
}

/** Checks a file against a schema; unknown keys and wrong types become complaints with lines. */
export function checked<S extends z.ZodType>(yaml: YamlFile, schema: S): z.output<S> | Complaint[] {
  const read = readBySchema({
    yaml,
    schema,
    noun: 'key',
    hint: 'playbooks/README.md shows what may stand there.',
  });
  return read.ok ? read.data : asComplaints(yaml.file, read.troubles);
}

function asComplaints(file: string, troubles: readonly YamlTrouble[]): Complaint[] {
  return troubles.map(({ line, says, hint }) => ({ file, line, detail: says, hint }));
}
