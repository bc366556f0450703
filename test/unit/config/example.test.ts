// config.example.yml and the schemas say the same: every setting is explained, nothing is explained that is none, defaults are true.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { settingsSchema } from '../../../src/config/schema.js';

const lines = readFileSync('config.example.yml', 'utf8').split('\n');

interface Part {
  readonly properties?: Readonly<Record<string, Part>>;
  readonly additionalProperties?: Part | boolean;
  readonly items?: Part;
  readonly oneOf?: readonly Part[];
  readonly anyOf?: readonly Part[];
}

/** Every key that the schema knows, at whatever depth. */
function keysOf(part: Part): readonly string[] {
  const { properties = {}, additionalProperties, items, oneOf = [], anyOf = [] } = part;
  const inside = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  const parts = [...Object.values(properties), ...inside, ...(items ? [items] : []), ...oneOf, ...anyOf];
  return [...Object.keys(properties), ...parts.flatMap(keysOf)];
}

const known = new Set(
  keysOf(z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }) as Part),
);

/** A comment that ends with a full stop is a sentence; any other `word: …` is a setting that somebody may want. */
const settings = lines.filter((line) => /^\s*(?:# (?!.*\.$))?(?:- )?(?:\{ )?[a-zA-Z0-9]+:(?: |$)/.test(line));

const keysIn = (shown: readonly string[]): readonly string[] =>
  shown.flatMap((line) =>
    [...line.matchAll(/(?<![\w"/.])([a-zA-Z0-9]+):(?= |$)/g)].map((found) => found[1] ?? ''),
  );

describe('config.example.yml', () => {
  it('explains every setting of the schema, those of every vendor too', () => {
    const explained = new Set(keysIn(settings));
    expect([...known].filter((key) => !explained.has(key))).toEqual([]);
  });

  it('shows no setting in a comment that the schema does not know', () => {
    const commented = settings.filter((line) => line.trim().startsWith('#'));
    expect(keysIn(commented).filter((key) => !known.has(key))).toEqual([]);
  });
});
