// What config.example.yml says above each setting, as descriptions of its schema: written once, read in the file and in the editor.

import { isMap, isScalar, isSeq, parseDocument } from 'yaml';

/** A JSON schema, as far as it is walked here. */
export interface Explained {
  description?: string;
  properties?: Record<string, Explained>;
  additionalProperties?: Explained | boolean;
  items?: Explained | Explained[];
  oneOf?: Explained[];
}

/** Adds the comments of the example to the parts of the schema that have no description of their own. */
export function explain(schema: Explained, example: string): void {
  explainNode(schema, parseDocument(example).contents);
}

function explainNode(part: Explained, node: unknown): void {
  if (isSeq(node) && part.items && !Array.isArray(part.items)) {
    for (const item of node.items) explainNode(part.items, item);
  }
  if (!isMap(node)) return;
  for (const [index, { key, value }] of node.items.entries()) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const own = part.properties?.[name];
    const below = own ?? (typeof part.additionalProperties === 'object' ? part.additionalProperties : null);
    if (!below || below.oneOf) continue;
    // The comment above the first key of a map is the map's.
    const comment = (index === 0 ? node.commentBefore : null) ?? key.commentBefore;
    const text = own && own.description === undefined ? sentencesOf(comment) : '';
    if (own && text !== '') own.description = text;
    explainNode(below, value);
  }
}

/** The last paragraph, without settings that are commented out and what explains those. */
function sentencesOf(comment: string | null | undefined): string {
  const lines = (comment ?? '').split('\n').map((line) => line.trim());
  const endsBefore = (line: string): boolean => line === '' || /^[a-zA-Z0-9]+:(?!.*\.$)/.test(line);
  return lines.slice(lines.findLastIndex(endsBefore) + 1).join(' ');
}
