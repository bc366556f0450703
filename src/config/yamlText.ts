// A YAML file with the line of everything in it, so that a complaint can name the place.

import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { Problem } from '../domain/problem.js';

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
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const lineAt = (offset: number | undefined) =>
    offset === undefined ? 1 : Math.max(1, lines.linePos(offset).line);
  const [fault] = document.errors;
  if (fault) {
    throw new Problem('config-invalid', {
      file,
      line: lineAt(fault.pos[0]),
      detail: sentence(fault.code),
      hint: 'Check indentation, quotes and brackets around that line.',
    });
  }
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
    value: toValue(document, file),
    lineOf,
    lineOfKey(path, key) {
      const { node } = find(path);
      const pair = isMap(node) ? node.items.find((item) => keyText(item) === key) : undefined;
      const offset = (pair?.key as Node | undefined)?.range?.[0];
      return offset === undefined ? lineOf(path) : lineAt(offset);
    },
  };
}

function toValue(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch {
    throw new Problem('config-invalid', {
      file,
      line: 1,
      detail: 'the file uses too many or unknown YAML aliases',
      hint: 'Write the settings out.',
    });
  }
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

function sentence(code: string): string {
  if (code === 'DUPLICATE_KEY') return 'the same key stands there twice';
  if (code === 'TAB_AS_INDENT') return 'a tab is used for indentation; YAML wants blanks';
  if (code === 'MULTIPLE_DOCS') return 'the file holds several YAML documents';
  return 'this is not valid YAML';
}
