// Which files that people write are checked by which schema: for editors (JSON Schema), for the first line of each file, for the test that compares both.

import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { settingsSchema } from '../../src/config/schema.js';
import { conceptFileSchema } from '../../src/logs/concept/concept.js';
import { signatureFileSchema } from '../../src/logs/signature/signature.js';
import { playbookSchema, testSchema } from '../../src/playbook/schema.js';
import { productSchema } from '../../src/products/product.js';
import { type Explained, explain } from './explained.js';

export interface EditorSchema {
  /** In `schemas/`. */
  readonly file: string;
  readonly title: string;
  readonly schema: z.ZodType;
  /** Files that are written by it, from the root of the project. */
  readonly writes: RegExp;
}

export const editorSchemas: readonly EditorSchema[] = [
  {
    file: 'configuration.json',
    title: 'Configuration of Tunnelmedic (tunnelmedic.yml)',
    schema: settingsSchema,
    writes: /^config\.example\.yml$/,
  },
  {
    file: 'playbook.json',
    title: 'A playbook of Tunnelmedic',
    schema: playbookSchema,
    writes: /^playbooks\/[^/.]+\.yml$/,
  },
  {
    file: 'playbook-test.json',
    title: 'The test of a playbook',
    schema: testSchema,
    writes: /^playbooks\/[^/]+\.test\.yml$/,
  },
  {
    file: 'signatures.json',
    title: 'What the log lines of one vendor mean',
    schema: signatureFileSchema,
    writes: /^playbooks\/signatures\/[^/]+\.yml$/,
  },
  {
    file: 'concepts.json',
    title: 'What a log line says that no signature knows',
    schema: conceptFileSchema,
    writes: /^playbooks\/concepts\/[^/]+\.yml$/,
  },
  {
    file: 'vendor.json',
    title: 'What a product calls its settings and commands',
    schema: productSchema,
    writes: /^playbooks\/vendors\/[^/]+\.yml$/,
  },
];

/** Draft 7, because every editor's YAML support knows that; with a line break at its end. */
export function jsonSchemaOf({ title, schema }: EditorSchema): string {
  const shape = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
  if (schema === settingsSchema) explain(shape as Explained, readFileSync('config.example.yml', 'utf8'));
  return `${JSON.stringify({ title, ...shape }, null, 2)}\n`;
}

/** What the first line of a file says to editors. */
export function firstLineFor(path: string, { file }: EditorSchema): string {
  const up = path
    .split('/')
    .slice(1)
    .map(() => '../')
    .join('');
  return `# yaml-language-server: $schema=${up === '' ? './' : up}schemas/${file}`;
}
