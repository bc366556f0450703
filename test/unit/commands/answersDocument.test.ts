// docs/json.md is what the schemas of the answers say.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { answersDocument } from '../../../scripts/answers/document.js';
import { shapeText } from '../../../scripts/answers/shape.js';
import { declarations } from '../../../src/app/registry.js';

const document = fileURLToPath(new URL('../../../docs/json.md', import.meta.url));

it('is written from the schemas (`npm run answers` writes it)', () => {
  expect(readFileSync(document, 'utf8')).toBe(answersDocument());
});

it('has every command that every edge can ask', () => {
  const text = answersDocument();
  const missing = declarations.filter((one) => !one.doors?.nothing && !text.includes(`\n## ${one.name}`));
  expect(missing.map(({ name }) => name)).toEqual([]);
});

it('shows a key a line, with what may be absent, what may be null and what it means', () => {
  const schema = z.strictObject({
    name: z.string().nullable(),
    since: z.string().describe('ISO 8601').nullable(),
    state: z.enum(['up', 'down']).optional(),
    rows: z.array(z.strictObject({ n: z.number() })).describe('worst first'),
  });
  expect(shapeText(schema)).toBe(
    [
      '{',
      '  "name": text | null,',
      '  "since": text | null, // ISO 8601',
      '  "state"?: "up" | "down",',
      '  "rows": [ {',
      '    "n": number,',
      '  } ], // worst first',
      '}',
    ].join('\n'),
  );
});
