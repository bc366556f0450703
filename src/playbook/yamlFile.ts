// A YAML file with the line of everything in it, so that every complaint can point.

import { isNode } from 'yaml';
import type { z } from 'zod';
import { readYamlDocument } from '../support/yamlDocument.js';
import type { Complaint } from './playbook.js';

export interface YamlFile {
  readonly file: string;
  readonly content: unknown;
  /** The line of a path, or of the nearest parent that exists; from 1. */
  lineOf(path: readonly PropertyKey[]): number;
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
  if (!read.ok) return read.troubles.map(({ line, says, hint }) => ({ file, line, detail: says, hint }));
  const { document, lineAt, value } = read;
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return 1;
  };
  return { file, content: value, lineOf };
}

/** What a reader may have meant; the search is handed in. */
export type Suggest = (typed: string, candidates: readonly string[]) => readonly string[];

export function didYouMean(typed: string, candidates: readonly string[], suggest: Suggest): string {
  const [first] = suggest(typed, candidates);
  return first === undefined ? '' : `Did you mean "${first}"?`;
}

/** Checks a file against a schema; unknown keys and wrong types become complaints with lines. */
export function checked<S extends z.ZodType>(
  yaml: YamlFile,
  schema: S,
  knownKeys: readonly string[],
  suggest: Suggest,
): z.infer<S> | Complaint[] {
  const result = schema.safeParse(yaml.content);
  if (result.success) return result.data;
  // A misspelled key also makes the right one missing: the misspelling is told first.
  const isUnknownKey = (issue: z.core.$ZodIssue) => (issue.code === 'unrecognized_keys' ? 0 : 1);
  const issues = [...result.error.issues].sort((a, b) => isUnknownKey(a) - isUnknownKey(b));
  return issues.map((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const key = keys[0];
    if (key !== undefined) {
      return {
        file: yaml.file,
        line: yaml.lineOf([...issue.path, key]),
        detail: `"${key}" is not a key that belongs here`,
        hint: didYouMean(key, knownKeys, suggest) || 'playbooks/README.md lists the keys.',
      };
    }
    const where = issue.path.length > 0 ? `${issue.path.map(String).join(' > ')}: ` : '';
    return {
      file: yaml.file,
      line: yaml.lineOf(issue.path),
      detail: `${where}${issue.message}`,
      hint: 'playbooks/README.md shows what may stand there.',
    };
  });
}
