// A YAML file with the line of everything in it, so that a complaint can name the place.

import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { readYamlDocument } from '../support/yamlDocument.js';
import { invalid } from './invalid.js';

export type Path = readonly (string | number)[];

export interface YamlText {
  readonly value: unknown;
  /** The line, from 1, of a setting; of its parent when it is not there. */
  lineOf(path: Path): number;
  /** The line of a key inside a map. */
  lineOfKey(path: Path, key: string): number;
}

/** @throws Problem `config-invalid` for what is no YAML. Aliases are limited, so that a small file cannot grow. */
export function readYaml(text: string, file: string): YamlText {
  const read = readYamlDocument(text);
  if (!read.ok) {
    const [first = { line: 1, says: 'this is not valid YAML', hint: '' }] = read.troubles;
    throw invalid(file, first.line, first.says, first.hint);
  }
  const { document, lineAt } = read;
  const find = (path: Path): { readonly node: unknown; readonly pair: Pair | null } => {
    let node: unknown = document.contents;
    let pair: Pair | null = null;
    for (const step of path) {
      const next = isMap(node) ? node.items.find((item) => keyText(item) === String(step)) : undefined;
      if (next) {
        pair = next;
        node = next.value;
      } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
        node = node.items[step];
        pair = null;
      } else break;
    }
    return { node, pair };
  };
  const lineOf = (path: Path) => {
    const { node, pair } = find(path);
    const start = (pair?.key as Node | undefined)?.range?.[0] ?? (node as Node | null)?.range?.[0];
    return lineAt(start);
  };
  return {
    value: read.value,
    lineOf,
    lineOfKey(path, key) {
      const { node } = find(path);
      const pair = isMap(node) ? node.items.find((item) => keyText(item) === key) : undefined;
      const offset = (pair?.key as Node | undefined)?.range?.[0];
      return offset === undefined ? lineOf(path) : lineAt(offset);
    },
  };
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}
