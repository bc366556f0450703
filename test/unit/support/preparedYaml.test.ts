// What the build parsed of our own YAML files is what their text says.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { preparedYaml } from '../../../src/support/preparedYaml.js';
import { parseYamlDocument, readYamlDocument } from '../../../src/support/yamlDocument.js';

const playbooks = fileURLToPath(new URL('../../../playbooks/', import.meta.url));
const files = readdirSync(playbooks, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yml'),
);
const textOf = (name: string): string => readFileSync(`${playbooks}${name}`, 'utf8');

describe('a YAML file that the build parsed', () => {
  it.each(files)('has the value of its text: %s', (name) => {
    const text = textOf(name);
    const parsed = parseYamlDocument(text);
    expect(preparedYaml(text)?.value).toEqual(parsed.ok ? parsed.value : 'not YAML');
  });

  it('tells the lines of its text', () => {
    const text = textOf('rekey.yml');
    const [read, parsed] = [readYamlDocument(text), parseYamlDocument(text)];
    const lines = [['id'], ['steps', 0], ['steps', 3, 'when'], ['nowhere']].map((path) => [
      read.ok && read.lineOf(path),
      parsed.ok && parsed.lineOf(path),
    ]);
    expect(lines.map(([line]) => line)).toEqual(lines.map(([, line]) => line));
    expect(lines[1]?.[0]).toBeGreaterThan(lines[0]?.[0] as number);
  });

  it('is parsed anew once its text changed', () => {
    const text = textOf('rekey.yml').replace('id: rekey', 'id: another');
    expect(preparedYaml(text)).toBeNull();
    expect(readYamlDocument(text)).toMatchObject({ ok: true, value: { id: 'another' } });
  });

  it('gives each reader a value of its own', () => {
    const text = textOf('rekey.yml');
    expect(preparedYaml(text)?.value).not.toBe(preparedYaml(text)?.value);
  });
});
