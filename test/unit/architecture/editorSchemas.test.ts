// What editors check by is what we check by: schemas/ is current, and every file names its schema in its first line.

import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editorSchemas, firstLineFor, jsonSchemaOf } from '../../../scripts/schemas/editorSchemas.js';
import { writtenFiles } from '../../../scripts/schemas/writtenFiles.js';

describe.each(editorSchemas)('schemas/$file', (schema) => {
  it('is what `npm run schemas` writes', () => {
    expect(readFileSync(`schemas/${schema.file}`, 'utf8')).toBe(jsonSchemaOf(schema));
  });

  it('is named in the first line of every file that is written by it, and takes each of them', async () => {
    const ajv = new Ajv.default({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const takes = ajv.compile(JSON.parse(jsonSchemaOf(schema)) as object);
    const paths = await writtenFiles(schema.writes);
    expect(paths).not.toEqual([]);
    for (const path of paths) {
      const text = readFileSync(path, 'utf8');
      expect(text.split('\n')[0]).toBe(firstLineFor(path, schema));
      takes(parse(text));
      expect([path, takes.errors]).toEqual([path, null]);
    }
  });
});

describe('the YAML files of the playbooks', () => {
  it('each have exactly one schema', async () => {
    const files = await readdir('playbooks', { recursive: true });
    const counts = files
      .filter((name) => name.endsWith('.yml'))
      .map((name) => editorSchemas.filter(({ writes }) => writes.test(`playbooks/${name}`)).length);
    expect(new Set(counts)).toEqual(new Set([1]));
  });
});

describe('the configuration, in an editor', () => {
  it('is explained setting by setting, in the words of config.example.yml', () => {
    const schema = JSON.parse(readFileSync('schemas/configuration.json', 'utf8'));
    expect(schema.properties.questionSeconds.description).toBe(
      'A question ends by then with what was found so far.',
    );
    expect(schema.properties.timeZone.description).toBe(
      'How times are shown. Default: the zone of the machine.',
    );
  });
});
