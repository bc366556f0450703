// YAML of people: parsed once, with the line of everything in it, and with every way in which it cannot be read as a sentence; it never throws.
// What the build has parsed already is not parsed again, until somebody asks for a line.

import type { Document, Node, Pair } from 'yaml';
import { preparedYaml } from './preparedYaml.js';
import { yamlParser } from './yamlParser.js';

/** Keys and indexes from the top of a file to a place in it. */
export type Path = readonly PropertyKey[];

export interface YamlTrouble {
  /** From 1. */
  readonly line: number;
  /** Without a full stop. */
  readonly says: string;
  readonly hint: string;
}

export interface YamlText {
  readonly value: unknown;
  /** The line, from 1, of a key or an item; of its nearest parent when it is not there. */
  lineOf(path: Path): number;
}

export type YamlReading =
  | ({ readonly ok: true } & YamlText)
  /** At least one, the first in the file first. */
  | { readonly ok: false; readonly troubles: readonly YamlTrouble[] };

/** How often a file may repeat itself by aliases: enough for a setting that several devices share, far too little to grow. */
const mostAliases = 50;

export function readYamlDocument(text: string): YamlReading {
  const prepared = preparedYaml(text);
  if (prepared === null) return parseYamlDocument(text);
  let parsed: YamlReading | null = null;
  const lineOf = (path: Path): number => {
    parsed ??= parseYamlDocument(text);
    return parsed.ok ? parsed.lineOf(path) : 1;
  };
  return { ok: true, value: prepared.value, lineOf };
}

/** The same of the text itself, whatever the build made. */
export function parseYamlDocument(text: string): YamlReading {
  const { LineCounter, parseDocument } = yamlParser();
  const lines = new LineCounter();
  const lineAt = (offset: number | undefined): number =>
    offset === undefined ? 1 : Math.max(1, lines.linePos(offset).line);
  const broken = (line: number, says: string, hint: string): YamlReading => ({
    ok: false,
    troubles: [{ line, says, hint }],
  });
  let document: Document;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  } catch {
    // The parser calls itself for each level.
    return broken(1, 'this is nested too deeply', 'Brackets that are never closed look like that, too.');
  }
  if (document.errors.length > 0) {
    const troubles = document.errors.map(({ code, pos }) => ({
      line: lineAt(pos[0]),
      says: sentenceOf(code),
      hint: hintOf(code),
    }));
    return { ok: false, troubles };
  }
  const trouble = impossible(document);
  if (trouble !== null) return broken(lineAt(trouble.offset), trouble.says, 'Write it in another way.');
  try {
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    return { ok: true, value, lineOf: (path) => lineAt(offsetOf(document, path)) };
  } catch {
    const alias = troublesomeAlias(document);
    const unknown = alias !== null && !alias.known;
    return broken(
      lineAt(alias?.offset),
      unknown ? `the alias *${alias.name} has no anchor before it` : 'the file repeats itself by aliases',
      unknown
        ? `Write &${alias.name} where it is meant to point to, or put the text in quotes.`
        : 'Write it out.',
    );
  }
}

/** Where a key stands, or an item of a list. */
function offsetOf(document: Document, path: Path): number | undefined {
  const { isMap, isNode, isScalar, isSeq } = yamlParser();
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const step of path) {
    const pair: Pair | undefined = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined;
    const item: unknown = isSeq(node) ? node.items[Number(step)] : undefined;
    if (pair === undefined && item === undefined) break;
    node = pair ? pair.value : item;
    offset = ((pair?.key ?? item) as Node | undefined)?.range?.[0] ?? offset;
  }
  return offset;
}

function sentenceOf(code: string): string {
  if (code === 'DUPLICATE_KEY') return 'the same key stands there twice';
  if (code === 'TAB_AS_INDENT') return 'a tab is used for indentation; YAML wants blanks';
  if (code === 'MULTIPLE_DOCS') return 'the file holds several YAML documents';
  return 'this is not valid YAML';
}

function hintOf(code: string): string {
  return code === 'MULTIPLE_DOCS'
    ? 'Remove the --- between them.'
    : 'Check indentation, quotes and brackets around that line.';
}

/** What YAML allows and no object of ours can be: a key that is no text or JavaScript's own, an alias inside what it names. */
function impossible(
  document: Document,
): { readonly says: string; readonly offset: number | undefined } | null {
  const { isCollection, isNode, isScalar, visit } = yamlParser();
  let found: { says: string; offset: number | undefined } | null = null;
  visit(document, {
    Pair(_, { key }) {
      const offset = isNode(key) ? key.range?.[0] : undefined;
      if (isCollection(key)) found = { says: 'a key must be text', offset };
      else if (isScalar(key) && key.value === '__proto__')
        found = { says: '"__proto__" cannot be a name', offset };
      return found ? visit.BREAK : undefined;
    },
    Alias(_, alias, ancestors) {
      const isInside = ancestors.some((one) => isCollection(one) && one.anchor === alias.source);
      if (!isInside) return undefined;
      found = { says: `the alias *${alias.source} stands inside what it names`, offset: alias.range?.[0] };
      return visit.BREAK;
    },
  });
  return found;
}

/** The first alias that points nowhere, else the first one. */
function troublesomeAlias(
  document: Document,
): { readonly name: string; readonly offset: number | undefined; readonly known: boolean } | null {
  const { isAlias, isNode, visit } = yamlParser();
  const anchors = new Set<string>();
  const aliases: { name: string; offset: number | undefined; known: boolean }[] = [];
  visit(document, (_, node) => {
    if (isAlias(node)) {
      aliases.push({ name: node.source, offset: node.range?.[0], known: anchors.has(node.source) });
    } else if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string') anchors.add(node.anchor);
  });
  return aliases.find((one) => !one.known) ?? aliases[0] ?? null;
}
